"""From what a user wrote to a tree, or a sentence on what is wrong with it."""

import ast
import math
import re
import warnings
from collections.abc import Callable

import numpy as np

from gdcore.typed.tree import CONSTANTS, FUNCTIONS, VARIABLES, Binary, Call, Minus, Node, Number, Variable

LONGEST = 200  # characters
DEEPEST = 60  # levels of the tree
MOST_NODES = 150
HIGHEST_POWER = 20
LARGEST = 1e15  # of constants; the least one is its inverse

PLAIN = str.maketrans(
    {"−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "π": " pi ", "√": " sqrt "}
)
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9]*)|(?P<sign>\*\*|[-+*/^()]))"
)
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": math.pow,
}


class NotAFunction(ValueError):
    """What was typed cannot be read as a function; the message is one line for the one who typed it."""


def tree(text: str, n: int) -> Node:
    """Return the tree of a formula in the first n of x and y; NotAFunction where it is none."""
    if not isinstance(text, str):
        raise NotAFunction(f"a formula is text, not a {type(text).__name__}")
    if len(text) > LONGEST:
        raise NotAFunction(f"the formula has {len(text)} characters; at most {LONGEST} are allowed")
    if "=" in text:
        raise NotAFunction(_stranger("=", n))
    tokens = _tokens(text, n)
    if not tokens:
        raise NotAFunction(f"nothing was typed; write a formula in {_variables(n)}, such as x**2 - 6*x + 5")
    return _Reader(n).read(_parsed(tokens), 0)


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


def _called(function: Callable[..., float], *values: float | None) -> float | None:
    if None in values:
        return None
    try:
        return float(function(*values))
    except (ArithmeticError, ValueError):
        return math.nan


def _variables(n: int) -> str:
    return " and ".join(VARIABLES[:n])


def _allowed(n: int) -> str:
    return f"allowed are {_variables(n)}, pi, e, numbers and {' '.join(FUNCTIONS)}"


def _tokens(text: str, n: int) -> list[str]:
    """Return the words of a formula, powers written as Python writes them."""
    text = re.sub(f"([⁻]?)([{RAISED}]+)", _lowered, text).translate(PLAIN)
    text = text.rstrip()
    tokens: list[str] = []
    kind, at = "", 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise NotAFunction(_stranger(text[at:].lstrip()[0], n))
        latest, token, at = found.lastgroup, found[found.lastgroup], found.end()
        if latest == "name":
            _known(token, n)
        if _touches(kind, tokens[-1:], latest, token):
            raise NotAFunction(f"a sign is missing: write {tokens[-1]}*{token} for a product")
        tokens.append({"^": "**"}.get(token) or re.sub("^0+(?=[0-9])", "", token))
        kind = latest
    return tokens


def _lowered(found: re.Match) -> str:
    digits = "".join(str(RAISED.index(digit)) for digit in found[2])
    return f"**({'-' if found[1] else ''}{digits})"


def _stranger(sign: str, n: int) -> str:
    if sign == "=":
        return "write the right-hand side of the equation only, without ="
    if sign in ",;":
        return "write decimals with a point: 0.5; functions take one argument"
    if sign == "|":
        return "write abs(x) for |x|"
    shown = sign if sign.isprintable() else f"U+{ord(sign):04X}"
    return f"the sign {shown} is not known; {_allowed(n)}, with + - * / ^ ( )"


def _known(name: str, n: int) -> None:
    """Raise NotAFunction for a name that is not among the allowed ones, with a hint where one helps."""
    if name in FUNCTIONS or name in CONSTANTS or name in VARIABLES[:n]:
        return
    shown = name if len(name) <= 20 else name[:17] + "..."
    if name == "y" and n == 1:
        raise NotAFunction("y is not known: this is a function of x alone")
    parts = "|".join(sorted([*FUNCTIONS, *CONSTANTS, *VARIABLES[:n]], key=len, reverse=True))
    if found := re.fullmatch(f"({parts})({parts}|[0-9]+)", name):
        first, second = found.groups()
        better = f"{first}({second})" if first in FUNCTIONS else f"{first}*{second}"
        raise NotAFunction(f"{shown} is not known: write {better}")
    if name.lower() in {*FUNCTIONS, *CONSTANTS, *VARIABLES[:n]}:
        raise NotAFunction(f"{shown} is not known: write {name.lower()}")
    raise NotAFunction(f"{shown} is not known; {_allowed(n)}")


def _touches(kind: str, before: list[str], latest: str, token: str) -> bool:
    """Return whether a product was written without its sign."""
    ended = kind == "number" or (kind == "name" and before[0] not in FUNCTIONS) or before == [")"]
    begins = latest in ("number", "name") or token == "("
    return ended and begins


def _parsed(tokens: list[str]) -> ast.expr:
    depth = 0
    for token in tokens:
        depth += (token == "(") - (token == ")")
        if depth < 0:
            raise NotAFunction("a bracket is closed that was not opened")
        if depth > DEEPEST:
            raise NotAFunction("the formula is nested too deeply; simplify it")
    if depth:
        raise NotAFunction(f"a bracket is not closed: {depth} more ) needed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(" ".join(tokens), mode="eval").body
    except (SyntaxError, ValueError):
        raise NotAFunction(_where(tokens)) from None
    except (MemoryError, RecursionError):
        raise NotAFunction("the formula is nested too deeply; simplify it") from None


def _where(tokens: list[str]) -> str:
    """Return a guess of what keeps the words from being a formula."""
    signs = ("+", "-", "*", "/", "**")
    if tokens[-1] in signs:
        return f"the formula ends in {tokens[-1]}, where a term is missing"
    for first, second in zip(["(", *tokens], tokens, strict=False):
        if first in (*signs, "(") and second in ("*", "/", "**", ")"):
            return f"a term is missing before {second}"
        if first in FUNCTIONS and second != "(":
            return f"{first} needs brackets: write {first}(x)"
    return "this cannot be read as a formula; write one such as x**4 - 3*x**2 + x"


class _Reader:
    """Turns Python's tree into ours, counting on the way."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.nodes = 0

    def read(self, node: ast.expr, depth: int) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES or depth > DEEPEST:
            raise NotAFunction("the formula is too long or nested too deeply; simplify it")
        found = self._node(node, depth + 1)
        value = constant(found)
        if value is not None and not (value == 0 or 1 / LARGEST <= abs(value) <= LARGEST):
            raise NotAFunction(_beyond(value))
        return found

    def _node(self, node: ast.expr, depth: int) -> Node:
        match node:
            case ast.Constant(value=int() | float() as value):
                return Number(_digits(value))
            case ast.Name(id=name):
                return self._named(name)
            case ast.UnaryOp(op=ast.USub(), operand=term):
                return Minus(self.read(term, depth))
            case ast.UnaryOp(op=ast.UAdd(), operand=term):
                return self.read(term, depth)
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in OPERATORS:
                return _binary(OPERATORS[type(sign)], self.read(left, depth), self.read(right, depth))
            case ast.Call(func=ast.Name(id=name), args=[term], keywords=[]) if name in FUNCTIONS:
                return Call(name, self.read(term, depth))
        raise NotAFunction(f"this cannot be read as a formula; {_allowed(self.n)}")

    def _named(self, name: str) -> Node:
        if name in FUNCTIONS:
            raise NotAFunction(f"{name} needs brackets: write {name}(x)")
        return Number(name) if name in CONSTANTS else Variable(VARIABLES.index(name))


def _binary(operator: str, left: Node, right: Node) -> Binary:
    exponent = constant(right) if operator == "**" else None
    if exponent is not None and not abs(exponent) <= HIGHEST_POWER:
        raise NotAFunction(f"a power of {exponent:.6g} is too high; exponents go from -20 to 20")
    return Binary(operator, left, right, exponent)


def _digits(value: int | float) -> str:
    """Return a number as it may be read again and shown: 3 for 3.0."""
    if abs(value) > LARGEST:  # before an integer of many digits is printed
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
