"""From settings to what is descended, and to the run of it. Equal settings share one problem and one run."""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf
from typing import Any

from dashboard.exercises.puzzles import bug_of
from dashboard.settings.chapter import chapter_of, step_noise
from dashboard.settings.rivals import Rival
from dashboard.settings.values import STEP_SIZE, Settings, own_runner
from gdcore import (
    METHODS,
    SOLVERS,
    LeastSquares,
    Objective,
    Run,
    TooLong,
    carry_out,
    descend_wrongly,
    plan_run,
    solve,
    work_of,
)
from gdcore.plan import Plan

MOST_WORK = 7_000_000  # of all runs of a page, in the unit of `gdcore.work`: some 45 ms
MOST_KEPT = 16  # runs: the largest take 8 MB each


@lru_cache(maxsize=MOST_KEPT)
def objective_of(settings: Settings) -> Objective:
    """Return what is descended on in some settings; equal settings share one.

    Raises
    ------
    ValueError
        Where there is none such: the message is for the visitor.
    """
    return chapter_of(settings).objective(settings)


def standardise_if_needed(settings: Settings) -> Settings:
    """Settings whose own data are standardised, where they cannot be descended on as they are."""
    try:
        objective_of(settings)
    except ValueError:
        return replace(settings, standardise=True)
    return settings


@lru_cache(maxsize=MOST_KEPT)
def with_suggestions(settings: Settings) -> Settings:
    """Settings with the start and the step size that suit their function and method."""
    objective = objective_of(settings)
    return replace(
        settings,
        start=tuple(float(f"{coordinate:.6g}") for coordinate in objective.start),
        step_size=suggest_step_size(objective, settings.method, dict(settings.hyperparameters)),
    )


def suggest_step_size(objective: Objective, method: str, hyperparameters: dict[str, float]) -> float:
    """Return a step size to begin with.

    Parameters
    ----------
    objective : Objective
        What is descended on.
    method : str
        A name in `METHODS`.
    hyperparameters : dict of str to float
        Those that are not the method's defaults.

    Returns
    -------
    float
        What the method suggests, to six digits, and within the step sizes that may be set.
    """
    found = METHODS[method].suggested_step(objective, **hyperparameters)
    return min(max(float(f"{found:.6g}"), STEP_SIZE.low), STEP_SIZE.high)


def run_of(settings: Settings) -> Run:
    """Return the run of a page, without its rivals'.

    Raises
    ------
    TooLong
        Where it is more work than its share of what a page may have.
    ValueError
        Where there can be no such run.
    """
    return buggy_run(settings) if settings.bug else rival_run(settings, own_runner(settings))


def rivals_of(settings: Settings) -> tuple[Run, ...]:
    """Return the other runs of a race: from the same start, with the same noise or the same minibatches."""
    return runs_of(settings)[1:]


@lru_cache(maxsize=MOST_KEPT)
def runs_of(settings: Settings) -> tuple[Run, ...]:
    """Return the run of a page, and after it those of its rivals.

    Raises
    ------
    TooLong
        Where one of them is more work than its share, as no visitor may keep the others waiting. Its `steps`
        fit all of them.
    ValueError
        Where there can be no such run.
    """
    wanted = [arguments_of(settings, walker) for walker in walkers(settings)]
    needs = tuple(map(work, wanted))
    share, runs, steps = share_of(needs), [], []
    for each, need in zip(wanted, needs, strict=True):
        try:
            runs.append(run(each, share if need > share else None))
        except TooLong as error:
            steps.append(error.steps)
    if steps:
        raise TooLong(min(steps))
    return ((buggy_run(settings),) if settings.bug else ()) + tuple(runs)


def walkers(settings: Settings) -> tuple[Rival, ...]:
    """Whose runs are computed step by step: the page's own, unless it is one with a fault, and its rivals."""
    return settings.race if settings.bug else (own_runner(settings), *settings.race)


def buggy_run(settings: Settings) -> Run:
    """The run of a program with a fault, whatever method the settings name."""
    options = (settings.step_size, settings.iterations, settings.precision or None)
    return run_with_bug(objective_of(settings), settings.start, bug_of(settings.bug), *options)


@lru_cache(maxsize=MOST_KEPT)
def run_with_bug(
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


def rival_run(settings: Settings, rival: Rival) -> Run:
    """Return the run of a method in the problem of some settings.

    Parameters
    ----------
    settings : Settings
        They say how much work the other runners need, and so what the share of this one is.
    rival : Rival
        The method and its numbers; a pinned one has a start of its own, and what else it keeps.

    Raises
    ------
    TooLong
        Where it is more work than its share.
    ValueError
        Where there can be no such run.
    """
    share = share_of(tuple(work(arguments_of(settings, walker)) for walker in walkers(settings)))
    wanted = arguments_of(settings, rival)
    return run(wanted, share if work(wanted) > share else None)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a runner descends on, from where, and what else `descend` takes; a solver of SciPy's, less."""

    objective: Objective
    start: tuple[float, ...]
    options: tuple[tuple[str, Any], ...]
    solver: str = ""


def arguments_of(settings: Settings, rival: Rival) -> Arguments:
    """Return what a runner is asked for in these settings."""
    settings = replace(settings, **dict(rival.kept)) if rival.kept else settings
    objective = objective_of(settings)
    limits = {"iterations": settings.iterations, "precision": settings.precision or None}
    if rival.method in SOLVERS:
        return Arguments(objective, settings.start, tuple(limits.items()), rival.method)
    noise = step_noise(settings)
    options = {
        "method": rival.method,
        "step_size": rival.step_size,
        "schedule": settings.schedule,
        **limits,
        "noise": noise,
        "seed": settings.seed if noise or settings.batch else 0,
        "batch": min(settings.batch, objective.m) if settings.batch else None,  # type: ignore[attr-defined]
        **dict(rival.hyperparameters),
    }
    return Arguments(objective, settings.start, tuple(options.items()))


def work(asked: Arguments) -> float:
    """Return the most work that a run may come to.

    Returns
    -------
    float
        In the unit of `gdcore.work`; infinite for a solver of SciPy's, of which nobody knows beforehand.
    """
    return inf if asked.solver else work_of(plan(asked))


@lru_cache(maxsize=MOST_KEPT)
def plan(asked: Arguments) -> Plan:
    """Return the run that is asked for, no step of which is made yet; equal arguments share one."""
    return plan_run(asked.objective, asked.start, **dict(asked.options))


@lru_cache(maxsize=MOST_KEPT)
def share_of(needs: tuple[float, ...]) -> float:
    """The most work that each run of a page may be: all alike, but what some need not is the others'."""
    left = float(MOST_WORK)
    for count, need in zip(range(len(needs), 0, -1), sorted(needs), strict=True):
        if need > left / count:
            return left / count
        left -= need
    return inf


@lru_cache(maxsize=MOST_KEPT)
def run(asked: Arguments, most_work: float | None) -> Run:
    if asked.solver:
        limits = dict(asked.options)
        return solve(asked.objective, asked.start, solver=asked.solver, most_work=most_work, **limits)
    return carry_out(plan(asked), most_work)
