"""What is said of how a run moves. On the parabola a step leaves |1 − 2α| of the distance."""

from math import ceil, log, sqrt

import numpy as np
import pytest

from dashboard.explain.motion import describe_creeping, describe_endless, describe_motion
from gdcore import FUNCTIONS, bowl, descend, outcome, typed
from tests.meaning import tells

PARABOLA = FUNCTIONS["parabola"]
HESSIAN = np.linalg.eigvalsh([[74.0, 20.0], [20.0, 34.0]])  # of Himmelblau's function at (3, 2)


def found(objective=PARABOLA, start=None, **arguments):
    return outcome(descend(objective, start, **arguments))


@pytest.mark.parametrize(("iterations", "creeps"), [(113, True), (114, False)])
def test_a_run_creeps_when_it_has_more_steps_to_go_than_it_has_made(iterations, creeps):
    arrival = ceil(log(0.01) / log(0.98))
    assert arrival == 2 * 114
    said = describe_motion(found(step_size=0.01, iterations=iterations))
    assert said.startswith("Creeping" if creeps else "On its way")
    assert tells(said, "120" if creeps else "110", "more steps")  # 115 and 114, of two digits


@pytest.mark.parametrize(("iterations", "parts"), [(5, ["2", "more steps"]), (6, ["1", "more step"])])
def test_on_its_way_it_is_said_how_many_steps_are_left_in_whole_ones(iterations, parts):
    assert 0.5**7 < 0.01 < 0.5**6
    assert tells(describe_motion(found(step_size=0.25, iterations=iterations)), "On its way", *parts)


def test_steps_that_are_left_are_counted_where_only_the_rate_foretells_them_too():
    two = FUNCTIONS["double well"]
    arrival = found(two, [1.8], step_size=0.01, iterations=100).motion.arrival
    for left in range(1, 6):
        said = describe_motion(found(two, [1.8], step_size=0.01, iterations=arrival - left))
        assert tells(said, "On its way", str(left), "more step" if left == 1 else "more steps")


@pytest.mark.parametrize(("arrival", "creeps"), [(31, False), (32, True)])
def test_thirty_steps_are_soon_however_few_were_made(arrival, creeps):
    factor = 0.01 ** (1 / (arrival - 0.5))
    assert bool(describe_creeping(found(step_size=(1 - factor) / 2, iterations=1))) is creeps


@pytest.mark.parametrize(("step_size", "creeps"), [(1e-4, True), (1e-2, False)])
def test_on_a_slope_of_no_known_rate_it_creeps_where_thirty_such_steps_lead_nowhere(step_size, creeps):
    beside = found(FUNCTIONS["himmelblau"], [0.0, 0.0], step_size=step_size, iterations=2)
    step = np.linalg.norm(beside.run.theta[-1] - beside.run.theta[-2])
    assert beside.place.kind == "slope"
    assert bool(30 * step < beside.place.distance) is creeps
    assert bool(describe_creeping(beside)) is creeps
    assert bool(describe_motion(beside)) is creeps  # nothing else is known there


def test_a_run_on_a_slope_creeps_by_the_length_of_its_last_step():
    far = found(FUNCTIONS["himmelblau"], step_size=1e-6, iterations=50)
    assert far.place.kind == "slope"
    step = far.run.theta[-1] - far.run.theta[-2]
    assert tells(describe_motion(far), "Creeping", f"{sqrt(step @ step):.1e}"[:3])
    assert describe_creeping(found(typed("x"), [0.0], step_size=1e-6, iterations=50)) == ""  # to no minimum


@pytest.mark.parametrize(
    ("alpha", "word", "share"), [(0.1, "Good", "20 %"), (0.3, "Good", "60 %"), (0.6, "Oscillating", "1/L")]
)
def test_above_one_over_l_each_step_changes_sides(alpha, word, share):
    said = describe_motion(found(step_size=alpha, iterations=200))
    assert tells(said, word, share) and "direction" not in said


def test_in_the_plane_it_is_along_the_steepest_direction():
    assert tells(
        describe_motion(found(bowl(4, 0), step_size=1.5, iterations=200)), "Oscillating", "steepest direction"
    )
    assert describe_motion(found(bowl(4, 0), step_size=0.9, iterations=200)).startswith("Good")


def test_steps_too_long_to_come_to_rest_swing_about_a_minimum():
    two = FUNCTIONS["double well"]
    limit = found(two, step_size=0.01, iterations=2000).theory.limit
    swings = found(two, [1.0], step_size=1.02 * limit, iterations=500)
    assert tells(describe_motion(swings), "Swinging", "2/L", "too long to come to rest")
    for iterations in (30, 500):  # on its way, and arrived
        rests = describe_motion(found(two, [1.0], step_size=0.98 * limit, iterations=iterations))
        assert rests and "winging" not in rests
    near = found(two, [1.3], step_size=(1 + 1e-5) * limit, iterations=4000)
    assert near.has_arrived and "winging" not in describe_motion(near)
    assert describe_motion(found(step_size=1.05, iterations=20)) == ""  # on a parabola it flies off for good


@pytest.mark.parametrize(
    "options", [{"noise": 1.0}, {"schedule": "cosine"}, {"step_size": 1.1, "iterations": 1000}]
)
def test_of_noise_schedules_and_flights_nothing_is_said_here(options):
    assert describe_motion(found(**{"step_size": 0.1, "iterations": 100} | options)) == ""


def test_who_began_at_the_minimum_and_goes_away_from_it_is_not_good():
    beside = found(start=3 + 1e-10, step_size=1.1, iterations=20)  # 10⁻¹⁰ · 1.2²⁰ is at the minimum still
    assert beside.has_arrived and describe_motion(beside) == ""


def test_where_theory_foretells_another_rate_nothing_is_foretold():
    """Of x² + 20 x⁴ the curvature is 2 at the bottom; from 0.19 to 0.18 the slope is 4.9 to 4.6 times x."""
    steep = found(typed("x^2 + 20*x^4"), [0.19], step_size=0.001, iterations=10)
    assert steep.motion.rate == pytest.approx(1 - 0.00475, abs=2e-4) and steep.motion.ahead is None
    assert describe_motion(steep) == ""


def test_of_a_run_that_leaps_out_of_the_domain_it_is_not_said_that_it_creeps():
    """Below a known minimum at 47, log x: from 3.5 a step of 4.9 / 3.5, and another that passes 0."""
    left = found(typed("log(x) - 9*exp(-(x - 47)^2)", 1, 50.0), [3.5], step_size=4.9)
    assert left.ending == "left the domain" and left.run.theta.ravel() == pytest.approx([3.5, 2.1])
    assert left.place.distance > 30 * 1.4 and describe_motion(left) == ""


def test_other_methods_creep_or_have_nothing_said():
    on_a_slope = found(FUNCTIONS["himmelblau"], method="adam", step_size=1e-6, iterations=50)
    assert on_a_slope.place.kind == "slope" and describe_motion(on_a_slope) == ""
    assert describe_motion(found(method="momentum", step_size=0.1, iterations=300)) == ""
    assert describe_motion(found(method="momentum", momentum=0.5, step_size=1e-4, iterations=300)).startswith(
        "Creeping"
    )


@pytest.mark.parametrize(("iterations", "first", "second"), [(100, "15", "−9"), (101, "15", "−9")])
def test_at_two_over_l_it_jumps_between_two_points_for_ever(iterations, first, second):
    said = describe_endless(found(step_size=1.0, iterations=iterations))
    assert said.index(first) < said.index(second)
    assert "for ever" in describe_endless(found(bowl(4, 0), [1.0, 1.0], step_size=2.0, iterations=100))


@pytest.mark.parametrize(
    ("objective", "options"),
    [
        (PARABOLA, {"step_size": 0.999}),
        (PARABOLA, {"step_size": 1.0, "noise": 0.1}),
        (PARABOLA, {"step_size": 1.0, "schedule": "cosine"}),
        (bowl(4, 0), {"step_size": 1.99}),
        (bowl(4, 0), {"step_size": 3.0, "method": "momentum", "momentum": 0.5}),  # at 2(1 + β)/L, and not 2/L
        (FUNCTIONS["himmelblau"], {"step_size": 2 / max(HESSIAN), "start": [3.05, 2.0]}),
        (PARABOLA, {"step_size": 0.2}),
    ],
)
def test_nothing_else_is_endless(objective, options):
    assert describe_endless(found(objective, iterations=60, **options)) == ""


@pytest.mark.parametrize(("short", "is_endless"), [(5e-8, True), (1e-6, False)])
def test_it_jumps_for_ever_where_nobody_could_see_it_come_nearer(short, is_endless):
    """Of 1 − 2α = −(1 − 2δ): six steps take off 12 δ of the way, and a millionth of it is not seen."""
    assert bool(describe_endless(found(step_size=1 - short, iterations=100))) is is_endless


def test_across_a_kink_it_jumps_too():
    said = describe_endless(found(FUNCTIONS["absolute"], [0.01], step_size=0.03, iterations=100))
    assert tells(said, "between", "0.01", "−0.02")
    far = describe_endless(found(FUNCTIONS["absolute"], [0.31], step_size=0.03, iterations=24))
    assert tells(far, "between", "0.01", "−0.02")  # from the eleventh step on
