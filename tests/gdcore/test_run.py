from dataclasses import replace

import numpy as np
import pytest

from gdcore import FUNCTIONS, METHODS, LeastSquares, Objective, descend, design, post_data, solve
from tests.meaning import tells

PARABOLA = FUNCTIONS["parabola"]


def test_frame_is_the_table_of_the_run():
    data = post_data()
    run = descend(LeastSquares(design(data.x), data.y), iterations=7)
    frame = run.to_frame()
    assert list(frame) == ["iteration", "theta_0", "theta_1", "loss", "gradient_0", "gradient_1"]
    assert frame["iteration"].tolist() == list(range(8))
    np.testing.assert_array_equal(frame[["theta_0", "theta_1"]], run.theta)
    np.testing.assert_array_equal(frame["loss"], run.loss)
    np.testing.assert_array_equal(frame[["gradient_0", "gradient_1"]], run.gradient)


def test_rows_cannot_be_changed():
    data = post_data()
    fit = LeastSquares(design(data.x), data.y)
    run = descend(fit, method="momentum", noise=1.0, batch=5, iterations=10)
    rows = (run.theta, run.loss, run.gradient, run.estimate, run.excess)
    for column in (*rows, run.batch_loss, run.velocity, run.step_sizes):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 0


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (
            {"precision": 0.001},
            "converged",
            "Stopped after 273 steps: the last moved θ by no more than 0.001; the loss is 0.00233 above",
        ),
        (
            {"iterations": 1},
            "iterations",
            "Made the 1 step asked for; the loss is 138 above its least known value.",
        ),
        ({"iterations": 2}, "iterations", "Made the 2 steps asked for"),
        ({"step_size": 1.1}, "diverged", "Diverged after 26 steps: the loss is 1.89e+06 above"),
    ],
)
def test_message_says_why_the_run_ended(arguments, status, message):
    run = descend(PARABOLA, **arguments)
    assert run.status == status
    assert run.message.startswith(message)


@pytest.mark.parametrize(
    ("loss", "parts"),
    [
        ([9.0, 8.0, 7.0, 6.0], ("6 above",)),
        ([0.0, 8.0, 7.0, 6.0], ("6 above",)),
        ([9.0, 8.0, -7.0, 6.0], ("6 above",)),
        ([-9.0, -8.0, -7.0, 6.0], ("6 above",)),
        ([9.0, 8.0, 7.0, -6.0], ("-6, below",)),
        ([9.0, 8.0, 7.0, -4.0], ("0 above",)),
    ],
)
def test_the_message_tells_where_the_last_row_is(loss, parts):
    """The parabola's minimum is at −4."""
    loss = np.array(loss)
    run = replace(descend(PARABOLA, iterations=3), loss=loss, excess=np.maximum(loss, 0))
    assert tells(run.message, "3 steps", *parts)


def test_a_run_that_falls_without_end_is_not_said_to_climb():
    slope = Objective(lambda x: -x * x * x, lambda x: (-3 * x * x,), start=[1], domain=[(-2, 2)])
    message = descend(slope, step_size=0.01).message
    assert message.startswith("Diverged after ") and " above " not in message
    run = descend(slope, step_size=0.01)
    assert f"the loss is {run.loss[-1]:.3g}, below" in run.message


def test_a_run_knows_what_was_run():
    run = descend(PARABOLA, method="adam", beta1=0.5, iterations=7, seed=3, schedule="1/k")
    assert run.hyperparameters == {"beta1": 0.5, "beta2": 0.999, "eps": 1e-8}
    assert (run.iterations, run.seed, run.schedule, run.batch) == (7, 3, "1/k", None)
    assert descend(PARABOLA).hyperparameters == {}
    assert solve(PARABOLA).seed == 0, "where chance has no part"
    np.testing.assert_array_equal(descend(PARABOLA, iterations=3).step_sizes, [0.01] * 3)
    halved = descend(PARABOLA, iterations=5, step_size=0.16, schedule="step decay").step_sizes
    np.testing.assert_array_equal(halved, [0.16, 0.08, 0.04, 0.02, 0.01])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("noise", [0.0, 2.0])
def test_the_velocity_of_a_run_is_that_of_its_states(method, noise):
    rule = METHODS[method]
    data = post_data()
    fit = LeastSquares(design(data.x), data.y)
    if rule.reads_objective:
        fit.seconds = lambda *theta: (fit.A[0, 0], fit.A[0, 1], fit.A[1, 1])
    run = descend(fit, method=method, iterations=60, noise=noise)
    if rule.inertia is None:
        assert run.velocity is None
        return
    theta, state = fit.start, rule.init(fit.start)
    for k in range(60):
        np.testing.assert_allclose(run.velocity[k], state[0], rtol=1e-9, atol=1e-12)
        theta, state = rule.update(theta, run.estimate[k], state, run.step_size, **rule.defaults)
    np.testing.assert_allclose(run.velocity[60], state[0], rtol=1e-9, atol=1e-12)
    assert not run.velocity[0].any()
    assert run.velocity is run.velocity


def test_the_velocity_is_what_momentum_steps_by():
    run = descend(PARABOLA, method="momentum", iterations=100)
    np.testing.assert_allclose(
        run.theta[1:], run.theta[:-1] - run.step_size * run.velocity[1:], rtol=1e-12, atol=1e-12
    )
