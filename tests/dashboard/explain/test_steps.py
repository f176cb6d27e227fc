from dataclasses import replace
from math import log10

import numpy as np
import pytest

from dashboard.explain import steps
from dashboard.runs.problems import objective_of
from dashboard.settings.values import CHAPTERS, TYPED
from gdcore import FUNCTIONS, Objective, Quadratic, descend
from tests.dashboard.visitor import Visitor

CURVE = CHAPTERS["curve"]


def scaled(step_size: float) -> Objective:
    """A curve, to the theory no quadratic, that suggests this step size."""
    return Objective(
        lambda x: x**4, lambda x: (4 * x**3,), start=[1.0], domain=[(-1, 1)], step_size=step_size
    )


def ends(step_size: float) -> tuple[float, float]:
    low, high = steps.exponents(scaled(step_size), CURVE)
    return 10**low, 10**high


@pytest.mark.parametrize(
    ("query", "others"),
    [
        ("?chapter=curve", []),
        ("?chapter=curve&step_size=0.05", ["line", "landscape"]),
        (
            "?chapter=curve&step_size=1.1",
            ["line"],
        ),  # of the landscape's first function it would be far too large
        ("?chapter=line&step_size=3", []),
        ("?chapter=landscape&step_size=0.02", ["curve", "line"]),
        ("?chapter=curve&method=adam&step_size=0.05", []),  # it means something else there
        ("?lesson=overshoot", []),
        ("?lesson=overshoot&step_size=0.05", []),  # in a lesson and a puzzle nothing is taken elsewhere
        ("?bug=1&step_size=0.05", []),
    ],
)
def test_a_step_size_that_was_chosen_goes_along_to_the_chapters_that_have_it(query, others):
    assert Visitor(query).facts["carried"] == others


@pytest.mark.parametrize(
    ("suggested", "least"),
    [
        (0.5, 1e-4),  # far too small for what most functions suggest
        (0.001, 1e-4),
        (0.0009, 0.00009),  # where less than ten times that is suggested, a tenth of it
        (1e-8, 1e-9),
        (5e-12, 1e-12),  # no less than may be set
    ],
)
def test_the_slider_begins_far_below_what_is_suggested(suggested, least):
    assert ends(suggested)[0] == pytest.approx(least, rel=1e-9)


@pytest.mark.parametrize(("suggested", "largest"), [(1e-3, 0.1), (0.9, 90), (1.1, 100), (50, 100)])
def test_the_slider_ends_at_a_hundred_times_what_is_suggested_or_at_most(suggested, largest):
    assert ends(suggested)[1] == pytest.approx(largest, rel=1e-9)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_on_a_quadratic_it_ends_at_twice_the_largest_stable_step(momentum):
    """Heavy ball is stable up to 2(1 + β)/L (Polyak 1964), and the parabola's curvature is 2."""
    settings = replace(CURVE, method="momentum", hyperparameters=(("momentum", momentum),))
    _, high = steps.exponents(objective_of(settings), settings)
    assert 10**high == pytest.approx(2 * 2 * (1 + momentum) / 2, rel=1e-9)


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("end", ["start", "end"])
def test_both_ends_of_the_slider_can_be_set_and_what_is_beyond_is_put_back(chapter, end):
    visitor = Visitor(f"?chapter={chapter}&step_size=0.02")
    slider = visitor.model("step_size_slider")
    exponent = getattr(slider, end)
    visitor.set("step_size_slider", exponent + (0.001 if end == "end" else -0.001))
    assert visitor.settings.step_size == 0.02
    visitor.set("step_size_slider", exponent)
    assert visitor.settings.step_size == pytest.approx(10**exponent, rel=0.05)
    assert visitor.text("notice") == ""


def test_an_arrow_key_moves_to_the_next_step_size_of_two_digits():
    least = steps.EXPONENT_STEP
    assert steps.step_size_at(log10(0.95) + least, 0.95) == 0.96
    assert steps.step_size_at(log10(0.95) - least, 0.95) == 0.94
    assert steps.step_size_at(log10(0.95) + 0.4 * least, 0.95) == 0.95, "it has not moved"
    assert steps.step_size_at(log10(0.95) + 0.6 * least, 0.95) == 0.96
    assert steps.step_size_at(log10(0.013) + least, 0.013) == 0.014
    assert steps.step_size_at(log10(1.3e-8) - least, 1.3e-8) == 1.2e-8
    assert steps.step_size_at(log10(0.013)) == 0.013


def test_every_step_size_of_two_digits_can_be_landed_on():
    exponents = np.arange(-2, 0, steps.EXPONENT_STEP)
    landed = {steps.step_size_at(exponent) for exponent in exponents}
    assert landed >= {round(n / 1000, 3) for n in range(10, 100)} | {round(n / 100, 2) for n in range(10, 98)}


def test_presets_keep_within_what_may_be_set():
    settings = replace(CURVE, function=TYPED, formula="1e14*x**2")
    values = steps.presets(settings, objective_of(settings)).values()
    assert all(1e-12 <= value <= 100 for value in values)
    assert list(values) == sorted(values)


def test_presets_are_the_suggested_step_size_and_rounded_multiples_of_it():
    assert steps.presets(CURVE, scaled(0.012345)) == {
        "creeping": 0.0012,
        "gentle": 0.0037,
        "suggested": 0.012345,
        "bold": 0.037,
        "wild": 0.12,
        "too big?": 0.37,
    }


LONG = Quadratic(np.diag([8.0, 2.0]), [0.0, 0.0], start=[1.0, 1.0])
FLAT = Quadratic([[2.0, 2.0], [2.0, 2.0]], [-2.0, -2.0], 1.0)  # L = 4, μ = 0


def test_presets_on_a_bowl_are_told_by_what_theory_knows_of_them():
    bowl = CHAPTERS["landscape"]
    found = {"creeping": 0.25 / 100, "small": 0.25 / 20, "1/L": 1 / 8, "best": 2 / (8 + 2)}
    assert steps.presets(bowl, LONG) == pytest.approx(found | {"for ever": 0.25, "too big": 1.1 * 0.25})
    of_adam = steps.presets(replace(bowl, method="adam"), LONG)
    assert list(of_adam) == list(steps.presets(CURVE, scaled(0.01)))


@pytest.mark.parametrize(
    ("objective", "method", "marks"),
    [
        (LONG, "gradient descent", {"best": 2 / (8 + 2), "2/L": 2 / 8}),
        (FLAT, "gradient descent", {"2/L": 2 / 4}),  # 2/(L + μ) would be no better than any other
        (LONG, "momentum", {"½ max": 1.9 / 8, "max": 2 * 1.9 / 8}),
        (LONG, "adam", {}),
        (FUNCTIONS["double well"], "momentum", {}),
        (FUNCTIONS["double well"], "adam", {}),
    ],
)
def test_the_slider_marks_what_theory_knows_of_a_method(objective, method, marks):
    run = descend(objective, method=method, step_size=0.01, iterations=500)
    assert steps.marked(run, replace(CURVE, method=method)) == pytest.approx(marks)


def test_where_a_run_reached_no_minimum_nothing_is_marked():
    run = descend(FUNCTIONS["himmelblau"], step_size=1e-5, iterations=5)
    assert steps.marked(run, CHAPTERS["landscape"]) == {}


def test_off_a_minimum_a_quadratic_marks_half_the_largest_stable_step_and_itself():
    assert steps.stability(LONG, CURVE) == {"1/L": 1 / 8, "2/L": 2 / 8}
    assert steps.stability(FUNCTIONS["himmelblau"], CHAPTERS["landscape"]) == {}
