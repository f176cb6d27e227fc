"""A page of a challenge takes what may be changed, from whomever, and shows no more than it has played."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from dashboard.exercises.challenges import CHALLENGES
from dashboard.export.program import address
from dashboard.page.confined import hidden_groups
from dashboard.page.standalone import standalone
from dashboard.page.tasks import task
from dashboard.runs.links import as_given
from dashboard.settings.rail import rail
from tests.dashboard.visitor import Visitor
from tests.meaning import tells


def values(visitor):
    return [getattr(each.model, each.attribute) for each in visitor.controls.values()]


def played(query):
    visitor = Visitor(query)
    visitor.play()
    return visitor


CHEATS = {
    "five steps": [
        ("start", 3.5),
        ("iterations", 5),
        ("precision", 1.0),
        ("noise", 1.0),
        ("function", "absolute"),
        ("formula", "x^2"),
        ("method", "adam"),
        ("race", "adam:0.1"),
        ("rival", "bfgs"),
    ],
    "watershed": [("step_size", 3.0), ("step_size_slider", -3.0), ("presets", 0)],
    "hills": [("method", "newton"), ("schedule", "1/k")],
    "beat adam": [("method", "newton"), ("race", "")],
    "edge": [("points", "0,0;1,2;3,1"), ("data", "diabetes"), ("seed", 3), ("batch", 3)],
}


@pytest.mark.parametrize("name", CHEATS)
def test_what_a_challenge_fixes_nobody_sets_and_nothing_is_lost_by_trying(name):
    visitor = played(f"?challenge={name}&speed=10000")
    before, rows, found = visitor.settings, visitor.length, visitor.model("judged").data
    shown = values(visitor)
    assert found["done"] == [False]
    for setting, value in CHEATS[name]:
        visitor.page.view.tell()
        visitor.set(setting, value)
        assert visitor.settings == before and visitor.length == rows
        assert visitor.model("judged").data == found
        assert tells(visitor.text("notice"), "challenge") and values(visitor) == shown


def test_what_may_be_changed_is_taken_and_the_run_begins_anew_with_nothing_said():
    visitor = played("?challenge=five+steps&speed=10000")
    assert visitor.model("judged").data["done"] == [False]
    visitor.set("step_size", 0.4)
    assert visitor.settings.step_size == 0.4 and visitor.model("judged").data["done"] == []
    assert not any(map(str.isdigit, visitor.text("verdict")))
    visitor.play()
    assert visitor.model("judged").data["done"] == [True]
    visitor.press("play")  # the same once more: until it ends nothing is known
    assert visitor.model("judged").data["done"] == []
    visitor.play_on()
    assert visitor.model("judged").data["done"] == [True]


def test_other_ways_to_change_the_race_or_to_have_it_solved_are_shut():
    visitor = Visitor("?challenge=beat+adam")
    for button in ("pin", "clear"):
        visitor.press(button)
        assert len(visitor.settings.race) == 1 and tells(visitor.text("notice"), "challenge", "race")
    visitor.page.racing.on_tuned(visitor.settings, (visitor.settings, "Tuned: nothing."), "")
    assert visitor.text("notice") == "Tuned: nothing."
    race = Visitor("?race=adam:0.3").settings.race
    visitor.page.racing.on_tuned(visitor.settings, (replace(visitor.settings, race=race), "Tuned."), "")
    assert visitor.settings == as_given("beat adam")


@pytest.mark.parametrize("name", CHALLENGES)
def test_what_is_fixed_is_seen_and_not_pressed_and_what_would_tell_is_not_there(name):
    visitor, may = Visitor(f"?challenge={name}&open=theory"), CHALLENGES[name].may
    for each in ("step_size", "start", "method", "iterations"):
        assert visitor.model(each).disabled == (each not in may)
    assert visitor.model("step_size_slider").disabled == ("step_size" not in may)
    assert visitor.model("rival").disabled and visitor.model("tune").disabled
    assert not visitor.model("speed").disabled and not visitor.model("scale").disabled
    if "method" in may:
        assert visitor.model("method").options == list(CHALLENGES[name].methods)
    numbers = [each for each in visitor.page.view.hyperparameters if each.visible]
    assert all(each.disabled == (not {"method", "momentum"} & set(may)) for each in numbers)

    hidden = hidden_groups(visitor.settings)
    assert hidden >= {"presets", "theory", "sweep", "race"} and "<span" not in visitor.text("ticks")
    assert ("method" in hidden) == (not {"method", "schedule", "momentum"} & set(may))
    assert not hidden & {"step-size", "start", "rows", "export", "code"}
    lines = [each for each in visitor.page.view.figures["loss"].renderers if each.name == "theory_line"]
    assert not any(each.visible for each in lines)
    free = [drawer.name for drawer in rail(visitor.settings.chapter) if not drawer.is_within(hidden)]
    assert "presets" not in free and "more" not in free


def test_pages_that_are_no_challenge_hide_nothing_and_judge_nothing():
    visitor = played("?speed=10000&step_size=0.3")
    assert visitor.model("judged") is None and hidden_groups(visitor.settings) == frozenset()
    assert not visitor.model("start").disabled and task(visitor.settings) is None


def test_a_proof_is_for_a_pupils_page_and_plays_at_once():
    visitor = played("?challenge=five+steps&board=1&step_size=0.4&speed=10000&open=code")
    proof = visitor.model("judged").data["link"][0]
    assert "board" not in proof and "open" not in proof
    opened = Visitor(proof)
    assert opened.page.playing.player.playing and opened.model("judged").data["done"] == []
    opened.play_on()
    assert [opened.model("judged").data[each] for each in ("done", "own")] == [[True], [False]]
    opened.set("speed", 9000)  # shows the same run otherwise
    opened.play()
    assert opened.model("judged").data["own"] == [False]
    opened.set("step_size", 0.5)
    opened.play()
    assert [opened.model("judged").data[each] for each in ("done", "own")] == [[True], [True]]
    assert visitor.model("judged").data["own"] == [True]


def test_figures_that_are_embedded_and_exports_are_of_the_same_run():
    shown = played("?challenge=five+steps&show=loss&speed=10000")
    assert shown.model("judged") is None and shown.settings.start == (15.0,)
    settings = Visitor("?challenge=five+steps&step_size=0.4").settings
    assert "challenge" not in address(settings) and "step_size=0.4" in address(settings)
    assert "challenge=" not in standalone(settings)


def test_the_last_task_leads_to_the_first():
    first, *_, last = CHALLENGES
    assert parse_qs(task(as_given(last)).following[1].removeprefix("?")) == {"challenge": [first]}
