"""How a run moves, beside closed forms: on the parabola the distance after k steps is 12 |1 − 2α|ᵏ."""

from math import ceil, log, sqrt

import numpy as np
import pytest
from scipy.stats import linregress

from gdcore import FUNCTIONS, Quadratic, bowl, descend, outcome, typed
from gdcore.outcome.motion import ball_of, distances, heights, is_near
from gdcore.outcome.place import place_at
from tests.gdcore.outcome.runs import PARABOLA, TROUGH, through


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


def test_on_a_floor_what_is_left_is_what_a_longer_run_takes():
    early, late = (motion(TROUGH, [5.0, -3.0], step_size=0.01, iterations=k) for k in (5, 300))
    assert early.ahead + 5 == late.arrival


# Momentum without a memory is plain descent: on the parabola each step leaves 1 − 2α of the distance.
FORGETFUL = {"method": "momentum", "hyperparameters": {"momentum": 0.0}}


@pytest.mark.parametrize("distance", [12.0, 0.1])
def test_with_other_methods_what_is_left_goes_by_the_rate_until_a_hundredth_is_left(distance):
    run = through(3 + distance * 0.9 ** np.arange(11), step_size=0.05, **FORGETFUL)
    assert outcome(run).motion.ahead == pytest.approx(log(0.01) / log(0.9) - 10)


def test_who_was_thrown_out_of_where_it_had_come_has_nothing_left():
    run = through(3 + 0.5 ** np.arange(11), step_size=0.25, status="diverged", **FORGETFUL)
    assert (outcome(run).motion.arrival, outcome(run).motion.ahead) == (None, 0)


def test_where_the_last_tenth_of_the_distance_takes_longest_it_counts():
    # Most of the height was along y, and a step of 0.001 takes it away; along x each step leaves 0.999.
    long = Quadratic(np.diag([1.0, 1000.0]), [0.0, 0.0])
    rows, left = [[1, 1], *([0.999**k, 0] for k in range(1, 11))], log(0.1 * sqrt(2)) / log(0.999) - 10
    steady, plain = (
        outcome(through(rows, long, step_size=0.001, **about)).motion for about in (FORGETFUL, {})
    )
    assert (steady.ahead, plain.ahead) == (pytest.approx(left), ceil(left))


@pytest.mark.parametrize(
    ("power", "is_told"), [(1, True), (1.4, True), (1.6, False), (1 / 1.4, True), (1 / 1.6, False)]
)
def test_nothing_is_foretold_by_a_rate_that_theory_does_not_know(power, is_told):
    run = through(3 + 0.9 ** np.arange(11), step_size=(1 - 0.9**power) / 2, **FORGETFUL)
    assert (outcome(run).motion.ahead is not None) is is_told


def test_who_comes_from_lower_ground_has_no_way_down_to_tell_of():
    lower, upper = -1.0298959850506604, 0.96714893788303
    rows = [lower, *(upper + 0.01 * 0.9 ** np.arange(11))]
    step_size = 0.1 / (12 * upper**2 - 4)  # by the second derivative there, each step leaves 0.9
    found = outcome(through(rows, FUNCTIONS["double well"], step_size=step_size, **FORGETFUL))
    assert found.theory.rate == pytest.approx(0.9) and found.motion.rate == pytest.approx(0.9)
    assert found.motion.ahead is None


@pytest.mark.parametrize("factor", [1.0, 1.5])
@pytest.mark.parametrize(
    ("about", "ahead"),
    [
        (FORGETFUL, np.inf),
        ({"method": "newton"}, np.inf),
        ({"method": "adam"}, None),
        ({"schedule": "1/k"}, None),
    ],
)
def test_who_comes_no_nearer_at_a_steady_rate_has_for_ever_to_go(about, ahead, factor):
    assert outcome(through(3 + factor ** np.arange(11), **about)).motion.ahead == ahead


def test_of_a_method_of_which_no_theory_knows_the_rate_nothing_is_foretold():
    found = outcome(through(3 + 0.9 ** np.arange(11), method="newton")).motion
    assert found.rate == pytest.approx(0.9) and found.ahead is None


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


def last_half(*distances, scale=1.0):
    """The motion of a run on the parabola whose last half of rows has these distances from the minimum."""
    return outcome(
        through([3 + scale * each for each in [max(distances)] * len(distances) + [*distances]])
    ).motion


@pytest.mark.parametrize(
    ("distances", "rate"),
    [
        ([1, 0.8, 0.64], 0.8),
        ([0.1, 0.2, 0.4, 0.8], 2),
        ([1, 1, 1, 1], 1),
        ([0.1, 1, 0.1, 0.5, 0.1, 0.25, 0.1], sqrt(0.5)),  # three peaks, two rows apart
        ([0.1, 1, 0.1, 0.5, 0.1], None),  # two
        ([9, 0.1, 1, 0.1, 0.5, 0.1, 0.25, 0.1], sqrt(0.5)),  # no peak is known at an end
        ([0.1, 0.25, 0.1, 0.5, 0.1, 1, 0.1, 9], sqrt(2)),
        ([0.1, 1, 0.1, 0.3, 0.1, 0.5, 0.1, 0.2, 0.1, 0.25, 0.1], 0.5**0.25),  # lower ones lie between them
        ([1, 0.8, 0.64, 0.512, 0.4096, 0.4096 / 2], None),  # no steady factor
    ],
)
@pytest.mark.parametrize("scale", [1e-3, 1e3])
def test_a_rate_is_that_of_the_last_half_or_of_its_peaks(distances, rate, scale):
    assert last_half(*distances, scale=scale).rate == (rate and pytest.approx(rate, rel=1e-6))


@pytest.mark.parametrize(("bend", "is_steady"), [(0.45, True), (0.55, False), (-0.45, True), (-0.55, False)])
def test_a_tenth_of_the_fall_may_be_bent(bend, is_steady):
    # Of five logarithms on a straight line, 0 to −4, the middle one is moved: by 4/5 of it from the new line.
    found = last_half(1, np.exp(-1), np.exp(-2 + bend), np.exp(-3), np.exp(-4)).rate
    assert found == (pytest.approx(np.exp(-1)) if is_steady else None)


@pytest.mark.parametrize(("factor", "is_read"), [(0.05, True), (0.03, False)])  # 0.05⁴ > 10⁻⁶ > 0.03⁴
def test_rows_that_are_but_rounding_count_for_no_rate(factor, is_read):
    found = motion(PARABOLA, step_size=(1 - factor) / 2, iterations=9).rate
    assert found == (pytest.approx(factor) if is_read else None)


def test_a_rate_is_read_from_the_last_half_of_the_rows():
    run = descend(bowl(4, 30), step_size=0.5, iterations=20, precision=None)
    late = np.log(np.linalg.norm(run.theta, axis=1))[10:]
    assert outcome(run).motion.rate == pytest.approx(np.exp(linregress(np.arange(late.size), late).slope))


def test_a_flight_has_a_rate_above_one():
    assert motion(PARABOLA, step_size=1.05, iterations=30).rate == pytest.approx(1.1, rel=1e-6)


@pytest.mark.parametrize(
    ("alpha", "iterations", "alternates"),
    [(0.9, 4, True), (0.9, 3, False), (0.4, 50, False), (1.0, 50, True), (0.9, 1000, True)],
)
def test_four_changes_of_side_are_an_oscillation(alpha, iterations, alternates):
    found = motion(PARABOLA, step_size=alpha, iterations=iterations, precision=0.0)
    assert found.alternates is alternates


def sides(signs):
    """A run on the parabola that is a thousandth to the left or right of the minimum, or at it."""
    return through([3 + {"+": 1e-3, "-": -1e-3, "0": 1e-10}[sign] for sign in signs])


@pytest.mark.parametrize(
    ("signs", "alternates"),
    [
        ("+-+-+", True),
        ("+-+-", False),
        ("+++" + "-+-+-+-+", True),  # the last eight turns count
        ("+++" + "-+-+-+-", False),
        ("+-+-+-+-++", False),
        ("+-+-+0+", True),  # a row that is at the minimum but for rounding is on no side
    ],
)
def test_the_last_eight_turns_are_looked_at(signs, alternates):
    assert outcome(sides(signs)).motion.alternates is alternates


@pytest.mark.parametrize(("apart", "alternates"), [(1e-4, True), (1e-6, False)])
def test_sides_are_not_those_of_rounding(apart, alternates):
    far = Quadratic([[2.0]], [-2e8])  # at 10⁸ neighbouring numbers are 1.5 · 10⁻⁸ apart
    assert outcome(through(1e8 + apart * (-1.0) ** np.arange(9), far)).motion.alternates is alternates


def test_about_a_kink_sides_are_known_of_a_curve_alone():
    turns = 0.01 * (-1.0) ** np.arange(9)
    assert outcome(through(turns, typed("abs(x)"))).motion.alternates
    assert not outcome(
        through(np.stack([turns, turns], axis=1), typed("abs(x) + abs(y)", 2))
    ).motion.alternates


@pytest.mark.parametrize(("alpha", "alternates"), [(1.8, True), (0.9, False)])
def test_in_the_plane_sides_are_those_of_the_steepest_direction(alpha, alternates):
    assert motion(bowl(25, 30), step_size=alpha, iterations=60).alternates is alternates


@pytest.mark.parametrize(
    ("objective", "points"),
    [
        (typed("x"), [3, 2, 1]),
        (typed("7"), [3, 2, 1]),
        (typed("x^2 - y^2", 2), [[1, 0], [0.1, 0], [0, 0]]),
        (FUNCTIONS["himmelblau"], [[0, 0], [3, 2], [0.5, 0.5]]),
    ],
)
def test_nothing_is_known_of_a_slope_a_plateau_or_a_saddle(objective, points):
    found = outcome(through(points, objective)).motion
    assert (found.arrival, found.rate, found.ahead) == (None, None, None)
    assert not (found.alternates or found.has_arrived)


def test_with_noise_a_run_that_was_at_a_minimum_has_arrived_wherever_it_ends():
    found = outcome(through([[0, 0], [3, 2], [0.5, 0.5]], FUNCTIONS["himmelblau"], noisy=True))
    assert found.place.kind == "slope" and found.motion.arrival == 1 and not found.has_arrived
    saddle = through([[1, 0], [0.1, 0], [0, 0]], typed("x^2 - y^2", 2), noisy=True)
    assert outcome(saddle).place.kind == "saddle" and outcome(saddle).motion.arrival is None


def test_with_noise_nothing_but_the_arrival_is_read():
    found = outcome(through(3 + 0.5 ** np.arange(9) * (-1) ** np.arange(9), noisy=True)).motion
    assert (found.arrival, found.has_arrived) == (7, True)  # 0.5⁷ < 0.01 < 0.5⁶
    assert (found.rate, found.ahead, found.alternates) == (None, None, False)


def test_who_flies_through_the_minimum_and_out_of_the_domain_has_not_come_to_stay():
    # The first step, 3 · (1 − 1/3), leads to the minimum, at 1; momentum leads on to 1 − 0.9 · 2.
    run = descend(typed("x - log(x)"), [3.0], method="momentum", momentum=0.9, step_size=3.0)
    assert outcome(run).ending == "left the domain" and run.theta[-1] == pytest.approx([1.0])
    assert outcome(run).motion.arrival is None


def test_who_starts_at_the_minimum_has_arrived_before_the_first_step():
    found = motion(PARABOLA, [3.0], step_size=0.1, iterations=5)
    assert (found.arrival, found.ahead, found.has_arrived) == (0, 0, True)


def test_what_is_near_has_a_ten_thousandth_of_the_height_and_a_tenth_of_the_way_left():
    height = np.array([2.0, 2.0e-4, 2.1e-4, 1.0e-4, -1.0])
    gone = np.array([3.0, 0.3, 0.1, 0.31, 0.1])
    assert is_near(height, gone, 1.0).tolist() == [False, True, False, False, True]
    there = np.array([0.0, 1e-9, 2e-9])
    assert is_near(np.ones(3), there, 1.0).tolist() == [True, True, False]
    assert is_near(np.ones(3), 5 * there, 5.0).tolist() == [True, True, False]
    assert is_near(np.array([1.0, 1.0e-4]), np.array([1.0, 0.1]), 1.0).tolist() == [False, True]
    lower = np.array([-1.0, 0.0, 5e-5])  # from lower ground nothing above the minimum is left of the way down
    assert is_near(lower, np.array([1.0, 0.01, 0.01]), 1.0).tolist() == [False, True, False]


def test_the_distance_from_a_floor_is_across_it():
    expected = np.array([1, 3, 1]) / sqrt(2)  # of x + y − 1, which is 1, 3 and 1
    for floor in (TROUGH, Quadratic(TROUGH.A / 10, TROUGH.b / 10, 0.1)):
        run = through([[5, -3], [3, 1], [0, 2]], floor)
        np.testing.assert_allclose(distances(run, place_at(floor, run.theta[-1])), expected, atol=1e-12)
    run = through([[4, 4], [0, 2], [1, 0]], typed("(x + y - 1)^4", 2))  # of no bowl the point counts
    place = place_at(run.objective, run.theta[-1])
    assert place.flat and distances(run, place) == pytest.approx([5, sqrt(5), 0])


def test_where_no_place_is_known_all_rows_are_infinitely_far():
    run = through([3, 2, 1], typed("x"))
    assert distances(run, place_at(run.objective, run.theta[-1])).tolist() == [np.inf] * 3


def test_heights_are_those_above_the_minimum_that_is_reached():
    run = through([1.5, -1.2, 0.97], FUNCTIONS["double well"])
    place = place_at(run.objective, run.theta[-1])
    x, least = np.array([1.5, -1.2, 0.97]), 0.96714893788303
    expected = (x**2 - 1) ** 2 + x / 4 - (least**2 - 1) ** 2 - least / 4
    np.testing.assert_allclose(heights(run, place), expected, atol=1e-12)


def test_noise_keeps_a_run_in_the_ball_of_an_autoregressive_process():
    alpha, noise = 0.1, 2.0
    run = descend(PARABOLA, step_size=alpha, noise=noise, iterations=20_000, precision=None)
    spread = alpha * noise / sqrt(1 - (1 - 2 * alpha) ** 2)
    ball = outcome(run).ball
    assert ball.radius == pytest.approx(spread, rel=0.05)
    assert ball.around and ball.centre == pytest.approx([3.0])
    assert ball_of(run, np.array([3.0]), 0.9 * spread) is None
    assert ball_of(run, np.array([3.0]), 1.1 * spread) is not None


def ball_about(late, largest=100.0):
    """The ball about the parabola's minimum of a noisy run whose last half of rows is so far aside."""
    rows = 3 + np.array([9.0] * (len(late) - 1) + late)
    return ball_of(through(rows, noisy=True), np.array([3.0]), largest)


@pytest.mark.parametrize(("largest", "is_ball"), [(1.0, False), (1.001, True)])
def test_a_ball_is_that_of_the_last_half_and_smaller_than_was_asked_for(largest, is_ball):
    found = ball_about([1.0, -1.0] * 6 + [1.0], largest)
    assert (found is not None) is is_ball
    assert found is None or (found.radius == pytest.approx(1) and found.around)


@pytest.mark.parametrize(("steps", "is_ball"), [(20, True), (19, False)])
def test_from_twenty_steps_on_noise_is_told(steps, is_ball):
    rows = through(3 + (-1.0) ** np.arange(steps + 1), noisy=True)
    assert (ball_of(rows, np.array([3.0]), 100.0) is not None) is is_ball


@pytest.mark.parametrize(
    ("late", "is_ball"),
    [
        ([1.0, -1.0] * 3 + [0.75, -0.75] * 3, True),  # 0.75² is more than half of what was
        ([1.0, -1.0] * 3 + [0.7, -0.7] * 3, False),
        ([1.6, 0.4] * 6, True),  # 0.6² is more than a quarter of the mean square, 1 + 0.6²
        ([1.55, 0.45] * 6, False),
        ([0.0] * 12, False),
    ],
)
def test_who_still_falls_or_hardly_scatters_is_in_no_ball(late, is_ball):
    assert (ball_about(late) is not None) is is_ball


@pytest.mark.parametrize(
    ("late", "is_around"),
    [
        ([1, 1, -1, 1, 1, 1, 1, 1, 1, 1] * 2, True),
        ([-1, -1, 1, -1, -1, -1, -1, -1, -1, -1] * 2, True),
        ([1, 1, -2, 1, 1, 1, 1, 1, 1, 1] + [1] * 10, False),
        ([1, 1, -2, 1, 1, 1, 1, 0, 0, 1] + [1] * 10, False),  # at the minimum is on no side of it
        ([-1, -1, 2, -1, -1, -1, -1, 0, 0, -1] + [-1] * 10, False),
    ],
)
def test_a_run_is_around_a_minimum_with_a_tenth_of_its_rows_on_either_side(late, is_around):
    assert ball_about(late).around is is_around


@pytest.mark.parametrize(
    ("one", "other", "is_around"),
    [
        ([1, -0.2], [-1, 0.8], True),
        ([1, -0.2], [-0.2, 1], False),  # on both sides along x and y, and not along x + y
        ([0.2, 3], [0.2, -1], False),  # on both sides along the mean, (0.2, 1), and not along x
        ([-0.2, 3], [-0.2, -1], False),
        ([0.2, 3], [0, -1], False),  # 0 is on no side
        ([-0.2, 3], [0, -1], False),
    ],
)
def test_around_is_on_both_sides_of_every_coordinate_and_along_the_mean(one, other, is_around):
    rows = [[9, 9]] * 11 + [one, other] * 6
    found = ball_of(through(rows, bowl(4, 0), noisy=True), np.zeros(2), 100.0)
    assert found.around is is_around


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
