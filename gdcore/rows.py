"""The rows of a run while it is made, and where they end."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gdcore.arrays import Flags, Floats
from gdcore.objectives import Objective
from gdcore.run import Status

DIVERGENCE_FACTOR = 1e4  # times the excess of the start, or below it the heights of the picture


class Rows(NamedTuple):
    """Rows of a run as arrays with the K + 1 rows on the last axis, which is quick to compute on."""

    theta: Floats  # (n, K+1)
    loss: Floats  # (K+1,)
    gradient: Floats  # (n, K+1)
    excess: Floats  # (K+1,)

    @classmethod
    def at(cls, objective: Objective, theta: Floats) -> "Rows":
        """Return the rows of some points.

        Parameters
        ----------
        objective : Objective
            Whose loss, gradient and excess the rows have.
        theta : ndarray, shape (n, K+1)
            The points, in the objective's units.
        """
        return cls(theta, objective.value(theta), objective.gradient(theta), objective.excess(theta))

    @classmethod
    def joined(cls, blocks: "Sequence[Rows]") -> "Rows":
        """Return the rows of several, one after the other."""
        return cls(*(np.concatenate(rows, axis=-1) for rows in zip(*blocks, strict=True)))

    @property
    def last(self) -> "Rows":
        """The last row alone."""
        return Rows(*(rows[..., -1:] for rows in self))

    def until(self, last: int) -> "Rows":
        """Return copies of the rows up to and with `last`, so that the memory of the others can go."""
        return Rows(*(rows[..., : last + 1].copy() for rows in self))


def largest_excess(objective: Objective, excess: float) -> float:
    """Return the excess above which a run has diverged.

    Parameters
    ----------
    objective : Objective
        What is descended on.
    excess : float
        That of the run's start, in units of the loss.

    Returns
    -------
    float
        10⁴ times that, or the height of the objective's picture where this is more; in units of the loss.
    """
    return max(DIVERGENCE_FACTOR * float(excess), objective.height)


def least_loss(objective: Objective, loss: float) -> float:
    """Return the loss below which a run is taken to fall for ever.

    A function may have a lower minimum than any in its picture: so this is far below.

    Parameters
    ----------
    objective : Objective
        What is descended on.
    loss : float
        That of the run's start.

    Returns
    -------
    float
        In units of the loss: 10⁴ heights of the picture below the start and the least known value.
    """
    return min(objective.lowest, float(loss)) - DIVERGENCE_FACTOR * objective.height


def ending(
    rows: Rows, limit: float, precision: float | None, floor: float = -np.inf
) -> tuple[int, Status] | None:
    """Return the last row of a run and why it is the last, or None where the rows just go on.

    Parameters
    ----------
    rows : Rows
        From the start on, or from any row on that is not the last.
    limit : float
        The first row with a larger excess is the last of a diverged run, or else the last finite row: −1
        where the first is not.
    precision : float or None
        A step no longer than that, in Euclidean length, ends a converged run.
    floor : float
        The first row with a smaller loss is the last of a run that falls far below all that is known: it has
        diverged too.
    """
    far = None if _calm(rows, limit, floor) else _first(~(_finite(rows) & _inside(rows, limit, floor)))
    near = None if precision is None else _first(_short(np.diff(rows.theta), precision))
    if near is not None and (far is None or near + 1 < far):
        return near + 1, "converged"
    if far is not None:
        return (far if _finite(rows)[far] else far - 1), "diverged"
    return None


def _calm(rows: Rows, limit: float, floor: float) -> bool:
    """Return True only if all is finite and within the limits: a quick look that is enough for most runs.

    An infinity or NaN makes a sum of products one too. So may large numbers: then each row is looked at.
    """
    total = np.vecdot(rows.theta, rows.gradient).sum() + np.vecdot(rows.loss, rows.excess)
    return bool(np.isfinite(total) and rows.excess.max() <= limit and rows.loss.min() >= floor)


def _inside(rows: Rows, limit: float, floor: float) -> Flags:
    """Return which rows are within the limits."""
    is_inside: Flags = (rows.excess <= limit) & (rows.loss >= floor)
    return is_inside


def _finite(rows: Rows) -> Flags:
    """Return which rows are finite."""
    finite = [np.isfinite(row).all(axis=tuple(range(row.ndim - 1))) for row in rows]
    are_finite: Flags = np.all(finite, axis=0)
    return are_finite


def _first(mask: Flags) -> int | None:
    if not mask.size:
        return None
    first = int(mask.argmax())
    return first if mask[first] else None


def _short(moves: Floats, precision: float) -> Flags:
    """Return which columns of `moves` are no longer than `precision`, however small that is."""
    if precision == 0:
        return np.logical_not(moves.any(axis=0))
    shares = moves / precision
    is_short: Flags = np.einsum("ij,ij->j", shares, shares) <= 1
    return is_short
