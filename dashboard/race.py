"""A race: runs from one start beside each other, who arrived when, and step sizes that suit each."""

from dataclasses import replace

import numpy as np

from dashboard.places import closest
from dashboard.problems import objective_of
from dashboard.rules import Rival, written
from dashboard.settings import KEPT, MOST_RIVALS, RULES, STEP_SIZE, Settings, told
from gdcore import METHODS, Run, sweep

ARRIVED = 1e-4  # of the height of the start above the minimum it leads to
TRIED = 31  # step sizes, three decades up and down from the suggested one
LONGEST = 1000  # steps of a trial


def facts(run: Run, rivals: tuple[Run, ...], settings: Settings) -> dict[str, object]:
    """What the browser tells of a race: names, when each arrived, and how each ended."""
    runs = (run, *rivals)
    own = Rival(settings.method, settings.step_size, settings.hyperparameters)
    return {
        "runners": [name(each, settings) for each in (own, *settings.race)],
        "pinned": [bool(each.kept) for each in (own, *settings.race)],
        "arrivals": [arrival(each) for each in runs],
        "ends": [each.steps for each in runs],
        "statuses": [each.status for each in runs],
        "rise": 0.0
        if settings.chapter == "curve" or settings.scale == "log"
        else float(run.objective.lowest),
    }


def name(rival: Rival, settings: Settings) -> str:
    """A runner by its method and numbers; a pinned run by what the run of the page has otherwise."""
    if not rival.kept:
        return written(rival).replace(":", " ")
    own = Rival(settings.method, settings.step_size, settings.hyperparameters)
    differs = [written(rival).replace(":", " ")] if replace(rival, kept=()) != own else []
    rules = RULES[settings.chapter]
    for each, value in rival.kept:
        if value != getattr(settings, each) and (each != "seed" or settings.noise):
            differs.append(f"{each} {rules[each].write(value).replace(',', ', ')}")
    return f"pinned: {', '.join(differs) or 'the same'}"


def pinned(settings: Settings) -> Rival:
    """The run of these settings as a rival that stays what it is when they change."""
    kept = tuple((name, getattr(settings, name)) for name in KEPT[settings.chapter])
    return Rival(settings.method, settings.step_size, settings.hyperparameters, kept)


def unpinned(rivals: tuple[Rival, ...]) -> tuple[Rival, ...]:
    """Those that are not pinned: on another function, the start of a pinned run means nothing."""
    return tuple(rival for rival in rivals if not rival.kept)


def arrival(run: Run) -> int | None:
    """The first row from which on the run is close to a minimum, in height; None if there is none.

    With noise or minibatches it is the first that is close at all: such a run does not stay anywhere.
    """
    found = closest(run.objective.minima, run.theta[-1])
    floor = float(run.objective.value(found[0])) if found else run.objective.lowest
    height = run.loss - floor
    limit = ARRIVED * max(float(height[0]), 0.0)
    if run.estimate is not run.gradient:
        inside = np.flatnonzero(height <= limit)
        return int(inside[0]) if inside.size else None
    if run.status == "diverged" or not height[-1] <= limit:
        return None
    outside = np.flatnonzero(height > limit)
    return int(outside[-1]) + 1 if outside.size else 0


def with_rival(settings: Settings, rival: Rival) -> Settings | None:
    """The race with one more in it; None if it is full, or has this very one."""
    if len(settings.race) >= MOST_RIVALS or rival in settings.race:
        return None
    return replace(settings, race=(*settings.race, rival))


def tuned(settings: Settings) -> Settings:
    """Every runner with the step size that, of those tried, brings it closest to the bottom soonest."""
    own = tuned_rival(settings, Rival(settings.method, settings.step_size, settings.hyperparameters))
    race = tuple(tuned_rival(settings, rival) for rival in settings.race)
    return replace(settings, step_size=own.step_size, race=race)


def tuned_rival(settings: Settings, rival: Rival) -> Rival:
    if rival.step_size is None:
        return rival
    objective = objective_of(settings)
    hyperparameters = METHODS[rival.method].defaults | dict(rival.hyperparameters)
    middle = METHODS[rival.method].suggested_step(objective, **hyperparameters)
    tried = np.clip(middle * np.logspace(-2, 2.5, TRIED), STEP_SIZE.low, STEP_SIZE.high)
    found = sweep(
        objective,
        settings.start,
        tried,
        method=rival.method,
        iterations=min(settings.iterations, LONGEST),
        goal=ARRIVED,
        **hyperparameters,
    )
    best = float(f"{tried[found.best]:.2g}")
    return Rival(rival.method, best, told(rival.method, hyperparameters), rival.kept)
