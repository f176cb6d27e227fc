from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.runs.budget import affordable
from dashboard.runs.links import read
from dashboard.runs.problems import (
    MOST_WORK,
    arguments_of,
    objective_of,
    rival_run,
    rivals_of,
    run_of,
    runs_of,
    share_of,
    standardise_if_needed,
    walkers,
    work,
)
from dashboard.settings.rivals import Rival
from dashboard.settings.values import CHAPTERS
from gdcore import FUNCTIONS
from tests.dashboard.strategies import settings
from tests.dashboard.visitor import arguments


@given(settings(samples=st.integers(2, 300), iterations=st.integers(1, 200)))
def test_equal_settings_share_one_run(made):
    made = affordable(made)
    again = replace(made, speed=1.0, scale="log", theme="dark", play=True)
    assert run_of(made) is run_of(again)
    assert objective_of(made) is objective_of(again)


def test_the_curve_is_the_posts():
    assert objective_of(CHAPTERS["curve"]) is FUNCTIONS["parabola"]
    assert run_of(CHAPTERS["curve"]).steps == 273
    assert run_of(CHAPTERS["curve"]).theta[-1, 0] == pytest.approx(3.0482947486472045, rel=1e-14)


def test_a_precision_of_zero_is_no_stop_rule():
    run = run_of(replace(CHAPTERS["curve"], step_size=0.5, precision=0.0))
    assert (run.status, run.steps) == ("iterations", 300)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_noise_is_on_the_slope_of_the_curve_and_in_the_data_of_the_line(chapter):
    run = run_of(replace(CHAPTERS[chapter], noise=5.0))
    assert np.array_equal(run.gradient, run.estimate) == (chapter == "line")


def test_the_run_of_a_page_is_its_own_and_not_a_rivals():
    alone = replace(CHAPTERS["curve"], step_size=0.1)
    assert run_of(replace(alone, race=(Rival("adam", 0.3), Rival("bfgs", None)))) is run_of(alone)


def test_what_a_cheap_run_need_not_is_shared_by_those_that_would_take_more():
    dear = "?chapter=curve&method=adam&noise=1&iterations=80000&precision=0"

    def needs(query):
        made, _ = read(arguments(query))
        return tuple(work(arguments_of(made, walker)) for walker in walkers(made))

    assert share_of(needs(dear)) == MOST_WORK
    assert share_of(needs(f"{dear}&race=adam:0.1,adam:0.2")) == MOST_WORK / 3
    _, little, _ = found = needs(f"{dear}&race=gradient+descent:0.1,adam:0.1")
    assert little < MOST_WORK / 3
    assert share_of(found) == (MOST_WORK - little) / 2


@pytest.mark.parametrize(
    ("needs", "share"),
    [
        ((0.4, 0.4), inf),
        ((0.5, 0.5), inf),
        ((0.25, 0.75), inf),
        ((0.3, 0.8), 0.7),
        ((0.6, 0.6), 0.5),
        ((0.2, 0.4, 0.5), 0.4),
        ((0.1, inf), 0.9),
    ],
)
def test_no_run_is_shortened_where_all_fit(needs, share):
    assert share_of(tuple(MOST_WORK * need for need in needs)) == pytest.approx(MOST_WORK * share)


def test_data_too_far_from_zero_are_standardised_and_no_others():
    near = replace(CHAPTERS["line"], data="own", points=((1.0, 2.0), (2.0, 5.0), (3.0, 4.0)))
    far = replace(near, points=((1e8, 2.0), (1e8 + 1, 5.0), (1e8 + 2, 4.0)))
    assert standardise_if_needed(near) is near
    assert standardise_if_needed(far) == replace(far, standardise=True)


def test_a_program_with_a_fault_has_the_stop_rule_and_the_rivals_of_its_page():
    buggy = replace(CHAPTERS["line"], bug=1, step_size=0.0001, iterations=50, race=(Rival("adam", 0.1),))
    own, rival = runs_of(replace(buggy, precision=0.0))
    assert rivals_of(replace(buggy, precision=0.0)) == (rival,)
    assert (own.status, own.steps) == ("iterations", 50) and rival.method == "adam"
    assert run_of(replace(buggy, precision=1e6)).status == "converged"


def test_a_seed_is_of_noise_and_of_batches_and_of_nothing_else():
    for changes, is_shared in (({}, True), ({"noise": 0.5}, False)):
        made = replace(CHAPTERS["curve"], iterations=20, **changes)
        assert np.array_equal(run_of(made).theta, run_of(replace(made, seed=1)).theta) == is_shared
    made = replace(CHAPTERS["line"], iterations=20, batch=5, precision=0.0)
    assert not np.array_equal(run_of(made).theta, run_of(replace(made, seed=1)).theta)
    alone, other = replace(CHAPTERS["curve"], seed=3), replace(CHAPTERS["curve"], seed=4)
    assert run_of(alone) is run_of(other)


def test_a_pinned_run_has_what_it_keeps_and_all_else_of_its_page():
    pinned = Rival("gradient descent", 0.1, (), (("start", (9.0,)),))
    run = rival_run(replace(CHAPTERS["curve"], iterations=4, precision=0.0), pinned)
    np.testing.assert_allclose(run.theta[:, 0], 3 + 6 * 0.8 ** np.arange(5), rtol=1e-12)
