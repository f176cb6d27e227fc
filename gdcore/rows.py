"""The rows of a run while it is made, and where they end."""

from typing import NamedTuple

import numpy as np

from gdcore.objectives import Objective
from gdcore.run import Status


class Rows(NamedTuple):
    """Rows of a run as arrays with the K + 1 rows on the last axis, which is quick to compute on."""

    theta: np.ndarray  # (n, K+1)
    loss: np.ndarray  # (K+1,)
    gradient: np.ndarray  # (n, K+1)
    excess: np.ndarray  # (K+1,)

    @classmethod
    def at(cls, objective: Objective, theta: np.ndarray) -> "Rows":
        """Return the rows of the points `theta`, of shape (n, K+1)."""
        return cls(theta, objective.value(theta), objective.gradient(theta), objective.excess(theta))

    def until(self, last: int) -> "Rows":
        """Return copies of the rows up to and with `last`, so that the memory of the others can go."""
        return Rows(*(rows[..., : last + 1].copy() for rows in self))


def ending(rows: Rows, limit: float, precision: float | None) -> tuple[int, Status] | None:
    """Return the last row of a run and why it is the last, or None where the rows just go on.

    Parameters
    ----------
    rows : Rows
        Of which the first is finite and within the limit.
    limit : float
        The first row with a larger excess is the last of a diverged run, or else the last finite row.
    precision : float or None
        A step no longer than that, in Euclidean length, ends a converged run.
    """
    far = _first(~(rows.excess <= limit) | ~_finite(rows))
    near = None if precision is None else _first(_short(np.diff(rows.theta), precision))
    if near is not None and (far is None or near + 1 < far):
        return near + 1, "converged"
    if far is not None:
        return (far if _finite(rows)[far] else far - 1), "diverged"
    return None


def _first(mask: np.ndarray) -> int | None:
    if not mask.size:
        return None
    first = int(mask.argmax())
    return first if mask[first] else None


def _finite(rows: Rows) -> np.ndarray:
    scalars = np.isfinite(rows.loss) & np.isfinite(rows.excess)
    return scalars & np.isfinite(rows.theta).all(axis=0) & np.isfinite(rows.gradient).all(axis=0)


def _short(moves: np.ndarray, precision: float) -> np.ndarray:
    """Return which columns of `moves` are no longer than `precision`, however small that is."""
    if precision == 0:
        return ~moves.any(axis=0)
    shares = moves / precision
    return np.einsum("ij,ij->j", shares, shares) <= 1
