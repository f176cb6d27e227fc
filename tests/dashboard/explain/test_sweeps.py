from dataclasses import replace

import numpy as np
import pytest

from dashboard.chapters.shared import sweep
from dashboard.explain import sweeps
from dashboard.runs.links import read
from dashboard.runs.problems import run_of
from gdcore import outcome
from tests.dashboard.visitor import Visitor, arguments
from tests.meaning import tells
from tests.waiting import wait_for

CURVE = "?chapter=curve&precision=0&iterations=100000&open=sweep"


def settings_of(query):
    settings, complaints = read(arguments(query))
    assert complaints == []
    return settings


def await_sweep(visitor):
    """Let the callbacks run until none is left: the sweep is there."""
    wait_for(lambda: visitor.wait(0.2) or not visitor.callbacks, "the sweep")
    return visitor


@pytest.mark.thorough
@pytest.mark.parametrize(
    "query",
    [
        "?chapter=curve",
        "?chapter=line",
        "?chapter=curve&function=double%20well",
        "?chapter=landscape&function=booth&method=momentum",
        "?chapter=landscape&function=rosenbrock&method=adam",
    ],
)
def test_fifty_random_sizes_of_a_sweep_agree_with_runs_that_are_played(query):
    settings = settings_of(query)
    found = sweeps.sweep_one(sweeps.wishes(settings)[0])
    for index in np.random.default_rng(1).choice(found.step_sizes.size, 50, replace=False):
        limits = {"iterations": min(found.tried, 20_000), "precision": 0.0}
        own = replace(settings, step_size=float(found.step_sizes[index]), **limits)
        arrival, steps = outcome(run_of(own)).motion.arrival, found.steps[index]
        if np.isnan(steps) or steps > limits["iterations"]:
            assert arrival is None
        else:
            assert arrival == steps


def test_a_sweep_has_at_least_two_hundred_sizes_and_those_that_tell():
    settings = settings_of("?chapter=curve")
    found = sweeps.sweep_one(sweeps.wishes(settings)[0])
    assert found.step_sizes.size >= 200
    assert found.best == (0.5, 1)  # 1/L: there in one step
    assert np.isnan(found.steps[found.step_sizes >= 1]).all()  # 2/L


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("?chapter=curve", 100_000),  # a quadratic: theory knows where each step leads
        ("?chapter=curve&function=quartic", 1000),
        ("?chapter=curve&method=momentum", 1000),
        ("?chapter=curve&method=line%20search", 200),
    ],
)
def test_a_sweep_takes_as_many_steps_as_are_cheap(query, most):
    wish = sweeps.wishes(settings_of(query))[0]
    assert sweeps.iterations(wish.objective, wish.method) == most


def test_a_sweep_is_equal_to_itself_alone_as_arrays_have_no_single_answer():
    sizes, steps = np.array([0.1, 0.2]), np.array([3.0, np.nan])
    found = sweeps.Swept(sizes, steps, 10)
    assert len({found, sweeps.Swept(sizes, steps, 10)}) == 2


def test_a_sweep_is_built_when_its_fold_is_opened_and_not_before():
    visitor = Visitor("?chapter=curve")
    assert visitor.model("sweep_panel").children == []
    visitor.model("open").tags = ["sweep"]
    assert visitor.settings.open == "sweep" and visitor.linked.open == "sweep"
    plot = visitor.model("sweep_plot")
    assert "Sweep" in visitor.text("sweep")
    await_sweep(visitor)
    assert plot.x_range.end == pytest.approx(2)
    assert tells(visitor.text("sweep"), "α = 0.5", "1 step")


def test_dragging_the_step_size_leaves_the_curves_as_they_are():
    visitor = await_sweep(Visitor(CURVE))
    before = visitor.model("swept_0").data
    visitor.set("step_size", 0.2)
    assert visitor.model("swept_0").data is before
    assert tells(visitor.text("sweep"), "This run", "α = 0.2", "arrives", "10")  # 0.6 ** 20 < 1e-4
    assert visitor.callbacks == []
    visitor.set("start", 8.0)
    await_sweep(visitor)
    assert visitor.model("swept_0").data is not before


def test_every_runner_with_a_step_size_has_its_curve():
    query = "?chapter=landscape&function=booth&race=adam:0.1,bfgs,momentum:0.01&open=sweep"
    visitor = await_sweep(Visitor(query))
    drawn = [len(visitor.model(f"swept_{number}").data["x"]) > 0 for number in range(6)]
    assert drawn == [True, True, True, False, False, False]


def told(query, steps):
    """What stands under a sweep in which the step sizes 0.2, 0.25 and 0.3 took so many steps."""
    settings = settings_of(query)
    own = sweeps.Swept(np.array([0.2, 0.25, 0.3]), np.array(steps, dtype=float), 1000)
    return sweeps.caption(settings, own, outcome(run_of(settings)))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?chapter=curve", ""),
        ("?chapter=curve&noise=1", "without noise."),
        ("?chapter=line&noise=1", ""),  # there it is in the data, and every run has it
        ("?chapter=line&batch=10", "without minibatches."),
        ("?chapter=line&batch=10&schedule=1/k", "without minibatches or a schedule."),
    ],
)
def test_what_is_left_out_of_a_sweep_is_said(query, words):
    said = told(query, [9, 9, 9])
    assert words in said and ("without" in said) == bool(words)


@pytest.mark.parametrize(
    ("steps", "parts"),
    [
        ([9, 9, 12], ["α = 0.2", "9 steps"]),  # of two that are as quick the one that is shorter to write
        ([12, 1, 12], ["α = 0.25", "1 step"]),
        ([np.nan, 40, np.nan], ["α = 0.25", "40 steps"]),
        ([np.nan] * 3, ["No step size arrives", "1000 steps"]),
    ],
)
def test_the_quickest_step_size_is_told(steps, parts):
    assert tells(told("?chapter=curve", steps), *parts)


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("step_size=0.1", ["α = 0.1", "arrives at step 21 and stops at step 36"]),  # 0.8²¹ < 0.01 < 0.8²⁰
        ("step_size=0.1&precision=0", ["arrives at step 21."]),
        ("step_size=0.0001&precision=0.01", ["stops at step 1", "before it has arrived"]),
        ("step_size=0.1&precision=0&iterations=20", ["does not arrive in 20 iterations"]),
        ("step_size=0.1&precision=0&iterations=1", ["does not arrive in 1 iteration."]),
        ("step_size=1.1", ["flies off"]),
        ("formula=x^3&start=-1&step_size=0.1&precision=0", ["falls far below"]),
        ("formula=sqrt(x)&start=4&step_size=10", ["leaves the domain"]),
    ],
)
def test_it_is_said_what_the_run_that_is_shown_does(query, parts):
    assert tells(told(f"?chapter=curve&{query}", [9, 9, 9]), "This run", *parts)


def test_an_unknown_fold_is_told():
    _, complaints = read(arguments("?open=cellar"))
    assert len(complaints) == 1 and "sweep" in complaints[0]


def test_where_none_arrives_the_picture_has_all_the_steps_that_were_tried():
    visitor = await_sweep(Visitor("?chapter=curve&open=sweep"))
    plot = visitor.page.view.sweep_panel.children[0]
    lost = sweeps.Swept(np.array([0.001, 1.0]), np.full(2, np.nan), 1000)
    sweep.paint(plot, [lost], {})
    assert plot.y_range.start <= 1 and plot.y_range.end >= 1000
    sweep.paint(plot, [sweeps.Swept(np.array([0.001, 1.0]), np.array([np.nan, 40.0]), 1000)], {})
    assert 10 < plot.y_range.start <= 40 <= plot.y_range.end < 100
