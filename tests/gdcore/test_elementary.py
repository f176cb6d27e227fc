import math

import numpy as np
import pytest

from gdcore import elementary

NAMES = ["sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log", "sqrt", "sign"]


@pytest.mark.parametrize("name", NAMES)
def test_floats_stay_floats_and_agree_with_arrays(name):
    function = getattr(elementary, name)
    x = np.random.default_rng(0).uniform(0, 1, 1000)
    of_floats = [function(number) for number in x.tolist()]
    assert all(type(number) is float for number in of_floats)
    np.testing.assert_array_max_ulp(function(x), np.array(of_floats), maxulp=4)
    assert math.isnan(function(math.nan))


@pytest.mark.parametrize(
    ("name", "x"), [("log", -1.0), ("log", 0.0), ("sqrt", -1.0), ("asin", 2.0), ("exp", 1e4)]
)
def test_beyond_the_domain_floats_raise_and_arrays_are_not_finite(name, x):
    function = getattr(elementary, name)
    with pytest.raises((ValueError, OverflowError)):
        function(x)
    with np.errstate(all="ignore"):
        assert not np.isfinite(function(np.array([x])))[0]


def test_signs():
    assert [elementary.sign(x) for x in (-2.0, 0.0, 3.0)] == [-1.0, 0.0, 1.0]
    assert elementary.sign(np.array([-2.0, 0.0, 3.0])).tolist() == [-1.0, 0.0, 1.0]
