import csv
from io import StringIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import Data, read_table
from tests.gdcore.tables.malformed import malformed
from tests.meaning import tells

MEGABYTE, ROWS = 1_048_576, 10_000  # the most that the page says is allowed

# what a table is, as it stands in a file → its numeric columns
KNOWN = {
    "commas": ("x,y\n1,2\n3,-4.5\n", {"x": [1, 3], "y": [2, -4.5]}),
    "semicolons and decimal commas": ("x;y\n1,5;2,25\n3,5;4\n", {"x": [1.5, 3.5], "y": [2.25, 4]}),
    "points group thousands": ("x;y\n1.234,5;1\n2.000.000,0;2\n", {"x": [1234.5, 2e6], "y": [1, 2]}),
    "commas group thousands": ('x,y\n"1,234",1\n"12,345,678.5",2\n', {"x": [1234, 12345678.5], "y": [1, 2]}),
    "quoted decimal commas": ('x,y\n"1,5",1\n"2,25",2\n', {"x": [1.5, 2.25], "y": [1, 2]}),
    "tabs": ("x\ty\n1\t2\n3\t4\n", {"x": [1, 3], "y": [2, 4]}),
    "bars": ("x|y\n1|2\n3|4\n", {"x": [1, 3], "y": [2, 4]}),
    "spaces": ("1   2\n3 4\n", {"column 1": [1, 3], "column 2": [2, 4]}),
    "no header": ("1,2\n3,4\n5,6\n", {"column 1": [1, 3, 5], "column 2": [2, 4, 6]}),
    "line ends of Windows": ("x,y\r\n1,2\r\n3,4\r\n", {"x": [1, 3], "y": [2, 4]}),
    "line ends of old": ("x,y\r1,2\r3,4", {"x": [1, 3], "y": [2, 4]}),
    "quotes": ('"x, in m","y"\n"1","2"\n"3","4"\n', {"x in m": [1, 3], "y": [2, 4]}),
    "a quoted line end": ('"x\nm",y\n1,2\n3,4\n', {"x m": [1, 3], "y": [2, 4]}),
    "a quotation mark left open": ('x,y\n1,2\n"3,4\n5,6\n', {"x": [1, 3, 5], "y": [2, 4, 6]}),
    "text beside numbers": ("who,x,y\nann,1,2\nbob,3,4\n", {"x": [1, 3], "y": [2, 4]}),
    "a title and comments": (
        "Heights 2020\n# ann\n\nx,y\n1,2\n3,4\n5,6",
        {"x": [1, 3, 5], "y": [2, 4, 6]},
    ),
    "Excel's first line": ("sep=;\nx;y\n1,5;2\n3;4\n", {"x": [1.5, 3], "y": [2, 4]}),
    "per cent": ("x,y\n10%,2\n20.5 %,4\n", {"x": [10, 20.5], "y": [2, 4]}),
    "exponents": ("x,y\n1e3,2\n-2.5E-1,4\n", {"x": [1000, -0.25], "y": [2, 4]}),
    "a name three times": ("a,a,a\n1,2,3\n4,5,6\n", {"a": [1, 4], "a (2)": [2, 5], "a (3)": [3, 6]}),
    "names twice, and none": ("a,a,\n1,2,3\n4,5,6\n", {"a": [1, 4], "a (2)": [2, 5], "column 3": [3, 6]}),
    "dates": (
        "day,y\n2020-01-01,1\n2020-01-03,2\n2020-03-01,3\n",
        {"day (days since 2020-01-01)": [0, 2, 60], "y": [1, 2, 3]},
    ),
    "German dates": (
        "Tag;y\n03.02.2020;2,5\n01.02.2020;3\n",
        {"Tag (days since 2020-02-01)": [2, 0], "y": [2.5, 3]},
    ),
    "hours": (
        "at,y\n2020-01-01 12:00,1\n2020-01-01 18:00,2\n",
        {"at (days since 2020-01-01)": [0, 0.25], "y": [1, 2]},
    ),
    "no names that could do harm": (
        "$$x$$,<b>\\y\n1,2\n3,4\n",
        {"$x$": [1, 3], "<b>/y": [2, 4]},
    ),
}


def numbers(table):
    """The columns that can be chosen, with None where there is no number."""
    return {
        column.name: np.where(column.faults > 0, None, column.values).tolist()
        for column in table.columns
        if not column.why_not
    }


@pytest.mark.parametrize(("text", "expected"), KNOWN.values(), ids=KNOWN)
def test_a_table_is_read_as_it_was_meant(text, expected):
    table = read_table(text)
    assert numbers(table) == expected
    assert table.numeric == list(expected)
    assert table.rows == len(next(iter(expected.values())))


ENCODINGS = ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_whatever_the_encoding_the_table_is_the_same(encoding):
    table = read_table("Größe;Höhe\n1,5;2\n2,5;3\n".encode(encoding))
    assert numbers(table) == {"Größe": [1.5, 2.5], "Höhe": [2, 3]}


def test_what_was_dropped_is_told_with_its_reason():
    text = "who,x,y\na,1,2\nb,,3\nc,2,\nd,3,oops\ne,inf,1\nf,4,1e13\ng,5,6\nh,7\ni,NA,n/a\n"
    data, dropped = read_table(text).data("x", "y")
    assert isinstance(data, Data)
    assert (data.x.tolist(), data.y.tolist(), data.x_name, data.y_name) == ([1, 5], [2, 6], "x", "y")
    assert dropped == (
        "1 row with more or fewer than 3 cells",
        "2 rows without a value in x",
        "1 row with an infinite number, or one beyond ±10¹², in x",
        "1 row without a value in y",
        "1 row with something else than a number in y",
        "1 row with an infinite number, or one beyond ±10¹², in y",
    )


def test_all_rows_are_kept_or_told():
    text = "x,y\n" + "1,2\n3,4\n,5\n6,x\n7,8,9\n" * 100
    table = read_table(text)
    data, dropped = table.data("x", "y")
    assert (table.rows, table.ragged) == (500, 100)
    assert data.x.size + sum(int(sentence.split()[0]) for sentence in dropped) == 500


def test_columns_that_cannot_be_chosen_say_why():
    table = read_table("who,x,y,mostly,empty\nann,1,2,3,\nbob,3,4,a,\ncid,5,6,b,\n")
    assert {column.name: column.why_not for column in table.columns if column.why_not} == {
        "who": "it has no numbers",
        "mostly": "only 1 of 3 values are numbers",
        "empty": "it is empty",
    }
    for name in ("who", "mostly", "nowhere"):
        with pytest.raises(ValueError, match="x and y can be x, y"):
            table.data(name, "y")


def test_a_column_says_what_its_numbers_are_short_of():
    table = read_table("huge,words,x,y\n1e13,a,1,2\n-2e13,b,2,3\ninf,7,3,4\n5,c,4,5\n")
    assert {column.name: column.why_not for column in table.columns if column.why_not} == {
        "huge": "only 1 of 4 values are numbers within ±10¹²",
        "words": "only 1 of 4 values are numbers",
    }


def test_names_have_forty_characters_and_are_told_apart():
    long = "a" * 50
    names = [
        column.name for column in read_table(f"{','.join([long] * 101)}\n{','.join('1' * 101)}\n").columns
    ]
    assert (names[0], names[1], names[100]) == ("a" * 40, f"{'a' * 36} (2)", f"{'a' * 34} (101)")
    assert len(set(names)) == 101


def test_names_of_dates_have_forty_characters_and_are_told_apart():
    header = "date of the first visit,date of the first call,day,day,day"
    rows = ["2020-01-01,2020-01-01,2020-01-01,2020-01-01,2020-01-05"]
    rows += ["2020-01-03,2020-01-05,2020-01-09,2020-01-02,2020-01-06"]
    table = read_table("\n".join([header, *rows]))
    assert table.numeric == [
        "date of the firs (days since 2020-01-01)",
        "date of the (2) (days since 2020-01-01)",
        "day (days since 2020-01-01)",
        "day (2) (days since 2020-01-01)",
        "day (days since 2020-01-05)",
    ]
    assert table.data(*table.numeric[:2])[0].y.tolist() == [0, 4]


@pytest.mark.parametrize(
    ("above", "told"),
    [
        ("", []),
        ("Heights\n", ["1 line above the table left out"]),
        ("Heights\nin May\n", ["2 lines above the table left out"]),
        ("# ann\n", ["1 line beginning with # left out"]),
    ],
)
def test_what_is_above_a_table_is_told(above, told):
    read_as = read_table(f"{above}x,y\n1,2\n3,4\n5,6\n").read_as
    assert read_as == ", ".join(["commas between columns", "a row of names", *told])


def test_how_numbers_are_written_is_told():
    assert "$ and € left out" in read_table("a,b\n€1,2\n$3,4\n").read_as
    assert "left out" not in read_table("a,b\n1 000,2\n3,4\n").read_as
    assert "negative" not in read_table("a,b\n€1,2\n3,4\n").read_as
    assert "no row of names" in read_table("1,2\n3,4\n").read_as


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (3, ("one column", "a: it has no numbers; b: it has no numbers; c: it has no numbers)")),
        (4, ("one column", "a: ", "c: it has no numbers; and 1 more)")),
        (5, ("one column", "a: ", "c: it has no numbers; and 2 more)")),
    ],
)
def test_three_columns_at_most_are_named_that_have_no_numbers(words, told):
    text = "\n".join(f"{','.join('abcde'[:words])},{number}" for number in "x123")
    with pytest.raises(ValueError) as error:
        read_table(text)
    assert tells(str(error.value), *told)
    assert "d: " not in str(error.value)


def test_a_table_without_any_number_is_told():
    with pytest.raises(ValueError) as error:
        read_table("a,b\nu,v\nw,x\n")
    assert tells(str(error.value), "no column of numbers", "a", "b", "Two")


REFUSED = {
    "nothing": (b"", "empty"),
    "blank lines": (b"\n \r\n\t\n", "empty"),
    "names alone": (b"x,y\n", "no rows of numbers"),
    "one column": (b"x\n1\n2\n", "[Tt]wo"),
    "one column of numbers": (b"who,x\nann,1\nbob,2\n", "one column of numbers .who: it has no numbers."),
    "words": (b"It was the best of times,\nit was the worst of times.\n", "Two"),
    "zeros": (bytes(1000), "control characters"),
    "a zip archive": (b"PK\x03\x04rest", "Excel workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0rest", "Excel workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "picture"),
    "a PDF": (b"%PDF-1.7", "PDF"),
    "too many bytes": (b"x,y\n" + b"1,2\n" * MEGABYTE, "Up to 1 MB"),
    "too many rows": (b"x,y\n" + b"1,2\n" * (ROWS + 1), "10,001 rows. Up to 10,000"),
    "too many rows, some of another width": (
        b"x,y\n" + b"1,2\n" * (ROWS - 1) + b"1\n2\n",
        "10,001 rows. Up to 10,000",
    ),
    "too many columns": (b"1" + b",1" * 200 + b"\n" + b"2" + b",2" * 200 + b"\n", "201 columns. Up to 200"),
}


@pytest.mark.parametrize(("raw", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_told(raw, message):
    with pytest.raises(ValueError, match=message):
        read_table(raw)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x,y\n1,2\n1,3\n1,4\n", "All values of x are the same"),
        ("x,y\n1,2\n,3\n", "Only 1 row with a number in both x and y"),
        ("x,y\n1,\n,3\n2,\n,5\n", "Only 0 rows with a number in both x and y"),
        ("x,y\n1000000000,2\n1000000000.1,3\n", "nearly so"),
    ],
)
def test_two_columns_without_a_line_are_told(text, message):
    table = read_table(text)
    with pytest.raises(ValueError, match=message):
        table.data("x", "y")


def test_x_and_y_are_two_columns():
    with pytest.raises(ValueError, match="two columns"):
        read_table("x,y\n1,2\n3,4\n").data("x", "x")


def test_as_much_as_is_allowed_is_read():
    lines = [f"{number},{number * number}" for number in range(ROWS)]
    text = "x,y\n" + "\n".join(lines)
    padded = text + "\n" * (MEGABYTE - len(text))
    data, dropped = read_table(padded.encode()).data("x", "y")
    assert data.x.tolist() == list(range(ROWS))
    assert dropped == ()
    with pytest.raises(ValueError, match="1 MB"):
        read_table(padded.encode() + b"\n")


FINITE = st.floats(-1e12, 1e12, allow_nan=False)
PAIRS = st.lists(st.tuples(FINITE, FINITE), min_size=2, max_size=30)


WAYS = st.tuples(
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([["größe", "b"], []]),
    st.sampled_from(["utf-8-sig", "latin-1", "utf-16"]),
)


@given(PAIRS, WAYS)
def test_numbers_that_were_written_are_read_to_the_bit(pairs, way):
    delimiter, header, encoding = way
    written = StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerows([*filter(None, [header]), *([repr(number) for number in pair] for pair in pairs)])
    table = read_table(written.getvalue().encode(encoding))
    np.testing.assert_allclose([column.values for column in table.columns], np.transpose(pairs), rtol=1e-15)
    assert [column.name for column in table.columns] == (header or ["column 1", "column 2"])


@given(PAIRS)
def test_decimal_commas_are_read_as_pandas_reads_them(pairs):
    text = pd.DataFrame(pairs, columns=["a", "b"]).to_csv(sep=";", decimal=",", index=False)
    expected = pd.read_csv(StringIO(text), sep=";", decimal=",")
    np.testing.assert_allclose(list(numbers(read_table(text)).values()), expected.to_numpy().T, rtol=1e-14)


FORMS = {"ISO": "{0.year:04}-{0.month:02}-{0.day:02}", "German": "{0.day:02}.{0.month:02}.{0.year:04}"}


@given(st.lists(st.dates(), min_size=2, max_size=20, unique=True), st.sampled_from(list(FORMS.values())))
def test_dates_are_days_since_the_first(days, form):
    text = "day,y\n" + "".join(f"{form.format(day)},{number}\n" for number, day in enumerate(days))
    table = read_table(text)
    first = min(days)
    assert table.numeric == [f"day (days since {first.isoformat()})", "y"]
    assert table.columns[0].values.tolist() == [(day - first).days for day in days]


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_anything_gives_a_table_or_a_message(raw):
    assert_table_or_message(raw)


LONG = 200_000  # of the same: what takes quadratic time does not end
ENDLESS = [
    "1,",
    "1,234",
    "1 ",
    "1 234",
    "-",
    " ",
    "'",
    "(",
    "1.",
    "#",
    "#A",
    '"',
    "€",
    "1\u00a0",
    "1/2/",
    "1 2\t",
    "5;",
]


@pytest.mark.parametrize("part", ENDLESS)
@pytest.mark.parametrize("around", [("", ""), ("x,y\n1,2\n-", "x,3\n"), ("x;y\n1;2\n1", "x;3\n"), ("1", "")])
def test_one_endless_cell_takes_no_endless_time(part, around):
    before, after = around
    assert_table_or_message(before + part * (LONG // len(part)) + after)


@pytest.mark.parametrize(
    "number",
    [pytest.param(number, marks=pytest.mark.thorough if number % 4 else ()) for number in range(200)],
)
def test_a_malformed_table_gives_data_or_a_message(number):
    assert_table_or_message(malformed(number))


def assert_table_or_message(raw):
    try:
        table = read_table(raw)
        data, dropped = table.data(*table.numeric[:2])
    except ValueError as error:
        assert_clear(str(error))
        return
    assert np.isfinite([data.x, data.y]).all()
    assert 2 <= data.x.size == data.y.size <= ROWS
    assert data.x.size + sum(int(each.split()[0].replace(",", "")) for each in dropped) == table.rows
    names = [column.name for column in table.columns]
    assert all(name.isprintable() and 0 < len(name) <= 40 for name in names)
    assert len(set(names)) == len(names)


def assert_clear(message):
    """A sentence or two of ours, that say what is allowed; no message of a library's."""
    assert message[0].isupper() and message.endswith(".") and message.isprintable()
    assert 20 < len(message) < 400
    assert any(word in message for word in ("allowed", "wanted", "Save", "wants", "have to", "can be"))


@pytest.mark.thorough
def test_the_malformed_tables_are_of_many_kinds():
    found = set()
    for number in range(200):
        try:
            read_table(malformed(number))
        except ValueError as error:
            found.add(str(error)[:20])
        else:
            found.add("read")
    assert len(found) >= 6 and "read" in found
