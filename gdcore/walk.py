"""Descent step by step, for any objective and method."""

from collections.abc import Iterator
from itertools import islice
from math import isfinite, nan

import numpy as np

from gdcore.methods import Method
from gdcore.objectives import Objective
from gdcore.rows import Rows, ending

BLOCK = 500  # steps between two looks at whether the run has ended


def descend_by_steps(
    objective: Objective,
    method: Method,
    start: np.ndarray,
    step_size: float,
    iterations: int,
    noise: np.ndarray | None,
    limit: float,
    precision: float | None,
) -> Rows:
    """Return the rows of a run, up to its end by `limit` and `precision` or some steps beyond it.

    The last may not be finite. `noise`, of shape (iterations + 1, n), is added to the gradients. The points are
    Python floats: arithmetic on two of them is some ten times faster than on an array.
    """
    points = [tuple(start.tolist())]
    steps = islice(_steps(objective, method, points[0], step_size, noise), iterations)
    while block := list(islice(steps, BLOCK)):
        points += block
        latest = np.array(points[-len(block) - 1 :]).T
        if ending(Rows.at(objective, latest), limit, precision):
            break
    return Rows.at(objective, np.array(points).T.copy())


def _steps(
    objective: Objective, method: Method, point: tuple, step_size: float, noise: np.ndarray | None
) -> Iterator[tuple[float, ...]]:
    """Yield the points after the start; after one that is not finite there is none."""
    options = method.hyperparameters
    states = [method.init(coordinate, **options) for coordinate in point]
    pushes = iter(noise.tolist()) if noise is not None else None
    while all(map(isfinite, point)):
        try:
            estimate = objective.partials(*point)
            if pushes:
                estimate = [slope + push for slope, push in zip(estimate, next(pushes), strict=True)]
            moved = [
                method.update(*given, step_size, **options)
                for given in zip(point, estimate, states, strict=True)
            ]
        except ArithmeticError:  # floats raise it where arrays overflow or divide by zero
            moved = [(nan, state) for state in states]
        point = tuple(coordinate for coordinate, _ in moved)
        states = [state for _, state in moved]
        yield point
