"""From characters to the words of a formula: numbers, names and signs, as people write and print them."""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from gdcore.typed.refusals import NotAFunction, doubt
from gdcore.typed.tree import CONSTANTS, FUNCTIONS, VARIABLES

MINUS = str.maketrans(dict.fromkeys("−–‒‐‑", "-"))
TIMES = "×·⋅∙•∗"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+(?:[eE][+-]?[0-9]+)?")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
LEFT_HAND_SIDE = {
    1: re.compile(r"^\s*(?:f\s*\(\s*x\s*\)|y)\s*="),
    2: re.compile(r"^\s*(?:f\s*\(\s*x\s*,\s*y\s*\)|z)\s*="),
}
TOKEN = re.compile(
    r"(?P<space>\s*)(?:(?P<number>(?:[0-9]|[.,](?=[0-9])|\.)+(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>[A-Za-z]+|π)|(?P<root>√)|(?P<raised>⁻?[{RAISED}]+)|(?P<sign>\*\*|[-+*/÷{TIMES}^()|]))"
)
PLAIN = {"^": "**", "÷": "/"} | dict.fromkeys(TIMES, "*")  # as Python writes signs
ALIASES = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "π": "pi"}
WORDS = {*FUNCTIONS, *CONSTANTS, *VARIABLES, *ALIASES}


class Token(NamedTuple):
    """A word of a formula: its kind (number, name, root, raised, sign), and whether a space is before it."""

    kind: str
    text: str
    spaced: bool = False

    @property
    def is_function(self) -> bool:
        """Whether this is the name of a function, or the sign of the square root."""
        return self.text in FUNCTIONS

    @property
    def ends_factor(self) -> bool:
        """Whether a factor may end here."""
        return self.text == ")" or self.kind == "number" or (self.kind == "name" and not self.is_function)

    @property
    def begins_factor(self) -> bool:
        """Whether a factor may begin here."""
        return self.text == "(" or self.kind in ("number", "name", "root")


def tokenize(text: str, n: int) -> list[Token]:
    """Return the words of a formula in the first n of x and y."""
    text = LEFT_HAND_SIDE[n].sub("", text).translate(MINUS).rstrip()
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise NotAFunction(_stranger(text[at:].lstrip()[0], n))
        kind = found.lastgroup or ""
        tokens += _words(kind, found[kind], bool(found["space"]), n)
        at = found.end()
    return tokens


def write(tokens: list[Token]) -> str:
    """Return words as one would type them."""
    written = "".join({"**": "^"}.get(token.text, token.text) for token in tokens)
    return re.sub(r"\^\((-?[0-9]+)\)", r"^\1", written)


def list_allowed(n: int) -> str:
    """Return a sentence on what a formula may consist of."""
    return f"allowed are {name_variables(n)}, pi, e, numbers and {' '.join(FUNCTIONS)}"


def name_variables(n: int) -> str:
    """Return the coordinates' names, for a sentence."""
    return " and ".join(VARIABLES[:n])


def _words(kind: str, text: str, spaced: bool, n: int) -> Iterator[Token]:
    """Yield what one match stands for."""
    if kind == "number":
        yield Token(kind, _read_number(text), spaced)
    elif kind == "name":
        for place, name in enumerate(_split(text, n)):
            yield Token(kind, name, spaced and place == 0)
    elif kind == "root":
        yield Token(kind, "sqrt", spaced)
    elif kind == "raised":
        yield Token(kind, "**", spaced)
        yield Token("sign", "(")
        if text.startswith("⁻"):
            yield Token("sign", "-")
        digits = "".join(str(RAISED.index(digit)) for digit in text.removeprefix("⁻"))
        yield Token("number", _read_number(digits))
        yield Token("sign", ")")
    else:
        yield Token(kind, PLAIN.get(text, text), spaced)


def _read_number(text: str) -> str:
    """Return a number as Python writes it; a comma is a decimal one, unless it may be one of thousands."""
    if DECIMAL_COMMA.fullmatch(text):
        if THOUSANDS.fullmatch(text):
            raise doubt(text, text.replace(",", "."), text.replace(",", ""))
        text = text.replace(",", ".")
    if not NUMBER.fullmatch(text):
        raise NotAFunction("write decimals with a point, like 0.5, and no sign between thousands")
    return re.sub("^0+(?=[0-9])", "", text)


def _split(run: str, n: int) -> list[str]:
    """Return the names that letters without a space between them stand for: x and y for xy."""
    names = _take_apart(run.lower())
    if not names:
        shown = run if len(run) <= 20 else run[:17] + "..."
        raise NotAFunction(f"{shown} is not known; {list_allowed(n)}")
    if n == 1 and "y" in names:
        raise NotAFunction("y is not known: this is a function of x alone")
    return [ALIASES.get(name, name) for name in names]


def _take_apart(letters: str) -> list[str]:
    """Return the known names that letters consist of, in the one way there can be; none if they do not."""
    taken: dict[str, list[str]] = {"": []}
    for begun in accumulate(letters):
        for word in WORDS:
            if begun.endswith(word) and (before := begun.removesuffix(word)) in taken:
                taken[begun] = [*taken[before], word]
    return taken.get(letters, [])


def _stranger(sign: str, n: int) -> str:
    if sign == "=":
        return "write the right-hand side of the equation only, without ="
    if sign in ",;":
        return "write decimals with a point: 0.5; functions take one argument"
    if sign in "[]{}":
        return "write round brackets, ( and )"
    shown = sign if sign.isprintable() else f"U+{ord(sign):04X}"
    return f"the sign {shown} is not known; {list_allowed(n)}, with + - * / ^ ( ) |"
