"""A run beside which sentences are held: its distances, its arrival, and what other runs of its kind do."""

from dataclasses import replace
from fractions import Fraction
from functools import cached_property, lru_cache

import numpy as np

from dashboard.chapters.line.problem import line_of
from dashboard.runs.problems import objective_of
from dashboard.settings.values import Settings
from gdcore import METHODS, LeastSquares, Objective, Quadratic, Run, descend
from tests.dashboard.claims.ground import Ground

ARRIVED, NEAR_BY = 1e-4, 0.1  # what may be left of the height and of the distance, as the page says
LEAST = 1e-6  # of the largest distance: rates are not read below it


@lru_cache(maxsize=64)
def ground_of(objective: Objective) -> Ground:
    return Ground(objective)


class Case:
    """A run with its settings; nothing here has seen what the page says of it."""

    def __init__(self, settings: Settings, run: Run) -> None:
        self.settings, self.run = settings, run
        self.objective, self.ground = run.objective, ground_of(run.objective)
        self.end, self.width = run.theta[-1], self.ground.width
        self.is_noisy = not np.array_equal(run.estimate, run.gradient)
        self.is_plain = run.method == "gradient descent" and run.schedule == "constant" and not self.is_noisy
        self.is_bowl = isinstance(run.objective, Quadratic)

    @cached_property
    def bottom(self) -> np.ndarray:
        """The minimum of a bowl: of a line's data by fractions, which never round."""
        if isinstance(self.objective, LeastSquares):
            return exact_fit(self.objective)
        return np.linalg.lstsq(self.objective.A, -self.objective.b)[0]

    @cached_property
    def spectrum(self) -> tuple[np.ndarray, np.ndarray]:
        """A bowl's curvatures and the directions that go with them."""
        if isinstance(self.objective, LeastSquares):
            _, singular, directions = np.linalg.svd(self.objective.X, full_matrices=False)
            return singular[::-1] ** 2 / self.objective.m, directions[::-1].T
        found, directions = np.linalg.eigh(self.objective.A)
        return np.where(found > 1e-13 * found[-1], found, 0.0), directions

    def gone(self, run: Run, point: np.ndarray) -> np.ndarray:
        """Return how far each row is from a minimum, or from the floor of a bowl's valley."""
        if not self.is_bowl:
            return np.linalg.norm(run.theta - point, axis=1)
        found, directions = self.spectrum
        return np.linalg.norm((run.theta - self.bottom) @ directions[:, found > 0], axis=1)

    def heights(self, run: Run, point: np.ndarray) -> np.ndarray:
        if not self.is_bowl:
            return self.ground.value(run.theta.T) - float(self.ground.value(point))
        found, directions = self.spectrum
        return ((run.theta - self.bottom) @ directions) ** 2 @ found / 2

    def inside(self, run: Run, point: np.ndarray, slack: float) -> np.ndarray:
        """Return which rows have arrived, by limits that are so many times as wide."""
        height, gone = self.heights(run, point), self.gone(run, point)
        near = 1e-8 * self.width * (slack >= 1)
        rounding = 1e-14 * abs(float(self.ground.value(point))) * (slack >= 1)
        if self.is_bowl:
            rounding = self.spectrum[0][-1] * near**2
        high = height <= slack * ARRIVED * max(height[0], 0.0) + rounding
        return high & (gone <= slack * NEAR_BY * gone[0] + near)

    def arrivals(self, run: Run, point: np.ndarray) -> tuple[float, float]:
        """Return the earliest and the latest step that may be called the arrival; infinite without one."""
        return tuple(self._arrival(run, self.inside(run, point, slack)) for slack in (1.001, 0.999))

    def _arrival(self, run: Run, inside: np.ndarray) -> float:
        if not np.array_equal(run.estimate, run.gradient):
            return float(np.argmax(inside)) if inside.any() else np.inf
        if not inside[-1] or run.status == "diverged":
            return np.inf
        outside = np.flatnonzero(~inside)
        return float(outside[-1] + 1) if outside.size else 0.0

    def minima_of(self, run: Run) -> list[np.ndarray]:
        """Return the minima that a run's end may be at."""
        if self.is_bowl:
            return [self.bottom]
        found = self.ground.minima_near(run.theta[-1], 0.03 * self.width)
        near = [
            each for each in self.ground.minima if np.linalg.norm(each - run.theta[-1]) < 0.03 * self.width
        ]
        return found + near

    def again(self, **changes: object) -> Run:
        """Return the run of these settings with some of them changed."""
        settings = replace(self.settings, **changes)
        noise = settings.noise if settings.chapter != "line" else 0.0
        return descend(
            objective_of(settings),
            settings.start,
            method=settings.method,
            step_size=settings.step_size,
            schedule=settings.schedule,
            iterations=settings.iterations,
            precision=settings.precision or None,
            noise=noise,
            seed=settings.seed if noise or settings.batch else 0,
            batch=min(settings.batch, self.objective.m) if settings.batch else None,
            **dict(settings.hyperparameters),
        )

    def next_row(self) -> np.ndarray:
        """Return where the step after the last leads to."""
        run, rule = self.run, METHODS[self.run.method]
        factors = run.step_size * np.ones(run.steps + 1)
        factors[: run.steps] = run.step_sizes
        if run.schedule != "constant":
            from gdcore import SCHEDULES

            factors = run.step_size * SCHEDULES[run.schedule].factor(np.arange(run.steps + 1), run.iterations)
        state = rule.init(run.theta[0])
        with np.errstate(all="ignore"):
            for theta, slope, size in zip(run.theta, run.estimate, factors, strict=True):
                there, state = rule.step(self.objective, theta, slope, state, size, **run.hyperparameters)
        return there


@lru_cache(maxsize=64)
def exact_fit(objective: LeastSquares) -> np.ndarray:
    x, y = ([Fraction(float(each)) for each in column] for column in (objective.X[:, 1], objective.y))
    m, sx, sy = len(x), sum(x), sum(y)
    slope = (m * sum(a * b for a, b in zip(x, y, strict=True)) - sx * sy) / (
        m * sum(a * a for a in x) - sx * sx
    )
    return np.array([float((sy - slope * sx) / m), float(slope)])


def spectral_radius(method: str, alpha: float, curvature: float, hyperparameters: dict[str, float]) -> float:
    """Return the factor of a method on ½λx²: the largest eigenvalue of the matrix of one of its steps."""
    rule = METHODS[method]
    remembers = rule.init(1.0) != ()

    def step(x: float, v: float) -> list[float]:
        x, state = rule.update(x, curvature * x, (v,) if remembers else (), alpha, **hyperparameters)
        return [x, state[0] if remembers else 0.0]

    return float(np.abs(np.linalg.eigvals(np.column_stack([step(1.0, 0.0), step(0.0, 1.0)]))).max())


def line_slope(settings: Settings, theta: np.ndarray) -> float:
    """Return the slope of a line in the data's own units."""
    line = line_of(settings)
    x = line.data.x
    return float(theta[1] / (np.std(x) if settings.standardise else 1.0))
