"""What the rules need beyond + − × ÷, for a Python float and an array alike, and alike to the bit."""

from collections.abc import Callable
from math import nan, sqrt
from typing import Any

import numpy as np

from gdcore.arrays import Number

# What a function of floats may raise where one of arrays gives NaN or infinity: a division by zero, an
# overflow, a root or logarithm of a negative number, or the comparison of a complex number.
FAILURES = (ArithmeticError, ValueError, TypeError)


def zero(like: Number) -> Number:
    """Return 0, of the shape of a number or array."""
    return np.zeros_like(like) if isinstance(like, np.ndarray) else 0.0


def root(number: Number) -> Number:
    """Return √x: `x ** 0.5` is rounded in another way for floats than for arrays."""
    return sqrt(number) if type(number) is float else np.sqrt(number)


def sign(number: Number) -> Number:
    """Return −1, 0 or 1, as a float."""
    return (number > 0) * 1.0 - (number < 0) * 1.0


def larger(first: Number, second: Number) -> Number:
    """Return the larger of two, each for itself in arrays; NaN where the second is."""
    if isinstance(second, np.ndarray):
        return np.maximum(first, second)
    return first if first > second else second


def choose(flag: Any, then: Any, otherwise: Any) -> Any:
    """Return `then` where the flag holds and `otherwise` elsewhere."""
    if isinstance(flag, np.ndarray):
        return np.where(flag, then, otherwise)
    return then if flag else otherwise


def every(flag: Any) -> bool:
    """Return whether the flag holds everywhere."""
    return bool(flag.all()) if isinstance(flag, np.ndarray) else bool(flag)


def finite(number: Any) -> Any:
    """Return where the number is neither infinite nor NaN."""
    return number - number == 0


def attempt(function: Callable[..., Any], theta: Any) -> Any:
    """Return the function at θ, and NaN where floats raise or leave the real numbers."""
    try:
        return real(function(*theta))
    except FAILURES:
        return nan


def real(number: Any) -> Any:
    """Return the number, and NaN for a complex one."""
    return nan if isinstance(number, complex) else number
