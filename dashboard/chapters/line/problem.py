"""The line's problem: data, the least squares that are descended on, and the answers of others to them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.stats import linregress
from sklearn.linear_model import LinearRegression

from dashboard.settings.values import OWN, STEP_SIZE, Settings
from dashboard.wording.words import figure
from gdcore import Data, LeastSquares, Standardisation, design, diabetes_data, own_data, post_data

SLOW = 0.01  # of the distance that is left along the flattest direction, a step: some hundreds of steps
MOST_KEPT = 16  # problems: the largest take 8 MB each


@dataclass(frozen=True, slots=True)
class Fit:
    """A straight line in the data's units, and its loss."""

    intercept: float
    slope: float
    loss: float


@dataclass(frozen=True, slots=True)
class Line:
    """A regression: data, objective, the change of x it is descended in, and the answers of others."""

    data: Data
    objective: LeastSquares
    standardisation: Standardisation
    scipy: Fit
    sklearn: Fit


@lru_cache(maxsize=MOST_KEPT)
def line(
    data: str,
    standardise: bool,
    samples: int,
    noise: float,
    seed: int,
    points: tuple[tuple[float, float], ...] = (),
    names: tuple[str, str] = ("x", "y"),
) -> Line:
    if data == OWN:
        xs, ys = zip(*points, strict=True)
        found = own_data(xs, ys, *names)
    else:
        found = diabetes_data() if data == "diabetes" else post_data(samples, noise, seed)
    standardisation = Standardisation.of(found.x) if standardise else Standardisation(0.0, 1.0)
    objective = LeastSquares(design(standardisation.apply(found.x)), found.y)
    if data == OWN:
        objective.step_size = gentle(objective)
        if not standardise:
            refuse_hopeless(objective)
    return Line(found, objective, standardisation, by_scipy(found), by_sklearn(found))


def gentle(objective: LeastSquares) -> float:
    """A step size that is seen to walk: 1/L where the bowl is long, less where it is round."""
    return min(1 / objective.L, SLOW / objective.mu) if objective.mu else 1 / objective.L


def refuse_hopeless(objective: LeastSquares) -> None:
    """Raise ValueError where no step size that may be set is stable, or rounding decides the minimum."""
    if objective.largest_stable_step < STEP_SIZE.low or not objective.mu:
        limit, least = figure(objective.largest_stable_step, 1), figure(STEP_SIZE.low)
        raise ValueError(
            "x is too far from 0 to be descended on as it is, "
            f"as 2/L is {limit} and the least α {least}: standardise x"
        )


def by_scipy(data: Data) -> Fit:
    found = linregress(data.x, data.y)
    return fit(data, float(found.intercept), float(found.slope))


def by_sklearn(data: Data) -> Fit:
    found = LinearRegression().fit(data.x[:, np.newaxis], data.y)
    return fit(data, float(found.intercept_), float(found.coef_[0]))


def fit(data: Data, intercept: float, slope: float) -> Fit:
    return Fit(intercept, slope, float(np.mean((intercept + slope * data.x - data.y) ** 2)) / 2)


@lru_cache(maxsize=MOST_KEPT)
def line_of(settings: Settings) -> Line:
    """Return the regression of some settings; equal settings share one.

    Raises
    ------
    ValueError
        Where the visitor's own x cannot be descended on as they are: the message says what helps.
    """
    brought = (settings.points, settings.names) if settings.data == OWN else ()
    return line(settings.data, settings.standardise, *drawing_of(settings), *brought)


def drawing_of(settings: Settings) -> tuple[int, float, int]:
    """What the data are drawn with; real data are not drawn."""
    if settings.data != "post":
        return 0, 0.0, 0
    return settings.samples, settings.noise, settings.seed


def objective(settings: Settings) -> LeastSquares:
    """Return the least squares of some settings; raises as `line_of` does."""
    return line_of(settings).objective
