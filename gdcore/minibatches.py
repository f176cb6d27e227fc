"""The loss of each minibatch of a least-squares problem, as a function of θ.

With d = θ − θ* and r = Xθ* − y it is ½ dᵀHd + gᵀd + c, with the means H of xᵢxᵢᵀ, g of xᵢrᵢ and c of ½rᵢ²
over the batch. They are found for many batches at once: then a step takes no longer for a larger batch.
"""

from collections.abc import Iterator
from functools import lru_cache, partial
from operator import mul
from typing import Any

import numpy as np

from gdcore.arrays import Floats
from gdcore.batches import draw, draws, steps_of_a_draw
from gdcore.regression import LeastSquares

NUMBERS_KEPT = 2_000_000  # numbers of the draws used last: a run needs each twice
STEPS_LISTED = 1000  # steps whose numbers are made Python's at a time


class Batches:
    """The batches of a run on a `LeastSquares`, each with `batch` of its samples."""

    def __init__(self, objective: LeastSquares, batch: int, seed: int) -> None:
        self.objective, self.batch = objective, batch
        numbers = steps_of_a_draw(objective.m, batch) * len(objective.moments)  # of one draw
        self._means = lru_cache(max(NUMBERS_KEPT // numbers, 1))(
            partial(_means, objective.moments, batch, seed)
        )

    def views(self, iterations: int) -> Iterator["View"]:
        """Yield the loss of the batch of each step, which a method sees in place of the objective."""
        n, centre = self.objective.n, self.objective.minimum.tolist()
        for _, moments in self._moments(iterations):
            for first in range(0, moments.shape[1], STEPS_LISTED):
                for row in moments[:, first : first + STEPS_LISTED].T.tolist():
                    yield View(row, n, centre)

    def rows(self, theta: Floats) -> tuple[Floats, Floats]:
        """Return loss (K+1,) and gradient (n, K+1) of each step's batch at θ of shape (n, K+1)."""
        n, count = theta.shape
        loss, gradient = np.empty(count), np.empty((n, count))
        for first, moments in self._moments(count):
            part = slice(first, first + moments.shape[1])
            H, g, c = moments[: n * n].reshape(n, n, -1), moments[n * n : -1], moments[-1]
            d = (theta[:, part].T - self.objective.minimum).T
            bend = np.einsum("ijk,jk->ik", H, d)
            gradient[:, part] = bend + g
            loss[part] = np.maximum(c + ((bend / 2 + g) * d).sum(axis=0), 0.0)
        return loss, gradient

    def _moments(self, count: int) -> Iterator[tuple[int, Floats]]:
        """Yield the first steps of parts of a run, and the means over the batches: (n² + n + 1, steps)."""
        for index in draws(self.objective.m, self.batch, 0, count):
            first, means = self._means(index)
            yield first, means[:, : count - first]


def _means(moments: Floats, batch: int, seed: int, index: int) -> tuple[int, Floats]:
    """Return the first step of a draw, and the means of the moments over each of its batches."""
    drawn = draw(moments.shape[1], batch, seed, index)
    sums = np.add.reduceat(moments.take(drawn.order, axis=1), drawn.starts, axis=1)
    return drawn.first, sums / drawn.sizes


class View:
    """The mean squared error of one batch, as a function of the coordinates in plain arithmetic."""

    __slots__ = ("_centre", "_n", "_row")

    def __init__(self, row: list[float], n: int, centre: list[float]) -> None:
        self._row, self._n, self._centre = row, n, centre

    def formula(self, *theta: Any) -> Any:
        """Return the loss of the batch at θ, n floats or n arrays of one shape."""
        if self._n == 2:
            x, y = theta
            a, b = self._centre
            xx, xy, yx, yy, gx, gy, c = self._row
            x, y = x - a, y - b
            p, q = x / 2, y / 2
            return c + (xx * p + xy * q + gx) * x + (yx * p + yy * q + gy) * y
        d = self._from_centre(theta)
        slopes = [half + g for half, g in zip(self._bend([t / 2 for t in d]), self._slopes, strict=True)]
        return sum(map(mul, slopes, d), self._row[-1])

    def partials(self, *theta: Any) -> tuple[Any, ...]:
        """Return its n partial derivatives at θ."""
        if self._n == 2:
            x, y = theta
            a, b = self._centre
            xx, xy, yx, yy, gx, gy, _ = self._row
            x, y = x - a, y - b
            return xx * x + xy * y + gx, yx * x + yy * y + gy
        bend = self._bend(self._from_centre(theta))
        return tuple(h + g for h, g in zip(bend, self._slopes, strict=True))

    def seconds(self, *theta: Any) -> tuple[float, ...]:
        """Return its second partial derivatives, upper triangle by rows: they are the same for all θ."""
        n = self._n
        return tuple(self._row[i * n + j] for i in range(n) for j in range(i, n))

    def hessian(self, theta: Any) -> Floats:
        """Return its Hessian, (n, n), which is the same for all θ."""
        return np.reshape(self._row[: self._n**2], (self._n, self._n))

    @property
    def _slopes(self) -> list[float]:
        return self._row[self._n**2 : -1]

    def _from_centre(self, theta: tuple[Any, ...]) -> list[Any]:
        return [t - centre for t, centre in zip(theta, self._centre, strict=True)]

    def _bend(self, d: list[Any]) -> list[Any]:
        n = self._n
        return [sum(map(mul, self._row[i * n : i * n + n], d)) for i in range(n)]
