from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from dashboard.chapters.line import figures as line
from dashboard.chapters.line import rows
from dashboard.chapters.line.problem import line_of
from dashboard.drawing.places import window
from dashboard.runs.problems import objective_of, run_of
from dashboard.settings.values import CHAPTERS

POST = CHAPTERS["line"]
PROBLEMS = [POST, replace(POST, data="diabetes"), replace(POST, standardise=True), replace(POST, samples=2)]


@pytest.mark.parametrize("made", PROBLEMS, ids=["post", "diabetes", "standardised", "two samples"])
def test_every_ring_is_a_level_line(made):
    objective = objective_of(made)
    heights = line.levels(objective)
    rings = np.array(line.ellipses(objective, heights))
    X, y = objective.X, objective.y
    floor = np.mean((X @ np.linalg.lstsq(X, y)[0] - y) ** 2) / 2
    for height, ring in zip(heights, np.moveaxis(rings, 1, 0), strict=True):
        losses = np.mean((X @ ring - y[:, np.newaxis]) ** 2, axis=0) / 2
        np.testing.assert_allclose(losses, floor + height, rtol=1e-6)
    np.testing.assert_allclose(heights[1:] / heights[:-1], heights[1] / heights[0])
    np.testing.assert_allclose(rings[:, :, 0], rings[:, :, -1])


@given(
    st.floats(-5, 5),
    st.floats(-5, 5),
    st.sampled_from([1e-6, 1e-3, 1.0, 1e4]),
    st.lists(st.integers(-90, 90), min_size=2, max_size=9, unique=True),
)
def test_an_answer_has_the_decimals_of_the_data_and_not_those_of_their_rounding(a, b, scale, xs):
    points = tuple((float(x), scale * (a + b * x)) for x in xs)  # all of them on a line: no loss is left
    made = replace(POST, data="own", points=points, standardise=True, iterations=1)
    x, y = (max(map(abs, column)) for column in zip(*points, strict=True))
    for places, size in zip(line.facts(run_of(made), made)["places"], (y, y / x, y**2), strict=True):
        assert 0 <= places <= 12
        assert places == 0 or 10.0**-places > 1e-14 * size, "more digits than can be right"
        assert size == 0 or places >= min(4 - np.ceil(np.log10(size)), 12), "too few to see the way there"


def test_the_pages_own_data_have_two_decimals():
    assert line.facts(run_of(POST), POST)["places"] == [2, 2, 2]


@pytest.mark.parametrize("made", PROBLEMS, ids=["post", "diabetes", "standardised", "two samples"])
def test_the_facts_are_what_others_answer(made):
    facts, data = line.facts(run_of(made), made), line_of(made).data
    best = linregress(data.x, data.y)
    for source in ("scipy", "sklearn"):
        assert facts[f"{source}_slope"] == pytest.approx(best.slope, rel=1e-9)
        assert facts[f"{source}_intercept"] == pytest.approx(best.intercept, rel=1e-9)
    for side in ("low", "high"):
        assert facts[f"y_{side}"] == pytest.approx(best.intercept + best.slope * facts[f"x_{side}"])
    assert facts["x_low"] < data.x.min() and facts["x_high"] > data.x.max()


@pytest.mark.parametrize("start", [(0.5, 0.5), (1000.0, -1000.0), (-300.0, 70.0)])
def test_start_and_minimum_are_in_the_window(start):
    run = run_of(replace(POST, start=start))
    for axis, (low, high) in enumerate(window(run.objective, run)):
        assert low <= start[axis] <= high
        assert low < run.objective.minimum[axis] < high


@pytest.mark.parametrize("start", [(0.5, 0.5), (1.489415850864546, 63.41907482437299), (1000.0, 1000.0)])
def test_the_loss_at_the_start_is_in_the_picture(start):
    run = run_of(replace(POST, start=start))
    low, high = line.heights(run, rows.rows(run))
    assert low == 0 and high >= run.loss[0]


@pytest.mark.parametrize("samples", [2, 100, 1000, 1001, 100_000])
def test_so_many_samples_are_shown_as_can_be_seen(samples):
    made = replace(POST, samples=samples)
    shown, data = line.shown(line_of(made)), line_of(made).data
    assert min(samples, 500) <= len(shown["x"]) <= line.MOST_POINTS
    at = np.searchsorted(np.sort(data.x), shown["x"])
    np.testing.assert_array_equal(shown["x"], np.sort(data.x)[at])
    assert set(zip(shown["x"], shown["y"], strict=True)) <= set(zip(data.x, data.y, strict=True))
