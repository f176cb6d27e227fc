"""Minibatch descent against a plain NumPy loop over the samples of each step."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import (
    FUNCTIONS,
    METHODS,
    LeastSquares,
    TooLong,
    descend,
    design,
    diabetes_data,
    members,
    plan_run,
    post_data,
)
from gdcore.batches import draw
from gdcore.minibatches import Batches, View
from tests.examples import examples

READERS = ["newton", "line search"]


def posts_line() -> LeastSquares:
    data = post_data()
    return LeastSquares(design(data.x), data.y)


def some_line(m: int, n: int = 2, seed: int = 0) -> LeastSquares:
    rng = np.random.default_rng(seed)
    return LeastSquares(rng.normal(size=(m, n)), rng.normal(size=m))


@examples(0.4)
@given(
    st.integers(2, 60),
    st.integers(1, 4),
    st.data(),
    st.sampled_from([0.0, 0.1]),
    st.integers(0, 2**32 - 1),
)
def test_every_row_is_that_of_the_plain_loop(m, n, data, noise, seed):
    batch = data.draw(st.integers(1, m - 1))
    fit = some_line(m, n, seed)
    run = descend(fit, step_size=0.01, iterations=200, batch=batch, seed=seed, noise=noise)
    theta = np.full(n, 0.5)
    samples = members(m, batch, seed, 0, 201)
    pushes = noise * np.random.default_rng(seed).standard_normal((201, n))
    for k in range(201):
        rows = samples[k]
        errors = fit.X[rows] @ theta - fit.y[rows]
        estimate = fit.X[rows].T @ errors / len(rows) + pushes[k]
        np.testing.assert_allclose(run.theta[k], theta, rtol=1e-9, atol=1e-11)
        np.testing.assert_allclose(run.estimate[k], estimate, rtol=1e-9, atol=1e-10)
        assert run.batch_loss[k] == pytest.approx(np.mean(errors**2) / 2, rel=1e-8, abs=1e-11)
        theta = theta - 0.01 * estimate
    assert run.steps == 200
    np.testing.assert_allclose(run.loss, fit.value(run.theta.T), rtol=1e-12)
    np.testing.assert_allclose(run.gradient, fit.gradient(run.theta.T).T, rtol=1e-12)


@pytest.mark.parametrize("method", [name for name in METHODS if name not in READERS])
@pytest.mark.parametrize("batch", [1, 32])
def test_every_method_goes_by_the_gradients_of_the_batches(method, batch):
    fit, rule = posts_line(), METHODS[method]
    run = descend(fit, method=method, iterations=150, batch=batch, seed=9)
    theta = fit.start
    state = rule.init(theta)
    for k, rows in enumerate(members(100, batch, 9, 0, 150)):
        np.testing.assert_allclose(run.theta[k], theta, rtol=1e-8)
        gradient = fit.minibatch_gradient(theta, rows)
        np.testing.assert_allclose(run.estimate[k], gradient, rtol=1e-7, atol=1e-9)
        theta, state = rule.update(theta, gradient, state, run.step_size, **rule.defaults)
    np.testing.assert_allclose(run.theta[-1], theta, rtol=1e-8)


def test_the_line_search_looks_at_the_batch_it_sees():
    fit = posts_line()
    run = descend(fit, method="line search", iterations=60, batch=10)
    for k, rows in enumerate(members(100, 10, 0, 0, 60)):
        after = np.mean((fit.X[rows] @ run.theta[k + 1] - fit.y[rows]) ** 2) / 2
        assert after <= run.batch_loss[k]
        share = (run.theta[k] - run.theta[k + 1]) / run.estimate[k]
        assert share[0] == pytest.approx(share[1]) and np.log2(share[0]) == pytest.approx(
            round(np.log2(share[0])), abs=1e-6
        )


@pytest.mark.parametrize("n", [1, 2, 3])
def test_newton_fits_the_batch_it_sees(n):
    fit = some_line(40, n)
    run = descend(fit, method="newton", iterations=30, batch=8)
    for k, rows in enumerate(members(40, 8, 0, 0, 30)):
        expected = np.linalg.lstsq(fit.X[rows], fit.y[rows], rcond=None)[0]
        np.testing.assert_allclose(run.theta[k + 1], expected, rtol=1e-7, atol=1e-9)


def test_newton_on_one_sample_takes_a_plain_step():
    fit = some_line(40)  # neither column is exact: determinants are rounding, not zero
    run = descend(fit, method="newton", iterations=50, batch=1)
    np.testing.assert_allclose(run.theta[1:], run.theta[:-1] - run.estimate[:-1], rtol=1e-9, atol=1e-9)


def test_the_same_batches_for_every_method_and_to_the_bit_again():
    fit = posts_line()
    runs = [descend(fit, method=method, iterations=5, batch=7, seed=3) for method in ("adam", "momentum")]
    assert runs[0].batch_loss[0] == runs[1].batch_loss[0]
    np.testing.assert_array_equal(runs[0].estimate[0], runs[1].estimate[0])
    again = descend(fit, method="adam", iterations=5, batch=7, seed=3)
    for rows in ("theta", "loss", "estimate", "batch_loss"):
        assert getattr(runs[0], rows).tobytes() == getattr(again, rows).tobytes()
    assert (descend(fit, method="adam", iterations=5, batch=7, seed=4).theta[1:] != again.theta[1:]).any()


def test_a_batch_of_all_is_the_full_gradient():
    fit = posts_line()
    full, whole = descend(fit), descend(fit, batch=100)
    assert whole.theta.tobytes() == full.theta.tobytes()
    assert whole.estimate is whole.gradient
    np.testing.assert_array_equal(whole.batch_loss, whole.loss)
    assert (full.batch, full.batch_loss, whole.batch) == (None, None, 100)
    assert descend(fit, batch=100, iterations=300_000, precision=1e-9).status == "converged"


def test_a_shorter_run_is_the_beginning_of_a_longer_one():
    fit = posts_line()
    short, long = (descend(fit, batch=1, iterations=count) for count in (4500, 9000))
    np.testing.assert_array_equal(short.theta, long.theta[:4501])
    np.testing.assert_array_equal(short.batch_loss, long.batch_loss[:4501])


def test_runs_with_batches_end_as_others_do():
    data = diabetes_data()
    fit = LeastSquares(design(data.x), data.y)  # not standardised: 2/L is 0.003
    run = descend(fit, batch=4, step_size=0.02, iterations=5000)
    assert run.status == "diverged"
    assert len(run.batch_loss) == len(run.estimate) == run.steps + 1
    assert np.isfinite(run.batch_loss).all()
    assert descend(posts_line(), batch=4, step_size=1e-6, precision=1e-3).status == "converged"


def test_batch_losses_are_never_negative():
    exact = LeastSquares(design([1.0, 2.0, 3.0]), [3.0, 5.0, 7.0])
    run = descend(exact, batch=1, step_size=0.1, iterations=5000)
    assert (run.batch_loss >= 0).all()
    assert run.excess[-1] < 1e-15


def test_batch_losses_are_never_negative_where_terms_cancel():
    """A line through the one sample of the batch has no loss, far from the best line too."""
    x = np.arange(1.0, 31) / 7
    exact = LeastSquares(design(x), 3 * x + 1)
    drawn = np.concatenate(members(30, 1, 0, 0, 200))
    theta = np.array([1 - 1e3 * x[drawn], np.full(200, 3 + 1e3)])
    loss, _ = Batches(exact, 1, 0).rows(theta)
    assert (loss >= 0).all()
    np.testing.assert_allclose(loss, 0, atol=1e-6)


def test_memory_does_not_grow_with_the_samples_drawn():
    fit = some_line(1000)
    tracemalloc.start()
    try:
        for _ in Batches(fit, 500, 0).views(2000):  # a million samples
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2e6


@pytest.mark.parametrize(
    ("kept", "iterations", "times"),
    [
        (3 * 14, 5, 3),
        (3 * 14, 7, 8),  # four draws: as each is needed again, the next has taken its place
        (14, 3, 4),
        (1, 1, 1),  # one is kept however large it is
    ],
)
def test_a_draw_is_made_once_for_steps_and_rows_where_there_is_room_to_keep_it(
    monkeypatch, kept, iterations, times
):
    """A draw of 4096 samples in halves is two steps of seven numbers each: H, g and c of a batch."""
    fit, made = some_line(4096), []

    def counted(*arguments):
        made.append(arguments)
        return draw(*arguments)

    monkeypatch.setattr("gdcore.minibatches.NUMBERS_KEPT", kept)
    monkeypatch.setattr("gdcore.minibatches.draw", counted)
    descend(fit, batch=2048, iterations=iterations)
    assert len(made) == times


def test_the_most_samples_that_may_be_drawn():
    assert plan_run(posts_line(), batch=50, iterations=400_000).batches is not None
    with pytest.raises(TooLong) as caught:
        plan_run(posts_line(), batch=50, iterations=400_001)
    assert caught.value.steps == 400_000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"batch": 0}, "batch must be a whole number from 1 to 100, not 0"),
        ({"batch": 101}, "batch must be a whole number from 1 to 100, not 101"),
        ({"batch": 2.5}, "batch must be a whole number from 1 to 100, not 2.5"),
        ({"batch": "all"}, "batch must be a whole number from 1 to 100, not 'all'"),
        (
            {"batch": 50, "iterations": 400_001},
            "batch and iterations must be at most 20,000,000 in product, not 50 × 400,001",
        ),
    ],
)
def test_bad_arguments_are_told(arguments, message):
    with pytest.raises(ValueError, match=message):
        descend(posts_line(), **arguments)


def test_without_samples_there_are_no_batches():
    with pytest.raises(ValueError, match="batch must be None for an objective without samples, not 1"):
        descend(FUNCTIONS["parabola"], batch=1)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_a_batch_of_any_number_of_parameters_has_half_its_mean_squared_error(n):
    draws = np.random.default_rng(n)
    X, y, centre, theta = (draws.normal(size=size) for size in ((7, n), 7, n, n))
    A, left = X.T @ X / 7, X @ centre - y
    row = [*A.ravel().tolist(), *(X.T @ left / 7).tolist(), float(left @ left / 14)]
    view = View(row, n, centre.tolist())
    error = X @ theta - y
    assert view.formula(*theta.tolist()) == pytest.approx(error @ error / 14, rel=1e-12)
    np.testing.assert_allclose(view.partials(*theta.tolist()), X.T @ error / 7, rtol=1e-10, atol=1e-12)
    np.testing.assert_array_equal(view.hessian(theta), A)
    assert view.seconds(*theta) == tuple(A[np.triu_indices(n)].tolist())
