"""Many starts that descend together, as arrays, and where each of them ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gdcore.arrays import Flags, Floats, Integers
from gdcore.methods import Method
from gdcore.methods.method import no_state
from gdcore.objectives import Objective
from gdcore.rows import DIVERGENCE_FACTOR

NO_MINIMUM, HAS_DIVERGED = -1, -2  # in place of a minimum's index
NEAR_MINIMUM = 0.01  # of the domain's smaller width: what is no further from a minimum has come to it
NUMBERS_CACHED = 16_384  # numbers of an array that a core's cache holds beside others: more than starts
LARGEST_FLOAT = np.finfo(float).max


@dataclass
class Ensemble:
    """N starts that have made the same number of steps.

    Attributes
    ----------
    place : ndarray of int, shape (N,)
        Which of all starts they are.
    theta : ndarray, shape (2, N)
        Where they are now.
    state : tuple
        Of the method: arrays of shape (2, N), and numbers that all share.
    limit : ndarray, shape (N,)
        How far above the lowest value the loss may come; NaN where the run cannot begin.
    depth : ndarray, shape (N,)
        How far below it.
    minimum : ndarray of int, shape (N,)
        The minimum that they were near when last looked at, or −1.
    since : ndarray of int, shape (N,)
        The row from which on they have been near it.
    """

    place: Integers
    theta: Floats
    state: tuple[Floats | float, ...]
    limit: Floats
    depth: Floats
    minimum: Integers
    since: Integers

    @property
    def size(self) -> int:
        """N."""
        return self.place.size

    def only(self, chosen: Flags) -> "Ensemble":
        """Return those of a mask, in arrays of their own."""
        state = tuple(part[:, chosen] if isinstance(part, np.ndarray) else part for part in self.state)
        others = (self.limit[chosen], self.depth[chosen], self.minimum[chosen], self.since[chosen])
        return Ensemble(self.place[chosen], self.theta[:, chosen], state, *others)

    def joined(self, other: "Ensemble") -> "Ensemble":
        """Return both as one."""
        return Ensemble(
            np.concatenate([self.place, other.place]),
            np.concatenate([self.theta, other.theta], axis=1),
            tuple(map(_joined, self.state, other.state)),
            np.concatenate([self.limit, other.limit]),
            np.concatenate([self.depth, other.depth]),
            np.concatenate([self.minimum, other.minimum]),
            np.concatenate([self.since, other.since]),
        )


class Ends:
    """Follows ensembles by one method, and writes down how each start ended.

    Parameters
    ----------
    objective, method, options
        What is descended on, the rule, and all of its hyperparameters.
    step_sizes : sequence of float
        αₖ of each step.
    count : int
        Number of all starts.

    Attributes
    ----------
    minimum, steps : ndarray of int, shape (count,)
        As in `Basins`, of the starts that are followed no further.

    Notes
    -----
    Rules that remember nothing, or a velocity alone, come to rest. A start that is near a minimum is at rest
    where the second half of its latest steps was a shorter way than the first, and all that is to come,
    shrinking on at that ratio, leaves it within half of what counts as near; with steps that are too long for
    the curvature there it is not. Where the rule remembers nothing, one that no longer moves at all is at
    rest too. Other rules divide by a running size of the gradient, which may throw out again what was at
    rest: those starts are followed to the end.
    """

    def __init__(
        self,
        objective: Objective,
        method: Method,
        options: Mapping[str, float],
        step_sizes: Sequence[float],
        count: int,
    ) -> None:
        self.objective, self.method, self.options = objective, method, options
        self.step_sizes = step_sizes
        self.minima = np.reshape(objective.minima, (-1, 2))
        self.reach = NEAR_MINIMUM * objective.width
        self.forgets = method.init is no_state
        self.rests = self.forgets or method.recurrence is not None
        self.draws = np.array([self._draws(minimum) for minimum in self.minima], dtype=bool)
        self.minimum = np.full(count, NO_MINIMUM)
        self.steps = np.full(count, len(step_sizes))

    def begin(self, place: Integers, theta: Floats) -> Ensemble:
        """Return the ensemble of some starts, of shape (2, N)."""
        away = self.objective.value(theta) - self.objective.lowest
        limit = np.minimum(np.maximum(DIVERGENCE_FACTOR * away, self.objective.height), LARGEST_FLOAT)
        limit[~np.isfinite(away)] = np.nan
        depth = np.maximum(-away, 0.0) + DIVERGENCE_FACTOR * self.objective.height
        state = self.method.init(theta)
        return Ensemble(place, theta, state, limit, depth, self._near(theta), np.zeros_like(place))

    def follow(self, those: Ensemble, first: int, last: int) -> Ensemble:
        """Make the steps `first` to `last` − 1, and return those who have not finished by then."""
        rows, slopes = self._walk(those, first, last)
        strays = self._strays(those, rows, slopes)
        close = np.flatnonzero(self._look(those, rows, first))
        finished = strays | (last == len(self.step_sizes))
        if self.rests:
            finished[close] |= self._rest(those, rows, close)
        if self.forgets:
            finished |= (rows[:, -1] == rows[:, -2]).all(axis=0)
        self.minimum[those.place] = np.where(strays, HAS_DIVERGED, those.minimum)
        never = strays | (those.minimum == NO_MINIMUM)
        self.steps[those.place] = np.where(never, len(self.step_sizes), those.since)
        return those.only(~finished) if finished.any() else those

    def _walk(self, those: Ensemble, first: int, last: int) -> tuple[Floats, Floats]:
        """Return the rows `first` to `last`, (2, rows, N), and sums that are finite if all slopes are."""
        rows = np.empty((2, last - first + 1, those.size))
        rows[:, 0] = those.theta
        slopes = np.zeros_like(those.theta)
        for row, step_size in enumerate(self.step_sizes[first:last], 1):
            gradient = self.objective.gradient(those.theta)
            slopes += gradient
            those.theta, those.state = self.method.step(
                self.objective, those.theta, gradient, those.state, step_size, **self.options
            )
            rows[:, row] = those.theta
        if last == len(self.step_sizes):
            slopes += self.objective.gradient(those.theta)
        return rows, slopes

    def _strays(self, those: Ensemble, rows: Floats, slopes: Floats) -> Flags:
        """Return who came too far, or to where θ, loss or gradient are not finite."""
        above, below = np.zeros(those.size), np.zeros(those.size)
        together = NUMBERS_CACHED // those.size
        for row in range(1, rows.shape[1], together):
            heights = self.objective.value(rows[:, row : row + together]) - self.objective.lowest
            above = np.maximum(above, heights.max(axis=0))
            below = np.minimum(below, heights.min(axis=0))
        finite = np.isfinite(slopes.sum(axis=0) + those.theta.sum(axis=0))
        stays: Flags = finite & (above <= those.limit) & (below >= -those.depth)
        return ~stays

    def _look(self, those: Ensemble, rows: Floats, first: int) -> Flags:
        """Note which minimum each is near now, and since when; return who is near any."""
        found = self._near(those.theta)
        close = np.flatnonzero(found != NO_MINIMUM)
        entered = np.full(close.size, first + 1)
        never = np.ones(close.size, dtype=bool)
        goals = self.minima[found[close]].T
        for row in range(first + 1, first + rows.shape[1]):
            away = rows[:, row - first, close] - goals
            away *= away
            outside = away[0] + away[1] > self.reach**2
            entered[outside] = row + 1
            never &= ~outside
        stayed = never & (those.minimum[close] == found[close])
        those.since[close] = np.where(stayed, those.since[close], entered)
        those.minimum = found
        is_near: Flags = found != NO_MINIMUM
        return is_near

    def _near(self, theta: Floats) -> Integers:
        """Return the index of the minimum that each point is near, or −1."""
        least, nearest = np.full(theta.shape[1], self.reach**2), np.full(theta.shape[1], NO_MINIMUM)
        for index in range(len(self.minima)):
            away = self._squares(theta, index)
            closer = away <= least
            least[closer], nearest[closer] = away[closer], index
        return nearest

    def _squares(self, theta: Floats, minimum: Integers | int) -> Floats:
        """Return the squared distances, of shape (…, N), of points (2, …, N) from a minimum, or one each."""
        x, y = theta[0] - self.minima[minimum, 0], theta[1] - self.minima[minimum, 1]
        squares: Floats = x * x + y * y
        return squares

    def _rest(self, those: Ensemble, rows: Floats, close: Integers) -> Flags:
        """Return which of those near a minimum will stay there."""
        moves = np.diff(rows[:, :, close], axis=1)
        before, after = (half.sum(axis=0) for half in np.array_split(np.hypot(*moves), 2))
        ahead = np.where(after < before, after * (after / (before - after)), np.where(after > 0, np.inf, 0.0))
        distance = np.sqrt(self._squares(those.theta[:, close], those.minimum[close]))
        stays: Flags = (distance + ahead <= self.reach / 2) & self.draws[those.minimum[close]]
        return stays

    def _draws(self, minimum: Floats) -> bool:
        """Return whether steps close to a minimum lead to it: all modes of a linear recurrence fade."""
        hessian = self.objective.hessian(minimum)
        if self.method.recurrence is None or not np.isfinite(hessian).all():
            return self.forgets
        curvatures = np.linalg.eigvalsh(hessian)
        poles = self.method.recurrence(curvatures, self.step_sizes[0], **self.options).poles
        return all(np.abs(np.roots([1.0, *-mode])).max(initial=0.0) < 1 for mode in np.transpose(poles))


def _joined(one: Floats | float, two: Floats | float) -> Floats | float:
    """Return both parts of two states as one; a number is the same in both."""
    return np.concatenate([one, two], axis=1) if isinstance(one, np.ndarray) else one
