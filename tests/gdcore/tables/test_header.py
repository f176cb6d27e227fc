"""Which row has the names, and where that is in doubt."""

import pytest

from gdcore import read_table
from gdcore.tables import Reading
from gdcore.tables.header import guess_names, mark_name

ROWS = "1,5\n2,7\n3,6\n"
# what stands above these → names, and the readings that are offered
HEADERS = {
    "words": ("x,y\n", ["x", "y"], []),
    "none": ("", ["column 1", "column 2"], []),
    "numbers": ("8,9\n", ["column 1", "column 2"], []),
    "years": ("2010,2011\n", ["2010", "2011"], ["no names"]),
    "a word and a year": ("x,2011\n", ["x", "2011"], ["no names"]),
    "nothing and a count": (",0\n", ["column 1", "0"], ["no names"]),
    "nothing and a number": (",4\n", ["column 1", "column 2"], []),
    "a comment": ("# x,y\n", ["x", "y"], []),
    "a comment without a blank": ("#x,y\n", ["x", "y"], []),
    "a number sign": ("#,y\n", ["#", "y"], []),
    "a comment with a comma at its end": ("#x,y,\n", ["x", "y"], []),
    "a comment above names": ("# by ann, 2020\nx,y\n", ["x", "y"], []),
    "a comment that is none": ("# measured in May\n", ["column 1", "column 2"], []),
    "a title": ("Heights\n\nx,y\n", ["x", "y"], []),
    "a title of two words": ("Heights,May\nx,y\n", ["Heights", "May"], ["names in the second row"]),
    "units": ("x,y\nm,kg\n", ["x", "y"], ["names in the second row"]),
    "years below a title": ("Heights,May\n2010,2011\n", ["Heights", "May"], ["names in the second row"]),
    "texts, as a spreadsheet marks them": ("'2010,'=y\n", ["2010", "=y"], []),
    "nothing and a word": (",y\n", ["column 1", "y"], ["no names"]),
    "a comma at its end": ("x,y,\n", ["x", "y"], []),
    "a comment of words above names": ("# ann,bob\nx,y\n", ["x", "y"], []),
}


@pytest.mark.parametrize(("above", "names", "answers"), HEADERS.values(), ids=HEADERS)
def test_names_are_found_and_doubts_are_told(above, names, answers):
    table = read_table(above + ROWS)
    assert [column.name for column in table.columns] == names
    assert [doubt.answer for doubt in table.doubts] == answers
    assert [column.values[column.faults == 0][-3:].tolist() for column in table.columns] == [
        [1, 2, 3],
        [5, 7, 6],
    ]


@pytest.mark.parametrize("end", [",", ",,"])
@pytest.mark.parametrize("header", ["x,y", "x,y,", "2010,2011"])
def test_a_delimiter_at_the_end_of_rows_loses_no_header(header, end):
    table = read_table(f"{header}\n" + ROWS.replace("\n", f"{end}\n"))
    assert [column.name for column in table.columns] == header.split(",")[:2]
    assert (table.rows, table.ragged) == (3, 0)


def test_a_country_and_years_are_names_and_no_point():
    table = read_table("country,2010,2011\nDE,5,6\nFR,7,8\n")
    assert table.numeric == ["2010", "2011"]
    data, dropped = table.data("2010", "2011")
    assert (data.x.tolist(), data.y.tolist(), dropped) == ([5, 7], [6, 8], ())


@pytest.mark.parametrize(
    ("row", "count", "other"), [(0, 4, "first row"), (1, 3, "no names"), (2, 2, "first row")]
)
def test_the_row_of_names_can_be_told(row, count, other):
    table = read_table("a,2010\n4,5\n" + ROWS.split("\n", 1)[1], Reading(names_row=row))
    assert table.rows == count
    (doubt,) = table.doubts
    assert other in doubt.answer


def test_words_beside_numbers_below_words_beside_numbers_leave_a_doubt():
    text = "ann,1,2\nbob,3,4\ncid,5,6\n"
    table = read_table(text)
    (doubt,) = table.doubts
    assert (table.rows, doubt.answer) == (3, "names in the first row")
    assert read_table(text, Reading().answer(doubt.answer)).numeric == ["1", "2"]


YEARS = [
    (["2010", "2011", "2012"], True),
    (["2010", "2015", "2020"], True),
    (["2012", "2011", "2010"], True),
    (["2010", "2010", "2011", "2011"], True),  # two columns for each
    (["1800", "1801"], True),
    (["2199", "2198"], True),
    (["2010", "2010"], False),
    (["2010", "2011", "2013"], False),
    (["2010", "2011", "5"], False),
    (["1799", "1800"], False),
    (["2200", "2199"], False),
    (["2010"], False),
]


@pytest.mark.parametrize(("row", "are_names"), YEARS)
def test_years_at_equal_distances_may_be_names(row, are_names):
    below = [["1"] * len(row), ["2"] * len(row)]
    assert guess_names([row, *below]) == ((1, 0) if are_names else (0, None))


@pytest.mark.parametrize(
    ("row", "names"),
    [
        (["", "0", "1"], (1, 0)),  # as pandas numbers columns without names
        (["", "1", "2"], (0, None)),
        (["7", "0", "1"], (0, None)),
        (["", "x", "y"], (1, None)),  # above a column that has none: pandas' index
        (["x", "", "y"], (1, 0)),
        (["x", "y", ""], (1, 0)),
        (["", "x", ""], (1, 0)),
        (["", "", "5"], (0, None)),
    ],
)
def test_gaps_in_the_first_row(row, names):
    assert guess_names([row, ["1", "2", "3"], ["4", "5", "7"]]) == names


def test_what_most_cells_of_a_column_are_tells_its_first_from_them():
    assert guess_names([["5", "6"], ["1", "a"], ["NA", "b"], ["", "3"]]) == (0, None)
    assert guess_names([["a", "6"], ["1", "a"], ["NA", "3"], ["", "4"]]) == (1, 0)


def test_a_second_row_of_words_leaves_a_doubt_above_a_single_row_of_numbers():
    assert guess_names([["x", "y"], ["m", "kg"], ["1", "5"]]) == (1, 2)
    assert guess_names([["x", "y"], ["1", "5"]]) == (1, None)
    assert guess_names([["x", "y"]]) == (1, None)
    assert guess_names([["1", "5"]]) == (0, None)


def test_years_below_years_are_data():
    table = read_table("2010,2011\n2011,2012\n2012,2014\n")
    assert (table.rows, table.doubts) == (3, ())


def test_names_with_a_gap_leave_a_doubt():
    (doubt,) = read_table("a,,b\n1,2,3\n4,5,7\n").doubts
    assert doubt.answer == "no names"


def test_only_a_comment_above_the_table_has_its_names_and_is_no_comment_then():
    assert "#" not in read_table("# x,y\n" + ROWS).read_as
    table = read_table("1,5\n# x,y\n2,7\n3,6\n")
    assert table.numeric == ["column 1", "column 2"]
    assert "1 line beginning with # left out" in table.read_as


def test_dates_without_names_above_them_are_dates():
    table = read_table("2020-01-01,1\n2020-01-02,2\n2020-01-05,3\n")
    assert table.columns[0].values.tolist() == [0, 1, 4]
    assert table.doubts == ()
    table = read_table("ann,Ulm,2020-01-01,2020-01-02\nbob,Bonn,2020-01-03,2020-01-06\n")
    assert (table.rows, [doubt.answer for doubt in table.doubts]) == (2, ["names in the first row"])


def test_dates_above_numbers_are_names():
    table = read_table("country,2020-01-31,2020-02-29\nDE,5,6\nFR,7,8\n")
    assert table.numeric == ["2020-01-31", "2020-02-29"]
    assert [doubt.answer for doubt in table.doubts] == ["no names"]


@pytest.mark.parametrize("name", ["x", "Größe", "x = 2", "a-b", "EUR"])
def test_a_name_that_is_one_for_everybody_stands_as_it_is(name):
    assert mark_name(name) == name


MARKED = ["=1+1", "2010", "-x", "@x", "NA", "1e5", "2020-01-31", "€5", "_", "#"]


@pytest.mark.parametrize("name", MARKED)
def test_a_name_that_could_be_something_else_is_marked_as_text_and_read_as_it_was(name):
    assert mark_name(name) == f"'{name}"
    table = read_table(f"{mark_name(name)}\ty\n1\t2\n3\t4\n")
    assert (table.numeric, table.doubts) == ([name, "y"], ())
