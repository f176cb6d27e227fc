import re
from dataclasses import replace
from math import ceil, exp, log, pi

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.chapters.line.problem import line_of
from dashboard.explain.verdict import BEFORE, verdict
from dashboard.runs.problems import run_of
from dashboard.settings.values import CHAPTERS
from dashboard.wording.words import figure, near
from tests.dashboard.strategies import settings
from tests.meaning import tells

NUMBER = re.compile(r"−?\d[\d,]*\.?\d*(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")


def words(chapter="curve", **changes):
    made = replace(CHAPTERS[chapter], **changes)
    return verdict(run_of(made), made)


def numbers(text):
    """The numbers in a sentence, α = 0.01 and 1.2 × 10⁻⁵ alike."""
    return [
        float(found.translate(LOWERED).replace(" × 10", "e").replace(",", ""))
        for found in NUMBER.findall(text)
    ]


def test_before_anything_runs():
    assert "Play" in BEFORE


def test_converged_near_the_minimum():
    said = words()
    assert said.startswith("Converged")
    assert tells(said, "273", "x = 3.048", "0.048", "minimum")


@pytest.mark.parametrize("alpha", [0.005, 0.01, 0.1, 0.3, 0.7, 0.9])
def test_the_numbers_of_a_run_that_converged(alpha):
    shrink = abs(1 - 2 * alpha)
    steps = ceil(log(0.001 / (12 * 2 * alpha)) / log(shrink)) + 1
    left = 12 * shrink**steps
    step, x, distance = numbers(words(step_size=alpha, iterations=5000))[:3]
    assert step == steps
    assert distance == pytest.approx(left, rel=0.05)
    assert abs(x - 3) == pytest.approx(left, rel=0.3)


def test_stopped_early_and_far():
    said = words(step_size=0.0001, iterations=100_000)
    assert said.startswith("Stopped early")
    assert "α is too small" in said
    assert numbers(said) == pytest.approx([0.001, 5.0], rel=0.02)


@pytest.mark.parametrize("alpha", [0.3, 0.9, 1.0, 1.1])
def test_a_coarse_stop_rule_does_not_make_a_large_step_small(alpha):
    said = words(step_size=alpha, start=(4.0,), precision=10.0)
    assert said.startswith("Stopped early")
    assert ("too large" if alpha >= 1 else "coarse") in said and "too small" not in said


def test_out_of_steps_on_the_curve():
    said = words(iterations=100)
    left = 12 * 0.98**100
    assert said.startswith("100 iterations used")
    assert numbers(said)[1:3] == pytest.approx([3 + left, left], rel=0.02)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_one_iteration_is_singular(chapter):
    assert words(chapter, iterations=1, precision=0.0).startswith("1 iteration used")


def test_diverging():
    said = words(step_size=1.1)
    assert said.startswith("Diverging")
    assert tells(said, "α = 1.1", "above", "2/L = 1", "multiplies the distance")
    assert numbers(said.replace("2/L", "")) == [1.1, 1, 1.2]


@pytest.mark.parametrize("alpha", [1.01, 1.25, 2.0, 50.0, 100.0])
def test_the_factor_of_divergence(alpha):
    said = words(step_size=alpha, iterations=10_000)
    assert numbers(said.replace("2/L", "")) == pytest.approx([alpha, 1, 2 * alpha - 1], rel=1e-3)


@pytest.mark.parametrize("alpha", [1.0001, 1.0005])
def test_a_step_size_just_too_large_is_seen_to_be_larger(alpha):
    said, limit, factor = numbers(words(step_size=alpha, iterations=100_000).replace("2/L", ""))
    assert said > limit
    assert factor > 1


def test_neither():
    said = words(step_size=1.0)
    assert said.startswith("Neither")
    assert "for ever" in said
    assert numbers(said) == [15, -9]
    assert tells(words(step_size=1.0, start=(-4.0,)), "between", "−4", "10")


@pytest.mark.parametrize(("iterations", "is_there"), [(28, False), (29, True)])
def test_who_is_within_a_thousand_millionth_of_the_picture_is_at_the_minimum(iterations, is_there):
    """The picture is 36 wide, and 12 / 2²⁸ = 4.5 × 10⁻⁸."""
    said = words(step_size=0.25, iterations=iterations, precision=0.0)
    assert tells(said, "x = 3", "at the minimum" if is_there else "from the minimum")


def test_one_step():
    said = words(step_size=0.5)
    assert "one step" in said.lower()
    assert "1/L" in said
    assert "x = 3," in said
    assert "one step" in words(step_size=0.5, start=(3.25,)).lower()


def test_a_start_at_the_minimum():
    said = words(start=(3.0,), step_size=1.1)
    assert said.startswith("Converged")
    assert tells(said, "step 1", "x = 3")


def test_noise_keeps_it_moving():
    said = words(noise=10.0, precision=0.0, step_size=0.1)
    assert said.startswith("300 iterations used")
    assert "noise" in said


@given(st.integers(0, 40))
def test_a_stop_by_chance_far_away_is_no_convergence(seed):
    made = replace(CHAPTERS["curve"], step_size=1e-4, noise=10.0, seed=seed)
    run = run_of(made)
    assume(run.status == "converged" and abs(run.theta[-1, 0] - 3) > 6)
    assert "Converged" not in verdict(run, made)


@pytest.mark.parametrize("alpha", [0.5, 0.99, 1.0])
def test_thrown_out_by_noise_the_step_size_is_not_blamed(alpha):
    said = words(step_size=alpha, noise=1000.0, start=(3.1,), iterations=5000, precision=0.0)
    assert said.startswith("Diverging")
    assert "noise" in said
    assert ("below" in said) == (alpha < 1)


def test_the_posts_line():
    said = words("line")
    assert said.startswith("5000 iterations used")
    assert "62.81" in said and "63.42" in said


def test_a_line_that_converged():
    said = words("line", step_size=0.1, precision=1e-6)
    assert said.startswith("Converged at step ")
    assert said.count("63.42") == 2


def test_a_line_that_stopped_far_away():
    said = words("line", precision=0.05)
    assert said.startswith("Stopped early")
    assert "63.42" in said
    assert numbers(said)[:2] == pytest.approx([0.05, 0.05 / 0.001 / 0.9], rel=0.15)  # ‖αH(θ − θ*)‖ ≤ 0.05


def test_a_line_that_diverges():
    line = line_of(CHAPTERS["line"]).objective
    said = words("line", step_size=2.0)
    assert said.startswith("Diverging") and tells(said, "multiplies the steepest part of the distance")
    found = numbers(said.replace("2/L", ""))
    assert found == pytest.approx([2, 2 / 1.09473059, 2 * 1.09473059 - 1], rel=1e-3)
    assert pytest.approx(1.09473059, rel=1e-7) == line.L


def test_a_line_at_the_largest_stable_step():
    line = line_of(CHAPTERS["line"]).objective
    said = words("line", step_size=line.largest_stable_step)
    assert said.startswith("Neither") and tells(said, "for ever", "slope", "63.42")


def test_standardised_data_are_told_in_the_datas_own_units():
    said = words("line", data="diabetes", standardise=True, step_size=0.1, iterations=1000)
    assert said.count("10.23") == 2  # progression per kg/m², of Efron et al.'s data by linregress


def test_raw_diabetes_data_are_far_from_done():
    said = words("line", data="diabetes")
    slope, best = numbers(said.partition("Creeping")[0])[-2:]
    assert best == 10.23
    assert abs(slope - best) > 1


@given(settings(iterations=st.integers(1, 300), samples=st.integers(2, 200)))
def test_every_run_has_a_verdict_of_a_sentence_or_two(made):
    said = verdict(run_of(made), made)
    assert said.endswith(".") and not said[0].islower()
    assert "nan" not in said and "inf" not in said.replace("infinite", "")
    assert "e-" not in said and "e+" not in said
    assert len(said) < 200


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.04829, "3.048"), (-9.0, "−9"), (15.0, "15"), (0.001, "0.001"), (1.2345e-7, "1.235 × 10⁻⁷")],
)
def test_a_figure_has_few_digits_and_a_true_minus(value, text):
    assert figure(value) == text


@given(st.floats(-1000, 1000), st.floats(1e-9, 1000))
def test_a_number_near_another_can_be_told_from_it(value, distance):
    assert abs(numbers(near(value, distance))[0] - value) <= 0.51 * distance


def typed(formula, start, **changes):
    return words(function="typed", formula=formula, start=(start,), **changes)


def test_a_fall_without_end_is_no_divergence():
    said = typed("x^3", -1.0, step_size=0.1, precision=0.0)
    assert tells(said, "Falling", "7 steps", "far below all of the picture")
    x = -1.0
    for _ in range(7):
        x -= 0.1 * 3 * x * x
    assert numbers(said)[1:3] == pytest.approx([x, x**3], rel=0.005)


def test_where_the_function_is_undefined_the_domain_is_left():
    said = typed("x - log(x)", 3.0, step_size=10.0)  # to 3 − 10 · 2/3
    assert said.startswith("Left the domain") and tells(said, "0 steps", "x = 3")


def test_of_a_domain_that_is_left_the_last_place_within_is_told():
    said = typed("sqrt(x)", 4.0, step_size=10.0)  # to 4 − 10/4, and then to 1.5 − 10/(2 √1.5)
    assert said.startswith("Left the domain") and tells(said, "1 step", "x = 1.5")


@pytest.mark.parametrize(
    ("formula", "start", "word"),
    [
        ("x^3", 1.0, "level ground that goes down on one side"),
        ("-x^2 + x^4/100", 0.0, "a maximum"),
        ("abs(x - 3) + abs(x - 4)", 3.5, "a plateau"),
    ],
)
def test_level_places_are_called_what_they_are(formula, start, word):
    said = typed(formula, start, step_size=0.01, precision=0.001)
    assert said.startswith("Stopped at step ") and word in said


def test_at_a_level_place_there_is_no_distance_from_it():
    assert " from " not in typed("-x^2 + x^4/100", 0.0, step_size=0.01, precision=0.01)
    said = words("landscape", function="saddle", start=(1.5, 0.0), step_size=0.1, precision=1e-6)
    x, y, distance = numbers(said)[1:4]  # of steps 0.1 θ there are 0.9 left
    assert y == 0 and x == distance == pytest.approx(1.5 * 0.9**115, rel=0.02) and "a saddle" in said


def test_a_slope_without_a_minimum_has_none_near():
    said = typed("x", 0.0, step_size=1e-4, precision=0.001)
    assert tells(said, "Stopped early", "no minimum is near", "slope", "1")
    assert tells(
        typed("x", 0.0, step_size=0.01, iterations=10, precision=0.0),
        "−0.1",
        "slope is 1",
        "no minimum is known",
    )


def test_where_no_minimum_is_known_it_is_said_where_the_run_ended_and_how_steep_it_is_there():
    # On exp(−x) the slope is the value, and a step of plain descent with α = 1 is as long as it.
    x = 3.0
    while exp(-x) >= 0.01:
        x += exp(-x)
    said = typed("exp(-x)", 3.0, step_size=1.0, precision=0.01)
    x += exp(-x)
    assert tells(said, "no minimum is near", f"x = {x:.4g}", f"slope there is only {exp(-x):.2g}.")


def test_where_no_minimum_is_known_a_run_that_goes_on_is_told_with_its_last_slope():
    x = 3.0
    for _ in range(10):
        x += exp(-x)
    said = typed("exp(-x)", 3.0, step_size=1.0, iterations=10, precision=0.0)
    assert tells(said, "10 iterations used", f"x = {x:.4g}", f"slope is {exp(-x):.2g}")


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"step_size": 0.002, "precision": 0.3}, "but minimum A, the nearest known, is 3.6 away"),
        (
            {"step_size": 1e-6, "iterations": 1, "precision": 0.0},
            "no minimum yet: minimum A, the nearest known, is 3.61 away",
        ),
        ({"step_size": 1e-4, "precision": 0.1, "start": (2.95, 2.0)}, "but minimum A is 0.05 away"),
    ],
)
def test_of_several_minima_it_is_said_which_is_the_nearest(changes, part):
    """Minimum A is at (3, 2), √13 = 3.606 from the origin."""
    said = words("landscape", **{"function": "himmelblau", "start": (0.0, 0.0)} | changes)
    assert tells(said, part)


def test_of_more_minima_than_letters_the_nearest_has_no_name():
    """The dips of sin(x³) are the narrower the further out; the next is where x³ = 3π/2."""
    away = (1.5 * pi) ** (1 / 3) - 0.8
    stopped = typed("sin(x^3)", 0.8, step_size=1e-4, precision=0.1)
    assert tells(stopped, "the nearest known minimum is", f"{away:.2g} away")
    assert tells(
        typed("sin(x^3)", 0.8, step_size=1e-6, iterations=1, precision=0.0),
        "the nearest known is",
        f"{away:.2f} away",
    )


def test_of_one_minimum_the_distance_is_told_from_afar():
    x = 4.0
    for _ in range(20):
        x -= 0.1 * 2 * x / (1 + x * x) ** 2
    said = words(function="plateau", start=(4.0,), step_size=0.1, iterations=20, precision=0.0)
    assert tells(said, f"x = {x:.3g}", f"{x:.3g} from the minimum") and "nearest" not in said


def test_whoever_flies_off_elsewhere_may_try_less():
    said = words("landscape", function="himmelblau", start=(0.0, 0.0), step_size=1.0)
    assert tells(said, "Diverging", "2 steps", "Try a smaller α") and "2/L" not in said
    assert "smaller α" in typed("x^4", 5.0, step_size=100.0)  # it is the first slope that would have to do
    steep = typed("1e13*x^4", 5.0, step_size=1.0)  # even 10⁻¹² would lead out of the picture
    assert steep.startswith("Diverging") and "smaller" not in steep


def test_with_a_schedule_no_step_size_is_blamed():
    said = words(schedule="exponential", step_size=1.5)
    assert said.startswith("Flew off") and "2/L" not in said


def test_of_a_method_without_a_theory_no_limit_is_told():
    said = words(method="newton", step_size=3.0)  # each step multiplies the distance by 1 − 3
    assert tells(said, "Diverging", "7 steps", f"x = −{12 * 2**7 - 3}", "2.36 × 10⁶") and "above" not in said


def test_a_methods_own_limit_has_its_own_name():
    said = words(method="momentum", step_size=5.0)
    assert tells(said, "α = 5", "largest stable α of momentum = 1.9")  # 2 (1 + 0.9) / 2
    assert "multiplies" not in said


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"schedule": "cosine"}, "The schedule had brought α down"),
        ({"method": "adam", "step_size": 0.001, "precision": 0.01}, "the slope there is still 24"),
        (
            {"noise": 5.0, "step_size": 0.001, "precision": 0.01, "iterations": 5000},
            "By chance noise made one step tiny",
        ),
        (
            {"noise": 5.0, "method": "adam", "step_size": 0.001, "precision": 0.01},
            "The slope there is 24",
        ),
        ({"function": "plateau", "start": (6.0,), "step_size": 0.001}, "α is too small"),
        (
            {"function": "quartic", "start": (2.0,), "step_size": 0.01},
            "The slope there is only",
        ),
    ],
)
def test_why_a_run_stopped_early(changes, why):
    said = words(**changes)
    assert said.startswith("Stopped early") and why in said


@pytest.mark.parametrize(("precision", "parts"), [(0.5, "no longer than 0.5"), (0.6, "below 0.6")])
def test_a_last_step_that_is_just_as_long_as_it_may_be_is_not_said_to_be_shorter(precision, parts):
    said = words(start=(11.0,), step_size=0.25, precision=precision)  # steps of 4, 2, 1 and 0.5
    assert tells(said, "Stopped early", parts, "0.5 away")


@pytest.mark.parametrize(("step_size", "is_small"), [(0.04, True), (0.06, False)])
def test_a_step_size_is_small_below_a_tenth_of_one_over_l(step_size, is_small):
    """The curvature of the parabola is 2; it stops where the slope is 1, of 24 at first."""
    said = words(step_size=step_size, precision=step_size)
    assert ("α is too small" if is_small else "precision is too coarse") in said


def test_in_the_plane_a_small_step_size_is_one_for_the_steepest_direction():
    bowl = {"function": "bowl", "condition": 100.0, "start": (-4.0, 1.0), "precision": 0.001}
    assert "α is too small" in words("landscape", **bowl, step_size=0.05, iterations=2000)


def test_where_a_run_has_met_only_the_gentle_direction_the_steep_one_counts_all_the_same():
    """Booth's curvatures are 18 along (1, 1) and 2 along (1, −1), about (1, 3): α L = 0.18."""
    booth = {"function": "booth", "start": (5.0, -1.0), "step_size": 0.01, "precision": 0.05}
    assert "precision is too coarse" in words("landscape", **booth)


@pytest.mark.parametrize(("precision", "word"), [(0.33, "still"), (0.26, "only")])
def test_a_slope_is_small_below_a_tenth_of_the_steepest(precision, word):
    """Without momentum a step leaves 0.8 of 12, and takes 0.2: ten leave 1.29 and a slope of 2.58, of 24."""
    said = words(method="momentum", hyperparameters=(("momentum", 0.0),), step_size=0.1, precision=precision)
    slope = 24 * 0.8 ** (10 if word == "still" else 11)
    assert tells(said, "Stopped early", f"slope there is {word} {slope:.2g}")


@pytest.mark.parametrize(("step_size", "why"), [(0.002, "α is too small"), (0.01, "slope there is still")])
def test_on_a_slope_a_step_size_is_small_by_the_curvature_on_the_way(step_size, why):
    """Himmelblau's curvatures at the origin are −42 and −26 (Hessian by hand)."""
    said = words("landscape", function="himmelblau", start=(0.0, 0.0), step_size=step_size, precision=0.3)
    assert tells(said, "Stopped early", why)


def test_chance_made_a_step_tiny_where_the_slope_would_have_made_a_longer_one():
    for seed in range(60):
        made = replace(CHAPTERS["curve"], start=(4.0,), step_size=0.4, noise=1.0, precision=0.2, seed=seed)
        run = run_of(made)
        if run.steps > 1:
            would = 0.4 * 2 * abs(run.theta[-2, 0] - 3)
            said = verdict(run, made)
            assert ("By chance" in said) == (would > 0.2) or said.startswith("Converged")


@pytest.mark.parametrize(
    ("precision", "why"),
    [
        (
            0.05,
            f"slope there is still {2 * 12 * 0.96**40 * 0.98:.2g}",
        ),  # α has just been halved, and is large still
        (0.02, "schedule had brought α down to 0.005"),
    ],
)
def test_a_schedule_is_the_cause_where_it_has_brought_the_step_size_below_a_half(precision, why):
    """Of 200 iterations each 40 halve α; a step leaves 1 − 2α of the distance, 12."""
    said = words(schedule="step decay", step_size=0.02, iterations=200, precision=precision)
    assert said.startswith("Stopped early") and why in said


def test_a_line_that_minibatches_stopped_is_stopped_by_chance():
    said = words("line", batch=1, step_size=0.001, precision=0.0005)
    assert tells(said, "Stopped early", "63.42", "By chance the minibatches")


def test_of_minima_the_lowest_known_is_named_where_another_was_reached():
    said = words(function="double well", start=(1.8,), step_size=0.01, iterations=1000, precision=0.0)
    wells = [0.96714893788303, -1.0298959850506604]
    heights = [(x * x - 1) ** 2 + x / 4 for x in wells]
    assert tells(said, "local minimum B", figure(heights[0] - heights[1], 3), "lower")
    deeper = words(function="double well", start=(-1.8,), step_size=0.01, iterations=1000, precision=0.0)
    assert "none known is lower" in deeper


def test_of_a_typed_formula_nobody_knows_that_there_is_no_other_minimum():
    assert "the only minimum known" in typed("x^4", 0.5, step_size=0.5, iterations=2000)
    assert "the minimum" in typed("x^2", 0.5, step_size=0.1, iterations=2000)


def test_a_floor_is_a_flat_valley():
    said = words("landscape", function="typed", formula="(x + y - 1)^2", start=(2.0, 1.0), step_size=0.1)
    assert tells(said, "Converged", "floor of a flat valley")


@pytest.mark.parametrize("changes", [{"step_size": 0.5001}, {"start": (3.0,)}, {"method": "momentum"}])
def test_one_step_is_that_of_a_parabola_at_one_over_l_alone(changes):
    assert "one step" not in words(**{"step_size": 0.5} | changes).lower()


def test_in_the_plane_nothing_is_there_in_one_step():
    made = {"function": "bowl", "condition": 1.0, "rotation": 0.0, "start": (-4.0, 1.0)}
    said = words("landscape", **made, step_size=1.0)
    assert said.startswith("Converged") and "one step" not in said.lower()


def test_noise_circles_about_the_minimum():
    said = words(noise=1.0, step_size=0.1, precision=0.0, iterations=10_000)
    assert tells(said, "Circling in noise", "the minimum")
    assert numbers(said)[-1] == pytest.approx(0.1 / (1 - 0.8**2) ** 0.5, rel=0.1)


@pytest.mark.parametrize(
    ("changes", "began"),
    [
        ({"bug": 1, "step_size": 0.05}, "Diverging: after 4 steps the loss is"),
        ({"bug": 2, "step_size": 0.001, "precision": 0.5}, "Stopped at step"),
        ({"bug": 2, "step_size": 0.001, "precision": 0.0, "iterations": 10}, "Iterations used: 10"),
    ],
)
def test_of_a_program_with_a_fault_the_whole_line_is_told_and_no_cause(changes, began):
    said = words("line", **changes)
    assert said.startswith(began)
    assert ("least squares" in said) == (not began.startswith("Diverging"))


def test_the_loss_of_a_program_with_a_fault_is_that_of_its_last_row():
    made = replace(CHAPTERS["line"], bug=1, step_size=0.05)
    line, run = line_of(made), run_of(made)
    residuals = line.data.y - run.theta[-1] @ [np.ones_like(line.data.x), line.data.x]
    assert numbers(verdict(run, made))[1] == pytest.approx(
        (residuals @ residuals) / (2 * residuals.size), rel=0.005
    )
