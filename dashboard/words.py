"""Numbers in sentences."""

from math import ceil, log10

import numpy as np

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def figure(value: float, digits: int = 4) -> str:
    """A number of a sentence: few digits, a true minus, no needless zeros."""
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        return f"{mantissa} × 10{str(int(exponent)).translate(RAISED)}".replace("-", "−")
    return text.replace("-", "−")


def near(value: float, distance: float) -> str:
    """A number with as many digits as it takes to tell it from one that is `distance` away."""
    places = min(max(2, 1 + ceil(-log10(distance))), 12) if distance else 2
    return figure(round(value, places), 15)


def point(theta: np.ndarray) -> str:
    """θ as a reader writes it: x = 3, or (3, 2)."""
    numbers = [figure(round(float(value), 6) + 0.0) for value in theta]
    return f"x = {numbers[0]}" if len(numbers) == 1 else f"({', '.join(numbers)})"


def counted(count: int, what: str = "step") -> str:
    return f"{count} {what}{'s' * (count != 1)}"
