"""A table of columns, of which two are chosen to fit a line to."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from gdcore.arrays import Bytes, Flags, Floats
from gdcore.data import MOST_POINTS, Data, own_data
from gdcore.tables import numerals
from gdcore.tables.columns import FAULTS, LEAST_SHARE, Fault, Writing, read_days, read_numbers
from gdcore.tables.decisions import decide_day_first, decide_decimal, name_order
from gdcore.tables.decoding import decode
from gdcore.tables.doubts import Doubt, Reading, tell_marks, tell_splitting
from gdcore.tables.numerals import COMMA, OTHER_SIGN, POINT
from gdcore.tables.splitting import DELIMITERS, Cells, split

MOST_BYTES = 2**20
MOST_ROWS = MOST_POINTS
LONGEST_NAME = 40
QUOTES = " \"'"
SIGNS = {POINT: "points", COMMA: "commas"}


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        As the header has it, shortened to 40 characters and told apart from others; of dates it says from
        which day they are counted.
    values : ndarray, shape (rows,)
        Its numbers, of dates the days since the first; 0 where there is none.
    faults : ndarray of int, shape (rows,)
        For each row a `Fault`, 0 where there is a number.
    why_not : str
        Why it cannot be chosen; empty if it can.
    """

    name: str
    values: Floats
    faults: Bytes
    why_not: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """A table that was read.

    Attributes
    ----------
    columns : tuple of Column
        All of them, in order.
    rows : int
        Rows below the header, those of another width included.
    ragged : int
        Rows with more or fewer cells than the table has columns.
    read_as : str
        How it was read, in words: what is between columns, whether there are names, the decimal sign, the
        order of day and month, the encoding.
    doubts : tuple of Doubt
        What could have been read in another way too, and no cell of the table says which.
    """

    columns: tuple[Column, ...]
    rows: int
    ragged: int
    read_as: str
    doubts: tuple[Doubt, ...] = ()

    @property
    def numeric(self) -> list[str]:
        """The names of the columns that can be chosen, in order; two or more."""
        return [column.name for column in self.columns if not column.why_not]

    def data(self, x: str, y: str) -> tuple[Data, tuple[str, ...]]:
        """Return two columns as data, and which rows were dropped, in words.

        Parameters
        ----------
        x, y : str
            Names of two different columns in `numeric`.

        Returns
        -------
        tuple
            `Data` of the rows that have a number in both, and sentences like "3 rows without a value in y";
            a row with two faults counts once, for the first.

        Raises
        ------
        ValueError
            If a name is not among the numeric ones, both are the same, fewer than 2 rows are left, or all x
            are the same.
        """
        across, along = self._column(x), self._column(y)
        if across is along:
            raise ValueError(f"x and y have to be two columns, and both are {x}.")
        kept, dropped = self._complete(across, along)
        if kept.sum() < 2:
            count = count_rows(int(kept.sum()), "")
            raise ValueError(f"Only {count}with a number in both {x} and {y}: two or more are wanted.")
        data = own_data(across.values[kept], along.values[kept], across.name, along.name)
        return data, dropped

    def _column(self, name: str) -> Column:
        found = next((column for column in self.columns if column.name == name), None)
        if found is None or found.why_not:
            raise ValueError(f"x and y can be {', '.join(self.numeric)}.")
        return found

    def _complete(self, *chosen: Column) -> tuple[Flags, tuple[str, ...]]:
        """Return which rows have all numbers, and what is wrong with the others, in words."""
        width = len(self.columns)
        dropped = [count_rows(self.ragged, f"with more or fewer than {width} cells")] if self.ragged else []
        kept = np.ones(self.rows - self.ragged, dtype=bool)
        for column in chosen:
            for fault, words in FAULTS.items():
                count = int((kept & (column.faults == fault)).sum())
                dropped += [count_rows(count, f"{words} {column.name}")] if count else []
            kept &= column.faults == Fault.NONE
        return kept, tuple(dropped)


def read_table(raw: bytes | str, reading: Reading | None = None) -> Table:
    """Read a table from the bytes of a file, or from text that was pasted.

    The decimal sign, and whether day or month stand first, are the same in the whole table: they are found in
    what can be read in one way only.

    Parameters
    ----------
    raw : bytes or str
        At most 1 MB (2²⁰ bytes): rows of cells between commas, semicolons, tabs, bars or spaces, with or
        without a row of names. Bytes are UTF-8, UTF-16 or Latin-1. Numbers have a decimal point or a comma,
        and may have separated thousands, a currency, or "%".
    reading : Reading, optional
        How to read what the table leaves open; by default as is usual, and that is among its `doubts`.

    Returns
    -------
    Table
        At most 10,000 rows and 200 columns, of which two or more are numeric.

    Raises
    ------
    ValueError
        If it is empty, too large, no text, or has fewer than two columns of numbers; the message says what is
        allowed.
    """
    size = len(raw) if isinstance(raw, bytes) else len(raw.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise ValueError(f"This table has {size:,} bytes. Up to 1 MB ({MOST_BYTES:,} bytes) is allowed.")
    text, encoding = decode(raw if isinstance(raw, bytes) else raw.encode("utf-8", "replace"))
    reading = reading or Reading()
    cells = split(text, reading.delimiter, reading.names_row)
    rows = len(cells.rows) + cells.ragged
    if rows > MOST_ROWS:
        raise ValueError(f"This table has {rows:,} rows. Up to {MOST_ROWS:,} are allowed.")
    table = assemble(cells, reading, rows, encoding)
    if len(table.numeric) < 2:
        raise ValueError(explain_too_few(table))
    return table


def assemble(cells: Cells, reading: Reading, rows: int, encoding: str) -> Table:
    """Return the table that cells are under one decimal sign and one order of day and month."""
    written = list(map(Writing, zip(*cells.rows, strict=True)))
    decimal, open_decimal = decide_decimal(written, cells, reading.decimal)
    is_day_first, open_order = decide_day_first(written, reading.is_day_first)
    found = [read_column(each, decimal, is_day_first) for each in written]
    called = name_columns(cells.header or [], [measure for measure, *_ in found])
    columns = tuple(
        Column(name, values, faults, why_not)
        for name, (_, values, faults, why_not) in zip(called, found, strict=True)
    )
    doubts = (*tell_splitting(cells), *open_decimal, *open_order, *tell_marks(called, written))
    words = [
        *describe_splitting(cells),
        *describe_writing(written, decimal, is_day_first),
        *filter(None, [encoding]),
    ]
    return Table(columns, rows, cells.ragged, ", ".join(words), doubts)


def read_column(writing: Writing, decimal: str, is_day_first: bool) -> tuple[str, Floats, Bytes, str]:
    """Return what a column's name has to say, its numbers or days, their faults, and why it has neither."""
    values, faults = read_numbers(writing, decimal)
    known, huge = (int((faults == fault).sum()) for fault in (Fault.NONE, Fault.HUGE))
    if known and known >= LEAST_SHARE * writing.given:
        return "", values, faults, ""
    dated = read_days(writing, is_day_first) if writing.is_dated else None
    if dated is not None:
        days, faults, first = dated
        return f" (days since {first})", days, faults, ""
    return "", values, faults, explain_refusal(writing, known, huge, decimal)


def explain_refusal(writing: Writing, known: int, huge: int, decimal: str) -> str:
    """Return why a column is none of numbers, of which it has so many, and so many that are too large."""
    if not writing.given:
        return "it is empty"
    if huge:
        return f"only {known:,} of {writing.given:,} values are numbers within ±10¹²"
    if writing.is_numeric:
        return f"its numbers have a decimal {'comma' if decimal == POINT else 'point'}, unlike others"
    return f"only {known:,} of {writing.given:,} values are numbers" if known else "it has no numbers"


def name_columns(header: Sequence[str], measures: Sequence[str]) -> list[str]:
    """Return a name for each column, with what it measures at its end, no two of them the same."""
    found: list[str] = []
    for place, measure in enumerate(measures):
        wanted = clean(header[place]) if place < len(header) else ""
        wanted, end, number = wanted or f"column {place + 1}", measure, 1
        while (name := wanted[: LONGEST_NAME - len(end)].rstrip() + end) in found:
            number += 1
            end = f" ({number}){measure}"
        found.append(name)
    return found


def clean(name: str) -> str:
    """Return a name that can be shown and linked anywhere: printable, short, without commas or TeX."""
    printable = "".join(sign if sign.isprintable() else " " for sign in name.strip(QUOTES))
    for sign, other in (("\\", "/"), ("$$", "$"), (",", " ")):
        while sign in printable:
            printable = printable.replace(sign, other)
    return " ".join(printable.split())[:LONGEST_NAME].strip(QUOTES)


def describe_splitting(cells: Cells) -> list[str]:
    """Return in words how a text was split into cells."""
    between = DELIMITERS.get(cells.delimiter, f"“{cells.delimiter}”")
    parts = [f"{between} between columns", "a row of names" if cells.header else "no row of names"]
    if cells.above:
        parts.append(f"{cells.above} line{'s' * (cells.above != 1)} above the table left out")
    if cells.comments:
        parts.append(f"{cells.comments} line{'s' * (cells.comments != 1)} beginning with # left out")
    return parts


def describe_writing(columns: Sequence[Writing], decimal: str, is_day_first: bool) -> list[str]:
    """Return in words how numbers and dates were read, where they could have been read in another way."""
    numeric = [column for column in columns if column.is_numeric]
    telling = numerals.ALLOWED[decimal] - {numerals.WHOLE}
    written = "\n".join(chain.from_iterable(column.select(telling) for column in numeric))
    other, parts = OTHER_SIGN[decimal], []
    if decimal in written:
        parts.append(f"decimal {SIGNS[decimal]}")
    if other in written:
        parts.append(f"{SIGNS[other]} between thousands")
    marks = sorted({mark for column in numeric for mark in column.marks.values()} - {""})
    if marks:
        parts.append(f"{' and '.join(marks)} left out")
    if any(column.text[place].startswith("(") for column in numeric for place in column.marks):
        parts.append("numbers in parentheses as negative")
    if any(each and not each.is_year_first for column in columns if column.is_dated for each in column.dates):
        parts.append(f"dates with the {name_order(is_day_first)}")
    return parts


def count_rows(count: int, what: str) -> str:
    """Return how many rows there are of a kind, in words."""
    return f"{count:,} row{'s' * (count != 1)} {what}"


def explain_too_few(table: Table) -> str:
    """Return why no two columns can be chosen, of at most three of them."""
    if not table.columns:
        return "This table has no rows of numbers below its names. Two columns of numbers are wanted."
    others = [f"{each.name}: {each.why_not}" for each in table.columns if each.why_not]
    more = f"; and {len(others) - 3} more" if len(others) > 3 else ""
    count = "one column" if len(table.numeric) == 1 else "no column"
    why = f" ({'; '.join(others[:3])}{more})" if others else ""
    return f"This table has {count} of numbers{why}. Two are wanted, one for x and one for y."
