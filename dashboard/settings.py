"""What a run depends on: one frozen value, read from a link and written back into one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
LONGEST = 40


class Refused(ValueError):
    """A value that is not allowed; the message says what is."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`, both included."""

    low: float
    high: float
    whole: bool = False

    @property
    def allowed(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {plain(self.low)} to {plain(self.high)}"

    def read(self, text: str) -> float:
        if not NUMBER.fullmatch(text.strip()):
            raise Refused(self.allowed)
        return self.check(float(text))

    def check(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Refused(self.allowed)
        if not self.low <= value <= self.high or (self.whole and value != int(value)):
            raise Refused(self.allowed)
        return int(value) if self.whole else float(value)

    def write(self, value: float) -> str:
        return plain(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a list."""

    options: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return " or ".join(self.options)

    def read(self, text: str) -> str:
        return self.check(text.strip())

    def check(self, value: Any) -> str:
        if value not in self.options:
            raise Refused(self.allowed)
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
            raise Refused(self.allowed) from None

    def check(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise Refused(self.allowed)
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
        except Refused:
            raise Refused(self.allowed) from None

    def check(self, value: Any) -> tuple[float, ...]:
        if not isinstance(value, tuple) or len(value) != self.size:
            raise Refused(self.allowed)
        return tuple(map(self.coordinate.check, value))

    def write(self, value: tuple[float, ...]) -> str:
        return ",".join(map(plain, value))


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
            raise Refused(self.allowed)
        return value

    def write(self, value: tuple[str, ...]) -> str:
        return ",".join(value)


def plain(value: float) -> str:
    """Write a number as shortly as it can be read back: 5000, 0.01, 0.00001."""
    if value == int(value):
        return repr(int(value))
    return f"{Decimal(repr(value)):f}" if abs(value) > 1e-9 else repr(value)


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a run and its page depend on; each field is one name in the link.

    Numbers of steps are counts; `speed` is in steps a second; `step_size` and `precision` are in the units of
    the problem; `noise` is the standard deviation of the gradient's noise (curve) or of the data's (line).
    """

    chapter: str = "curve"
    function: str = "parabola"
    data: str = "post"
    standardise: bool = False
    samples: int = 100
    method: str = "gradient descent"
    step_size: float = 0.01
    start: tuple[float, ...] = field(default=(15.0,))
    iterations: int = 300
    precision: float = 0.001
    noise: float = 0.0
    seed: int = 2015
    speed: float = 30.0
    scale: str = "linear"
    view: str = "contours"
    play: bool = False
    theme: str = "system"
    show: tuple[str, ...] = ()


CHAPTERS = {
    "curve": Settings(),
    "line": Settings(
        chapter="line",
        step_size=0.001,
        start=(0.5, 0.5),
        iterations=5000,
        precision=0.0,
        noise=10.0,
        speed=400.0,
    ),
}

COMMON = {
    "chapter": Choice(tuple(CHAPTERS)),
    "method": Choice(("gradient descent",)),
    "step_size": Number(1e-6, 100),
    "iterations": Number(1, 100_000, whole=True),
    "precision": Number(0, 10),
    "noise": Number(0, 1000),
    "seed": Number(0, 2**32 - 1, whole=True),
    "speed": Number(1, 10_000),
    "scale": Choice(("linear", "log")),
    "play": Switch(),
    "theme": Choice(("system", "light", "dark")),
}

RULES: dict[str, dict[str, Any]] = {
    "curve": COMMON
    | {
        "function": Choice(("parabola",)),
        "start": Point(1, Number(-1000, 1000)),
        "show": Several(("path", "loss", "numbers", "answer")),
    },
    "line": COMMON
    | {
        "data": Choice(("post", "diabetes")),
        "standardise": Switch(),
        "samples": Number(2, 100_000, whole=True),
        "start": Point(2, Number(-1000, 1000)),
        "view": Choice(("contours", "surface")),
        "show": Several(("fit", "path", "loss", "answer")),
    },
}


def check(settings: Settings, name: str, value: Any) -> Settings:
    """Settings with one value changed; raises `Refused`, with what is allowed, if it may not be."""
    return replace(settings, **{name: RULES[settings.chapter][name].check(value)})


def read(arguments: Mapping[str, Sequence[bytes | str]]) -> tuple[Settings, list[str]]:
    """Settings from the arguments of a link, and a sentence for each argument that could not be used.

    An argument that is unknown or not allowed is replaced by its default; the first of a repeated one counts.
    """
    given = {name: list(map(decoded, values)) for name, values in found(arguments)}
    complaints: list[str] = []
    chapter = chosen_chapter(given.pop("chapter", []), complaints)
    settings, rules = CHAPTERS[chapter], RULES[chapter]
    for name, texts in given.items():
        if name.startswith("bokeh-") or not texts:
            continue
        if name not in rules:
            complaints.append(f"{shown(name)} is not a setting of this page; there are {', '.join(rules)}.")
            continue
        if len(texts) > 1:
            complaints.append(f"{name} came {len(texts)} times; the first counts.")
        try:
            settings = replace(settings, **{name: rules[name].read(texts[0])})
        except Refused as refused:
            default = rules[name].write(getattr(settings, name))
            complaints.append(f"{name} = {shown(texts[0])} is not allowed: {refused}. It stays {default}.")
    return settings, complaints


def found(arguments: Any) -> list[tuple[str, list[Any]]]:
    """The arguments that are as a server hands them on: a session's token may be of a client's own making."""
    pairs = arguments.items() if isinstance(arguments, Mapping) else ()
    return [(name, values) for name, values in pairs if isinstance(values, list | tuple)]


def chosen_chapter(texts: list[str], complaints: list[str]) -> str:
    if not texts:
        return "curve"
    if texts[0] not in CHAPTERS:
        complaints.append(f"There is no chapter {shown(texts[0])}; there are {', '.join(CHAPTERS)}.")
        return "curve"
    if len(texts) > 1:
        complaints.append(f"chapter came {len(texts)} times; the first counts.")
    return texts[0]


def decoded(value: bytes | str) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def shown(text: str) -> str:
    """A user's text, short and printable, in quotation marks."""
    printable = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:LONGEST]
    )
    return f"“{printable}…”" if len(text) > LONGEST else f"“{printable}”"


def link(settings: Settings) -> str:
    """The query that opens this page again: `?chapter=line&step_size=0.1`, without what is default."""
    default, rules = CHAPTERS[settings.chapter], RULES[settings.chapter]
    changed = [
        (each.name, rules[each.name].write(getattr(settings, each.name)))
        for each in fields(Settings)
        if each.name in rules and getattr(settings, each.name) != getattr(default, each.name)
    ]
    return "?" + urlencode([("chapter", settings.chapter), *changed], safe=",")
