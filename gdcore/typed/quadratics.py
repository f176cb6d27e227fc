"""Which trees are quadratic, and their coefficients."""

from collections import defaultdict
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from gdcore.arrays import Floats
from gdcore.quadratic import Quadratic
from gdcore.typed.reading import constant
from gdcore.typed.tree import CONSTANTS, Binary, Minus, Node, Number, Variable

MOST_DENOMINATOR_BITS = 10_000  # bits of a denominator: powers of powers would double them for ever

Polynomial = dict[tuple[int, int], Fraction]  # coefficients of the powers of x and y


def coefficients(node: Node, n: int) -> tuple[Floats, Floats, float] | None:
    """Return the coefficients of a polynomial of a degree of two at most.

    Parameters
    ----------
    node : Node
        The tree of a formula.
    n : int
        Number of coordinates, 1 or 2.

    Returns
    -------
    tuple of ndarray (n, n), ndarray (n,) and float, or None
        A, b and c of ½ θᵀAθ + bᵀθ + c, exact before they are rounded to floats; None for other trees.
    """
    terms = _polynomial(node)
    if terms is None:
        return None

    def of(power_of_x: int, power_of_y: int) -> float:
        return float(terms.get((power_of_x, power_of_y), 0))

    A = np.array([[2 * of(2, 0), of(1, 1)], [of(1, 1), 2 * of(0, 2)]])
    b = np.array([of(1, 0), of(0, 1)])
    return A[:n, :n], b[:n], of(0, 0)


def bowl(node: Node, n: int, **about: Any) -> Quadratic | None:
    """Return the quadratic that a tree is.

    Parameters
    ----------
    node : Node
        The tree of a formula.
    n : int
        Number of coordinates, 1 or 2.
    **about
        What `Quadratic` takes beside its coefficients.

    Returns
    -------
    Quadratic or None
        None where the tree is none, has no minimum, or no curvature.
    """
    try:
        found = coefficients(node, n)
        return Quadratic(*found, **about) if found and found[0].any() else None
    except (ValueError, OverflowError):  # no minimum, or coefficients beyond the floats
        return None


def _polynomial(node: Node) -> Polynomial | None:
    if isinstance(node, Number) and node.text not in CONSTANTS:
        return {(0, 0): Fraction(node.text)}  # 0.1 as it was typed, which no float is
    value = constant(node)
    if value is not None:
        return {(0, 0): Fraction(value)}
    match node:
        case Variable(index):
            return {(1 - index, index): Fraction(1)}
        case Minus(term):
            return _scaled(_polynomial(term), Fraction(-1))
        case Binary("+", left, right):
            return _sum(_polynomial(left), _polynomial(right))
        case Binary("-", left, right):
            return _sum(_polynomial(left), _scaled(_polynomial(right), Fraction(-1)))
        case Binary("*", left, right):
            return _times(_polynomial(left), _polynomial(right))
        case Binary("/", left, right) if (by := _number(right)) is not None:
            return _scaled(_polynomial(left), 1 / by)
        case Binary("**", left, _, (0.0 | 1.0 | 2.0) as exponent):
            base = _polynomial(left)
            power: Polynomial | None = {(0, 0): Fraction(1)}
            for _ in range(int(exponent)):
                power = _times(power, base)
            return power
    return None


def _number(node: Node) -> Fraction | None:
    """Return the exact value of a term that is a number other than 0."""
    found = _polynomial(node)
    return (found.get((0, 0)) or None) if found is not None and set(found) <= {(0, 0)} else None


def _scaled(terms: Polynomial | None, by: Fraction) -> Polynomial | None:
    return None if terms is None else {powers: by * term for powers, term in terms.items()}


def _sum(first: Polynomial | None, second: Polynomial | None) -> Polynomial | None:
    if first is None or second is None:
        return None
    none = Fraction(0)
    return {powers: first.get(powers, none) + second.get(powers, none) for powers in {**first, **second}}


def _times(first: Polynomial | None, second: Polynomial | None) -> Polynomial | None:
    """Return the product; None where it is of a higher degree than two."""
    if first is None or second is None:
        return None
    found: Polynomial = defaultdict(Fraction)
    for ((a, b), one), ((c, d), other) in product(first.items(), second.items()):
        if one and other:
            found[a + c, b + d] += one * other
    short = all(term.denominator.bit_length() < MOST_DENOMINATOR_BITS for term in found.values())
    return dict(found) if short and all(a + b <= 2 for a, b in found) else None
