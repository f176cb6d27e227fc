"""What values a setting may have, and how one is read from a text and written into one."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dashboard.wording.numerals import is_number, read_number
from dashboard.wording.words import figure
from gdcore import Ambiguous, own_data, typed
from gdcore.tables import LONGEST_NAME, clean

SMALL_NUMBER = 1e-4  # numbers below this are written with a power of ten, where nobody has to copy them
MOST_LINKED = 2000  # characters of points that a link carries
SEPARATORS = (";", r",\s+", r"\s+", ",")  # of numbers, some of which may have decimal commas
DECIMAL_COMMAS = "numbers with decimal commas are separated by a semicolon, like 0,5; 1"


class NotAllowed(ValueError):
    """A value that is not allowed; the message says what is, and `why` what is wrong with this one."""

    def __init__(self, allowed: str, why: str = "") -> None:
        super().__init__(f"{allowed} ({why})" if why else allowed)
        self.why = why or f"allowed: {allowed}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`, both included."""

    low: float
    high: float
    whole: bool = False

    @property
    def allowed(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        low = figure(self.low) if 0 < abs(self.low) < SMALL_NUMBER else plain(self.low)
        return f"{kind} from {low} to {plain(self.high)}"

    def read(self, text: str) -> float:
        if not is_number(text):
            raise NotAllowed(self.allowed)
        return self.check(float(text))

    def read_typed(self, text: str) -> float:
        """Read a number as people write it: 0,5 or 1/2."""
        try:
            value = read_number(text, whole=self.whole)
        except Ambiguous as doubt:
            raise NotAllowed(self.allowed, str(doubt)) from None
        except ValueError:
            raise NotAllowed(self.allowed) from None
        return self.check(value)

    def check(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise NotAllowed(self.allowed)
        if not self.low <= value <= self.high or (self.whole and value != int(value)):
            raise NotAllowed(self.allowed)
        return int(value) if self.whole else float(value)

    def write(self, value: float) -> str:
        return plain(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a list."""

    options: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return " or ".join(filter(None, self.options))

    def read(self, text: str) -> str:
        return self.check(text.strip())

    def check(self, value: Any) -> str:
        if value not in self.options:
            raise NotAllowed(self.allowed)
        return value

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off; in a link 1 or 0."""

    allowed: str = "0 or 1"

    def read(self, text: str) -> bool:
        try:
            return {"1": True, "0": False, "true": True, "false": False}[text.strip().lower()]
        except KeyError:
            raise NotAllowed(self.allowed) from None

    def check(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise NotAllowed(self.allowed)
        return value

    def write(self, value: bool) -> str:
        return "1" if value else "0"


@dataclass(frozen=True, slots=True)
class Point:
    """`size` numbers, separated by commas."""

    size: int
    coordinate: Number

    @property
    def allowed(self) -> str:
        if self.size == 1:
            return self.coordinate.allowed
        low, high = plain(self.coordinate.low), plain(self.coordinate.high)
        return f"{self.size} numbers from {low} to {high}, separated by a comma"

    def read(self, text: str) -> tuple[float, ...]:
        try:
            return self.check(tuple(map(self.coordinate.read, text.split(","))))
        except NotAllowed:
            raise NotAllowed(self.allowed) from None

    def read_typed(self, text: str) -> tuple[float, ...]:
        """Read numbers as people write them: 0,5; 1/2."""
        if self.size == 1:
            return (self.coordinate.read_typed(text),)
        readings = {found for separator in SEPARATORS for found in self.split(separator, text.strip())}
        if len(readings) > 1:
            raise NotAllowed(self.allowed, f"{text} could be {' or '.join(map(self.show, sorted(readings)))}")
        if not readings:
            raise NotAllowed(self.allowed, DECIMAL_COMMAS if text.count(",") >= self.size else "")
        return self.check(readings.pop())

    def split(self, separator: str, text: str) -> Iterator[tuple[float, ...]]:
        """Yield the numbers that such a sign separates, if there are as many as are wanted."""
        parts = re.split(separator, text, maxsplit=self.size)
        with suppress(NotAllowed):
            if len(parts) == self.size:
                yield tuple(map(self.coordinate.read_typed, parts))

    def show(self, value: tuple[float, ...]) -> str:
        """Write a value so that no comma in it is doubtful."""
        return self.write(value).replace(",", "; ")

    def check(self, value: Any) -> tuple[float, ...]:
        if not isinstance(value, tuple) or len(value) != self.size:
            raise NotAllowed(self.allowed)
        return tuple(map(self.coordinate.check, value))

    def write(self, value: tuple[float, ...]) -> str:
        return ",".join(map(plain, value))

    def display(self, value: tuple[float, ...]) -> str:
        """Write a value as it stands in its field."""
        return self.write(value).replace(",", ", ")


@dataclass(frozen=True, slots=True)
class Points:
    """The points that a user brings: `1,2;3.5,4`; none is the default."""

    allowed: str = (
        "2 to 10,000 points like 1,2;3.5,4;6,5, of numbers from -10¹² to 10¹², whose x are not all the same"
    )

    def read(self, text: str) -> tuple[tuple[float, float], ...]:
        pairs = [pair.split(",") for pair in text.split(";") if pair.strip()]
        if not all(len(pair) == 2 and all(map(is_number, pair)) for pair in pairs):
            raise NotAllowed(self.allowed)
        return self.check(tuple((float(x), float(y)) for x, y in pairs))

    def check(self, value: Any) -> tuple[tuple[float, float], ...]:
        if not isinstance(value, tuple):
            raise NotAllowed(self.allowed)
        try:
            points = tuple((float(x), float(y)) for x, y in value)
            if points:
                xs, ys = zip(*points, strict=True)
                own_data(xs, ys)
        except (ValueError, TypeError):
            raise NotAllowed(self.allowed) from None
        return points

    def write(self, value: tuple[tuple[float, float], ...]) -> str:
        return ";".join(f"{plain(x)},{plain(y)}" for x, y in value)

    def short(self, value: tuple[tuple[float, float], ...]) -> str:
        """As it is written, where a link can carry it; else empty."""
        written = self.write(value) if len(value) <= MOST_LINKED else ""
        return written if len(written) <= MOST_LINKED else ""

    display = short


@dataclass(frozen=True, slots=True)
class Names:
    """What x and y are: two names, separated by a comma."""

    allowed: str = f"two names of 1 to {LONGEST_NAME} characters, separated by a comma"

    def read(self, text: str) -> tuple[str, str]:
        return self.check(tuple(map(clean, text.split(","))))

    def check(self, value: Any) -> tuple[str, str]:
        if not isinstance(value, tuple) or len(value) != 2:
            raise NotAllowed(self.allowed)
        if not all(isinstance(name, str) and name and clean(name) == name for name in value):
            raise NotAllowed(self.allowed)
        return value

    def write(self, value: tuple[str, str]) -> str:
        return ",".join(value)


@dataclass(frozen=True, slots=True)
class Several:
    """Words of a list, each at most once, separated by commas; none is the default."""

    options: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return f"one or more of {', '.join(self.options)}, separated by commas"

    def read(self, text: str) -> tuple[str, ...]:
        return self.check(tuple(word.strip() for word in text.split(",")))

    def check(self, value: Any) -> tuple[str, ...]:
        if len(set(value)) < len(value) or not set(value) <= set(self.options):
            raise NotAllowed(self.allowed)
        return value

    def write(self, value: tuple[str, ...]) -> str:
        return ",".join(value)


@dataclass(frozen=True, slots=True)
class Formula:
    """A function of x, or of x and y, that a user types; none is the default."""

    size: int

    @property
    def allowed(self) -> str:
        names, example = ("x", "x^4 - 3x^2 + x") if self.size == 1 else ("x and y", "y sin(x) + x^2")
        return f"a function of {names}, like {example}"

    def read(self, text: str) -> str:
        return self.check(text.strip())

    def check(self, value: Any) -> str:
        if not isinstance(value, str):
            raise NotAllowed(self.allowed)
        try:
            if value:
                typed(value, self.size)
        except ValueError as error:
            raise NotAllowed(self.allowed, str(error)) from None
        return value

    def write(self, value: str) -> str:
        return value

    display = write


def read_typed(rule: Any, text: str) -> Any:
    """Read what a visitor typed into a field, which need not be as a link has it."""
    return rule.read_typed(text) if isinstance(rule, Number | Point) else rule.read(text)


def plain(value: float) -> str:
    """Write a number as shortly as it can be read back: 5000, 0.01, 0.00001."""
    if value == int(value):
        return repr(int(value))
    return f"{Decimal(repr(value)):f}" if abs(value) > 1e-9 else repr(value)
