"""Lines that are no rows, and rows that could be taken for none."""

import pytest

from gdcore import read_table
from gdcore.tables.splitting import (
    cut_to_width,
    divide,
    find_delimiter,
    find_names_in,
    find_width,
    is_comment,
    rate,
    set_comments_aside,
    split,
    value_of,
)


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


@pytest.mark.parametrize(("columns", "may"), [(200, True), (201, False)])
def test_a_table_has_at_most_two_hundred_columns(columns, may):
    text = "\n".join([";".join(["1"] * columns)] * 3)
    if may:
        assert len(split(text).rows[0]) == columns
    else:
        with pytest.raises(ValueError, match="201 columns"):
            split(text)


@pytest.mark.parametrize("place", [1, -1])
def test_a_row_of_another_width_is_none_of_the_table_wherever_it_stands(place):
    rows = ["x;y", "1;2", "3;4", "5;6", "7;8"]
    rows[place] = "1;2;3"
    found = split("\n".join(rows))
    assert (found.header, found.width, len(found.rows), found.ragged) == (["x", "y"], 2, 3, 1)
    wide = [";".join(["1"] * 200)] * 4
    wide[place] += ";1"
    assert (split("\n".join(wide)).width, split("\n".join(wide)).ragged) == (200, 1)


@pytest.mark.parametrize(
    ("rows", "score"),
    [
        ([["1"], ["2"]], 0.0),  # of one column
        ([["1", "2"], ["3", "4"]], 1.1),
        ([["1", "2"], ["3", "4"], ["5", "6"], ["7"]], 0.75 * 1.1),
        ([["a", "b"], ["1", "2"]], 0.1 + 2 / 4),
        ([["a", ""], ["1", "2"]], 0.1 + 2 / 3),  # what is missing counts for nothing
        ([["", ""], ["", ""]], 0.1),
        ([["1", ""], ["", ""]], 1.1),
        ([["1;2", "3;4"], ["5", "6"]], 0.1),  # what another delimiter divides speaks against this one
        ([["1;2", "3;4"], ["5;6", "7"]], 0.1),  # and is no less than words
        ([["1", "2"]] * 50 + [["a", "b"]] * 50, 1.1),  # fifty rows are looked at
    ],
)
def test_rows_are_rated_by_their_numbers_and_their_width(rows, score):
    assert rate(rows) == pytest.approx(score)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.5", 1),
        ("2020-01-31", 1),
        ("NA", None),
        ("", None),
        ("Ulm", 0),
        ("1;Ulm", -1),
        ("Kiel 5", -1),
        ("Kiel|Ulm", 0),
        ("a " * 98 + "55;5", -1),  # 200 characters
        ("a " * 99 + "5;5", 0),  # 201 characters: a text
    ],
)
def test_a_cell_is_a_value_a_word_or_more_than_one_cell(cell, value):
    assert value_of(cell) == value


@pytest.mark.parametrize(
    ("rows", "width"),
    [
        ([["1", "2"], ["3", "4"], ["5"]], 2),
        ([["1", "2", ""], ["3", "4", " "], ["5"]], 2),  # a delimiter ends every row
        ([["1", "2", ""], ["3", "4", "5"]], 3),
        ([["1", "", ""], ["3", "", ""]], 1),
        ([["", ""], ["", ""]], 1),
        ([["1", "2"]] * 200 + [["1", "2", "3"]] * 300, 2),  # of the first two hundred rows
    ],
)
def test_the_width_is_that_of_most_rows(rows, width):
    assert find_width(rows) == width


def test_what_is_above_a_table_is_cut_off_and_what_is_empty_beside_it():
    above, table = cut_to_width(
        [["A report"], ["x", "y", ""], ["1", "2", "3"], ["4", "5"], ["6", "7"], ["8", "9"]]
    )
    assert above == [["A report"]]
    assert table == [["x", "y"], ["1", "2", "3"], ["4", "5"], ["6", "7"], ["8", "9"]]


def test_the_delimiter_is_the_one_with_the_most_numbers_and_an_equal_one_is_its_rival():
    assert find_delimiter(["a;b", "1;2", "3;4"]) == (";", "")
    assert find_delimiter(["1,5;2,5"] * 3)[0] == ";"
    assert find_delimiter(["a;b|c"] * 3) == (";", "|")
    assert find_delimiter(["1\t2"] * 3) == ("\t", "")  # blanks would divide there as well
    assert find_delimiter(["a\tb"] * 3) == ("\t", "")
    assert find_delimiter(["a;b|c,d"] * 3) == (";", ",")  # the first that does
    assert find_delimiter(["1 234,5 678"] * 10) == (",", " ")
    assert find_delimiter(["1 234,5 678"] * 9 + ["1 234,567"]) == (",", "")  # nine rows of ten are less
    assert find_delimiter(["1", "2"])[1] == ""
    assert find_delimiter(["a;b", "1;2"], ",") == (",", ";")
    assert find_delimiter(["a;b", "1;2"], ";") == (";", "")


@pytest.mark.parametrize(
    ("line", "is_one"),
    [("# words", True), (" \t#words", True), ('"# words"', True), ("#N/A,1", False), ("x # y", False)],
)
def test_a_comment_begins_with_a_number_sign(line, is_one):
    assert is_comment(line) is is_one


def test_comments_know_how_many_lines_stand_before_them():
    assert set_comments_aside(["# a", "1", "2", "# b", "3"]) == (["1", "2", "3"], [(0, "# a"), (2, "# b")])
    assert set_comments_aside(["#1", "#2"]) == (["#1", "#2"], [])
    assert set_comments_aside(["id", "#1", "#2"]) == (["id", "#1", "#2"], [])
    assert set_comments_aside(["1", "2"]) == (["1", "2"], [])
    assert set_comments_aside(["# a", "1", "2"]) == (["1", "2"], [(0, "# a")])


def test_names_may_be_in_the_last_comment():
    assert find_names_in(["# by me", "# x,y"], ",", 2) == ["x", "y"]
    assert find_names_in(["# x,y,"], ",", 2) == ["x", "y"]
    assert find_names_in(["#,y"], ",", 2) == ["#", "y"]
    assert find_names_in(["# x"], ",", 2) is None
    assert find_names_in(["# x,y,z"], ",", 2) is None
    assert find_names_in(["# 1,2"], ",", 2) is None
    assert find_names_in([], ",", 2) is None
    assert find_names_in(["# x,y", "# by me, in May, 2020", "#a,b"], ",", 2) == ["a", "b"]


@pytest.mark.parametrize(
    ("above", "header", "names_row", "comments"),
    [
        ("# a,b\n2010,2011\n", ["a", "b"], 0, 0),  # years may be data
        ("# a,b\nx,y\n", ["x", "y"], 1, 1),
        ("# a,b\n", ["a", "b"], 0, 0),
        ("", None, 0, 0),
    ],
)
def test_names_in_a_comment_are_those_of_a_table_that_may_have_none(above, header, names_row, comments):
    found = split(f"{above}1,5\n2,7\n3,6\n")
    assert (found.header, found.names_row, found.other_row) == (header, names_row, None)
    assert found.comments == comments


def test_marks_that_make_no_sense_are_letters():
    assert divide('a,"b"c\n1,2', ",") == [["a", '"b"c'], ["1", "2"]]
    assert divide('a,"b,c"\n1,2', ",") == [["a", "b,c"], ["1", "2"]]
    assert divide("a  b\t c \n1 2 3", " ") == [["a", "b", "c"], ["1", "2", "3"]]
    assert divide("a\n\n ,\nb", ",") == [["a"], ["b"]]
    assert divide("", ",") == [[""]]
    assert divide('a, "b,c"', ",") == [["a", "b,c"]]
    assert divide('a  "b"c', " ") == [["a", '"b"c']]


def test_of_a_text_all_is_counted_that_is_left_out():
    found = split("# made by hand\nA report\nx;y\n1;2\n3;4;5\n6;7\n8;9\n")
    assert (found.header, found.delimiter) == (["x", "y"], ";")
    assert found.rows == [["1", "2"], ["6", "7"], ["8", "9"]]
    assert (found.ragged, found.above, found.comments, found.names_row) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("names_row", "header", "rows", "above", "row_above"),
    [
        (None, ["x", "y"], 3, 2, None),
        (0, None, 4, 2, ["in May"]),  # it may have had the names
        (1, ["x", "y"], 3, 2, None),
        (2, ["1", "5"], 2, 3, None),
        (9, ["x", "y"], 3, 2, None),  # there is no such row
    ],
)
def test_the_row_of_names_may_be_chosen(names_row, header, rows, above, row_above):
    found = split("Heights\nin May\nx,y\n1,5\n2,7\n3,6\n", names_row=names_row)
    assert (found.header, len(found.rows), found.above, found.row_above) == (header, rows, above, row_above)
    assert list(found.top) == [["x", "y"], ["1", "5"]]


def test_the_last_row_may_have_the_names_and_one_beyond_it_may_not():
    assert split("1,2\n3,4\n", names_row=2).header == ["3", "4"]
    assert split("1,2\n", names_row=1).header == ["1", "2"]
    assert split("1,2\n", names_row=2).header is None


def test_the_line_above_names_in_doubt_is_kept():
    found = split("one\ntwo\nthree\n2010,2011\n1,5\n2,7\n3,6\n")
    assert (found.header, found.other_row, found.row_above) == (["2010", "2011"], 0, ["three"])
    assert split("2010,2011\n1,5\n2,7\n").row_above is None


def test_excels_first_line_names_the_delimiter_and_there_is_no_rival():
    found = split("sep=|\n1|2,3|4\n5|6,7|8\n")
    assert (found.delimiter, found.rival, found.rows[0]) == ("|", "", ["1", "2,3", "4"])


@pytest.mark.parametrize("delimiter", ["\t", " ", ":", ";"])
@pytest.mark.parametrize("line", ["sep={}", "SEP={}", " sep={} "])
def test_excels_first_line_may_name_any_delimiter(line, delimiter):
    found = split(f"{line.format(delimiter)}\n1{delimiter}2\n3{delimiter}4\n")
    assert (found.delimiter, found.header, found.rows) == (delimiter, None, [["1", "2"], ["3", "4"]])


def test_a_quotation_mark_is_no_delimiter():
    found = split('sep="\n1,2\n3,4\n5,6\n')
    assert (found.delimiter, len(found.rows), found.above) == (",", 3, 1)
