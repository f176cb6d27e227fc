"""Numbers in sentences."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, floor, log10

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
POWERS_FROM = 5  # digits before the point, or zeros behind it, from which a number is written with × 10ⁿ
LEAST_SHOWN = 1e-6  # of a distance: smaller ones are not looked for in the digits of a place
APART_FROM = 10_000  # thousands are set apart from here on
ROUNDING_SHARE = 1e-12  # of the numbers that one is computed from: what is less is their rounding
FEWEST_DECIMALS = 2  # of a place, however far off the one is that it is told from
MOST_DECIMALS = 12
MOST_DIGITS = 15  # significant digits of a sentence's number
HEIGHT_DIGITS = 3  # of a loss
ROUGH = 2  # digits of a number that is to be felt: how far away, how steep, how soon


def figure(value: float, digits: int = 4) -> str:
    """Write a number of a sentence: few significant digits, a true minus, no needless zeros, never −0."""
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    if not POWERS_FROM > int(exponent) > -POWERS_FROM:
        return f"{trimmed(mantissa)} × 10{str(int(exponent)).translate(RAISED)}"
    return trimmed(f"{Decimal(f'{mantissa}e{exponent}'):f}")


def tell_apart(one: float, other: float, digits: int = 4) -> tuple[str, str]:
    """Write two numbers that a sentence compares: with digits enough to see which of them is larger.

    Parameters
    ----------
    one, other : float
        The numbers; of such as are equal to fifteen digits, both texts are the same.
    digits : int
        Significant digits that do where they tell enough.
    """
    texts = ((figure(one, count), figure(other, count)) for count in range(digits, MOST_DIGITS + 1))
    return next((each for each in texts if each[0] != each[1]), (figure(one, digits), figure(other, digits)))


def clear(value: float, size: float) -> float:
    """Return a number, or 0 where it is but the rounding of numbers of a size."""
    return value if abs(value) > ROUNDING_SHARE * size else 0.0


def decimals(size: float, digits: int) -> int:
    """Return how many decimals show so many significant digits of a number of a size; of 0 as of one."""
    return min(max(digits - 1 - floor(log10(size)), 0), MOST_DECIMALS) if size else digits - 1


def trimmed(text: str) -> str:
    """Write decimal digits without needless zeros, with thousands apart and a true minus."""
    number = Decimal(text)
    if not number:
        return "0"
    plain = f"{number:,f}" if abs(number) >= APART_FROM else f"{number:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace("-", "−")


def near(value: float, distance: float) -> str:
    """Write a number with as many digits as it takes to tell it from one nearby.

    Parameters
    ----------
    value : float
        The number.
    distance : float
        How far away the other one is, 0 or more.
    """
    wanted = 1 + ceil(-log10(distance)) if distance else FEWEST_DECIMALS
    rounded = round(value, min(max(FEWEST_DECIMALS, wanted), MOST_DECIMALS))
    return figure(rounded, MOST_DIGITS) if abs(rounded) < 10**POWERS_FROM else figure(value, 6)


def point(theta: Sequence[float], distance: float | None = None) -> str:
    """Write θ as a reader does, x = 3 or (3, 2); with digits enough to see a distance, if one is given."""
    if distance is None:
        numbers = [figure(float(value)) for value in theta]
    else:
        numbers = [near(float(value), max(distance, LEAST_SHOWN)) for value in theta]
    return f"x = {numbers[0]}" if len(numbers) == 1 else f"({', '.join(numbers)})"


def added(text: str) -> str:
    """Write a number after the one that it is added to: its sign stands apart from it."""
    return f"− {text[1:]}" if text.startswith("−") else f"+ {text}"


def whole(count: int) -> str:
    """Write a whole number with all its digits, thousands apart."""
    return trimmed(str(count))


def counted(count: int, what: str = "step") -> str:
    """Write a number of things, in the plural where it is one."""
    return f"{whole(count)} {what}{'s' * (count != 1)}"


def sentence(text: str) -> str:
    """Write words as a sentence: with a capital and one full stop; nothing stays nothing."""
    return f"{text[0].upper()}{text[1:].removesuffix('.')}." if text else ""
