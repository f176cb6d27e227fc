from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from dashboard.chapters.curve import figures as curve
from dashboard.chapters.curve import rows
from dashboard.runs.problems import objective_of, run_of
from dashboard.settings.values import CHAPTERS

POST = CHAPTERS["curve"]


def test_the_curve_that_is_drawn_is_the_posts():
    drawn = curve.drawn(objective_of(POST))
    assert (drawn["x"][0], drawn["x"][-1]) == (-15, 21)
    assert len(drawn["x"]) >= 100
    np.testing.assert_allclose(drawn["f"], drawn["x"] ** 2 - 6 * drawn["x"] + 5, atol=1e-10)


@pytest.mark.parametrize(("step_size", "farthest"), [(0.9, 15), (1.1, 1400), (5, 1e4)])
def test_the_curve_is_drawn_as_far_as_the_run_gets(step_size, farthest):
    run = run_of(replace(POST, step_size=step_size))
    away = float(np.abs(run.theta - 3).max())
    assert away <= farthest
    drawn = curve.drawn(run.objective, curve.doublings(run))
    assert np.all(np.diff(drawn["x"]) > 0)
    assert drawn["x"][0] <= 3 - away and drawn["x"][-1] >= 3 + away
    np.testing.assert_allclose(drawn["f"], (drawn["x"] - 3) ** 2 - 4, rtol=1e-9)
    assert (curve.doublings(run) == 0) == (away <= 18)


def test_a_curve_is_not_drawn_farther_than_it_can_be_seen():
    run = run_of(replace(POST, step_size=100))
    assert curve.doublings(run) <= curve.MOST_DOUBLINGS
    assert len(curve.drawn(run.objective, curve.MOST_DOUBLINGS)["x"]) < 2000


def test_all_of_the_curve_is_in_the_window():
    low, high = curve.window(objective_of(POST))
    assert low < -4 and high > 320
    assert high - low < 450


def test_the_facts_are_the_minimum_and_how_often_to_mark():
    facts = curve.facts(run_of(POST), POST)
    assert (facts["x"], facts["f"]) == (3, -4)
    for iterations in (1, 300, 301, 100_000):
        made = replace(POST, iterations=iterations)
        every = curve.facts(run_of(made), made)["mark_every"]
        assert every >= 1 and iterations / every <= curve.MOST_MARKS


def test_beside_a_local_minimum_stands_how_high_that_one_is():
    wells = replace(POST, function="double well", step_size=0.05)
    value = objective_of(wells).value
    left, right = (minimize_scalar(lambda x: value([x]), bounds=sides).fun for sides in ((-2, 0), (0, 2)))
    for start, well in ((-1.8, left), (1.8, right)):
        made, above = replace(wells, start=(start,)), well - min(left, right)
        assert curve.facts(run_of(made), made)["above"] == pytest.approx(above, abs=1e-6)


@pytest.mark.parametrize("start", [15.0, 3.0, 3.01, -1000.0])
def test_the_distance_at_the_start_is_in_the_picture(start):
    run = run_of(replace(POST, start=(start,)))
    low, high = curve.heights(run, rows.rows(run))
    assert low == 0 < high and high >= (start - 3) ** 2
