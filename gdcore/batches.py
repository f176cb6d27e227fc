"""Minibatches of a least-squares problem: who is in which, and the loss of each as a function of θ.

Every epoch passes once over all samples in its own order, and cuts it into batches; the last of an epoch
has what is left over. Epochs are drawn some at a time from a generator of their own, so that any step's batch
is found without those before it.
"""

from collections.abc import Iterator
from operator import mul
from typing import Any, NamedTuple

import numpy as np

from gdcore.regression import LeastSquares

DRAWN = 4096  # samples drawn at a time, or one epoch if that has more


class Draw(NamedTuple):
    """Consecutive steps and their samples: step first + i has order[starts[i]] to before starts[i + 1]."""

    first: int
    order: np.ndarray
    starts: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        return np.diff(self.starts, append=self.order.size)


def members(m: int, batch: int, seed: int, first: int, last: int) -> list[np.ndarray]:
    """Return the samples in the batch of each step, in the order they were drawn.

    Parameters
    ----------
    m : int
        Number of samples.
    batch : int
        Samples a step, 1 to m.
    seed : int
        Of the run.
    first, last : int
        Steps `first` to `last` − 1: step k leads from row k of a run to row k + 1.

    Returns
    -------
    list of ndarray of int
        One array a step, with `batch` of the numbers 0 to m − 1, all different; with fewer at an epoch's end
        where m is no multiple of `batch`.
    """
    found = []
    for draw in _draws(m, batch, seed, first, last):
        groups = np.split(draw.order, draw.starts[1:])
        found += groups[max(first - draw.first, 0) : last - draw.first]
    return found


def _draws(m: int, batch: int, seed: int, first: int, last: int) -> Iterator[Draw]:
    """Yield the draws that have steps `first` to `last` − 1, and perhaps some before and after."""
    epochs = max(DRAWN // m, 1)
    cuts = np.add.outer(np.arange(epochs) * m, np.arange(0, m, batch)).ravel()
    for index in range(first // cuts.size, -(-last // cuts.size)):
        samples = np.tile(np.arange(m), (epochs, 1))
        order = np.random.default_rng([seed, index]).permuted(samples, axis=1)
        yield Draw(index * cuts.size, order.ravel(), cuts)


class Batches:
    """The batches of a run on a `LeastSquares`.

    Notes
    -----
    With d = θ − θ* and r = Xθ* − y, the loss of a batch is ½ dᵀHd + gᵀd + c with the means H of xᵢxᵢᵀ, g of
    xᵢrᵢ and c of ½rᵢ² over its samples, which are found for many batches at once: then a step takes no longer
    for a larger batch.
    """

    def __init__(self, objective: LeastSquares, batch: int, seed: int) -> None:
        self.objective, self.batch, self.seed = objective, batch, seed
        self.n = objective.n

    def views(self, iterations: int) -> Iterator["View"]:
        """Yield the loss of the batch of each step, which a method sees in place of the objective."""
        n, centre = self.n, self.objective.minimum.tolist()
        for _, moments in self._moments(0, iterations):
            for row in moments.T.tolist():
                yield View(row, n, centre)

    def rows(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return loss (K+1,) and gradient (n, K+1) of each step's batch at θ of shape (n, K+1)."""
        n, count = theta.shape
        loss, gradient = np.empty(count), np.empty((n, count))
        for first, moments in self._moments(0, count):
            part = slice(first, first + moments.shape[1])
            H, g, c = moments[: n * n].reshape(n, n, -1), moments[n * n : -1], moments[-1]
            d = (theta[:, part].T - self.objective.minimum).T
            bend = np.einsum("ijk,jk->ik", H, d)
            gradient[:, part] = bend + g
            loss[part] = np.maximum(c + ((bend / 2 + g) * d).sum(axis=0), 0.0)
        return loss, gradient

    def _moments(self, first: int, last: int) -> Iterator[tuple[int, np.ndarray]]:
        """Yield steps and the means over their batches, of shape (n² + n + 1, steps)."""
        table = self.objective.moments
        for draw in _draws(self.objective.m, self.batch, self.seed, first, last):
            sums = np.add.reduceat(table.take(draw.order, axis=1), draw.starts, axis=1)
            yield draw.first, (sums / draw.sizes)[:, : last - draw.first]


class View:
    """The mean squared error of one batch, as a function of the coordinates in plain arithmetic."""

    __slots__ = ("_centre", "_n", "_row")

    def __init__(self, row: list[float], n: int, centre: list[float]) -> None:
        self._row, self._n, self._centre = row, n, centre

    def formula(self, *theta: Any) -> Any:
        d = self._from_centre(theta)
        slopes = [half + g for half, g in zip(self._bend([t / 2 for t in d]), self._slopes, strict=True)]
        return sum(map(mul, slopes, d), self._row[-1])

    def partials(self, *theta: Any) -> tuple:
        if self._n == 2:
            x, y = theta
            a, b = self._centre
            xx, xy, yx, yy, gx, gy, _ = self._row
            x, y = x - a, y - b
            return xx * x + xy * y + gx, yx * x + yy * y + gy
        bend = self._bend(self._from_centre(theta))
        return tuple(h + g for h, g in zip(bend, self._slopes, strict=True))

    def seconds(self, *theta: Any) -> tuple:
        n = self._n
        return tuple(self._row[i * n + j] for i in range(n) for j in range(i, n))

    def hessian(self, theta: Any) -> np.ndarray:
        return np.reshape(self._row[: self._n**2], (self._n, self._n))

    @property
    def _slopes(self) -> list[float]:
        return self._row[self._n**2 : -1]

    def _from_centre(self, theta: tuple) -> list:
        return [t - centre for t, centre in zip(theta, self._centre, strict=True)]

    def _bend(self, d: list) -> list:
        n = self._n
        return [sum(map(mul, self._row[i * n : i * n + n], d)) for i in range(n)]
