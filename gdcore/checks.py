"""Checks of arguments: each returns the argument or raises a `ValueError` that tells what is wrong."""

import math
import reprlib
from collections.abc import Callable, Collection
from numbers import Real

import numpy as np

from gdcore.arrays import Floats

SEEDS = 2**32  # the number of seeds that NumPy's and scikit-learn's generators share


def refuse(name: str, value: object, allowed: str) -> ValueError:
    """Return the error for an argument: its name, what came (shortened) and what is allowed."""
    return ValueError(f"{name} must be {allowed}, not {_shortened(value)}")


def _shortened(value: object) -> str:
    try:
        return " ".join(reprlib.repr(value).split())
    except ValueError:  # Python refuses to print integers of more than 4300 digits
        return f"a very large {type(value).__name__}"


def real(name: str, value: object, allowed: str, holds: Callable[[float], bool]) -> float:
    """Return `value` as a finite float for which `holds`; else raise ValueError with what is `allowed`."""
    if isinstance(value, Real) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number) and holds(number):
            return number
    raise refuse(name, value, allowed)


def positive(name: str, value: object) -> float:
    """Return `value` as a float above zero; raise ValueError for all else."""
    return real(name, value, "a finite number above 0", lambda number: number > 0)


def not_negative(name: str, value: object) -> float:
    """Return `value` as a float of zero or more; raise ValueError for all else."""
    return real(name, value, "a finite number of 0 or more", lambda number: number >= 0)


def whole(name: str, value: object, low: int, high: int) -> int:
    """Return `value` as an int from `low` to `high`; 5.0 counts as whole, True and 5.5 raise ValueError."""
    allowed = f"a whole number from {low:,} to {high:,}"
    return int(real(name, value, allowed, lambda number: low <= number <= high and number == int(number)))


def name(argument: str, value: object, known: Collection[str]) -> str:
    """Return `value` if it is a text among the known ones; raise ValueError with them for all else."""
    if isinstance(value, str) and value in known:
        return value
    raise refuse(argument, value, "one of " + ", ".join(map(repr, known)))


def array(name: str, value: object, shape: tuple[int | None, ...]) -> Floats:
    """Return `value` as a finite, read-only float array of `shape`; None stands for any length but 0."""
    sizes = ", ".join("any" if size is None else str(size) for size in shape)
    allowed = f"finite numbers of shape ({sizes}{',' if len(shape) == 1 else ''})"
    try:
        found = np.array(value)
    except (ValueError, TypeError):
        raise refuse(name, value, allowed) from None
    if found.dtype.kind not in "iuf" or not _fits(found.shape, shape):
        raise refuse(name, value, allowed)
    found = found.astype(float, copy=False)
    if not np.isfinite(found).all():
        raise refuse(name, value, allowed)
    found.flags.writeable = False
    return found


def _fits(found: tuple[int, ...], wanted: tuple[int | None, ...]) -> bool:
    return len(found) == len(wanted) and all(
        size > 0 if want is None else size == want for size, want in zip(found, wanted, strict=True)
    )
