import numpy as np
import pytest

from gdcore import FUNCTIONS, Objective, Quadratic, typed
from gdcore.outcome import place_at
from gdcore.outcome.place import known_minimum


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
    assert far.point is bowl.minima[0] and far.value == 0 and far.alone


def test_of_a_round_bowl_the_distance_is_that_to_its_minimum():
    place = place_at(Quadratic(2 * np.eye(2), [-2.0, -4.0]), np.array([4.0, 6.0]))
    assert place.distance == pytest.approx(5) and place.alone and not place.flat


def test_a_curve_has_no_floor_to_walk_along():
    edge = place_at(typed("abs(x - 3) + abs(x - 4)"), np.array([2.99]))
    assert edge.kind == "minimum" and edge.point == pytest.approx([3.0]) and not edge.flat


def test_of_a_slope_without_a_known_minimum_nothing_is_told():
    place = place_at(typed("x"), np.array([1.0]))
    assert (place.kind, place.point, place.distance) == ("slope", None, np.inf)
    assert np.isnan(place.value) and (place.gap, place.flat, place.alone) == (0, False, False)
    assert known_minimum(typed("x"), np.array([1.0])) is None


def test_the_nearest_known_minimum_is_so_at_whatever_distance():
    place = known_minimum(FUNCTIONS["himmelblau"], np.array([90.0, 62.0]))
    assert place.kind == "minimum" and place.point.tolist() == [3.0, 2.0]
    assert place.distance == pytest.approx(np.hypot(87, 60)) and place.value == 0 and not place.alone


@pytest.mark.parametrize(("width", "kind"), [(120.0, "slope"), (130.0, "minimum")])
def test_within_a_fiftieth_of_the_width_of_a_known_minimum_a_run_has_come_to_it(width, kind):
    # From −1.5 it goes down for ever, on the other side of the top than the minimum, at 1, and steeply.
    cubic = Objective(
        lambda x: x**3 / 3 - x, lambda x: (x * x - 1,), start=[0.0], domain=[(0, width)], minima=[[1.0]]
    )
    place = place_at(cubic, np.array([-1.5]), steepest=10.0)
    assert (place.kind, place.distance) == (kind, 2.5) and place.value == pytest.approx(-2 / 3)


@pytest.mark.parametrize(("steepest", "kind"), [(20.0, "slope"), (30.0, "maximum")])  # here the slope is 1.25
def test_level_is_what_is_within_reach_of_a_twentieth_of_the_largest_slope(steepest, kind):
    falling = Objective(lambda x: x**3 / 3 - x, lambda x: (x * x - 1,), start=[0.0], domain=[(0, 100)])
    assert place_at(falling, np.array([-1.5]), steepest).kind == kind


def wells(height, tilt):
    """Two wells, h (x² − 1)², of which the right one is higher by the tilt."""
    return Objective(
        lambda x: height * (x * x - 1) ** 2 + tilt * (x + 1) / 2,
        lambda x: (4 * height * x * (x * x - 1) + tilt / 2,),
        start=[0.5],
        domain=[(-2, 2)],
        minima=[[-1.0], [1.0]],
    )


@pytest.mark.parametrize(
    ("height", "tilt", "gap"),
    [
        (1.0, 1e-6, 1e-6),
        (1.0, 1e-9, 0),  # of the height of the picture, 9, a thousand-millionth
        (1e4, 1e-6, 0),
        (1e4, 1e-3, 1e-3),
        (1e-4, 5e-10, 0),  # or of 1
        (1e-4, 2e-9, 2e-9),
    ],
)
def test_a_minimum_that_is_higher_by_rounding_is_as_low(height, tilt, gap):
    upper, lower = (place_at(wells(height, tilt), np.array([x])).gap for x in (1.0, -1.0))
    assert upper == pytest.approx(gap, rel=1e-6, abs=0) and lower == 0


def test_a_minimum_is_alone_where_it_is_the_only_one_that_is_listed():
    both = FUNCTIONS["double well"]
    one = Objective(both.formula, both.partials, start=both.start, domain=both.domain, minima=both.minima[:1])
    left, right = (place_at(one, minimum) for minimum in both.minima)
    assert left.alone and left.point is one.minima[0]
    assert right.kind == "minimum" and not right.alone and right.gap > 0.4


@pytest.mark.parametrize(
    ("off", "stands"), [(5e-6, True), (5e-5, False)]
)  # of a width of 10, a millionth is 1e-5
@pytest.mark.parametrize("x", [0.1, 1e-5])
def test_a_minimum_that_is_listed_rounded_stands_for_the_one_that_is_there(off, stands, x):
    bowl = Objective(
        lambda x: x * x + x**4, lambda x: (2 * x + 4 * x**3,), start=[1.0], domain=[(-5, 5)], minima=[[off]]
    )
    place = place_at(bowl, np.array([x]))
    assert place.kind == "minimum" and place.alone is stands and (place.point is bowl.minima[0]) is stands


@pytest.mark.parametrize(("bend", "is_flat"), [(1e-8, False), (1e-10, True), (0.0, True)])
def test_a_floor_rises_by_less_than_a_thousand_millionth(bend, is_flat):
    valley = Objective(
        lambda x, y: x * x + bend * y * y,
        lambda x, y: (2 * x, 2 * bend * y),
        start=[1.0, 1.0],
        domain=[(-2, 2)] * 2,
    )
    place = place_at(valley, np.array([0.01, 0.0]))
    assert place.kind == "minimum" and place.flat is is_flat and place.gap == 0


def test_a_floor_is_level_as_far_as_a_thousandth_of_the_width():
    # There, at 0.004, y⁴/1000 is 1.6 · 10⁻⁸ times x², and so no floor.
    bent = Objective(
        lambda x, y: x * x + y**4 / 1000,
        lambda x, y: (2 * x, y**3 / 250),
        start=[1.0, 1.0],
        domain=[(-2, 2)] * 2,
    )
    place = place_at(bent, np.zeros(2))
    assert place.kind == "minimum" and not place.flat


def test_of_a_bowl_its_lowest_value_is_told_and_a_floor_is_not_alone():
    rounded, floor = Quadratic(np.eye(2), [0.0, 0.0], 7.0), Quadratic(np.diag([0.0, 2.0]), [0.0, 0.0], 7.0)
    place = place_at(rounded, np.array([3.0, 4.0]))
    assert (place.kind, place.value, place.distance, place.alone) == ("minimum", 7, 5, True)
    place = place_at(floor, np.array([3.0, 4.0]))
    assert (place.kind, place.value, place.distance) == ("minimum", 7, 4) and place.flat and not place.alone
    assert place.point == pytest.approx([3, 0])


def test_on_level_ground_beside_its_edge_a_run_is_at_a_minimum_where_it_is():
    place = place_at(typed("abs(x - 1) + abs(x + 1)"), np.array([0.995]))
    assert (place.kind, place.point.tolist(), place.distance) == ("minimum", [0.995], 0)


def test_a_top_beside_a_minimum_is_not_the_minimum():
    place = place_at(typed("cos(20*x)"), np.array([0.0]))
    assert place.kind == "minimum" and place.distance == pytest.approx(np.pi / 20)


def test_how_far_and_how_high_a_saddle_is():
    place = place_at(typed("(x - 1)^2 - (y - 1)^2 + 5", 2), np.array([1.03, 1.04]))
    assert (place.kind, place.value, place.distance) == ("saddle", pytest.approx(5), pytest.approx(0.05))


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e3])
def test_a_top_is_one_in_any_unit(unit):
    hill = Objective(
        lambda x: np.cos(x / unit),
        lambda x: (-np.sin(x / unit) / unit,),
        start=[0.0],
        domain=[(-5 * unit, 5 * unit)],
    )
    assert place_at(hill, np.array([0.01 * unit])).kind == "maximum"
