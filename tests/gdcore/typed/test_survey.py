from dataclasses import replace
from itertools import product
from unittest.mock import Mock

import numpy as np
import pytest

from gdcore import NotAFunction, defined_share, descend, typed
from gdcore.typed.code import compiled
from gdcore.typed.reading import tree
from gdcore.typed.survey import Enough, Survey
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
    ("abs(x-1/3) + abs(y+2/7)", 2, [[1 / 3, -2 / 7]]),
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


@pytest.mark.parametrize(
    ("text", "n", "most"), [("cos(60*x) + abs(x)", 1, 60), ("cos(8*x) + cos(8*y) + (x*x + y*y)/99", 2, 12)]
)
def test_of_many_minima_the_lowest_are_taken(text, n, most):
    """Within ±5 there are 96, and 12²: those that lie nearest to the origin are the lowest."""
    far = sorted(np.linalg.norm(place) for place in typed(text, n).minima)
    odd = np.pi * np.arange(-119, 120, 2) / (60 if n == 1 else 8)
    expected = np.sort(np.linalg.norm(np.meshgrid(*[odd] * n), axis=0), axis=None)[:most]
    np.testing.assert_allclose(far, expected, rtol=0.02)


def lined(text, n, lines):
    """What is known of a function that takes so many lines of code, beside those of its slopes."""
    found = survey(text, n)
    asked = Mock(side_effect=found.formula, __code__=Mock(co_nlocals=lines))
    return replace(found, formula=asked)


def test_of_a_long_function_fewer_minima_are_looked_for():
    """As searches may take 80,000 lines in all, and one of them takes some ten evaluations."""
    text = "(x*x - 2)^2 + (y*y - 2)^2"
    assert len(lined(text, 2, 100).minima) == 4
    assert 1 <= len(lined(text, 2, 8000).minima) < 4


@pytest.mark.parametrize("most", [1, 3])
def test_a_search_may_ask_so_often_and_no_more(most):
    limited = survey("x**2", 1)._limited(most)
    assert [limited(np.array([3.0])) for _ in range(most)] == [9.0] * most
    with pytest.raises(Enough):
        limited(np.array([3.0]))


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
    ("text", "step_size"),
    [("1e14*x**2", 1e-6), ("1e-9*x**2", 1), ("x", 0.1), ("abs(x)", 0.1), ("sqrt(x - 4.998)", 0.1)],
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


def test_dips_two_steps_of_the_lattice_apart_are_told_from_each_other():
    """Zeros of the sine, one in a hundredth: the sixty nearest to 0 are the lowest."""
    found = np.ravel(typed("abs(sin(100*pi*x + 0.3)) + abs(x)").minima)
    np.testing.assert_allclose(np.sort(found), np.arange(-29, 31) / 100 - 0.3 / (100 * np.pi), atol=1e-9)


def test_level_ground_has_a_minimum_at_either_edge():
    """Within a step of the lattice: on the ground itself all points are as low."""
    found = sorted(place[0] for place in typed("abs(x - 3.002) + abs(x + 3.002)").minima)
    np.testing.assert_allclose(found, [-3.002, 3.002], atol=5e-3)


@pytest.mark.parametrize(
    ("text", "seed", "most"),
    [
        ("(x*x - 2)^2 + (y*y - 2)^2", [1.4, 1.4], 20),
        ("(1-x)^2 + 100*(y-x^2)^2", [1.1, 1.2], 20),
        ("abs(x-1/3) + abs(y+2/7)", [0.3, -0.3], 300),
    ],
)
def test_a_search_takes_some_twenty_evaluations_and_one_of_a_kink_some_hundreds(text, seed, most):
    found = survey(text, 2)
    point, spent = found._settled(np.array(seed))
    assert found._is_minimum(point) and 2 < spent < most


def test_a_search_of_a_kink_goes_on_where_all_its_corners_are_as_low():
    """From (0, 0), to whose right and above are the next points of a lattice with steps of 1/16."""
    point, _ = survey("abs(x - 1/32) + 3*abs(y - 1/32)", 2, 3.125)._settled(np.zeros(2))
    np.testing.assert_allclose(point, [1 / 32, 1 / 32], atol=1e-6)


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


def test_where_nothing_slopes_the_first_start_will_do():
    assert survey("7", 1, 1.0).start == [0.72]
    assert survey("7 + 0*sqrt(0.5 - x)", 1, 1.0).start == [-0.64]


def test_no_start_is_where_the_slope_is_beyond_all_bounds():
    found = survey("sqrt(x - 0.72)", 1, 1.0)
    assert found._at(np.array([0.72])) == 0 and found._slope(found.start) > 0


@pytest.mark.parametrize(("text", "n"), [("log(x - 4.5)", 1), ("log(x - 4.5) + log(-y - 4)", 2), ("x", 1)])
def test_where_these_have_no_value_some_of_those_that_have_are_tried(text, n):
    found = survey(text, n)
    others = list(found._starts())[6:]
    assert 20 <= len(others) <= 40
    assert all(np.isfinite(found._at(point)) and (np.abs(point) <= 5 + 1e-9).all() for point in others)


def test_where_but_few_have_a_value_all_are_tried():
    others = list(survey("log(x - 4.952)", 1)._starts())[6:]
    np.testing.assert_allclose(np.ravel(others), np.arange(4955, 5001, 5) / 1000)


def test_level_ground_is_no_minimum():
    assert not survey("7 + 0*x", 1)._is_minimum(np.array([0.5]))
    assert not survey("0*x", 1)._is_minimum(np.array([0.5]))
    assert survey("7 + x**2", 1)._is_minimum(np.array([0.0]))


@pytest.mark.parametrize(("slope", "is_minimum"), [("1e-7", False), ("1e-6", True)])
def test_what_rises_by_no_more_than_rounding_is_level_ground(slope, is_minimum):
    """At a height of 10⁶ rounding is 10⁻¹⁰; a thousandth of the reach aside it rises by 5 or 50 of that."""
    assert survey(f"1000000 + {slope}*abs(x)", 1)._is_minimum(np.zeros(1)) is is_minimum


def test_the_window_bounds_where_a_minimum_may_be():
    assert survey("abs(x - 5)", 1)._is_minimum(np.array([5.0]))
    assert not survey("abs(x - 5.1)", 1)._is_minimum(np.array([5.1]))
    assert not survey("(x - 4)^2 + (y + 5.1)^2", 2)._is_minimum(np.array([4.0, -5.1]))


@pytest.mark.parametrize("reach", [0.1, 5.0, 40.0])
@pytest.mark.parametrize(("width", "is_minimum"), [(1.05, True), (0.95, False)])
def test_a_dip_that_is_left_within_a_thousandth_of_the_reach_is_no_minimum(reach, width, is_minimum):
    """−||x| − w/2| rises from 0 to w/2 aside, is as low again at w aside, and falls from there for ever."""
    found = survey(f"-abs(abs(x) - {width / 2 * reach / 1000})", 1, reach)
    assert found._is_minimum(np.zeros(1)) is is_minimum


@pytest.mark.parametrize(("exponent", "is_minimum"), [("0.12", True), ("0.09", False), ("-0.1", False)])
def test_a_cusp_is_a_minimum_and_a_pole_is_none(exponent, is_minimum):
    """One rises, within a millionth of the reach, by at most half of what it rises within a thousandth."""
    assert (1e-3 ** float(exponent) <= 0.5) is is_minimum
    assert survey(f"abs(x)**{exponent}", 1)._is_minimum(np.zeros(1)) is is_minimum


@pytest.mark.parametrize("sign", "+-")
def test_a_valley_that_goes_down_at_one_end_has_no_minimum(sign):
    """Along (4, 3) it falls one way; aside of that, to where all neighbours on a lattice are, it rises."""
    valley = survey(f"1000*(0.8*y - 0.6*x)**2 {sign} (0.8*x + 0.6*y)**3", 2)
    assert valley._rise(np.zeros(2), 1e-3)[:8].min() > 0
    assert not valley._is_minimum(np.zeros(2))


@pytest.mark.parametrize(("dx", "dy"), [place for place in product([-1, 0, 1], repeat=2) if any(place)])
def test_a_point_from_which_it_goes_down_one_narrow_way_is_no_minimum(dx, dy):
    along, aside = f"({dx}*x + {dy}*y)", f"9*sqrt(abs({dy}*x - {dx}*y))"
    assert survey(f"{aside} + abs({along})", 2)._is_minimum(np.zeros(2))
    assert not survey(f"{aside} - {along}", 2)._is_minimum(np.zeros(2))


@pytest.mark.parametrize("text", ["(x/1000 + 1)**2 - x/500 - 1", "(x + 2000)**2 - 4000*x"])
def test_a_dip_that_is_but_rounding_keeps_no_minimum_from_being_one(text):
    """x²/10⁶, from terms of 1, and x² + 4·10⁶."""
    bowl = survey(text, 1)
    assert bowl._rise(np.zeros(1), 1e-6).min() < 0
    assert bowl._is_minimum(np.zeros(1))


@pytest.mark.parametrize("reach", [0.1, 5.0])
@pytest.mark.parametrize("factor", [1e-3, 1.0, 1e3])
def test_level_is_where_little_is_to_be_gained_within_the_window(reach, factor):
    """x² spreads by (3r/4)² − (r/4)² = r²/2, so that a slope 2x of r/2 millionths is level."""
    found = survey(f"{factor}*x**2", 1, reach)
    assert found._level(np.array([0.249e-6 * reach])) and not found._level(np.array([0.251e-6 * reach]))


@pytest.mark.parametrize(
    ("text", "point", "rounded"),
    [
        ("3 + (x - 1)**4", 0.9999999987, 1.0),
        ("abs(x - 0.123456)", 0.12345649, 0.123456),
        ("abs(x - 0.1234564)", 0.1234564, 0.1234564),
    ],
)
def test_a_minimum_has_six_decimals_where_that_is_as_low(text, point, rounded):
    assert survey(text, 1)._rounded(np.array([point])) == [rounded]


def test_a_minimum_at_0_has_no_sign():
    assert not np.signbit(survey("x**4", 1)._rounded(np.array([-1e-9]))).any()


def test_where_curvature_is_not_finite_there_are_no_bends():
    assert survey("sqrt(x) + y**2", 2)._bends(np.zeros(2)).shape == (0, 2)
    assert survey("x**2", 1)._bends(np.zeros(1)).shape == (0, 1)
    assert survey("x**2 + 3*y**2", 2)._bends(np.zeros(2)).shape == (4, 2)


@pytest.mark.parametrize(("text", "scale"), [("x", 5.0), ("7", 1.0), ("abs(x)", 2.5)])
def test_the_scale_is_that_of_the_middle_half_of_the_values(text, scale):
    assert survey(text, 1).scale == pytest.approx(scale, rel=1e-2)


@pytest.mark.parametrize(("text", "n"), [("x**4/12", 1), ("(x**4 + y**4)/12", 2)])
def test_a_fifth_of_the_window_may_curve_more_than_the_step_size_allows(text, n):
    """Where x⁴/12 curves by x²."""
    curvatures = np.linalg.norm(np.random.default_rng(1).uniform(-5, 5, (n, 100_000)) ** 2, axis=0)
    assert survey(text, n).step_size == pytest.approx(0.5 / np.quantile(curvatures, 0.8), rel=0.15)


def test_the_lattice_is_one_step_larger_than_the_window():
    for text, n, points in (("x", 1, 2001), ("x + y", 2, 101)):
        axis = survey(text, n).axis
        step = 10 / (points - 1)
        assert len(axis) == points + 2
        np.testing.assert_allclose([axis[0], axis[1], axis[-1]], [-5 - step, -5, 5 + step], atol=1e-12)


@pytest.mark.parametrize(
    ("text", "n", "step_size"),
    [
        ("5*x**2", 1, 0.05),
        ("3*x**2", 1, 0.08),
        ("x**2 + y**2", 2, 0.2),
        ("x*y", 2, 0.4),
        ("5*x**2", 2, 0.05),
        ("5*y**2", 2, 0.05),
    ],
)
def test_the_step_size_is_half_of_one_over_the_curvature(text, n, step_size):
    """Of the Hessian's Frobenius norm: 10, 6, √8, √2, 10 and 10."""
    assert survey(text, n).step_size == step_size


@pytest.mark.parametrize(("power", "is_log"), [(2, False), (3, True), (4, True)])
@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("level", [-2000, 0, 2000])
def test_heights_read_better_by_their_logarithm_where_a_high_one_is_five_hundred_times_a_low_one(
    power, is_log, unit, level
):
    """Of |x|ᵏ a tenth of the window is below 0.1ᵏ, and all but a hundredth below 0.99ᵏ."""
    assert survey(f"{unit}*(abs(x)**{power} + {level})", 1).log_height is is_log


def test_heights_above_level_ground_have_no_logarithm():
    assert not survey("abs(x - 3) + abs(x + 3)", 1).log_height
