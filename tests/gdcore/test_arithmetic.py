import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore.methods import arithmetic

FLOATS = st.floats(allow_nan=False)


def test_roots_of_floats_are_those_of_arrays_to_the_bit():
    numbers = np.exp(np.random.default_rng(0).uniform(-600, 600, 100_000))
    roots = arithmetic.root(numbers)
    assert [arithmetic.root(number) for number in numbers.tolist()] == roots.tolist()
    assert type(arithmetic.root(2.0)) is float
    np.testing.assert_allclose(roots * roots, numbers, rtol=1e-15)


@given(FLOATS, FLOATS)
def test_choices_of_floats_are_those_of_arrays(one, other):
    ones, others = np.array([one, 0.0]), np.array([other, 1.0])
    assert arithmetic.larger(one, other) == max(one, other) == arithmetic.larger(ones, others)[0]
    assert arithmetic.sign(one) == np.sign(one) == arithmetic.sign(ones)[0]
    assert arithmetic.choose(one < other, one, other) == min(one, other)
    assert arithmetic.choose(ones < others, ones, others).tolist() == [min(one, other), 0.0]
    with np.errstate(invalid="ignore"):
        assert arithmetic.finite(one) == math.isfinite(one) == arithmetic.finite(ones)[0]
    assert not arithmetic.finite(math.nan)


def test_a_flag_of_many_holds_everywhere_or_not():
    assert arithmetic.every(np.array([True, True])) and arithmetic.every(np.True_) and arithmetic.every(True)
    assert not arithmetic.every(np.array([True, False])) and not arithmetic.every(False)


@pytest.mark.parametrize("x", [0.0, -1.0, 1e200])
def test_what_floats_cannot_compute_is_not_a_number(x):
    def odd(x):
        return 1 / (x - 0.0) if x == 0 else (x**0.5 if x < 0 else x**10.0)

    assert math.isnan(arithmetic.attempt(odd, (x,)))
    assert arithmetic.attempt(abs, (-2.0,)) == 2.0


def test_zeros_have_the_shape_of_what_they_are_like():
    assert arithmetic.zero(math.inf) == 0.0
    assert arithmetic.zero(np.full((2, 3), np.nan)).tolist() == np.zeros((2, 3)).tolist()
