"""Work is counted, and too much of it refused: always at the same step, and never by a run cut short."""

import math
from dis import get_instructions
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
from gdcore.work import (
    LEAST_SECONDS,
    OPAQUE,
    SECONDS,
    SLOWEST,
    Meter,
    before,
    instructions,
    of_evaluation,
    of_step,
    of_trial,
)
from tests.meaning import tells

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


@given(st.sampled_from(sorted(OBJECTIVES)), RUNS, st.integers(1, 300), st.sampled_from([None, 1, 7]))
def test_as_much_work_as_some_steps_are_is_enough_for_no_more(name, arguments, steps, batch):
    assume(not METHODS[arguments["method"]].trials)  # how many there will be nobody knows
    given = arguments | {"batch": batch if name == "bowl" else None}
    most = most_of(OBJECTIVES[name], iterations=steps, **given)
    run = descend(OBJECTIVES[name], iterations=steps + 1, **given)
    assume(run.status == "iterations")
    assert steps_within(most, OBJECTIVES[name], iterations=steps + 1, **given) == steps
    assert steps_within(most - 1, OBJECTIVES[name], iterations=steps, **given) == steps - 1


def test_less_work_than_a_step_is_none():
    assert steps_within(0.0, OBJECTIVES["two"]) == 0
    assert steps_within(0.0, OBJECTIVES["two"], method="line search") == 0
    assert steps_within(0.0, OBJECTIVES["bowl"], batch=1) == 0, "and less than the first epoch's draw"


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


def test_a_line_search_is_charged_for_each_evaluation_that_it_made():
    trials, until = [], []  # a run's steps are of floats, its rows of arrays

    def formula(x):
        trials.extend([x] * isinstance(x, float))
        return x * x * x * x

    def partials(x):
        until.extend([len(trials)] * isinstance(x, float))
        return (4 * x * x * x,)

    deep = Objective(formula, partials, start=[3.0], domain=[(-5, 5)], minima=[[0.0]])
    given = {"method": "line search", "step_size": 1.0, "iterations": 8}
    plan = plan_run(deep, **given)
    descend(deep, **given)
    for step, evaluations in list(enumerate(until))[1:]:
        enough = step * of_step(plan) + evaluations * of_trial(deep)
        assert steps_within(enough, deep, **given) == step
        assert steps_within(enough - 1, deep, **given) == step - 1


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
    assert most_of(line(), iterations=100) < most_of(line(), iterations=100, noise=1.0)
    assert most_of(short, iterations=100) < most_of(short, iterations=100, method="adam")
    assert most_of(short, iterations=100) < most_of(short, iterations=200)
    assert most_of(line(), iterations=100, batch=2) < most_of(line(), iterations=100, batch=20)
    assert most_of(line(50), iterations=100, batch=2) < most_of(line(50_000), iterations=100, batch=2)

    for method in ("newton", "line search"):
        assert most_of(short, method=method) < most_of(long, method=method)
    assert most_of(short, method="newton") < most_of(short, method="line search") / 10
    assert of_evaluation(short) < of_evaluation(long)


@pytest.mark.parametrize("method", ["gradient descent", "adam", "newton", "line search"])
@pytest.mark.parametrize("name", OBJECTIVES)
def test_twice_as_many_steps_are_twice_the_work(name, method):
    once, twice = (most_of(OBJECTIVES[name], method=method, iterations=count) for count in (50, 100))
    assert twice == 2 * once


def test_what_is_drawn_first_is_in_proportion_to_the_samples_and_more_for_small_batches():
    few, many = (before(plan_run(line(samples), batch=5)) for samples in (100, 1000))
    assert many == 10 * few
    one, two, four = (before(plan_run(line(100), batch=batch)) for batch in (1, 2, 4))
    assert one - two == 2 * (two - four) > 0
    assert before(plan_run(line(100))) == before(plan_run(line(100), batch=100)) == 0


def half(x):
    return x / 2


def quarter(x):
    return half(half(x))


def quarter_of_another(x):
    return math(math(x))


def endless(x):
    return endless(x)


def length(function):
    """By the place of its last instruction, as Python's disassembler has it: each is two bytes long."""
    return list(get_instructions(function))[-1].offset // 2 + 1


def test_instructions_are_those_of_a_function_and_of_what_it_calls_each_once():
    assert instructions(half) == length(half)
    assert instructions(quarter) == length(quarter) + length(half)
    assert instructions(quarter_of_another) == length(quarter_of_another), "a module is not called"
    assert instructions(endless) == length(endless)
    assert instructions(math.sin) == OPAQUE


def test_what_is_too_long_tells_how_long_it_may_be():
    assert tells(str(TooLong(12_345)), "more than 12,345 steps")
    assert str(TooLong(3, "Enough.")) == "Enough."


def test_what_needs_no_loop_may_be_long():
    assert most_of(line(), iterations=100_000) < most_of(line(), iterations=100_000, method="adam") / 9


@pytest.mark.parametrize(("tick", "ends"), [(0.0, False), (1.0, True)])
def test_on_a_core_that_is_far_too_slow_a_clock_ends_the_run(monkeypatch, tick, ends):
    looks = count()
    monkeypatch.setattr("gdcore.descent.Meter", partial(Meter, clock=lambda: tick * next(looks)))
    steps = steps_within(1e7, OBJECTIVES["two"], iterations=20_000)
    assert (steps is not None and 0 < steps < 20_000) if ends else steps is None
    assert steps_within(1e7, OBJECTIVES["two"], iterations=1000) is None, "it has come to its end by then"


@pytest.mark.parametrize(("limit", "seconds"), [(1e9, SLOWEST * SECONDS * 1e9), (1.0, LEAST_SECONDS)])
def test_a_core_may_be_some_times_slower_than_the_one_that_was_measured(limit, seconds):
    now = [0.0]
    meter = Meter(plan_run(OBJECTIVES["two"]), limit, clock=lambda: now[0])
    found = []
    for now[0] in (0.0, seconds, 1.001 * seconds):
        found.append(meter.is_late)
    assert found == [False, False, True]
