"""Step sizes: those that theory knows, those worth trying, and how the slider's exponent stands for one."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from math import copysign, floor, log10
from types import MappingProxyType

from dashboard.runs.links import problem_of
from dashboard.runs.problems import objective_of, suggest_step_size, with_suggestions
from dashboard.settings.chapter import chapter_of
from dashboard.settings.values import CHAPTERS, STEP_SIZE, Settings, is_exercise
from gdcore import METHODS, Objective, Quadratic, Run, outcome
from gdcore.outcome.theory import largest_stable_step

MOST_KEPT = 16  # problems
LEAST_STEP = 1e-4
# A step size that suits a method, so many times, by the words for what that does.
TIMES = {"creeping": 0.1, "gentle": 0.3, "suggested": 1.0, "bold": 3.0, "wild": 10.0, "too big?": 30.0}
EXPONENT_STEP = 0.004  # fine enough to land on every step size of two digits


def exponents(objective: Objective, settings: Settings) -> tuple[float, float]:
    """Return the ends of the step size's slider.

    Returns
    -------
    low, high : float
        Decimal logarithms: from far too small to twice the largest stable step where theory knows it, else to
        a hundred times what suits.
    """
    return find_exponents(objective, at_any_step_size(settings))


def at_any_step_size(settings: Settings) -> Settings:
    """Return what step sizes depend on, which is everything but the step size itself."""
    return replace(settings, step_size=STEP_SIZE.low)


@lru_cache(maxsize=MOST_KEPT)
def find_exponents(objective: Objective, settings: Settings) -> tuple[float, float]:
    middle = suggest_step_size(objective, settings.method, dict(settings.hyperparameters))
    if isinstance(objective, Quadratic) and METHODS[settings.method].recurrence is not None:
        largest = 2 * max(stability(objective, settings).values(), default=objective.largest_stable_step)
    else:
        largest = 100 * middle
    least, largest = max(min(LEAST_STEP, middle / 10), STEP_SIZE.low), min(largest, STEP_SIZE.high)
    return log10(least), log10(largest)


def carried_to(settings: Settings) -> list[str]:
    """The other chapters that the step size goes along to: one that was chosen, where their slider has it."""
    is_chosen = settings.step_size != with_suggestions(problem_of(settings)).step_size
    if is_exercise(settings) or settings.method != "gradient descent" or not is_chosen:
        return []
    ends = {name: reach(name) for name in CHAPTERS if name != settings.chapter}
    return [name for name, (low, high) in ends.items() if low <= log10(settings.step_size) <= high]


@lru_cache
def reach(chapter: str) -> tuple[float, float]:
    """The slider's ends where a chapter begins."""
    return exponents(objective_of(CHAPTERS[chapter]), CHAPTERS[chapter])


def step_size_at(exponent: float, current: float = 0.0) -> float:
    """Return the step size of two digits that the slider stands for.

    Parameters
    ----------
    exponent : float
        Where the slider stands, as a decimal logarithm.
    current : float
        The step size of now; 0 for none. Where that would come out though the slider was moved, as by an
        arrow key, it is the next one that way.
    """
    found = rounded(10**exponent)
    moved = exponent - log10(found)
    if found != current or abs(moved) < EXPONENT_STEP / 2:
        return found
    return rounded(current + copysign(10.0 ** (floor(log10(current)) - 1), moved))


def rounded(value: float) -> float:
    return float(f"{value:.2g}")


def presets(settings: Settings, objective: Objective) -> Mapping[str, float]:
    """Return step sizes worth trying.

    Returns
    -------
    mapping of str to float
        By the word for what each does; all of them may be set.
    """
    return MappingProxyType(find_presets(at_any_step_size(settings), objective))


@lru_cache(maxsize=MOST_KEPT)
def find_presets(settings: Settings, objective: Objective) -> dict[str, float]:
    if not isinstance(objective, Quadratic) or settings.method != "gradient descent":
        middle = suggest_step_size(objective, settings.method, dict(settings.hyperparameters))
        return {
            word: within(middle if times == 1 else rounded(times * middle)) for word, times in TIMES.items()
        }
    own = chapter_of(settings).presets
    limit = within(objective.largest_stable_step)
    small = {"creeping": limit / 100, "small": limit / 20}
    found = (own and own(settings, objective)) or small | known(objective)
    return {word: within(step_size) for word, step_size in found.items()}


def known(objective: Quadratic) -> dict[str, float]:
    """Step sizes of plain descent on a quadratic, by what theory knows of them."""
    limit = within(objective.largest_stable_step)
    return {"1/L": limit / 2, "best": objective.best_step, "for ever": limit, "too big": 1.1 * limit}


def within(step_size: float) -> float:
    """Return the step size, or the nearest one that may be set."""
    return min(max(step_size, STEP_SIZE.low), STEP_SIZE.high)


def marked(run: Run, settings: Settings) -> dict[str, float]:
    """Return the step sizes that theory knows of: for plain descent the best and the largest stable one.

    Returns
    -------
    dict of str to float
        By what is written at each. Elsewhere than on a quadratic they are those of the minimum that the run
        reached; empty where there is no theory.
    """
    theory = outcome(run).theory
    if run.method != "gradient descent" or theory is None or theory.limit is None:
        return stability(run.objective, settings)
    best = {} if theory.best is None else {"best": theory.best}
    return best | {"2/L": theory.limit}


def stability(objective: Objective, settings: Settings) -> dict[str, float]:
    """Return half the largest stable step, and the step itself.

    Returns
    -------
    dict of str to float
        By what is written at each; empty where the objective is no quadratic, or the method has no such
        theory.
    """
    if not isinstance(objective, Quadratic):
        return {}
    limit = largest_stable_step(settings.method, objective.L, **dict(settings.hyperparameters))
    if limit is None:
        return {}
    half, whole = ("1/L", "2/L") if settings.method == "gradient descent" else ("½ max", "max")
    return {half: limit / 2, whole: limit}
