"""Quadratic objectives, whose eigenvalues tell how descent will fare."""

from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdcore import checks
from gdcore.arrays import Floats, Formula, Partials
from gdcore.objectives import Objective

EPS = float(np.finfo(float).eps)
SKEW = 8  # roundings of the largest entry by which A may differ from its transpose
LATEX = r"\tfrac{1}{2} \theta^\top A \theta + b^\top \theta + c"
TEXT = "½ θᵀAθ + bᵀθ + c"


class Quadratic(Objective):
    """The bowl ½ θᵀAθ + bᵀθ + c, which has a minimum.

    Parameters
    ----------
    A : array_like, shape (n, n)
        The Hessian: symmetric and positive semidefinite.
    b : array_like, shape (n,)
        The gradient at θ = 0. It has to lie in the range of A, which any b does where A is definite.
    c : float
        The value at θ = 0.
    start, domain, step_size : optional
        As for `Objective`. By default θ* + 1, θ* ± 2 and 1/L.
    name, latex, text, lesson, source, log_height : optional
        As for `Objective`.

    Attributes
    ----------
    A, b, c
        As given.
    eigenvalues, eigenvectors : ndarray, shapes (n,) and (n, n)
        Of A, in ascending order; the vectors are the columns. What is zero but for rounding is zero.
    minimum : ndarray, shape (n,)
        θ*, the minimum; where there are several (A is singular) the one of least norm.
    lowest : float
        f(θ*).

    Raises
    ------
    ValueError
        If a shape does not fit, a number is not finite, A is not symmetric, or there is no minimum: A has a
        negative eigenvalue, or b a part outside its range. A saddle is an `Objective`, not a `Quadratic`.

    Notes
    -----
    Values are evaluated as f(θ*) + ½ dᵀAd with d = θ − θ* and gradients as Ad, which is accurate near the
    minimum, where the three terms cancel. Source: S. Boyd, L. Vandenberghe, Convex Optimization, 2004,
    example 4.5 (the minimum of a convex quadratic, and when there is none).
    """

    def __init__(
        self,
        A: ArrayLike,
        b: ArrayLike,
        c: float = 0.0,
        *,
        start: ArrayLike | None = None,
        domain: ArrayLike | None = None,
        name: str = "quadratic",
        latex: str = LATEX,
        text: str = TEXT,
        step_size: float | None = None,
        **about: Any,
    ) -> None:
        b = checks.array("b", b, (None,))
        A = _symmetric(A, b.size)
        c = checks.real("c", c, "a finite number", np.isfinite)
        eigenvalues, eigenvectors = _spectrum(A)
        minimum = _minimum(eigenvalues, eigenvectors, b)
        curvature = float(eigenvalues[-1]) or 1.0
        self._settle(
            (A, b, c),
            (eigenvalues, eigenvectors),
            (minimum, c + float(b @ minimum) / 2),
            start=minimum + 1 if start is None else start,
            domain=np.stack([minimum - 2, minimum + 2], axis=1) if domain is None else domain,
            step_size=1 / curvature if step_size is None else step_size,
            name=name,
            latex=latex,
            text=text,
            **about,
        )

    @classmethod
    def around(
        cls, minimum: ArrayLike, eigenvalues: ArrayLike, eigenvectors: ArrayLike, **about: Any
    ) -> "Quadratic":
        """Return the bowl that is 0 at its minimum and has these eigenvalues and eigenvectors.

        None of them is computed anew, so none is rounded.

        Parameters
        ----------
        minimum : array_like, shape (n,)
            θ*.
        eigenvalues : array_like, shape (n,)
            Of A, ascending, 0 or more.
        eigenvectors : array_like, shape (n, n)
            The columns.
        **about
            What `Objective` takes beside its formula; start, domain and step size have to be given.

        Raises
        ------
        ValueError
            If a shape does not fit or a number is not finite.
        """
        minimum = checks.array("minimum", minimum, (None,))
        eigenvalues = checks.array("eigenvalues", eigenvalues, (minimum.size,))
        eigenvectors = checks.array("eigenvectors", eigenvectors, (minimum.size,) * 2)
        A = eigenvectors * eigenvalues @ eigenvectors.T
        b = -A @ minimum
        made = cls.__new__(cls)
        made._settle(
            ((A + A.T) / 2, b, float(-b @ minimum) / 2), (eigenvalues, eigenvectors), (minimum, 0.0), **about
        )
        return made

    def _settle(
        self,
        coefficients: tuple[Floats, Floats, float],
        spectrum: tuple[Floats, Floats],
        bottom: tuple[Floats, float],
        **about: Any,
    ) -> None:
        self.A, self.b, self.c = coefficients
        self.eigenvalues, self.eigenvectors = spectrum
        self.minimum, self.lowest = bottom
        self._height = _bowl(*spectrum, self.minimum)
        super().__init__(
            self._value,
            _slopes(self.A, self.minimum),
            seconds=_curvatures(self.A),
            minima=(self.minimum,),
            **about,
        )

    def _value(self, *theta: Any) -> Any:
        return self.lowest + self._height(*theta)

    @cached_property
    def L(self) -> float:
        """The largest curvature: the gradient's Lipschitz constant."""
        return float(self.eigenvalues[-1])

    @property
    def mu(self) -> float:
        """μ, the smallest curvature; 0 along a flat direction."""
        return float(self.eigenvalues[0])

    @property
    def largest_stable_step(self) -> float:
        """2/L: below it gradient descent converges from everywhere (infinite for a plane).

        Source: B. Polyak, Introduction to Optimization, 1987, §1.4.2, theorem 3.
        """
        return 2 / self.L if self.L else np.inf

    @property
    def best_step(self) -> float:
        """2/(L + μ): the fixed step whose slowest mode shrinks fastest, by (κ − 1)/(κ + 1) a step.

        Source: B. Polyak, Introduction to Optimization, 1987, §1.4.2, theorem 3.
        """
        return 2 / (self.L + self.mu) if self.L else np.inf

    @property
    def condition_number(self) -> float:
        """κ = L/μ, dimensionless; infinite along a flat direction."""
        return self.L / self.mu if self.mu else np.inf

    def excess(self, theta: ArrayLike) -> Floats:
        """Return ½ dᵀAd with d = θ − θ*, of shape (…) for θ of shape (n, …); nothing cancels."""
        theta = self._coordinates(theta)
        return np.asarray(self._height(*theta))[()]


def _symmetric(A: ArrayLike, n: int) -> Floats:
    found = checks.array("A", A, (n, n))
    if not np.allclose(found, found.T, rtol=0, atol=SKEW * EPS * np.abs(found).max()):
        raise checks.refuse("A", A, "symmetric")
    return found


def _spectrum(A: Floats) -> tuple[Floats, Floats]:
    """Return eigenvalues, ascending and with rounding errors set to zero, and eigenvectors."""
    eigenvalues, eigenvectors = np.linalg.eigh(A)
    rounding = len(A) * EPS * np.abs(eigenvalues).max()
    if eigenvalues[0] < -rounding:
        raise checks.refuse("A", A, "positive semidefinite, for a minimum to exist")
    return np.where(eigenvalues > rounding, eigenvalues, 0.0), eigenvectors


def _minimum(eigenvalues: Floats, eigenvectors: Floats, b: Floats) -> Floats:
    """Return the solution of Aθ = −b of least norm."""
    along = eigenvectors.T @ b
    flat = eigenvalues == 0
    if np.linalg.norm(along[flat]) > 1e-8 * np.linalg.norm(b):
        raise checks.refuse("b", b, "in the range of A, for a minimum to exist")
    return -eigenvectors @ np.divide(along, eigenvalues, out=np.zeros_like(along), where=~flat)


def _bowl(eigenvalues: Floats, eigenvectors: Floats, minimum: Floats) -> Formula:
    """Return ½ Σ λᵢ (vᵢ · d)² as a function of the coordinates, in plain arithmetic.

    Written out for one and for two coordinates it is ten times as quick on floats, and the same to the bit.
    """
    curvatures, directions, centre = eigenvalues.tolist(), eigenvectors.T.tolist(), minimum.tolist()
    if len(centre) == 1:
        return _bowl_of_one(*curvatures, *chain(*directions), *centre)
    if len(centre) == 2:
        return _bowl_of_two(*curvatures, *chain(*directions), *centre)

    def height(*theta: Any) -> Any:
        d = [t - m for t, m in zip(theta, centre, strict=True)]
        modes = [_dot(direction, d) for direction in directions]
        return _dot(curvatures, [mode * mode for mode in modes]) / 2

    return height


def _bowl_of_one(curvature: float, direction: float, middle: float) -> Formula:
    """Return `_bowl` of one coordinate."""

    def height(x: Any) -> Any:
        along = direction * (x - middle)
        return curvature * (along * along) / 2

    return height


def _bowl_of_two(
    flat: float, steep: float, p: float, q: float, r: float, s: float, a: float, b: float
) -> Formula:
    """Return `_bowl` of the curvatures along (p, q) and (r, s) about (a, b)."""

    def height(x: Any, y: Any) -> Any:
        x, y = x - a, y - b
        along, across = p * x + q * y, r * x + s * y
        return (flat * (along * along) + steep * (across * across)) / 2

    return height


def _slopes(A: Floats, minimum: Floats) -> Partials:
    """Return Ad as a function of the coordinates, in plain arithmetic; written out as `_bowl` is."""
    rows, centre = A.tolist(), minimum.tolist()
    if len(centre) == 1:
        ((curvature,),), (middle,) = rows, centre
        return lambda x: (curvature * (x - middle),)
    if len(centre) == 2:
        ((xx, xy), (yx, yy)), (a, b) = rows, centre
        return lambda x, y: (xx * (x - a) + xy * (y - b), yx * (x - a) + yy * (y - b))

    def partials(*theta: Any) -> tuple[Any, ...]:
        d = [t - m for t, m in zip(theta, centre, strict=True)]
        return tuple(_dot(row, d) for row in rows)

    return partials


def _curvatures(A: Floats) -> Partials:
    """Return the upper triangle of A as a function of the coordinates, none of which matters."""
    found = tuple(A[np.triu_indices(len(A))].tolist())
    return lambda *theta: found


def _dot(numbers: list[float], terms: list[Any]) -> Any:
    return sum(number * term for number, term in zip(numbers, terms, strict=True))
