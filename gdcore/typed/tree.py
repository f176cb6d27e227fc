"""The tree of a typed formula."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gdcore import elementary

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sin": elementary.sin,
    "cos": elementary.cos,
    "tan": elementary.tan,
    "asin": elementary.asin,
    "acos": elementary.acos,
    "atan": elementary.atan,
    "sinh": elementary.sinh,
    "cosh": elementary.cosh,
    "tanh": elementary.tanh,
    "exp": elementary.exp,
    "log": elementary.log,
    "ln": elementary.log,
    "sqrt": elementary.sqrt,
    "abs": abs,
}
CONSTANTS = {"pi": math.pi, "e": math.e}
VARIABLES = ("x", "y")


@dataclass(frozen=True)
class Number:
    """A number in decimal digits, or the name of a constant."""

    text: str

    @property
    def value(self) -> float:
        """The number."""
        return CONSTANTS[self.text] if self.text in CONSTANTS else float(self.text)


@dataclass(frozen=True)
class Variable:
    """One of the coordinates, by its index."""

    index: int


@dataclass(frozen=True)
class Minus:
    """The negative of a term."""

    term: "Node"


@dataclass(frozen=True)
class Binary:
    """Two terms and one of the operators + - * / **; a constant exponent also by its value."""

    operator: str
    left: "Node"
    right: "Node"
    exponent: float | None = None


@dataclass(frozen=True)
class Call:
    """A function of a term."""

    function: str
    term: "Node"


Node = Number | Variable | Minus | Binary | Call
