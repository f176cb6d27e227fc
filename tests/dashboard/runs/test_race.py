from dataclasses import replace

import numpy as np
import pytest

from dashboard.runs import race, rows
from dashboard.runs.links import link, read
from dashboard.runs.problems import rivals_of, run_of
from dashboard.settings.chapter import BY_NAME
from dashboard.settings.rivals import Rival
from dashboard.settings.values import CHAPTERS
from gdcore import FUNCTIONS, descend, outcome, solve
from tests.dashboard.visitor import Visitor, arguments
from tests.meaning import tells
from tests.waiting import wait_for

VALLEY = "?chapter=landscape&function=rosenbrock"
RACE = f"{VALLEY}&method=adam&step_size=0.1&race=momentum:0.001,momentum:0.0005:momentum=0.5,bfgs"


def arrival(run):
    return outcome(run).motion.arrival


def test_every_rival_is_the_run_of_its_own():
    settings, complaints = read(arguments(RACE))
    assert complaints == []
    own, (fast, slow, solver) = run_of(settings), rivals_of(settings)
    valley, limits = FUNCTIONS["rosenbrock"], {"iterations": 1000, "precision": 1e-6}
    expected = [
        descend(valley, method="adam", step_size=0.1, **limits),
        descend(valley, method="momentum", step_size=0.001, **limits),
        descend(valley, method="momentum", step_size=0.0005, momentum=0.5, **limits),
        solve(valley, solver="bfgs", **limits),
    ]
    for found, wanted in zip((own, fast, slow, solver), expected, strict=True):
        np.testing.assert_array_equal(found.theta, wanted.theta)


def test_the_table_has_a_lane_for_each_rival_and_waits_for_the_longest():
    settings, _ = read(arguments(RACE))
    runs = (run_of(settings), *rivals_of(settings))
    table = rows.table(runs[0], BY_NAME["landscape"], runs[1:])
    longest = max(run.steps for run in runs)
    assert {len(column) for column in table.values()} == {longest + 1}
    assert table["iteration"].tolist() == list(range(longest + 1))
    for number, run in enumerate(runs[1:], 1):
        for axis in (0, 1):
            np.testing.assert_array_equal(
                table[f"theta_{number}_{axis}"][: run.steps + 1], run.theta[:, axis]
            )
            assert set(table[f"theta_{number}_{axis}"][run.steps :]) == {run.theta[-1, axis]}


def test_a_race_replays_from_its_link():
    first, second = Visitor(RACE), Visitor(link(Visitor(RACE).settings))
    for visitor in (first, second):
        visitor.play()
    assert first.settings == second.settings
    for name, column in first.trace.items():
        np.testing.assert_array_equal(second.trace[name], column)


def test_an_arrival_is_the_first_row_that_is_close_for_good():
    run = descend(FUNCTIONS["himmelblau"], step_size=0.001, iterations=500)
    k = arrival(run)
    gone = np.linalg.norm(run.theta - [3, 2], axis=1)
    assert (run.loss[k:] <= 1e-4 * run.loss[0]).all() and (gone[k:] <= 0.1 * gone[0]).all()
    assert run.loss[k - 1] > 1e-4 * run.loss[0] or gone[k - 1] > 0.1 * gone[0]


def test_who_flies_off_or_is_not_there_yet_has_not_arrived():
    assert arrival(descend(FUNCTIONS["parabola"], step_size=1.1, iterations=100)) is None
    assert arrival(descend(FUNCTIONS["parabola"], step_size=0.01, iterations=10)) is None


def test_a_race_is_full_at_some_point_and_has_nobody_twice():
    settings = CHAPTERS["landscape"]
    for number in range(5):
        settings = race.with_rival(settings, Rival("adam", 0.1 + number))
    assert len(settings.race) == 5
    assert race.with_rival(settings, Rival("bfgs")) is None
    assert race.with_rival(replace(settings, race=settings.race[:2]), settings.race[0]) is None


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_tuned_step_sizes_arrive_no_later(chapter):
    settings = replace(
        CHAPTERS[chapter], race=(Rival("adam", 0.001), Rival("bfgs")), iterations=500, precision=0.0
    )
    tuned, _ = race.tune(settings, lambda share: None)
    assert tuned.race[1] == Rival("bfgs")
    for before, after in zip(
        (run_of(settings), rivals_of(settings)[0]), (run_of(tuned), rivals_of(tuned)[0]), strict=True
    ):
        assert arrival(after) is not None
        assert arrival(before) is None or arrival(after) <= arrival(before)


def test_step_sizes_are_tried_from_a_hundredth_of_the_suggested_one_to_three_hundred_times_that():
    settings = replace(CHAPTERS["curve"], step_size=0.123)
    tried = race.rank_step_sizes(settings, Rival("gradient descent", 0.123), lambda share: None)
    assert (min(tried), max(tried)) == (0.0001, 3.2) and 0.123 in tried  # the post's is 0.01
    assert 0.4 <= tried[0] <= 0.6  # with 0.5 it is there in one step


def test_tuning_tells_how_far_it_is_and_when_each_arrives():
    told = []
    few = replace(CHAPTERS["curve"], iterations=2, race=(Rival("adam", 0.1), Rival("bfgs")))
    tuned, words = race.tune(few, told.append)
    assert told == sorted(told) and told[-1] <= 1
    assert {1 / 3, 2 / 3} <= set(told), "with its last run a runner is done"
    assert tuned == few and tells(words, "gradient descent", "none", "4", "adam", "none")
    assert "bfgs" not in words
    tuned, words = race.tune(replace(few, iterations=100), lambda share: None)
    steps = arrival(run_of(tuned))
    assert tells(words, "gradient descent", "step", str(steps), str(tuned.step_size), "adam")


@pytest.mark.parametrize(("tried", "words"), [(4, ("none", "4")), (5, ("none", "4 most promising", "5"))])
def test_of_few_step_sizes_all_are_run(tried, words):
    said = race.describe_tuned(race.Tuned(Rival("adam", 0.1), None, tried), 0.1)
    assert tells(said, *words, "step sizes arrives") and ("promising" in said) is (tried > 4)


def test_a_run_of_more_work_than_it_may_be_does_not_arrive():
    long = replace(CHAPTERS["curve"], method="adam", noise=1.0, iterations=100_000, precision=0.0)
    assert race.arrival_of(long, Rival("adam", 0.1)) is None
    assert race.arrival_of(replace(long, iterations=1000), Rival("adam", 0.1)) is not None


@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_rivals_height_is_drawn_where_a_run_of_its_own_would_be(chapter, scale):
    settings = replace(CHAPTERS[chapter], scale=scale, iterations=50, race=(Rival("adam", 0.1),))
    own, rivals = run_of(settings), rivals_of(settings)
    told, its = race.facts(own, rivals, settings), BY_NAME[chapter]
    gap = rows.table(own, its, rivals)["gap_1"][: rivals[0].steps + 1]
    alone = its.rows(rivals[0])[its.height[scale]]
    np.testing.assert_allclose(gap + told["rise"], alone, rtol=1e-9, atol=1e-9)


def test_a_pinned_run_says_its_seed_in_full_where_there_is_noise():
    settings = replace(CHAPTERS["curve"], seed=123_456_789)
    assert race.name(race.pin_of(settings), replace(settings, seed=1)) == "pinned: the same"
    noisy = replace(settings, noise=1.0)
    assert race.name(race.pin_of(noisy), replace(noisy, seed=1)) == "pinned: seed 123456789"


def test_pinning_adding_tuning_and_clearing_from_the_page():
    visitor = Visitor(f"{VALLEY}&iterations=400")  # enough for adam, with a step size that suits it
    visitor.press("pin")
    kept = (("start", (-1.2, 1.0)), ("schedule", "constant"), ("noise", 0.0), ("seed", 2015))
    assert visitor.settings.race == (Rival("gradient descent", 0.001, (), kept),)
    visitor.set("rival", "adam")
    assert [rival.method for rival in visitor.settings.race] == ["gradient descent", "adam"]
    assert visitor.model("rival").value == ""
    visitor.set("rival", "bfgs")
    assert visitor.settings.race[2] == Rival("bfgs")
    visitor.press("pin")
    assert "no two of them the same" in visitor.text("notice")
    visitor.press("tune")
    assert "Tuning" in visitor.text("notice")
    wait_for(lambda: visitor.wait(0.2) or not visitor.callbacks, "step sizes")
    assert visitor.settings.race[1].step_size != 0.02
    visitor.press("clear")
    assert visitor.settings.race == ()
    assert visitor.text("notice") == ""


@pytest.mark.parametrize("name", ["", "sgd", "Adam", "\0"])
def test_a_rival_that_is_none_is_not_taken(name):
    visitor = Visitor(VALLEY)
    visitor.set("rival", name)
    assert visitor.settings.race == ()


def test_a_hyperparameter_is_set_by_its_field_and_travels_in_the_link():
    visitor = Visitor(f"{VALLEY}&method=adam")
    field = visitor.model("hyperparameter_0")
    assert (field.visible, field.title, field.value) == (True, "β₁", 0.9)
    field.value = 0.5
    assert visitor.settings.hyperparameters == (("beta1", 0.5),)
    assert "beta1=0.5" in visitor.facts["link"]
    assert visitor.linked == visitor.settings
    expected = descend(FUNCTIONS["rosenbrock"], method="adam", beta1=0.5, iterations=1000, precision=1e-6)
    visitor.play()
    np.testing.assert_array_equal(visitor.trace["x"], expected.theta[:, 0])
    field.value = 7
    assert tells(visitor.text("notice"), "beta1", "number", "0")
    assert field.value == 0.5
    visitor.set("method", "lion")
    assert visitor.settings.hyperparameters == ()


def test_a_race_that_would_keep_others_waiting_is_shorter():
    visitor = Visitor(f"{VALLEY}&iterations=100000&noise=1&race=adam:0.1,bfgs")
    alone = visitor.settings.iterations
    assert alone < 100_000
    visitor.set("rival", "rmsprop")
    assert f"so there are {visitor.settings.iterations:,}" in visitor.text("notice")
    assert visitor.settings.iterations < alone
    assert len(visitor.settings.race) == 3


@pytest.mark.parametrize(
    ("query", "name", "value", "label"),
    [
        ("?chapter=landscape&function=booth", "start", "1, 2", "start "),
        ("?chapter=curve", "start", 9.0, "pinned: start 15"),
        ("?chapter=curve", "step_size", 0.1, "pinned: gradient descent 0.01"),
        ("?chapter=curve", "schedule", "cosine", "pinned: schedule constant"),
        ("?chapter=curve", "noise", 5.0, "pinned: noise 0"),
        ("?chapter=line", "batch", 10, "pinned: batch 0"),
    ],
)
def test_a_pinned_run_stays_what_it_was_and_says_what_differs(query, name, value, label):
    visitor = Visitor(query)
    before = run_of(visitor.settings)
    visitor.press("pin")
    assert visitor.facts["runners"][1] == "pinned: the same"
    visitor.set(name, value)
    assert value_changed(visitor, before)
    np.testing.assert_array_equal(rivals_of(visitor.settings)[0].theta, before.theta)
    assert visitor.facts["runners"][1].startswith(label) or label in visitor.facts["runners"][1]
    assert visitor.facts["pinned"] == [False, True]
    assert visitor.linked == visitor.settings


def value_changed(visitor, before):
    now = run_of(visitor.settings)
    return now.steps != before.steps or not np.array_equal(now.theta, before.theta)


def test_five_runs_are_pinned_and_no_more():
    visitor = Visitor("?chapter=landscape&function=booth")
    for number in range(5):
        visitor.set("step_size", 0.01 + 0.01 * number)
        visitor.press("pin")
    assert len(visitor.settings.race) == 5 and visitor.text("notice") == ""
    assert visitor.linked == visitor.settings
    visitor.set("step_size", 0.002)
    visitor.press("pin")
    assert "at most 5 rivals" in visitor.text("notice")


def test_another_function_lets_go_of_pinned_runs():
    visitor = Visitor("?chapter=landscape&function=booth&race=adam:0.1")
    visitor.press("pin")
    visitor.set("function", "matyas")
    assert visitor.settings.race == (Rival("adam", 0.1),)


def test_a_pinned_run_in_a_link_has_the_defaults_of_what_is_not_said():
    settings, complaints = read(arguments("?chapter=curve&start=3.5&race=gradient descent:0.1:start=9"))
    assert complaints == []
    assert dict(settings.race[0].kept) == {
        "start": (9.0,),
        "schedule": "constant",
        "noise": 0.0,
        "seed": 2015,
    }
    _, complaints = read(arguments("?chapter=curve&race=adam:0.1:start=far"))
    assert len(complaints) == 1 and "start: a number from" in complaints[0]
