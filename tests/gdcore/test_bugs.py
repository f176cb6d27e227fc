import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import BUGS, LeastSquares, descend, descend_wrongly, design, post_data

DATA = post_data(100, 10.0, 2015)
LINE = LeastSquares(design(DATA.x + 0.7), DATA.y)


def written_out(bug, X, y, theta, alpha):
    """One step of the faulty program, written as its author would have."""
    theta, x, m = np.array(theta), X[:, 1], len(y)
    gradient = X.T @ (X @ theta - y) / m
    match bug:
        case "plus":
            return theta + alpha * gradient
        case "sum":
            return theta - alpha * X.T @ (X @ theta - y)
        case "ones":
            return np.array([theta[0], theta[1] - alpha * np.mean((x * theta[1] - y) * x)])
        case "in turn":
            first = theta[0] - alpha * np.mean(X @ theta - y)
            return np.array([first, theta[1] - alpha * np.mean((first + theta[1] * x - y) * x)])
        case "first":
            return theta - alpha * X[0] * (X[0] @ theta - y[0])
        case "no x":
            return theta - alpha * np.mean(X @ theta - y) * np.ones(2)


@pytest.mark.parametrize("bug", BUGS)
@pytest.mark.parametrize("iterations", [1, 1003])
def test_a_faulty_program_makes_the_steps_that_its_author_wrote(bug, iterations):
    run = descend_wrongly(LINE, [0.5, 2.0], bug=bug, step_size=0.02, iterations=iterations)
    theta = [np.array([0.5, 2.0])]
    for _ in range(run.steps + 1):
        theta.append(written_out(bug, LINE.X, LINE.y, theta[-1], 0.02))
    theta, after = np.array(theta[:-1]), np.array(theta[1:])
    np.testing.assert_allclose(run.theta, theta, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(run.loss, np.mean((theta @ LINE.X.T - LINE.y) ** 2, axis=1) / 2, rtol=1e-9)
    np.testing.assert_allclose(run.estimate, (theta - after) / 0.02, rtol=1e-6, atol=1e-7)
    assert run.steps == iterations or run.status == "diverged"


@pytest.mark.parametrize("bug", BUGS)
def test_no_faulty_program_is_the_right_one(bug):
    wrong = descend_wrongly(LINE, [0.5, 2.0], bug=bug, step_size=0.02, iterations=20)
    right = descend(LINE, [0.5, 2.0], step_size=0.02, iterations=20)
    assert wrong.steps != right.steps or not np.allclose(wrong.theta, right.theta, rtol=1e-6)


@given(
    bug=st.sampled_from(list(BUGS)),
    start=st.tuples(*[st.floats(-1000, 1000)] * 2),
    step_size=st.floats(1e-6, 100),
    iterations=st.integers(1, 3000),
    precision=st.none() | st.floats(0, 10),
)
def test_every_row_is_finite_and_true(bug, start, step_size, iterations, precision):
    options = {"bug": bug, "step_size": step_size, "iterations": iterations, "precision": precision}
    run = descend_wrongly(LINE, start, **options)
    for rows in (run.theta, run.loss, run.gradient, run.estimate, run.excess):
        assert len(rows) == run.steps + 1 and np.isfinite(rows).all()
    np.testing.assert_allclose(run.loss, LINE.value(run.theta.T), rtol=1e-12)
    assert run.steps == iterations or run.status in ("converged", "diverged")
    if run.status == "diverged" and run.steps:
        assert run.excess[:-1].max() <= max(1e4 * run.excess[0], LINE.height)


def test_what_is_left_out_is_the_lines_own():
    run = descend_wrongly(LINE, bug="in turn")
    assert run.theta[0].tolist() == LINE.start.tolist()
    assert (run.step_size, run.iterations, run.precision) == (0.01, 1000, None)


@pytest.mark.parametrize(
    ("bug", "step_size", "precision"),
    [("plus", 0.05, None), ("plus", 0.0005, None), ("first", 0.001, 1e-5), ("in turn", 0.01, 1e-9)],
)
def test_a_run_that_has_ended_is_not_walked_on(bug, step_size, precision):
    line, looked_at = LeastSquares(LINE.X, LINE.y), []

    def counted(theta):
        looked_at.append(theta[0].size)
        return LINE.value(theta)

    line.value = counted
    options = {"bug": bug, "step_size": step_size, "precision": precision}
    run = descend_wrongly(line, [0.5, 2.0], iterations=100_000, **options)
    assert run.status == ("diverged" if precision is None else "converged")
    assert sum(looked_at) == 1 + 1000 * np.ceil(run.steps / 1000)


def test_symptoms():
    start = [0.5, 0.5]
    up = descend_wrongly(LINE, start, bug="plus", step_size=0.05)
    assert up.status == "diverged" and (np.diff(up.loss) > 0).all()
    summed = descend_wrongly(LINE, start, bug="sum", step_size=0.03)
    assert summed.status == "diverged" and LINE.largest_stable_step > 0.03
    stuck = descend_wrongly(LINE, start, bug="ones", step_size=0.1)
    assert (stuck.theta[:, 0] == 0.5).all()
    turn = descend_wrongly(LINE, start, bug="in turn", step_size=0.3)
    np.testing.assert_allclose(turn.theta[-1], LINE.solution)
    first = descend_wrongly(LINE, start, bug="first", step_size=0.1)
    assert LINE.X[0] @ first.theta[-1] == pytest.approx(LINE.y[0])
    diagonal = descend_wrongly(LINE, start, bug="no x", step_size=0.1)
    moved = diagonal.theta - diagonal.theta[0]
    np.testing.assert_allclose(moved[:, 0], moved[:, 1])
    for run in (stuck, first, diagonal):
        assert run.excess[-1] > 1


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"bug": "typo"}, "bug"),
        ({"step_size": 0}, "step_size"),
        ({"iterations": 0}, "iterations"),
        ({"precision": -1}, "precision"),
    ],
)
def test_what_cannot_be_is_refused(changes, word):
    with pytest.raises(ValueError, match=word):
        descend_wrongly(LINE, [0.0, 0.0], **{"bug": "plus", **changes})
