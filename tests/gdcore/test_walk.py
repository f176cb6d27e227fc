import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import minimize, rosen, rosen_der

from gdcore import METHODS, SCHEDULES, Objective, Quadratic, descend
from tests.examples import examples
from tests.gdcore.checks import calls

ROSENBROCK = Objective(
    lambda x, y: (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x),
    lambda x, y: (-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
    start=[-1.2, 1],
    domain=[(-2, 2), (-1, 3)],
    minima=[(1, 1)],
    step_size=0.001,
)


def curve(formula, slope, **about) -> Objective:
    return Objective(formula, lambda x: (slope(x),), **{"start": [1], "domain": [(-2, 2)]} | about)


def test_rows_are_those_of_a_plain_loop():
    run = descend(ROSENBROCK, iterations=1234)
    theta = np.array([-1.2, 1])
    for k in range(1235):
        np.testing.assert_allclose(run.theta[k], theta, rtol=1e-9)
        assert run.loss[k] == pytest.approx(rosen(run.theta[k]), rel=1e-12)
        assert run.loss[k] == ROSENBROCK.value(run.theta[k])
        np.testing.assert_allclose(run.gradient[k], rosen_der(run.theta[k]), rtol=1e-9, atol=1e-12)
        theta = theta - 0.001 * rosen_der(theta)
    assert run.steps == 1234
    assert run.status == "iterations"
    assert run.estimate is run.gradient


def test_descent_arrives_where_scipy_does():
    bowl = curve(lambda x: x**4 / 4 + x * x - 3 * x, lambda x: x**3 + 2 * x - 3, start=[-2], minima=[[1]])
    run = descend(bowl, step_size=0.05, precision=1e-12)
    found = minimize(lambda theta: bowl.value(theta), [-2.0], tol=1e-10)
    assert run.status == "converged"
    assert run.theta[-1, 0] == pytest.approx(found.x[0], abs=1e-6)
    assert run.excess[-1] == pytest.approx(0, abs=1e-12)


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([1, 2, 3]),
    st.floats(0.05, 1.5),
    st.sampled_from([0.0, 0.5]),
    st.sampled_from([None, 1e-6, 1e-2]),
)
def test_both_ways_give_the_same_run(seed, n, share, noise, precision):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(n, n))
    bowl = Quadratic(root @ root.T + np.eye(n), rng.normal(size=n))
    same = Objective(bowl.formula, bowl.partials, start=bowl.start, domain=bowl.domain, minima=bowl.minima)
    arguments = {
        "start": rng.normal(scale=10, size=n),
        "step_size": share * bowl.largest_stable_step,
        "iterations": 1100,
        "noise": noise,
        "seed": seed,
        "precision": precision,
    }
    fast, slow = descend(bowl, **arguments), descend(same, **arguments)
    assert (fast.status, fast.steps) == (slow.status, slow.steps)
    scale = np.abs(slow.theta).max() + np.abs(bowl.minimum).max()
    for rows in ("theta", "gradient", "estimate"):
        np.testing.assert_allclose(
            getattr(fast, rows), getattr(slow, rows), rtol=0, atol=1e-10 * scale * max(1, bowl.L)
        )
    np.testing.assert_allclose(fast.loss, slow.loss, rtol=1e-9, atol=1e-10 * scale**2 * bowl.L)


@pytest.mark.parametrize("precision", [1e-2, 1e-4])
@pytest.mark.parametrize("step_size", [0.05, 0.0005])
def test_the_first_short_step_is_the_last(precision, step_size):
    bowl = curve(lambda x: x**4, lambda x: 4 * x**3, minima=[[0]])
    run = descend(bowl, step_size=step_size, iterations=10_000, precision=precision)
    x, steps = 1.0, 0
    while True:
        before, x, steps = x, x - step_size * 4 * x**3, steps + 1
        if abs(x - before) <= precision:
            break
    assert (run.status, run.steps, run.theta[-1, 0]) == ("converged", steps, x)


def test_floats_that_divide_by_zero_end_the_run():
    pole = curve(lambda x: x * x, lambda x: 1 / x, minima=[[0]])
    run = descend(pole, step_size=1)
    assert (run.status, run.steps) == ("diverged", 0)


@pytest.mark.parametrize("power", [4, 40])
def test_floats_that_overflow_end_the_run(power):
    steep = curve(
        lambda x: x**power / power,
        lambda x: x ** (power - 1),
        start=[3],
        domain=[(-(10 ** (300 / power)), 10 ** (300 / power))],
        minima=[[0]],
    )
    run = descend(steep, step_size=1)
    assert run.status == "diverged"
    assert all(np.isfinite(rows).all() for rows in (run.theta, run.loss, run.gradient, run.excess))
    with pytest.raises(OverflowError):
        x = run.theta[-1].item()
        for _ in range(3):
            x = x - x ** (power - 1)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("failure", [ZeroDivisionError, OverflowError, ValueError, "complex", "nan", "inf"])
def test_a_run_ends_on_the_last_point_where_floats_do_not_fail(method, failure):
    """The function is none below 0.5, as √(x − ½) would be; its slope leads there."""

    def guarded(x):
        if isinstance(x, np.ndarray | np.floating):
            return np.where(x < 0.5, np.nan, x)
        if x >= 0.5:
            return x
        if failure == "complex":
            return complex(x, 1)
        if isinstance(failure, str):
            return float(failure)
        raise failure

    cliff = curve(guarded, lambda x: 0 * guarded(x) + 1.0, start=[3], domain=[(-4, 4)], minima=[[0.5]])
    cliff.seconds = lambda x: (0 * guarded(x),)
    run = descend(cliff, method=method, step_size=0.4, iterations=500)
    assert all(np.isfinite(rows).all() for rows in (run.theta, run.loss, run.gradient, run.estimate))
    assert run.theta[-1, 0] >= 0.5
    if method == "line search":
        assert run.status == "iterations"  # it looks before it steps
    elif method not in ("adagrad", "adadelta"):  # whose steps may become too short to get there
        assert run.status == "diverged"
    if method == "gradient descent":
        assert run.steps == 6, "3 − 6 · 0.4 is 0.6"


SHAPES = {
    "power": lambda a: (lambda x: x**6 - a * x, lambda x: 6 * x**5 - a, lambda x: 30 * x**4),
    "pole": lambda a: (
        lambda x: 1 / (x - a),
        lambda x: -1 / ((x - a) * (x - a)),
        lambda x: 2 / ((x - a) * (x - a) * (x - a)),
    ),
    "root": lambda a: (lambda x: (x - a) ** 1.5, lambda x: 1.5 * (x - a) ** 0.5, lambda x: (x - a) ** -0.5),
    "down": lambda a: (lambda x: a * x - x * x * x, lambda x: a - 3 * x * x, lambda x: -6 * x),
    "flat": lambda a: (lambda x: 0 * x, lambda x: 0 * x, lambda x: 0 * x),
}


@examples(3)
@given(
    st.sampled_from(sorted(METHODS)),
    st.sampled_from(sorted(SHAPES)),
    st.floats(-2, 2),
    st.floats(-3, 3),
    st.sampled_from([1e-8, 1e-3, 0.1, 1.0, 30.0, 1e10, 1e300]),
    st.sampled_from([0.0, 0.1, 1e200]),
    st.sampled_from(sorted(SCHEDULES)),
)
def test_no_method_on_any_function_has_a_row_that_is_not_finite(
    method, shape, a, start, step_size, noise, schedule
):
    formula, slope, second = SHAPES[shape](a)
    function = curve(formula, slope)
    function.seconds = lambda x: (second(x),)
    with np.errstate(all="ignore"):
        assume(np.isfinite(function.value([start])) and np.isfinite(function.gradient([start])).all())
        assume(np.isfinite(function.lowest))
    run = descend(
        function,
        start,
        method=method,
        step_size=step_size,
        iterations=1500,
        noise=noise,
        schedule=schedule,
    )
    rows = (run.theta, run.loss, run.gradient, run.estimate, run.excess)
    assert all(np.isfinite(each).all() for each in rows)
    assert {len(each) for each in rows} == {run.steps + 1}
    assert run.theta[0, 0] == start
    most = max(1e4 * run.excess[0], function.height)
    assert (run.excess[:-1] <= most).all()
    assert (run.loss[:-1] >= min(function.lowest, run.loss[0]) - 1e4 * function.height).all()
    assert run.status == ("iterations" if run.steps == 1500 else run.status)


@pytest.mark.parametrize("method", ["gradient descent", "momentum", "adam", "lion"])
def test_a_run_that_falls_for_ever_has_diverged(method):
    slope = curve(lambda x: -x * x * x, lambda x: -3 * x * x)
    run = descend(slope, method=method, step_size=0.1, iterations=10_000)
    least = min(slope.lowest, run.loss[0]) - 1e4 * slope.height
    assert run.status == "diverged"
    assert run.loss[-1] < least <= run.loss[-2]


def test_a_run_goes_on_to_a_minimum_below_all_of_the_picture():
    deep = curve(lambda x: x**4 - 20 * x**3, lambda x: 4 * x**3 - 60 * x**2)
    run = descend(deep, [5.0], step_size=0.001, iterations=1000)
    assert run.status == "iterations"
    assert run.theta[-1, 0] == pytest.approx(15) and run.loss[-1] == pytest.approx(-16875)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_each_step_is_as_long_as_its_schedule_says(schedule):
    run = descend(ROSENBROCK, iterations=1234, schedule=schedule)
    factors = SCHEDULES[schedule].factor(np.arange(1234), 1234)
    theta = np.array([-1.2, 1])
    for k in range(1234):
        theta = theta - 0.001 * factors[k] * rosen_der(theta)
        np.testing.assert_allclose(run.theta[k + 1], theta, rtol=1e-9)


@pytest.mark.parametrize("slope", [-1.0, 1.0])
@pytest.mark.parametrize("step_size", [1000, 8, 6])
def test_a_run_that_has_ended_is_not_walked_on(slope, step_size):
    """Up or down a line: it never overflows, and is far beyond the plot after one to four thousand steps.

    Downhill 10⁴ times the 2 that the plot is high are far, uphill 10⁴ times the 1 that the start is.
    """
    calls = []

    def partials(x):
        calls.append(1)
        return (slope,)

    line = Objective(lambda x: x, partials, start=[0], domain=[(-1, 1)])
    run = descend(line, step_size=step_size, iterations=100_000)
    assert run.status == "diverged"
    far = 10_000 if slope < 0 else 20_000
    assert run.steps == pytest.approx(far / step_size, abs=1)
    assert len(calls) < 1000 * np.ceil(run.steps / 1000) + 100, "it is looked at after each thousand"


@pytest.mark.parametrize("n", [1, 2])
def test_one_and_two_coordinates_are_written_out(n):
    """A step is the walk, the partials, the rule of a point and that of each coordinate: no list, no sum."""
    wave = Objective(
        lambda *theta: sum(t * t for t in theta),
        (lambda x: (2 * x,)) if n == 1 else (lambda x, y: (2 * x, 2 * y)),
        start=np.ones(n),
        domain=[(-2, 2)] * n,
    )
    descend(wave)  # what is computed once
    few, many = (calls(lambda count=count: descend(wave, iterations=count)) for count in (100, 600))
    assert many - few == 500 * (3 + n)


def test_three_coordinates_go_as_one_and_two_do():
    """A sum of three functions of one coordinate each, by methods that treat each alike."""

    def bend(x):
        return x * x * x - x

    three = Objective(
        lambda *theta: sum(x * x * x * x / 4 - x * x / 2 for x in theta),
        lambda *theta: tuple(map(bend, theta)),
        start=[0.1, -2, 0.7],
        domain=[(-2, 2)] * 3,
    )
    one = curve(lambda x: x * x * x * x / 4 - x * x / 2, bend)
    for method in ("momentum", "adam", "adadelta", "lion", "nadam"):
        run = descend(three, method=method, step_size=0.01, iterations=50)
        for i, start in enumerate([0.1, -2, 0.7]):
            alone = descend(one, start, method=method, step_size=0.01, iterations=50)
            np.testing.assert_array_equal(run.theta[:, i], alone.theta[:, 0])


def test_a_run_that_climbs_ends_where_it_leaves_the_plot():
    slope = curve(lambda x: -x, lambda x: -1.0, minima=[[2]], start=[0])
    hill = curve(lambda x: -x * x, lambda x: -2 * x, domain=[(-2, 2)])
    assert descend(slope, step_size=1, iterations=5000).status == "iterations"  # down for ever is not up
    assert descend(hill, step_size=1).status == "diverged"  # until the numbers overflow
