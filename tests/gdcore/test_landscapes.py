import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gdcore import bowl, descend


@given(st.floats(1, 10_000), st.floats(-180, 180))
@example(1, -180)
@example(10_000, 180)
def test_a_bowl_has_the_condition_number_and_direction_asked_for(condition, rotation):
    found = bowl(condition, rotation)
    assert found.condition_number == pytest.approx(condition, rel=1e-14)
    assert found.L == 1.0
    valley = np.array([np.cos(np.radians(rotation)), np.sin(np.radians(rotation))])
    np.testing.assert_allclose(found.A @ valley, valley / condition, atol=1e-14)
    np.testing.assert_allclose(np.trace(found.A), 1 + 1 / condition, rtol=1e-14)
    assert found.lowest == found.value([0.0, 0.0]) == 0.0


def test_equal_bowls_are_one():
    assert bowl(25, 30) is bowl(25.0, 30.0)
    assert bowl(9).text == "½ (u²/κ + v²), κ = 9, turned by 30°"


def test_the_bowl_zigzags_across_its_valley():
    found = bowl()
    across = descend(found, iterations=20).theta @ found.eigenvectors[:, 1]
    assert (across[1:] * across[:-1] < 0).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0.5, 30), "condition must be a number from 1 to 10,000, not 0.5"),
        ((10_001, 30), "condition must be"),
        ((np.nan, 30), "condition must be"),
        ((25, 181), "rotation must be a number from -180 to 180, not 181"),
        ((25, "up"), "rotation must be"),
    ],
)
def test_other_bowls_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        bowl(*arguments)
