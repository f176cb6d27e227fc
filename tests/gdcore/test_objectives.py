import numpy as np
import pytest
from scipy.optimize import approx_fprime, rosen, rosen_der, rosen_hess

from gdcore import Objective
from gdcore.objectives import check_start, halve


def rosenbrock(**changes) -> Objective:
    about = {"start": [-1.2, 1], "domain": [(-2, 2), (-1, 3)], "minima": [(1, 1)], "step_size": 0.001}
    return Objective(
        lambda x, y: (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x),
        lambda x, y: (-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
        **about | changes,
    )


def line() -> Objective:
    return Objective(lambda x: 2 * x, lambda x: (2.0,), start=[1], domain=[(-1, 3)])


@pytest.mark.parametrize("shape", [(), (1,), (7,), (3, 4), (0,)])
def test_value_and_gradient_keep_the_shape_behind_the_first_axis(shape):
    theta = np.random.default_rng(1).normal(size=(2, *shape))
    objective = rosenbrock()
    assert objective.value(theta).shape == shape
    np.testing.assert_allclose(objective.value(theta), rosen(theta), rtol=1e-12)
    np.testing.assert_allclose(
        objective.gradient(theta), rosen_der(theta) if shape == () else ders(theta), rtol=1e-10
    )


def ders(theta):
    points = theta.reshape(2, -1).T
    return np.array([rosen_der(point) for point in points]).T.reshape(theta.shape)


def test_constant_partials_fill_the_shape():
    assert line().gradient(np.zeros((1, 2, 3))).tolist() == np.full((1, 2, 3), 2.0).tolist()
    np.testing.assert_allclose(line().gradient([5.0]), approx_fprime([5.0], line().value), rtol=1e-6)


@pytest.mark.parametrize("theta", [1.0, [1.0], [1.0, 2.0, 3.0], np.zeros((3, 2))])
def test_another_number_of_coordinates_is_refused(theta):
    for method in (rosenbrock().value, rosenbrock().gradient, rosenbrock().excess):
        with pytest.raises(ValueError, match="theta must have 2 coordinates on axis 0"):
            method(theta)


def test_excess_is_above_the_best_of_the_minima():
    wells = Objective(
        lambda x: (x * x - 1) * (x * x - 1) + x / 4,
        lambda x: (4 * x * (x * x - 1) + 0.25,),
        start=[2],
        domain=[(-2, 2)],
        minima=[[0.966], [-1.03]],
    )
    assert wells.lowest == wells.value([-1.03])
    assert wells.excess([0.966]) == wells.value([0.966]) - wells.value([-1.03])
    assert (wells.excess(np.linspace(-2, 2, 999)[None]) >= 0).all()


def test_without_minima_the_excess_is_above_the_least_of_the_domain():
    assert line().lowest == -2.0
    assert line().excess([3.0]) == 8.0
    assert line().excess([-9.0]) == 0.0


def test_height_is_that_of_the_highest_point_of_the_domain():
    assert rosenbrock().height == rosen([-2, -1])
    assert line().height == 8.0


def test_height_leaves_out_what_is_not_finite():
    pole = Objective(lambda x: 1 / x, lambda x: (-1 / (x * x),), start=[1], domain=[(0, 2)], minima=[[2]])
    assert 0 < pole.height < np.inf


def nowhere_but_there(x):
    return np.where(x == 0.3, 0.0, np.inf)


@pytest.mark.parametrize("formula", [lambda x: 0 * x, nowhere_but_there])
def test_what_has_no_height_has_the_height_zero(formula):
    flat = Objective(formula, lambda x: (0 * x,), start=[0.3], domain=[(-1, 1)], minima=[[0.3]])
    assert flat.height == 0


def test_width_is_the_smaller_one():
    assert rosenbrock(domain=[(0, 10), (5, 7)]).width == 2
    assert rosenbrock(domain=[(5, 8), (0, 10)]).width == 3


@pytest.mark.parametrize("n", [1, 2, 3, 10, 11, 40])
def test_height_looks_at_about_a_thousand_points(n):
    seen = []

    def formula(*theta):
        seen.append(np.stack(theta))
        return sum(theta)

    slope = Objective(formula, lambda *theta: (1.0,) * n, start=np.ones(n), domain=[(-1, 2)] * n)
    assert slope.height > 0
    for points in seen:
        assert points.shape[0] == n and 900 < points.shape[1] <= 1100
        assert points.min() == -1 and points.max() == 2
        assert points.mean() == pytest.approx(0.5, abs=0.06), "each end is as likely as the other"


def test_height_in_many_dimensions_is_found_soon():
    n = 40
    bowl = Objective(
        lambda *theta: sum(t * t for t in theta),
        lambda *theta: tuple(2 * t for t in theta),
        start=np.ones(n),
        domain=[(-2, 2)] * n,
        minima=[np.zeros(n)],
    )
    assert bowl.height == 4 * n


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start": []}, "start must be finite numbers"),
        ({"start": [1.0, np.nan]}, "start must be finite numbers"),
        ({"domain": [(-2, 2)]}, r"domain must be finite numbers of shape \(2, 2\)"),
        ({"domain": [(-2, 2), (3, 3)]}, "domain must be n pairs of a lower and a higher number"),
        ({"minima": [(1, 1, 1)]}, r"minima must be finite numbers of shape \(2,\)"),
        ({"saddles": [(1,)]}, r"saddles must be finite numbers of shape \(2,\)"),
        ({"step_size": 0}, "step_size must be a finite number above 0, not 0"),
    ],
)
def test_bad_arguments_are_told(changes, message):
    with pytest.raises(ValueError, match=message):
        rosenbrock(**changes)


@pytest.mark.parametrize("start", [5, np.float64(5), [5], (5.0,), np.array([5])])
def test_a_start_of_one_parameter_may_be_a_number(start):
    assert check_start(line(), start).tolist() == [5.0]


def test_a_start_is_the_objectives_own_where_none_is_given():
    assert check_start(line(), None).tolist() == [1.0]
    assert check_start(rosenbrock(), None).tolist() == [-1.2, 1.0]
    assert check_start(rosenbrock(), [3, 4]).tolist() == [3.0, 4.0]


@pytest.mark.parametrize(
    ("objective", "start"),
    [(line(), [1, 2]), (line(), []), (line(), "5"), (line(), np.nan), (rosenbrock(), 5), (rosenbrock(), [5])],
)
def test_a_start_has_as_many_numbers_as_there_are_parameters(objective, start):
    with pytest.raises(ValueError, match="start must be finite numbers of shape"):
        check_start(objective, start)


def test_second_partials_that_are_not_given_are_differences():
    objective = rosenbrock()
    for point in np.random.default_rng(2).uniform(-2, 2, (20, 2)):
        np.testing.assert_allclose(objective.hessian(point), rosen_hess(point), rtol=1e-7, atol=1e-6)
        second = objective.seconds(*point.tolist())
        assert len(second) == 3 and all(type(part) is float for part in second)


def test_hessian_is_symmetric_and_keeps_the_shape_behind_the_first_axis():
    theta = np.random.default_rng(1).normal(size=(3, 4, 5))
    objective = Objective(
        lambda x, y, z: x * y * z + x * x,
        lambda x, y, z: (y * z + 2 * x, x * z, x * y),
        seconds=lambda x, y, z: (2.0, z, y, 0.0, x, 0.0),
        start=[1, 1, 1],
        domain=[(-2, 2)] * 3,
    )
    x, y, z = theta
    expected = [[2 + 0 * x, z, y], [z, 0 * x, x], [y, x, 0 * x]]
    np.testing.assert_array_equal(objective.hessian(theta), expected)
    by_differences = Objective(objective.formula, objective.partials, start=[1, 1, 1], domain=[(-2, 2)] * 3)
    np.testing.assert_allclose(by_differences.hessian(theta), expected, atol=1e-9)
    with pytest.raises(ValueError, match="theta must have 3 coordinates"):
        objective.hessian([1.0, 2.0])


def test_what_is_told_of_an_objective_is_kept():
    about = {"text": "f", "lesson": "Look.", "source": "Here.", "log_height": True}
    told, untold = rosenbrock(saddles=[(0, 1)], **about), rosenbrock()
    assert {name: getattr(told, name) for name in about} == about
    assert [point.tolist() for point in told.saddles] == [[0, 1]]
    assert [getattr(untold, name) for name in about] == ["", "", "", False]
    assert (line().step_size, line().name, line().latex, line().minima) == (0.01, "objective", "", ())
    assert untold.saddles == ()


@pytest.mark.parametrize("point", [(1, 1), (-1, 1), (0, -1), (1000, -1)])
def test_differences_are_good_at_ones_and_far_away(point):
    hessian = rosenbrock().hessian(np.array(point, dtype=float))
    np.testing.assert_allclose(hessian, rosen_hess(np.array(point, dtype=float)), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("x", [0.0, 0.3, 1.0, -1.0, 30.0, -1000.0])
def test_differences_are_as_good_as_their_source_says(x):
    """ε^⅔ is 4e-11: of x⁴/4 + x² the rounding and the third derivative cost not more than some of these."""
    curve = Objective(
        lambda x: x * x * x * x / 4 + x * x,
        lambda x: (x * x * x + 2 * x,),
        start=[1],
        domain=[(-2, 2)],
    )
    assert curve.hessian([x])[0, 0] == pytest.approx(3 * x * x + 2, rel=2e-10)


def test_halving_comes_to_where_the_slope_changes_its_sign():
    low, high = np.array([0.0, -1.0, 3.0]), np.array([2.0, 5.0, 4.0])
    found = halve(lambda theta: np.cos(theta - np.pi), low, high)[:2]
    np.testing.assert_allclose(found, np.pi / 2, rtol=1e-15)
    assert low[0] == 0 and high[0] == 2, "the intervals stay as they are"


def test_halving_finds_a_level_point_that_it_meets():
    assert halve(lambda theta: theta, np.array([-1.0]), np.array([1.0])) == 0


@pytest.mark.parametrize(("sign", "slope"), [(-1, 1.0), (1, -1.0)])
def test_halving_takes_what_is_undefined_for_a_wall(sign, slope):
    def slopes(theta):
        return np.where(sign * theta > sign, np.nan, slope)

    found = halve(slopes, np.array([0.0]), np.array([3.0]))
    assert found == pytest.approx(1.0, rel=1e-15) and slopes(found) == slope, "before the wall, not in it"


@pytest.mark.parametrize("seed", range(8))
def test_of_ten_parameters_all_corners_are_looked_at(seed):
    """The highest corner, and the lowest, is another for each choice of signs."""
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], 10)
    slope = Objective(
        lambda *theta: sum(sign * t for sign, t in zip(signs, theta, strict=True)),
        lambda *theta: tuple(signs),
        start=np.ones(10),
        domain=[(-1, 1)] * 10,
    )
    assert (slope.lowest, slope.height) == (-10, 20)


@pytest.mark.parametrize("n", [10, 11])
def test_height_in_some_dimensions_is_not_that_of_one_corner(n):
    slope = Objective(
        lambda *theta: sum(theta), lambda *theta: (1.0,) * n, start=np.ones(n), domain=[(0, 1)] * n
    )
    assert slope.lowest <= 2 and slope.height >= n - 3
