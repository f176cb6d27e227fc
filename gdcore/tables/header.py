"""Whether the first row of a table has names, or the first of its numbers."""

import re
from functools import lru_cache
from itertools import pairwise
from statistics import mode

from gdcore.tables.cells import Row, Sort, sort

MARKS_KEPT = 64  # names
VALUES = {Sort.NUMBER, Sort.DATE}
YEAR = re.compile(r"(1[89]|2[01])\d\d", re.ASCII)
MARKED = re.compile(r"\s*'.*[^'\s]\s*")  # a text, as a spreadsheet marks one


def guess_names(rows: list[Row]) -> tuple[int, int | None]:
    """Return which row of a table has the names, 0 for none, and which else could have them.

    Words alone are names. Words together with numbers, or with gaps, and numbers that count or are years,
    leave a doubt; so does a second row of such.
    """
    first, *below = rows
    sorts = list(map(find_sort, first))
    if not are_words(first):
        return (1, 0) if could_be_names(first, below) else (0, 1 if Sort.WORD in sorts else None)
    if sorts.count(Sort.WORD) == 1 or Sort.MISSING in sorts[1:]:
        return 1, 0
    return 1, 2 if below and could_be_names(below[0], below[1:]) else None


def could_be_names(row: Row, below: list[Row]) -> bool:
    """Whether a row has other than what is below it, or is years, or numbers that count its columns."""
    differs = any(map(differ, map(find_sort, row), find_sorts(below, len(row))))
    return differs or are_years(row, below) or are_counts(row)


def find_sort(cell: str) -> Sort:
    """Return what a cell is, a number marked as text being a word."""
    return Sort.WORD if MARKED.fullmatch(cell) else sort(cell)


def are_words(row: Row) -> bool:
    """Whether a row has words, and neither numbers nor dates."""
    sorts = set(map(find_sort, row))
    return Sort.WORD in sorts and sorts.isdisjoint(VALUES)


def find_sorts(rows: list[Row], width: int) -> list[Sort]:
    """Return what most cells of each column are."""
    columns = zip(*rows, strict=True) if rows else [()] * width
    found = [[what for what in map(sort, column) if what != Sort.MISSING] for column in columns]
    return [mode(sorts) if sorts else Sort.MISSING for sorts in found]


def differ(first: Sort, below: Sort) -> bool:
    """Whether a cell is no value of the column below it, which has values."""
    return first not in (Sort.MISSING, below) and below in VALUES


def are_years(first: Row, below: list[Row]) -> bool:
    """Whether the numbers of a row are years, one as long after the other, and no row below has such."""
    return has_years(first) and not any(map(has_years, below))


def has_years(row: Row) -> bool:
    """Whether two or more numbers of a row, and all of them, are years at equal distances."""
    numbers = [cell.strip() for cell in row if sort(cell) == Sort.NUMBER]
    return all(map(YEAR.fullmatch, numbers)) and are_equally_spaced(list(map(int, numbers)))


def are_equally_spaced(numbers: list[int]) -> bool:
    """Whether numbers differ, each as much from the one before."""
    return len({after - before for before, after in pairwise(numbers)} - {0}) == 1


def are_counts(first: Row) -> bool:
    """Whether a row has nothing and then 0, 1, 2 …, as pandas numbers columns that have no names."""
    corner, *others = (cell.strip() for cell in first)
    return not corner and others == list(map(str, range(len(others))))


@lru_cache(maxsize=MARKS_KEPT)
def mark_name(name: str) -> str:
    """Return the cell that has a name: a spreadsheet takes it for text and no formula, and so is it read."""
    return name if name[:1].isalpha() and sort(name) == Sort.WORD else f"'{name}"
