"""From settings to what is descended, and to the run of it. Equal settings share one problem and one run."""

from dataclasses import replace
from functools import lru_cache
from math import inf
from typing import Any

from dashboard.exercises.puzzles import bug_of
from dashboard.settings.chapter import chapter_of, step_noise
from dashboard.settings.kinds import Rival
from dashboard.settings.values import STEP_SIZE, Settings
from gdcore import (
    METHODS,
    SOLVERS,
    LeastSquares,
    Objective,
    Run,
    descend,
    descend_wrongly,
    solve,
    work_of,
)

MOST_WORK = 7_000_000  # of all runs of a page, in the unit of `gdcore.work`: some 45 ms
KEPT = 16  # runs: the largest take 8 MB each


def objective_of(settings: Settings) -> Objective:
    return chapter_of(settings).objective(settings)


def steadied(settings: Settings) -> Settings:
    """Settings whose own data are standardised, where they cannot be descended on as they are."""
    try:
        objective_of(settings)
    except ValueError:
        return replace(settings, standardise=True)
    return settings


def at_home(settings: Settings) -> Settings:
    """Settings with the start and the step size that suit their function and method."""
    objective = objective_of(settings)
    return replace(
        settings,
        start=tuple(float(f"{coordinate:.6g}") for coordinate in objective.start),
        step_size=suggested(objective, settings.method, dict(settings.hyperparameters)),
    )


def suggested(objective: Objective, method: str, hyperparameters: dict[str, float]) -> float:
    """A step size to begin with, of few digits, and one that may be set."""
    found = METHODS[method].suggested_step(objective, **hyperparameters)
    return min(max(float(f"{found:.6g}"), STEP_SIZE.low), STEP_SIZE.high)


def run_of(settings: Settings) -> Run:
    """The run of a page; raises TooLong where it is more work than its share."""
    return wrong_run(settings) if settings.bug else rival_run(settings, walkers(settings)[0])


def walkers(settings: Settings) -> tuple[Rival, ...]:
    """Whose runs are computed step by step: the page's own, unless it is one with a fault, and its rivals."""
    own = Rival(settings.method, settings.step_size, settings.hyperparameters)
    return settings.race if settings.bug else (own, *settings.race)


def wrong_run(settings: Settings) -> Run:
    """The run of a program with a fault, whatever method the settings name."""
    options = (settings.step_size, settings.iterations, settings.precision or None)
    return faulty(objective_of(settings), settings.start, bug_of(settings.bug), *options)


@lru_cache(maxsize=KEPT)
def faulty(
    objective: LeastSquares,
    start: tuple[float, ...],
    bug: str,
    step_size: float,
    iterations: int,
    precision: float | None,
) -> Run:
    return descend_wrongly(
        objective, start, bug=bug, step_size=step_size, iterations=iterations, precision=precision
    )


def rivals_of(settings: Settings) -> tuple[Run, ...]:
    """The other runs of a race: from the same start, with the same noise or the same minibatches.

    Raises TooLong where one of them is more work than its share: no visitor may keep the others waiting.
    """
    return tuple(rival_run(settings, rival) for rival in settings.race)


def rival_run(settings: Settings, rival: Rival) -> Run:
    """The run of a method in the problem of these settings; ValueError where there can be none."""
    share = share_of(settings)
    most_work = share if work(settings, rival) > share else None
    objective, start, options = asked(settings, rival)
    if rival.method in SOLVERS:
        return solution(objective, start, rival.method, settings.iterations, options["precision"], most_work)
    return run(objective, start, tuple(options.items()), most_work)


def asked(settings: Settings, rival: Rival) -> tuple[Objective, tuple[float, ...], dict[str, Any]]:
    """What a rival descends on, from where, and what `descend` is told beside."""
    settings = replace(settings, **dict(rival.kept))
    objective, noise = objective_of(settings), step_noise(settings)
    options = {
        "method": rival.method,
        "step_size": rival.step_size,
        "schedule": settings.schedule,
        "iterations": settings.iterations,
        "precision": settings.precision or None,
        "noise": noise,
        "seed": settings.seed if noise or settings.batch else 0,
        "batch": min(settings.batch, objective.m) if settings.batch else None,  # type: ignore[attr-defined]
        **dict(rival.hyperparameters),
    }
    return objective, settings.start, options


def work(settings: Settings, rival: Rival) -> float:
    """The most work that a rival may come to; of one of SciPy's solvers that is not known beforehand."""
    objective, start, options = asked(settings, rival)
    return inf if rival.method in SOLVERS else work_of(objective, start, **options)


@lru_cache(maxsize=KEPT)
def share_of(settings: Settings) -> float:
    """The most work that each run of a page may be: all alike, but what some need not is the others'."""
    left, needs = float(MOST_WORK), sorted(work(settings, walker) for walker in walkers(settings))
    for count, need in zip(range(len(needs), 0, -1), needs, strict=True):
        if need > left / count:
            return left / count
        left -= need
    return inf


@lru_cache(maxsize=KEPT)
def run(
    objective: Objective,
    start: tuple[float, ...],
    options: tuple[tuple[str, Any], ...],
    most_work: float | None,
) -> Run:
    return descend(objective, start, most_work=most_work, **dict(options))


@lru_cache(maxsize=KEPT)
def solution(
    objective: Objective,
    start: tuple[float, ...],
    solver: str,
    iterations: int,
    precision: float | None,
    most_work: float | None,
) -> Run:
    return solve(
        objective, start, solver=solver, iterations=iterations, precision=precision, most_work=most_work
    )
