"""Lines that are no rows, and rows that could be taken for none."""

import pytest

from gdcore import read_table


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NV", "#WERT!", "#¡VALOR!"])
def test_a_row_that_begins_with_an_error_counts(error):
    table = read_table(f"x,y\n{error},1\n1,2\n3,4\n")
    assert table.rows == 3
    assert table.data("x", "y")[1] == ("1 row without a value in x",)


@pytest.mark.parametrize(("comments", "count"), [("# one\n", "1 line"), ("# one\n#two, three\n", "2 lines")])
def test_comments_are_counted(comments, count):
    for text in (f"{comments}x,y\n1,2\n3,4\n", f"x,y\n1,2\n{comments}3,4\n"):
        table = read_table(text)
        assert f"{count} beginning with # left out" in table.read_as
        assert table.rows == 2


def test_rows_that_all_begin_with_a_number_sign_are_rows():
    table = read_table("id,x,y\n#1,5,6\n#2,7,8\n#3,9,9\n")
    assert (table.rows, table.numeric) == (3, ["x", "y"])


def test_words_in_quotation_marks_between_blanks_are_one_cell():
    table = read_table('"the city"  x y\n"New York" 1  2\n"Rome" 3 4 \n')
    assert [column.name for column in table.columns] == ["the city", "x", "y"]
    assert table.columns[2].values.tolist() == [2, 4]


@pytest.mark.parametrize(
    ("row", "delimiter"),
    [
        ("551602,260\tUlm\t-CHF 31\tKiel\t901,3", "tabs"),
        ("926,6142|Ulm|Kiel|961,136", "bars"),
        ("743,0787;Rome;558,126", "semicolons"),
        ("-$282,17 Kiel 96'993,624", "spaces"),
    ],
)
def test_a_decimal_comma_is_no_delimiter_however_many_words_stand_between(row, delimiter):
    table = read_table("\n".join([row] * 5))
    assert f"{delimiter} between columns" in table.read_as
