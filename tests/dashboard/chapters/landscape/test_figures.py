from dataclasses import replace

import numpy as np
import pytest

from dashboard.chapters.shared.levels import contours
from dashboard.drawing.places import window
from dashboard.drawing.sources import source_of
from dashboard.explain.verdict import verdict
from dashboard.runs.problems import objective_of, run_of, with_suggestions
from dashboard.settings.values import CHAPTERS, RULES, TYPED
from gdcore import FUNCTIONS, METHODS, outcome
from tests.dashboard.visitor import Visitor

HOME = CHAPTERS["landscape"]
NAMES = [name for name in RULES["landscape"]["function"].options if name != TYPED]


def settings(**changes):
    return with_suggestions(replace(HOME, **changes))


@pytest.mark.parametrize("name", NAMES)
def test_level_lines_are_level(name):
    made = settings(function=name)
    objective, run = objective_of(made), run_of(made)
    rings = contours(objective, window(objective, run)).rings
    assert len(rings["height"]) >= 5
    for xs, ys, height in zip(rings["xs"], rings["ys"], rings["height"], strict=True):
        bend = np.linalg.norm(objective.hessian(np.stack([xs, ys])), axis=(0, 1))
        cell = 2.6 * np.ptp(objective.domain, axis=1).max() / 200
        off = np.abs(objective.excess(np.stack([xs, ys])) - height)
        assert (off <= bend * cell**2 + 1e-9 * height).all()


@pytest.mark.parametrize("name", NAMES)
def test_every_minimum_and_saddle_is_marked(name):
    visitor = Visitor(f"?chapter=landscape&function={name}")
    plot, objective = visitor.page.view.figures["path"], objective_of(visitor.settings)
    minima = source_of(plot, "minima").data
    assert sorted(zip(minima["x"], minima["y"], strict=True)) == sorted(map(tuple, objective.minima))
    saddles = source_of(plot, "saddles").data
    assert len(saddles["x"]) == len(saddles["shown"]) == len(objective.saddles)
    for x, y in zip(saddles["x"], saddles["y"], strict=True):
        curvatures = np.linalg.eigvalsh(objective.hessian([x, y]))
        assert curvatures[0] < 1e-9 < curvatures[1] and np.abs(objective.gradient([x, y])).max() < 1e-6
    values = objective.value(np.transpose(objective.minima))
    is_lowest = ["lowest" in each for each in minima["name"]]
    differ = np.ptp(values) > 1e-9
    assert is_lowest == [bool(differ and value <= values.min() + 1e-9) for value in values]


@pytest.mark.parametrize("name", [name for name in NAMES if len(FUNCTIONS[name].minima) > 1])
def test_a_minimum_has_the_same_letter_in_its_label_the_answer_and_the_verdict(name):
    for number, bottom in enumerate(FUNCTIONS[name].minima):
        start = ",".join(f"{value + 1e-3:.6f}" for value in bottom)
        visitor = Visitor(
            f"?chapter=landscape&function={name}&start={start}&iterations=5000&precision=0.00001"
        )
        label = source_of(visitor.page.view.figures["path"], "minima").data["name"][number]
        letter = "ABCDEFGH"[number]
        assert label.split()[0] == letter
        assert visitor.facts["minimum"] == f"minimum {letter}"
        assert f"minimum {letter}" in verdict(visitor.page.shown.run, visitor.settings)


@pytest.mark.parametrize("name", NAMES)
def test_the_window_is_about_all_that_is_marked(name):
    made = settings(function=name)
    objective = objective_of(made)
    (left, right), (bottom, top) = window(objective, run_of(made))
    low, high = objective.domain.T
    assert low[0] <= left < right <= high[0] and low[1] <= bottom < top <= high[1]
    for x, y in (*objective.minima, *objective.saddles, objective.start):
        assert left <= x <= right and bottom <= y <= top
    outside = replace(made, start=(float(high[0]) + 1, 0.0))
    assert window(objective, run_of(outside))[0] == (low[0], high[0] + 1)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", METHODS)
def test_every_function_and_method_has_a_page_and_a_verdict(name, method):
    made = settings(function=name, method=method, iterations=200)
    run = run_of(made)
    assert np.isfinite(run.theta).all() and np.isfinite(run.loss).all()
    said = verdict(run, made)
    assert said.endswith(".") and "nan" not in said and "inf" not in said


def test_the_verdict_tells_a_lowest_a_local_minimum_and_a_saddle_apart():
    assert "none known is lower" in verdict(
        run_of(settings(function="himmelblau")), settings(function="himmelblau")
    )
    local = settings(function="two wells")
    assert "local minimum" in verdict(run_of(local), local)
    saddle = replace(settings(function="saddle"), precision=0.0)
    assert "a saddle" in verdict(run_of(saddle), saddle)


def test_a_function_without_a_lowest_point_is_fallen_from_for_ever():
    made = replace(settings(function=TYPED, formula="x**3 + y**2"), start=(-1.0, 1.0), step_size=0.1)
    assert verdict(run_of(made), made).startswith("Falling")


def test_the_noise_ball_is_as_theory_has_it():
    made = replace(
        settings(function="bowl", condition=1.0), noise=0.5, step_size=0.2, iterations=20_000, precision=0.0
    )
    run = run_of(made)
    expected = np.sqrt(2 * 0.2**2 * 0.25 / (1 - 0.8**2))  # two directions with α²σ²/(1 − (1 − α)²) each
    assert outcome(run).ball.radius == pytest.approx(expected, rel=0.03)
    decaying = replace(made, schedule="1/k")
    assert outcome(run_of(decaying)).ball.radius < 0.6 * expected
    visitor = Visitor("?chapter=landscape&function=bowl&noise=0.5&step_size=0.2&precision=0")
    (xs,), (ys,) = source_of(visitor.page.view.figures["path"], "ball").data.values()
    radius = np.hypot(np.asarray(xs) - 0, np.asarray(ys) - 0)
    np.testing.assert_allclose(radius, visitor.facts["ball"], rtol=1e-6)


def test_where_a_function_is_undefined_its_contours_have_a_gap():
    made = settings(function=TYPED, formula="log(x) + y**2")
    rings = contours(objective_of(made), window(objective_of(made), run_of(made))).rings
    assert rings["xs"]
    assert all(xs.min() > 0 for xs in rings["xs"])


def test_a_function_brings_its_start_its_step_and_its_words():
    visitor = Visitor("?chapter=landscape")
    visitor.set("function", "rosenbrock")
    valley = FUNCTIONS["rosenbrock"]
    assert visitor.settings.start == tuple(valley.start)
    assert visitor.settings.step_size == valley.step_size
    assert (visitor.facts["formula"], visitor.facts["lesson"]) == (valley.text, valley.lesson)
    assert not visitor.model("condition").visible and not visitor.model("formula").visible
    visitor.set("function", "bowl")
    assert visitor.model("condition").visible and visitor.model("rotation").visible
    visitor.set("condition", 400)
    assert visitor.page.shown.run.objective.condition_number == pytest.approx(400)
    visitor.set("function", "typed")
    assert visitor.model("formula").visible and visitor.settings.formula
    visitor.set("formula", "x**2 + 3*y**2")
    np.testing.assert_allclose(visitor.page.shown.run.objective.hessian([0, 0]), [[2, 0], [0, 6]])


def test_the_heights_of_the_first_and_the_lowest_row_are_in_the_picture():
    for name in NAMES:
        visitor = Visitor(f"?chapter=landscape&function={name}&scale=linear")
        y = visitor.page.view.figures["loss"].y_range
        run = visitor.page.shown.run
        assert y.start <= run.loss.min() <= run.loss[0] <= y.end
