import re
from dataclasses import replace
from math import log10

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.explain import steps
from dashboard.explain.verdict import verdict
from dashboard.page import controls
from dashboard.runs.problems import objective_of, run_of, with_suggestions
from dashboard.settings.values import CHAPTERS, RULES, check
from tests.dashboard.strategies import settings
from tests.dashboard.visitor import Visitor

ELSEWHERE = {
    "names",
    "chapter",
    "play",
    "theme",
    "show",
    "board",
    "lesson",
    "bug",
    "challenge",
    "intro",
}  # links, a button, the page; names come with their points
MODEST = {"iterations": st.integers(1, 50), "samples": st.integers(2, 50)}


def landings(settings):
    """The step sizes that the slider can be put on."""
    low, high = steps.exponents(objective_of(settings), settings)
    count = int((high - low) / steps.EXPONENT_STEP + 1e-9)
    return {steps.step_size_at(low + k * steps.EXPONENT_STEP) for k in range(count + 1)}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_setting_has_a_widget_of_its_name(chapter):
    visitor = Visitor(f"?chapter={chapter}")
    assert set(visitor.controls) == set(RULES[chapter]) - ELSEWHERE
    for name in visitor.controls:
        assert visitor.model(name) is visitor.controls[name].model


@pytest.mark.parametrize("chapter", CHAPTERS)
@given(data=st.data())
def test_a_widget_shows_any_setting_and_gives_it_back(chapter, data):
    made = data.draw(settings(chapter))
    for name, control in controls.build(CHAPTERS[chapter], controls.InlineStyleSheet()).items():
        control.show(getattr(made, name))
        value = control.to_setting(getattr(control.model, control.attribute))
        assert check(CHAPTERS[chapter], name, value) == replace(
            CHAPTERS[chapter], **{name: getattr(made, name)}
        )


@pytest.mark.parametrize("chapter", ["curve", "line"])
def test_the_slider_lands_on_round_step_sizes(chapter):
    assert {0.001, 0.01, 0.1, 0.2, 0.5, 0.9, 1.0, 1.1, 1.8} <= landings(CHAPTERS[chapter])


@pytest.mark.parametrize("chapter", ["curve", "line"])
def test_the_slider_ends_at_far_too_small_and_at_twice_the_largest_stable_step(chapter):
    objective = objective_of(CHAPTERS[chapter])
    low, high = steps.exponents(objective, CHAPTERS[chapter])
    assert 10**low <= 1e-4 * (1 + 1e-9)
    assert 10**high == pytest.approx(4 / objective.L)
    heavy = replace(CHAPTERS[chapter], method="momentum", hyperparameters=(("momentum", 0.5),))
    assert 10 ** steps.exponents(objective, heavy)[1] == pytest.approx(4 * 1.5 / objective.L)


@given(settings(**MODEST))
def test_the_slider_lands_on_allowed_step_sizes_on_both_sides_of_the_suggested_one(made):
    made = with_suggestions(made)
    found = landings(made)
    largest = RULES[made.chapter]["step_size"].high
    assert min(found) < made.step_size < max(found) or made.step_size == max(found) == largest
    for step_size in found:
        check(made, "step_size", step_size)


@pytest.mark.parametrize("data", ["post", "diabetes"])
def test_the_ticks_stand_where_their_step_sizes_are_on_the_slider(data):
    made = replace(CHAPTERS["line"], data=data)
    objective = objective_of(made)
    low, high = steps.exponents(objective, made)
    mu, L = np.linalg.eigvalsh(objective.X.T @ objective.X / objective.m)
    ticks = controls.ticks(steps.marked(run_of(made), made), low, high)
    right, left = map(float, re.findall(r"(?:right|left): ([\d.]+)%", ticks))
    for share, step_size in ((100 - right, 2 / (L + mu)), (left, 2 / L)):
        assert share == pytest.approx(100 * (log10(step_size) - low) / (high - low), abs=0.06)


def test_the_presets_of_the_curve():
    assert list(steps.presets(CHAPTERS["curve"], objective_of(CHAPTERS["curve"])).values()) == [
        0.001,
        0.01,
        0.1,
        0.9,
        1.0,
        1.1,
    ]


@pytest.mark.parametrize("data", ["post", "diabetes"])
@pytest.mark.parametrize("standardise", [False, True])
def test_the_presets_of_the_line_do_what_they_say(data, standardise):
    made = replace(CHAPTERS["line"], data=data, standardise=standardise)
    objective = objective_of(made)
    presets = steps.presets(made, objective)
    assert presets["the post"] == 0.001
    assert presets["best"] == pytest.approx(2 / (objective.L + objective.mu), rel=0.005)
    assert presets["1/L"] == pytest.approx(1 / objective.L, rel=0.005)
    assert presets["for ever"] == 2 / objective.L < presets["too big"]
    assert run_of(replace(made, step_size=presets["too big"])).status == "diverged"
    forever = replace(made, step_size=presets["for ever"])
    assert verdict(run_of(forever), forever).startswith("Neither")


@pytest.mark.parametrize(
    ("word", "says"), [("for ever", "for ever"), ("too big", "Diverging"), ("the post", "273")]
)
def test_the_presets_of_the_curve_do_what_they_say(word, says):
    presets = steps.presets(CHAPTERS["curve"], objective_of(CHAPTERS["curve"]))
    made = replace(CHAPTERS["curve"], step_size=presets[word])
    assert says in verdict(run_of(made), made)


@given(settings(**MODEST))
def test_presets_are_allowed_whatever_the_data(made):
    for value in steps.presets(made, objective_of(made)).values():
        check(made, "step_size", value)
