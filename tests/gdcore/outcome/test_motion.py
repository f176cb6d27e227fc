"""How a run moves, beside closed forms: on the parabola the distance after k steps is 12 |1 − 2α|ᵏ."""

from math import ceil, log, sqrt

import numpy as np
import pytest

from gdcore import FUNCTIONS, Quadratic, bowl, descend, outcome, typed
from gdcore.outcome.motion import ball_of, distances, is_near
from gdcore.outcome.place import place_at

PARABOLA = FUNCTIONS["parabola"]


def motion(objective, start=None, **arguments):
    return outcome(descend(objective, start, **arguments)).motion


@pytest.mark.parametrize("factor", [0.2, 0.5, 0.9, -0.3, -0.8])
def test_a_run_arrives_with_a_hundredth_of_the_distance_and_is_told_before(factor):
    alpha, arrival = (1 - factor) / 2, ceil(log(0.01) / log(abs(factor)))
    assert motion(PARABOLA, step_size=alpha, iterations=200).arrival == arrival
    before = motion(PARABOLA, step_size=alpha, iterations=arrival - 1)
    assert (before.arrival, before.ahead) == (None, 1)
    assert motion(PARABOLA, step_size=alpha, iterations=1).ahead == arrival - 1
    assert motion(PARABOLA, step_size=alpha, iterations=arrival).ahead == 0


def test_slow_steps_are_foretold_as_well():
    alpha = 1e-9  # of the distance a step leaves 1 − 2α
    ahead = motion(PARABOLA, step_size=alpha, iterations=1).ahead
    assert ahead == pytest.approx(log(100) / 2e-9, rel=1e-6)


@pytest.mark.parametrize("alpha", [1.0, 1.05])
def test_who_comes_no_nearer_has_for_ever_to_go(alpha):
    assert motion(PARABOLA, step_size=alpha, iterations=20).ahead == np.inf


@pytest.mark.parametrize("condition", [4, 30])
def test_on_a_long_bowl_what_is_left_is_what_a_longer_run_takes(condition):
    early = motion(bowl(condition), step_size=1.3, iterations=5)
    late = motion(bowl(condition), step_size=1.3, iterations=2000)
    assert early.ahead + 5 == late.arrival


def test_elsewhere_what_is_left_goes_by_the_rate_of_the_run():
    options = {"step_size": 0.002, "start": [3.4, 2.3]}
    early = motion(FUNCTIONS["himmelblau"], **options, iterations=30)
    late = motion(FUNCTIONS["himmelblau"], **options, iterations=2000)
    assert early.ahead + 30 == pytest.approx(late.arrival, rel=0.1)
    assert late.rate == pytest.approx(
        outcome(descend(FUNCTIONS["himmelblau"], **options)).theory.rate, rel=0.02
    )


@pytest.mark.parametrize(("iterations", "rate"), [(3, None), (4, 0.8), (400, 0.8)])
def test_a_rate_takes_five_rows_and_is_not_that_of_rounding(iterations, rate):
    found = motion(PARABOLA, step_size=0.1, iterations=iterations, precision=0.0).rate
    assert found == (rate and pytest.approx(rate, rel=1e-6))


@pytest.mark.parametrize(
    "options", [{"method": "adam"}, {"schedule": "1/k"}, {"noise": 0.1}, {"method": "rmsprop"}]
)
def test_steps_that_do_not_shrink_with_the_slope_alone_have_no_rate(options):
    assert motion(PARABOLA, step_size=0.1, iterations=50, **options).rate is None


def test_a_run_that_swings_has_the_rate_of_its_peaks():
    found = motion(PARABOLA, step_size=0.01, method="momentum", momentum=0.9, iterations=200, precision=0.0)
    assert found.rate == pytest.approx(sqrt(0.9), rel=0.01)  # a heavy ball that swings


def test_a_flight_has_a_rate_above_one():
    assert motion(PARABOLA, step_size=1.05, iterations=30).rate == pytest.approx(1.1, rel=1e-6)


@pytest.mark.parametrize(
    ("alpha", "iterations", "alternates"),
    [(0.9, 4, True), (0.9, 3, False), (0.4, 50, False), (1.0, 50, True), (0.9, 1000, True)],
)
def test_four_changes_of_side_are_an_oscillation(alpha, iterations, alternates):
    found = motion(PARABOLA, step_size=alpha, iterations=iterations, precision=0.0)
    assert found.alternates is alternates


@pytest.mark.parametrize(("alpha", "alternates"), [(1.8, True), (0.9, False)])
def test_in_the_plane_sides_are_those_of_the_steepest_direction(alpha, alternates):
    assert motion(bowl(25, 30), step_size=alpha, iterations=60).alternates is alternates


def test_nothing_is_known_of_a_slope():
    found = motion(typed("x"), [0.0], step_size=0.1, iterations=10)
    assert (found.arrival, found.rate, found.ahead, found.alternates) == (None, None, None, False)


def test_what_is_near_has_a_ten_thousandth_of_the_height_and_a_tenth_of_the_way_left():
    height = np.array([2.0, 2.0e-4, 2.1e-4, 1.0e-4, -1.0])
    gone = np.array([3.0, 0.3, 0.1, 0.31, 0.1])
    assert is_near(height, gone, 1.0).tolist() == [False, True, False, False, True]
    there = np.array([0.0, 1e-9, 2e-9])
    assert is_near(np.ones(3), there, 1.0).tolist() == [True, True, False]
    assert is_near(np.ones(3), 5 * there, 5.0).tolist() == [True, True, False]
    assert is_near(np.array([-1.0, 0.0]), np.array([1.0, 0.01]), 1.0).tolist() == [False, True]


def test_the_distance_from_a_floor_is_across_it():
    flat = Quadratic([[2.0, 2.0], [2.0, 2.0]], [-2.0, -2.0], 1.0)  # (x + y − 1)²
    run = descend(flat, [5.0, -3.0], step_size=0.1, iterations=3)
    expected = np.abs(run.theta.sum(axis=1) - 1) / sqrt(2)
    np.testing.assert_allclose(distances(run, place_at(flat, run.theta[-1])), expected, atol=1e-12)


def test_noise_keeps_a_run_in_the_ball_of_an_autoregressive_process():
    alpha, noise = 0.1, 2.0
    run = descend(PARABOLA, step_size=alpha, noise=noise, iterations=20_000, precision=None)
    spread = alpha * noise / sqrt(1 - (1 - 2 * alpha) ** 2)
    ball = outcome(run).ball
    assert ball.radius == pytest.approx(spread, rel=0.05)
    assert ball.around and ball.centre == pytest.approx([3.0])
    assert ball_of(run, np.array([3.0]), 0.9 * spread) is None
    assert ball_of(run, np.array([3.0]), 1.1 * spread) is not None


def test_a_run_that_is_still_on_its_way_or_led_elsewhere_is_in_no_ball():
    way = descend(PARABOLA, step_size=0.001, noise=1.0, iterations=300, precision=None)
    assert outcome(way).ball is None
    rest = descend(PARABOLA, [3.0], step_size=0.1, noise=1.0, iterations=2000, precision=None)
    assert ball_of(rest, np.array([5.0]), 100.0) is None  # it rests, but not about 5
    beside = ball_of(rest, np.array([3.25]), 100.0)
    assert beside is not None and not beside.around


@pytest.mark.parametrize("seed", range(5))
def test_with_noise_a_run_arrives_where_it_is_first_so_near(seed):
    run = descend(PARABOLA, step_size=0.1, noise=0.1, seed=seed, iterations=200, precision=None)
    height, distance = run.loss + 4, np.abs(run.theta[:, 0] - 3)  # the minimum is −4, at 3
    near = (height <= 1e-4 * height[0]) & (distance <= 0.1 * distance[0])
    assert outcome(run).motion.arrival == next(k for k, is_near in enumerate(near) if is_near)
    rough = descend(PARABOLA, step_size=0.1, noise=500.0, seed=seed, iterations=15, precision=None)
    far = (rough.loss + 4 > 1e-4 * (rough.loss[0] + 4)).all()
    assert (outcome(rough).motion.arrival is None) is bool(far)


@pytest.mark.parametrize(("iterations", "is_there"), [(19, False), (20, True)])
def test_scatter_is_told_from_twenty_steps_on(iterations, is_there):
    runs = [
        descend(PARABOLA, [3.0], step_size=0.5, noise=1.0, seed=seed, iterations=iterations, precision=None)
        for seed in range(5)
    ]
    assert any(ball_of(run, np.array([3.0]), 100.0) is not None for run in runs) is is_there
