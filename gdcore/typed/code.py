"""From a tree to functions that compute the value and its derivatives.

Each node becomes a jet: its value, first and second partial derivatives, each a number or the name of a line
of code. A jet follows from those of the node's terms by the chain rule, so that the code grows by a bounded
number of lines a node, whatever the nesting. Source: A. Griewank, A. Walther, Evaluating Derivatives, 2nd ed.
2008, §3.1 and §13.2.
"""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gdcore import elementary
from gdcore.arrays import Formula, Partials
from gdcore.methods.arithmetic import attempt
from gdcore.typed.reading import constant
from gdcore.typed.tree import FUNCTIONS, VARIABLES, Binary, Call, Minus, Node, Variable

Atom = float | str  # a number, or the name of a variable or line


def power(base: Any, exponent: Any) -> Any:
    """Return the real power, which negative numbers lack: NaN in arrays, ValueError for floats."""
    return math.pow(base, exponent) if type(base) is float else np.power(base, exponent)


NAME = re.compile(r"\bt[0-9]+\b")
KNOWN: dict[str, Callable[..., Any]] = FUNCTIONS | {"sign": elementary.sign, "power": power}


@dataclass(frozen=True)
class Jet:
    """A value with its n first partial derivatives, and the second ones: the upper triangle by rows."""

    value: Atom
    firsts: tuple[Atom, ...]
    seconds: tuple[Atom, ...]


@dataclass
class Code:
    """Lines of straight code, none of them twice; arithmetic on numbers is done at once."""

    n: int
    lines: dict[str, str] = field(default_factory=dict)  # from what is computed to its name

    def line(self, expression: str) -> str:
        """Return the name of the line that computes an expression."""
        return self.lines.setdefault(expression, f"t{len(self.lines)}")

    def call(self, name: str, *terms: Atom) -> Atom:
        """Return a function of numbers or lines."""
        if all(isinstance(term, float) for term in terms):
            return float(attempt(KNOWN[name], terms))
        return self.line(f"{name}({', '.join(map(str, terms))})")

    def exactly(self, a: Atom, sign: str, b: Atom) -> str:
        """Return the line of a value, undefined where its terms are, be it 0 times something."""
        return self.line(f"{a} {sign} {b}")

    def add(self, a: Atom, b: Atom) -> Atom:
        """Return a + b."""
        if isinstance(a, float) and isinstance(b, float):
            return a + b
        if a == 0:
            return b
        return a if b == 0 else self.line(f"{a} + {b}")

    def minus(self, a: Atom) -> Atom:
        """Return −a."""
        return -a if isinstance(a, float) else self.line(f"-{a}")

    def subtract(self, a: Atom, b: Atom) -> Atom:
        """Return a − b."""
        if isinstance(a, float) and isinstance(b, float):
            return a - b
        if a == 0:
            return self.minus(b)
        return a if b == 0 else self.line(f"{a} - {b}")

    def multiply(self, *factors: Atom) -> Atom:
        """Return the product of factors; that with a number 0 is 0."""
        product, *others = factors
        for factor in others:
            product = self._product(product, factor)
        return product

    def _product(self, a: Atom, b: Atom) -> Atom:
        if isinstance(a, float) and isinstance(b, float):
            return a * b
        if a == 0 or b == 0:
            return 0.0
        if a == 1:
            return b
        return a if b == 1 else self.line(f"{a} * {b}")

    def divide(self, a: Atom, b: Atom) -> Atom:
        """Return a/b; NaN for a number over 0."""
        if isinstance(a, float) and isinstance(b, float):
            return a / b if b else math.nan
        if a == 0:
            return 0.0
        return a if b == 1 else self.line(f"{a} / {b}")

    def power(self, base: Atom, exponent: float) -> Atom:
        """Return a constant power: products for whole ones, which are the same for floats and arrays."""
        if exponent != int(exponent):
            return self.call("sqrt", base) if exponent == 0.5 else self.call("power", base, exponent)
        if exponent < 0:
            return self.divide(1.0, self.power(base, -exponent))
        if exponent == 0:
            return 1.0
        half = self.power(base, exponent // 2)
        square = self.multiply(half, half)
        return self.multiply(square, base) if exponent % 2 else square


def compiled(node: Node, n: int) -> tuple[Formula, Partials, Partials]:
    """Return a formula and its derivatives as functions.

    Parameters
    ----------
    node : Node
        The tree of the formula.
    n : int
        Number of coordinates, 1 or 2.

    Returns
    -------
    tuple of callable
        Of n floats or n arrays: the value; its n first partial derivatives, as a tuple; its second ones, as
        the upper triangle of the Hessian by rows.
    """
    code = Code(n)
    jet = _jet(code, node)
    return (
        _function(code, [jet.value], n, "{}"),
        _function(code, jet.firsts, n, "({},)"),
        _function(code, jet.seconds, n, "({},)"),
    )


def _function(code: Code, results: Iterable[Atom], n: int, form: str) -> Callable[..., Any]:
    """Return a function with those lines that the results need."""
    results = list(results)
    needed = {result for result in results if isinstance(result, str)}
    body: list[str] = []
    for expression, name in reversed(code.lines.items()):
        if name in needed:
            needed |= set(NAME.findall(expression))
            body.append(f"    {name} = {expression}")
    arguments = ", ".join(VARIABLES[:n])
    answer = form.format(", ".join(map(str, results)))
    source = "\n".join([f"def function({arguments}):", *reversed(body), f"    return {answer}"])
    names: dict[str, Any] = {"__builtins__": {}, "inf": math.inf, "nan": math.nan, **KNOWN}
    exec(compile(source, "<typed>", "exec"), names)  # our own lines: none of what was typed but numbers
    function: Callable[..., Any] = names["function"]
    return function


def _jet(code: Code, node: Node) -> Jet:
    value = constant(node)
    if value is not None:
        return _constant(code.n, value)
    match node:
        case Variable(index):
            firsts = tuple(float(i == index) for i in range(code.n))
            return replace(_constant(code.n, VARIABLES[index]), firsts=firsts)
        case Minus(term):
            return _each(code.minus, _jet(code, term))
        case Call(name, term):
            return _called(code, name, _jet(code, term))
        case Binary("**", left, _, float(exponent)):
            return _raised(code, _jet(code, left), exponent)
        case Binary("**", left, right):
            return _jet(code, Call("exp", Binary("*", right, Call("log", left))))
        case Binary(operator, left, right):
            return RULES[operator](code, _jet(code, left), _jet(code, right))
    raise TypeError(f"no rule for {node!r}")


def _constant(n: int, value: Atom) -> Jet:
    return Jet(value, (0.0,) * n, (0.0,) * len(_pairs(n)))


def _each(rule: Callable[..., Atom], *jets: Jet) -> Jet:
    """Return the jet of a linear rule: the rule of the values, and of each derivative."""
    return Jet(
        rule(*(jet.value for jet in jets)),
        tuple(map(rule, *(jet.firsts for jet in jets))),
        tuple(map(rule, *(jet.seconds for jet in jets))),
    )


def _pairs(n: int) -> list[tuple[int, int]]:
    """Return the places of the upper triangle, row by row."""
    return [(i, j) for i in range(n) for j in range(i, n)]


def _product(code: Code, a: Jet, b: Jet) -> Jet:
    def first(i: int) -> Atom:
        return code.add(code.multiply(a.firsts[i], b.value), code.multiply(a.value, b.firsts[i]))

    def second(k: int, i: int, j: int) -> Atom:
        curved = code.add(code.multiply(a.seconds[k], b.value), code.multiply(a.value, b.seconds[k]))
        return code.add(curved, _crossed(code, a.firsts, b.firsts, i, j))

    return Jet(
        code.exactly(a.value, "*", b.value),
        tuple(first(i) for i in range(code.n)),
        tuple(second(k, i, j) for k, (i, j) in enumerate(_pairs(code.n))),
    )


def _crossed(code: Code, a: tuple[Atom, ...], b: tuple[Atom, ...], i: int, j: int) -> Atom:
    """Return aᵢbⱼ + aⱼbᵢ."""
    one = code.multiply(a[i], b[j])
    return code.multiply(2.0, one) if i == j else code.add(one, code.multiply(a[j], b[i]))


def _quotient(code: Code, a: Jet, b: Jet) -> Jet:
    """Return the jet of q = a/b, from a = qb."""
    q = code.exactly(a.value, "/", b.value)
    firsts = tuple(
        code.divide(code.subtract(a.firsts[i], code.multiply(q, b.firsts[i])), b.value) for i in range(code.n)
    )

    def second(k: int, i: int, j: int) -> Atom:
        rest = code.add(_crossed(code, firsts, b.firsts, i, j), code.multiply(q, b.seconds[k]))
        return code.divide(code.subtract(a.seconds[k], rest), b.value)

    return Jet(q, firsts, tuple(second(k, i, j) for k, (i, j) in enumerate(_pairs(code.n))))


def _composed(code: Code, u: Jet, value: Atom, slope: Atom, bend: Atom) -> Jet:
    """Return the jet of f(u) from f, f′ and f″ at u."""

    def second(k: int, i: int, j: int) -> Atom:
        return code.add(
            code.multiply(slope, u.seconds[k]), code.multiply(bend, code.multiply(u.firsts[i], u.firsts[j]))
        )

    return Jet(
        value,
        tuple(code.multiply(slope, first) for first in u.firsts),
        tuple(second(k, i, j) for k, (i, j) in enumerate(_pairs(code.n))),
    )


def _raised(code: Code, u: Jet, exponent: float) -> Jet:
    slope = code.multiply(exponent, code.power(u.value, exponent - 1)) if exponent else 0.0
    factor = exponent * (exponent - 1)
    bend = code.multiply(factor, code.power(u.value, exponent - 2)) if factor else 0.0
    value = code.power(u.value, exponent) if exponent else code.line(f"{u.value} * 0.0 + 1.0")
    return _composed(code, u, value, slope, bend)


def _called(code: Code, name: str, u: Jet) -> Jet:
    """Return the jet of an elementary function of u."""
    x = u.value
    v = code.call(name, x)

    def times(*factors: Atom) -> Atom:
        return code.multiply(*factors)

    match name:
        case "sin":
            slope, bend = code.call("cos", x), code.minus(v)
        case "cos":
            slope, bend = code.minus(code.call("sin", x)), code.minus(v)
        case "tan":
            slope = code.add(1.0, times(v, v))
            bend = times(2.0, v, slope)
        case "asin" | "acos":
            root = code.call("sqrt", code.subtract(1.0, times(x, x)))
            slope = code.divide(1.0 if name == "asin" else -1.0, root)
            bend = times(x, slope, slope, slope)
        case "atan":
            slope = code.divide(1.0, code.add(1.0, times(x, x)))
            bend = times(-2.0, x, slope, slope)
        case "sinh":
            slope, bend = code.call("cosh", x), v
        case "cosh":
            slope, bend = code.call("sinh", x), v
        case "tanh":
            slope = code.subtract(1.0, times(v, v))
            bend = times(-2.0, v, slope)
        case "exp":
            slope = bend = v
        case "log" | "ln":
            slope = code.divide(1.0, x)
            bend = code.minus(times(slope, slope))
        case "sqrt":
            slope = code.divide(0.5, v)
            bend = code.divide(times(-0.5, slope), x)
        case _:
            slope, bend = code.call("sign", x), 0.0
    return _composed(code, u, v, slope, bend)


RULES: dict[str, Callable[[Code, Jet, Jet], Jet]] = {
    "+": lambda code, a, b: _each(code.add, a, b),
    "-": lambda code, a, b: _each(code.subtract, a, b),
    "*": _product,
    "/": _quotient,
}
