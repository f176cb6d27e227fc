import numpy as np
import pytest

from gdcore import FUNCTIONS, LeastSquares, descend, design, post_data

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
    run = descend(PARABOLA, noise=1.0)
    for rows in (run.theta, run.loss, run.gradient, run.estimate, run.excess):
        with pytest.raises(ValueError, match="read-only"):
            rows[0] = 0


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
        ({"step_size": 1.1}, "diverged", "Diverged after 26 steps: the loss is 1.89e+06 above"),
    ],
)
def test_message_says_why_the_run_ended(arguments, status, message):
    run = descend(PARABOLA, **arguments)
    assert run.status == status
    assert run.message.startswith(message)
