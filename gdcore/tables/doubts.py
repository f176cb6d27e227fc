"""What a table leaves open, how that can be told, and what is told of its first rows, delimiter and units."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from gdcore.tables import numerals
from gdcore.tables.cells import Row
from gdcore.tables.columns import Writing
from gdcore.tables.numerals import COMMA, POINT
from gdcore.tables.splitting import DELIMITERS, SPACES, Cells

PLACES = ("", "first", "second")
LONGEST_QUOTE = 60  # characters


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read what a table leaves open; None is for the reader to find out.

    Attributes
    ----------
    decimal : str
        The decimal sign, "." or ",".
    is_day_first : bool
        Whether 3/4/2020 is in April.
    names_row : int
        Which row has the names: 0 for none, 1 or 2.
    delimiter : str
        What stands between columns.
    """

    decimal: str | None = None
    is_day_first: bool | None = None
    names_row: int | None = None
    delimiter: str | None = None

    def answer(self, words: str) -> "Reading":
        """Return this reading with one thing decided, as one of `ANSWERS` says; KeyError for other words."""
        return replace(self, **ANSWERS[words])


ANSWERS: dict[str, dict[str, Any]] = {
    "decimal point": {"decimal": POINT},
    "decimal comma": {"decimal": COMMA},
    "day first": {"is_day_first": True},
    "month first": {"is_day_first": False},
    "no names": {"names_row": 0},
    "names in the first row": {"names_row": 1},
    "names in the second row": {"names_row": 2},
    **{words: {"delimiter": delimiter} for delimiter, words in DELIMITERS.items()},
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a table leaves open.

    Attributes
    ----------
    words : str
        What that is, and how it was read: sentences.
    offer : str
        What another reading would do, for a button; empty if there is none.
    answer : str
        That reading, one of `ANSWERS`; empty if there is none.
    """

    words: str
    offer: str = ""
    answer: str = ""


def tell_marks(names: Sequence[str], columns: Sequence[Writing]) -> list[Doubt]:
    """Return where numbers of one column are marked in different ways: these may be of different units."""
    doubts = []
    for name, column in zip(names, columns, strict=True):
        marks = set(column.marks.values())
        if len(column.marks) < sum(kind is not None for kind in column.kinds):
            marks.add("")
        if column.is_numeric and len(marks) > 1:
            words = " and others with ".join(mark or "no mark" for mark in sorted(marks, reverse=True))
            doubts.append(Doubt(f"{name} has numbers with {words}: all are read as they stand."))
    return doubts


def tell_splitting(cells: Cells) -> list[Doubt]:
    """Return what is in doubt of a table's first row and of what stands between its columns."""
    doubts = []
    if cells.other_row is not None:
        doubts.append(_tell_header(cells, cells.other_row))
    if cells.rival:
        is_read, might_be = DELIMITERS[cells.delimiter], DELIMITERS[cells.rival]
        words = f"Columns are read as divided by {is_read}, though {might_be} would divide them as well."
        doubts.append(Doubt(words, f"Divide columns by {might_be}", might_be))
    if cells.row_above and cells.delimiter in (COMMA, SPACES):
        count = len(cells.row_above)
        row = quote(cells.delimiter.join(cells.row_above))
        words = f"The line above the table, {row}, has {count} cell{'s' * (count != 1)}, "
        words += f"its rows have {cells.width}. If {DELIMITERS[cells.delimiter]} stand within numbers, "
        words += "put quotation marks around these."
        doubts.append(Doubt(words))
    return doubts


def _tell_header(cells: Cells, other: int) -> Doubt:
    row = cells.names_row
    place = row or 1
    words = f"The {PLACES[place]} row, {quote_row(cells.top[place - 1])}, is read as "
    words += "data." if row == 0 else "names." if other == 0 else f"names, and not the {PLACES[other]}."
    if other == 0:
        return Doubt(words, "Read the first row as data", "no names")
    return Doubt(words, f"Read the {PLACES[other]} row as names", f"names in the {PLACES[other]} row")


def quote_row(row: Row) -> str:
    """Return the cells of a row in quotation marks."""
    return quote(", ".join(numerals.strip(row)))


def quote(text: str) -> str:
    """Return the beginning of a text in quotation marks."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return f"“{printable}”" if len(printable) <= LONGEST_QUOTE else f"“{printable[:LONGEST_QUOTE]}…”"
