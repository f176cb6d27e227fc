"""How dates are written, and their order of day and month, which a table has one of."""

from datetime import datetime, timedelta
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import read_table
from gdcore.tables import Reading
from gdcore.tables.dates import measure_time, parse
from tests.meaning import tells

ORDERS = {"day first", "month first"}


def days(cells, reading=None):
    """The days of a column beside another, None where there is none; and the answers that are offered."""
    table = read_table("when\ty\n" + "".join(f"{cell}\t{row}\n" for row, cell in enumerate(cells)), reading)
    found = table.columns[0]
    values = [
        None if fault else value for value, fault in zip(found.values.tolist(), found.faults, strict=True)
    ]
    return values, {doubt.answer for doubt in table.doubts} & ORDERS


# cells of one column → its days
WRITTEN = {
    "a day beyond 12 in front": (["13/04/2020", "01/05/2020"], [0, 18]),
    "a day beyond 12 behind": (["04/13/2020", "05/01/2020"], [0, 18]),
    "the last one decides": (["03/04/2020", "05/04/2020", "04/30/2020"], [0, 61, 57]),
    "points": (["03.04.2020", "05.04.2020"], [0, 2]),
    "points, the month first": (["03.04.2020", "03.25.2020"], [0, 21]),
    "dashes": (["13-04-2020", "01-05-2020"], [0, 18]),
    "year first": (["2020/04/03", "2020-04-05", "2020.04.06"], [0, 2, 3]),
    "months": (["2020-01", "2020-03"], [0, 60]),
    "a month is its first day": (["2020-01", "2020-01-03"], [0, 2]),
    "the same day and month": (["03/03/2020", "04/04/2020"], [0, 32]),
    "no such day": (["30/02/2020", "13/02/2020", "14/02/2020"], [None, 0, 1]),
    "times": (["2020-01-01 12:00", "2020-01-01T18:00:00Z", "2020-01-02 12:00:00+12:00"], [0, 0.25, 0.5]),
    "small letters": (["2020-01-01t12:00z", "2020-01-02t00:00utc"], [0, 0.5]),
    "half days": (["13/01/2020 12:00 AM", "13/01/2020 06:00 pm"], [0, 0.75]),
    "no such time": (
        ["13/01/2020 25:00", "13/01/2020 12:60", "14/01/2020", "15/01/2020"],
        [None, None, 0, 1],
    ),
}


@pytest.mark.parametrize(("cells", "values"), WRITTEN.values(), ids=WRITTEN)
def test_a_column_is_read_in_one_way(cells, values):
    assert days(cells) == (values, set())


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("0:00", 0),
        ("23:59", 1439),
        ("24:00", None),
        ("10:60", None),
        ("10:59:59", 659 + 59 / 60),
        ("10:59:60", None),
        ("10:00:00,5", 600 + 0.5 / 60),
        ("12:00 AM", 0),
        ("12:30 pm", 750),
        ("1:00 PM", 780),
        ("13:00 PM", None),
        ("0:30 AM", None),
        ("12:00+02:00", 600),
        ("12:00-02:30", 870),
        ("noon", None),
    ],
)
def test_a_time_is_one_that_a_clock_shows(text, minutes):
    assert measure_time(text) * 1440 == pytest.approx(nan if minutes is None else minutes, nan_ok=True)


def test_a_neighbour_decides_for_the_whole_table():
    table = read_table("a,b,y\n03/04/2020,04/13/2020,1\n05/04/2020,05/01/2020,2\n")
    assert [each.values.tolist() for each in table.columns] == [[0, 61], [0, 18], [1, 2]]
    assert table.doubts == () and "month first" in table.read_as
    assert "first" not in read_table("a,y\n2020-01-02,1\n2020-01-03,2\n").read_as


def test_what_nothing_decides_is_told_and_offered():
    cells = ["03/04/2020", "05/04/2020", "06/04/2020"]
    assert days(cells) == ([0, 2, 3], {"month first"})
    assert days(cells, Reading(is_day_first=False)) == ([0, 61, 92], {"day first"})
    table = read_table("when,y\n03/04/2020,1\n05/04/2020,2\n")
    assert "2020-04-03 or 2020-03-04" in table.doubts[0].words
    assert "2020-03-04" in table.doubts[0].offer and "day first" in table.read_as


def test_dates_in_the_other_order_are_left_out_and_told():
    cells = ["13/04/2020", "14/04/2020", "04/15/2020"]
    assert days(cells) == ([0, 1, None], {"month first"})
    assert days([*cells, "04/16/2020", "04/17/2020"]) == ([None, None, 0, 1, 2], {"day first"})


def test_years_of_two_digits_are_told():
    (doubt,) = read_table("when,y\n31.12.68,1\n01.01.69,2\n").doubts
    assert tells(doubt.words, "1969", "2068", "31.12.68", "2068") and doubt.answer == ""
    assert days(["31.12.68", "01.01.69"])[0] == [36524, 0]


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("13/12/2020", "day first"),
        ("12/13/2020", "month first"),
        ("12/11/2020", "either"),
        ("11/12/2020", "either"),
        ("12/12/2020", "nothing"),  # the same in both orders
        ("13/13/2020", "nothing"),
        ("2020/12/13", "nothing"),
        ("2020-11-12", "nothing"),
    ],
)
def test_a_part_beyond_twelve_shows_the_order(text, shows):
    date = parse(text)
    found = {"day first": date.shows_day_first, "month first": date.shows_month_first, "either": date.is_open}
    assert [order for order, is_shown in found.items() if is_shown] == [shows] * (shows != "nothing")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2020-11-12", (11, 12, 2020, 0, True, False, False)),
        ("2020.11.12 6:00", (11, 12, 2020, 0.25, True, False, False)),
        ("2020-11", (11, 1, 2020, 0, True, False, False)),
        ("11.12.2020", (11, 12, 2020, 0, False, True, False)),
        ("11/12/2020", (11, 12, 2020, 0, False, False, False)),
        ("11.12.68, 18:00", (11, 12, 2068, 0.75, False, True, True)),
        ("11-12-69", (11, 12, 1969, 0, False, False, True)),
        ("11-12-2020 24:00", None),
        ("11-12/2020", None),
    ],
)
def test_a_date_has_the_parts_that_stand_there(text, parts):
    assert parse(text) == parts


def test_as_many_dates_in_one_order_as_in_the_other_have_the_day_first():
    assert days(["04/15/2020", "13/04/2020"]) == ([None, 0], {"month first"})


def test_points_between_the_parts_say_that_the_day_is_first_and_a_reading_may_say_otherwise():
    cells = ["03.04.2020", "05.04.2020"]
    assert days(cells, Reading(is_day_first=True)) == ([0, 2], set())
    assert days(cells, Reading(is_day_first=False)) == ([0, 61], {"day first"})


def test_the_first_date_that_is_left_out_is_named():
    table = read_table("when,y\n13/04/2020,1\n14/04/2020,2\n04/15/2020,3\n04/16/2020,4\n15/04/2020,5\n")
    (doubt,) = table.doubts
    assert tells(doubt.words, "day first", "month first", "04/15/2020", "left out")
    assert "04/16/2020" not in doubt.words
    assert tells(doubt.offer, "month first")


@pytest.mark.parametrize(("words", "is_dated"), [(3, True), (4, False)])
def test_dates_are_half_of_what_there_is(words, is_dated):
    cells = ["2020-01-01", "2020-01-02", "2020-01-04", *["soon"] * words, "", "NA"]
    table = read_table("when,x,y\n" + "".join(f"{cell},{row},1\n" for row, cell in enumerate(cells)))
    assert bool(table.columns[0].why_not) != is_dated


@pytest.mark.parametrize(("words", "is_numeric"), [(3, True), (4, False)])
def test_numbers_are_half_of_what_there_is(words, is_numeric):
    cells = ["1", "1,250.5", "3", *["soon"] * words, "", "NA"]
    table = read_table("n\tx\ty\n" + "".join(f"{cell}\t{row}\t1\n" for row, cell in enumerate(cells)))
    assert bool(table.columns[0].why_not) != is_numeric


MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
FORMS = ["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y, %H:%M:%S", "%Y/%m/%d %I:%M:%S %p"]


@given(st.lists(MOMENTS, min_size=2, max_size=9, unique=True), st.sampled_from(FORMS))
def test_moments_are_days_since_the_first(moments, form):
    values, _ = days([moment.strftime(form) for moment in moments])
    expected = [(moment - min(moments)) / timedelta(days=1) for moment in moments]
    assert values == pytest.approx(expected, abs=1e-9)
