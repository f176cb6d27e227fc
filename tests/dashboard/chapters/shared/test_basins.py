from dataclasses import replace

import numpy as np
import pytest

from dashboard.chapters.shared import basins
from dashboard.chapters.shared.basins import FIRST, LEFT, MOST_STEPS, NONE, coloured, draw, legend, wish
from dashboard.drawing.palette import BASINS, BASINS_DARK, BASINS_LIGHT, DARK, LIGHT, SHADES
from dashboard.runs.problems import run_of, with_suggestions
from dashboard.settings.values import CHAPTERS, TYPED
from gdcore import Basins, descend
from tests.dashboard.drawing.test_palette import contrast
from tests.meaning import tells

POINTS = 50
CASES = [
    {},
    {"function": "six-hump camel", "method": "momentum"},
    {"function": "himmelblau", "method": "newton"},
    {"function": "two wells", "method": "adam", "schedule": "exponential", "iterations": 1000},
    {"function": "himmelblau", "step_size": 0.01},
    {"function": "rosenbrock", "iterations": 100},
]


def wished(**changes):
    settings = with_suggestions(replace(CHAPTERS["landscape"], basins=True, **changes))
    settings = replace(settings, step_size=changes.get("step_size", settings.step_size))
    return wish(settings, run_of(settings))


def at(found, point):
    """The number of the colour where a point is in the picture."""
    rows, columns = found.colours.shape
    (left, right), (bottom, top) = found.sides
    row, column = (point[1] - bottom) / (top - bottom) * rows, (point[0] - left) / (right - left) * columns
    return found.colours[int(row), int(column)]


def middle(found, point):
    """The middle of the cell that a point is in: the start that its colour stands for."""
    counts = found.colours.shape[::-1]
    cells = zip(found.sides, counts, point, strict=True)
    return [
        low + (int((value - low) / (high - low) * count) + 0.5) * (high - low) / count
        for (low, high), count, value in cells
    ]


@pytest.mark.thorough
@pytest.mark.parametrize("changes", CASES, ids=str)
def test_the_picture_agrees_with_the_runs_from_50_random_points(changes, monkeypatch):
    if changes:  # that it does so in full size is seen once
        monkeypatch.setattr(basins, "FINE", 50)
    wanted = wished(**changes)
    found, objective = draw(wanted, lambda share: None), wanted.objective
    reach = np.ptp(objective.domain, axis=1).min() / 100
    for point in np.random.default_rng(7).uniform(*np.transpose(found.sides), (POINTS, 2)):
        run = descend(
            objective,
            middle(found, point),
            method=wanted.method,
            step_size=wanted.step_size,
            schedule=wanted.schedule,
            iterations=wanted.horizon,
        )
        end = run.theta[min(MOST_STEPS, run.steps)]
        distances = [np.linalg.norm(end - minimum) for minimum in objective.minima]
        if run.status == "diverged" and run.steps <= wanted.iterations:
            assert at(found, point) == LEFT
        elif min(distances) > reach:
            assert at(found, point) == NONE
        else:
            assert (at(found, point) - FIRST) // SHADES == np.argmin(distances)


@pytest.mark.parametrize("name", ["himmelblau", "six-hump camel", "rosenbrock", TYPED])
def test_there_are_150_starts_along_each_side_of_the_window(name):
    wanted = wished(function=name, formula="x**2 + y**2" * (name == TYPED), method="newton")
    found = draw(wanted, lambda share: None)
    for count, (low, high), (left, right) in zip(
        found.colours.shape[::-1], found.sides, wanted.window, strict=True
    ):
        assert low <= left and high >= right
        assert count * (right - left) / (high - low) >= 149.5


def test_a_far_start_makes_no_larger_picture_than_can_be_sent():
    far = replace(wished(function="six-hump camel", method="newton"), window=((-1000, 3), (-1, 1000)))
    assert max(draw(far, lambda share: None).colours.shape) <= 400


def test_more_steps_are_fainter_and_who_does_not_arrive_is_grey():
    minimum, steps = np.array([[0, 0, 0, 1, -1, -2]]), np.array([[0, 50, 400, 0, 400, 400]])
    found = Basins(np.arange(6.0), np.zeros(1), minimum, steps, 400)
    numbers = coloured(found)[0]
    light = [BASINS_LIGHT[number] for number in numbers]
    dark = [BASINS_DARK[number] for number in numbers]
    for colours, theme in ((light, LIGHT), (dark, DARK)):
        away = [contrast(colour, theme["panel"]) for colour in colours]
        assert away[0] > away[1] > away[2] > 1
        assert colours[4] == theme["grid"] and away[5] > away[4]
        assert len(set(colours)) == 6
    assert tells(legend(found, wished()), "none in 400 steps", "flies off")


def test_the_legend_says_what_the_map_leaves_out_and_that_a_formula_may_be_undefined():
    found = Basins(np.arange(2.0), np.zeros(1), np.array([[0, -2]]), np.array([[0, 400]]), 400)
    assert "without noise" in legend(found, wished())
    halved = wished(function=TYPED, formula="sqrt(x)*x - x + y^2", start=(1.0, 1.0))
    assert tells(legend(found, halved), "flies off", "leaves the domain")
    assert "domain" not in legend(found, wished())


@pytest.mark.parametrize(("colours", "theme"), [(BASINS_LIGHT, LIGHT), (BASINS_DARK, DARK)])
def test_what_lies_on_a_basin_can_be_told_from_it(colours, theme):
    assert len(colours) == FIRST + SHADES * len(BASINS) == len(set(colours))
    for fill in colours[NONE:]:
        assert contrast(theme["given"], fill) >= 3 and contrast(theme["now"], fill) >= 3
