"""How a run moves, read from its own rows: its rate, its sides, and what is left of the way."""

from dataclasses import dataclass

import numpy as np

from gdcore.arrays import Flags, Floats
from gdcore.outcome.place import Place
from gdcore.outcome.theory import Theory
from gdcore.quadratic import Quadratic
from gdcore.run import Run

ARRIVED_HEIGHT = 1e-4  # of the height of the start above the minimum: no more is left of the way down
ARRIVED_DISTANCE = 0.1  # of the distance of the start from the minimum: no more is left of the way there
AT_MINIMUM = 1e-9  # of the domain's smaller width: who is no further from a minimum is at it
ROUNDING_SHARE = 1e-6  # of the largest distance: below it a rate would be that of rounding
ROUNDINGS_SEEN = 1e3  # of the coordinates: a side that is no further away is not seen
EPS = float(np.finfo(float).eps)
FEWEST_ROWS = 5  # rows from which a rate is read
FEWEST_PEAKS = 3  # of them, where they swing
# Their steps shrink with the slope.
METHODS_WITH_RATE = ("gradient descent", "momentum", "nesterov", "newton", "line search")
LARGEST_BEND = 0.1  # of the fall of a logarithm: how far from a straight line its points may be
STEADY_FALL = 1e-6  # by which a factor differs from 1 where the distance grows or shrinks
FEWEST_TURNS = 4  # changes of side in a row that make an oscillation
LEAST_SIDE_SHARE = 0.1  # of the rows of a half that lie on either side, where a run circles
RESTING_SHARE = 0.5  # of the mean squared distance: what still falls so fast has not come to rest
SCATTER_SHARE = 0.25  # of the mean squared distance: with less scatter it is not noise that keeps a run away
FEWEST_NOISY_STEPS = 20  # steps from which scatter is told
RATES_ALIKE = 1.5  # times: so much a measured rate may differ from the foretold one to be taken for steady
MOST_STEPS_FORESEEN = 10**16


@dataclass(frozen=True, eq=False)
class Motion:
    """How a run moves about the minimum it is led to.

    Attributes
    ----------
    arrival : int or None
        The first row from which on the run stays within a ten-thousandth of the start's height above the
        minimum, and a tenth of its distance; with noise the first that is so near at all. None without one.
    rate : float or None
        The factor of the distance in a step, fitted to the envelope of the last half of the way; None where
        the rows follow no steady factor, there is noise or a schedule, or the method scales its steps.
    ahead : float or None
        Steps that are left to arrive: of plain descent on a quadratic, else at that rate where theory
        foretells it too; 0 if it has arrived, infinite if it comes no nearer, None where nobody knows.
    alternates : bool
        Whether each step lands on the other side, along the steepest direction.
    has_arrived : bool
        Whether the last row is within a ten-thousandth of the way down to a minimum, and a tenth of the way
        there.
    """

    arrival: int | None = None
    rate: float | None = None
    ahead: float | None = None
    alternates: bool = False
    has_arrived: bool = False


def motion_of(run: Run, place: Place, theory: Theory | None) -> Motion:
    """Return how a run moved about the place that it came to.

    Parameters
    ----------
    run : Run
        Of any objective and method.
    place : Place
        What is at its last row; of other kinds than a minimum (with noise, a slope too) nothing is known.
    theory : Theory or None
        Of that place, by which the steps that are left are foretold.

    Returns
    -------
    Motion
        All None and False where the place is none to move about.
    """
    noisy = run.estimate is not run.gradient
    if place.point is None or not (place.kind == "minimum" or (noisy and place.kind == "slope")):
        return Motion()
    gone = distances(run, place)
    inside = is_near(heights(run, place), gone, run.objective.width)
    has_arrived = bool(inside[-1])
    arrival = _arrival(run, inside)
    if noisy:
        return Motion(arrival, has_arrived=has_arrived)
    has_rate = run.schedule == "constant" and run.method in METHODS_WITH_RATE
    tail = _tail(gone) if has_rate else None
    rate = None if tail is None else _rate(gone[tail])
    ahead = 0.0 if arrival is not None else _ahead(run, place, theory, gone, rate)
    return Motion(arrival, rate, ahead, _alternates(run, place.point, theory), has_arrived)


def distances(run: Run, place: Place) -> Floats:
    """Return how far each row of a run is from a place.

    Parameters
    ----------
    run : Run
        The rows.
    place : Place
        Where the distance is measured from.

    Returns
    -------
    ndarray, shape (K+1,)
        Euclidean, in units of θ; infinite where the place has no point, and across a valley's floor where it
        is one.
    """
    if place.point is None:
        return np.full(len(run.theta), np.inf)
    apart = run.theta - place.point
    if place.flat and isinstance(run.objective, Quadratic):
        curved = run.objective.eigenvalues > 0
        apart = apart @ run.objective.eigenvectors[:, curved]
    gone: Floats = np.linalg.norm(apart, axis=1)
    return gone


def heights(run: Run, place: Place) -> Floats:
    """Return the height of each row of a run above a place.

    Parameters
    ----------
    run : Run
        The rows.
    place : Place
        Where the height is measured from.

    Returns
    -------
    ndarray, shape (K+1,)
        In units of the loss; of a `Quadratic` above its minimum, without cancellation.
    """
    return run.excess if isinstance(run.objective, Quadratic) else run.loss - place.value


def is_near(height: Floats, gone: Floats, width: float) -> Flags:
    """Return which rows have arrived, by what is left of both ways.

    Parameters
    ----------
    height : ndarray, shape (K+1,) or (K+1, …)
        Above the minimum, in units of the loss, from row 0 on; of more runs at once.
    gone : ndarray, of the same shape
        Distance from the minimum, in units of θ.
    width : float
        The domain's smaller width, in units of θ.

    Returns
    -------
    ndarray of bool, of the same shape
        True where at most a ten-thousandth of the height and a tenth of the distance of row 0 is left, or the
        distance is at most 10⁻⁹ widths: of a start at the minimum nothing can be left.
    """
    left = (height <= ARRIVED_HEIGHT * np.maximum(height[0], 0.0)) & (gone <= ARRIVED_DISTANCE * gone[0])
    is_there: Flags = left | (gone <= AT_MINIMUM * width)
    return is_there


def _arrival(run: Run, inside: Flags) -> int | None:
    if run.estimate is not run.gradient:
        return int(np.argmax(inside)) if inside.any() else None
    if run.status == "diverged" or not inside[-1]:
        return None
    outside = np.flatnonzero(~inside)
    return int(outside[-1]) + 1 if outside.size else 0


def _tail(gone: Floats) -> slice | None:
    """Return the last half of the rows before a run is as near as rounding allows; None if they are few."""
    low = np.flatnonzero(gone <= ROUNDING_SHARE * gone.max())
    end = int(low[0]) if low.size else gone.size
    return slice(end // 2, end) if end >= FEWEST_ROWS else None


def _rate(gone: Floats) -> float | None:
    """Return the steady factor of some distances: that of their peaks where they swing."""
    half = gone.size // 2
    is_shrinking = gone[half:].mean() <= gone[:half].mean()
    growing = gone[::-1] if is_shrinking else gone
    records = np.flatnonzero(growing >= np.maximum.accumulate(growing))
    if (np.diff(growing) < 0).any():  # it swings: its peaks count, which have rows on both sides
        inner = records[(records > 0) & (records < gone.size - 1)]
        records = inner[growing[inner] >= growing[inner + 1]]
    if records.size < FEWEST_PEAKS:
        return None
    logs = np.log(growing[records])
    slope, height = np.polyfit(records, logs, 1)
    bent = np.abs(logs - slope * records - height).max()
    rate = float(np.exp(-slope if is_shrinking else slope))
    return rate if bent <= LARGEST_BEND * np.ptp(logs) + STEADY_FALL else None


def _ahead(run: Run, place: Place, theory: Theory | None, gone: Floats, rate: float | None) -> float | None:
    is_plain = run.method == "gradient descent" and run.schedule == "constant"
    if is_plain and isinstance(run.objective, Quadratic):
        return _foreseen(run, run.objective)
    if rate is None or rate >= 1:
        return rate and np.inf
    if theory is None or not theory.rate:
        return None
    if not 1 / RATES_ALIKE < np.log(theory.rate) / np.log(rate) < RATES_ALIKE:
        return None
    height = heights(run, place)
    if not height[0] > 0:
        return None  # it came from lower ground, and nothing of a way down can be left
    down = np.sqrt(max(height[-1], 0.0) / (ARRIVED_HEIGHT * height[0]))
    there = gone[-1] / (ARRIVED_DISTANCE * gone[0])
    return float(np.log(max(down, there, 1.0)) / -np.log(rate))


def _foreseen(run: Run, bowl: Quadratic) -> float:
    """Return the steps that plain descent on a quadratic has left to arrive, by how each part shrinks."""
    curved = bowl.eigenvalues > 0
    squares = ((run.theta[[0, -1]] - bowl.minimum) @ bowl.eigenvectors[:, curved]) ** 2
    curvatures = bowl.eigenvalues[curved]
    parts = np.stack([curvatures, np.ones_like(curvatures)])  # of 2 · height, and distance²
    limits = parts @ squares[0] * (ARRIVED_HEIGHT, ARRIVED_DISTANCE**2)
    shares = run.step_size * curvatures
    with np.errstate(divide="ignore"):
        falls = np.log1p(shares * (shares - 2))  # log (1 − αλ)², of tiny steps too

    def has_arrived(steps: int) -> bool:
        with np.errstate(over="ignore"):
            return bool((parts @ (squares[1] * np.exp(steps * falls)) <= limits).all())

    if not has_arrived(MOST_STEPS_FORESEEN):
        return np.inf
    low, high = 0, MOST_STEPS_FORESEEN
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if has_arrived(middle) else (middle, high)
    return float(high)


def _alternates(run: Run, point: Floats, theory: Theory | None) -> bool:
    """Return whether the last rows change sides along the steepest direction, as far as that is seen."""
    if theory is None and run.objective.n > 1:
        return False
    steepest = np.ones(1) if theory is None else theory.steepest
    along = (run.theta - point) @ steepest
    rounding = max(ROUNDING_SHARE * np.abs(along).max(), ROUNDINGS_SEEN * EPS * np.abs(run.theta).max())
    seen = np.abs(along) > rounding
    turned = (along[1:] * along[:-1] < 0)[seen[1:] & seen[:-1]]
    return turned.size >= FEWEST_TURNS and bool(turned[-2 * FEWEST_TURNS :].all())


@dataclass(frozen=True, eq=False)
class Ball:
    """How noise keeps a run about a minimum: over the last half of its rows.

    Attributes
    ----------
    centre : ndarray, shape (n,)
        The minimum.
    radius : float
        The root mean square of the distance from it, in units of θ.
    around : bool
        Whether rows lie on both sides of it, in every coordinate and along the mean displacement.
    """

    centre: Floats
    radius: float
    around: bool


def ball_of(run: Run, minimum: Floats, largest: float) -> Ball | None:
    """Return the ball about a minimum in which noise keeps a run.

    Parameters
    ----------
    run : Run
        A noisy run: its last half of rows is looked at.
    minimum : ndarray, shape (n,)
        The middle.
    largest : float
        The radius from which on it is no ball about this minimum, in units of θ.

    Returns
    -------
    Ball or None
        None where the run is short, has not come to rest, or is not kept away by noise.
    """
    if run.steps < FEWEST_NOISY_STEPS:
        return None
    late = run.theta[run.steps // 2 :] - minimum
    squares = (late**2).sum(axis=1)
    before, after = np.array_split(squares, 2)
    is_falling = after.mean() < RESTING_SHARE * before.mean()
    if is_falling or late.var(axis=0).sum() < SCATTER_SHARE * squares.mean():
        return None
    radius = float(np.sqrt(squares.mean()))
    if not 0 < radius < largest:
        return None
    axes = np.column_stack([np.eye(late.shape[1]), late.mean(axis=0)])
    sides = late @ axes
    least = np.minimum((sides > 0).mean(axis=0), (sides < 0).mean(axis=0))
    return Ball(minimum, radius, bool((least >= LEAST_SIDE_SHARE).all()))
