"""Data to fit a line to, and the changes of it that regression wants."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from gdcore import checks
from gdcore.arrays import Floats

POST_SAMPLES, POST_SEED = 100, 2015
MOST_POINTS = 10_000  # that a user brings
LARGEST_NUMBER = 1e12
LEAST_SPREAD = 1e-9

# scikit-learn takes more than a second to import, so that is put off until its data are asked for.


@dataclass(frozen=True, eq=False)
class Data:
    """Samples of one feature and one target.

    Attributes
    ----------
    x, y : ndarray, shape (m,)
        Feature and target.
    name, x_name, y_name : str
        What the data are, and what is measured.
    x_unit, y_unit : str
        Units; empty where dimensionless.
    """

    x: Floats
    y: Floats
    name: str
    x_name: str = "x"
    y_name: str = "y"
    x_unit: str = ""
    y_unit: str = ""


def post_data(samples: int = POST_SAMPLES, noise: float = 10.0, seed: int = POST_SEED) -> Data:
    """Return points scattered about one line, by default those of the post.

    Parameters
    ----------
    samples : int
        Number of samples, 2 to 100,000.
    noise : float
        Standard deviation of the noise on y, 0 to 1e100.
    seed : int
        0 to 2³² − 1. It chooses x and the noise.

    Returns
    -------
    Data
        y = slope · x + noise with the slope of the post's data, 64.0026, whatever the arguments.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Notes
    -----
    `sklearn.datasets.make_regression` draws a new slope for every seed and number of samples (0.11 at 1000
    samples), so its line is turned to the post's slope.
    """
    from sklearn.datasets import make_regression

    samples = checks.whole("samples", samples, 2, 100_000)
    noise = checks.real("noise", noise, "a number from 0 to 1e100", lambda number: 0 <= number <= 1e100)
    seed = checks.whole("seed", seed, 0, checks.SEEDS - 1)
    x, y, slope = make_regression(samples, 1, noise=noise, coef=True, random_state=seed)
    x = x.ravel()
    return Data(x, y + (_post_slope() - slope) * x, name="random line")


@cache
def _post_slope() -> float:
    from sklearn.datasets import make_regression

    return float(make_regression(POST_SAMPLES, 1, coef=True, random_state=POST_SEED)[2])


def diabetes_data() -> Data:
    """Return body-mass index and progression of 442 diabetes patients, in the units they were measured in.

    Source: B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, Least Angle Regression, Annals of Statistics 32,
    2004, as `sklearn.datasets.load_diabetes` has it.
    """
    from sklearn.datasets import load_diabetes

    found = load_diabetes(scaled=False)
    return Data(
        found.data[:, found.feature_names.index("bmi")].copy(),
        found.target,
        name="diabetes",
        x_name="body-mass index",
        y_name="disease progression after one year",
        x_unit="kg/m²",
    )


def own_data(x: ArrayLike, y: ArrayLike, x_name: str = "x", y_name: str = "y") -> Data:
    """Return the points of a user as data.

    Parameters
    ----------
    x, y : array_like, shape (m,)
        2 to 10,000 numbers of at most 10¹² in size, so that sums of their squares stay finite. The x differ
        by more than a billionth of the largest: closer together, rounding decides where the line goes.
    x_name, y_name : str
        What they are.

    Raises
    ------
    ValueError
        If that does not hold; the message is a sentence.
    """
    x, y = checks.array("x", x, (None,)), checks.array("y", y, (None,))
    if x.size != y.size or not 2 <= x.size <= MOST_POINTS:
        raise ValueError(f"2 to {MOST_POINTS:,} points are allowed, and there are {min(x.size, y.size):,}.")
    if max(np.abs(x).max(), np.abs(y).max()) > LARGEST_NUMBER:
        raise ValueError("Numbers from -10¹² to 10¹² are allowed.")
    if not np.ptp(x) > max(LEAST_SPREAD * np.abs(x).max(), LEAST_SPREAD):
        raise ValueError(f"All values of {x_name} are the same, or nearly so. A line wants two that differ.")
    return Data(x, y, "own data", x_name, y_name)


def design(x: ArrayLike) -> Floats:
    """Return the matrix (m, 2) with columns of ones and of `x`, whose product with θ is the line.

    Raises ValueError unless `x` is m finite numbers.
    """
    x = checks.array("x", x, (None,))
    return np.column_stack([np.ones_like(x), x])


@dataclass(frozen=True)
class Standardisation:
    """The change of a feature to mean 0 and standard deviation 1, z = (x − mean) / scale.

    Attributes
    ----------
    mean, scale : float
        In the units of x. The scale is the standard deviation that divides by m, as in scikit-learn's
        `StandardScaler`, which makes the Hessian of the line the identity.
    """

    mean: float
    scale: float

    @classmethod
    def of(cls, x: ArrayLike) -> "Standardisation":
        """Return the standardisation of `x`, shape (m,); ValueError where all of x are the same."""
        found = checks.array("x", x, (None,))
        with np.errstate(over="ignore"):
            mean, scale = float(found.mean()), float(found.std())
        if found.min() == found.max() or not 0 < scale < np.inf:
            raise checks.refuse("x", x, "numbers that differ, to have a scale")
        return cls(mean, scale)

    def apply(self, x: ArrayLike) -> Floats:
        """Return `x` standardised, dimensionless and of its own shape."""
        return (np.asarray(x, dtype=float) - self.mean) / self.scale

    def restore(self, theta: ArrayLike) -> Floats:
        """Return the line θ, fitted to standardised x, for x in its own units.

        Parameters
        ----------
        theta : array_like, shape (2, …)
            Intercepts and slopes for standardised x.

        Returns
        -------
        ndarray, shape (2, …)
            θ₀ − (θ₁ / scale) · mean and θ₁ / scale, since θ₀ + θ₁ (x − mean) / scale is the same line.
        """
        intercept, slope = np.asarray(theta, dtype=float)
        slope = slope / self.scale
        return np.stack([intercept - slope * self.mean, slope])
