"""How dates are written: which part is the year, and whether the day or the month stands first."""

import re
from datetime import date
from functools import lru_cache
from math import isnan, nan
from typing import NamedTuple

MONTHS = 12
DAY = 86_400  # seconds
PIVOT = 69  # years of two digits from here on are of the 20th century, as in POSIX

DATE = re.compile(
    r"""(?:(?P<year>\d{4})(?P<dash>[-/.])(?P<month>\d\d?)(?:(?P=dash)(?P<day>\d\d?))?
    |(?P<first>\d\d?)(?P<sign>[-/.])(?P<second>\d\d?)(?P=sign)(?P<last>\d{4}|\d\d))
    (?:(?:T|,?[ ]+)(?P<time>\d.*))?""",
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)
TIME = re.compile(
    r"""(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d(?:[.,]\d+)?))?
    (?:[ ]?(?P<half>[AP])\.?M\.?)?[ ]?(?P<zone>Z|UTC|(?P<side>[+-])(?P<east>\d\d):?(?P<rest>\d\d)?)?""",
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)


class Date(NamedTuple):
    """The parts of a date as they stand, and its time as a part of a day.

    Where the year stands first, `first` is the month.
    """

    first: int
    second: int
    year: int
    time: float
    is_year_first: bool
    is_dotted: bool
    is_short: bool

    @property
    def shows_day_first(self) -> bool:
        """Whether the first part can be no month."""
        return not self.is_year_first and self.second <= MONTHS < self.first

    @property
    def shows_month_first(self) -> bool:
        """Whether the second part can be no month."""
        return not self.is_year_first and self.first <= MONTHS < self.second

    @property
    def is_open(self) -> bool:
        """Whether day and month can be told apart by convention only."""
        return not self.is_year_first and self.first != self.second and max(self.first, self.second) <= MONTHS


def parse(cell: str) -> Date | None:
    """Return the parts of a stripped cell that has the form of a date; None for another."""
    match = DATE.fullmatch(cell)
    if match is None:
        return None
    time = measure_time(match["time"] or "0:00")
    if isnan(time):
        return None
    if match["year"]:
        return Date(int(match["month"]), int(match["day"] or 1), int(match["year"]), time, True, False, False)
    year, is_short = int(match["last"]), len(match["last"]) == 2
    if is_short:
        year += 1900 if year >= PIVOT else 2000
    return Date(int(match["first"]), int(match["second"]), year, time, False, match["sign"] == ".", is_short)


@lru_cache(maxsize=1440)  # times are often the same on many days
def measure_time(text: str) -> float:
    """Return a time of day in UTC as a part of a day; NaN where a clock shows no such time."""
    match = TIME.fullmatch(text)
    if match is None:
        return nan
    hour, minute = int(match["hour"]), int(match["minute"])
    second = float((match["second"] or "0").replace(",", "."))
    if match["half"]:
        if not 1 <= hour <= 12:
            return nan
        hour = hour % 12 + 12 * (match["half"] in "pP")
    if hour > 23 or minute > 59 or second >= 60:
        return nan
    east = int(match["east"] or 0) * 60 + int(match["rest"] or 0)
    return ((hour * 60 + minute + (east if match["side"] == "-" else -east)) * 60 + second) / DAY


def count_days(parts: Date, is_day_first: bool) -> float:
    """Return the days from the beginning of the calendar to a date; NaN where there is no such day."""
    month, day = parts.first, parts.second
    if is_day_first and not parts.is_year_first:
        month, day = day, month
    try:
        return date(parts.year, month, day).toordinal() + parts.time
    except ValueError:
        return nan


def is_date(cell: str) -> bool:
    """Whether a stripped cell is a date, in any way of writing one."""
    parts = parse(cell)
    return parts is not None and not all(isnan(count_days(parts, order)) for order in (True, False))


def name_day(days: float) -> str:
    """Return the date, as YYYY-MM-DD, that is so many days from the beginning of the calendar."""
    return date.fromordinal(int(days)).isoformat()
