from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import linregress

from dashboard.controls import marked
from dashboard.problems import at_home, run_of
from dashboard.settings import CHAPTERS
from dashboard.theory import flipped, measured, predicted, regime, theory, told
from gdcore import FUNCTIONS, bowl, descend
from tests.dashboard.visitor import Visitor


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 1.2, 1.9])
def test_a_parabolas_factor_is_foretold_and_measured(share):
    found = theory(descend(FUNCTIONS["parabola"], step_size=share / 2, iterations=60))
    assert (found.L, found.mu, found.condition_number, found.exact) == (2, 2, 1, True)
    assert found.rate == pytest.approx(abs(1 - share), abs=1e-12)
    assert found.measured == pytest.approx(abs(1 - share), rel=1e-6)


@pytest.mark.parametrize("condition", [2, 25, 100])
def test_the_best_step_shrinks_by_kappa_minus_one_over_kappa_plus_one(condition):
    run = descend(bowl(condition, 20), step_size=2 / (1 + 1 / condition), iterations=300)
    found = theory(run)
    assert found.condition_number == pytest.approx(condition)
    assert found.rate == pytest.approx((condition - 1) / (condition + 1))
    assert found.measured == pytest.approx(found.rate, rel=1e-3)


def test_a_heavy_ball_is_foretold_by_the_root_of_beta_where_it_swings():
    run = descend(bowl(25, 0), method="momentum", step_size=0.5, momentum=0.8, iterations=400)
    assert theory(run).rate == pytest.approx(np.sqrt(0.8))
    fall = linregress(np.arange(run.steps + 1)[50:], np.log(np.maximum(run.excess[50:], 1e-300))).slope
    assert theory(run).rate == pytest.approx(np.exp(fall / 2), rel=0.02)


def test_elsewhere_the_curvature_is_that_of_the_minimum_reached():
    run = descend(FUNCTIONS["himmelblau"], step_size=0.01, iterations=200)
    at_three_two = np.array([[74.0, 20.0], [20.0, 34.0]])  # of the second derivatives, by hand
    np.testing.assert_allclose([theory(run).mu, theory(run).L], np.linalg.eigvalsh(at_three_two))
    assert not theory(run).exact
    assert theory(run).measured == pytest.approx(theory(run).rate, rel=0.01)
    assert theory(descend(FUNCTIONS["rosenbrock"], iterations=10)) is None
    assert theory(descend(FUNCTIONS["absolute"], iterations=10)) is None


def test_noise_and_schedules_have_no_fixed_rate():
    assert theory(descend(bowl(4, 0), noise=1.0, iterations=50)).rate is None
    assert measured(descend(bowl(4, 0), noise=1.0, iterations=50)) is None
    assert theory(descend(bowl(4, 0), schedule="cosine", iterations=50)).rate is None


@pytest.mark.parametrize(
    ("condition", "step_size", "word"),
    [
        (4, 0.01, "creeping: α is 1 % of 1/L"),
        (4, 0.8, "good"),
        (4, 1.5, "oscillating"),
        (4, 2.1, "diverging"),
        (
            2000,
            0.9,
            "creeping: α is near 1/L, yet along the flattest direction a step takes off only 0.045 %",
        ),
    ],
)
def test_the_regime_is_told(condition, step_size, word):
    run = descend(bowl(condition, 0), step_size=step_size, iterations=50)
    assert regime(theory(run), run).startswith(word)
    assert word in told(run)


def test_what_changes_sides_is_drawn_along_the_steepest_direction():
    run = descend(bowl(4, 30), [3.0, 1.0], step_size=1.5, iterations=50)
    ends = np.array([flipped(run)[name][0] for name in ("x0", "y0", "x1", "y1")]).reshape(2, 2)
    np.testing.assert_allclose(ends.mean(axis=0), run.objective.minimum, atol=1e-12)
    way = ends[1] - ends[0]
    np.testing.assert_allclose(run.objective.A @ way, run.objective.L * way, atol=1e-12)
    apart = (run.theta - run.objective.minimum) @ way
    assert (apart[1:10] * apart[:9] < 0).all()  # it changes sides along it, and not across
    across = (run.theta - run.objective.minimum) @ np.array([-way[1], way[0]])
    assert (across[1:10] * across[:9] > 0).all()
    assert flipped(descend(bowl(4, 30), step_size=0.9, iterations=50))["x0"] == []
    assert flipped(descend(FUNCTIONS["parabola"], step_size=0.9))["x0"] == []


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
    line = predicted(run, float(run.excess[0]))
    (height,) = line["y1"]
    assert line["x0"] == [0.0] and line["y0"] == [run.excess[0]]
    slope = np.log(height / run.excess[0]) / line["x1"][0]
    assert np.exp(slope / 2) == pytest.approx(theory(run).rate)
    drawn = visitor.model("foretold").data
    assert drawn == line
    shown = [each for each in visitor.page.view.figures["loss"].renderers if each.name == "theory_line"]
    assert all(each.visible for each in shown)
    visitor.set("scale", 0)
    assert not any(each.visible for each in shown)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_page_tells_its_theory(chapter):
    visitor = Visitor(f"?chapter={chapter}")
    assert visitor.text("theory") == told(run_of(visitor.settings))
    assert "largest stable step" in visitor.text("theory")
    made = at_home(replace(CHAPTERS["landscape"], function="rosenbrock", iterations=10))
    assert "No minimum has been reached" in told(run_of(made))
