"""Goals judge outcomes: done at the very number that is asked for, and else with what is missing."""

import re

import pytest

from dashboard.exercises.goals import Arrive, BeatRivals, EndAt, EndAtFrom, NearLimit, Settle
from gdcore import FUNCTIONS, bowl, descend, outcome, typed
from tests.meaning import tells

NUMBER = re.compile(r"\d+\.?\d*")
PARABOLA = FUNCTIONS["parabola"]


def came(step_size, **options):
    return outcome(descend(PARABOLA, 15, step_size=step_size, iterations=300, **options))


def test_to_arrive_at_the_last_moment_is_enough():
    run = came(0.31)  # 0.38⁵ = 0.0079 of the way is left after five steps, 0.021 after four
    assert Arrive(5)(run, ()).done and tells(Arrive(5)(run, ()).words, "step 5")
    late = Arrive(4)(run, ())
    assert not late.done and tells(late.words, "step 5", "1 step too late")
    assert tells(Arrive(4)(came(0.1), ()).words, "steps too late")


@pytest.mark.parametrize(
    ("run", "parts"),
    [
        (came(1.1), ("after", "flown off")),
        (came(0.001), ("after 300 steps", "6.58", "away")),  # 12 · 0.998³⁰⁰
        (came(0.0001, precision=0.01), ("after 1 step", "12", "away")),
        (
            outcome(descend(typed("x"), 0.0, iterations=9)),
            ("after 9 steps", "had not arrived"),
        ),  # it has no minimum
    ],
)
def test_who_has_not_arrived_hears_how_far_it_was(run, parts):
    for goal in (Arrive(5), NearLimit(0.5), BeatRivals("Adam")):
        judged = goal(run, (came(0.1),))
        assert not judged.done and tells(judged.words, *parts)


END = EndAt((3.0,), "the minimum")


@pytest.mark.parametrize(
    "goal", [Arrive(500), NearLimit(0.5), BeatRivals("Adam"), END, EndAtFrom(0.0, 20.0, END), Settle(1e9)]
)
def test_who_flies_off_has_done_nothing(goal):
    judged = goal(came(1.1), (came(1.1),))
    assert not judged.done and tells(judged.words, "flown off")


def test_a_rival_has_to_be_beaten_not_met():
    quick, slow, lost = came(0.3), came(0.1), came(1.1)
    goal = BeatRivals("Adam")
    assert goal(quick, (slow,)).done and tells(goal(quick, (slow,)).words, "step 6", "Adam at step 21")
    assert not goal(slow, (quick,)).done and not goal(quick, (quick,)).done
    assert not goal(slow, (lost, quick)).done
    assert goal(slow, (lost,)).done and tells(goal(slow, (lost,)).words, "Adam", "never")


def test_a_share_of_the_limit_is_rounded_down():
    assert not NearLimit(0.99)(came(0.98999), ()).done
    assert tells(NearLimit(0.99)(came(0.98999), ()).words, "0.98999", "98.9 %", "99 %")
    assert NearLimit(0.99)(came(0.99), ()).done
    assert not NearLimit(0.99)(came(1.0), ()).done  # for ever from side to side


@pytest.mark.parametrize(("step_size", "share", "done"), [(0.2476, "99 %", True), (0.247, "98.8 %", False)])
def test_the_limit_is_that_of_the_curvature(step_size, share, done):
    """Of 4 x² it is 2/8."""
    judged = NearLimit(0.99)(outcome(descend(typed("4*x^2"), 1.0, step_size=step_size)), ())
    assert judged.done == done and tells(judged.words, share, "of the limit")


@pytest.mark.parametrize(
    "run",
    [
        descend(FUNCTIONS["absolute"], 4.5, step_size=0.25, iterations=300),  # a kink has no curvature
        descend(PARABOLA, 15, method="adam", step_size=0.1, iterations=300),
    ],
)
def test_where_no_limit_is_known_none_was_reached(run):
    assert outcome(run).motion.arrival is not None and not NearLimit(0.0)(outcome(run), ()).done


def test_another_minimum_or_the_way_there_is_not_the_one_that_is_asked_for():
    well = FUNCTIONS["double well"]
    left, right = (EndAt((float(each[0]),), name) for each, name in zip(well.minima, "AB", strict=True))
    there = outcome(descend(well, 1.8, step_size=0.05, iterations=200))
    assert right(there, ()).done and not left(there, ()).done
    assert tells(left(there, ()).words, "0.9671", "A is 2 away")
    x = 1.8
    for _ in range(5):
        x -= 0.001 * (4 * x * (x * x - 1) + 0.25)
    words = right(outcome(descend(well, 1.8, step_size=0.001, iterations=5)), ()).words
    assert tells(words, f"x = {x:.4g}", f"B is {x - 0.96715:.3g} away")
    assert tells(right(outcome(descend(well, 1.8, step_size=1.0, iterations=50)), ()).words, "flown off")


@pytest.mark.parametrize(("aside", "is_it"), [(0.009, True), (0.011, False)])
def test_a_thousandth_of_the_picture_aside_is_the_same_minimum(aside, is_it):
    bowl_of_ten = outcome(
        descend(typed("(x - 1)^2"), 4.0, step_size=0.5)
    )  # from −5 to 5, and there in one step
    for sign in (1, -1):
        assert EndAt((1 + sign * aside,), "it")(bowl_of_ten, ()).done == is_it


@pytest.mark.parametrize(("start", "is_fair"), [(0.049, False), (0.05, True), (1.0, True), (1.001, False)])
def test_both_ends_of_where_a_run_may_start_are_allowed(start, is_fair):
    run = outcome(descend(PARABOLA, start, step_size=0.5))  # it ends at 3, which is no start
    assert EndAtFrom(0.05, 1.0, EndAt((3.0,), "the minimum"))(run, ()).done == is_fair


@pytest.mark.parametrize("apart", [1e-3, 1e-6, 1e-9])
def test_what_is_not_enough_is_not_told_in_the_same_digits_as_what_was_asked_for(apart):
    run = descend(bowl(2), [-4, 1], step_size=0.3, noise=1.0, seed=3, iterations=200)
    away = float(((run.theta[100:] ** 2).sum(axis=1).mean()) ** 0.5)
    told, asked = NUMBER.findall(Settle(away * (1 - apart))(outcome(run), ()).words)
    assert float(told) > float(asked)
    end = EndAt((3.0,), "the minimum")
    for start, inside in ((0.05 - apart, 0.05), (1 + apart, 1.0)):
        words = EndAtFrom(0.05, 1.0, end)(outcome(descend(PARABOLA, start)), ()).words
        told, *_ = NUMBER.findall(words)
        assert float(told) == pytest.approx(start) and float(told) != inside


def test_noise_is_judged_by_the_root_mean_square():
    run = descend(bowl(2), [-4, 1], step_size=0.3, noise=1.0, seed=3, iterations=200)
    late = run.theta[100:]
    away = ((late**2).sum(axis=1).mean()) ** 0.5
    assert Settle(away + 1e-9)(outcome(run), ()).done and not Settle(away - 1e-9)(outcome(run), ()).done
    assert tells(Settle(0.1)(outcome(run), ()).words, f"{away:.3g}", "0.1")
    sides = outcome(descend(PARABOLA, 4, step_size=1.0, iterations=50))  # it jumps between 2 and 4 for ever
    assert Settle(1.0)(sides, ()).done and not Settle(0.999)(sides, ()).done
    wild = descend(bowl(2), [-4, 1], step_size=3.0, noise=1.0, seed=3, iterations=200)
    assert tells(Settle(0.1)(outcome(wild), ()).words, "flown off")
