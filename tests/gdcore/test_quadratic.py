import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime, minimize

from gdcore import Quadratic
from tests.gdcore.checks import calls

A = np.array([[3.0, 1.0], [1.0, 2.0]])
B = np.array([1.0, -4.0])


def test_value_and_gradient_are_those_of_the_formula():
    bowl = Quadratic(A, B, 7.0)
    for theta in np.random.default_rng(0).normal(scale=10, size=(20, 2)):
        assert bowl.value(theta) == pytest.approx(theta @ A @ theta / 2 + B @ theta + 7, rel=1e-12)
        np.testing.assert_allclose(bowl.gradient(theta), A @ theta + B, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(
            bowl.gradient(theta), approx_fprime(theta, bowl.value), rtol=1e-4, atol=1e-4
        )


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_they_are_so_for_any_number_of_coordinates(n):
    draws = np.random.default_rng(n)
    root, b = draws.normal(size=(n, n)), draws.normal(size=n)
    A = root @ root.T + np.eye(n)
    bowl = Quadratic(A, b, 7.0)
    for theta in draws.normal(scale=10, size=(5, n)):
        assert bowl.value(theta) == pytest.approx(theta @ A @ theta / 2 + b @ theta + 7, rel=1e-12)
        np.testing.assert_allclose(bowl.gradient(theta), A @ theta + b, rtol=1e-11, atol=1e-11)


def test_minimum_is_the_one_scipy_finds():
    bowl = Quadratic(A, B, 7.0)
    found = minimize(bowl.value, [0, 0], jac=bowl.gradient)
    np.testing.assert_allclose(bowl.minimum, found.x, atol=1e-5)
    assert bowl.lowest == pytest.approx(found.fun, rel=1e-9)
    np.testing.assert_array_equal(bowl.minima, [bowl.minimum])


def test_theory_in_closed_form():
    bowl = Quadratic(np.diag([8.0, 2.0]), [0, 0])
    assert (bowl.L, bowl.mu, bowl.condition_number) == (8, 2, 4)
    assert (bowl.largest_stable_step, bowl.best_step) == (0.25, 0.2)
    np.testing.assert_allclose(bowl.eigenvectors @ np.diag(bowl.eigenvalues) @ bowl.eigenvectors.T, bowl.A)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_the_largest_and_the_smallest_curvature_are_those_of_any_number(n):
    bowl = Quadratic(np.diag(np.arange(2.0, n + 2)), np.zeros(n))
    assert (bowl.L, bowl.mu) == (n + 1, 2)


@pytest.mark.parametrize(("share", "shrinks"), [(0.999, True), (1.001, False)])
def test_two_over_l_is_where_plain_descent_begins_to_diverge(share, shrinks):
    bowl = Quadratic(A, B)
    theta = bowl.start
    for _ in range(20_000):
        theta = theta - share * bowl.largest_stable_step * (A @ theta + B)
    assert (np.linalg.norm(theta - bowl.minimum) < 1) == shrinks


def test_no_fixed_step_shrinks_the_slowest_mode_faster_than_the_best():
    bowl = Quadratic(A, B)

    def slowest(step):
        return np.abs(np.linalg.eigvalsh(np.eye(2) - step * A)).max()

    best = slowest(bowl.best_step)
    assert best == pytest.approx((bowl.condition_number - 1) / (bowl.condition_number + 1))
    assert all(slowest(step) > best for step in bowl.best_step * np.array([0.9, 0.99, 1.01, 1.1]))


def test_excess_loses_nothing_near_the_minimum():
    bowl = Quadratic([[2.0]], [-6.0], 5.0)
    d = 2.0**-40
    assert bowl.excess([3 + d]) == d * d
    assert bowl.value([3 + d]) == -4.0


@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_excess_is_never_negative_and_is_the_height_above_the_minimum(seed, n):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(n, n))
    bowl = Quadratic(root @ root.T, root @ rng.normal(size=n), rng.normal())
    theta = rng.normal(scale=100, size=(n, 50))
    assert (bowl.excess(theta) >= 0).all()
    np.testing.assert_allclose(bowl.value(theta) - bowl.lowest, bowl.excess(theta), rtol=1e-6)


@given(st.integers(0, 2**32 - 1), st.integers(2, 6), st.sampled_from([1e-9, 1.0, 1e9]))
def test_a_flat_valley_has_the_minimum_of_least_norm(seed, n, units):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(n, n - 1))
    A = root @ root.T * units
    b = A @ rng.normal(size=n)
    bowl = Quadratic((A + A.T) / 2, b)
    assert bowl.mu == 0.0
    assert bowl.condition_number == np.inf
    scale = np.linalg.cond(root) ** 2
    np.testing.assert_allclose(
        bowl.minimum, -np.linalg.pinv(A, rcond=1e-13) @ b, rtol=1e-9, atol=1e-11 * scale
    )


def test_a_plane_is_stable_at_any_step():
    plane = Quadratic([[0.0]], [0.0], 1.0)
    assert plane.largest_stable_step == plane.best_step == np.inf
    assert plane.value([5.0]) == 1.0
    assert plane.step_size == 1, "any will do"


@pytest.mark.parametrize("n", [1, 2, 3])
def test_what_is_left_out_surrounds_the_minimum(n):
    bowl = Quadratic(4 * np.eye(n) + np.diag(np.arange(n)), 4.0 * np.arange(n))
    minimum = -4.0 * np.arange(n) / (4 + np.arange(n))
    np.testing.assert_allclose(bowl.start, minimum + 1)
    np.testing.assert_allclose(bowl.domain, np.stack([minimum - 2, minimum + 2], axis=1))
    assert bowl.step_size == pytest.approx(1 / (n + 3))
    assert bowl.c == 0 and bowl.value(np.zeros(n)) == pytest.approx(0, abs=1e-12)


def test_what_is_given_is_taken():
    bowl = Quadratic(A, B, start=[7, 8], domain=[(-1, 3), (-2, 5)], step_size=0.25)
    assert (bowl.start.tolist(), bowl.domain.tolist()) == ([7, 8], [[-1, 3], [-2, 5]])
    assert bowl.step_size == 0.25


@pytest.mark.parametrize("units", [1e-12, 1.0, 1e12])
def test_what_is_symmetric_but_for_rounding_is_symmetric(units):
    almost = units * np.array([[2.0, 1.0], [1 + 1e-15, 3.0]])
    np.testing.assert_allclose(Quadratic(almost, [0, 0]).A, almost)
    with pytest.raises(ValueError, match="A must be symmetric"):
        Quadratic(units * np.array([[2.0, 1.0], [1 + 1e-13, 3.0]]), [0, 0])


@pytest.mark.parametrize("n", [1, 2])
def test_one_and_two_coordinates_are_written_out(n):
    """No sum, no list: that is what makes descent on them quick."""
    bowl = Quadratic(np.eye(n), np.zeros(n))
    assert calls(bowl.partials, *[1.0] * n) == 1
    assert calls(bowl.formula, *[1.0] * n) == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[1.0, 2.0], [0.0, 1.0]], [0, 0]), "A must be symmetric, not "),
        (([[1.0, 0.0], [0.0, -1.0]], [0, 0]), "A must be positive semidefinite, for a minimum to exist"),
        (([[1.0, 0.0], [0.0, 0.0]], [0, 1]), "b must be in the range of A, for a minimum to exist"),
        (([[1.0, 0.0], [0.0, 0.0]], [0, 1e-9]), "b must be in the range of A, for a minimum to exist"),
        (([[1.0]], [0, 1]), r"A must be finite numbers of shape \(2, 2\), not \[\[1.0\]\]"),
        (([[np.nan]], [0]), "A must be finite numbers"),
        (([[1.0]], [np.inf]), "b must be finite numbers"),
        (([[1.0]], 0.0), "b must be finite numbers"),
        (([[1.0]], [0.0], np.nan), "c must be a finite number, not nan"),
    ],
)
def test_bad_arguments_are_told(arguments, message):
    with pytest.raises(ValueError, match=message):
        Quadratic(*arguments)


def test_the_hessian_is_A_everywhere():
    bowl = Quadratic(A, B)
    assert bowl.seconds(5.0, 7.0) == (3.0, 1.0, 2.0)
    np.testing.assert_array_equal(bowl.hessian(np.zeros((2, 4))), np.repeat(A[:, :, None], 4, axis=2))
    assert bowl.text == "½ θᵀAθ + bᵀθ + c"


def test_a_bowl_around_its_minimum_is_the_one_of_its_coefficients():
    eigenvalues, eigenvectors = np.linalg.eigh(A)
    about = {"start": [0.0, 0.0], "domain": [(-5, 5)] * 2, "step_size": 0.1}
    found = Quadratic.around([1.0, -2.5], eigenvalues, eigenvectors, name="around", **about)
    usual = Quadratic(A, -A @ [1.0, -2.5], 13 / 4 * 2)
    assert (found.name, found.step_size, found.lowest) == ("around", 0.1, 0.0)
    assert found.minimum.tolist() == [1.0, -2.5]
    np.testing.assert_allclose(found.A, A, rtol=1e-14)
    np.testing.assert_allclose(found.b, usual.b, rtol=1e-14)
    assert found.c == pytest.approx(found.value([0.0, 0.0]), rel=1e-14)
    theta = np.random.default_rng(4).normal(size=(2, 9))
    np.testing.assert_allclose(found.gradient(theta), usual.gradient(theta), rtol=1e-12)
    np.testing.assert_allclose(found.excess(theta), usual.excess(theta), rtol=1e-12)
