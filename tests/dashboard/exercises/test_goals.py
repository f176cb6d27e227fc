"""Goals judge outcomes: done at the very number that is asked for, and else with what is missing."""

import re

import pytest

from dashboard.exercises.goals import Arrive, BeatRivals, EndAt, EndAtFrom, NearLimit, Settle
from gdcore import FUNCTIONS, bowl, descend, outcome
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
    ],
)
def test_who_has_not_arrived_hears_how_far_it_was(run, parts):
    for goal in (Arrive(5), NearLimit(0.5), BeatRivals("Adam")):
        judged = goal(run, (came(0.1),))
        assert not judged.done and tells(judged.words, *parts)


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


def test_another_minimum_or_the_way_there_is_not_the_one_that_is_asked_for():
    well = FUNCTIONS["double well"]
    left, right = (EndAt((float(each[0]),), name) for each, name in zip(well.minima, "AB", strict=True))
    there = outcome(descend(well, 1.8, step_size=0.05, iterations=200))
    assert right(there, ()).done and not left(there, ()).done
    assert tells(left(there, ()).words, "0.9671", "A is 2 away")
    assert not right(outcome(descend(well, 1.8, step_size=0.001, iterations=5)), ()).done
    assert tells(right(outcome(descend(well, 1.8, step_size=1.0, iterations=50)), ()).words, "flown off")


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
    wild = descend(bowl(2), [-4, 1], step_size=3.0, noise=1.0, seed=3, iterations=200)
    assert tells(Settle(0.1)(outcome(wild), ()).words, "flown off")
