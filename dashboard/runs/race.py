"""A race: runs from one start beside each other, who arrived when, and step sizes that suit each."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dashboard.process.worker import Progress, parts
from dashboard.runs.problems import objective_of, rival_run
from dashboard.settings.chapter import chapter_of
from dashboard.settings.rivals import Rival
from dashboard.settings.values import MOST_RIVALS, PINNED, RULES, STEP_SIZE, Settings, own_runner
from dashboard.wording.words import figure, whole
from gdcore import METHODS, Run, TooLong, outcome, sweep

ENDINGS = {
    "converged": "stopped",
    "stopped": "stopped",
    "used up": "not yet",
    "flew off": "flew off",
    "fell": "fell",
    "left the domain": "left the domain",
}
STEP_SIZES_TRIED = 31
DECADES_TRIED = -2, 2.5  # from a hundredth of the suggested step size to three hundred times that
STEP_SIZES_RUN = 4  # of them, the most promising, whose very runs are looked at
MOST_TRIAL_STEPS = 1000
DIGITS = 6  # of a runner's numbers


def facts(run: Run, rivals: tuple[Run, ...], settings: Settings) -> dict[str, object]:
    """What the browser tells of a race: names, when each arrived, and how each ended."""
    runs, columns = (run, *rivals), chapter_of(settings).height
    runners = (own_runner(settings), *settings.race)
    return {
        "runners": [name(each, settings) for each in runners],
        "pinned": [bool(each.kept) for each in runners],
        "arrivals": [outcome(each).motion.arrival for each in runs],
        "ends": [each.steps for each in runs],
        "endings": [ENDINGS[outcome(each).ending] for each in runs],
        "rise": 0.0 if columns[settings.scale] == columns["log"] else float(run.objective.lowest),
    }


def name(rival: Rival, settings: Settings) -> str:
    """A runner by its method and numbers; a pinned run by what the run of the page has otherwise."""
    if not rival.kept:
        return with_numbers(rival)
    is_own = replace(rival, kept=()) == own_runner(settings)
    differs = [] if is_own else [with_numbers(rival)]
    rules = RULES[settings.chapter]
    for each, value in rival.kept:
        if value != getattr(settings, each) and (each != "seed" or settings.noise):
            differs.append(f"{each} {write_kept(rules[each], value)}")
    return f"pinned: {', '.join(differs) or 'the same'}"


def with_numbers(rival: Rival) -> str:
    """A runner by its method and the numbers of that, as a sentence has them."""
    if rival.step_size is None:
        return rival.method
    numbers = [f"{name}={figure(value, DIGITS)}" for name, value in rival.hyperparameters]
    return " ".join([rival.method, figure(rival.step_size, DIGITS), *numbers])


def write_kept(rule: Any, value: Any) -> str:
    """What a pinned run has otherwise: its numbers as in a sentence, but a seed in full."""
    if isinstance(value, tuple):
        return ", ".join(figure(each, DIGITS) for each in value)
    return figure(value, DIGITS) if isinstance(value, float) else rule.write(value)


def pin_of(settings: Settings) -> Rival:
    """The run of these settings as a rival that stays what it is when they change."""
    kept = tuple((name, getattr(settings, name)) for name in PINNED[settings.chapter])
    return replace(own_runner(settings), kept=kept)


def drop_pins(rivals: tuple[Rival, ...]) -> tuple[Rival, ...]:
    """Those that are not pinned: on another function, the start of a pinned run means nothing."""
    return tuple(rival for rival in rivals if not rival.kept)


def with_rival(settings: Settings, rival: Rival) -> Settings | None:
    """The race with one more in it; None if it is full, or has this very one."""
    if len(settings.race) >= MOST_RIVALS or rival in settings.race:
        return None
    return replace(settings, race=(*settings.race, rival))


@dataclass(frozen=True, slots=True)
class Tuned:
    """A runner with its step size, the step at which it arrives or None, and how many sizes were tried."""

    rival: Rival
    arrival: int | None
    tried: int = 0


def tune(settings: Settings, progress: Progress) -> tuple[Settings, str]:
    """Give every runner the step size of those tried with which it arrives first.

    Parameters
    ----------
    settings : Settings
        Of the page; a solver of SciPy's has no step size and stays as it is.
    progress : callable
        Told the share that is done, from 0 to 1; it may end the work by raising.

    Returns
    -------
    settings : Settings
        With these step sizes.
    words : str
        A sentence on what was found for each.
    """
    runners = (own_runner(settings), *settings.race)
    shares = parts(progress, len(runners))
    tuned = [tune_one(settings, *each) for each in zip(runners, shares, strict=True)]
    own, *rivals = (each.rival for each in tuned)
    sizes = [(each, each.rival.step_size) for each in tuned]
    words = "; ".join(describe_tuned(each, size) for each, size in sizes if size is not None)
    return replace(settings, step_size=own.step_size, race=tuple(rivals)), f"Tuned: {words}."


def describe_tuned(tuned: Tuned, step_size: float) -> str:
    rival = tuned.rival
    now = f"α = {figure(step_size)}"
    if tuned.arrival is None:
        best = f"the {STEP_SIZES_RUN} most promising of " if tuned.tried > STEP_SIZES_RUN else ""
        return f"{rival.method} keeps {now}, as none of {best}{tuned.tried} step sizes arrives"
    return f"{rival.method} arrives at step {whole(tuned.arrival)} with {now}"


def tune_one(settings: Settings, rival: Rival, progress: Progress) -> Tuned:
    """Rank step sizes by a sweep without noise, and take the first whose very run arrives."""
    if rival.step_size is None:
        return Tuned(rival, None)
    tried = rank_step_sizes(settings, rival, progress)
    for step_size in tried[:STEP_SIZES_RUN]:
        chosen = replace(rival, step_size=step_size)
        arrival = arrival_of(settings, chosen)
        if arrival is not None:
            return Tuned(chosen, arrival, len(tried))
        progress(1.0)
    return Tuned(rival, None, len(tried))


def arrival_of(settings: Settings, rival: Rival) -> int | None:
    """The step at which a rival arrives; None if it does not, or only by more work than it may be."""
    try:
        return outcome(rival_run(settings, rival)).motion.arrival
    except TooLong:
        return None


def rank_step_sizes(settings: Settings, rival: Rival, progress: Progress) -> list[float]:
    """The step sizes that are tried, as they would be shown: those that arrive first come first."""
    objective = objective_of(settings)
    hyperparameters = METHODS[rival.method].defaults | dict(rival.hyperparameters)
    middle = METHODS[rival.method].suggested_step(objective, **hyperparameters)
    within = np.clip(middle * np.logspace(*DECADES_TRIED, STEP_SIZES_TRIED), STEP_SIZE.low, STEP_SIZE.high)
    tried = np.unique([rival.step_size, *(float(f"{size:.2g}") for size in within)])
    start = ({"start": settings.start} | dict(rival.kept))["start"]
    found = sweep(
        objective,
        start,
        tried,
        method=rival.method,
        iterations=min(settings.iterations, MOST_TRIAL_STEPS),
        progress=progress,
        **hyperparameters,
    )
    return tried[np.lexsort((found.loss, found.steps))].tolist()
