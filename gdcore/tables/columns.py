"""From the cells of a column to its numbers, or its days, and why some of them are none."""

from collections.abc import Sequence
from enum import IntEnum, auto
from functools import cached_property

import numpy as np

from gdcore.arrays import Bytes, Floats, Integers
from gdcore.data import LARGEST_NUMBER
from gdcore.tables import dates, numerals
from gdcore.tables.cells import is_missing
from gdcore.tables.dates import Date

LEAST_SHARE = 0.5  # of the cells that are not empty: as many make a column one of numbers, or of dates


class Fault(IntEnum):
    """Why a cell is no number to fit a line to."""

    NONE = 0
    MISSING = auto()
    TEXT = auto()
    HUGE = auto()


FAULTS = {
    Fault.MISSING: "without a value in",
    Fault.TEXT: "with something else than a number in",
    Fault.HUGE: "with an infinite number, or one beyond ±10¹², in",
}


class Writing:
    """The cells of a column as they are written; each of the different ones is looked at once.

    Parameters
    ----------
    cells : sequence of str
        One of each row.

    Attributes
    ----------
    text : list of str
        The different cells, without what surrounds them.
    places : ndarray of int, shape (rows,)
        Which of these each row has.
    numbers, kinds : list of str
        Of each of these the bare number, and what that says of the decimal sign; None for what is no number.
    marks : dict of int to str
        The currency or "%", or nothing, of those with more around them than a bare number has.
    missing : list of int
        Which of the different cells say that there is nothing.
    """

    def __init__(self, cells: Sequence[str]) -> None:
        numbered = {cell: number for number, cell in enumerate(dict.fromkeys(cells))}
        self.places = np.fromiter(map(numbered.__getitem__, cells), dtype=np.intp, count=len(cells))
        self.text = numerals.strip(numbered)
        self.numbers, self.kinds = list(self.text), numerals.classify(self.text)
        self.marks: dict[int, str] = {}
        self.missing: list[int] = []
        for place in [place for place, kind in enumerate(self.kinds) if kind is None]:
            self._look_closer(place)

    def _look_closer(self, place: int) -> None:
        if is_missing(self.text[place]):
            self.missing.append(place)
            return
        number, mark = numerals.undress(self.text[place])
        (kind,) = numerals.classify([number])
        if kind:
            self.numbers[place], self.kinds[place], self.marks[place] = number, kind, mark

    @cached_property
    def counts(self) -> Integers:
        """How many rows have each of the different cells."""
        return np.bincount(self.places, minlength=len(self.text))

    @cached_property
    def given(self) -> int:
        """How many rows have something."""
        return self.places.size - int(self.counts[self.missing].sum())

    @cached_property
    def is_numeric(self) -> bool:
        """Whether at least half of what there is are numbers, in any way of writing them."""
        return self.are_enough([kind is not None for kind in self.kinds])

    @cached_property
    def dates(self) -> list[Date | None]:
        """The parts of each of the different cells that has the form of a date."""
        return list(map(dates.parse, self.text))

    @cached_property
    def is_dated(self) -> bool:
        """Whether it is no column of numbers, and at least half of what there is are dates."""
        return not self.is_numeric and self.are_enough([parts is not None for parts in self.dates])

    def are_enough(self, known: Sequence[bool]) -> bool:
        """Whether these of the different cells are at least half of what there is."""
        count = self._count_rows(known)
        return count > 0 and count >= LEAST_SHARE * self.given

    def select(self, kinds: frozenset[str]) -> list[str]:
        """Return the different bare numbers of some kinds."""
        return [number for number, kind in zip(self.numbers, self.kinds, strict=True) if kind in kinds]

    def count(self, kind: str) -> int:
        """Return how many rows have a number of a kind."""
        return self._count_rows([each == kind for each in self.kinds])

    def _count_rows(self, known: Sequence[bool]) -> int:
        return int(self.counts[np.array(known, dtype=bool)].sum())


def read_numbers(writing: Writing, decimal: str) -> tuple[Floats, Bytes]:
    """Return the numbers of a column under a decimal sign, 0 where there is none, and the cells' faults."""
    allowed = numerals.ALLOWED[decimal]
    found = [
        number if kind in allowed else "nan"
        for number, kind in zip(writing.numbers, writing.kinds, strict=True)
    ]
    values = np.array(numerals.evaluate(found, decimal))
    faults = np.where(np.isnan(values), Fault.TEXT, Fault.NONE).astype(np.uint8)
    infinite = [place for place in np.flatnonzero(faults) if numerals.INFINITE.fullmatch(writing.text[place])]
    faults[infinite] = Fault.HUGE
    faults[np.abs(values) > LARGEST_NUMBER] = Fault.HUGE
    return repeat_by_row(writing, values, faults)


def read_days(writing: Writing, is_day_first: bool) -> tuple[Floats, Bytes, str] | None:
    """Return the days of a column since its first, the cells' faults, and that first as YYYY-MM-DD.

    Returns None where at least half of what there is would be no day.
    """
    values = np.array([dates.count_days(parts, is_day_first) if parts else np.nan for parts in writing.dates])
    is_known = ~np.isnan(values)
    if not writing.are_enough(is_known):
        return None
    first = values[is_known].min()
    faults = np.where(is_known, Fault.NONE, Fault.TEXT).astype(np.uint8)
    return *repeat_by_row(writing, values - first, faults), dates.name_day(first)


def repeat_by_row(writing: Writing, values: Floats, faults: Bytes) -> tuple[Floats, Bytes]:
    """Return values and faults for each row, of those for each of the different cells."""
    faults[writing.missing] = Fault.MISSING
    return np.where(faults == Fault.NONE, values, 0.0)[writing.places], faults[writing.places]
