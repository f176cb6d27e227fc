import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime, minimize, rosen, rosen_der, rosen_hess

from gdcore import FUNCTIONS, Quadratic, descend
from tests.gdcore.checks import lowest_points

SMOOTH = [name for name in FUNCTIONS if name != "absolute"]
PUBLISHED = {  # the functions' values at a point, from the formulas as their sources print them
    "double well": lambda x: (x**2 - 1) ** 2 + x / 4,
    "bumpy valley": lambda x: x**2 / 10 + math.sin(3 * x),
    "quartic": lambda x: x**4,
    "absolute": lambda x: max(x, -x),
    "plateau": lambda x: 1 - 1 / (1 + x**2),
    "parabola": lambda x: x**2 - 6 * x + 5,
    "bowl": lambda x, y: (x * math.sqrt(3) / 2 + y / 2) ** 2 / 50 + (y * math.sqrt(3) / 2 - x / 2) ** 2 / 2,
    "rosenbrock": lambda x, y: rosen([x, y]),
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "booth": lambda x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
    "matyas": lambda x, y: 0.26 * (x**2 + y**2) - 0.48 * x * y,
    "beale": lambda x, y: sum((c - x * (1 - y**i)) ** 2 for i, c in ((1, 1.5), (2, 2.25), (3, 2.625))),
    "six-hump camel": lambda x, y: (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (-4 + 4 * y**2) * y**2,
    "saddle": lambda x, y: x**2 / 2 + y**4 / 4 - y**2 / 2,
    "two wells": lambda x, y: (x**2 - 1) ** 2 + x / 4 + y**2 + x * y / 2,
}
LOWEST = {"himmelblau": 0.0, "six-hump camel": -1.031628453489877, "saddle": -0.25, "parabola": -4.0}
GIVEN = {  # start, step size, and what the picture shows
    "parabola": ([15], 0.01, [[-15, 21]]),
    "double well": ([1.8], 0.01, [[-2, 2]]),
    "bumpy valley": ([4.5], 0.02, [[-5, 5]]),
    "quartic": ([2], 0.01, [[-2.5, 2.5]]),
    "absolute": ([5], 0.03, [[-6, 6]]),
    "plateau": ([4], 0.1, [[-6, 6]]),
    "bowl": ([-4, 1], 1.8, [[-5, 5]] * 2),
    "rosenbrock": ([-1.2, 1], 0.001, [[-2, 2], [-1, 3]]),
    "himmelblau": ([0, 0], 0.001, [[-6, 6]] * 2),
    "booth": ([-8, -6], 0.01, [[-10, 10]] * 2),
    "matyas": ([-9, -4], 0.5, [[-10, 10]] * 2),
    "beale": ([1, -1.5], 0.005, [[-4.5, 4.5]] * 2),
    "six-hump camel": ([2, 1], 0.005, [[-2.2, 2.2], [-1.2, 1.2]]),
    "saddle": ([1.5, 0], 0.1, [[-2, 2]] * 2),
    "two wells": ([1.7, 1.5], 0.02, [[-2, 2]] * 2),
}


each = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)


def points(function, seed, count=30):
    low, high = function.domain.T
    return np.random.default_rng(seed).uniform(low, high, size=(count, function.n)).T


def test_the_parabola_is_the_posts():
    parabola = FUNCTIONS["parabola"]
    x = np.linspace(-15, 21, 100)
    np.testing.assert_allclose(parabola.value(x[None]), x**2 - 6 * x + 5, rtol=1e-12, atol=1e-11)
    np.testing.assert_allclose(parabola.gradient(x[None])[0], 2 * x - 6, rtol=1e-12)
    assert parabola.domain.tolist() == [[-15, 21]]
    assert (parabola.start.tolist(), parabola.step_size) == ([15], 0.01)
    assert (parabola.minimum.tolist(), parabola.lowest) == ([3], -4)
    assert parabola.latex == "x^2 - 6x + 5"
    assert next(iter(FUNCTIONS)) == "parabola"


@each
def test_functions_introduce_themselves(function):
    assert FUNCTIONS[function.name] is function
    assert function.latex and function.source
    assert function.lesson.endswith(".")
    assert not set(function.text) & set("^*\\_")


@each
def test_a_link_that_leaves_out_start_and_step_size_means_the_same_run_for_ever(function):
    start, step_size, window = GIVEN[function.name]
    assert (function.start.tolist(), function.step_size) == (start, step_size)
    assert function.domain.tolist() == window


@each
@given(st.integers(0, 2**32 - 1))
def test_values_and_derivatives_are_those_of_the_formula(function, seed):
    theta = points(function, seed)
    values = [PUBLISHED[function.name](*point) for point in theta.T.tolist()]
    scale = np.abs(values).max()
    np.testing.assert_allclose(function.value(theta), values, rtol=1e-12, atol=1e-13 * scale)
    if function.name == "absolute":
        theta = theta[:, np.abs(theta[0]) > 1e-3]
    step = 1e-5
    for i in range(function.n):
        nudge = step * np.eye(function.n)[:, [i]]
        slope = (function.value(theta + nudge) - function.value(theta - nudge)) / (2 * step)
        bend = (function.gradient(theta + nudge) - function.gradient(theta - nudge)) / (2 * step)
        np.testing.assert_allclose(function.gradient(theta)[i], slope, rtol=1e-5, atol=1e-9 * scale + 1e-8)
        np.testing.assert_allclose(function.hessian(theta)[i], bend, rtol=1e-5, atol=1e-8 * scale + 1e-7)


def test_rosenbrock_is_scipys():
    function = FUNCTIONS["rosenbrock"]
    for point in points(function, 1).T:
        np.testing.assert_allclose(function.value(point), rosen(point), rtol=1e-12)
        np.testing.assert_allclose(function.gradient(point), rosen_der(point), rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(function.hessian(point), rosen_hess(point), rtol=1e-12)


@each
def test_floats_and_arrays_have_the_same_values(function):
    theta = points(function, 2, 500)
    for method in (lambda *t: (function.formula(*t),), function.partials, function.seconds):
        of_arrays = [np.broadcast_to(part, theta[0].shape) for part in method(*theta)]
        of_floats = np.transpose([method(*point) for point in theta.T.tolist()])
        np.testing.assert_array_max_ulp(np.array(of_arrays), of_floats, maxulp=1)
        assert all(type(part) is float for part in method(*theta[:, 0].tolist()))


@each
def test_it_is_level_at_each_minimum_and_saddle_and_bent_as_they_are(function):
    low, high = function.domain.T
    for point in (*function.minima, *function.saddles):
        slack = 8 * np.finfo(float).eps * (np.abs(function.hessian(point)).max() * np.abs(point).max() + 1)
        assert np.abs(function.gradient(point)).max() <= 4 * slack
        assert ((low < point) & (point < high)).all()
    for minimum in function.minima:
        if function.name not in ("quartic", "absolute"):  # these have no curvature there
            assert np.linalg.eigvalsh(function.hessian(minimum))[0] > 0
    for saddle in function.saddles:
        down, up = np.linalg.eigvalsh(function.hessian(saddle))
        assert down < 0 < up


@pytest.mark.parametrize("name", SMOOTH)
def test_scipy_comes_back_to_each_minimum(name):
    function = FUNCTIONS[name]
    assert function.lowest == pytest.approx(LOWEST.get(name, function.lowest), abs=1e-14)
    for minimum in function.minima:
        found = minimize(function.value, minimum + 0.01, jac=function.gradient, tol=1e-12)
        np.testing.assert_allclose(found.x, minimum, atol=2e-4 if name == "quartic" else 1e-6)


@pytest.mark.thorough
@pytest.mark.parametrize("name", SMOOTH)
def test_no_minimum_is_missed(name):
    function = FUNCTIONS[name]
    found = lowest_points(function, points(function, 5, 60).T)
    assert len(found) == len(function.minima)
    for point in found:
        assert min(np.linalg.norm(point - minimum) for minimum in function.minima) < 1e-2


@pytest.mark.parametrize(("name", "count"), [("rosenbrock", 0), ("himmelblau", 4), ("beale", 2)])
def test_saddles_are_all_those_known(name, count):
    assert len(FUNCTIONS[name].saddles) == count


@pytest.mark.parametrize("name", ["double well", "six-hump camel", "two wells", "bumpy valley"])
def test_the_default_run_ends_in_a_local_minimum(name):
    function = FUNCTIONS[name]
    run = descend(function, iterations=1000)
    distances = [np.linalg.norm(run.theta[-1] - minimum) for minimum in function.minima]
    assert min(distances) < 1e-6
    assert function.value(function.minima[np.argmin(distances)]) > function.lowest + 0.1
    assert run.excess[-1] > 0.1


def test_the_double_well_from_the_left_ends_in_the_deeper_well():
    assert descend(FUNCTIONS["double well"], -1.8, iterations=1000).excess[-1] < 1e-12


@pytest.mark.parametrize("name", ["rosenbrock", "beale"])
def test_the_valley_is_found_soon_and_followed_slowly(name):
    excess = descend(FUNCTIONS[name], iterations=1000).excess
    assert (np.diff(excess[50:]) < 0).all()
    assert excess[100] < excess[0] / 5
    assert excess[-1] > excess[0] * 1e-5


def test_the_saddle_stalls_on_its_ridge_and_a_nudge_or_noise_frees_it():
    saddle = FUNCTIONS["saddle"]
    np.testing.assert_allclose(descend(saddle, iterations=1000).theta[-1], saddle.saddles[0], atol=1e-9)
    assert descend(saddle, [1.5, 1e-9], iterations=1000).excess[-1] < 1e-12
    assert descend(saddle, noise=1e-6, iterations=1000).excess[-1] < 1e-6


def test_the_quartic_is_slower_than_any_rate():
    x = descend(FUNCTIONS["quartic"], iterations=100_000).theta[:, 0]
    k = np.array([1000, 10_000, 100_000])
    np.testing.assert_allclose(x[k], 1 / np.sqrt(8 * 0.01 * k), rtol=0.02)  # of dx/dk = −4αx³


def test_fixed_steps_never_settle_on_the_absolute_value():
    run = descend(FUNCTIONS["absolute"], iterations=1000)
    assert (np.abs(np.diff(run.theta[:, 0])) > 0.029).all()
    assert FUNCTIONS["absolute"].gradient([0.0]).tolist() == [0.0]


def test_the_plateau_is_left_slowly():
    run = descend(FUNCTIONS["plateau"], iterations=1000)
    assert run.theta[100, 0] > 0.75 * run.theta[0, 0]
    assert run.excess[-1] < 1e-12


@pytest.mark.parametrize("name", ["bowl", "booth", "matyas"])
def test_bowls_know_their_theory(name):
    function = FUNCTIONS[name]
    assert isinstance(function, Quadratic)
    np.testing.assert_allclose(np.linalg.eigvalsh(function.A), function.eigenvalues, rtol=1e-12)
    assert function.condition_number == pytest.approx(9 if name == "booth" else 25, rel=1e-14)
    np.testing.assert_allclose(function.gradient([0.7, -2.0]), function.A @ [0.7, -2.0] + function.b)
    np.testing.assert_allclose(
        function.gradient([0.7, -2.0]), approx_fprime([0.7, -2.0], function.value), rtol=1e-5
    )
    assert function.value([0.0, 0.0]) == pytest.approx(function.c, abs=1e-12)
    assert descend(function, iterations=1000).excess[-1] < 1e-12
