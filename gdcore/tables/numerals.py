"""How numbers are written: with which decimal sign, what groups their thousands, what stands around them."""

import re
from collections.abc import Iterable, Sequence

POINT, COMMA = ".", ","
SIGNS = (POINT, COMMA)
OTHER_SIGN = {POINT: COMMA, COMMA: POINT}
MINUS = "\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d-"  # the last one last: in a pattern it makes no range
BLANK = " \u00a0\u2007\u2009\u202f"  # between thousands
APOSTROPHES = "'\u2019"
CURRENCIES = "$¢£¤¥" + "".join(map(chr, range(0x20A0, 0x20D0)))  # a block in which Unicode adds new ones
ENDS = " \t\"'" + BLANK  # around a cell

LONGEST_DRESSED = 60  # characters: no number with all that may be around it has more

EXPONENT = r"(?:e[+-]?\d+)?"


# What the writing of a number says about the decimal sign of its table
WHOLE = "whole"  # 1234
HAS_POINT = "point"  # 1.5, 1,234.5, 1,234,567
HAS_COMMA = "comma"  # 1,5, 1.234,5, 1.234.567
OPEN_POINT = "open_point"  # 1.234
OPEN_COMMA = "open_comma"  # 1,234
ALLOWED = {
    POINT: frozenset([WHOLE, HAS_POINT, OPEN_POINT, OPEN_COMMA]),
    COMMA: frozenset([WHOLE, HAS_COMMA, OPEN_POINT, OPEN_COMMA]),
}


def _with_decimals(sign: str, group: str) -> str:
    """Return the pattern of numbers that can have one decimal sign only."""
    sign, group = f"[{sign}]", f"[{group}]"
    any_but_three = rf"\d*+{sign}(?:\d{{4,}}+|\d\d?+)"
    three = rf"(?:0\d*+|\d{{4,}}+)?{sign}\d{{3}}"  # after digits that are no group
    grouped = rf"\d{{1,3}}+(?:{group}\d{{3}})+{sign}\d++"
    millions = rf"\d{{1,3}}+(?:{group}\d{{3}}){{2,}}"
    indian = r"\d\d?+(?:,\d\d)+,\d{3}(?:\.\d++)?"
    with_power = rf"\d++{sign}\d{{3}}e[+-]?\d++"
    every = rf"(?:{any_but_three}|{three}|{grouped}){EXPONENT}|{millions}|{with_power}"
    return f"{every}|{indian}" if group == f"[{COMMA}]" else every


PATTERNS = {
    WHOLE: rf"\d++\.?+{EXPONENT}",
    HAS_POINT: _with_decimals(POINT, COMMA),
    HAS_COMMA: _with_decimals(COMMA, POINT),
    OPEN_POINT: r"[1-9]\d{0,2}+\.\d{3}",
    OPEN_COMMA: r"[1-9]\d{0,2}+,\d{3}",
}
NUMBER = re.compile(
    "[+-]?(?:" + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in PATTERNS.items()) + ")",
    re.IGNORECASE | re.ASCII,
)
INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)
MARK = rf"[{re.escape(CURRENCIES)}]|EUR|USD|GBP|CHF|JPY"
DRESSED = re.compile(
    rf"""(?P<negative>\()?
    [{BLANK}]*(?P<sign>[+{MINUS}])?[{BLANK}]*
    (?P<before>{MARK})?[{BLANK}]*(?P<inner>[+{MINUS}])?
    (?P<body>[\d.,](?:[\d.,{BLANK}{APOSTROPHES}]*[\d.,])?(?:e[+{MINUS}]?\d+)?)
    [{BLANK}]*(?P<after>{MARK}|[%‰])?[{BLANK}]*
    (?(negative)\))""",
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)
SEPARATED = re.compile(
    rf"\d{{1,3}}(?:(?:[{BLANK}]\d{{3}})+|(?:[{APOSTROPHES}]\d{{3}})+)(?P<rest>[.,]\d*)?", re.ASCII
)


def strip(cells: Iterable[str]) -> list[str]:
    """Return cells without the blanks and quotation marks around them."""
    return [cell.strip(ENDS) for cell in cells]


def classify(cells: Iterable[str]) -> list[str | None]:
    """Return what each bare number says of the decimal sign, `WHOLE` …; None for what is no bare number."""
    match = NUMBER.fullmatch
    return [found.lastgroup if (found := match(cell)) else None for cell in cells]


def undress(cell: str) -> tuple[str, str]:
    """Return the bare number in a stripped cell, and the currency or "%" that marks it; else nothing.

    A bare number has no more than a minus, points, commas and an exponent: what can do nothing but separate
    thousands is left out, and parentheses are a minus.
    """
    dress = DRESSED.fullmatch(cell) if len(cell) <= LONGEST_DRESSED else None
    if dress is None or (dress["before"] and dress["after"]):
        return "", ""
    sign = "".join(filter(None, (dress["sign"], dress["inner"], dress["negative"])))
    if len(sign) > 1:
        return "", ""
    body = dress["body"]
    separated = SEPARATED.fullmatch(body)
    if separated:
        rest = separated["rest"] or ""
        whole = re.sub(r"\D", "", body[: len(body) - len(rest)])
        body = whole + rest  # of four digits or more: the sign that follows is no group's
    minus = "" if sign in ("", "+") else "-"
    return minus + re.sub(f"[{MINUS}]", "-", body), (dress["before"] or dress["after"] or "").upper()


def evaluate(numbers: Sequence[str], decimal: str) -> list[float]:
    """Return the values of bare numbers under a decimal sign that all of them allow; that of "nan" is NaN."""
    text = "\n".join(numbers)
    if decimal == POINT and COMMA not in text:
        return list(map(float, numbers))
    bare = text.replace(OTHER_SIGN[decimal], "").replace(COMMA, POINT)
    return list(map(float, bare.split("\n"))) if numbers else []


def is_number(cell: str) -> bool:
    """Whether a stripped cell is a number, in any way of writing one."""
    return any(classify([cell])) or any(classify([undress(cell)[0]]))
