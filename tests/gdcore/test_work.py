"""Work is counted, and too much of it refused: always at the same step, and never by a run cut short."""

from functools import partial
from itertools import count

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gdcore import (
    FUNCTIONS,
    METHODS,
    SOLVERS,
    LeastSquares,
    Objective,
    TooLong,
    descend,
    plan_run,
    solve,
    typed,
    work_of,
)
from gdcore.work import Meter

RUNS = st.fixed_dictionaries(
    {
        "method": st.sampled_from(list(METHODS)),
        "noise": st.sampled_from([0.0, 1.0]),
        "seed": st.integers(0, 9),
        "step_size": st.sampled_from([1e-4, 0.01, 1.0]),
    }
)


def most_of(objective, **given):
    return work_of(plan_run(objective, **given))


def line(samples=40):
    x = np.linspace(-1, 1, samples)
    return LeastSquares(np.column_stack([np.ones_like(x), x]), 3 * x + np.sin(99 * x))


OBJECTIVES = {
    "one": FUNCTIONS["double well"],
    "two": FUNCTIONS["himmelblau"],
    "typed": typed("sin(x)*y + x**2 + y**2/9", 2),
    "bowl": line(),
}


def steps_within(limit, objective, **arguments):
    """The steps that fit into a limit, None where all do."""
    try:
        descend(objective, most_work=limit, **arguments)
    except TooLong as error:
        return error.steps
    return None


@given(st.sampled_from(sorted(OBJECTIVES)), RUNS, st.floats(1e3, 3e5))
def test_what_is_too_long_is_so_again_and_what_fits_is_its_beginning_to_the_bit(name, arguments, limit):
    objective = OBJECTIVES[name]
    steps = steps_within(limit, objective, iterations=5000, **arguments)
    assume(steps)
    assert steps_within(limit, objective, iterations=5000, **arguments) == steps
    assert steps_within(limit, objective, iterations=9000, **arguments) == steps
    offered = descend(objective, iterations=steps, most_work=limit, **arguments)
    whole = descend(objective, iterations=5000, **arguments)
    assert offered.steps == steps and offered.status == "iterations"
    np.testing.assert_array_equal(offered.theta, whole.theta[: steps + 1])


@given(st.sampled_from(sorted(OBJECTIVES)), RUNS, st.integers(1, 300), st.sampled_from([None, 1, 7]))
@example("bowl", {"method": "nesterov", "noise": 0.0, "seed": 0, "step_size": 1e-4}, 180, 7)  # rounded down
def test_a_run_is_never_more_work_than_was_foretold(name, arguments, iterations, batch):
    given = arguments | {"iterations": iterations, "batch": batch if name == "bowl" else None}
    most = most_of(OBJECTIVES[name], **given)
    assert steps_within(most, OBJECTIVES[name], **given) is None


@pytest.mark.parametrize("method", METHODS)
def test_a_run_that_ends_early_may_have_been_asked_for_as_long_as_you_like(method):
    bowl, given = OBJECTIVES["two"], {"method": method, "step_size": 0.01, "precision": 0.02}
    short = descend(bowl, iterations=2000, **given)
    assert short.status == "converged"
    enough = most_of(bowl, iterations=short.steps + 1, **given)
    long = descend(bowl, iterations=10_000_000, most_work=enough, **given)
    np.testing.assert_array_equal(long.theta, short.theta)


def counted(calls):
    """A function that is never level, and counts how often it is evaluated."""

    def formula(x):
        calls.append(1)
        return x * x

    def partials(x):
        calls.append(1)
        return (2 * x,)

    return Objective(formula, partials, start=[3.0], domain=[(-5, 5)], minima=[[0.0]])


@pytest.mark.parametrize("limit", [1e4, 1e5, 1e6])
def test_evaluations_are_in_proportion_to_the_limit_however_many_a_step_takes(limit):
    for noise in (0.0, 0.001, 50.0):
        calls = []
        steps = steps_within(
            limit, counted(calls), method="line search", step_size=1e9, noise=noise, iterations=10**6
        )
        assert steps
        assert limit / 400 < len(calls) < limit / 50 + 100


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_solver_stops_at_the_same_work_each_time(solver):
    objective = FUNCTIONS["rosenbrock"]
    found = []
    for _ in range(2):
        with pytest.raises(TooLong) as caught:
            solve(objective, solver=solver, iterations=1000, most_work=2e5)
        found.append(caught.value.steps)
    assert found[0] == found[1] > 0
    offered = solve(objective, solver=solver, iterations=found[0], most_work=2e5)
    whole = solve(objective, solver=solver, iterations=1000)
    np.testing.assert_array_equal(offered.theta, whole.theta[: found[0] + 1])


def test_more_of_anything_is_more_work():
    short, long = typed("sin(x) + y", 2), typed("sin(x*y) + cos(x/3)*exp(-y**2)*tanh(x) + y", 2)
    assert most_of(short, iterations=100) < most_of(long, iterations=100)
    assert most_of(short, iterations=100) < most_of(short, iterations=100, noise=1.0)
    assert most_of(short, iterations=100) < most_of(short, iterations=100, method="adam")
    assert most_of(short, iterations=100) < most_of(short, iterations=200)
    assert most_of(line(), iterations=100, batch=2) < most_of(line(), iterations=100, batch=20)
    assert most_of(line(50), iterations=100, batch=2) < most_of(line(50_000), iterations=100, batch=2)


def test_what_needs_no_loop_may_be_long():
    assert most_of(line(), iterations=100_000) < most_of(line(), iterations=100_000, method="adam") / 9


@pytest.mark.parametrize(("tick", "ends"), [(0.0, False), (1.0, True)])
def test_on_a_core_that_is_far_too_slow_a_clock_ends_the_run(monkeypatch, tick, ends):
    looks = count()
    monkeypatch.setattr("gdcore.descent.Meter", partial(Meter, clock=lambda: tick * next(looks)))
    steps = steps_within(1e7, OBJECTIVES["two"], iterations=20_000)
    assert (steps is not None and 0 < steps < 20_000) if ends else steps is None
