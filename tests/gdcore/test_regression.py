import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress
from sklearn.linear_model import LinearRegression

from gdcore import LeastSquares, design, diabetes_data, post_data


def cost(X, y, theta):
    return np.sum((X @ theta - y) ** 2) / (2 * len(y))


def test_solution_of_the_posts_data():
    data = post_data()
    fit = LeastSquares(design(data.x), data.y)
    expected = linregress(data.x, data.y)
    np.testing.assert_allclose(fit.solution, [expected.intercept, expected.slope], rtol=1e-13)
    np.testing.assert_allclose(fit.solution, [1.489415850864546, 63.41907482437299], rtol=1e-13)
    np.testing.assert_allclose(fit.eigenvalues, [0.86248513, 1.09473059], atol=5e-9)
    assert fit.largest_stable_step == pytest.approx(1.82693, abs=5e-6)


@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(1, 5))
def test_value_and_gradient_are_those_of_the_residuals(seed, m, n):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(m, n)), rng.normal(size=m)
    fit = LeastSquares(X, y)
    theta = rng.normal(scale=10, size=n)
    size = 1 + np.linalg.norm(theta) ** 2 + np.linalg.norm(fit.solution) ** 2
    assert fit.value(theta) == pytest.approx(cost(X, y, theta), rel=1e-9, abs=1e-12 * size)
    np.testing.assert_allclose(fit.gradient(theta), X.T @ (X @ theta - y) / m, rtol=1e-9, atol=1e-11 * size)


@given(st.integers(0, 2**32 - 1), st.integers(1, 20), st.integers(1, 4))
def test_coefficients_and_moments_are_those_of_the_residuals(seed, m, n):
    rng = np.random.default_rng(seed)
    X, y, theta = rng.normal(size=(m, n)), rng.normal(size=m), rng.normal(scale=3, size=n)
    fit = LeastSquares(X, y)
    expected = pytest.approx(cost(X, y, theta), rel=1e-9, abs=1e-9)
    assert theta @ fit.A @ theta / 2 + fit.b @ theta + fit.c == expected
    d = theta - fit.solution
    H, g, c = np.split(fit.moments, [n * n, n * n + n])  # of each sample
    errors = np.einsum("i,ijk,j->k", d, H.reshape(n, n, m), d) / 2 + d @ g + c[0]
    np.testing.assert_allclose(errors, (X @ theta - y) ** 2 / 2, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("unit", [1e-12, 1e12])
def test_a_unit_of_x_changes_curvatures_by_its_square(unit):
    X, y = np.array([[1.0, 2.0], [3.0, 1.0], [1.0, 1.0]]), np.arange(3.0)
    product = np.linalg.eigvalsh(X.T @ X / 3)
    np.testing.assert_allclose(LeastSquares(unit * X, y).eigenvalues, unit**2 * product, rtol=1e-12)
    assert LeastSquares(np.zeros((2, 2)), y[:2]).eigenvalues.tolist() == [0, 0]


def test_several_columns_are_scikit_learns():
    rng = np.random.default_rng(5)
    X, y = rng.normal(size=(80, 4)), rng.normal(size=80)
    expected = LinearRegression(fit_intercept=False).fit(X, y).coef_
    np.testing.assert_allclose(LeastSquares(X, y).solution, expected, rtol=1e-11)


@pytest.mark.parametrize("mean", [1e3, 1e6])
def test_a_large_mean_loses_no_digits(mean):
    data = post_data()
    x = data.x + mean
    fit = LeastSquares(design(x), data.y)
    centred = LeastSquares(design(x - mean), data.y)  # x − mean is exact: the same line, moved
    assert fit.solution[1] == pytest.approx(centred.solution[1], rel=1e-15 * mean)
    assert fit.lowest == pytest.approx(centred.lowest, rel=1e-16 * mean)
    product = np.linalg.det(centred.A)  # the determinant of the Hessian does not depend on the mean
    assert np.prod(fit.eigenvalues) == pytest.approx(product, rel=1e-15 * mean * 100)
    assert fit.value(fit.solution) == fit.lowest


def test_collinear_columns_have_the_solution_of_least_norm():
    x = post_data().x
    y = post_data().y
    fit = LeastSquares(np.column_stack([x, x]), y)
    slope = x @ y / (x @ x)
    np.testing.assert_allclose(fit.solution, [slope / 2, slope / 2], rtol=1e-12)
    assert fit.mu == 0.0
    constant = LeastSquares(design(np.full(5, 2.0)), np.arange(5.0))
    np.testing.assert_allclose(constant.solution, [0.4, 0.8], rtol=1e-12)


def test_more_parameters_than_samples():
    fit = LeastSquares([[3.0, 4.0]], [10.0])
    np.testing.assert_allclose(fit.solution, np.array([3, 4]) * 10 / 25, rtol=1e-14)
    np.testing.assert_allclose(fit.eigenvalues, [0, 25], rtol=1e-14)
    assert fit.lowest == pytest.approx(0, abs=1e-28)


@pytest.mark.parametrize("shape", [(2,), (2, 3), (2, 3, 4)])
def test_minibatch_gradient_averages_over_its_own_samples(shape):
    data = diabetes_data()
    X, y = design(data.x), data.y
    rows = np.array([5, 3, 3, 400])
    theta = np.random.default_rng(0).normal(size=shape)
    expected = np.zeros(shape)
    for i in rows:
        error = np.tensordot(X[i], theta, 1) - y[i]
        expected += np.multiply.outer(X[i], error) / len(rows)
    fit = LeastSquares(X, y)
    np.testing.assert_allclose(fit.minibatch_gradient(theta, rows), expected, rtol=1e-10)
    whole = fit.minibatch_gradient(theta, range(len(y)))
    np.testing.assert_allclose(whole, fit.gradient(theta), rtol=1e-10)


@pytest.mark.parametrize("rows", [[], [442], [-1], [0, 442], [0.5], [[1]], 3, ["1"]])
def test_rows_that_are_no_samples_are_told(rows):
    data = diabetes_data()
    with pytest.raises(ValueError, match=r"rows must be (whole numbers from 0 to 441|a list)"):
        LeastSquares(design(data.x), data.y).minibatch_gradient([0, 0], rows)


def test_the_domain_holds_origin_and_solution():
    data = post_data()
    fit = LeastSquares(design(data.x), data.y)
    reach = 0.8 * np.linalg.norm(fit.solution)
    np.testing.assert_allclose(fit.domain.mean(axis=1), fit.solution / 2)
    np.testing.assert_allclose(np.diff(fit.domain)[:, 0], 2 * reach)
    assert LeastSquares([[1.0]], [0.0]).domain.tolist() == [[-1, 1]]


def test_suggestions_are_the_posts():
    fit = LeastSquares([[1.0, 0.0]], [0.0])
    assert fit.start.tolist() == [0.5, 0.5]
    assert fit.step_size == 0.001
    assert fit.m == 1
    given = LeastSquares([[1.0, 0.0]], [0.0], start=[2, 3], step_size=0.25)
    assert (given.start.tolist(), given.step_size) == ([2, 3], 0.25)


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        ([1.0, 2.0], [1.0, 2.0], r"X must be finite numbers of shape \(any, any\)"),
        ([[1.0, np.nan]], [1.0], "X must be finite numbers"),
        (np.empty((0, 2)), [], "X must be finite numbers"),
        ([[1.0], [2.0]], [1.0], r"y must be finite numbers of shape \(2,\), not \[1.0\]"),
        ([[1.0]], [np.inf], "y must be finite numbers"),
        ([[1e200]], [1.0], "X and y must be small enough for their squares to be finite"),
        ([[1.0]], [1e200], "X and y must be small enough"),
    ],
)
def test_bad_arguments_are_told(X, y, message):
    with pytest.raises(ValueError, match=message):
        LeastSquares(X, y)
