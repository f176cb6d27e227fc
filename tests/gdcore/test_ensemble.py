import numpy as np
import pytest

from gdcore import METHODS, Objective, Quadratic
from gdcore.ensemble import Ends

STEPS = 16
BOWL = Quadratic(np.eye(2), [0.0, 0.0], domain=[(-1, 1), (-1, 1)])
REACH = 0.02  # a hundredth of the domain's width: so near is near


def followed(starts, method="gradient descent", step_size=0.1, objective=BOWL, **options):
    """The indices of the starts, (2, N), that are followed further after some of many steps."""
    rule = METHODS[method]
    step_sizes = [step_size] * 10 * STEPS if isinstance(step_size, float) else step_size
    ends = Ends(objective, rule, rule.checked(options), step_sizes, len(starts[0]))
    with np.errstate(all="ignore"):
        ensemble = ends.begin(np.arange(len(starts[0])), np.array(starts, dtype=float))
        return ends.follow(ensemble, 0, STEPS).place.tolist()


@pytest.mark.parametrize("sign", [-1, 1])
def test_who_rests_is_followed_no_further(sign):
    """On a round bowl the distance shrinks by 1 − α a step, and all of it is still to come.

    Hence a start rests where twice its distance is within half of what counts as near.
    """
    now = REACH / 4 * np.array([0.98, 1.02])
    starts = sign * np.stack([now, 0 * now]) / 0.9**STEPS
    assert followed(starts) == [1]


def test_the_way_ahead_counts_beside_the_distance():
    """As 1 − α is −0.95, the half that comes first is longer by 0.95⁸, and the way ahead Σ 1.95·0.95ᵏ·d."""
    distance = REACH / 2 / (1 + 1.95 / 0.05) * np.array([0.98, 1.02])
    starts = np.stack([distance, 0 * distance]) / 0.95**STEPS
    assert followed(starts, step_size=1.95) == [1]


def test_steps_too_long_for_the_curvature_never_rest():
    near = REACH / 1000 * np.ones((2, 1))
    assert followed(near, step_size=2.05) == [0]
    assert followed(near, step_size=2.0) == [0], "it jumps from side to side for ever"


def test_a_step_that_was_too_long_at_first_may_be_so_for_others():
    near = REACH / 1000 * np.ones((2, 1))
    assert followed(near, step_size=[2.05] + [0.1] * 159) == [0]
    assert followed(near, step_size=[1.95] + [0.1] * 159) == []


def test_who_gathers_way_does_not_rest_however_near():
    """From rest, with momentum and a short step, each step is longer than the one before."""
    near = REACH / 1000 * np.ones((2, 1))
    assert followed(near, "momentum", step_size=1e-4) == [0]
    assert followed(near, "gradient descent", step_size=0.1) == []


def test_along_a_flat_floor_nobody_is_drawn():
    floor = Quadratic(np.diag([1.0, 0.0]), [0.0, 0.0], domain=[(-1, 1), (-1, 1)])
    near = REACH / 1000 * np.ones((2, 1))
    assert followed(near, step_size=0.5, objective=floor) == [0]


def level_behind(edge):
    """Downhill to the left until an edge, and level behind it; there is no minimum."""
    return Objective(
        lambda x, y: np.maximum(x, edge) + 0 * y,
        lambda x, y: ((x > edge) * 1.0, 0 * y),
        start=[1, 1],
        domain=[(-1, 1), (-1, 1)],
        seconds=lambda x, y: (0 * x, 0 * x, 0 * x),
    )


def test_who_moves_no_more_is_followed_no_further_if_the_method_forgets():
    starts = np.array([[2.5, 100.0], [0.0, 0.0]])  # three steps to the edge, and a hundred
    assert followed(starts, step_size=1.0, objective=level_behind(0)) == [1]
    assert followed(starts, "momentum", step_size=1.0, objective=level_behind(0)) == [0, 1]


@pytest.mark.parametrize("method", ["gradient descent", "momentum"])
def test_where_curvature_has_no_bound_only_who_forgets_rests(method):
    sharp = Objective(
        lambda x, y: abs(x) ** 1.5 + y * y,
        lambda x, y: (1.5 * np.sign(x) * abs(x) ** 0.5, 2 * y),
        start=[1, 1],
        domain=[(-1, 1), (-1, 1)],
        minima=[(0, 0)],
        seconds=lambda x, y: (np.inf, 0.0, 2.0),
    )
    still_there = followed(np.array([[0.0], [1e-6]]), method, objective=sharp)
    assert still_there == ([] if method == "gradient descent" else [0])


@pytest.mark.parametrize("method", ["gradient descent", "momentum", "nesterov"])
def test_who_stands_at_a_minimum_rests(method):
    assert followed(np.zeros((2, 1)), method) == []


@pytest.mark.parametrize("method", ["adam", "rmsprop", "adagrad"])
def test_who_may_be_thrown_out_again_is_followed_to_the_end(method):
    assert followed(np.zeros((2, 1)), method) == [0]
