import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.wording.words import (
    added,
    clear,
    counted,
    decimals,
    figure,
    near,
    point,
    sentence,
    tell_apart,
    trimmed,
    whole,
)


def read(text):
    """The number that a reader takes from a text."""
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    mantissa, _, power = text.replace("−", "-").replace(",", "").partition(" × 10")
    return float(f"{mantissa}e{power.translate(digits) or 0}")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.5, "0.5"),
        (-2.5, "−2.5"),
        (1 / 3, "0.3333"),
        (9999.4, "9999"),
        (10_000.0, "10,000"),
        (-12_345.0, "−12,340"),  # four digits
        (99_990.0, "99,990"),
        (123_456.0, "1.235 × 10⁵"),
        (100_000.0, "1 × 10⁵"),
        (-2e12, "−2 × 10¹²"),
        (0.0001234, "0.0001234"),
        (0.0001, "0.0001"),
        (0.00001, "1 × 10⁻⁵"),
        (0.0000123456, "1.235 × 10⁻⁵"),
        (99_999.0, "1 × 10⁵"),
    ],
)
def test_a_figure_has_four_digits_and_a_power_where_zeros_would_have_to_be_counted(value, text):
    assert figure(value) == text


@given(st.floats(-1e15, 1e15).filter(lambda x: not 0 < abs(x) < 1e-15), st.integers(1, 12))
def test_a_figure_is_the_number_to_its_digits(value, digits):
    assert read(figure(value, digits)) == pytest.approx(value, rel=0.51 * 10.0 ** (1 - digits), abs=0)


@pytest.mark.parametrize(
    ("value", "text"), [(-94.05, "− 94.05"), (94.05, "+ 94.05"), (0.0, "+ 0"), (-0.0, "+ 0")]
)
def test_a_number_that_is_added_has_its_sign_apart(value, text):
    assert added(figure(value)) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [("9999", "9999"), ("10000", "10,000"), ("1.500", "1.5"), ("0.00", "0"), ("100", "100")],
)
def test_needless_zeros_go_and_needed_ones_stay(text, written):
    assert trimmed(text) == written


@pytest.mark.parametrize(
    ("value", "distance", "text"),
    [
        (3.14159, 0.0, "3.14"),
        (3.14159, 1.0, "3.14"),
        (3.14159, 0.01, "3.142"),
        (3.14159, 0.001, "3.1416"),
        (2.0000004, 1e-6, "2.0000004"),
        (1 / 3, 1e-30, "0.333333333333"),
        (-0.5, 0.1, "−0.5"),
        (70_000.123, 0.01, "70,000.123"),
        (99_999.5, 0.1, "99,999.5"),
        (123_456.789, 0.01, "1.23457 × 10⁵"),
        (-100_000.25, 0.01, "−1 × 10⁵"),
    ],
)
def test_near_has_the_digits_that_tell_it_from_what_is_so_near(value, distance, text):
    assert near(value, distance) == text


@given(st.floats(-1000, 1000), st.floats(1e-10, 10))
def test_numbers_that_are_so_far_apart_are_written_otherwise(value, distance):
    assert near(value, distance) != near(value + distance, distance)


@given(
    st.floats(1e-12, 1e12),
    st.sampled_from([1, -1]),
    st.floats(-13, 2).map(lambda power: 10.0**power),
    st.integers(1, 6),
)
def test_of_two_numbers_that_are_compared_a_reader_sees_which_is_larger(one, sign, apart, digits):
    other = one + sign * apart * one
    said, beside = map(read, tell_apart(one, other, digits))
    assert (said > beside) == (one > other) and (said < beside) == (one < other)
    assert said == pytest.approx(one, rel=10.0 ** (1 - digits), abs=0)


def test_numbers_are_compared_in_as_few_digits_as_do():
    assert tell_apart(1.827, 1.82693) == ("1.827", "1.8269")
    assert tell_apart(1.1, 1) == ("1.1", "1")
    assert tell_apart(1 / 3, 1 / 3) == ("0.3333", "0.3333")
    assert tell_apart(2, 2 + 2e-14) == ("2", "2.00000000000002")  # fifteen, and no more
    assert tell_apart(2, 2 + 2e-15) == ("2", "2")


@given(st.integers(0, 10**9))
def test_a_whole_number_has_all_its_digits_in_threes(number):
    assert read(whole(number)) == number
    assert ("," in whole(number)) == (number >= 10_000)


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_rounding_of_larger_numbers_is_nothing(value, size):
    assert clear((value + size) - size - value, max(abs(value), size)) == 0
    assert clear(value, abs(value)) == value


@given(st.floats(1e-6, 1e6), st.integers(2, 6))
def test_decimals_show_so_many_digits(size, digits):
    shown = f"{size:.{decimals(size, digits)}f}".lstrip("0.").replace(".", "")
    assert len(shown) in (digits, digits + 1) or size >= 10 ** (digits - 1)


@pytest.mark.parametrize(
    ("size", "digits", "places"),
    [(1.0, 5, 4), (9.99, 5, 4), (10.0, 5, 3), (0.05, 2, 3), (123_456.0, 5, 0), (1e-20, 5, 12), (0.0, 5, 4)],
)
def test_decimals_are_as_many_as_the_size_leaves(size, digits, places):
    assert decimals(size, digits) == places


@pytest.mark.parametrize(
    ("theta", "distance", "text"),
    [
        ([3.0], None, "x = 3"),
        ([3.0, -2.0], None, "(3, −2)"),
        ([1 / 3, 2.0], None, "(0.3333, 2)"),
        ([3.0004], 0.0001, "x = 3.0004"),
        ([3.00000012345], 1e-9, "x = 3.0000001"),  # closer than a millionth is not looked for
        ([3.14159], 5.0, "x = 3.14"),
    ],
)
def test_a_point_is_x_or_coordinates(theta, distance, text):
    assert point(theta, distance) == text


def test_one_is_a_step_and_all_else_are_steps():
    assert [counted(n) for n in (0, 1, 2)] == ["0 steps", "1 step", "2 steps"]
    assert counted(20_000) == "20,000 steps"
    assert counted(1, "row") == "1 row" and counted(7, "row") == "7 rows"


def test_a_sentence_begins_with_a_capital_and_ends_with_a_stop():
    assert sentence("it rests at x = 3") == "It rests at x = 3."
    assert sentence("α is large") == "Α is large."
    assert sentence("") == ""
