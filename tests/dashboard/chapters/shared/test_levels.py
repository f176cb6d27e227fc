from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import rosen

from dashboard.chapters.shared.levels import around, contours, crossed
from dashboard.drawing.palette import FIELD_DARK, FIELD_LIGHT
from dashboard.drawing.places import cropped
from gdcore import FUNCTIONS, typed

TREMBLING = [
    "sin(10*x*y)",
    "sin(50*x)*sin(50*y)",
    "sin(8*x)*sin(8*y)",
    "abs(x) + abs(y) + sin(50*x*y)",
    "+".join(f"sin({number}*x*y)" for number in range(10, 24)),
    "exp(sin(50*x)) + sin(60*exp(x))",
    "tan(9*x*y)",
    "sin(99*x)/sin(98*y)",
]
WINDOW = ((-5.0, 5.0), (-5.0, 5.0))


def pieces(found):
    rings = [ring for band in found.bands["xs"] for polygon in band for ring in polygon]
    return [len(line) for line in found.rings["xs"]], [len(ring) for ring in rings]


@pytest.mark.parametrize("text", TREMBLING)
def test_contours_of_what_trembles_are_no_million_specks(text):
    found = contours(typed(text, 2), WINDOW)
    for lengths in pieces(found):
        assert len(lengths) <= 600
        assert sum(lengths) < 80_000
    assert [len(band) for band in found.bands["xs"]] == [len(band) for band in found.bands["ys"]]


@pytest.mark.parametrize("name", [name for name, each in FUNCTIONS.items() if each.n == 2])
def test_functions_that_are_smooth_have_all_their_levels(name):
    objective = FUNCTIONS[name]
    window = tuple(map(tuple, objective.domain.tolist()))
    assert len(set(contours(objective, window).rings["height"])) > 6


def test_a_narrow_valley_is_whole_and_its_lines_are_as_high_as_is_said():
    valley = FUNCTIONS["rosenbrock"]
    (left, right), (bottom, top) = box = tuple(map(tuple, cropped(valley).tolist()))
    found = contours(valley, box).rings
    heights = np.unique(found["height"])
    assert len(heights) == len(FIELD_LIGHT) - 1
    np.testing.assert_allclose(np.diff(np.log(heights)), np.log(heights[1] / heights[0]), rtol=1e-6)
    for xs, ys, height in zip(found["xs"], found["ys"], found["height"], strict=True):
        inside = (left < xs) & (xs < right) & (bottom < ys) & (ys < top)
        roots = np.sqrt(rosen(np.stack([xs, ys]).astype(float)[:, inside]))
        np.testing.assert_allclose(roots, np.sqrt(height), atol=0.1 * np.sqrt(heights[0]), rtol=0.03)
    assert found["height"].count(heights[0]) == 1  # an island of its own would be a second line


def test_bands_have_colours_by_height_and_the_lowest_is_about_the_minimum():
    valley = FUNCTIONS["himmelblau"]
    found = contours(valley, tuple(map(tuple, cropped(valley).tolist()))).bands
    assert (found["light"], found["dark"]) == (list(FIELD_LIGHT), list(FIELD_DARK))
    lowest = [polygon[0] for polygon in found["xs"][0]]
    middles = sorted(float(ring.mean()) for ring in lowest)
    np.testing.assert_allclose(middles, sorted(x for x, _ in valley.minima), atol=0.1)


def test_crossings_are_those_that_are_counted_one_by_one():
    height = np.ma.masked_invalid(np.random.default_rng(3).normal(size=(7, 9)))
    levels = np.array([-1.0, 0.2, 0.9])
    sides = [(a, b) for row in height.tolist() for a, b in pairwise(row)]
    sides += [(a, b) for row in height.T.tolist() for a, b in pairwise(row)]
    assert crossed(height, levels) == sum(
        min(a, b) < level <= max(a, b) for a, b in sides for level in levels
    )


def test_a_field_that_is_doubled_reaches_so_much_farther_with_the_heights_of_its_window():
    near, far = (contours(FUNCTIONS["himmelblau"], WINDOW, doublings) for doublings in (0, 3))
    assert set(far.rings["height"]) <= set(near.rings["height"])
    widest, wider = (
        max(abs(ring).max() for band in found.bands["xs"] for polygon in band for ring in polygon)
        for found in (near, far)
    )
    assert wider == pytest.approx(8 * widest, rel=1e-5)


def test_what_trembles_is_shown_everywhere():
    found = contours(typed("sin(8*x)*sin(8*y)", 2), WINDOW)
    areas = [
        abs(area(*(np.concatenate([ring for polygon in side for ring in polygon]) for side in band)))
        for band in zip(found.bands["xs"], found.bands["ys"], strict=True)
    ]
    assert len(areas) == 3 and min(areas) > 5
    (left, right), (bottom, top) = around(WINDOW)
    assert sum(areas) == pytest.approx((right - left) * (top - bottom), rel=1e-3)


def area(x, y):
    """Of an outline, by the shoelace formula; ways there and back enclose nothing."""
    return (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2
