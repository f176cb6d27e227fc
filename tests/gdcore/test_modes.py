"""Descent without a loop has to give what the loop gives, computed here as the post does it."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gdcore import (
    SCHEDULES,
    LeastSquares,
    Objective,
    Quadratic,
    Standardisation,
    descend,
    design,
    diabetes_data,
    plan_run,
    post_data,
)
from gdcore.modes import descend_by_modes
from tests.examples import examples

STEPS = 5000
STARTS = st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=2)
SHARES = st.floats(1e-4, 2.0)  # of the largest stable step
NOISES = st.sampled_from([0.0, 0.01, 10.0])


def problems() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    diabetes = diabetes_data()
    few = slice(0, 442, 9)  # as ill-conditioned, and a faster loop
    return {
        "post": (design(post_data().x), post_data().y),
        "diabetes": (design(diabetes.x[few]), diabetes.y[few]),
        "standardised": (design(Standardisation.of(diabetes.x).apply(diabetes.x)), diabetes.y),
        "large mean": (design(post_data().x[:30] + 1e4), post_data().y[:30]),
        "large scale": (design(post_data().x[:30] * 1e6), post_data().y[:30]),
        "collinear": (np.repeat(post_data().x[:30, None], 2, axis=1), post_data().y[:30]),
        "two points": (design([1.0, 3.0]), np.array([2.0, -7.0])),
    }


PROBLEMS = problems()


def plain_loop(X, y, start, step_size, steps, noise):
    theta = np.array(start, dtype=float)
    rows = [theta]
    for k in range(steps):
        theta = theta - step_size * ((X.T @ (X @ theta - y)) / len(y) + noise[k])
        rows.append(theta)
    return np.array(rows)


@examples(0.6)
@given(st.sampled_from(sorted(PROBLEMS)), STARTS, SHARES, NOISES, st.integers(0, 2**32 - 1))
def test_every_row_is_that_of_the_plain_loop(problem, start, share, noise, seed):
    X, y = PROBLEMS[problem]
    fit = LeastSquares(X, y)
    away = np.abs(fit.eigenvectors.T @ (start - fit.minimum))
    # From the very minimum of an unstable mode the loop's rounding errors grow, and ours are none.
    assume(share < 1 or away.min() > 1e-5 * (np.linalg.norm(fit.minimum) + np.linalg.norm(start)))
    step_size = share * fit.largest_stable_step
    run = descend(fit, start, step_size=step_size, iterations=STEPS, noise=noise, seed=seed)

    expected = plain_loop(X, y, start, step_size, run.steps, run.estimate - run.gradient)
    scale = np.maximum.accumulate(np.abs(expected).max(axis=1)) + np.abs(fit.minimum).max()
    assert (np.abs(run.theta - expected).max(axis=1) <= 1e-9 * scale).all()

    errors = run.theta @ X.T - y
    size = np.mean(np.abs(X) ** 2) * scale**2
    np.testing.assert_allclose(run.loss, np.mean(errors**2, axis=1) / 2, rtol=1e-9, atol=1e-12 * size.max())
    slopes = errors @ X / len(y)
    assert (np.abs(run.gradient - slopes).max(axis=1) <= 1e-9 * fit.L * scale).all()


@given(st.integers(1, 5), st.integers(1, 300), st.floats(0.01, 1.5), NOISES, st.integers(0, 2**32 - 1))
def test_any_quadratic_goes_as_its_gradient_says(n, iterations, share, noise, seed):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(n, n))
    bowl = Quadratic(root @ root.T, root @ rng.normal(size=n), 1.0)
    start = rng.normal(scale=10, size=n)
    step_size = share * bowl.largest_stable_step
    run = descend(bowl, start, step_size=step_size, iterations=iterations, noise=noise, seed=seed)
    scale = np.abs(run.theta).max() + np.abs(bowl.minimum).max()
    np.testing.assert_allclose(
        run.theta[1:], run.theta[:-1] - step_size * run.estimate[:-1], rtol=0, atol=1e-12 * scale
    )
    np.testing.assert_allclose(
        run.gradient, bowl.gradient(run.theta.T).T, rtol=0, atol=1e-12 * scale * bowl.L
    )
    np.testing.assert_allclose(run.loss, bowl.value(run.theta.T), rtol=1e-9, atol=1e-12 * scale**2 * bowl.L)


def test_near_the_minimum_the_excess_keeps_shrinking_at_its_rate():
    bowl = Quadratic(np.diag([2.0, 1.0]), [3.0, 5.0])
    run = descend(bowl, [1.0, 2.0], step_size=0.3, iterations=500)
    slow = 0.5 * 1.0 * (7.0 * 0.7 ** np.arange(501)) ** 2  # the mode of curvature 1, which is 7 away
    np.testing.assert_allclose(run.excess[100:], slow[100:], rtol=1e-12)


@pytest.mark.parametrize("iterations", [63, 64, 65, 127, 128, 129])
def test_each_step_is_one_more_factor_however_many_there_are(iterations):
    bowl = Quadratic(np.diag([1.0, 3.0]), [0.0, 0.0])
    run = descend(bowl, [4.0, -8.0], step_size=0.5, iterations=iterations)
    k = np.arange(iterations + 1)[:, np.newaxis]
    np.testing.assert_array_equal(run.theta, [4.0, -8.0] * np.array([0.5, -0.5]) ** k)


def test_a_mode_at_rest_stays_at_rest_where_the_other_overflows():
    bowl = Quadratic(np.diag([1.0, 1e12]), [0.0, 0.0])
    run = descend(bowl, [1.0, 0.0], step_size=0.5, iterations=300)
    assert run.status == "iterations"
    np.testing.assert_allclose(run.theta[:, 0], 0.5 ** np.arange(301))
    assert not run.theta[:, 1].any()


def test_memory_grows_with_the_rows_and_not_with_the_data():
    data = post_data(20_000)
    fit = LeastSquares(design(data.x), data.y)
    descend(fit, iterations=10)  # what is computed once
    tracemalloc.start()
    try:
        run = descend(fit, iterations=1000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * (run.theta.nbytes + run.gradient.nbytes + run.loss.nbytes + run.excess.nbytes)


@pytest.mark.parametrize("step_size", [0.5, 3.0])
def test_a_short_run_holds_no_memory_for_the_steps_it_did_not_take(step_size):
    bowl = Quadratic(np.diag([2.0, 1.0]), [3.0, 5.0])
    run = descend(bowl, step_size=step_size, iterations=100_000, precision=1e-6)
    assert run.steps < 100
    for rows in (run.theta, run.loss, run.gradient, run.estimate, run.excess):
        held = rows if rows.base is None else rows.base
        assert held.nbytes == rows.nbytes


def loop_with_momentum(X, y, start, step_size, beta, steps, noise, nesterov):
    theta, velocity = np.array(start, dtype=float), 0.0
    rows = [theta]
    for k in range(steps):
        gradient = (X.T @ (X @ theta - y)) / len(y) + noise[k]
        velocity = beta * velocity + gradient
        theta = theta - step_size * (gradient + beta * velocity if nesterov else velocity)
        rows.append(theta)
    return np.array(rows)


@examples(0.6)
@given(
    st.sampled_from(sorted(PROBLEMS)),
    st.sampled_from(["momentum", "nesterov"]),
    st.sampled_from([0.0, 0.3, 0.9, 0.99]),
    STARTS,
    st.floats(1e-4, 2.5),
    NOISES,
    st.integers(0, 2**32 - 1),
)
def test_every_row_with_momentum_is_that_of_the_plain_loop(problem, method, beta, start, share, noise, seed):
    X, y = PROBLEMS[problem]
    fit = LeastSquares(X, y)
    away = np.abs(fit.eigenvectors.T @ (start - fit.minimum))
    assume(share < 0.6 or away.min() > 1e-5 * (np.linalg.norm(fit.minimum) + np.linalg.norm(start)))
    arguments = {"step_size": share * fit.largest_stable_step, "momentum": beta, "noise": noise, "seed": seed}
    run = descend(fit, start, method=method, iterations=2000, **arguments)
    expected = loop_with_momentum(
        X, y, start, run.step_size, beta, run.steps, run.estimate - run.gradient, method == "nesterov"
    )
    scale = np.maximum.accumulate(np.abs(expected).max(axis=1)) + np.abs(fit.minimum).max()
    assert (np.abs(run.theta - expected).max(axis=1) <= 1e-9 * scale).all()
    slopes = (expected @ X.T - y) @ X / len(y)
    assert (np.abs(run.gradient - slopes).max(axis=1) <= 1e-9 * fit.L * scale).all()


@pytest.mark.parametrize("method", ["gradient descent", "momentum", "nesterov"])
@pytest.mark.parametrize("noise", [0.0, 1.0])
@pytest.mark.parametrize("iterations", [1, 2, 3])
@pytest.mark.parametrize("curvatures", [(2.0, 1.0), (2.0, 0.0)])
def test_the_shortest_runs_are_right_too_and_those_along_a_floor(method, noise, iterations, curvatures):
    bowl = Quadratic(np.diag(curvatures), [3.0, 0.0], start=[5.0, -3.0])
    same = Objective(bowl.formula, bowl.partials, start=bowl.start, domain=bowl.domain, minima=bowl.minima)
    arguments = {"method": method, "step_size": 0.3, "iterations": iterations, "noise": noise}
    fast, slow = descend(bowl, **arguments), descend(same, **arguments)
    np.testing.assert_allclose(fast.theta, slow.theta, rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(fast.estimate, slow.estimate, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("schedule", [name for name in SCHEDULES if name != "constant"])
@pytest.mark.parametrize("share", [0.01, 0.9, 1.5])
def test_a_schedule_without_a_loop_is_that_of_the_loop(schedule, share):
    X, y = PROBLEMS["post"]
    fit = LeastSquares(X, y)
    step_size = share * fit.largest_stable_step
    run = descend(fit, [5.0, -3.0], step_size=step_size, iterations=800, schedule=schedule)
    theta = np.array([5.0, -3.0])
    for k in range(run.steps + 1):
        np.testing.assert_allclose(run.theta[k], theta, rtol=1e-9, atol=1e-9 * np.abs(theta).max())
        factor = SCHEDULES[schedule].factor(k, 800)
        theta = theta - step_size * factor * X.T @ (X @ theta - y) / len(y)
    assert run.status == ("iterations" if share < 1 else run.status)


def test_what_has_a_fast_way_takes_it(monkeypatch):
    def loop(*arguments, **options):
        raise AssertionError("a loop")

    monkeypatch.setattr("gdcore.descent.descend_by_steps", loop)
    bowl = Quadratic(np.diag([2.0, 1.0]), [3.0, 5.0])
    for method in ("gradient descent", "momentum", "nesterov"):
        for noise in (0.0, 1.0):
            assert descend(bowl, method=method, noise=noise, iterations=5).steps == 5
    assert descend(bowl, schedule="cosine", iterations=5).steps == 5
    post = LeastSquares(*PROBLEMS["post"])
    for objective, slow in (
        (bowl, {"method": "momentum", "schedule": "cosine"}),
        (bowl, {"noise": 1.0, "schedule": "cosine"}),
        (bowl, {"method": "adam"}),
        (post, {"batch": 5}),
    ):
        with pytest.raises(AssertionError, match="a loop"):
            descend(objective, **slow)


def test_what_only_shrinks_needs_no_filter(monkeypatch):
    """A filter is SciPy's, which takes most of a second to import."""

    def filtered(*arguments):
        raise AssertionError("a filter")

    monkeypatch.setattr("gdcore.modes._filtered", filtered)
    bowl = Quadratic(np.diag([2.0, 1.0]), [3.0, 5.0])
    assert descend(bowl, iterations=5).steps == 5
    with pytest.raises(AssertionError, match="a filter"):
        descend(bowl, iterations=5, noise=1.0)


def test_what_is_no_recurrence_of_modes_is_refused():
    bowl = Quadratic(np.diag([2.0, 1.0]), [3.0, 5.0])
    hill = Objective(lambda x: -x * x, lambda x: (-2 * x,), start=[1], domain=[(-2, 2)], name="hill")
    with pytest.raises(TypeError, match="hill is no quadratic"):
        descend_by_modes(plan_run(hill))
    with pytest.raises(TypeError, match="adam is no linear recurrence"):
        descend_by_modes(plan_run(bowl, method="adam"))
