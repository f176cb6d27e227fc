"""How many steps each runner of a page would take to arrive, against its step size."""

from dataclasses import dataclass, replace
from html import escape

import numpy as np

from dashboard.explain.steps import exponents, stability, within
from dashboard.process.worker import Progress, parts
from dashboard.runs.problems import objective_of
from dashboard.settings.chapter import step_noise
from dashboard.settings.rivals import Rival
from dashboard.settings.values import Settings, own_runner
from dashboard.wording.words import counted, figure, whole
from gdcore import METHODS, Objective, Outcome, Quadratic, Sweep, sweep

SIZES = 201
STEP_SIZE_DIGITS = 4  # a size is tried as it is written
MOST_STEPS = 1000
MOST_SEARCHED_STEPS = 200  # of a line search: each has many trials of its own
MOST_FORESEEN_STEPS = 100_000  # these need not be taken, as theory knows where they lead
ARRIVED = "Arrived: at most a ten-thousandth of the way down is left, and a tenth of the way there."


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
        quickest = self.step_sizes[self.steps == least].tolist()
        return min(quickest, key=lambda size: len(repr(size))), int(least)


def runners(settings: Settings) -> list[Rival]:
    """Who has a step size to be swept, of a page's run and its rivals."""
    return [each for each in (own_runner(settings), *settings.race) if each.method in METHODS]


@dataclass(frozen=True, slots=True)
class Wish:
    """All that the sweep of a runner depends on: it is made with a constant step size, and without noise.

    `ends` are the exponents of the least and the largest step size, and `telling` are sizes that tell.
    """

    objective: Objective
    start: tuple[float, ...]
    method: str
    hyperparameters: tuple[tuple[str, float], ...]
    ends: tuple[float, float]
    telling: tuple[float, ...]


def wishes(settings: Settings) -> tuple[Wish, ...]:
    """The sweeps of a page's runners, from its start."""
    return tuple(wish(settings, runner) for runner in runners(settings))


def wish(settings: Settings, runner: Rival) -> Wish:
    """Return the sweep of one runner of a page, from the page's start."""
    own = replace(settings, method=runner.method, hyperparameters=runner.hyperparameters)
    objective = objective_of(settings)
    given = METHODS[runner.method].defaults | dict(runner.hyperparameters)
    return Wish(
        objective,
        settings.start,
        runner.method,
        tuple(given.items()),
        exponents(objective, own),
        tuple(within(value) for value in stability(objective, own).values()),
    )


def sweep_all(wanted: tuple[Wish, ...], progress: Progress) -> list[Swept]:
    """Sweep for every runner."""
    return [sweep_one(*each) for each in zip(wanted, parts(progress, len(wanted)), strict=True)]


def sweep_one(wish: Wish, progress: Progress | None = None) -> Swept:
    """Sweep for one runner.

    Parameters
    ----------
    wish : Wish
        The sizes are spaced evenly by their logarithm between its ends, those that tell are among them.
    progress : callable, optional
        Told the share that is done, from 0 to 1; it may end the work by raising.

    Returns
    -------
    Swept
        Sizes in rising order, none twice, as they would be written.
    """
    tried = iterations(wish.objective, wish.method)
    tried_sizes = (*np.logspace(*wish.ends, SIZES), *wish.telling)
    sizes = np.unique([float(f"{size:.{STEP_SIZE_DIGITS}g}") for size in tried_sizes])
    found: Sweep = sweep(
        wish.objective,
        wish.start,
        sizes,
        method=wish.method,
        iterations=tried,
        progress=progress,
        **dict(wish.hyperparameters),
    )
    steps = np.where(np.isfinite(found.steps), found.steps, np.nan)
    return Swept(sizes, steps, tried)


def iterations(objective: Objective, method: str) -> int:
    """Return how many steps a size may take to arrive: the more, the less each of them costs."""
    if isinstance(objective, Quadratic) and method == "gradient descent":
        return MOST_FORESEEN_STEPS
    return MOST_SEARCHED_STEPS if method == "line search" else MOST_STEPS


def describe_sweep(settings: Settings, own: Swept, found: Outcome) -> str:
    """The sweep of the page's own run in a sentence or two."""
    here = describe_own_run(settings, found)
    if own.best is None:
        return f"No step size arrives within {counted(own.tried)}. {here}"
    size, steps = own.best
    return f"Quickest: α = {figure(size, STEP_SIZE_DIGITS)}, {counted(steps)}. {here}"


def describe_own_run(settings: Settings, found: Outcome) -> str:
    """Say whether the run that is shown arrives, and what ended it where it does not."""
    run, arrival = found.run, found.motion.arrival
    now = f"This run, with α = {figure(settings.step_size)},"
    if arrival is not None:
        ended = f" and stops at step {whole(run.steps)}" if found.ending == "converged" else ""
        return f"{now} arrives at step {whole(arrival)}{ended}."
    ends = {
        "stopped": f"stops at step {whole(run.steps)}, before it has arrived",
        "used up": f"does not arrive in {counted(settings.iterations, 'iteration')}",
        "flew off": "flies off",
        "fell": "falls far below the picture",
        "left the domain": "leaves the domain",
    }
    return f"{now} {ends[found.ending]}."


def caption(settings: Settings, own: Swept, found: Outcome) -> str:
    """Return what stands under the sweep, as HTML: the best size, this run's own, and what was left out."""
    scattered = (("noise", step_noise(settings)), ("minibatches", settings.batch))
    without = [word for word, there in scattered if there]
    if settings.schedule != "constant":
        without.append("a schedule")
    left_out = f" Swept without {' or '.join(without)}." if without else ""
    words = escape(f"{describe_sweep(settings, own, found)}{left_out}")
    return f'<p>{words}</p><p class="caption">{ARRIVED}</p>'
