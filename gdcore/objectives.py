"""Objectives: functions of n parameters that know their gradient, a start, a box to plot and their minima."""

from collections.abc import Callable, Sequence
from functools import cached_property
from numbers import Real
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from gdcore import checks
from gdcore.arrays import Floats, Formula, Partials

LATTICE = 1100  # points of a domain, about; of ten parameters all 1024 corners
CORNERS = 1024  # of more parameters
HALVINGS = 80  # of an interval: more than a float has digits
NUDGE = float(np.finfo(float).eps) ** (1 / 3)  # balances rounding against the third derivative


def differences(partials: Partials) -> Partials:
    """Return second partials, as `Objective` takes them, by central differences of the first.

    Each coordinate is moved by ε^⅓ (1 + |θᵢ|), ε the rounding unit: the error is of the order ε^⅔.
    Source: J. Nocedal, S. Wright, Numerical Optimization, 2nd ed., 2006, §8.1.
    """

    def seconds(*theta: Any) -> tuple[Any, ...]:
        n = len(theta)
        rows = [_slopes_along(partials, theta, i) for i in range(n)]
        return tuple(rows[i][j] for i in range(n) for j in range(i, n))

    return seconds


def _slopes_along(partials: Partials, theta: tuple[Any, ...], i: int) -> list[Any]:
    """Return the derivatives by θᵢ of all partials."""
    nudge = NUDGE * (1 + abs(theta[i]))
    above, below = theta[i] + nudge, theta[i] - nudge
    ahead = partials(*theta[:i], above, *theta[i + 1 :])
    behind = partials(*theta[:i], below, *theta[i + 1 :])
    return [(one - other) / (above - below) for one, other in zip(ahead, behind, strict=True)]


def halve(slopes: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Return a point in each of some intervals where a slope goes from below 0 to above it.

    Parameters
    ----------
    slopes : callable
        From points of shape (1, m) to as many slopes. Where one is undefined, downhill is the other way.
    low, high : ndarray, shape (m,)
        The ends of the intervals.

    Returns
    -------
    ndarray, shape (m,)
        After 80 halvings: as exact as floats are. Where the right end alone of an interval is undefined, the
        point is one that is defined.
    """
    low, high = low.copy(), high.copy()
    left_is_defined, right_is_defined = (np.isfinite(slopes(end[np.newaxis])[0]) for end in (low, high))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        slope = slopes(middle[np.newaxis])[0]
        uphill = np.where(np.isnan(slope), left_is_defined, slope >= 0)
        low, high = np.where(uphill, low, middle), np.where(uphill, middle, high)
    return np.where(left_is_defined & ~right_is_defined, low, high)


class Differentiable(Protocol):
    """What a method of descent sees: an objective, or the loss of a batch in its place."""

    @property
    def formula(self) -> Formula:
        """f(θ₀, …, θₙ₋₁) of n floats or of n arrays of one shape."""

    @property
    def partials(self) -> Partials:
        """The n partial derivatives of the same arguments."""


class Objective:
    """A function of n parameters θ with its gradient, written in plain arithmetic.

    Parameters
    ----------
    formula : callable
        f(θ₀, …, θₙ₋₁), the value, of n floats or of n arrays of one shape.
    partials : callable
        The n partial derivatives ∂f/∂θᵢ of the same arguments, as a tuple.
    start : array_like, shape (n,)
        Suggested start.
    domain : array_like, shape (n, 2)
        The box to plot: lowest and highest value of each parameter.
    minima : sequence of array_like, each of shape (n,)
        The known minima, local ones too. Empty where none are known.
    name, latex : str
        Name and formula, the latter in LaTeX.
    step_size : float
        Suggested step size α.
    seconds : callable, optional
        The second partial derivatives of the same arguments, as a tuple: the upper triangle of the Hessian
        row by row, (f_xx, f_xy, f_yy) for two parameters. By default central differences of `partials`.
    saddles : sequence of array_like, each of shape (n,)
        The known saddle points: level, and neither a minimum nor a maximum.
    text : str
        The formula in plain characters.
    lesson : str
        A sentence on what to look for.
    source : str
        Where the function is from.
    log_height : bool
        Whether contours read better when they are evenly spaced in the logarithm of the excess.

    Raises
    ------
    ValueError
        If a shape does not fit, a number is not finite, a box is empty or the step size is not positive.

    Notes
    -----
    θ has its coordinates on axis 0, so that `value` serves a point (n,), a grid (n, rows, columns) or many
    starts alike. `formula` and `partials` use only operators that floats and arrays share: one run of descent
    passes Python floats, which is about ten times faster than arrays of two elements.
    """

    def __init__(
        self,
        formula: Formula,
        partials: Partials,
        *,
        start: ArrayLike,
        domain: ArrayLike,
        minima: Sequence[ArrayLike] = (),
        name: str = "objective",
        latex: str = "",
        step_size: float = 0.01,
        seconds: Partials | None = None,
        saddles: Sequence[ArrayLike] = (),
        text: str = "",
        lesson: str = "",
        source: str = "",
        log_height: bool = False,
    ) -> None:
        self.formula = formula
        self.partials = partials
        self.start = checks.array("start", start, (None,))
        self.domain = checks.array("domain", domain, (self.n, 2))
        if not (self.domain[:, 0] < self.domain[:, 1]).all():
            raise checks.refuse("domain", domain, "n pairs of a lower and a higher number")
        self.minima = tuple(checks.array("minima", point, (self.n,)) for point in minima)
        self.name = name
        self.latex = latex
        self.step_size = checks.positive("step_size", step_size)
        self.seconds = seconds or differences(partials)
        self.saddles = tuple(checks.array("saddles", point, (self.n,)) for point in saddles)
        self.text = text
        self.lesson = lesson
        self.source = source
        self.log_height = log_height

    @property
    def n(self) -> int:
        """Number of parameters."""
        return self.start.size

    def value(self, theta: ArrayLike) -> Floats:
        """Return f(θ), of shape (…) for θ of shape (n, …); ValueError for another number of coordinates."""
        theta = self._coordinates(theta)
        values = np.empty(theta.shape[1:])
        values[...] = self.formula(*theta)
        return values[()]

    def gradient(self, theta: ArrayLike) -> Floats:
        """Return ∇f(θ), of the shape (n, …) of θ; ValueError for another number of coordinates."""
        theta = self._coordinates(theta)
        slopes = np.empty(theta.shape)
        for i, partial in enumerate(self.partials(*theta)):
            slopes[i] = partial
        return slopes

    def hessian(self, theta: ArrayLike) -> Floats:
        """Return ∇²f(θ), of shape (n, n, …) for θ of shape (n, …); ValueError for other coordinates."""
        theta = self._coordinates(theta)
        curvatures = np.empty((self.n, *theta.shape))
        for i, j, second in zip(*np.triu_indices(self.n), self.seconds(*theta), strict=True):
            curvatures[i, j] = curvatures[j, i] = second
        return curvatures

    def excess(self, theta: ArrayLike) -> Floats:
        """Return the height of f(θ) above `lowest`, of shape (…) and never negative."""
        return np.maximum(self.value(theta) - self.lowest, 0.0)

    @cached_property
    def lowest(self) -> float:
        """The least known value: at the best of the minima, or else on a lattice of the domain."""
        points = np.transpose(self.minima) if self.minima else self._lattice
        return float(np.nanmin(self.value(points)))

    @cached_property
    def height(self) -> float:
        """The largest finite excess on a lattice of the domain, corners included: the scale of the plot."""
        with np.errstate(all="ignore"):
            heights = self.excess(self._lattice)
        return float(np.max(heights, where=np.isfinite(heights), initial=0.0))

    @cached_property
    def width(self) -> float:
        """The smaller width of the domain, in units of θ."""
        return float(np.ptp(self.domain, axis=1).min())

    @property
    def _lattice(self) -> Floats:
        """About a thousand points of the domain, evenly spaced or else corners, of shape (n, points)."""
        if self.n > 10:  # more corners than wanted: some of them
            corners = np.random.default_rng(0).integers(0, 2, (CORNERS, self.n))
            return np.where(corners, self.domain[:, 1], self.domain[:, 0]).T
        count = int(LATTICE ** (1 / self.n))
        axes = [np.linspace(low, high, count) for low, high in self.domain]
        return np.stack(np.meshgrid(*axes)).reshape(self.n, -1)

    def _coordinates(self, theta: ArrayLike) -> Floats:
        theta = np.asarray(theta, dtype=float)
        if theta.ndim == 0 or len(theta) != self.n:
            raise ValueError(f"theta must have {self.n} coordinates on axis 0, not the shape {theta.shape}")
        return theta


def check_start(objective: Objective, start: ArrayLike | None) -> Floats:
    """Return a start for an objective.

    Parameters
    ----------
    objective : Objective
        Of n parameters.
    start : array_like, shape (n,), or a number where n = 1; None
        Its coordinates; None stands for the objective's own.

    Raises
    ------
    ValueError
        If these are not n finite numbers.
    """
    if start is None:
        return objective.start
    is_number = objective.n == 1 and isinstance(start, Real)
    return checks.array("start", [start] if is_number else start, (objective.n,))
