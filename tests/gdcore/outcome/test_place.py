import numpy as np
import pytest

from gdcore import FUNCTIONS, Objective, Quadratic, typed
from gdcore.outcome import place_at


@pytest.mark.parametrize(
    ("text", "point", "kind"),
    [
        ("x**3", [0.001], "inflection"),
        ("-x**2 + x**4/100", [0.0], "maximum"),
        ("x**4", [0.05], "minimum"),
        ("abs(sin(3*x))", [np.pi - 0.05], "minimum"),
        ("sqrt(abs(x - 1/3))", [0.3], "minimum"),
        ("sqrt(x)", [0.001], "minimum"),
        ("x", [1.0], "slope"),
        ("7", [1.0], "plateau"),
        ("abs(x - 3) + abs(x - 4)", [3.5], "plateau"),
    ],
)
def test_what_is_there_on_a_curve(text, point, kind):
    assert place_at(typed(text), np.array(point)).kind == kind


@pytest.mark.parametrize(
    ("text", "point", "kind"),
    [
        ("x*y", [0.01, 0.0], "saddle"),
        ("x**2 - y**2 + y**4/100", [0.0, 0.001], "saddle"),
        ("-x**2 - y**2 + x**4/100 + y**4/100", [0.0, 0.0], "maximum"),
        ("abs(x - 1) + abs(y + 2)", [1.01, -1.98], "minimum"),
        ("(x*y - 1)**2", [2.0, 0.501], "minimum"),
        ("(x**2 + y**2 - 1)**2", [0.6, 0.801], "minimum"),
        ("x + y", [0.0, 0.0], "slope"),
    ],
)
def test_what_is_there_on_a_landscape(text, point, kind):
    assert place_at(typed(text, 2), np.array(point)).kind == kind


@pytest.mark.parametrize("x", [7.675, -8.81, 15.7, 103.0])
def test_a_minimum_outside_the_list_is_found_from_close_by(x):
    valley = FUNCTIONS["bumpy valley"]
    crossing = np.linspace(x - 3, x + 3, 600_001)
    slopes = crossing / 5 + 3 * np.cos(3 * crossing)
    minima = crossing[:-1][(slopes[:-1] < 0) & (slopes[1:] >= 0)]
    for minimum in minima:
        place = place_at(valley, np.array([minimum + 0.05]))
        assert place.kind == "minimum" and place.point[0] == pytest.approx(minimum, abs=2e-5)
        assert place.gap == pytest.approx(minimum**2 / 10 + np.sin(3 * minimum) - valley.lowest, abs=1e-3)


def test_of_a_valleys_floor_the_nearest_point_counts():
    flat = Quadratic([[2.0, 2.0], [2.0, 2.0]], [-2.0, -2.0], 1.0)  # (x + y − 1)²
    place = place_at(flat, np.array([5.0, -3.0]))
    assert place.flat and place.distance == pytest.approx(1 / np.sqrt(2))
    assert place.point.sum() == pytest.approx(1)


def test_a_listed_minimum_stands_for_itself():
    himmelblau = FUNCTIONS["himmelblau"]
    place = place_at(himmelblau, np.array([3.05, 1.98]))
    assert place.point is himmelblau.minima[0] and place.gap == 0 and not place.alone
    assert place_at(FUNCTIONS["rosenbrock"], np.array([1.0, 1.0])).alone


def test_far_from_all_the_nearest_known_minimum_is_told():
    place = place_at(FUNCTIONS["himmelblau"], np.array([0.5, 0.5]))
    assert place.kind == "slope" and place.distance == pytest.approx(np.hypot(2.5, 1.5))
    assert not place.flat and not place.alone


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e3])
def test_what_is_near_is_so_in_any_unit(unit):
    root = np.sqrt(2)
    bowl = Objective(
        lambda x: (x / unit - root) ** 2 + (x / unit - root) ** 4,
        lambda x: ((2 * (x / unit - root) + 4 * (x / unit - root) ** 3) / unit,),
        start=[3 * unit],
        domain=[(-4 * unit, 6 * unit)],
        minima=[[root * unit]],
    )
    near, far = (place_at(bowl, np.array([(root + x) * unit]), steepest=3 / unit) for x in (0.15, 0.3))
    assert (near.kind, near.alone) == ("minimum", True) and near.point is bowl.minima[0]
    assert near.distance == pytest.approx(0.15 * unit)
    assert far.kind == "slope" and far.distance == pytest.approx(0.3 * unit)


def test_of_a_round_bowl_the_distance_is_that_to_its_minimum():
    place = place_at(Quadratic(2 * np.eye(2), [-2.0, -4.0]), np.array([4.0, 6.0]))
    assert place.distance == pytest.approx(5) and place.alone and not place.flat


def test_a_curve_has_no_floor_to_walk_along():
    edge = place_at(typed("abs(x - 3) + abs(x - 4)"), np.array([2.99]))
    assert edge.kind == "minimum" and edge.point == pytest.approx([3.0]) and not edge.flat
