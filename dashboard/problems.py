"""From settings to what is descended, and to the run of it. Equal settings share one problem and one run."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.stats import linregress
from sklearn.linear_model import LinearRegression

from dashboard.settings import Settings
from gdcore import (
    FUNCTIONS,
    Data,
    LeastSquares,
    Quadratic,
    Run,
    Standardisation,
    descend,
    design,
    diabetes_data,
    post_data,
)

KEPT = 8  # problems, and runs: the largest take 8 MB each


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


@lru_cache(maxsize=KEPT)
def line(data: str, standardise: bool, samples: int, noise: float, seed: int) -> Line:
    found = diabetes_data() if data == "diabetes" else post_data(samples, noise, seed)
    standardisation = Standardisation.of(found.x) if standardise else Standardisation(0.0, 1.0)
    objective = LeastSquares(design(standardisation.apply(found.x)), found.y)
    return Line(found, objective, standardisation, by_scipy(found), by_sklearn(found))


def by_scipy(data: Data) -> Fit:
    found = linregress(data.x, data.y)
    return fit(data, float(found.intercept), float(found.slope))


def by_sklearn(data: Data) -> Fit:
    found = LinearRegression().fit(data.x[:, np.newaxis], data.y)
    return fit(data, float(found.intercept_), float(found.coef_[0]))


def fit(data: Data, intercept: float, slope: float) -> Fit:
    return Fit(intercept, slope, float(np.mean((intercept + slope * data.x - data.y) ** 2)) / 2)


def line_of(settings: Settings) -> Line:
    return line(settings.data, settings.standardise, *drawn(settings))


def drawn(settings: Settings) -> tuple[int, float, int]:
    """What the data are drawn with; real data are not drawn."""
    if settings.data != "post":
        return 0, 0.0, 0
    return settings.samples, settings.noise, settings.seed


def objective_of(settings: Settings) -> Quadratic:
    return FUNCTIONS[settings.function] if settings.chapter == "curve" else line_of(settings).objective


def run_of(settings: Settings) -> Run:
    noise, seed = (settings.noise, settings.seed) if settings.chapter == "curve" else (0.0, 0)
    return run(
        objective_of(settings),
        settings.start,
        settings.method,
        settings.step_size,
        settings.iterations,
        settings.precision or None,
        noise,
        seed,
    )


@lru_cache(maxsize=KEPT)
def run(
    objective: Quadratic,
    start: tuple[float, ...],
    method: str,
    step_size: float,
    iterations: int,
    precision: float | None,
    noise: float,
    seed: int,
) -> Run:
    return descend(
        objective,
        start,
        method=method,
        step_size=step_size,
        iterations=iterations,
        precision=precision,
        noise=noise,
        seed=seed,
    )
