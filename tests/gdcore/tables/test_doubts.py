"""What is told of a table's doubts, and what an answer to them decides."""

import pytest

from gdcore import read_table
from gdcore.tables import ANSWERS, Reading
from gdcore.tables.doubts import quote, quote_row
from tests.meaning import tells

ROWS = "1,5\n2,7\n3,6\n"


@pytest.mark.parametrize(
    ("text", "answers", "words", "offer"),
    [
        ("2010,2011\n" + ROWS, [], ("first row", "“2010, 2011”", "names"), ("first row", "data")),
        (
            "2010,2011\n" + ROWS,
            ["no names"],
            ("first row", "“2010, 2011”", "data"),
            ("first row", "names"),
        ),
        (
            "x,y\nm,kg\n" + ROWS,
            [],
            ("first row", "“x, y”", "names", "not the second"),
            ("second row", "names"),
        ),
        (
            "x,y\nm,kg\n" + ROWS,
            ["names in the second row"],
            ("second row", "“m, kg”", "names", "not the first"),
            ("first row", "names"),
        ),
        ("ann,1,2\nbob,3,4\n", [], ("first row", "“ann, 1, 2”", "data"), ("first row", "names")),
    ],
)
def test_the_row_in_doubt_is_quoted_and_another_offered(text, answers, words, offer):
    reading = Reading()
    for answer in answers:
        reading = reading.answer(answer)
    (doubt,) = read_table(text, reading).doubts
    assert tells(doubt.words, *words) and tells(doubt.offer, *offer)
    assert doubt.words.endswith("data." if words[-1] == "data" else f"{words[-1]}.")


# what a table offers → the names and the first column that it then has
OFFERED = {
    "no names": ("2010,2011\n" + ROWS, ["column 1", "column 2"], [2010, 1, 2, 3]),
    "names in the first row": ("1,ann,2\n3,bob,4\n5,cid,6\n", ["1", "ann", "2"], [3, 5]),
    "names in the second row": ("x,y\nm,kg\n" + ROWS, ["m", "kg"], [1, 2, 3]),
    "month first": (
        "day,y\n01/04/2020,1\n01/05/2020,2\n",
        ["day (days since 2020-01-04)", "y"],
        [0, 1],
    ),
    "decimal comma": ("x\ty\n1.250\t3\n2.500\t4\n", ["x", "y"], [1250, 2500]),
    "decimal point": ("x;y\n1,250;3\n2,500;4\n", ["x", "y"], [1250, 2500]),
    "spaces": ("1 234,5 678\n2 345,1 700\n", ["column 1", "column 2", "column 3"], [1, 2]),
}


@pytest.mark.parametrize(
    ("answer", "text", "names", "first"), [(key, *case) for key, case in OFFERED.items()]
)
def test_an_answer_decides_what_it_says(answer, text, names, first):
    assert answer in [doubt.answer for doubt in read_table(text).doubts]
    table = read_table(text, Reading().answer(answer))
    assert [column.name for column in table.columns] == names
    assert table.columns[0].values.tolist() == first


@pytest.mark.parametrize(
    ("answer", "other"),
    [
        ("day first", "month first"),
        ("decimal point", "decimal comma"),
        ("no names", "names in the first row"),
        ("no names", "names in the second row"),
        ("commas", "semicolons"),
        ("tabs", "spaces"),
    ],
)
def test_the_last_answer_to_a_question_holds(answer, other):
    first, second = Reading().answer(answer), Reading().answer(other)
    assert first != second
    assert (first.answer(other), second.answer(answer)) == (second, first)
    assert {answer, other} <= ANSWERS.keys()


def test_a_table_that_was_read_as_its_answers_say_leaves_no_other_doubt():
    assert read_table("x,y\n" + ROWS).doubts == ()
    assert read_table("day,y\n01/04/2020,1\n13/05/2020,2\n", Reading().answer("day first")).doubts == ()


def test_delimiters_that_would_do_as_well_are_told():
    (doubt,) = read_table("1 234,5 678\n2 345,1 700\n").doubts
    assert tells(doubt.words, "divided by commas", "spaces")
    assert tells(doubt.offer, "spaces")


def test_a_long_quotation_is_cut_and_has_no_signs_that_cannot_be_shown():
    assert quote("a" * 60) == f"“{'a' * 60}”"
    assert quote("a" * 61) == f"“{'a' * 60}…”"
    assert quote("a\x00b\u200b") == "“a b ”"
    assert quote_row([" a ", '"b"', ""]) == "“a, b, ”"
