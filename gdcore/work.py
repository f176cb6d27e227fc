"""How much work a run is, counted: what is too much on one day is too much on every day.

The unit is an instruction of Python, of which a core of 2026 does one in about 6 ns. The numbers below are
what was measured, in this unit.
"""

import time
from collections.abc import Callable, Iterator
from itertools import islice
from types import FunctionType
from typing import Any, TypeVar

from gdcore.modes import goes_by_modes
from gdcore.objectives import Differentiable, Objective
from gdcore.plan import Plan

SECONDS = 6e-9  # of a unit, about
SLOWEST = 8  # times as long, and a clock ends the run: such a core is given fewer steps
LEAST_SECONDS = 0.2  # before it does: a garbage collection may fall into a run

STEP = 70  # around the rule of a method and the gradient
NOISE = 75  # on the gradient of a step
BATCH = 150  # of a step, whatever its size
SAMPLE = 6  # in the batch of a step
DRAWN, CUT = 7, 30  # each of all samples, and each batch of an epoch, before the first step
LOOK = 600  # at the objective beside its gradient, of a rule that does
TRIAL = 90  # around each evaluation of a line search
ROW, NOISY_ROW = 10, 25  # of a run that needs no loop
EVALUATION = 1500  # by one of SciPy's solvers, around the objective
ARRAYS = 8  # times as long is an instruction of a formula of arrays, which have one number each
ITERATION = 10_000  # of such a solver, beside its evaluations
OPAQUE = 50  # a function that is not written in Python

ROUNDING = 1e-6  # of a unit: what sums and differences of work may be off by

Point = TypeVar("Point")


class TooLong(ValueError):
    """A run is more work than it may be. `steps` of it are not, which may be 0."""

    def __init__(self, steps: int, message: str = "") -> None:
        super().__init__(message or f"a run of more than {steps:,} steps is more work than it may be")
        self.steps = steps


def instructions(function: Callable[..., Any]) -> int:
    """Return the length of a function's code and of what that calls, each once.

    That is what it does where it has neither loops nor branches, as rules and formulas of floats have.
    """
    counted: dict[Callable[..., Any], int] = {}
    left = [function]
    while left:
        each = left.pop()
        code = getattr(each, "__code__", None)
        if each not in counted:
            counted[each] = OPAQUE if code is None else len(code.co_code) // 2
            left += _called(each)
    return sum(counted.values())


def _called(function: Callable[..., Any]) -> list[FunctionType]:
    """Return the functions of Python that a function names."""
    names = getattr(getattr(function, "__code__", None), "co_names", ())
    known = getattr(function, "__globals__", {})
    return [known[name] for name in names if isinstance(known.get(name), FunctionType)]


def of_row(plan: Plan) -> float:
    """Return the work of a row of a run that needs no loop."""
    return NOISY_ROW if plan.deviation else ROW


def of_step(plan: Plan) -> float:
    """Return the work of a step, without the trials of a line search."""
    method, objective, n = plan.method, plan.objective, plan.start.size
    work = STEP + instructions(objective.partials)
    if method.reads_objective:
        work += LOOK + instructions(objective.seconds)
    else:
        work += n * instructions(method.rule)
    if plan.deviation:
        work += NOISE
    if plan.batches:
        work += BATCH + SAMPLE * plan.batches.batch
    return work


def before(plan: Plan) -> float:
    """Return the work before the first step: an epoch is drawn whole."""
    if not plan.batches:
        return 0.0
    m: int = plan.batches.objective.m
    return DRAWN * m + CUT * m / plan.batches.batch


def of_trial(objective: Objective) -> float:
    """Return the work of an evaluation in a line search."""
    return TRIAL + instructions(objective.formula)


def of_evaluation(objective: Objective) -> float:
    """Return the work of an evaluation by one of SciPy's solvers, of arrays of one number."""
    return EVALUATION + ARRAYS * instructions(objective.formula)


def most(plan: Plan) -> float:
    """Return what a run may cost, if it neither ends early nor finds low points soon."""
    if goes_by_modes(plan):
        return of_row(plan) * plan.iterations
    step = of_step(plan) + plan.method.trials * of_trial(plan.objective)
    return before(plan) + plan.iterations * step


class Meter:
    """Ends a run that is walked where it has become more work than it may be.

    Parameters
    ----------
    plan : Plan
        Of the run.
    limit : float
        The most work that it may be.
    clock : callable
        Seconds of this thread. A core that is several times slower than the one that was measured stops by
        it, after a number of steps that is not the same each time: the last guard.
    """

    def __init__(self, plan: Plan, limit: float, clock: Callable[[], float] = time.thread_time) -> None:
        self.step, self.trial = of_step(plan), of_trial(plan.objective)
        self.left = limit - before(plan) + ROUNDING
        self.searches = bool(plan.method.trials)
        self.trials = 0  # since the last step
        self.clock, self.deadline = clock, clock() + max(LEAST_SECONDS, SLOWEST * SECONDS * limit)

    @property
    def is_late(self) -> bool:
        """Whether the clock says that it is enough."""
        return self.clock() > self.deadline

    def allow(self, points: Iterator[Point]) -> Iterator[Point]:
        """Return the points of as many steps as may be."""
        return self._counted(points) if self.searches else islice(points, max(0, int(self.left // self.step)))

    def _counted(self, points: Iterator[Point]) -> Iterator[Point]:
        for point in points:
            self.left -= self.step + self.trial * self.trials
            self.trials = 0
            if self.left < 0:
                return
            yield point

    def watch(self, view: Differentiable) -> Differentiable:
        """Return what a method sees, counting how often a line search evaluates it."""
        return Watched(view, self) if self.searches else view


class Watched:
    """An objective, or a view of it, each evaluation of which is counted by a meter."""

    __slots__ = ("_meter", "_view")

    def __init__(self, view: Differentiable, meter: Meter) -> None:
        self._view, self._meter = view, meter

    def formula(self, *theta: Any) -> Any:
        """Return the value at θ, and count that."""
        self._meter.trials += 1
        return self._view.formula(*theta)

    def partials(self, *theta: Any) -> tuple[Any, ...]:
        """Return the partial derivatives at θ."""
        return self._view.partials(*theta)
