"""The same descent with many step sizes at once: how many steps each takes to arrive."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdcore import checks
from gdcore.arrays import Floats
from gdcore.methods import METHODS
from gdcore.objectives import Objective
from gdcore.outcome.motion import ARRIVED_DISTANCE, ARRIVED_HEIGHT, is_near
from gdcore.outcome.place import PLACE_REACH, place_at
from gdcore.quadratic import Quadratic

MOST_ENDS = 60  # different ones, the lowest first, of which it is looked up what is there
BESIDE_MINIMUM = 0.01  # of the domain's smaller width: ends so near one that is found have come to it
SAME_END = 1e-4  # of the domain's smaller width: ends so near each other are one

STEPS_BETWEEN_REPORTS = 16  # steps between two tellings of progress


@dataclass(frozen=True, eq=False)
class Sweep:
    """What each of S step sizes comes to.

    Attributes
    ----------
    step_sizes : ndarray, shape (S,)
        As given.
    steps : ndarray of float, shape (S,)
        Steps after which it stays where a run has arrived, see `Motion.arrival`; infinity where it does not.
    loss : ndarray, shape (S,)
        The loss after the last step; infinity where the run left the finite numbers.
    """

    step_sizes: Floats
    steps: Floats
    loss: Floats

    @property
    def best(self) -> int:
        """The index that arrived first, the lower loss counting among equals; where none did, the lowest."""
        return int(np.lexsort((self.loss, self.steps))[0])


def sweep(
    objective: Objective,
    start: ArrayLike,
    step_sizes: ArrayLike,
    *,
    method: str = "gradient descent",
    iterations: int = 1000,
    progress: Callable[[float], object] | None = None,
    **hyperparameters: float,
) -> Sweep:
    """Descend from one start with every step size, without noise.

    Parameters
    ----------
    objective : Objective
        What to descend on.
    start : array_like, shape (n,)
        The start of all.
    step_sizes : array_like, shape (S,)
        Fixed step sizes, above 0.
    method : str
        A name in `METHODS`.
    iterations : int
        Steps of each, 1 to 100,000.
    progress : callable, optional
        ``progress(share)`` is called now and then with the share of the work that is done. What it raises
        ends the work, and goes on to the caller.
    **hyperparameters : float
        Of the method, those that are not the default ones.

    Returns
    -------
    Sweep
        One entry a step size.

    Raises
    ------
    ValueError
        If the start has another number of coordinates, or a step size is not a finite number above 0.

    Notes
    -----
    The rule of the method is applied to arrays of S points: a step costs little more for hundreds of them.
    Plain descent on a `Quadratic` takes no step at all: along eigenvector i the distance d_i shrinks by
    1 − αλ_i a step, so the excess after k steps is ½ Σ λ_i d_i² (1 − αλ_i)^(2k), a convex function of k, and
    so is the squared distance. Source: B. Polyak, Introduction to Optimization, 1987, §1.4.2.
    """
    start = checks.array("start", start, (objective.n,))
    step_sizes = checks.array("step_sizes", step_sizes, (None,))
    if not (step_sizes > 0).all():
        raise checks.refuse("step_sizes", step_sizes, "finite numbers above 0")
    iterations = checks.whole("iterations", iterations, 1, 100_000)
    if method == "gradient descent" and isinstance(objective, Quadratic):
        return _by_decay(objective, start, step_sizes, iterations)
    theta = np.repeat(start[:, np.newaxis], step_sizes.size, axis=1)
    rule, state = METHODS[method], METHODS[method].init(theta)
    rows = np.full((iterations + 1, *theta.shape), np.nan)
    rows[0] = theta
    with np.errstate(all="ignore"):
        for k in range(1, iterations + 1):
            theta, state = rule.step(
                objective, theta, objective.gradient(theta), state, step_sizes, **hyperparameters
            )
            if not np.isfinite(theta).any():
                break
            rows[k] = theta
            if progress is not None and k % STEPS_BETWEEN_REPORTS == 0:
                progress(k / iterations)
        return _settled(objective, step_sizes, rows.transpose(1, 0, 2))


def _by_decay(objective: Quadratic, start: Floats, step_sizes: Floats, iterations: int) -> Sweep:
    """Return the sweep of plain descent on a quadratic, from how each part of the distance shrinks."""
    squares = (objective.eigenvectors.T @ (start - objective.minimum)) ** 2
    squares = np.where(objective.eigenvalues > 0, squares, 0.0)  # along a floor there is nowhere to go
    parts = np.stack([0.5 * objective.eigenvalues * squares, squares], axis=1)
    factors = np.square(1 - np.multiply.outer(step_sizes, objective.eigenvalues))

    def remaining(k: Floats) -> Floats:
        with np.errstate(over="ignore"):
            shares = np.where(squares > 0, factors ** k[:, np.newaxis], 0.0)
            rest: Floats = (shares[:, :, np.newaxis] * parts).sum(axis=1)
            return rest

    limit = parts.sum(axis=0) * (ARRIVED_HEIGHT, ARRIVED_DISTANCE**2)
    low, high = np.full(step_sizes.size, -1), np.full(step_sizes.size, iterations)
    end = remaining(high)
    while (high - low > 1).any():
        middle = (low + high) // 2
        inside = (remaining(middle) <= limit).all(axis=1)
        low, high = np.where(inside, low, middle), np.where(inside, middle, high)
    arrived = (end <= limit).all(axis=1)
    return Sweep(step_sizes, np.where(arrived, high, np.inf), objective.lowest + end[:, 0])


def _settled(objective: Objective, step_sizes: Floats, rows: Floats) -> Sweep:
    """Return the sweep of rows of shape (n, K+1, S), NaN where a run has left the finite numbers."""
    loss = objective.value(rows)
    loss[~np.isfinite(loss)] = np.inf
    goals, floors = _goals(objective, rows[:, 0, 0], rows[:, -1], loss[-1])
    apart = rows - goals[:, np.newaxis]
    if isinstance(objective, Quadratic):  # along a floor there is nowhere to go
        apart = np.tensordot(objective.eigenvectors[:, objective.eigenvalues > 0].T, apart, 1)
    gone = np.sqrt(np.square(apart).sum(axis=0))
    height = objective.excess(rows) if isinstance(objective, Quadratic) else loss - floors
    outside = ~is_near(height, gone, objective.width)
    last = len(loss) - np.argmax(outside[::-1], axis=0)
    steps = np.where(outside.any(axis=0), np.where(outside[-1], np.inf, last), 0.0)
    return Sweep(step_sizes, steps, loss[-1])


def _goals(objective: Objective, start: Floats, ends: Floats, loss: Floats) -> tuple[Floats, Floats]:
    """Return the minimum that each end (n, S) has come to, (n, S), and its value, (S,); NaN without one."""
    goals, floors = np.full(ends.shape, np.nan), np.full(ends.shape[1], np.nan)
    reach, beside, together = (share * objective.width for share in (PLACE_REACH, BESIDE_MINIMUM, SAME_END))
    left = np.isfinite(ends).all(axis=0)
    if objective.minima:
        listed = np.transpose(objective.minima)
        apart = np.sqrt(np.square(ends[:, :, np.newaxis] - listed[:, np.newaxis]).sum(axis=0))
        nearest = np.argmin(apart, axis=1)
        first, values = np.linalg.norm(listed.T - start, axis=1)[nearest], objective.value(listed)[nearest]
        height = np.stack([objective.value(start) - values, loss - values])
        gone = np.stack([first, apart[np.arange(nearest.size), nearest]])
        near = left & ((gone[1] <= reach) | is_near(height, gone, objective.width)[1])
        near |= left & isinstance(objective, Quadratic)
        goals[:, near] = listed[:, nearest[near]]
        floors[near] = objective.value(listed)[nearest[near]]
        left &= ~near
    for _ in range(MOST_ENDS):
        if not left.any():
            break
        end = ends[:, int(np.argmin(np.where(left, loss, np.inf)))]
        same = left & (np.abs(ends - end[:, np.newaxis]).max(axis=0) <= together)
        place = place_at(objective, end)
        if place.kind == "minimum" and place.point is not None:
            same |= left & (np.linalg.norm(ends - place.point[:, np.newaxis], axis=0) <= beside)
            goals[:, same], floors[same] = place.point[:, np.newaxis], place.value
        left &= ~same
    return goals, floors
