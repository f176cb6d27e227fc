import numpy as np
import pytest

from gdcore import FUNCTIONS, Objective, Quadratic, typed
from gdcore.outcome.search import (
    find_minimum,
    find_stationary_point,
    find_valley_floor,
    is_minimum,
    rises,
)
from tests.gdcore.outcome.runs import TROUGH


@pytest.mark.parametrize(
    ("text", "start", "reach", "found"),
    [
        ("(x - 1)^2", 0.7, 1.0, 1.0),
        ("(x - 1)^2", 1.3, 1.0, 1.0),
        ("(x - 1)^2", -1.0, 1.0, None),  # two away
        ("(x - 1)^2", 1.0001, 1.0, 1.0),  # nearer than it is looked aside
        ("(x - 1)^2", 9.0, 10.0, 1.0),
        ("(x - 1)^2", 9.0, 7.9, None),
        ("sqrt(x)", 0.5, 1.0, 0.0),  # where it ends
        ("sqrt(-x)", -0.5, 1.0, 0.0),
        ("sqrt(pi - x)", 3.0, 1.0, np.pi),
        ("log(abs(x))", 0.5, 1.0, None),
        ("-1/x^2", 0.5, 1.0, None),
        ("log(x)", 0.1, 1.0, None),  # a pole at an edge of the domain is none either
        ("log(2 - x)", 1.9, 1.0, None),
        ("-1/sqrt(x)", 0.1, 1.0, None),
        ("x^0.4", 0.1, 1.0, 0.0),  # as steep there, and no pole
        ("asin(x)", -0.9, 1.0, -1.0),
        ("x log(x)", 0.5, 1.0, np.exp(-1)),
        ("abs(x - 1)", 0.7, 1.0, 1.0),
        ("abs(x)", 0.5, 0.5, 0.0),  # just within reach
        ("abs(x)", 0.5, 0.499, None),
        ("x^4", 0.5, 1.0, 0.0),
        ("x^3", 0.5, 1.0, None),  # an inflection
        ("x", 0.5, 1.0, None),
        ("-x^2", 0.0, 1.0, None),
        ("1/x", 0.5, 1.0, None),  # a pole is no minimum
        ("cos(x)", 3.0, 1.0, np.pi),
    ],
)
def test_the_minimum_downhill_of_a_point_of_a_curve(text, start, reach, found):
    minimum = find_minimum(typed(text), np.array([start]), reach)
    assert minimum is None if found is None else minimum == pytest.approx([found], abs=1e-7)


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("(x - 1)^2 + 3(y + 2)^2", [0.7, -1.8], [1, -2]),
        ("abs(x - 1) + abs(y + 2)", [0.95, -1.9], [1, -2]),
        ("(x - 1)^4 + (y + 2)^4", [0.9, -1.9], [1, -2]),
        ("sqrt(x) + y^2", [0.05, 0.05], [0, 0]),
        ("log(x) + y^2", [0.05, 0.05], None),
        ("abs(x*y - 1) + abs(x - y)", [0.95, 1.1], [1, 1]),
        ("x^2 - y^2", [0.1, 0.1], None),
        ("x + y", [0.0, 0.0], None),
        ("abs(x - 1) + abs(y)", [0.4, 0.1], None),  # beyond reach
    ],
)
def test_the_minimum_downhill_of_a_point_in_the_plane(text, start, found):
    minimum = find_minimum(typed(text, 2), np.array(start), 0.5)
    assert minimum is None if found is None else minimum == pytest.approx(found, abs=1e-3)


def test_a_cusp_in_the_plane_is_found_as_exactly_as_a_simplex_shrinks():
    cusp = typed("sqrt(abs(x - 1)) + sqrt(abs(y + 3))", 2)
    assert find_minimum(cusp, np.array([0.7, -2.9]), 4.0) == pytest.approx([1, -3], abs=1e-9)


def test_downhill_is_not_where_newtons_steps_lead_to_higher_ground():
    # They lead to the minimum at 0.46, which is 1.9 higher than the one before; at both sin 20x is 0.3.
    stairs = typed("cos(20*x) + 6*x + y^2", 2)
    found = find_minimum(stairs, np.array([0.0836, 0.1]), 0.5)
    assert found == pytest.approx([(np.pi - np.arcsin(0.3)) / 20, 0], abs=1e-7)


@pytest.mark.parametrize("unit", [1e-3, 1e3])
def test_a_minimum_is_found_in_any_unit(unit):
    waves = Objective(
        lambda x: np.cos(x / unit),
        lambda x: (-np.sin(x / unit) / unit,),
        start=[0.0],
        domain=[(-5 * unit, 5 * unit)],
    )
    assert find_minimum(waves, np.array([3 * unit]), unit) == pytest.approx([np.pi * unit], rel=1e-9)
    assert is_minimum(waves, np.array([np.pi * unit])) and not is_minimum(waves, np.array([3 * unit]))


def test_newton_leads_to_the_nearest_point_of_a_floor():
    found = find_valley_floor(TROUGH, np.array([5.0, -3.0]), 10.0)
    assert found == pytest.approx([4.5, -3.5])  # square to the line x + y = 1
    assert find_valley_floor(TROUGH, np.array([5.0, -3.0]), 0.7) is None  # √½ away
    assert find_valley_floor(TROUGH, np.array([5.0, -3.0]), 0.71) is not None
    assert find_valley_floor(typed("x + y", 2), np.array([0.0, 0.0]), 1.0) is None
    assert find_valley_floor(typed("log(x) + y^2", 2), np.array([0.0, 1.0]), 10.0) is None
    assert find_valley_floor(typed("abs(x)^1.5 + y^2", 2), np.array([0.0, 1.0]), 10.0) is None  # at a cusp
    assert find_valley_floor(typed("x^2 - y^2", 2), np.array([0.0, 1.0]), 10.0) is None  # it curves down
    assert find_valley_floor(typed("x^4 + y^4", 2), np.array([0.5, 0.5]), 1.0) is None  # 2/3 a step: slow
    assert find_valley_floor(Quadratic(np.eye(2), np.zeros(2)), np.array([0.5, 0.0]), 0.5) is not None
    near = find_valley_floor(FUNCTIONS["himmelblau"], np.array([3.1, 1.8]), 1.0)
    assert near == pytest.approx([3, 2], abs=1e-12)


@pytest.mark.parametrize(
    ("text", "start", "reach", "found"),
    [
        ("x^2 - y^2", [0.3, 0.4], 0.6, [0, 0]),  # a saddle, half away
        ("x^2 - y^2", [0.3, 0.4], 0.4, None),
        ("x^2 - y^2", [0.5, 0.0], 0.5, [0, 0]),
        ("x^2 - y^2", [0.0, 0.0], 0.1, [0, 0]),
        ("x + y", [0.0, 0.0], 9.0, None),
        ("log(x) + y^2", [0.0, 1.0], 9.0, None),
        ("x^2 + y^2*(y - 1)", [0.2, 0.1], 1.0, [0, 0]),
        ("(x + y)/10000", [0.0, 0.0], 9.0, None),  # hardly a slope, and the same everywhere
        ("abs(x)^1.5 + y^2", [0.0, 0.0], 1.0, [0, 0]),  # a cusp is level, too
        ("abs(x)^1.5 + y^2", [0.0, 0.1], 1.0, None),  # from beside it no curvature leads there
    ],
)
def test_the_stationary_point_next_to_a_point(text, start, reach, found):
    there = find_stationary_point(typed(text, 2), np.array(start), reach)
    assert there is None if found is None else there == pytest.approx(found, abs=1e-9)


def test_a_bowl_rises_by_half_the_curvature_times_the_square_of_the_radius():
    assert rises(FUNCTIONS["parabola"], np.array([3.0]), 0.5) == pytest.approx([0.25, 0.25])
    around = rises(typed("x^2 + y^2", 2), np.array([0.0, 0.0]), 0.5)
    assert around.size == 32 + 4 and around == pytest.approx(0.25)
    saddle = rises(typed("x^2 - y^2", 2), np.array([0.0, 0.0]), 0.5)
    assert (saddle.min(), saddle.max()) == pytest.approx((-0.25, 0.25))


def test_in_the_plane_it_is_looked_in_32_directions_and_along_the_axes_of_what_curves():
    plane = rises(typed("x", 2), np.array([1.0, 1.0]), 0.5)
    around = np.cos(np.arange(32) * np.pi / 16)
    np.testing.assert_allclose(np.sort(plane[:32]), np.sort(0.5 * around), atol=1e-9)
    # Of a valley along (2, 1), which no 32nd of a turn is along, the floor is seen.
    floor = Quadratic([[1.0, -2.0], [-2.0, 4.0]], [0.0, 0.0])
    found = rises(floor, np.zeros(2), 1.0)
    assert found[:32].min() > 0.001 and found[32:] == pytest.approx([0, 2.5, 0, 2.5], abs=1e-12)


def test_of_more_parameters_it_is_looked_both_ways_along_the_axes():
    found = rises(Quadratic(np.diag([2.0, 4.0, 6.0]), np.zeros(3)), np.zeros(3), 1.0)
    assert found.size == 6 + 6 and sorted(set(found.round(9))) == [1, 2, 3]


def test_both_ways_are_told_apart_of_more_parameters():
    tilted = Objective(
        lambda x, y, z: x + 2 * y + 4 * z + x * x + 2 * y * y + 3 * z * z,
        lambda x, y, z: (1 + 2 * x, 2 + 4 * y, 4 + 6 * z),
        start=[0.0] * 3,
        domain=[(-1, 1)] * 3,
        seconds=lambda x, y, z: (2, 0, 0, 4, 0, 6),
    )
    found = rises(tilted, np.zeros(3), 1.0)
    steps = sorted([2, 0, 4, 0, 7, -1])  # 1 ± 1, 2 ± 2 and 3 ± 4 along the axes, which it curves along, too
    assert sorted(found[:6]) == pytest.approx(steps) and sorted(found[6:]) == pytest.approx(steps)


def test_where_no_curvature_is_known_it_is_looked_in_32_directions_alone():
    assert rises(typed("abs(x)^1.5 + y^2", 2), np.zeros(2), 1.0).size == 32


def test_what_is_lost_in_rounding_is_level_and_what_is_undefined_is_a_wall():
    assert rises(typed("1000000 + x^2/10^9"), np.array([0.0]), 1e-2).tolist() == [0, 0]
    assert rises(typed("x^2/10^14"), np.array([0.0]), 1.0) == pytest.approx(1e-14, abs=0)  # much, beside 0
    assert rises(typed("x^2 - 1000"), np.array([0.0]), 1e-4) == pytest.approx(1e-8, rel=1e-4)
    wall = rises(typed("sqrt(x)"), np.array([0.0]), 1.0)
    assert wall.tolist() == [np.inf, 1]


@pytest.mark.parametrize(
    ("text", "x", "is_one"),
    [
        ("x^2", 0.0, True),
        ("x^2", 0.1, False),
        ("abs(x)", 0.0, True),
        ("-x^2", 0.0, False),
        ("x^3", 0.0, False),
        ("7", 0.0, False),  # nowhere higher
        ("sqrt(x)", 0.0, True),
    ],
)
def test_a_minimum_is_nowhere_lower_beside_it_and_somewhere_higher(text, x, is_one):
    assert is_minimum(typed(text), np.array([x])) is is_one


def test_a_kink_of_three_parameters_is_found():
    centre = np.array([0.31, -0.21, 0.11])
    cone = Objective(
        lambda x, y, z: abs(x - 0.31) + abs(y + 0.21) + abs(z - 0.11),
        lambda x, y, z: (np.sign(x - 0.31), np.sign(y + 0.21), np.sign(z - 0.11)),
        start=[0.0] * 3,
        domain=[(-5, 5)] * 3,
    )
    assert find_minimum(cone, np.array([0.3, -0.2, 0.1]), 0.2) == pytest.approx(centre, abs=1e-3)
