import numpy as np
import pytest

from gdcore import METHODS


@pytest.mark.parametrize("name", METHODS)
def test_methods_tell_about_themselves(name):
    method = METHODS[name]
    assert method.name == name
    assert method.latex and method.text and method.source


@pytest.mark.parametrize("name", METHODS)
def test_rules_serve_floats_and_arrays_alike(name):
    method = METHODS[name]
    starts, slopes = np.array([15.0, -2.0]), np.array([24.0, -10.0])
    both, _ = method.update(starts, slopes, method.init(starts), 0.01)
    for i, start in enumerate(starts.tolist()):
        one, _ = method.update(start, slopes.tolist()[i], method.init(start), 0.01)
        assert type(one) is float
        assert one == both[i]


def test_gradient_descent_takes_the_posts_first_step():
    method = METHODS["gradient descent"]
    assert method.update(15.0, 24.0, method.init(15.0), 0.01) == (14.76, ())


@pytest.mark.parametrize("step_size", [0.01, 0.5, 3.0])
def test_the_factor_is_what_one_update_does_to_the_distance(step_size):
    method = METHODS["gradient descent"]
    curvature, distance = 2.0, 12.0
    moved, _ = method.update(distance, curvature * distance, method.init(distance), step_size)
    assert method.factor(curvature, step_size) * distance == pytest.approx(moved)
