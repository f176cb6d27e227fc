from dataclasses import replace

import numpy as np
import pytest

from dashboard.explain.steps import marked
from dashboard.explain.theory import (
    describe_end,
    describe_theory,
    find_flipping_line,
    predict_heights,
    write_factor,
)
from dashboard.runs.problems import run_of, with_suggestions
from dashboard.settings.values import CHAPTERS
from dashboard.wording.words import figure
from gdcore import FUNCTIONS, Quadratic, bowl, descend, outcome, typed
from tests.dashboard.visitor import Visitor
from tests.meaning import tells


@pytest.mark.parametrize(
    ("condition", "step_size", "words"),
    [
        (4, 0.01, ["Creeping"]),
        (4, 0.8, ["Good", "20 %"]),
        (4, 1.5, ["Oscillating"]),
        (2000, 0.9, ["Creeping"]),
    ],
)
def test_the_regime_is_told_by_the_rate_of_the_run(condition, step_size, words):
    said = describe_theory(descend(bowl(condition, 0), step_size=step_size, iterations=50))
    assert tells(said, *words)
    assert sum(tells(said, regime) for regime in ("Creeping", "Good", "Oscillating")) == 1


def row(text, name):
    """What the table has beside a name that begins so."""
    return next(each for each in text.split("<tr>") if f">{name}" in each).split("<td>")[1].split("</td>")[0]


def test_the_table_has_the_numbers_of_the_bowl():
    text = describe_theory(descend(bowl(4, 0), step_size=1.6, iterations=50))  # L = 1, μ = 1/4
    names = (
        "L, largest",
        "μ, smallest",
        "κ",
        "best step",
        "factor a step, foretold",
        "factor a step, measured",
    )
    assert [row(text, name) for name in names] == ["1", "0.25", "4", "1.6", "0.6", "0.6"]


def test_of_a_floor_that_is_flat_no_step_is_the_best():
    flat = Quadratic([[2.0, 2.0], [2.0, 2.0]], [-2.0, -2.0], 1.0)
    text = describe_theory(descend(flat, [2.0, 1.0], step_size=0.1, iterations=50))
    assert (row(text, "μ, smallest"), row(text, "best step"), row(text, "κ")) == ("0", "–", "∞")


STEEP = Quadratic(np.diag([8.0, 2.0]), [0.0, 0.0], start=[1.0, 1.0])  # L = 8


@pytest.mark.parametrize(
    ("method", "limit"), [("gradient descent", "0.25"), ("momentum", "0.475"), ("nesterov", "0.16964")]
)
def test_each_method_is_told_its_own_limit(method, limit):
    text = describe_theory(descend(STEEP, method=method, step_size=0.01, iterations=50))
    assert row(text, "largest stable step") == limit
    assert "of plain descent 2/L" not in text
    text = describe_theory(descend(STEEP, method="adam", step_size=0.01, iterations=50))
    assert row(text, "largest stable step of plain descent 2/L") == "0.25"


def test_steps_for_ever_are_told_in_the_theory_too():
    assert tells(describe_theory(descend(STEEP, step_size=0.25, iterations=50)), "for ever")


@pytest.mark.parametrize(
    ("factor", "text"),
    [(None, "–"), (0.5, "0.5"), (1 - 1e-12, "1"), (1 - 1e-7, "0.9999999"), (1.00002, "1.00002")],
)
def test_what_differs_from_1_by_rounding_is_1(factor, text):
    assert write_factor(factor) == text


def test_it_is_said_where_the_curvature_is_read():
    assert tells(describe_theory(descend(STEEP, step_size=0.01, iterations=50)), "everywhere the same")
    wells = descend(FUNCTIONS["double well"], step_size=0.01, iterations=500)
    assert tells(describe_theory(wells), "at the minimum beside its last row")


def test_a_factor_has_digits_enough_to_be_told_from_1():
    slow = descend(STEEP, step_size=1e-7, iterations=500)
    assert row(describe_theory(slow), "factor a step, foretold") == "0.9999998"
    edge = descend(STEEP, step_size=0.25, iterations=500)
    assert row(describe_theory(edge), "factor a step, foretold") == "1"
    assert row(describe_theory(descend(STEEP, step_size=0.1, iterations=50)), "factor a step, f") == "0.8"


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (descend(STEEP, step_size=0.1, iterations=50), ["Made the 50 steps", "above the least"]),
        (
            descend(STEEP, step_size=0.1, iterations=50, precision=0.3),
            ["no more than 0.3", "above the least"],
        ),
        (descend(STEEP, step_size=1.0, iterations=50), ["Diverged", "above the least"]),
        (descend(typed("x**3"), [-1.0], step_size=0.1, iterations=99), ["Ended", "below all"]),
        (descend(typed("x**3"), [-1.0], step_size=0.1, iterations=4), ["Made the 4 steps", "below all"]),
        (
            descend(typed("x**3"), [-1.0], step_size=0.1, iterations=3),
            ["Made the 3 steps", "above the least"],
        ),
        (descend(FUNCTIONS["parabola"], step_size=0.5, iterations=1), ["1 step asked", "0 above the least"]),
        (descend(FUNCTIONS["parabola"], 3.0, precision=0.0), ["1 step", "no more than 0: the loss is 0"]),
    ],
)
def test_it_is_said_what_ended_a_run_and_how_high_it_is_there(run, words):
    """On x³ the rows are −1, −1.3, −1.81, −2.79 and −5.12, the first beyond the picture."""
    last = run.loss[-1] if "below all" in words else run.excess[-1]
    text = describe_end(outcome(run))
    assert tells(text, *words) and f"the loss is {figure(last, 3)}" in text


def test_what_changes_sides_is_drawn_along_the_steepest_direction():
    run = descend(bowl(4, 30), [3.0, 1.0], step_size=1.5, iterations=50)
    ends = np.array([find_flipping_line(run)[name][0] for name in ("x0", "y0", "x1", "y1")]).reshape(2, 2)
    np.testing.assert_allclose(ends.mean(axis=0), run.objective.minimum, atol=1e-12)
    way = ends[1] - ends[0]
    np.testing.assert_allclose(run.objective.A @ way, run.objective.L * way, atol=1e-12)
    apart = (run.theta - run.objective.minimum) @ way
    assert (apart[1:10] * apart[:9] < 0).all()  # it changes sides along it, and not across
    across = (run.theta - run.objective.minimum) @ np.array([-way[1], way[0]])
    assert (across[1:10] * across[:9] > 0).all()
    assert find_flipping_line(descend(bowl(4, 30), step_size=0.9, iterations=50))["x0"] == []
    assert find_flipping_line(descend(FUNCTIONS["parabola"], step_size=0.9))["x0"] == []


@pytest.mark.parametrize(
    "options", [{"step_size": 2.5}, {"step_size": 3.0, "method": "momentum", "momentum": 0.5}]
)
def test_no_direction_is_drawn_of_what_flies_off_or_has_momentum(options):
    """Both change sides all the same: by 1 − α L = −1.5, and at the limit of momentum, 2(1 + β)/L."""
    run = descend(bowl(4, 0), [1.0, 1.0], iterations=200, **options)
    assert outcome(run).motion.alternates and not any(find_flipping_line(run).values())


@pytest.mark.parametrize("away", [0.5, 1.5, 4.0])
def test_the_direction_is_as_long_as_the_way_of_the_start_within_bounds(away):
    beside = Quadratic(
        [[1.0, 0.0], [0.0, 0.25]], [-3.0, -0.5], start=[3 + away, 2.0], domain=[(-4, 6), (-5, 5)]
    )
    run = descend(beside, step_size=1.5, iterations=50)  # about (3, 2), steepest along x
    ends = find_flipping_line(run)
    assert sorted([ends["x0"][0], ends["x1"][0]]) == pytest.approx(
        [3 - min(max(away, 1.0), 2.5), 3 + min(max(away, 1.0), 2.5)]
    )
    assert [*ends["y0"], *ends["y1"]] == pytest.approx([2.0, 2.0])


def test_the_direction_comes_into_the_picture_and_goes():
    visitor = Visitor("?chapter=landscape&function=bowl&step_size=0.5")
    assert visitor.model("flips") is None
    visitor.set("step_size", 1.5)
    assert len(visitor.model("flips").data["x0"]) == 1
    assert "Oscillating" in visitor.text("verdict")
    visitor.set("step_size", 0.5)
    assert visitor.model("flips").data["x0"] == []


def test_a_slider_elsewhere_shows_the_steps_of_the_minimum_reached():
    visitor = Visitor("?chapter=landscape&function=himmelblau&step_size=0.01")
    L, mu = np.linalg.eigvalsh([[74.0, 20.0], [20.0, 34.0]])[::-1]
    found = marked(run_of(visitor.settings), visitor.settings)
    assert found == pytest.approx({"best": 2 / (L + mu), "2/L": 2 / L})
    assert "2/L" in visitor.text("ticks")


def test_the_line_of_theory_runs_beside_the_measured_one_on_a_log_scale():
    visitor = Visitor("?chapter=landscape&function=bowl&scale=log")
    run = visitor.page.shown.run
    line = predict_heights(run, float(run.excess[0]))
    (height,) = line["y1"]
    assert line["x0"] == [0.0] and line["y0"] == [run.excess[0]]
    slope = np.log(height / run.excess[0]) / line["x1"][0]
    assert np.exp(slope / 2) == pytest.approx(outcome(run).theory.rate)
    drawn = visitor.model("foretold").data
    assert drawn == line
    shown = [each for each in visitor.page.view.figures["loss"].renderers if each.name == "theory_line"]
    assert all(each.visible for each in shown)
    visitor.set("scale", 0)
    assert not any(each.visible for each in shown)


@pytest.mark.parametrize(("step_size", "iterations"), [(0.1, 50), (1.5, 2000)])
def test_the_line_of_theory_ends_with_the_run_or_where_rounding_begins(step_size, iterations):
    rate = max(abs(1 - step_size), abs(1 - step_size / 4))  # of the bowl, L = 1 and μ = 1/4
    line = predict_heights(descend(bowl(4, 0), step_size=step_size, iterations=iterations), 0.7)
    (end,), (height,), (named,), (there,) = (line[name] for name in ("x1", "y1", "x", "y"))
    assert end == pytest.approx(min(iterations, np.log(1e-13) / np.log(rate**2)))
    assert height == pytest.approx(0.7 * rate ** (2 * end))
    assert 0 < named < end and there == pytest.approx(0.7 * rate ** (2 * named))


@pytest.mark.parametrize("step_size", [2.0, 2.1])
def test_no_fall_is_foretold_where_there_is_none(step_size):
    run = descend(bowl(4, 0), step_size=step_size, iterations=50)
    assert outcome(run).theory.rate == pytest.approx(step_size - 1)  # of L = 1
    assert not any(predict_heights(run, float(run.excess[0])).values())


@pytest.mark.parametrize(
    ("run", "height"),
    [
        (descend(STEEP, step_size=0.1), 0.0),  # from the minimum nothing falls
        (descend(FUNCTIONS["parabola"], step_size=0.5), 144.0),  # there in one step
        (descend(STEEP, method="adam", step_size=0.1), 5.0),
        (descend(FUNCTIONS["himmelblau"], step_size=1e-6, iterations=5), 100.0),
    ],
)
def test_no_line_of_theory_is_drawn_where_no_factor_is_known(run, height):
    assert not any(predict_heights(run, height).values())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_page_tells_its_theory(chapter):
    visitor = Visitor(f"?chapter={chapter}&open=theory")
    assert visitor.text("theory") == describe_theory(run_of(visitor.settings))
    assert describe_end(outcome(run_of(visitor.settings))) in visitor.text("theory")
    assert "largest stable step" in visitor.text("theory")
    made = with_suggestions(replace(CHAPTERS["landscape"], function="rosenbrock", iterations=10))
    assert "No minimum has been reached" in describe_theory(run_of(made))
    assert tells(describe_theory(run_of(made)), "Made the 10 steps", "the loss is")


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("?chapter=curve", ["Stopped", "273 steps", "0.001", "0.00233"]),  # (12 · 0.98²⁷³)²
        ("?chapter=curve&step_size=1.1", ["Diverged", "26 steps", "1.89 × 10⁶"]),  # (12 · 1.2²⁶)²
        ("?chapter=curve&formula=-x**2&start=1&step_size=1&precision=0", ["Ended", "below all"]),
        ("?chapter=curve&formula=x-sqrt(x)&start=1&step_size=1.99", ["Ended", "15 steps", "not be finite"]),
    ],
)
def test_what_ended_a_run_is_told_with_its_numbers(query, parts):
    assert tells(describe_end(outcome(run_of(Visitor(query).settings))), *parts)
