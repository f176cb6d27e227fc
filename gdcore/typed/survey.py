"""What there is to know of a function in its window before descent begins: minima, a start, a step size."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count, product

import numpy as np

from gdcore.arrays import Floats, Formula, Partials
from gdcore.methods.arithmetic import attempt
from gdcore.objectives import halve

LATTICE_POINTS = {1: 2001, 2: 101}  # a side of the lattice, by the number of coordinates
CURVATURE_STRIDE = {1: 50, 2: 5}  # steps of the lattice from one curvature to the next, likewise
MOST_MINIMA = {1: 60, 2: 12}  # that are looked for, the lowest first, by the number of coordinates
LEAST_RISE = 1e-15  # of a value: less around a point is the rounding of level ground
MOST_EVALUATIONS = 800  # after which no other minimum is looked for
MOST_LINES = 80_000  # of code in these evaluations: fewer of a function that is long
MOST_OF_ONE_SEARCH = 200  # evaluations of a smooth search, which takes some twenty where there is a minimum
MOST_STEPS = 50  # of a smooth search, each of one or more evaluations
MOST_OF_A_KINK = 300  # evaluations of a search for a kink
LOG_HEIGHT_RATIO = 500  # times a low height is a high one, where logarithms read better
STARTS = ((0.72, -0.56), (-0.64, 0.48), (0.44, 0.36), (-0.28, -0.38), (0.16, 0.22), (0.08, -0.06))
OTHER_STARTS = 20  # points of the lattice, up to twice as many, that are tried where these will not do


class Enough(Exception):
    """A search has taken as many evaluations as it may."""


@dataclass(frozen=True)
class Survey:
    """A function of n coordinates with its partial derivatives on the window ±reach."""

    formula: Formula
    partials: Partials
    seconds: Partials
    n: int
    reach: float

    @cached_property
    def axis(self) -> Floats:
        """The lattice along one coordinate: one step further than the window at either end."""
        return _padded(self.reach, LATTICE_POINTS[self.n])

    @property
    def _step(self) -> float:
        return float(self.axis[1] - self.axis[0])

    @cached_property
    def values(self) -> Floats:
        """The function on the lattice, one axis a coordinate."""
        return self._on(self.axis, self.formula)

    @property
    def defined(self) -> float:
        """The share of the window, 0 to 1, where the function is finite."""
        return float(np.isfinite(_inside(self.values)).mean())

    @property
    def _finite(self) -> Floats:
        inside = _inside(self.values)
        return inside[np.isfinite(inside)]

    def _on(self, axis: Floats, function: Formula) -> Floats:
        mesh = np.meshgrid(*[axis] * self.n, indexing="ij")
        with np.errstate(all="ignore"):
            return np.broadcast_to(function(*mesh), (axis.size,) * self.n)

    @cached_property
    def minima(self) -> tuple[Floats, ...]:
        """The minima in the window, the lowest first: smooth ones and kinks."""
        return tuple(sorted(self._dips() if self.n == 1 else self._wells(), key=self._at))

    def _dips(self) -> list[Floats]:
        """Return the minima of a curve: where the slope changes its sign in a hollow."""
        seeds = self._hollows().ravel()

        def slopes(x: Floats) -> Floats:
            (slope,) = self.partials(*x)
            return np.broadcast_to(slope, x.shape)

        with np.errstate(all="ignore"):
            places = halve(slopes, seeds - self._step, seeds + self._step)
        found: list[Floats] = []
        # the edge of level ground is a minimum, too: there the hollow itself stands
        for point in map(self._rounded, np.column_stack([places, seeds]).reshape(-1, 1)):
            if self._is_minimum(point) and not any(self._same(point, other) for other in found):
                found.append(point)
        return found

    def _wells(self) -> list[Floats]:
        """Return the minima of a landscape, by searches from its hollows."""
        found: list[Floats] = []
        spent = 0
        for seed in self._hollows():
            point, evaluations = self._settled(seed)
            if self._is_minimum(point) and not any(self._same(point, other) for other in found):
                found.append(point)
            spent += evaluations
            if spent > min(MOST_EVALUATIONS, MOST_LINES / self._length):
                break
        return found

    def _hollows(self) -> Floats:
        """Return the points of the lattice below some of their neighbours and above none, lowest first."""
        values = np.where(np.isnan(self.values), np.inf, self.values)
        inner = _inside(values)
        around = [values[place] for place in _neighbours(self.n)]
        hollow = (
            np.isfinite(inner) & (inner <= np.minimum.reduce(around)) & (inner < np.maximum.reduce(around))
        )
        places = np.argwhere(hollow)
        order = np.argsort(inner[hollow], kind="stable")[: MOST_MINIMA[self.n]]
        return self.axis[places[order] + 1]

    def _at(self, point: Floats) -> float:
        value = attempt(self.formula, point.tolist())
        return np.inf if np.isnan(value) else value

    def _slope(self, point: Floats) -> Floats:
        slopes = attempt(self.partials, point.tolist())
        return np.array(slopes) if isinstance(slopes, tuple) else np.full(self.n, np.nan)

    def _settled(self, seed: Floats) -> tuple[Floats, int]:
        """Return the minimum by a point, and how often the function was evaluated on the way there."""
        from scipy.optimize import minimize  # takes a while to import, and nothing else here needs it

        at, smooth = self._limited(MOST_OF_ONE_SEARCH), {"gtol": 1e-10, "maxiter": MOST_STEPS}
        try:
            result = minimize(at, seed, method="BFGS", jac=self._slope, options=smooth)
            point, spent = result.x, result.nfev
        except Enough:
            point, spent = seed, MOST_OF_ONE_SEARCH
        if self._level(point):
            return self._rounded(point), spent
        corners = seed + self._step * np.eye(self.n + 1, self.n, -1)
        kinked = {"xatol": 1e-12, "fatol": 0.0, "maxfev": MOST_OF_A_KINK, "initial_simplex": corners}
        other = minimize(self._at, seed, method="Nelder-Mead", options=kinked)
        return self._rounded(other.x), spent + other.nfev

    @property
    def _length(self) -> int:
        """How many lines of code the value and the slopes take."""
        return sum(1 + each.__code__.co_nlocals for each in (self.formula, self.partials))

    def _limited(self, most: int) -> Callable[[Floats], float]:
        """Return the function, which raises `Enough` when it is asked for more values than these."""
        numbers = count(1)

        def at(point: Floats) -> float:
            if next(numbers) > most:
                raise Enough
            return self._at(point)

        return at

    def _level(self, point: Floats) -> bool:
        return bool(np.linalg.norm(self._slope(point)) <= 1e-6 * self.scale / self.reach)

    @cached_property
    def scale(self) -> float:
        """How far the middle half of the values spreads, or 1 where they are all alike."""
        low, high = np.quantile(self._finite, [0.25, 0.75])
        return float(high - low) or 1.0

    def _rounded(self, point: Floats) -> Floats:
        """Return the point with fewer digits where that is as low: 1 rather than 0.9999999987."""
        short = np.round(point, 6) + 0.0
        return short if self._at(short) <= self._at(point) else point

    def _is_minimum(self, point: Floats) -> bool:
        """Return whether the point is in the window, and all a little aside no lower."""
        value = self._at(point)
        if not (np.isfinite(value) and (np.abs(point) <= self.reach).all()):
            return False
        far, near = self._rise(point, 1e-3), self._rise(point, 1e-6)
        continuous = near.max(initial=0.0, where=np.isfinite(near)) <= far.max() / 2  # as no pole is
        rounding = 1e-12 * max(1.0, abs(value), self.scale)
        rises = far.max() > LEAST_RISE * abs(value)
        return bool(min(near.min(), far.min()) >= -rounding and rises and continuous)

    def _rise(self, point: Floats, share: float) -> Floats:
        """Return how much higher it is on all sides, a share of the reach away."""
        aside = point + share * self.reach * np.vstack([_sides(self.n), self._bends(point)])
        return np.array([self._at(place) for place in aside]) - self._at(point)

    def _bends(self, point: Floats) -> Floats:
        """Return both ways along which it curves least and most: a saddle may go down on a narrow side."""
        found = attempt(self.seconds, point.tolist())
        if self.n == 1 or not np.isfinite(found).all():
            return np.empty((0, self.n))
        directions = np.linalg.eigh(np.array([found[:2], found[1:]]))[1].T
        return np.vstack([directions, -directions])

    def _same(self, point: Floats, other: Floats) -> bool:
        return bool(np.linalg.norm(point - other) <= 1e-3 * self.reach)

    @cached_property
    def start(self) -> Floats | None:
        """A point with a value and a slope, off the axes of symmetry; None where there is none."""
        usable = list(filter(self._usable, self._starts()))
        sloping = (point for point in usable if self._slope(point).any())
        return next(sloping, usable[0] if usable else None)

    def _starts(self) -> Iterator[Floats]:
        yield from (self.reach * np.array(start[: self.n]) for start in STARTS)
        places = np.argwhere(np.isfinite(_inside(self.values)))
        yield from self.axis[places[:: max(1, len(places) // OTHER_STARTS)] + 1]

    def _usable(self, point: Floats) -> bool:
        return bool(np.isfinite(self._at(point)) and np.isfinite(self._slope(point)).all())

    @cached_property
    def step_size(self) -> float:
        """Half of 1/L, rounded to one digit, where L is a large curvature that is common in the window."""
        curvatures = self._on(self.axis[:: CURVATURE_STRIDE[self.n]], self._curvature)
        finite = curvatures[np.isfinite(curvatures)]
        large = float(np.quantile(finite, 0.8)) if finite.size else 0.0
        return float(f"{min(max(0.5 / large, 1e-6), 1.0):.0e}") if large else 0.1

    def _curvature(self, *theta: Floats) -> Floats:
        """Return the norm of the Hessian, which is no less than its largest eigenvalue."""
        seconds = self.seconds(*theta)
        weights = (1,) if self.n == 1 else (1, 2, 1)
        squares: Floats = sum(w * second * second for w, second in zip(weights, seconds, strict=True))
        return np.sqrt(squares)

    @property
    def log_height(self) -> bool:
        """Whether heights above the lowest span many decades."""
        lowest, low, high = np.quantile(self._finite, [0.0, 0.1, 0.99])
        return bool(high - lowest > LOG_HEIGHT_RATIO * (low - lowest) > 0)


def _padded(reach: float, count: int) -> Floats:
    step = 2 * reach / (count - 1)
    return np.linspace(-reach - step, reach + step, count + 2)


def _inside(values: Floats) -> Floats:
    """Return the values on a lattice without its rim, which lies outside of the window."""
    return values[(slice(1, -1),) * values.ndim]


def _sides(n: int) -> Floats:
    """Return the directions to all neighbours on a lattice."""
    return np.array([side for side in product((-1.0, 0.0, 1.0), repeat=n) if any(side)])


def _neighbours(n: int) -> list[tuple[slice, ...]]:
    """Return the places of the neighbours of all inner points of a lattice."""
    along = {-1.0: slice(None, -2), 0.0: slice(1, -1), 1.0: slice(2, None)}
    return [tuple(along[step] for step in side) for side in _sides(n)]
