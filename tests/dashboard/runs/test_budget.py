"""A page whose runs would be too much work opens with as many iterations as fit, and says so."""

from dataclasses import replace

import numpy as np
import pytest

from dashboard.runs.budget import advise, affordable, explain_shortening, shorten
from dashboard.runs.links import read
from dashboard.runs.problems import MOST_WORK, arguments_of, rivals_of, run_of, share_of, walkers, work
from dashboard.settings.rivals import Rival
from dashboard.settings.values import CHAPTERS
from gdcore import FUNCTIONS, TooLong, descend
from tests.benchmarks.dear import BOUNDED, LINKS, TOO_LONG
from tests.dashboard.visitor import Visitor, arguments
from tests.meaning import tells


def settings_of(query):
    settings, complaints = read(arguments(query))
    assert complaints == []
    return settings


@pytest.mark.thorough
@pytest.mark.parametrize("name", TOO_LONG)
def test_too_long_a_run_is_told_and_shown_with_fewer_iterations(name):
    asked, visitor = settings_of(LINKS[name]), Visitor(LINKS[name])
    shown, notice = visitor.settings, visitor.text("notice")
    assert 1 <= shown.iterations < asked.iterations
    assert f"{asked.iterations:,} iterations" in notice and f"there are {shown.iterations:,}" in notice
    assert shown == replace(asked, iterations=shown.iterations)
    assert visitor.model("iterations").value == shown.iterations == visitor.linked.iterations
    visitor.page.on_disconnect()


@pytest.mark.parametrize("name", BOUNDED)
def test_what_fits_is_left_as_it_is(name):
    visitor = Visitor(LINKS[name])
    assert visitor.settings == settings_of(LINKS[name]) and visitor.text("notice") == ""
    visitor.page.on_disconnect()


@pytest.mark.thorough
@pytest.mark.parametrize("name", TOO_LONG)
def test_the_same_link_is_cut_at_the_same_place_and_what_it_is_cut_to_fits(name):
    found = affordable(settings_of(LINKS[name]))
    assert affordable(settings_of(LINKS[name])) == found
    assert affordable(found) is found


@pytest.mark.parametrize(
    ("schedule", "most", "offered"),
    [
        ("constant", 1, 1),
        ("constant", 9, 9),
        ("constant", 99, 99),
        ("constant", 100, 100),
        ("constant", 129, 120),
        ("constant", 98_765, 98_000),
        ("cosine", 98_765, 79_000),  # with some to spare: a step of a schedule may be dearer
        ("cosine", 2, 1),
    ],
)
def test_what_is_offered_has_two_digits_and_is_no_more_than_what_fitted(schedule, most, offered):
    assert shorten(replace(CHAPTERS["curve"], schedule=schedule), most) == offered


@pytest.mark.parametrize(("schedule", "most"), [("constant", 0), ("cosine", 1)])
def test_no_run_of_no_steps_is_offered(schedule, most):
    with pytest.raises(ValueError, match="more work"):
        shorten(replace(CHAPTERS["curve"], schedule=schedule), most)


@pytest.mark.parametrize(
    ("changes", "way"),
    [
        ({}, "Another method leaves"),
        ({"race": (Rival("adam", 0.1),)}, "Fewer rivals or another method leaves"),
        ({"batch": 5}, "A smaller batch or another method leaves"),
        (
            {"batch": 5, "race": (Rival("adam", 0.1),)},
            "Fewer rivals or a smaller batch or another method leaves",
        ),
    ],
)
def test_what_would_leave_room_for_more_is_something_there_is(changes, way):
    assert way in advise(replace(CHAPTERS["line"], **changes))


def test_nothing_is_said_where_as_many_iterations_fit_as_were_wanted():
    wanted = replace(CHAPTERS["curve"], iterations=50_000)
    assert explain_shortening(wanted, wanted) == []
    (said,) = explain_shortening(wanted, replace(wanted, iterations=20_000))
    assert tells(said, "50,000 iterations", "there are 20,000", "Another method")


def test_what_is_shown_is_the_beginning_of_what_was_asked_for():
    visitor = Visitor("?chapter=curve&function=double+well&method=adam&noise=1&iterations=100000&precision=0")
    shown = visitor.settings.iterations
    whole = descend(
        FUNCTIONS["double well"],
        method="adam",
        step_size=visitor.settings.step_size,
        noise=1.0,
        seed=2015,
        iterations=2 * shown,
    )
    np.testing.assert_array_equal(run_of(visitor.settings).theta, whole.theta[: shown + 1])


def test_a_run_that_ends_early_may_be_asked_for_as_long_as_you_like():
    visitor = Visitor("?chapter=landscape&method=adam&iterations=100000&precision=0.000001")
    assert visitor.settings.iterations == 100_000 and visitor.text("notice") == ""
    assert run_of(visitor.settings).status == "converged"


def test_runs_share_alike_what_a_page_may_be_and_what_one_leaves_is_the_others():
    def share(query):
        settings = settings_of(query)
        return share_of(tuple(work(arguments_of(settings, walker)) for walker in walkers(settings)))

    dear = "?chapter=curve&method=adam&noise=1&iterations=100000"
    assert share(dear) == MOST_WORK
    assert share(f"{dear}&race=nadam:0.1") == MOST_WORK / 2
    assert MOST_WORK / 2 < share(f"{dear}&race=momentum:0.1") < MOST_WORK
    assert share("?chapter=curve") == np.inf


def test_a_change_on_an_open_page_is_cut_as_a_link_is():
    visitor = Visitor("?chapter=landscape&noise=5&precision=0&step_size=100")
    visitor.set("method", "line search")
    visitor.set("iterations", 100_000)
    assert 1 <= visitor.settings.iterations < 100_000
    assert "100,000 iterations" in visitor.text("notice")
    assert visitor.model("iterations").value == visitor.settings.iterations
    fitting = visitor.settings.iterations
    visitor.set("iterations", fitting - 1)
    assert visitor.text("notice") == "" and visitor.settings.iterations == fitting - 1


def test_a_run_of_which_not_even_a_step_fits_is_refused_with_what_to_change():
    pins = ",".join(f"gradient+descent:0.001:start=1;1:batch={size}" for size in (1, 2, 3, 4, 5))
    visitor = Visitor(f"?chapter=line&samples=100000&batch=6&race={pins}")
    assert "more work" in visitor.text("notice") and "ewer rivals" in visitor.text("notice")
    assert visitor.settings.race == ()


def test_nobody_is_given_a_run_that_was_not_looked_at():
    for name in ("adam", "a line search in noise"):
        with pytest.raises(TooLong):
            run_of(settings_of(LINKS[name]))
    with pytest.raises(TooLong):
        rivals_of(settings_of(LINKS["six on a line"]))
