"""Numbers as sentences write them, read back."""

NUMBER = r"(?:−?\d[\d,]*(?:\.\d+)?(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)"
POINT = rf"(?:x = {NUMBER}|\({NUMBER}, {NUMBER}\))"
LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")


def number(text: str) -> float:
    return float(text.translate(LOWERED).replace(" × 10", "e").replace(",", ""))


def coordinates(text: str) -> list[float]:
    """Read x = 3, or (3, −2.5)."""
    return [number(part) for part in text.removeprefix("x = ").strip("()").split(", ")]


def is_rounded(text: str, truth: float, digits: int, slack: float = 0.0) -> bool:
    """Return whether a number of so many significant digits can stand for the truth, give or take some."""
    said = number(text)
    return abs(said - truth) <= 0.501 * 10.0 ** (1 - digits) * max(abs(said), abs(truth)) + slack
