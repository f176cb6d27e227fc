import numpy as np
import pytest

from gdcore.tables.columns import Fault, Writing, read_days, read_numbers
from gdcore.tables.numerals import HAS_COMMA, HAS_POINT, OPEN_COMMA


def test_each_of_the_different_cells_is_looked_at_once_and_counted():
    writing = Writing(["1", "2", "1", "NA", "soon", "", "1"])
    assert writing.text == ["1", "2", "NA", "soon", ""]
    assert writing.places.tolist() == [0, 1, 0, 2, 3, 4, 0]
    assert writing.counts.tolist() == [3, 1, 1, 1, 1]
    assert writing.missing == [2, 4] and writing.given == 5


@pytest.mark.parametrize(
    ("cells", "is_numeric"),
    [
        (["1", "2", "a", "b"], True),  # half of what there is
        (["1", "a", "b"], False),
        (["1", "1", "a", "b", "NA", ""], True),
        (["NA", ""], False),
        (["a"], False),
        (["1"], True),
        (["1", "a"], True),
    ],
)
def test_half_of_what_there_is_makes_a_column_one_of_numbers(cells, is_numeric):
    assert Writing(cells).is_numeric is is_numeric


@pytest.mark.parametrize(
    ("cells", "is_dated"),
    [
        (["2020-01-01", "2020-01-02", "a", "b"], True),
        (["2020-01-01", "a", "b"], False),
        (["1", "2", "2020-01-01"], False),  # of numbers
    ],
)
def test_half_of_what_there_is_makes_a_column_one_of_dates(cells, is_dated):
    assert Writing(cells).is_dated is is_dated


def test_cells_that_are_no_numbers_have_a_fault_and_stand_at_zero():
    cells = ["1.5", "NA", "soon", "inf", "1e12", "-1e12", "1.1e12", "-1.1e12", "1.5", "1,5"]
    values, faults = read_numbers(Writing(cells), ".")
    assert values.tolist() == [1.5, 0, 0, 0, 1e12, -1e12, 0, 0, 1.5, 0]
    none, huge = Fault.NONE, Fault.HUGE
    assert faults.tolist() == [
        none,
        Fault.MISSING,
        Fault.TEXT,
        huge,
        none,
        none,
        huge,
        huge,
        none,
        Fault.TEXT,
    ]


def test_days_are_counted_from_the_first():
    values, faults, first = read_days(Writing(["03.01.2020", "01.01.2020", "NA", "soon"]), True)
    assert (values.tolist(), first) == ([2, 0, 0, 0], "2020-01-01")
    assert faults.tolist() == [Fault.NONE, Fault.NONE, Fault.MISSING, Fault.TEXT]
    assert read_days(Writing(["13.01.2020", "14.01.2020", "01.02.2020"]), False) is None
    assert read_days(Writing(["2020-03", "2020-01"]), False)[2] == "2020-01-01"


def test_marks_are_those_of_numbers_that_have_some():
    writing = Writing(["5 €", "7", "30 %", "soon"])
    assert sorted(writing.marks.values()) == ["%", "€"]
    assert [writing.count(kind) for kind in set(filter(None, writing.kinds))] == [3]
    assert np.isin("5", writing.numbers)


def test_rows_are_counted_by_how_their_numbers_are_written():
    writing = Writing(["1.5", "2.5", "1.5", "1,250", "soon"])
    assert [writing.count(kind) for kind in (HAS_POINT, OPEN_COMMA, HAS_COMMA)] == [3, 1, 0]
