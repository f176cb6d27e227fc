from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.wording.numerals import is_number, read_number
from gdcore import Ambiguous

DIGITS = st.integers(0, 10**6).map(str)
SIGNS = st.sampled_from(["", "-", "−", "+"])


def plainly(sign: str) -> str:
    return sign.replace("−", "-")


@given(SIGNS, DIGITS, DIGITS)
def test_a_decimal_comma_is_a_point_unless_it_may_stand_between_thousands(sign, before, after):
    text = f"{sign}{before},{after}"
    if len(after) == 3 and len(before) <= 3 and before != "0":
        with pytest.raises(Ambiguous, match=f"{before}.{after} or {before}{after}"):
            read_number(text)
    else:
        assert read_number(text) == float(f"{plainly(sign)}{before}.{after}")


@given(SIGNS, st.integers(0, 999), st.integers(1, 999), st.sampled_from(["/", " / ", "÷"]))
def test_a_fraction_is_divided(sign, above, below, slash):
    found = read_number(f"{sign}{above}{slash}{below}")
    assert found == float(Fraction(int(plainly(sign) + "1")) * Fraction(above, below))


@given(SIGNS, st.integers(-9, 4), st.sampled_from(["10^{}", "10**{}", "1e{}", "1·10^{}", "1 × 10^{}"]))
def test_a_power_of_ten_is_that_number(sign, exponent, form):
    found = read_number(sign + form.format(str(exponent).replace("-", "−")))
    assert found == pytest.approx(float(plainly(sign) + "1") * float(Decimal(10) ** exponent), rel=1e-15)


@given(st.integers(1000, 10**9), st.sampled_from([" ", "’", "'", "\u202f", "\xa0"]))
def test_thousands_may_be_set_apart(number, gap):
    assert read_number(f"{number:,}".replace(",", gap)) == number


@pytest.mark.parametrize(
    ("text", "number"), [("1,234", 1234), ("12.500", 12500), ("1.5", 1.5), ("300", 300), ("1e3", 1000)]
)
def test_a_whole_number_has_no_decimals_that_could_be_meant(text, number):
    assert read_number(text, whole=True) == number


@pytest.mark.parametrize(
    ("text", "is_it"),
    [("1.5", True), ("-2e5", True), ("2E-5 ", True), ("1,5", False), ("٣", False), ("", False)],
)
def test_a_program_writes_numbers_with_a_point_and_western_digits(text, is_it):
    assert is_number(text) == is_it


def test_three_digits_behind_a_comma_may_be_decimals_where_decimals_may_be():
    with pytest.raises(Ambiguous, match="could be"):
        read_number("1,234")


@pytest.mark.parametrize("text", ["1,000", "1.000", "250.000"])
def test_a_whole_number_followed_by_zeros_may_be_two(text):
    with pytest.raises(Ambiguous, match="could be"):
        read_number(text, whole=True)


@pytest.mark.parametrize(("text", "share"), [("5 %", "0.05"), ("2,5%", "0.025"), ("-10%", "-0.1")])
def test_a_percentage_is_asked_for_as_a_number(text, share):
    with pytest.raises(Ambiguous, match=f"write {share}$"):
        read_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1/0",
        "nan",
        "0x1F",
        "1,2,3",
        "٣",
        "1_000",
        "1/2x",
        "--1",
        "1e",
        "e",
        "1/2/3",
        "9^9^9",
        "10^99",
    ],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        read_number(text)


@pytest.mark.parametrize(("text", "number"), [("2,5E-3", 0.0025), ("1E2/4", 25), ("1E3", 1000)])
def test_an_exponent_may_be_a_capital(text, number):
    assert read_number(text) == number
