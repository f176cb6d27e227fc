"""From what a user wrote to a tree, or a sentence on what is wrong with it."""

import ast
import math
import warnings
from collections.abc import Callable

import numpy as np

from gdcore.typed.notation import complete
from gdcore.typed.refusals import Ambiguous, NotAFunction
from gdcore.typed.tokens import list_allowed, name_variables, tokenize
from gdcore.typed.tree import CONSTANTS, FUNCTIONS, VARIABLES, Binary, Call, Minus, Node, Number, Variable

__all__ = ["Ambiguous", "NotAFunction", "constant", "read_constant", "tree"]

MOST_CHARACTERS = 200
MOST_LEVELS = 60  # of the tree
MOST_NODES = 150
HIGHEST_POWER = 20
LARGEST_CONSTANT = 1e15  # of constants; the least one is its inverse

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": math.pow,
}


def tree(text: str, n: int) -> Node:
    """Return the tree of a formula in the first n of x and y.

    Parameters
    ----------
    text : str
        What was typed, at most 200 characters.
    n : int
        Number of coordinates, 1 or 2.

    Raises
    ------
    NotAFunction
        If it is no formula, or too long or too deeply nested; `Ambiguous` if it can be read in two ways.
    """
    if not isinstance(text, str):
        raise NotAFunction(f"a formula is text, not a {type(text).__name__}")
    if len(text) > MOST_CHARACTERS:
        raise NotAFunction(f"the formula has {len(text)} characters; at most {MOST_CHARACTERS} are allowed")
    tokens = tokenize(text, n)
    if not tokens:
        raise NotAFunction(f"nothing was typed; write a formula in {name_variables(n)}, such as x^2 - 6x + 5")
    return _Reader(n).read(_parse([token.text for token in complete(tokens)]), 0)


def constant(node: Node) -> float | None:
    """Return the value of a term without variables, None for one with them or one that has no value."""
    match node:
        case Variable():
            return None
        case Number():
            return node.value
        case Minus(term):
            value = constant(term)
            return None if value is None else -value
        case Call(name, term):
            return _called(FUNCTIONS[name], constant(term))
        case Binary(operator, left, right):
            return _called(ARITHMETIC[operator], constant(left), constant(right))


def read_constant(text: str) -> float:
    """Return the value of a formula without variables, such as 1/4 or 2·10⁻³; NotAFunction for others."""
    value = constant(tree(text, 1))
    if value is None:
        raise NotAFunction("a number is wanted, and this is a function")
    return value


def _called(function: Callable[..., float], *values: float | None) -> float | None:
    if None in values:
        return None
    try:
        return float(function(*values))
    except (ArithmeticError, ValueError):
        return math.nan


def _parse(words: list[str]) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(" ".join(words), mode="eval").body
    except (SyntaxError, ValueError):
        raise NotAFunction(_locate_fault(words)) from None
    except (MemoryError, RecursionError):
        raise NotAFunction("the formula is nested too deeply; simplify it") from None


def _locate_fault(words: list[str]) -> str:
    """Return a guess of what keeps the words from being a formula."""
    words = ["^" if word == "**" else word for word in words]
    signs = ("+", "-", "*", "/", "^")
    if words[-1] in signs:
        return f"the formula ends in {words[-1]}, where a term is missing"
    for first, second in zip(["(", *words], words, strict=False):
        if first in (*signs, "(") and second in ("*", "/", "^", ")"):
            return f"a term is missing before {second}"
    return "this cannot be read as a formula; write one such as x^4 - 3x^2 + x"


class _Reader:
    """Turns Python's tree into ours, counting on the way."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.nodes = 0

    def read(self, node: ast.expr, depth: int) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES or depth > MOST_LEVELS:
            raise NotAFunction("the formula is too long or nested too deeply; simplify it")
        found = self._node(node, depth + 1)
        value = constant(found)
        if value is not None and not (value == 0 or 1 / LARGEST_CONSTANT <= abs(value) <= LARGEST_CONSTANT):
            raise NotAFunction(_beyond(value))
        return found

    def _node(self, node: ast.expr, depth: int) -> Node:
        match node:
            case ast.Constant(value=int() | float() as value):
                return Number(_digits(value))
            case ast.Name(id=name):
                return Number(name) if name in CONSTANTS else Variable(VARIABLES.index(name))
            case ast.UnaryOp(op=ast.USub(), operand=term):
                return Minus(self.read(term, depth))
            case ast.UnaryOp(op=ast.UAdd(), operand=term):
                return self.read(term, depth)
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in OPERATORS:
                return _binary(OPERATORS[type(sign)], self.read(left, depth), self.read(right, depth))
            case ast.Call(func=ast.Name(id=name), args=[term], keywords=[]) if name in FUNCTIONS:
                return Call(name, self.read(term, depth))
        raise NotAFunction(f"this cannot be read as a formula; {list_allowed(self.n)}")


def _binary(operator: str, left: Node, right: Node) -> Binary:
    exponent = constant(right) if operator == "**" else None
    if exponent is not None and not abs(exponent) <= HIGHEST_POWER:
        raise NotAFunction(f"a power of {exponent:.6g} is too high; exponents go from -20 to 20")
    return Binary(operator, left, right, exponent)


def _digits(value: int | float) -> str:
    """Return a number as it may be read again and shown: 3 for 3.0."""
    if abs(value) > LARGEST_CONSTANT:  # before an integer of many digits is printed
        raise NotAFunction(_beyond(math.inf))
    plain = np.format_float_positional(value, trim="-")
    mantissa, _, exponent = f"{value:e}".partition("e")
    shorter = f"{float(mantissa):.15g}e{int(exponent)}"
    return shorter if len(plain) > 6 and float(shorter) == value and len(shorter) < len(plain) else plain


def _beyond(value: float) -> str:
    if math.isnan(value):
        return "part of the formula has no value, such as 1/0 or log(-1)"
    size = "small" if abs(value) < 1 else "large"
    return f"a constant in the formula is too {size}; numbers from 1e-15 to 1e15 in size are allowed"
