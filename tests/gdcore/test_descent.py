import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import (
    FUNCTIONS,
    METHODS,
    LeastSquares,
    Objective,
    Quadratic,
    descend,
    design,
    diabetes_data,
    plan_run,
    post_data,
)

PARABOLA = FUNCTIONS["parabola"]


def posts_line() -> LeastSquares:
    data = post_data()
    return LeastSquares(design(data.x), data.y)


def test_the_posts_curve_to_the_last_digit():
    run = descend(PARABOLA, 15, step_size=0.01, precision=0.001, iterations=10_000)
    assert run.status == "converged"
    assert run.steps == 273
    assert run.theta[-1, 0] == 3.0482947486472045
    distances = (3 - run.theta[:, 0]) ** 2
    assert distances[0] == 144
    assert distances[1] == 138.2976
    assert distances[-1] == 0.0023323827468966617
    assert run.gradient[0, 0] == 24
    assert run.theta[1, 0] == 14.76


def test_the_posts_line():
    run = descend(posts_line(), iterations=5000)
    np.testing.assert_allclose(run.theta[-1], [1.20, 62.81], atol=0.01)
    assert run.loss[-1] == pytest.approx(54.92, abs=0.005)
    assert run.loss[0] == pytest.approx(1950, rel=0.02)
    assert run.steps == 5000
    assert run.status == "iterations"


@pytest.mark.parametrize(("step_size", "settles"), [(1.82, True), (1.83, False)])
def test_the_posts_line_diverges_beyond_two_over_l(step_size, settles):
    run = descend(posts_line(), step_size=step_size, iterations=5000)
    assert run.status == ("iterations" if settles else "diverged")
    assert (run.excess[-1] < run.excess[0]) == settles


@pytest.mark.parametrize("batch", [None, 10])
def test_noise_is_added_to_the_gradient_and_steps_are_made_with_the_sum(batch):
    run = descend(posts_line(), step_size=0.1, noise=3.0, seed=5, iterations=20, batch=batch)
    np.testing.assert_allclose(run.theta[1:], run.theta[:-1] - 0.1 * run.estimate[:-1], rtol=1e-12)
    if batch is None:
        drawn = 3.0 * np.random.default_rng(5).standard_normal((21, 2))
        np.testing.assert_allclose(run.estimate - run.gradient, drawn, atol=1e-10)


def test_what_is_left_out_is_the_objectives_own():
    run = descend(PARABOLA)
    assert run.theta[0].tolist() == [15]
    assert (run.step_size, run.steps, run.method) == (0.01, 1000, "gradient descent")
    assert run.objective is PARABOLA
    assert (run.seed, run.estimate) == (0, run.gradient)
    plan = plan_run(PARABOLA)
    assert (plan.iterations, plan.deviation, plan.seed) == (1000, 0, 0)


def test_the_most_noise_and_the_last_seed_are_taken():
    assert descend(PARABOLA, noise=1e300, seed=2**32 - 1, iterations=1).seed == 4_294_967_295


@given(
    st.floats(-1e150, 1e150),
    st.floats(1e-12, 1e12),
    st.integers(1, 3000),
    st.none() | st.floats(0, 1e3),
    st.sampled_from([0.0, 1.0, 1e200]),
)
def test_the_contract_holds_for_any_run(start, step_size, iterations, precision, noise):
    run = descend(
        PARABOLA, start, step_size=step_size, iterations=iterations, precision=precision, noise=noise, seed=7
    )
    rows = (run.theta, run.loss, run.gradient, run.estimate, run.excess)
    assert {len(row) for row in rows} == {run.steps + 1}
    assert all(np.isfinite(row).all() for row in rows)
    assert run.theta[0, 0] == start
    assert (run.excess >= 0).all()
    assert run.theta.shape == run.gradient.shape == run.estimate.shape == (run.steps + 1, 1)
    np.testing.assert_allclose(run.loss, PARABOLA.value(run.theta.T), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(run.gradient[:, 0], 2 * (run.theta[:, 0] - 3), rtol=1e-12, atol=1e-14)
    moves = np.abs(np.diff(run.theta[:, 0]))
    limit = max(1e4 * run.excess[0], 18.0**2)
    if run.status == "converged":
        assert moves[-1] <= precision
    if run.status == "iterations":
        assert run.steps == iterations
    if precision is not None:
        last = run.status != "iterations"  # which ends a run, and may be short where it diverges, too
        assert (moves[: len(moves) - last] > precision).all()
    assert (run.excess[:-1] <= limit).all()
    if run.status == "diverged" and run.excess[-1] <= limit:  # the next row would not have been finite
        with np.errstate(over="ignore"):
            moved = run.theta[-1, 0] - step_size * run.estimate[-1, 0]
            assert not np.isfinite((moved - 3) ** 2)


@pytest.mark.parametrize(("step_size", "steps"), [(1.1, 26), (1.001, 2305)])
def test_divergence_is_told_at_ten_thousand_times_the_start(step_size, steps):
    factor = 1 - 2 * step_size
    assert steps == np.ceil(np.log(100) / np.log(-factor))  # 100² is 10⁴
    run = descend(PARABOLA, step_size=step_size, iterations=5000)
    assert (run.status, run.steps) == ("diverged", steps)
    expected = 3 + 12 * factor ** np.arange(steps + 1)
    np.testing.assert_allclose(run.theta[:, 0], expected, rtol=1e-12)
    assert run.excess[-2] <= 1e4 * 144 < run.excess[-1]


def test_from_near_the_minimum_the_plot_is_the_measure():
    run = descend(PARABOLA, 3.001, step_size=1.1)
    height = 18.0**2  # of the parabola's ends, −15 and 21
    assert run.status == "diverged"
    assert run.excess[-2] <= height < run.excess[-1]


@pytest.mark.parametrize(("start", "low"), [(1.0, -8), (40.0, -64_000)])
def test_a_run_that_falls_far_below_its_start_and_all_that_is_known_has_diverged(start, low):
    fall = Objective(lambda x: -x * x * x, lambda x: (-3 * x * x,), start=[1], domain=[(-2, 2)])
    run = descend(fall, start, step_size=0.1)
    least = low - 1e4 * 16  # the picture goes from −8 to 8
    assert run.status == "diverged"
    assert run.loss[-1] < least <= run.loss[-2]


def test_a_run_whose_first_step_leads_out_of_the_numbers_is_its_start():
    pole = Objective(lambda x: x * x, lambda x: (1 / x,), start=[1], domain=[(-2, 2)], minima=[[0]])
    run = descend(pole, step_size=1)
    assert (run.status, run.steps) == ("diverged", 0)


@pytest.mark.parametrize("step_size", [0.01, 1.1])
def test_from_the_minimum_nothing_moves(step_size):
    run = descend(PARABOLA, 3, step_size=step_size, iterations=50, precision=0)
    assert (run.status, run.steps, run.theta[-1, 0]) == ("converged", 1, 3)


def test_a_small_step_size_stops_at_once():
    run = descend(PARABOLA, step_size=1e-6, precision=0.001)
    assert (run.status, run.steps) == ("converged", 1)
    assert run.excess[-1] > 143


def test_precision_zero_stops_when_nothing_moves():
    run = descend(PARABOLA, step_size=0.4, precision=0)
    assert run.status == "converged"
    assert (run.theta[-1] == run.theta[-2]).all()
    assert (np.diff(run.theta[:-1], axis=0) != 0).all()


def test_precision_is_euclidean():
    bowl = Quadratic(np.eye(2), [0, 0])
    first = 0.5  # of (3, 4), whose length is 5
    assert descend(bowl, [3, 4], step_size=0.1, precision=first * 1.0001).steps == 1
    assert descend(bowl, [3, 4], step_size=0.1, precision=first * 0.9999).steps == 2


def test_excess_and_loss_of_raw_data():
    data = diabetes_data()
    fit = LeastSquares(design(data.x), data.y)
    run = descend(fit, iterations=5000)
    np.testing.assert_allclose(run.loss, fit.lowest + run.excess, rtol=1e-13)
    assert (np.diff(run.excess) < 0).all()


def test_noise_is_gaussian_and_repeatable():
    arguments = {"step_size": 0.1, "iterations": 20_000, "noise": 3.0}
    run, again = descend(PARABOLA, seed=1, **arguments), descend(PARABOLA, seed=1, **arguments)
    other = descend(PARABOLA, seed=2, **arguments)
    for rows in ("theta", "loss", "gradient", "estimate", "excess"):
        assert getattr(run, rows).tobytes() == getattr(again, rows).tobytes()
    assert (run.theta[1] != other.theta[1]).all()
    noise = (run.estimate - run.gradient)[:, 0]
    assert noise.std() == pytest.approx(3, rel=0.03)
    assert noise.mean() == pytest.approx(0, abs=0.1)
    # The variance that fixed steps settle at: α²σ² / (1 − (1 − αλ)²) with λ = 2.
    assert run.theta[100:, 0].var() == pytest.approx(0.01 * 9 / (1 - 0.8**2), rel=0.1)


def test_without_noise_the_estimate_is_the_gradient_and_the_seed_nothing():
    run, other = descend(PARABOLA, seed=1), descend(PARABOLA, seed=2)
    assert run.estimate is run.gradient
    assert run.theta.tobytes() == other.theta.tobytes()


@pytest.mark.parametrize("noise", [0.0, 5.0])
@pytest.mark.parametrize("iterations", [1, 63, 64, 65, 1000])
def test_a_shorter_run_is_the_beginning_of_a_longer_one(iterations, noise):
    short = descend(posts_line(), iterations=iterations, noise=noise)
    long = descend(posts_line(), iterations=1500, noise=noise)
    np.testing.assert_allclose(short.theta, long.theta[: iterations + 1], rtol=1e-13)
    np.testing.assert_allclose(short.estimate, long.estimate[: iterations + 1], rtol=1e-11)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"start": [1.0]}, r"start must be finite numbers of shape \(2,\), not \[1.0\]"),
        ({"start": 1.0}, r"start must be finite numbers of shape \(2,\), not 1.0"),
        ({"start": [1.0, np.nan]}, r"start must be finite numbers of shape \(2,\), not \[1.0, nan\]"),
        (
            {"start": [1e200, 0]},
            r"start must be a point where loss and gradient are finite, not \[1e\+200, 0.0\]",
        ),
        ({"step_size": 0}, "step_size must be a finite number above 0, not 0"),
        ({"step_size": -1}, "step_size must be a finite number above 0, not -1"),
        ({"step_size": np.inf}, "step_size must be a finite number above 0, not inf"),
        ({"step_size": "a"}, "step_size must be a finite number above 0, not 'a'"),
        ({"iterations": 0}, "iterations must be a whole number from 1 to 10,000,000, not 0"),
        ({"iterations": 2.5}, "iterations must be a whole number from 1 to 10,000,000, not 2.5"),
        ({"iterations": True}, "iterations must be a whole number from 1 to 10,000,000, not True"),
        ({"iterations": 10**12}, "iterations must be a whole number from 1 to 10,000,000, not 1000000000000"),
        ({"precision": -1}, "precision must be a finite number of 0 or more, not -1"),
        ({"precision": np.nan}, "precision must be a finite number of 0 or more, not nan"),
        ({"noise": -1}, "noise must be a number from 0 to 1e300, not -1"),
        ({"noise": 1e301}, r"noise must be a number from 0 to 1e300, not 1e\+301"),
        ({"seed": -1}, "seed must be a whole number from 0 to 4,294,967,295, not -1"),
        ({"seed": 2**32}, "seed must be a whole number from 0 to 4,294,967,295, not 4294967296"),
        ({"seed": None}, "seed must be a whole number from 0 to 4,294,967,295, not None"),
        ({"method": "newtons"}, "method must be one of 'gradient descent', 'momentum', .* not 'newtons'"),
        ({"method": ["gradient descent"]}, "method must be one of 'gradient descent'"),
    ],
)
def test_bad_arguments_are_told(arguments, message):
    with pytest.raises(ValueError, match=message):
        descend(posts_line(), **arguments)


def test_a_start_without_a_finite_gradient_is_told():
    root = Objective(
        lambda x: x * x, lambda x: (1 / x,), start=[1], domain=[(-1, 1)], minima=[[0]]
    )  # its partial is none, but that is what a pole looks like
    with pytest.raises(
        ValueError, match=r"start must be a point where loss and gradient are finite, not \[0.0\]"
    ):
        descend(root, 0)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_by_every_method(function, method):
    objective = FUNCTIONS[function]
    suggested = METHODS[method].suggested_step(objective)
    for step_size in (suggested, 1e3 * suggested):
        run = descend(objective, method=method, step_size=step_size, iterations=300)
        rows = (run.theta, run.loss, run.gradient, run.excess)
        assert all(np.isfinite(each).all() and len(each) == run.steps + 1 for each in rows)
        np.testing.assert_allclose(run.loss, objective.value(run.theta.T), rtol=1e-9, atol=1e-9)
        assert run.status == "diverged" or run.steps == 300
