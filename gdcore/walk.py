"""Descent step by step, for any objective and method."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice, repeat
from math import nan
from operator import add
from types import FunctionType
from typing import Any

import numpy as np

from gdcore.arrays import Floats
from gdcore.methods.arithmetic import FAILURES
from gdcore.objectives import Differentiable
from gdcore.plan import Plan
from gdcore.rows import Rows, ending, largest_excess, least_loss
from gdcore.work import Meter, TooLong

STEPS_BETWEEN_LOOKS = 1000  # steps between two looks at whether the run has ended

Point = tuple[float, ...]
State = tuple[Any, ...]  # of the method: each has its own
Advance = Callable[[Any, Point, Point, State, float], tuple[Point, State]]


def descend_by_steps(plan: Plan, meter: Meter | None = None) -> Rows:
    """Return the rows of a run, up to its end or some steps beyond it, where they may not be finite.

    The points are Python floats: arithmetic on two of them is some ten times faster than on an array. Raises
    `TooLong` where a meter ends the run before it has come to its own end.
    """
    objective = plan.objective
    steps: Iterator[Point] = islice(_steps(plan, meter), plan.iterations)
    if meter is not None:
        steps = meter.allow(steps)
    first, walked = Rows.at(objective, plan.start[:, None]), 0
    most, least = largest_excess(objective, first.excess.item()), least_loss(objective, first.loss.item())
    blocks = [first]
    while block := list(islice(steps, STEPS_BETWEEN_LOOKS)):
        blocks.append(Rows.at(objective, _reals(np.array(block).T)))
        latest = Rows.joined([blocks[-2].last, blocks[-1]])
        if ending(latest, most, plan.precision, least):
            break
        walked += len(block)
        if meter is not None and walked < plan.iterations and meter.is_late:
            raise TooLong(walked)
    else:
        if walked < plan.iterations:
            raise TooLong(walked)
    return Rows.joined(blocks)


def _steps(plan: Plan, meter: Meter | None) -> Iterator[Point]:
    """Yield the points after the start; where floats fail there is none, and none after it."""
    point = tuple(plan.start.tolist())
    advance = _advance(plan, len(point))
    state = plan.method.init(point) if plan.method.reads_objective else tuple(map(plan.method.init, point))
    views: Iterator[Differentiable] = repeat(plan.objective)
    if plan.batches:
        views = plan.batches.views(plan.iterations)
    step_sizes = repeat(plan.step_size) if plan.steps_alike else _floats(plan.step_sizes)
    pushes = None if plan.noise is None else _floats(plan.noise)
    for view, step_size in zip(views, step_sizes, strict=False):
        if meter is not None:
            view = meter.watch(view)
        try:
            estimate = view.partials(*point)
            if pushes:
                estimate = tuple(map(add, estimate, next(pushes)))
            point, state = advance(view, point, estimate, state, step_size)
        except FAILURES:
            yield (nan,) * len(point)
            return
        yield point


def _advance(plan: Plan, n: int) -> Advance:
    """Return the rule for a whole point, written out for one and for two coordinates to be quicker."""
    method = plan.method
    update = _given(method.rule, plan.hyperparameters)

    def one(view: Any, point: Point, estimate: Point, states: State, step_size: float) -> tuple[Point, State]:
        x, state = update(*point, *estimate, *states, step_size)
        return (x,), (state,)

    def two(view: Any, point: Point, estimate: Point, states: State, step_size: float) -> tuple[Point, State]:
        (x, y), (along_x, along_y), (of_x, of_y) = point, estimate, states
        x, of_x = update(x, along_x, of_x, step_size)
        y, of_y = update(y, along_y, of_y, step_size)
        return (x, y), (of_x, of_y)

    def many(
        view: Any, point: Point, estimate: Point, states: State, step_size: float
    ) -> tuple[Point, State]:
        pairs = [update(*each, step_size) for each in zip(point, estimate, states, strict=True)]
        return tuple(x for x, _ in pairs), tuple(state for _, state in pairs)

    return update if method.reads_objective else {1: one, 2: two}.get(n, many)


def _given(rule: Callable[..., Any], hyperparameters: Mapping[str, float]) -> Callable[..., Any]:
    """Return the rule with its hyperparameters as default values: no call passes them quicker."""
    values = tuple(hyperparameters.values())
    return FunctionType(rule.__code__, rule.__globals__, rule.__name__, values, rule.__closure__)


def _reals(points: Floats) -> Floats:
    """Return a copy of the points, NaN where one has left the real numbers, as powers of floats may."""
    if np.iscomplexobj(points):
        points = np.where(points.imag == 0, points.real, nan)
    return points.copy()


def _floats(rows: Floats) -> Iterator[Any]:
    """Yield the rows of an array as Python floats, or lists of them, without a list of all."""
    for first in range(0, len(rows), STEPS_BETWEEN_LOOKS):
        yield from rows[first : first + STEPS_BETWEEN_LOOKS].tolist()
