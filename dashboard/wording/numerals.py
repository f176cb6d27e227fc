"""Numbers as people write them: 0.5, 0,5 or 1/2; 10^-3, −3, 1 000."""

import re

from gdcore import Ambiguous, read_constant

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
SPACED = re.compile(r"[+-]?\d{1,3}([ '’\u00a0\u2009\u202f]\d{3})+", re.ASCII)  # thousands
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3}|,\d{3})", re.ASCII)  # or decimals
TERM = r"(\d+([.,]\d+)?|\.\d+)(e[+-]?\d+)?((\^|\*\*)[+-]?\d+|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
ARITHMETIC = re.compile(rf"[+-]?{TERM}(\s*[/÷*×·]\s*{TERM})?", re.ASCII | re.IGNORECASE)
PER_CENT = re.compile(r"([+-]?\d+([.,]\d+)?)\s*%", re.ASCII)


def read_number(text: str, *, whole: bool = False) -> float:
    """Return the number that a text means; `Ambiguous` where it may mean two, ValueError where it is none."""
    text = text.strip().replace("−", "-")
    if whole and GROUPED.fullmatch(text):
        return read_group(text)
    if is_number(text):
        return float(text)
    if SPACED.fullmatch(text):
        return float(re.sub(r"[^\d+-]", "", text, flags=re.ASCII))
    if share := PER_CENT.fullmatch(text):
        raise Ambiguous(f"a percentage is of something: write {float(share[1].replace(',', '.')) / 100:.12g}")
    if not ARITHMETIC.fullmatch(text):
        raise ValueError("a number, a fraction or a power is wanted")
    return read_constant(text)


def read_group(text: str) -> float:
    """Return a whole number that has a sign before three digits: of thousands, unless these are zeros."""
    before, digits = re.split("[.,]", text)
    if digits == "000":
        raise Ambiguous(f"{text} could be {before} or {before}{digits}: write the one you mean")
    return float(before + digits)


def is_number(text: str) -> bool:
    """Whether a text is a number as a program writes it."""
    return NUMBER.fullmatch(text.strip()) is not None
