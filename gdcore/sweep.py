"""The same descent with many step sizes at once: how many steps each takes to arrive."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdcore import checks
from gdcore.methods import METHODS
from gdcore.objectives import Objective
from gdcore.quadratic import Quadratic


@dataclass(frozen=True, eq=False)
class Sweep:
    """What each of S step sizes comes to.

    Attributes
    ----------
    step_sizes : ndarray, shape (S,)
        As given.
    steps : ndarray of float, shape (S,)
        Steps after which the loss stays within the goal; infinity where it does not.
    loss : ndarray, shape (S,)
        The loss after the last step; infinity where the run left the finite numbers.
    """

    step_sizes: np.ndarray
    steps: np.ndarray
    loss: np.ndarray

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
    goal: float = 1e-4,
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
    goal : float
        Share of the start's height above the minimum it is led to, dimensionless: less has arrived.
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
    1 − αλ_i a step, so the excess after k steps is ½ Σ λ_i d_i² (1 − αλ_i)^(2k), a convex function of k.
    Source: B. Polyak, Introduction to Optimization, 1987, §1.4.2.
    """
    start = checks.array("start", start, (objective.n,))
    step_sizes = checks.array("step_sizes", step_sizes, (None,))
    if not (step_sizes > 0).all():
        raise checks.refuse("step_sizes", step_sizes, "finite numbers above 0")
    iterations = checks.whole("iterations", iterations, 1, 100_000)
    if method == "gradient descent" and isinstance(objective, Quadratic):
        return _by_decay(objective, start, step_sizes, iterations, goal)
    theta = np.repeat(start[:, np.newaxis], step_sizes.size, axis=1)
    rule, state = METHODS[method], METHODS[method].init(theta)
    loss = np.full((iterations + 1, step_sizes.size), np.inf)
    with np.errstate(all="ignore"):
        loss[0] = objective.value(theta)
        for k in range(1, iterations + 1):
            theta, state = rule.step(
                objective, theta, objective.gradient(theta), state, step_sizes, **hyperparameters
            )
            loss[k] = objective.value(theta)
            if not np.isfinite(loss[k]).any():
                break
    loss[~np.isfinite(loss)] = np.inf
    limit = _floors(objective, theta)
    limit = limit + goal * np.maximum(loss[0] - limit, 0.0)
    return Sweep(step_sizes, _settled(loss, limit), loss[-1])


def _by_decay(
    objective: Quadratic, start: np.ndarray, step_sizes: np.ndarray, iterations: int, goal: float
) -> Sweep:
    """Return the sweep of plain descent on a quadratic, from how each part of the distance shrinks."""
    distance = objective.eigenvectors.T @ (start - objective.minimum)
    parts = 0.5 * objective.eigenvalues * distance**2
    factors = np.square(1 - np.multiply.outer(step_sizes, objective.eigenvalues))

    def excess(k: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore"):
            return np.where(parts > 0, factors ** k[:, np.newaxis], 0.0) @ parts

    limit = goal * float(parts.sum())
    low, high = np.full(step_sizes.size, -1), np.full(step_sizes.size, iterations)
    end = excess(high)
    while (high - low > 1).any():
        middle = (low + high) // 2
        inside = excess(middle) <= limit
        low, high = np.where(inside, low, middle), np.where(inside, middle, high)
    return Sweep(step_sizes, np.where(end <= limit, high, np.inf), objective.lowest + end)


def _floors(objective: Objective, theta: np.ndarray) -> np.ndarray:
    """Return the value of the minimum nearest to each point; where none is known, the lowest value."""
    if not objective.minima:
        return np.full(theta.shape[1], objective.lowest)
    minima = np.transpose(objective.minima)
    far = np.abs(theta[:, :, np.newaxis] - minima[:, np.newaxis]).max(axis=0)
    return objective.value(minima)[np.argmin(np.nan_to_num(far, nan=np.inf), axis=1)]


def _settled(loss: np.ndarray, limit: np.ndarray) -> np.ndarray:
    """Return the first row from which on a column stays within its limit; infinity where its end does not."""
    outside = loss > limit
    last = len(loss) - np.argmax(outside[::-1], axis=0)
    return np.where(outside.any(axis=0), np.where(outside[-1], np.inf, last), 0.0)
