import json

import numpy as np
import pytest

from dashboard.page.scenes import MAP, draw_map, draw_runs, draw_scene
from dashboard.room.questions import settings_of
from dashboard.runs.problems import run_of


def test_a_curve_is_drawn_with_its_heights():
    told = json.loads(draw_scene("?chapter=curve&start=15"))
    xs, ys = map(np.array, told["lines"][0])
    np.testing.assert_allclose(ys, xs**2 - 6 * xs + 5, rtol=0, atol=0.2)  # a few digits are sent
    assert told["start"] == [15, 140] and told["n"] == 1
    (run,) = json.loads(draw_runs("?chapter=curve&start=15&step_size=0.1", True))["runs"]
    np.testing.assert_allclose(run["xs"], 3 + 12 * 0.8 ** np.array(run["at"]), rtol=1e-3)


def test_a_race_has_all_its_runs():
    assert len(json.loads(draw_runs("?lesson=momentum", True))["runs"]) == 2


def test_a_long_run_is_thinned_out_from_its_first_row_to_its_last():
    link = "?chapter=line"
    (run,) = json.loads(draw_runs(link, True))["runs"]
    assert run["at"][0] == 0 and run["at"][-1] == run_of(settings_of(link)).steps
    assert len(run["at"]) <= 400 and len(draw_runs(link, True)) < 50_000


@pytest.mark.parametrize("link", ["?chapter=nowhere", "?data=own", "?a=1"])
def test_of_a_link_that_cannot_be_nothing_is_drawn(link):
    assert draw_scene(link) == draw_runs(link) == ""


def test_another_step_size_is_on_the_same_ground():
    links = [f"?chapter=landscape&function=himmelblau&step_size={size}" for size in (0.001, 0.002)]
    assert draw_scene(links[0]) is draw_scene(links[1])
    assert draw_runs(links[0], True) != draw_runs(links[1], True)


def test_what_is_undefined_is_a_gap():
    told = json.loads(draw_scene("?chapter=curve&formula=log(x)-x&start=2"))
    assert None in told["lines"][0][1] and told["window"][1][0] < told["window"][1][1]


def test_a_map_says_the_minimum_of_each_start():
    rows = np.array(
        json.loads(draw_map("?chapter=landscape&function=himmelblau", lambda share: None))["rows"]
    )
    assert rows.shape == (MAP, MAP) and set(range(4)) <= set(rows.ravel().tolist())
    # Himmelblau's minima lie one in each quadrant: (3, 2), (−2.8, 3.1), (−3.8, −3.3), (3.6, −1.8)
    quarters = [rows[MAP // 4, MAP // 4], rows[-MAP // 4, MAP // 4]]
    quarters += [rows[MAP // 4, -MAP // 4], rows[-MAP // 4, -MAP // 4]]
    assert len(set(quarters)) == 4


def test_a_curve_has_no_map():
    assert draw_map("?chapter=curve", lambda share: None) == ""
