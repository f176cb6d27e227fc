from dataclasses import replace
from unittest.mock import Mock

import numpy as np
import pytest

from gdcore import NotAFunction, defined_share, descend, typed
from gdcore.typed.code import compiled
from gdcore.typed.reading import tree
from gdcore.typed.survey import Survey
from tests.gdcore.typed.hostile import WRITTEN

# The minima within ±5, from their closed forms.
CUBIC = np.sort(np.roots([4, 0, -6, 1]).real)[[0, 2]]
KNOWN = [
    ("x**4 - 3*x**2 + x", 1, [[CUBIC[0]], [CUBIC[1]]]),
    ("(x**2 - 1)**2", 1, [[-1], [1]]),
    ("cos(x)", 1, [[-np.pi], [np.pi]]),
    ("abs(x - 1.25) + abs(x + 2)/2", 1, [[1.25]]),
    ("sqrt(abs(x - 1/3))", 1, [[1 / 3]]),
    ("x*ln(x)", 1, [[np.exp(-1)]]),
    ("x**x", 1, [[np.exp(-1)]]),
    ("sqrt(x)", 1, [[0]]),
    ("sqrt(pi - x)", 1, [[np.pi]]),
    ("x + 1/x", 1, [[1]]),
    ("(1-x)^2 + 100*(y-x^2)^2", 2, [[1, 1]]),
    ("abs(x-1) + abs(y+2)", 2, [[1, -2]]),
    ("(x*x + y - 11)^2 + (x + y*y - 7)^2", 2, 4),
    ("sin(x)*sin(y)", 2, 8),
    ("(x^2 - 1)^2 + y^2", 2, [[-1, 0], [1, 0]]),
    ("x**3", 1, []),
    ("-x**2", 1, []),
    ("1/x", 1, []),
    ("tan(x)", 1, []),
    ("log(abs(x))", 1, []),
    ("1/(x*y)", 2, []),
    ("x*y", 2, []),
    ("7", 2, []),
    ("(x - 8)**4", 1, []),
]


@pytest.mark.parametrize(("text", "n", "minima"), KNOWN)
def test_minima_in_the_window_are_found_and_nothing_else(text, n, minima):
    found = typed(text, n).minima
    if isinstance(minima, int):
        assert len(found) == minima
        return
    assert len(found) == len(minima)
    for place in minima:
        assert min(np.linalg.norm(place - other) for other in found) < 1e-6


@pytest.mark.parametrize(("text", "n", "_"), KNOWN)
def test_minima_are_lower_than_all_around_them(text, n, _):
    objective = typed(text, n)
    around = np.random.default_rng(1).normal(scale=1e-3, size=(n, 200))
    for place in objective.minima:
        values = objective.value(place[:, None] + around)
        assert (values[np.isfinite(values)] >= objective.value(place) - 1e-12).all()


def test_a_maximum_that_the_lattice_takes_for_a_minimum_is_none():
    wave = typed("cos(400*pi*x) + x**2")  # every point of the lattice is on a crest
    assert all(wave.value(place) < 0 for place in wave.minima)


def test_the_start_is_not_on_a_plateau():
    plateau = typed("abs(x - 3) + abs(x - 4)")
    assert plateau.gradient(plateau.start).any()


def test_the_lowest_minimum_comes_first():
    values = [typed("x**4 - 3*x**2 + x").value(place) for place in typed("x**4 - 3*x**2 + x").minima]
    assert values == sorted(values)


def test_no_function_is_evaluated_without_end():
    """Counted, where a smooth search or a search of kinks does not come to rest."""
    counts = {}
    for text in WRITTEN:
        try:
            found = survey(text, 2)
            start = found.start if found.defined else None
        except NotAFunction:
            continue
        if start is not None:
            asked = Mock(side_effect=found.formula, __code__=found.formula.__code__)
            with np.errstate(all="ignore"):
                tuple(replace(found, formula=asked).minima)
            counts[text] = asked.call_count
    assert len(counts) > 30
    assert max(counts.values()) < 2000


def test_many_minima_are_cut_short():
    assert 12 < len(typed("sin(60*x)").minima) <= 60
    assert 1 <= len(typed("sin(60*x) + sin(60*y)", 2).minima) <= 12


@pytest.mark.parametrize(
    ("text", "n", "share"),
    [("sqrt(x)", 1, 0.5), ("log(x - 2)", 1, 0.3), ("x**2", 1, 1), ("sqrt(x*y)", 2, 0.5), ("asin(x)", 1, 0.2)],
)
def test_the_share_of_the_window_where_it_is_defined(text, n, share):
    assert defined_share(typed(text, n)) == pytest.approx(share, abs=0.03)
    assert survey(text, n).defined == pytest.approx(share, abs=0.03)


def survey(text: str, n: int, reach: float = 5.0) -> Survey:
    return Survey(*compiled(tree(text, n), n), n, reach)


@pytest.mark.parametrize("text", ["sqrt(x)", "sqrt(-x)", "log(x - 4.9)", "1/x", "x**20", "asin(x*50)", "3"])
def test_the_start_has_a_value_and_a_slope(text):
    objective = typed(text)
    assert np.isfinite(objective.value(objective.start))
    assert np.isfinite(objective.gradient(objective.start)).all()
    assert np.isfinite(objective.formula(*objective.start.tolist()))


@pytest.mark.parametrize("text", ["x**2 + y**2", "abs(x) + abs(y)", "x*y", "cos(x) + cos(y)"])
def test_the_start_is_off_the_axes_of_symmetry(text):
    x, y = typed(text, 2).start
    assert 0 < abs(x) != abs(y) > 0
    assert typed(text, 2).gradient([x, y]).all()


@pytest.mark.parametrize(("text", "largest"), [("x**2", 2), ("50*x**2", 100), ("x**4 - 3*x**2 + x", 294)])
def test_the_step_size_is_stable_and_has_one_digit(text, largest):
    step_size = typed(text).step_size
    assert 0.1 / largest < step_size < 2 / largest
    assert float(f"{step_size:.0e}") == step_size


@pytest.mark.parametrize(
    ("text", "step_size"), [("1e14*x**2", 1e-6), ("1e-9*x**2", 1), ("x", 0.1), ("abs(x)", 0.1)]
)
def test_the_step_size_keeps_within_bounds(text, step_size):
    assert typed(text).step_size == step_size


@pytest.mark.parametrize("text", ["x**4 - 3*x**2 + x", "x**2 + sin(3*x)", "cosh(x)", "sqrt(1 + x**2)"])
def test_the_suggested_start_and_step_lead_to_a_minimum(text):
    objective = typed(text)
    run = descend(objective, iterations=20_000, precision=1e-9)
    assert run.status == "converged"
    assert min(np.linalg.norm(run.theta[-1] - place) for place in objective.minima) < 1e-4


def test_heights_over_many_decades_are_marked():
    assert typed("exp(x**2)").log_height
    assert typed("(1-x)^2 + 100*(y-x^2)^2", 2).log_height
    assert not typed("sin(x) + cos(y)", 2).log_height
    assert not typed("x**2 + y**2", 2).log_height
    assert not typed("3").log_height


@pytest.mark.parametrize("reach", [0.01, 1.0, 40.0])
def test_windows_of_all_sizes(reach):
    objective = typed(f"(x/{reach} - 0.3)**4 + y**2/{reach}**2", 2, reach)
    assert objective.domain.tolist() == [[-reach, reach]] * 2
    np.testing.assert_allclose(objective.minima, [[0.3 * reach, 0]], atol=2e-2 * reach)
    assert (np.abs(objective.start) < reach).all()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("abs(sin(3*x))", np.arange(-4, 5) * np.pi / 3),
        ("cos(9*x)", np.arange(-15, 16, 2) * np.pi / 9),
        ("sin(9*x) + x/10", (-np.arccos(-1 / 90) + 2 * np.pi * np.arange(-8, 9)) / 9),
    ],
)
def test_every_dip_of_a_curve_is_found(text, places):
    inside = np.sort(places[np.abs(places) <= 5])
    found = np.sort([place[0] for place in typed(text).minima])
    np.testing.assert_allclose(found, inside, atol=1e-6)


def test_minima_a_thousandth_of_the_reach_apart_are_two():
    minima = typed("abs(abs(x) - 0.0026)", 1, 5.0).minima
    np.testing.assert_allclose(np.sort(np.ravel(minima)), [-0.0026, 0.0026])


@pytest.mark.parametrize("reach", [0.1, 5.0])
def test_points_closer_than_a_thousandth_of_the_reach_are_taken_for_one(reach):
    found, origin = survey("x**2 + y**2", 2, reach), np.zeros(2)
    aside = reach / 1000 * np.array([0.6, -0.8])
    assert found._same(origin, 0.99 * aside) and not found._same(origin, 1.01 * aside)


@pytest.mark.parametrize("reach", [1.0, 5.0])
def test_a_link_that_leaves_out_the_start_means_the_same_run_for_ever(reach):
    assert survey("x**2", 1, reach).start == pytest.approx([0.72 * reach])
    places = [(0.72, -0.56), (-0.64, 0.48), (0.44, 0.36), (-0.28, -0.38), (0.16, 0.22), (0.08, -0.06)]
    first = list(survey("x**2 + y**2", 2, reach)._starts())[: len(places)]
    np.testing.assert_allclose(first, reach * np.array(places))


@pytest.mark.parametrize(("text", "n"), [("log(x - 4.5)", 1), ("log(x - 4.5) + log(-y - 4)", 2), ("x", 1)])
def test_where_these_have_no_value_some_of_those_that_have_are_tried(text, n):
    found = survey(text, n)
    others = list(found._starts())[6:]
    assert 20 <= len(others) <= 40
    assert all(np.isfinite(found._at(point)) and (np.abs(point) <= 5 + 1e-9).all() for point in others)


def test_level_ground_is_no_minimum():
    assert not survey("7 + 0*x", 1)._is_minimum(np.array([0.5]))
    assert survey("7 + x**2", 1)._is_minimum(np.array([0.0]))


def test_the_window_bounds_where_a_minimum_may_be():
    edge = survey("abs(x - 5)", 1)
    assert edge._is_minimum(np.array([5.0])) and not edge._is_minimum(np.array([5.1]))


def test_where_curvature_is_not_finite_there_are_no_bends():
    assert survey("sqrt(x) + y**2", 2)._bends(np.zeros(2)).shape == (0, 2)
    assert survey("x**2", 1)._bends(np.zeros(1)).shape == (0, 1)
    assert survey("x**2 + 3*y**2", 2)._bends(np.zeros(2)).shape == (4, 2)


@pytest.mark.parametrize(("text", "scale"), [("x", 5.0), ("7", 1.0), ("abs(x)", 2.5)])
def test_the_scale_is_that_of_the_middle_half_of_the_values(text, scale):
    assert survey(text, 1).scale == pytest.approx(scale, rel=1e-2)


def test_the_lattice_is_one_step_larger_than_the_window():
    for text, n, points in (("x", 1, 2001), ("x + y", 2, 101)):
        axis = survey(text, n).axis
        step = 10 / (points - 1)
        assert len(axis) == points + 2
        np.testing.assert_allclose([axis[0], axis[1], axis[-1]], [-5 - step, -5, 5 + step], atol=1e-12)


@pytest.mark.parametrize(
    ("text", "n", "step_size"),
    [("5*x**2", 1, 0.05), ("x**2 + y**2", 2, 0.2), ("x*y", 2, 0.4), ("3*x**2", 1, 0.08)],
)
def test_the_step_size_is_half_of_one_over_the_curvature(text, n, step_size):
    """Of the Hessian's Frobenius norm: 10, √8, √2 and 6."""
    assert survey(text, n).step_size == step_size


@pytest.mark.parametrize(("power", "is_log"), [(2, False), (3, True), (4, True)])
def test_heights_read_better_by_their_logarithm_where_a_high_one_is_five_hundred_times_a_low_one(
    power, is_log
):
    """Of |x|ᵏ a tenth of the window is below 0.1ᵏ, and all but a hundredth below 0.99ᵏ."""
    assert survey(f"abs(x)**{power}", 1).log_height is is_log
