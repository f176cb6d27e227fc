"""How many steps each runner of a page would take to arrive, against its step size."""

from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape

import numpy as np

from dashboard import race
from dashboard.controls import exponents, stability, within
from dashboard.problems import objective_of
from dashboard.rules import Rival
from dashboard.settings import Settings
from dashboard.words import counted, figure
from gdcore import METHODS, Objective, Quadratic, Sweep, sweep

SIZES = 201
LONGEST = 1000  # steps
SEARCHED = 200  # steps of a line search: each has many trials of its own
FORESEEN = 100_000  # steps that need not be taken, as theory knows where they lead


@dataclass(frozen=True, eq=False)
class Swept:
    """Step sizes, the steps each takes to arrive, NaN where it does not, and how many were tried."""

    step_sizes: np.ndarray
    steps: np.ndarray
    tried: int

    @property
    def best(self) -> tuple[float, int] | None:
        """The step size that arrives first, of equals the shortest to write, and when; or None."""
        if np.isnan(self.steps).all():
            return None
        least = np.nanmin(self.steps)
        return min(self.step_sizes[self.steps == least].tolist(), key=lambda size: len(repr(size))), int(
            least
        )


def runners(settings: Settings) -> list[Rival]:
    """Who has a step size to be swept, of a page's run and its rivals."""
    own = Rival(settings.method, settings.step_size, settings.hyperparameters)
    return [each for each in (own, *settings.race) if each.method in METHODS]


def swept(settings: Settings, runner: Rival) -> Swept:
    """The sweep of a runner from its start: with a constant step size, and without noise."""
    own = replace(settings, method=runner.method, hyperparameters=runner.hyperparameters)
    objective = objective_of(settings)
    given = METHODS[runner.method].defaults | dict(runner.hyperparameters)
    return computed(
        objective,
        settings.start,
        runner.method,
        tuple(given.items()),
        exponents(objective, own),
        tuple(within(own, value) for value in stability(objective, own).values()),
    )


@lru_cache(maxsize=64)
def computed(
    objective: Objective,
    start: tuple[float, ...],
    method: str,
    hyperparameters: tuple[tuple[str, float], ...],
    ends: tuple[float, float],
    telling: tuple[float, ...],
) -> Swept:
    tried = iterations(objective, method)
    sizes = np.unique([*np.logspace(*ends, SIZES), *telling])
    found: Sweep = sweep(
        objective,
        start,
        sizes,
        method=method,
        iterations=tried,
        goal=race.ARRIVED,
        **dict(hyperparameters),
    )
    steps = np.where(np.isfinite(found.steps), found.steps, np.nan)
    return Swept(sizes, steps, tried)


def iterations(objective: Objective, method: str) -> int:
    if isinstance(objective, Quadratic) and method == "gradient descent":
        return FORESEEN
    return SEARCHED if method == "line search" else LONGEST


def told(settings: Settings, own: Swept, arrival: int | None) -> str:
    """The sweep of the page's own run in a sentence or two."""
    now = f"α = {figure(settings.step_size)}"
    here = f"This run, with {now}, arrives at step {arrival}." if arrival is not None else ""
    missing = f"This run, with {now}, does not arrive in {counted(settings.iterations, 'iteration')}."
    if own.best is None:
        return f"No step size arrives within {own.tried:,} steps. {here or missing}"
    size, steps = own.best
    return f"Quickest: α = {figure(size)}, {counted(steps)}. {here or missing}"


def caption(settings: Settings, own: Swept, arrival: int | None) -> str:
    plainly = settings.noise and settings.chapter != "line"
    without = [word for word, there in (("noise", plainly), ("minibatches", settings.batch)) if there]
    if settings.schedule != "constant":
        without.append("a schedule")
    left = f" Swept without {' or '.join(without)}." if without else ""
    said = escape(f"{told(settings, own, arrival)}{left}")
    arrived = "Arrived: all but a ten-thousandth of the way down to its minimum."
    return f'<p>{said}</p><p class="caption">{arrived}</p>'
