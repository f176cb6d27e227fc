import numpy as np
import pytest

from gdcore import Objective
from gdcore.rows import Rows, ending, largest_excess, least_loss


def rows_of(theta, excess) -> Rows:
    theta, excess = np.atleast_2d(np.array(theta, dtype=float)), np.array(excess, dtype=float)
    return Rows(theta, excess - 4, np.ones_like(theta), excess)


@pytest.mark.parametrize(
    ("theta", "excess", "precision", "expected"),
    [
        ([4, 3, 2], [4, 3, 2], None, None),
        ([4, 3, 2], [4, 3, 2], 0.5, None),
        ([4, 3, 2.5, 2.25], [4, 3, 2, 1], 0.5, (2, "converged")),
        ([4, 3, 3, 3], [4, 3, 3, 3], 0, (2, "converged")),
        ([4, 9, 20, 90], [4, 10, 11, 12], None, (2, "diverged")),
        ([4, 9, 9, 9], [4, 10, 11, 12], 0, (2, "diverged")),
        ([4, 4, 20, 90], [4, 4, 11, 12], 0, (1, "converged")),
        ([4, 9, np.inf], [4, 10, np.inf], None, (1, "diverged")),
        ([4, 9, np.nan], [4, 10, np.nan], 0, (1, "diverged")),
        ([4, np.inf, 3], [4, 0, 3], None, (0, "diverged")),
        ([4, 9, 10], [4, 10, np.inf], None, (1, "diverged")),
        ([np.nan, 4], [0, 4], None, (-1, "diverged")),
        ([4], [4], 0.5, None),
        ([4, 2, 1.5, 0], [4, 2, 1, 0], 1.0, (2, "converged")),
        ([4, 3, 3.5, 90], [4, 3, 3, 12], 0.5, (2, "converged")),
    ],
)
def test_ending(theta, excess, precision, expected):
    assert ending(rows_of(theta, excess), 10.0, precision) == expected


def test_a_gradient_or_loss_that_is_not_finite_ends_a_run_too():
    rows = rows_of([4, 3, 2], [4, 3, 2])
    assert ending(rows._replace(gradient=np.array([[1, 1, np.inf]])), 10.0, None) == (1, "diverged")
    assert ending(rows._replace(loss=np.array([1, -np.inf, 1])), 10.0, None) == (0, "diverged")


def test_below_the_floor_a_run_has_diverged():
    rows = rows_of([4, 3, 2, 1], [0, 0, 0, 0])._replace(loss=np.array([0.0, -9, -11, -10]))
    assert ending(rows, 10.0, None, floor=-10.0) == (2, "diverged")
    assert ending(rows, 10.0, None, floor=-9.0) == (2, "diverged"), "the floor itself is not below it"
    assert ending(rows, 10.0, None, floor=-11.0) is None
    assert ending(rows, 10.0, None) is None


def test_rows_are_joined_in_order():
    first, second = rows_of([[1, 2], [3, 4]], [5, 6]), rows_of([[7], [8]], [9])
    both = Rows.joined([first, second])
    assert both.theta.tolist() == [[1, 2, 7], [3, 4, 8]]
    assert both.loss.tolist() == [1, 2, 5]
    assert both.last.theta.tolist() == [[7], [8]]
    assert both.last.excess.tolist() == [9]


def test_rows_until_one_are_copies_of_those_up_to_and_with_it():
    whole = rows_of([[1, 2, 7], [3, 4, 8]], [5, 6, 9])
    first, some = whole.until(0), whole.until(1)
    assert (first.theta.tolist(), first.loss.tolist()) == ([[1], [3]], [1])
    assert (some.theta.tolist(), some.excess.tolist()) == ([[1, 2], [3, 4]], [5, 6])
    assert not any(np.shares_memory(*pair) for pair in zip(some, whole, strict=True))


def test_how_far_a_run_may_go_up_and_down():
    """The picture of 2x + 5 from −1 to 3 begins at 3 and is 8 high."""
    line = Objective(lambda x: 2 * x + 5, lambda x: (2.0,), start=[1], domain=[(-1, 3)])
    assert largest_excess(line, 0.5) == 5000
    assert largest_excess(line, 8e-4) == largest_excess(line, 0.0) == 8
    assert least_loss(line, 100.0) == least_loss(line, 3.0) == 3 - 80_000
    assert least_loss(line, -7.0) == -7 - 80_000


def test_large_rows_are_no_reason_to_end():
    with np.errstate(over="ignore"):
        assert ending(rows_of([1e300, 1e300], [1e300, 1e300]), np.inf, None) is None


@pytest.mark.parametrize("scale", [1e-300, 1e-170, 1.0, 1e170])
def test_lengths_are_euclidean_at_any_scale(scale):
    rows = rows_of(np.array([[0, 3], [0, 4]]) * scale, [1, 1])
    assert ending(rows, np.inf, 5.01 * scale) == (1, "converged")
    assert ending(rows, np.inf, 4.99 * scale) is None
    assert ending(rows, np.inf, 0.0) is None
