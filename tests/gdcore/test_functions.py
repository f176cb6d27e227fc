import numpy as np
import pytest
from scipy.optimize import approx_fprime

from gdcore import FUNCTIONS


def test_the_parabola_is_the_posts():
    parabola = FUNCTIONS["parabola"]
    x = np.linspace(-15, 21, 100)
    np.testing.assert_allclose(parabola.value(x[None]), x**2 - 6 * x + 5, rtol=1e-12, atol=1e-11)
    np.testing.assert_allclose(parabola.gradient(x[None])[0], 2 * x - 6, rtol=1e-12)
    assert parabola.domain.tolist() == [[-15, 21]]
    assert (parabola.start.tolist(), parabola.step_size) == ([15], 0.01)
    assert (parabola.minimum.tolist(), parabola.lowest) == ([3], -4)
    assert parabola.latex == "x^2 - 6x + 5"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_know_their_name_gradient_and_minima(name):
    function = FUNCTIONS[name]
    assert function.name == name
    rng = np.random.default_rng(3)
    low, high = function.domain.T
    for point in rng.uniform(low, high, size=(20, function.n)):
        slope = approx_fprime(point, function.value)
        np.testing.assert_allclose(
            function.gradient(point), slope, rtol=1e-4, atol=1e-4 * np.abs(slope).max() + 1e-4
        )
    for minimum in function.minima:
        np.testing.assert_allclose(function.gradient(minimum), 0, atol=1e-9)
        assert ((low < minimum) & (minimum < high)).all()
