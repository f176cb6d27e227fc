"""Descent: from an objective, a start and a method to the table of a run."""

from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from gdcore import checks
from gdcore.methods import METHODS, Method
from gdcore.modes import descend_by_modes
from gdcore.objectives import Objective
from gdcore.quadratic import Quadratic
from gdcore.rows import ending, limit
from gdcore.run import Run
from gdcore.walk import descend_by_steps

LONGEST = 10_000_000  # steps of a run


def descend(
    objective: Objective,
    start: ArrayLike | None = None,
    *,
    method: str = "gradient descent",
    step_size: float | None = None,
    iterations: int = 1000,
    precision: float | None = None,
    noise: float = 0.0,
    seed: int = 0,
) -> Run:
    """Descend on an objective and return every step.

    Parameters
    ----------
    objective : Objective
        What to descend on.
    start : array_like, shape (n,), or a number where n = 1; optional
        Row 0; the objective's own start by default.
    method : str
        A name in `METHODS`.
    step_size : float, optional
        α, above 0; the objective's suggestion by default.
    iterations : int
        Largest number of steps, 1 to 10,000,000.
    precision : float, optional
        Stop after a step that moved θ by no more than this, in Euclidean length: in units of θ, 0 or more. By
        default there is no such rule. The rule is about the step, not about the distance that is left.
    noise : float
        Standard deviation of the Gaussian noise added to each coordinate of each gradient, 0 to 1e300.
    seed : int
        0 to 2³² − 1, of the noise.

    Returns
    -------
    Run
        Rows 0 to K, all of them finite. The same arguments give the same run, to the bit.

    Raises
    ------
    ValueError
        If an argument is none of the above, or the loss or gradient at the start is not finite.

    Notes
    -----
    A run has diverged at the first row whose excess is above both 10⁴ times that of the start and any in the
    objective's domain; this row is kept. So it has where the next row would not be finite.

    On a `Quadratic`, methods that are a linear recurrence are computed without a loop, see `gdcore.modes`.
    """
    chosen = _method(method)
    start = _start(objective, start)
    step_size = checks.positive("step_size", objective.step_size if step_size is None else step_size)
    iterations = checks.whole("iterations", iterations, 1, LONGEST)
    precision = None if precision is None else checks.not_negative("precision", precision)
    noise = checks.real("noise", noise, "a number from 0 to 1e300", lambda number: 0 <= number <= 1e300)
    seed = checks.whole("seed", seed, 0, checks.SEEDS - 1)
    with np.errstate(all="ignore"):
        pushes = _noise(noise, seed, (iterations + 1, start.size))
        if isinstance(objective, Quadratic) and chosen.factor:
            rows = descend_by_modes(objective, chosen, start, step_size, iterations, pushes)
        else:
            rows = descend_by_steps(objective, chosen, start, step_size, iterations, pushes, precision)
        end = ending(rows, limit(objective, rows.excess[0]), precision)
    if end:
        if end[0] < 0:
            raise checks.refuse("start", start.tolist(), "a point where loss and gradient are finite")
        rows = rows.until(end[0])
    gradient = rows.gradient.T
    return Run(
        theta=rows.theta.T,
        loss=rows.loss,
        gradient=gradient,
        estimate=gradient if pushes is None else gradient + pushes[: len(gradient)],
        excess=rows.excess,
        status=end[1] if end else "iterations",
        objective=objective,
        method=method,
        step_size=step_size,
        precision=precision,
    )


def _method(name: object) -> Method:
    if isinstance(name, str) and name in METHODS:
        return METHODS[name]
    raise checks.refuse("method", name, "one of " + ", ".join(map(repr, METHODS)))


def _start(objective: Objective, start: ArrayLike | None) -> np.ndarray:
    if start is None:
        return objective.start
    single = objective.n == 1 and isinstance(start, Real)
    return checks.array("start", [start] if single else start, (objective.n,))


def _noise(noise: float, seed: int, shape: tuple[int, int]) -> np.ndarray | None:
    return noise * np.random.default_rng(seed).standard_normal(shape) if noise else None
