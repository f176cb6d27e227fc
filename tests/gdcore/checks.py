"""Checks that several tests of functions share."""

import sys
from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize

from gdcore import Objective


def lowest_points(function: Objective, starts: np.ndarray) -> list[np.ndarray]:
    """The different ends, within the domain, of SciPy's descents from many starts."""
    found: list[np.ndarray] = []
    for start in starts:
        end = minimize(function.value, start, jac=function.gradient, bounds=function.domain, tol=1e-12).x
        if lies_low(function, end) and all(np.linalg.norm(end - other) > 0.05 for other in found):
            found.append(end)
    return found


def lies_low(function: Objective, point: np.ndarray) -> bool:
    """Whether the point is inside the domain, level, and nowhere bent down."""
    low, high = function.domain.T
    level = np.abs(function.gradient(point)).max() < 1e-3
    return (
        bool(level and ((low < point) & (point < high)).all())
        and np.linalg.eigvalsh(function.hessian(point))[0] > -1e-3
    )


def calls(function: Callable[..., object], *arguments: object) -> int:
    """How many functions of Python are called, or gone on with where they yield, this one included."""
    events: list[str] = []
    sys.setprofile(lambda frame, event, argument: events.append(event))
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return events.count("call")
