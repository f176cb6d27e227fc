import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress
from sklearn.datasets import load_diabetes, make_regression
from sklearn.preprocessing import StandardScaler

from gdcore import Data, LeastSquares, Standardisation, design, diabetes_data, own_data, post_data

POSTS_SLOPE = float(make_regression(100, 1, n_informative=1, coef=True, random_state=2015)[2])


def test_by_default_the_data_are_the_posts_to_the_bit():
    x, y = make_regression(n_samples=100, n_features=1, n_informative=1, noise=10, random_state=2015)
    data = post_data()
    assert data.x.tobytes() == x[:, 0].tobytes()
    assert data.y.tobytes() == y.tobytes()


@pytest.mark.parametrize("samples", [2, 100, 1000, 20_000])
@pytest.mark.parametrize("seed", [0, 7, 2**32 - 1])
def test_without_noise_every_line_has_the_posts_slope(samples, seed):
    data = post_data(samples, 0, seed)
    assert len(data.x) == len(data.y) == samples
    np.testing.assert_allclose(data.y, POSTS_SLOPE * data.x, rtol=1e-12)
    assert round(POSTS_SLOPE, 4) == 64.0026


def test_noise_has_the_standard_deviation_asked_for():
    data = post_data(100_000, 25.0, 1)
    assert np.std(data.y - POSTS_SLOPE * data.x) == pytest.approx(25, rel=0.02)


def test_the_seed_draws_x_and_noise():
    first, again, other = post_data(seed=1), post_data(seed=1), post_data(seed=2)
    assert first.y.tobytes() == again.y.tobytes()
    assert first.x.tobytes() != other.x.tobytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"samples": 1}, "samples must be a whole number from 2 to 100,000, not 1"),
        ({"samples": 100_001}, "samples must be a whole number from 2 to 100,000, not 100001"),
        ({"samples": 10.5}, "samples must be a whole number"),
        ({"noise": -1}, "noise must be a number from 0 to 1e100, not -1"),
        ({"noise": np.nan}, "noise must be a number"),
        ({"seed": -1}, "seed must be a whole number from 0 to 4,294,967,295, not -1"),
        ({"seed": 2**32}, "seed must be a whole number"),
    ],
)
def test_bad_arguments_are_told(arguments, message):
    with pytest.raises(ValueError, match=message):
        post_data(**arguments)


def test_noise_may_be_as_large_as_is_said():
    assert np.abs(post_data(2, 1e100).y).max() < 1e102
    with pytest.raises(ValueError, match="noise must be a number from 0 to 1e100"):
        post_data(2, np.nextafter(1e100, np.inf))


def test_diabetes_has_body_mass_index_in_its_own_units():
    data = diabetes_data()
    table = load_diabetes(scaled=False, as_frame=True).frame
    assert isinstance(data, Data)
    np.testing.assert_array_equal(data.x, table["bmi"])
    np.testing.assert_array_equal(data.y, table["target"])
    assert (data.x_unit, data.y_unit) == ("kg/m²", "")


def test_own_data_are_what_was_brought():
    data = own_data([1.0, 2.0, 4.0], [3.0, 5.0, 1.0], "area", "rent")
    assert (data.x.tolist(), data.y.tolist()) == ([1, 2, 4], [3, 5, 1])
    assert (data.x_name, data.y_name) == ("area", "rent")


@pytest.mark.parametrize(("few", "many"), [(1, 2), (10_001, 10_000)])
def test_two_to_ten_thousand_points_may_be_brought(few, many):
    assert own_data(np.arange(many), np.ones(many)).x.size == many
    with pytest.raises(ValueError, match="2 to 10,000 points"):
        own_data(np.arange(few), np.ones(few))


@pytest.mark.parametrize("axis", [0, 1])
def test_numbers_as_large_as_a_trillion_may_be_brought(axis):
    points = [[0.0, 1.0], [0.0, 1.0]]
    points[axis][0] = -1e12
    assert own_data(*points).x.size == 2
    points[axis][0] = -1.0001e12
    with pytest.raises(ValueError, match="Numbers from"):
        own_data(*points)


def test_every_point_has_an_x_and_a_y():
    with pytest.raises(ValueError, match="there are 2"):
        own_data([1.0, 2.0, 3.0], [1.0, 2.0])


@pytest.mark.parametrize(
    ("x", "may"),
    [
        ([3.0, 3.0], False),
        ([1.0, 1.0 + 1e-10], False),
        ([1.0, 1.0 + 1e-8], True),
        ([1e9, 1e9 + 0.5], False),
        ([1e9, 1e9 + 2.0], True),
        ([0.0, 1e-10], False),  # of numbers below 1 a billionth of 1
        ([0.0, 1e-9], False),
        ([0.0, 1e-8], True),
    ],
)
def test_x_that_are_brought_differ_by_more_than_a_billionth(x, may):
    if may:
        assert own_data(x, [1.0, 2.0]).x.tolist() == x
    else:
        with pytest.raises(ValueError, match="area are the same"):
            own_data(x, [1.0, 2.0], "area")


def test_design_is_ones_and_x():
    assert design([2.0, 3.0]).tolist() == [[1, 2], [1, 3]]
    for bad in ([], [np.nan], [[1.0]], 5.0):
        with pytest.raises(ValueError, match="x must be finite numbers"):
            design(bad)


def test_standardisation_is_scikit_learns():
    x = diabetes_data().x
    expected = StandardScaler().fit_transform(x[:, None])[:, 0]
    np.testing.assert_allclose(Standardisation.of(x).apply(x), expected, rtol=1e-12, atol=1e-12)


def test_standardised_line_has_condition_number_one():
    data = diabetes_data()
    raw = LeastSquares(design(data.x), data.y)
    standard = LeastSquares(design(Standardisation.of(data.x).apply(data.x)), data.y)
    assert raw.condition_number == pytest.approx(np.linalg.cond(design(data.x)) ** 2, rel=1e-6)
    assert raw.condition_number == pytest.approx(26_333, abs=1)
    assert standard.condition_number == pytest.approx(1, rel=1e-12)


def test_restored_fit_is_that_of_the_raw_data():
    data = diabetes_data()
    change = Standardisation.of(data.x)
    fit = LeastSquares(design(change.apply(data.x)), data.y).solution
    expected = linregress(data.x, data.y)
    np.testing.assert_allclose(change.restore(fit), [expected.intercept, expected.slope], rtol=1e-10)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e3), st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_restored_lines_predict_the_same(mean, scale, intercept, slope):
    change = Standardisation(mean, scale)
    theta = np.array([[intercept, 0.0], [slope, 1.0]])
    x = mean + scale * np.array([-2.0, 0.0, 1.0])
    size = 1e-9 * (1 + np.abs(theta).max()) * (1 + abs(mean) / scale)
    np.testing.assert_allclose(design(x) @ change.restore(theta), design(change.apply(x)) @ theta, atol=size)


def test_differences_may_be_small_or_among_many_that_are_the_same():
    assert Standardisation.of([0.0, 0.5]) == Standardisation(0.25, 0.25)
    assert Standardisation.of([0.0, 0.5, 0.0]).scale == pytest.approx(np.sqrt(0.5**2 / 3 - (0.5 / 3) ** 2))


@pytest.mark.parametrize("x", [[5.0], [0.1] * 7, [0.0, 0.0], [-1e308, 1e308], [0.0, 1e-200]])
def test_x_without_a_scale_is_told(x):
    with pytest.raises(ValueError, match="x must be numbers that differ"):
        Standardisation.of(x)
