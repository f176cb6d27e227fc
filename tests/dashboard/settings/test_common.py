"""What the entries of settings say, beside what is in the README's table."""

from math import log10

import pytest

from dashboard.settings.groups import FOLDS, GROUPS
from dashboard.settings.kinds import Number, Point
from dashboard.settings.rail import instruments, rail
from dashboard.settings.setting import NumberField, Setting
from dashboard.settings.values import CHAPTERS, ENTRIES, PROBLEM, RULES, SHOWING
from gdcore import BUGS

LIMITS = {
    "step_size": (1e-12, 100),
    "iterations": (1, 100_000),
    "precision": (0, 10),
    "noise": (0, 1000),
    "seed": (0, 4_294_967_295),  # 32 bits
    "speed": (0.2, 10_000),
    "samples": (2, 100_000),
    "batch": (0, 100_000),
    "condition": (1, 10_000),
    "rotation": (-180, 180),
    "bug": (0, len(BUGS)),
}
WHOLE = {"iterations", "seed", "samples", "batch", "bug"}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_numbers_have_round_limits(chapter):
    numbers = {name: rule for name, rule in RULES[chapter].items() if isinstance(rule, Number)}
    assert {name: (rule.low, rule.high) for name, rule in numbers.items()} == {
        name: LIMITS[name] for name in numbers
    }
    assert {name for name, rule in numbers.items() if rule.whole} == WHOLE & set(numbers)


@pytest.mark.parametrize(("chapter", "size"), [("curve", 1), ("line", 2), ("landscape", 2)])
def test_a_start_has_as_many_coordinates_as_there_are_parameters(chapter, size):
    start = RULES[chapter]["start"]
    assert isinstance(start, Point) and start.size == size
    assert (start.coordinate.low, start.coordinate.high) == (-1000, 1000)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_arrows_of_a_field_go_by_round_steps(chapter):
    steps = {each.name: each.widget.step for each in ENTRIES[chapter] if isinstance(each.widget, NumberField)}
    assert steps.pop("rotation", 15) == 15  # degrees: six of them are a right angle
    assert {round(step / 10 ** (log10(step) // 1), 9) for step in steps.values()} <= {1, 5}
    assert all(step >= 1 for name, step in steps.items() if name in WHOLE)


def test_what_is_descended_how_and_on_which_data_is_of_the_problem_and_how_it_is_shown_is_not():
    data = {"data", "points", "names", "standardise", "samples", "noise", "seed"}
    assert {"function", "formula", "method", "condition", "rotation", *data} == PROBLEM
    assert {"speed", "scale", "view", "play", "theme", "board", "open", "show", "basins", "intro"} == SHOWING


RAILS = {
    "curve": {"function": [["function"], ["formula"]], "noise": [["noise", "seed"]]},
    "line": {"data": [["data"], ["standardise"], ["samples", "seed"], ["noise", "batch"]]},
    "landscape": {
        "function": [["function"], ["formula"], ["condition", "rotation"], ["basins"]],
        "noise": [["noise", "seed"]],
    },
}
EVERYWHERE = {
    "step-size": [["step_size"], ["rail/slider.html"]],
    "presets": [["rail/presets.html"]],
    "start": [["start"], ["speed"]],
    "method": [["method"], ["rail/hyperparameters.html"], ["schedule"], ["rail/formulas.html"]],
    "stop": [["iterations"], ["precision"]],
    "race": [["rail/rivals.html"], ["race"]],
}
BESIDE = {"own": [["points"]]}


def names(parts):
    return {
        part.group.name: [
            [each.name if isinstance(each, Setting) else each.template for each in row] for row in part.rows
        ]
        for part in parts
    }


@pytest.mark.parametrize("chapter", RAILS)
def test_the_rail_has_its_settings_from_top_to_bottom(chapter):
    found = names(part for drawer in rail(chapter) for part in drawer.parts)
    assert found == EVERYWHERE | RAILS[chapter]


@pytest.mark.parametrize("chapter", RAILS)
def test_instruments_stand_beside_the_figures(chapter):
    found = names(instruments(chapter))
    more = {"scaling", "own"} if chapter == "line" else set()
    assert found.keys() == {"theory", "sweep", "rows", "export", "code"} | more
    assert all(rows == BESIDE.get(name, [[f"rail/{name}.html"]]) for name, rows in found.items())


def test_what_has_a_title_can_be_opened_by_a_link():
    assert set(FOLDS) == {group.name for group in GROUPS} - {"step-size", "presets", "start"}
