import re
from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.chapters.line import worlds
from dashboard.settings.values import CHAPTERS, FIRST_POINTS
from gdcore import LeastSquares, Standardisation, descend, design, diabetes_data, post_data, sweep
from tests.dashboard.visitor import Visitor

POST = CHAPTERS["line"]
FAR = tuple((9e11 + 1000.0 * number, float(number % 3)) for number in range(20))
MADE = {
    "post": POST,
    "diabetes": replace(POST, data="diabetes"),
    "own": replace(POST, data="own", points=FIRST_POINTS),
    "standardised": replace(POST, data="diabetes", standardise=True),
}
X = {"post": post_data().x, "diabetes": diabetes_data().x}


def cells(html, name):
    """The two cells of a row."""
    row = re.search(rf'<th scope="row">{re.escape(name)}[^<]*</th>(.*?)</tr>', html)[1]
    return [text.replace(",", "").replace("−", "-") for text in re.findall(r"<td[^>]*>(.*?)</td>", row)]


@pytest.mark.parametrize("data", X)
def test_the_numbers_are_those_of_the_two_hessians(data):
    html, x = worlds.describe_worlds(MADE[data]), X[data]
    hessians = [design(z).T @ design(z) / x.size for z in (x, (x - x.mean()) / x.std())]
    for place, hessian in enumerate(hessians):
        mu, L = np.linalg.eigvalsh(hessian)
        expected = {
            "condition": L / mu,
            "largest curvature": L,
            "largest stable": 2 / L,
            "best": 2 / (L + mu),
        }
        for name, value in expected.items():
            assert float(cells(html, name)[place]) == pytest.approx(value, rel=1e-3)


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_both_worlds_have_the_same_answer(made):
    html = worlds.describe_worlds(made)
    for name in ("its answer: intercept", "its answer: slope"):
        raw, standardised = map(float, cells(html, name))
        assert raw == pytest.approx(standardised, rel=1e-5)


@pytest.mark.parametrize("data", ["post", "diabetes"])
@pytest.mark.parametrize("standardise", [False, True])
def test_the_world_of_the_page_is_marked(data, standardise):
    html = worlds.describe_worlds(replace(MADE[data], standardise=standardise))
    marked = re.findall(r'<td( class="now")?>', html)
    assert [bool(mark) for mark in marked] == [not standardise, standardise] * (len(marked) // 2)


ALPHAS = st.floats(0.01, 2.2)
STARTS = st.tuples(st.floats(-50, 50), st.floats(-50, 50))


@given(ALPHAS, STARTS)
def test_the_steps_foretold_are_those_that_are_taken(share, start):
    data = post_data(20)
    objective = LeastSquares(design(3 * data.x + 1), data.y)
    alpha = share / objective.L
    found = worlds.steps(objective, start, alpha)
    run = descend(objective, start, step_size=alpha, iterations=3000)
    goal = 1e-4 * run.excess[0]
    if found == inf:
        assert run.excess[-1] > goal
    elif found <= run.steps and run.excess[0]:
        assert run.excess[found] <= goal * (1 + 1e-9)
        assert run.excess[found - 1] > goal * (1 - 1e-9)


def test_the_steps_on_raw_diabetes_are_those_of_a_sweep():
    data = diabetes_data()
    objective = LeastSquares(design(data.x), data.y)
    found = sweep(objective, (0.5, 0.5), [0.001, objective.best_step], iterations=100_000)
    expected = [float(worlds.steps(objective, (0.5, 0.5), alpha)) for alpha in (0.001, objective.best_step)]
    assert found.steps.tolist() == expected
    html = worlds.describe_worlds(MADE["diabetes"])
    assert float(cells(html, "steps at the best step")[0]) == expected[1]
    assert float(cells(html, "steps at α = 0.001")[0]) == expected[0]


@pytest.mark.parametrize(("alpha", "word"), [(0.002, None), (0.003, "flies off"), (1.0, "flies off")])
def test_a_step_that_is_too_large_flies_off(alpha, word):
    raw, _ = cells(worlds.describe_worlds(replace(MADE["diabetes"], step_size=alpha)), "steps at α")
    assert (raw == word) if word else raw.isdigit()


def test_from_the_minimum_no_step_is_needed():
    objective = LeastSquares(design([0.0, 1.0, 2.0]), [1.0, 3.0, 5.0])
    assert worlds.steps(objective, tuple(objective.minimum), 0.1) == 0


def test_x_beyond_all_hope_are_told():
    made = replace(POST, data="own", points=FAR, standardise=True, step_size=0.5)
    html = worlds.describe_worlds(made)
    assert "rounding hides" in html
    assert cells(html, "condition")[0] == "∞"
    assert cells(html, "its answer: slope")[0] == "lost"
    assert cells(html, "steps at the best step") == ["never", "1"]


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_every_ring_is_a_level_line_and_the_path_ends_on_its_way(made):
    """The largest ellipse, back from pixels, has one height all around."""
    for standardised in (False, True):
        world = worlds.world(made, standardised)
        html = worlds.draw_world(world, made)
        x, y, turned = map(float, re.search(r"translate\((\S+) (\S+)\) rotate\((\S+)\)", html).groups())
        rx, ry = map(float, re.findall(r'<ellipse rx="([\d.]+)" ry="([\d.]+)"', html)[4])
        if rx >= worlds.FURTHEST:
            continue
        start = np.array(made.start)
        pixel = 2 * (0.5 + worlds.MARGIN) * np.abs(start - world.objective.minimum).max() / worlds.SIDE
        t, angle = np.linspace(0, 6, 20), np.radians(turned)
        across, down = rx * np.cos(t), ry * np.sin(t)
        right = across * np.cos(angle) - down * np.sin(angle)
        below = across * np.sin(angle) + down * np.cos(angle)
        theta = world.objective.minimum[:, None] + pixel * np.stack([right, -below])
        heights = world.objective.excess(theta)
        assert heights.max() / heights.min() < 1.2  # pixels are rounded to a tenth
        points = re.search(r'points="(.*?)"', html)[1].split()
        assert len(points) <= worlds.STEPS + 1
        first = re.search(r'class="start" cx="(.*?)" cy="(.*?)"', html).groups()
        assert points[0] == ",".join(first)
        assert 0 <= x <= worlds.SIDE and 0 <= y <= worlds.SIDE


def test_it_is_computed_where_its_fold_is_open_and_kept_up():
    visitor = Visitor("?chapter=line&data=diabetes")
    assert visitor.text("scaling") == ""
    visitor.model("open").tags = ["scaling"]
    before = visitor.text("scaling")
    assert "26,333 times as steep" in before
    visitor.set("standardise", True)
    assert visitor.text("scaling") != before
    assert "z = (x − mean)" in visitor.text("scaling")


def test_axes_say_what_theta_is():
    visitor = Visitor("?chapter=line&standardise=1")
    plot = visitor.model("path_plot")
    assert "mean of x" in plot.below[0].axis_label and "standard deviation" in plot.left[0].axis_label
    visitor.set("standardise", False)
    assert (plot.below[0].axis_label, plot.left[0].axis_label) == ("Intercept θ₀", "Slope θ₁")


def test_the_standardisation_told_is_the_one_used():
    data = diabetes_data()
    assert worlds.world(MADE["diabetes"], True).standardisation == Standardisation.of(data.x)
