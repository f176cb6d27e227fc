import numpy as np
import pytest

from gdcore import METHODS, Quadratic
from gdcore.ensemble import Ends

STEPS = 16
BOWL = Quadratic(np.eye(2), [0.0, 0.0], domain=[(-1, 1), (-1, 1)])
REACH = 0.02  # a hundredth of the domain's width: so near is near


def followed(starts, method="gradient descent", step_size=0.1, **options):
    """The indices of the starts, (2, N), that are followed further after some of many steps."""
    rule = METHODS[method]
    ends = Ends(BOWL, rule, rule.checked(options), [step_size] * 10 * STEPS, len(starts[0]))
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


@pytest.mark.parametrize("method", ["gradient descent", "momentum", "nesterov"])
def test_who_stands_at_a_minimum_rests(method):
    assert followed(np.zeros((2, 1)), method) == []


@pytest.mark.parametrize("method", ["adam", "rmsprop", "adagrad"])
def test_who_may_be_thrown_out_again_is_followed_to_the_end(method):
    assert followed(np.zeros((2, 1)), method) == [0]
