"""How numbers are written, and the sign of decimals, which a table has one of."""

from decimal import Decimal
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import read_table
from gdcore.tables import Reading
from gdcore.tables.numerals import is_number, undress
from tests.meaning import tells

OFFERS = {"decimal point", "decimal comma"}


def column(cells, *others, reading=None):
    """The numbers of a column beside another, None where there is none; and the answers that are offered."""
    rows = "".join(f"{number}\t{cell}\n" for number, cell in enumerate(cells, 10))
    table = read_table(f"n\tx\n{rows}", reading)
    found = table.columns[1]
    values = [
        None if fault else value for value, fault in zip(found.values.tolist(), found.faults, strict=True)
    ]
    return values, {doubt.answer for doubt in table.doubts} & OFFERS


# cells of one column → its numbers
WRITTEN = {
    "points beside commas": (["950.5", "1,234", "2,500"], [950.5, 1234, 2500]),
    "commas beside points": (["950,5", "1.234", "1.010,75"], [950.5, 1234, 1010.75]),
    "millions": (["1.234.567", "950.000", "870.500"], [1234567, 950000, 870500]),
    "millions with commas": (["1,234,567", "950,000"], [1234567, 950000]),
    "lakhs": (["12,34,567", "1,250"], [1234567, 1250]),
    "a zero": (["0.123", "1.234"], [0.123, 1.234]),
    "four digits": (["1234.567", "1.234"], [1234.567, 1.234]),
    "no digit": ([",125", "1,125"], [0.125, 1.125]),
    "an exponent": (["1.234e2", "1.234"], [123.4, 1.234]),
    "currencies": (["€5", "7.5 €", "-$3", "CHF 1'234.50", "£1,250"], [5, 7.5, -3, 1234.5, 1250]),
    "per cent": (["10%", "2.5 %", "3‰"], [10, 2.5, 3]),
    "apostrophes": (["1'234", "12’345.5", "1'234'567"], [1234, 12345.5, 1234567]),
    "blanks": (
        ["1 234", "12\u00a0345,5", "1\u202f234\u202f567", "1\u2009000"],
        [1234, 12345.5, 1234567, 1000],
    ),
    "blanks and three decimals": (["1 234.567", "1.234"], [1234.567, 1.234]),
    "parentheses": (["(1,234)", "2,345.5", "($7)"], [-1234, 2345.5, -7]),
    "minus signs": (["\u22125", "–6.5", "‑7", "- 8", "-9"], [-5, -6.5, -7, -8, -9]),
    "plus signs": (["+5", "+ 6.5"], [5, 6.5]),
    "no numbers": (["1", "2", "3", "4", "1 23", "1,23,4", "5-", "€5€"], [1, 2, 3, 4, *[None] * 4]),
    "two signs": (["1", "2", "3", "(-5)", "-€-5", "(+5)"], [1, 2, 3, *[None] * 3]),
    "signs behind a currency": (["€-5", "$+6", "-€7"], [-5, 6, -7]),
    "errors": (["1", "#N/A", "#DIV/0!", "#NV", "2"], [1, None, None, None, 2]),
}


@pytest.mark.parametrize(("cells", "values"), WRITTEN.values(), ids=WRITTEN)
def test_a_column_is_read_in_one_way(cells, values):
    assert column(cells) == (values, set())


CURRENCIES = [sign for sign in map(chr, range(0x250)) if category(sign) == "Sc"]
CURRENCIES += ["\u20a0", "€", "₽", "₿", "\u20c1", "\u20cf"]  # of a block of them, the latest not yet assigned


@pytest.mark.parametrize("sign", [*CURRENCIES, "EUR", "chf", "%", "‰"])
def test_a_number_may_be_marked(sign):
    assert undress(f"1 250.5 {sign}") == ("1250.5", sign.upper())
    assert is_number(f"5{sign}") and not is_number(sign)


@pytest.mark.parametrize("sign", ["x", "#", "\u209f", "\u20d0", "°", "kg"])
def test_of_other_units_a_number_is_a_word(sign):
    assert undress(f"5{sign}") == ("", "")
    assert not is_number(f"5{sign}")


def test_with_what_is_around_it_a_number_has_at_most_sixty_characters():
    assert undress("€" + "5" * 59) == ("5" * 59, "€")
    assert undress("€" + "5" * 60) == ("", "")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ('area,price\n52.5,"1,250"\n60.5,"980"\n', [1250, 980]),
        ("area;price\n52,5;1.250\n60,5;980\n", [1250, 980]),
        ("area;price\n52,5;1,250\n60,5;980\n", [1.25, 980]),
        ("area\tprice\n0.5\t1.250\n1.5\t980\n", [1.25, 980]),
    ],
)
def test_a_neighbour_decides_for_the_whole_table(text, numbers):
    table = read_table(text)
    assert (table.columns[1].values.tolist(), table.doubts) == (numbers, ())


@pytest.mark.parametrize(
    ("text", "first", "second", "answer"),
    [
        ('n,price\n1,"1,250"\n2,"980"\n3,"1,690"\n', [1250, 980, 1690], [1.25, 980, 1.69], "decimal comma"),
        ("n;umsatz\n1;950\n2;1.120\n3;1.305\n", [950, 1120, 1305], [950, 1.12, 1.305], "decimal point"),
        ("n,x\n1,1.250\n2,2.500\n", [1.25, 2.5], [1250, 2500], "decimal comma"),
        ("n;x\n1;1,250\n2;2,500\n", [1.25, 2.5], [1250, 2500], "decimal point"),
        ('n,x\n1,"€1,250"\n2,"(€2,500)"\n', [1250, -2500], [1.25, -2.5], "decimal comma"),
    ],
)
def test_what_nothing_decides_is_told_and_offered(text, first, second, answer):
    table = read_table(text)
    (doubt,) = table.doubts
    assert (table.columns[1].values.tolist(), doubt.answer) == (first, answer)
    assert any(f"{value:g}".replace("-", "−") in doubt.offer for value in second)
    again = read_table(text, Reading().answer(doubt.answer))
    assert again.columns[1].values.tolist() == second
    (doubt,) = again.doubts
    assert read_table(text, Reading().answer(doubt.answer)).columns[1].values.tolist() == first


def test_as_many_points_as_commas_are_points():
    for text in ("n\tx\n1\t1.5\n2\t2,5\n", "n;x\n1;1.5\n2;2,5\n"):
        (doubt,) = read_table(text).doubts
        assert tells(doubt.words, "decimal point", "1", "decimal comma", "2,5", "is left out")


def test_how_many_numbers_are_left_out_is_told_with_the_first_of_them():
    table = read_table("n;x\n1;€1,5\n2;€2,5\n3;€3.25\n4;€4.75\n5;€5,5\n")
    (doubt,) = table.doubts
    assert tells(doubt.words, "decimal comma", "2", "decimal point", "“€3.25”", "are left out")
    assert tells(doubt.offer, "decimal point")


def test_a_number_that_is_open_is_told_as_it_stands():
    (doubt,) = read_table("n\tx\n1\t(€1,250)\n2\t(€2,500)\n").doubts
    assert tells(doubt.words, "“(€1,250)”", "−1250", "−1.25", "read as −1250")
    assert tells(doubt.offer, "“(€1,250)”", "−1.25")


def test_numbers_among_words_decide_nothing():
    table = read_table("note;x;y\n1.5;1.250;7\nabout 2;1.750;8\nnothing;2.500;9\n")
    assert table.columns[1].values.tolist() == [1250, 1750, 2500]
    assert [doubt.answer for doubt in table.doubts if "decimal" in doubt.answer] == ["decimal point"]


def test_what_was_decided_is_told():
    assert "decimal points, commas between thousands" in read_table('a,b\n1.5,"1,250"\n2,"2,500"\n').read_as
    assert "decimal commas, points between thousands" in read_table("a;b\n1,5;1.250\n2;2.500\n").read_as
    assert "decimal" not in read_table("a,b\n1,2\n3,4\n").read_as
    assert "€ left out" in read_table("a,b\n€1,2\n€3,4\n").read_as
    assert "parentheses as negative" in read_table("a,b\n(1),2\n3,4\n").read_as


def test_numbers_with_the_other_sign_are_left_out_and_told():
    cells = ["1,5", "2,5", "3.25", "4"]
    values, offered = column(cells)
    assert (values, offered) == ([1.5, 2.5, None, 4], {"decimal point"})
    assert column(cells, reading=Reading(decimal="."))[1] == {"decimal comma"}
    table = read_table("x;y;z\n1,5;2.5;1\n2,5;3.5;2\n3,5;4;3\n")
    assert {each.name: each.why_not for each in table.columns if each.why_not} == {
        "y": "its numbers have a decimal point, unlike others"
    }


def test_numbers_that_are_marked_in_different_ways_are_told():
    for cells in (["10%", "0.5", "3"], ["€5", "$6", "€7"]):
        rows = "".join(f"{number},{cell}\n" for number, cell in enumerate(cells))
        (doubt,) = read_table(f"n,price\n{rows}").doubts
        assert doubt.words.startswith("price has numbers with") and doubt.answer == ""
    assert read_table("n,x\n1,5%\n2,6%\n").doubts == ()
    (doubt,) = read_table("n,x\n1,5%\n2,6\n").doubts
    assert tells(doubt.words, "x", "%", "others with no mark")
    words = "n,x,note\n1,5,€5\n2,6,$6\n3,7,a\n4,8,b\n5,9,c\n"
    assert read_table(words).doubts == ()


def test_commas_that_part_numbers_are_told():
    texts = {
        "n,price\n1,1,250\n2,1,690\n": ("“n,price”", "2 cells", "3"),
        "x\n1,5\n2,25\n3,75\n": ("“x”", "1 cell", "2"),
    }
    for text, told in texts.items():
        assert any(
            tells(doubt.words, *told, "commas", "quotation marks") for doubt in read_table(text).doubts
        )


def test_another_delimiter_that_would_do_as_well_is_offered():
    text = "1 234,5 678\n2 345,1 700\n"
    table = read_table(text)
    assert [each.values.tolist() for each in table.columns] == [[1234, 2345], [5678, 1700]]
    (doubt,) = table.doubts
    again = read_table(text, Reading().answer(doubt.answer))
    assert [each.values.tolist() for each in again.columns] == [[1, 2], [234.5, 345.1], [678, 700]]
    assert [doubt.answer for doubt in again.doubts] == ["commas"]


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([".,", ",.", ".'", ",\u00a0"]))
def test_grouped_numbers_are_read_to_the_digit(value, signs):
    text = f"{abs(value):,.2f}".translate(str.maketrans(".,", signs))
    text = f"({text})" if value < 0 else text
    values, offered = column([text, text])
    assert (values, offered) == ([float(Decimal(value))] * 2, set())
