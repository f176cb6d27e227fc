import numpy as np
import pytest

from gdcore import checks

HUGE = pytest.param(10**5000, id="huge")  # Python refuses to print it


@pytest.mark.parametrize("value", [1, 1.0, np.float32(1), np.int64(1)])
def test_numbers_of_any_kind_are_numbers(value):
    assert checks.positive("step_size", value) == 1.0
    assert type(checks.positive("step_size", value)) is float
    assert checks.positive("step_size", value / 4) == checks.not_negative("step_size", value / 4) == 0.25
    assert type(checks.whole("iterations", value, 1, 5)) is int


@pytest.mark.parametrize("value", [0, -1, np.nan, np.inf, 10**400, True, np.True_, "1", None, [1.0], 1j])
def test_positive_refuses_all_else(value):
    with pytest.raises(ValueError, match="step_size must be a finite number above 0, not "):
        checks.positive("step_size", value)


@pytest.mark.parametrize("value", [0, 6, 2.5, np.nan, np.inf, -(10**400), HUGE, True, "3", None, [3]])
def test_whole_refuses_all_else(value):
    with pytest.raises(ValueError, match="samples must be a whole number from 1 to 5, not "):
        checks.whole("samples", value, 1, 5)


@pytest.mark.parametrize("value", [1, 5, 5.0])
def test_both_ends_of_a_range_are_in_it(value):
    assert checks.whole("samples", value, 1, 5) == value


def test_not_negative_allows_zero():
    assert checks.not_negative("noise", 0) == 0.0
    with pytest.raises(ValueError, match="noise must be a finite number of 0 or more, not -1"):
        checks.not_negative("noise", -1)


@pytest.mark.parametrize(
    "value",
    [[], [1.0], [1.0, np.nan], [1.0, np.inf], [[1.0, 2.0]], ["1", "2"], [True, False], [1, [2]], None, 5],
)
def test_array_refuses_wrong_shapes_and_numbers(value):
    with pytest.raises(ValueError, match=r"start must be finite numbers of shape \(2,\), not "):
        checks.array("start", value, (2,))


def test_array_is_a_read_only_copy():
    given = np.array([1.0, 2.0])
    found = checks.array("start", given, (None,))
    given[0] = 5.0
    assert found.tolist() == [1.0, 2.0]
    assert not found.flags.writeable


@pytest.mark.parametrize("shape", [(1,), (None,)])
def test_one_number_is_an_array_too(shape):
    assert checks.array("start", [5], shape).tolist() == [5.0]


def test_what_refuses_to_be_an_array_is_refused():
    class Elsewhere:
        """As an array on a graphics card is: it would have to be copied first."""

        def __array__(self, *arguments, **options):
            raise TypeError("not in this memory")

    with pytest.raises(ValueError, match=r"start must be finite numbers of shape \(2,\), not "):
        checks.array("start", Elsewhere(), (2,))


def test_no_axis_of_any_length_may_be_empty():
    with pytest.raises(ValueError, match=r"shape \(any, any\)"):
        checks.array("X", np.empty((0, 2)), (None, None))


def test_what_came_is_shortened():
    with pytest.raises(ValueError) as caught:
        checks.array("start", np.arange(1000.0).reshape(10, 100), (2,))
    assert len(str(caught.value)) < 120
    assert "\n" not in str(caught.value)


def test_a_name_is_one_of_those_that_are_known():
    known = {"adam": 1, "lion": 2}
    assert checks.name("method", "lion", known) == "lion"
    for value in ("sgd", "", None, 1, ["adam"]):
        with pytest.raises(ValueError, match=r"^method must be one of 'adam', 'lion', not "):
            checks.name("method", value, known)


def test_a_seed_is_one_that_numpys_generators_take():
    np.random.RandomState(checks.SEEDS - 1)
    with pytest.raises(ValueError, match="Seed must be"):
        np.random.RandomState(checks.SEEDS)
