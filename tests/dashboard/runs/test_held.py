"""Whatever a link says, a challenge stays the one that it is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exercises.challenges import CHALLENGES, in_words
from dashboard.runs.held import bring_back, explain_straying
from dashboard.runs.links import as_given, link, read
from dashboard.settings.values import RULES, SHOWING, Settings
from tests.dashboard.strategies import settings
from tests.dashboard.visitor import arguments
from tests.meaning import tells

MODEST = {"samples": st.integers(2, 20), "iterations": st.integers(1, 50)}


def differ(one: Settings, other: Settings) -> set[str]:
    names = [*RULES[one.chapter], "hyperparameters"]
    return {name for name in names if getattr(one, name) != getattr(other, name)}


@given(data=st.data(), name=st.sampled_from(list(CHALLENGES)))
def test_only_what_may_be_changed_is_changed_by_any_link(data, name):
    challenge, first = CHALLENGES[name], as_given(name)
    wild = data.draw(settings(first.chapter, **MODEST))
    found, complaints = read(arguments(link(wild)) | {"challenge": [name]})
    free = {*challenge.may, *SHOWING, *(("hyperparameters",) if challenge.may != ("step_size",) else ())}
    assert differ(found, first) <= free
    assert found.challenge == name and found.method in {first.method, *challenge.methods}
    assert bring_back(found, first) == found and explain_straying(found, first) == ""
    if not differ(wild, first) <= free | {"challenge"}:
        assert any(tells(each, "challenge") for each in complaints)


@pytest.mark.parametrize(
    ("name", "cheat", "named"),
    [
        ("five steps", "start=3", ("start", "α")),
        ("five steps", "function=absolute", ("function", "α")),
        ("five steps", "formula=x^2", ("formula", "α")),
        ("five steps", "iterations=5&precision=1", ("iterations", "precision", "α")),
        ("watershed", "step_size=2", ("α", "the start")),
        ("hills", "method=momentum&start=0", ("start", "α", "momentum’s β")),
        ("edge", "seed=1", ("seed", "α")),
        ("edge", "points=0,0;1,1", ("data", "points", "α")),
        ("edge", "batch=1", ("batch", "α")),
        ("beat adam", "race=", ("race",)),
        ("beat adam", "race=adam:0.0001", ("race",)),
        ("beat adam", "method=newton", ("gradient descent, momentum, nesterov",)),
        ("plateau", "method=line+search", ("gradient descent", "adagrad")),
        ("noise", "noise=0", ("noise", "α")),
        ("edge", "bug=1", ("exercise", "bug")),
        ("five steps", "lesson=overshoot", ("exercise", "lesson")),
        ("five steps", "chapter=line", ("curve",)),
        ("five steps", "step_size=nan", ("step_size", "stays", "0.01")),
    ],
)
def test_a_link_that_cheats_is_the_challenge_and_a_notice_says_what_it_fixes(name, cheat, named):
    found, complaints = read(arguments(f"?challenge={name}&{cheat}"))
    assert found == as_given(name)
    assert len(complaints) == 1 and tells(complaints[0], *named)


def test_a_challenge_that_there_is_not_is_told_and_its_page_is_an_ordinary_one():
    found, complaints = read(arguments("?challenge=flying&step_size=0.3"))
    assert found.challenge == "" and found.step_size == 0.3
    assert len(complaints) == 1 and tells(complaints[0], "flying", "five steps")
    assert read({"challenge": [""]})[1] == []


def test_what_is_only_shown_is_free_and_the_methods_numbers_where_the_method_is():
    query = "?challenge=valley&method=momentum&momentum=0.8&scale=linear&speed=9"
    found, complaints = read(arguments(query))
    assert complaints == [] and dict(found.hyperparameters) == {"momentum": 0.8}
    assert (found.scale, found.speed) == ("linear", 9)
    assert read(arguments("?challenge=hills&momentum=0.8"))[1] == []
    strange = replace(as_given("edge"), method="momentum", hyperparameters=(("momentum", 0.8),))
    assert tells(explain_straying(strange, as_given("edge")), "method", "numbers", "α")


def test_settings_have_names_in_a_sentence():
    assert in_words("step_size") == "α"
    assert in_words("start", "function", "seed") == "the start, the function and the seed"
