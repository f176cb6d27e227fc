from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.runs.problems import run_of
from dashboard.settings.chapter import step_noise
from dashboard.settings.values import (
    CHAPTERS,
    ENTRIES,
    PINNED,
    PROBLEM,
    RULES,
    SHOWING,
    Settings,
    are_of_one_run,
    check,
    is_exercise,
    value_of,
)
from tests.dashboard.strategies import settings

MODEST = {"iterations": st.integers(1, 50), "samples": st.integers(2, 50)}


def test_what_a_chapter_does_not_have_is_none():
    for chapter, rules in RULES.items():
        strangers = {each.name for each in fields(Settings)} - set(rules) - {"hyperparameters"}
        assert {getattr(CHAPTERS[chapter], name) for name in strangers} == {None}


def test_settings_are_frozen_and_serve_as_keys():
    with pytest.raises(AttributeError):
        CHAPTERS["curve"].step_size = 1.0
    with pytest.raises((AttributeError, TypeError)):
        CHAPTERS["curve"].nothing = 1.0
    assert len({*CHAPTERS.values(), *map(replace, CHAPTERS.values())}) == len(CHAPTERS)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_setting_has_one_entry_a_chapter(chapter):
    names = [each.name for each in ENTRIES[chapter]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", sorted({each.name for own in ENTRIES.values() for each in own}))
def test_chapters_agree_on_what_a_setting_is(name):
    found = [each for own in ENTRIES.values() for each in own if each.name == name]
    assert {(each.of_problem, each.changes_run) for each in found} == {(name in PROBLEM, name not in SHOWING)}
    assert len({each.about for each in found}) == 1


@given(settings(**MODEST), st.data())
def test_what_does_not_change_the_run_leaves_the_run_as_it_is(made, data):
    try:
        run = run_of(made)
    except ValueError:
        return
    other = data.draw(settings(made.chapter))
    shown = replace(made, **{name: getattr(other, name) for name in SHOWING})
    assert are_of_one_run(made, shown)
    assert run_of(shown) is run


@pytest.mark.parametrize(("chapter", "kept"), PINNED.items())
def test_a_pinned_run_keeps_its_start_first_and_what_its_steps_are_taken_with(chapter, kept):
    assert kept[0] == "start" and "schedule" in kept
    assert set(kept) - {"start", "schedule"} == ({"batch"} if chapter == "line" else {"noise", "seed"})
    race = RULES[chapter]["race"]
    assert dict(race.kept) == {name: RULES[chapter][name] for name in kept}
    assert dict(race.defaults) == {name: getattr(CHAPTERS[chapter], name) for name in kept}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_of_hyperparameters_those_are_kept_that_are_not_the_usual(chapter):
    adam = check(CHAPTERS[chapter], "method", "adam")
    assert (value_of(adam, "beta1"), value_of(adam, "beta2")) == (0.9, 0.999)
    other = check(adam, "beta2", 0.5)
    assert (value_of(other, "beta1"), value_of(other, "beta2")) == (0.9, 0.5)
    assert other.hyperparameters == (("beta2", 0.5),)
    assert check(other, "beta1", 0.9).hyperparameters == (("beta2", 0.5),)
    both = check(other, "beta1", 0.25)
    assert both.hyperparameters == (("beta1", 0.25), ("beta2", 0.5))
    assert check(check(both, "beta2", 0.999), "beta1", 0.9) == adam


def test_noise_is_of_each_step_but_where_it_is_of_the_data():
    noise = {name: step_noise(replace(given, noise=3.0)) for name, given in CHAPTERS.items()}
    assert noise == {"curve": 3.0, "line": 0.0, "landscape": 3.0}


@pytest.mark.parametrize("kind", [{"lesson": "noise"}, {"challenge": "sprint"}, {"bug": 1}])
def test_each_kind_of_exercise_is_one(kind):
    assert not is_exercise(CHAPTERS["line"])
    assert is_exercise(replace(CHAPTERS["line"], **kind))
