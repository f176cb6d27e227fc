"""From a text to rows of cells: what stands between the columns, and where the table begins."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from statistics import mode
from typing import NamedTuple

from gdcore.tables.cells import ERROR, Row, Sort, is_blank, sort
from gdcore.tables.header import VALUES, are_words, guess_names

SPACES = " "
DELIMITERS = {
    "\t": "tabs",
    ";": "semicolons",
    ",": "commas",
    "|": "bars",
    SPACES: "spaces",
}
LINES_LOOKED_AT = 200  # lines, to find the delimiter by
ROWS_RATED = 50  # rows, of which all cells are looked at
LONGEST_CELL = 200  # characters: a longer one is text
LONGEST_SAMPLE = 50_000  # characters of them
MOST_COLUMNS = 200
WORDS_SCORE = 0.1  # of rows of one width without any number
TABS_SCORE = 0.5  # of that of spaces: tabs that have more are what stands between columns
RIVAL_SCORE = 0.99  # of the best score: another delimiter that has less is out of the question
NAMED = re.compile(r'\s*sep=([^"])\s*', re.IGNORECASE)  # Excel's first line


class Header(NamedTuple):
    """The names of columns, the row that has them, 0 for none of the table, and another that could."""

    names: Row | None
    row: int
    other_row: int | None

    @property
    def is_certain(self) -> bool:
        """Whether there are names, and their row could be none of data."""
        return self.names is not None and self.other_row != 0


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows of a table, all with as many cells as it has columns.

    Attributes
    ----------
    header : list of str or None
        The names of the columns; None where the first row has numbers.
    rows : list of list of str
        The others of the table's width.
    width : int
        How many columns the table has.
    delimiter : str
        What stands between cells.
    ragged, above, comments : int
        Rows of another width; lines before the table; lines that begin with #.
    names_row, other_row : int
        The row that has the names, 0 if none has, and another that could have them; None if there is none.
    top : list of list of str
        The first two rows.
    row_above : list of str or None
        The cells right above a table whose names are none or in doubt: more or fewer than it has columns.
    rival : str
        Another delimiter that would do as well; else empty.
    """

    header: Row | None
    rows: list[Row]
    width: int
    delimiter: str
    ragged: int
    above: int
    comments: int
    names_row: int
    other_row: int | None
    top: Sequence[Row]
    row_above: Row | None
    rival: str


def split(text: str, delimiter: str | None = None, names_row: int | None = None) -> Cells:
    """Return the cells of a text.

    Parameters
    ----------
    text : str
        A table.
    delimiter : str, optional
        What stands between columns; by default that is found out.
    names_row : int, optional
        Which of its rows has the names, 0 for none; by default that is found out.

    Raises
    ------
    ValueError
        If there is nothing to split, or more columns than are allowed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, below = text.partition("\n")
    named = NAMED.fullmatch(first)
    if named:
        text = below
    lines, comments = set_comments_aside([line for line in text.split("\n") if line.strip()])
    if not lines:
        raise ValueError("This table is empty. A row of names and two or more rows of numbers are wanted.")
    delimiter, rival = find_delimiter(lines[:LINES_LOOKED_AT], delimiter or (named and named[1]))
    above, table = cut_to_width(divide("\n".join(lines), delimiter))
    width = len(table[0])
    if width > MOST_COLUMNS:
        raise ValueError(f"This table has {width:,} columns. Up to {MOST_COLUMNS} are allowed.")
    named_by = [text for place, text in comments if place <= len(above)]
    header = find_header(table, width, named_by, delimiter, names_row)
    rows = table[header.row :]
    fitting = [row for row in rows if len(row) == width]
    is_comment = header.names is not None and header.row == 0
    return Cells(
        header.names,
        fitting,
        width,
        delimiter,
        ragged=len(rows) - len(fitting),
        above=len(above) + max(header.row - 1, 0),
        comments=len(comments) - is_comment,
        names_row=header.row,
        other_row=header.other_row,
        top=table[:2],
        row_above=above[-1] if above and not header.is_certain else None,
        rival="" if named else rival,
    )


def set_comments_aside(lines: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the lines that are no comments, and the comments with the number of lines before each.

    Excel's errors, like #N/A, begin a row as any other cell does, and so does # where all rows begin with it.
    """
    kept: list[str] = []
    comments: list[tuple[int, str]] = []
    for line in lines:
        if is_comment(line):
            comments.append((len(kept), line.strip()))
        else:
            kept.append(line)
    return (lines, []) if comments and len(kept) <= 1 else (kept, comments)


def is_comment(line: str) -> bool:
    """Whether a line begins with #, and not with an error of Excel's."""
    text = line.lstrip(" \t\"'\u00a0")
    return text.startswith("#") and not ERROR.match(text)


def cut_to_width(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the rows above a table, and those from its first on, without what is empty beyond its width."""
    width = find_width(rows)
    rows = [row[:width] if is_blank(row[width:]) else row for row in rows]
    above = next(number for number, row in enumerate(rows) if len(row) == width)
    return rows[:above], rows[above:]


def find_header(
    table: list[Row], width: int, comments: list[str], delimiter: str, chosen: int | None
) -> Header:
    """Return the header of a table, which may be the last of the comments above it."""
    row, other = guess_names([row for row in table[:LINES_LOOKED_AT] if len(row) == width])
    if chosen is not None and chosen <= len(table):
        return Header(table[chosen - 1] if chosen else None, chosen, other if chosen == row else row)
    names = find_names_in(comments, delimiter, width)
    if names is not None and (row == 0 or other == 0):
        return Header(names, 0, None)
    return Header(table[0] if row else None, row, other)


def find_names_in(comments: list[str], delimiter: str, width: int) -> Row | None:
    """Return the names in the last of the comments above a table; None if it has none."""
    (row,) = divide(comments[-1].removeprefix("#").strip(" "), delimiter) if comments else [[]]
    if len(row) < width or not is_blank(row[width:]) or not are_words(row[:width]):
        return None
    return [row[0] if row[0].strip() else "#", *row[1:width]]


def find_width(rows: list[Row]) -> int:
    """Return how many columns a table has; a delimiter at the end of every row begins no column."""
    most = width = mode(map(len, rows[:LINES_LOOKED_AT]))
    while width > 1 and not any(row[width - 1].strip() for row in rows if len(row) == most):
        width -= 1
    return width


def find_delimiter(lines: list[str], chosen: str | None = None) -> tuple[str, str]:
    """Return the delimiter that gives rows of one width with the most numbers in them, and an equal rival.

    One that is chosen comes first, and the best is its rival.
    """
    sample = "\n".join(lines)[:LONGEST_SAMPLE]
    scores = {delimiter: rate(divide(sample, delimiter)) for delimiter in DELIMITERS}
    if scores["\t"] > TABS_SCORE * scores[SPACES]:
        del scores[SPACES]  # these divide at tabs as well
    best = max(scores, key=scores.__getitem__)
    equal = [each for each in scores if each != best and scores[each] >= RIVAL_SCORE * scores[best] > 0]
    rival = equal[0] if equal else ""
    return (best, rival) if chosen in (None, best) else (chosen, best)


def rate(rows: list[Row]) -> float:
    """Return how much rows look like a table: the share of one width, times that of numbers and dates."""
    widths = list(map(len, rows))
    width = mode(widths)
    if width == 1:
        return 0.0
    values = [value_of(cell) for row in rows[:ROWS_RATED] for cell in row]
    given = sum(value is not None for value in values)
    return widths.count(width) / len(rows) * (WORDS_SCORE + max(sum(filter(None, values)), 0) / max(given, 1))


def value_of(cell: str) -> int | None:
    """Return 1 for a number or a date, −1 for what other delimiters divide into such, 0 for words."""
    what = sort(cell)
    if what == Sort.MISSING:
        return None
    if what in VALUES:
        return 1
    if len(cell) > LONGEST_CELL:
        return 0
    return -any(sort(part) in VALUES for each in DELIMITERS if each in cell for part in cell.split(each))


def divide(text: str, delimiter: str) -> list[Row]:
    """Return the rows of a text; where its quotation marks make no sense, these are letters as others."""
    if delimiter == SPACES:
        text = "\n".join(line.strip(" ") for line in text.replace("\t", " ").split("\n"))
    source = StringIO(text, newline="")
    try:
        rows = list(csv.reader(source, delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error:
        rows = [line.split(None if delimiter == SPACES else delimiter) for line in text.split("\n")]
    return [row for row in rows if any(map(str.strip, row))] or [[""]]
