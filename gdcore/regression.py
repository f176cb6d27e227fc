"""Linear regression by least squares, as an objective."""

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg

from gdcore import checks
from gdcore.arrays import Floats
from gdcore.quadratic import EPS, Quadratic

SOURCE = "A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805, appendix"


class LeastSquares(Quadratic):
    """The mean squared error J(θ) = (1/2m) ‖Xθ − y‖², a quadratic with the Hessian XᵀX/m.

    Parameters
    ----------
    X : array_like, shape (m, n)
        The design matrix: one row a sample; `gdcore.design` makes that of a line.
    y : array_like, shape (m,)
        The targets.
    start : array_like, shape (n,), optional
        Suggested start, 0.5 each by default.
    step_size : float
        Suggested step size.
    name, latex : str
        As for `Objective`.

    Attributes
    ----------
    X, y, m
        As given, and the number of samples.
    solution : ndarray, shape (n,)
        The least-squares fit, from `scipy.linalg.lstsq`; of several (collinear columns) that of least norm.

    Raises
    ------
    ValueError
        If a shape does not fit or a number is not finite.

    Notes
    -----
    The data are passed over once, here. After that the value J(θ*) + ½ dᵀHd and the gradient Hd, d = θ − θ*,
    take no longer for more samples. The eigenvalues are the squared singular values of X/√m: those of XᵀX
    lose twice as many digits where a column has a large mean. Source: G. Golub, C. Van Loan, Matrix
    Computations, 4th ed., 2013, §5.3.
    """

    def __init__(
        self,
        X: ArrayLike,
        y: ArrayLike,
        *,
        start: ArrayLike | None = None,
        step_size: float = 0.001,
        name: str = "least squares",
        latex: str = r"\tfrac{1}{2m} \lVert X\theta - y \rVert^2",
    ) -> None:
        self.X = checks.array("X", X, (None, None))
        self.m, n = self.X.shape
        self.y = checks.array("y", y, (self.m,))
        with np.errstate(all="ignore"):
            coefficients = _coefficients(self.X, self.y)
        if not all(np.isfinite(part).all() for part in coefficients):
            raise checks.refuse("X and y", (X, y), "small enough for their squares to be finite")
        self.solution = linalg.lstsq(self.X, self.y, cond=_rounding(self.X))[0]
        self._residuals = self.X @ self.solution - self.y
        self._settle(
            coefficients,
            _spectrum(self.X),
            (self.solution, _half_mean_square(self._residuals)),
            start=np.full(n, 0.5) if start is None else start,
            domain=_box(self.solution),
            step_size=step_size,
            name=name,
            latex=latex,
            source=SOURCE,
        )

    def minibatch_gradient(self, theta: ArrayLike, rows: ArrayLike) -> Floats:
        """Return the gradient of the mean squared error of some samples, averaged over their own number.

        Parameters
        ----------
        theta : array_like, shape (n, …)
            Parameters.
        rows : array_like of int, shape (B,)
            The samples of the batch, each from 0 to m − 1.

        Returns
        -------
        ndarray, shape (n, …)
            (1/B) Σ xᵢ (xᵢᵀθ − yᵢ) over the rows i.

        Raises
        ------
        ValueError
            If there are no rows, or one is not a sample, or θ has another number of coordinates.
        """
        theta = self._coordinates(theta)
        batch = np.asarray(rows)
        if batch.dtype.kind not in "iu" or batch.ndim != 1 or not batch.size:
            raise checks.refuse("rows", rows, "a list of one or more whole numbers")
        if batch.min() < 0 or batch.max() >= self.m:
            raise checks.refuse("rows", rows, f"whole numbers from 0 to {self.m - 1}")
        X = self.X[batch]
        d = (theta.T - self.minimum).T
        errors = (np.tensordot(X, d, 1).T + self._residuals[batch]).T
        return np.tensordot(X.T, errors, 1) / batch.size

    @cached_property
    def moments(self) -> Floats:
        """Each sample's share of H, g and c, of shape (n² + n + 1, m).

        With d = θ − θ* and the residuals r = Xθ* − y, the error of sample i is ½ dᵀHd + gᵀd + c with
        H = xᵢxᵢᵀ (row by row), g = xᵢrᵢ and c = ½ rᵢ²; that of a batch has the means of them.
        """
        products = np.einsum("ki,kj->ijk", self.X, self.X).reshape(self.A.size, self.m)
        slopes = self.X.T * self._residuals
        return np.ascontiguousarray(np.concatenate([products, slopes, self._residuals[None] ** 2 / 2]))


def _coefficients(X: Floats, y: Floats) -> tuple[Floats, Floats, float]:
    """Return A, b and c of J(θ) = ½ θᵀAθ + bᵀθ + c."""
    return X.T @ X / y.size, -X.T @ y / y.size, _half_mean_square(y)


def _half_mean_square(errors: Floats) -> float:
    return float(errors @ errors) / (2 * errors.size)


def _rounding(X: Floats) -> float:
    """Return the share of the largest singular value below which one is zero but for rounding."""
    share: float = max(X.shape) * EPS
    return share


def _spectrum(X: Floats) -> tuple[Floats, Floats]:
    """Return the eigenvalues of XᵀX/m, ascending, and its eigenvectors."""
    m, n = X.shape
    _, found, directions = linalg.svd(np.linalg.qr(X, mode="r"))  # of the small triangle, not of all samples
    singular = np.zeros(n)
    singular[: found.size] = np.where(found > _rounding(X) * found[0], found, 0.0)
    return singular[::-1] ** 2 / m, directions[::-1].T


def _box(solution: Floats) -> Floats:
    """Return θ*/2 ± 0.8‖θ*‖ on each axis: both θ* and θ = 0 are inside (±1 where both are one)."""
    reach = 0.8 * float(np.linalg.norm(solution)) or 1.0
    return np.stack([solution / 2 - reach, solution / 2 + reach], axis=1)
