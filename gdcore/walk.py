"""Descent step by step, for any objective and method."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from math import isfinite, nan
from operator import add

import numpy as np

from gdcore.methods import Method
from gdcore.objectives import Objective
from gdcore.rows import Rows, ending, limit

BLOCK = 500  # steps between two looks at whether the run has ended


def descend_by_steps(
    objective: Objective,
    method: Method,
    start: np.ndarray,
    step_size: float,
    iterations: int,
    noise: np.ndarray | None,
    precision: float | None,
) -> Rows:
    """Return the rows of a run, up to its end or some steps beyond it.

    The last may not be finite. `noise`, of shape (iterations + 1, n), is added to the gradients. The points
    are Python floats: arithmetic on two of them is some ten times faster than on an array.
    """
    most = limit(objective, objective.excess(start))
    points = [tuple(start.tolist())]
    steps = islice(_steps(objective, method, points[0], step_size, noise), iterations)
    while block := list(islice(steps, BLOCK)):
        points += block
        latest = np.array(points[-len(block) - 1 :]).T
        if ending(Rows.at(objective, latest), most, precision):
            break
    return Rows.at(objective, np.array(points).T.copy())


def _steps(
    objective: Objective, method: Method, point: tuple, step_size: float, noise: np.ndarray | None
) -> Iterator[tuple[float, ...]]:
    """Yield the points after the start; after one that is not finite there is none."""
    options = method.hyperparameters
    update = partial(method.update, step_size=step_size, **options)
    states = [method.init(coordinate, **options) for coordinate in point]
    pushes = iter(noise.tolist()) if noise is not None else None
    while all(map(isfinite, point)):
        try:
            estimate = objective.partials(*point)
            if pushes:
                estimate = map(add, estimate, next(pushes))
            point, states = zip(*map(update, point, estimate, states), strict=True)
        except ArithmeticError:  # floats raise it where arrays overflow or divide by zero
            point = (nan,) * len(point)
        yield point
