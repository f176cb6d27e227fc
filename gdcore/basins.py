"""Basins of attraction: the minimum that descent from each start of a grid settles at, and how soon."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdcore import checks
from gdcore.arrays import Floats, Integers
from gdcore.ensemble import Ends, Ensemble
from gdcore.methods import METHODS
from gdcore.objectives import Objective
from gdcore.schedules import SCHEDULES

STARTS_TOGETHER = 4096  # starts that are followed together: what a step reads and writes fits a core's cache
STEPS_BETWEEN_LOOKS = 16  # steps between two looks at who has finished
MOST_STEPS = 100_000
LONGEST_HORIZON = 10_000_000


@dataclass(frozen=True, eq=False)
class Basins:
    """Where descent from each of R · C starts leads.

    Attributes
    ----------
    x, y : ndarray, shapes (C,) and (R,)
        The grid: row i, column j started at (x[j], y[i]).
    minimum : ndarray of int, shape (R, C)
        Index in `objective.minima`; −1 where none is settled at, −2 where the run diverges.
    steps : ndarray of int, shape (R, C)
        Steps after which a start stays near its minimum; where there is none, `iterations`.
    iterations : int
        The most steps of each.
    """

    x: Floats
    y: Floats
    minimum: Integers
    steps: Integers
    iterations: int


def basins(
    objective: Objective,
    x: ArrayLike,
    y: ArrayLike,
    *,
    method: str = "gradient descent",
    step_size: float | None = None,
    iterations: int = 400,
    schedule: str = "constant",
    horizon: int | None = None,
    progress: Callable[[float], object] | None = None,
    **hyperparameters: float,
) -> Basins:
    """Descend from every point of a grid, without noise and stop rule, and tell where each ends.

    Parameters
    ----------
    objective : Objective
        Of two parameters.
    x, y : array_like, shapes (C,) and (R,)
        Coordinates of the starts.
    method : str
        A name in `METHODS`.
    step_size : float, optional
        α, above 0; by default what the method suggests for the objective.
    iterations : int
        The most steps of each, 1 to 100,000.
    schedule : str
        A name in `SCHEDULES`.
    horizon : int, optional
        The number of steps that the schedule is laid out for, where a run has more than are followed here; by
        default `iterations`.
    progress : callable, optional
        ``progress(share)`` is called every few milliseconds with the share of the work that is done, which
        grows from 0 to 1. What it raises ends the work, and goes on to the caller.
    **hyperparameters : float
        Of the method, those that are not the default ones.

    Returns
    -------
    Basins
        One entry a start.

    Raises
    ------
    ValueError
        If the objective has not two parameters, or an argument is none of the above.

    Notes
    -----
    A start settles at the minimum nearest to θ after the last step, if that is within a hundredth of the
    domain's smaller width; its steps are counted to the row from which on θ stays so near. It diverges by the
    rule of `descend`; so does one where the loss or the gradient is not finite.

    Starts that have finished are not followed further, see `gdcore.ensemble`; the others are put together
    again, so that blocks stay full.
    """
    if objective.n != 2:
        raise checks.refuse("objective", objective.name, "one of two parameters")
    x, y = checks.array("x", x, (None,)), checks.array("y", y, (None,))
    iterations = checks.whole("iterations", iterations, 1, MOST_STEPS)
    horizon = iterations if horizon is None else checks.whole("horizon", horizon, iterations, LONGEST_HORIZON)
    chosen = METHODS[checks.name("method", method, METHODS)]
    factors = SCHEDULES[checks.name("schedule", schedule, SCHEDULES)].factor(np.arange(iterations), horizon)
    options = chosen.checked(hyperparameters)
    if step_size is None:
        step_size = chosen.suggested_step(objective, **options)
    step_sizes = (checks.positive("step_size", step_size) * factors).tolist()
    starts = np.stack(np.meshgrid(x, y)).reshape(2, -1)
    with np.errstate(all="ignore"):
        ends = Ends(objective, chosen, options, step_sizes, starts.shape[1])
        _follow(ends, starts, progress or (lambda share: None))
    shape = (y.size, x.size)
    return Basins(x, y, ends.minimum.reshape(shape), ends.steps.reshape(shape), iterations)


def _follow(ends: Ends, starts: Floats, progress: Callable[[float], object]) -> None:
    """Follow all starts, block by block some steps at a time."""
    count, iterations = starts.shape[1], len(ends.step_sizes)
    places = np.split(np.arange(count), range(STARTS_TOGETHER, count, STARTS_TOGETHER))
    blocks = [ends.begin(place, starts[:, place]) for place in places]
    left = whole = count * iterations
    for first in range(0, iterations, STEPS_BETWEEN_LOOKS):
        last = min(first + STEPS_BETWEEN_LOOKS, iterations)
        followed = []
        for block in blocks:
            followed.append(ends.follow(block, first, last))
            left -= block.size * (iterations - first) - followed[-1].size * (iterations - last)
            progress(1 - left / whole)
        blocks = _filled(followed)


def _filled(blocks: list[Ensemble]) -> list[Ensemble]:
    """Return the blocks, those together that fit into one."""
    filled: list[Ensemble] = []
    for block in blocks:
        if filled and filled[-1].size + block.size <= STARTS_TOGETHER:
            filled[-1] = filled[-1].joined(block)
        elif block.size:
            filled.append(block)
    return filled
