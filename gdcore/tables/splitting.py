"""From a text to rows of cells: what stands between the columns, and where the table begins."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from itertools import islice

SPACES = " "
DELIMITERS = {
    "\t": "tabs",
    ";": "semicolons",
    ",": "commas",
    "|": "bars",
    SPACES: "spaces",
}
LOOKED_AT = 200  # lines, to find the delimiter by
LONGEST = 50_000  # characters of them
NUMBER = re.compile(r"[+-]?(\d[\d.,']*|[.,]\d+)(e[+-]?\d+)?%?", re.IGNORECASE | re.ASCII)
DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?([T ].*)?", re.ASCII)
MISSING = frozenset(
    ["", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "–", "—", "?", ".", "missing"]
)
NAMED = re.compile(r"sep=(.)", re.IGNORECASE)  # Excel's first line

Row = list[str]


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows of a table, all with as many cells as it has columns.

    `header` is None where the first row has numbers; `ragged` counts rows of another width; `above` counts
    lines before the table.
    """

    header: Row | None
    rows: list[Row]
    delimiter: str
    ragged: int
    above: int


def split(text: str) -> Cells:
    """Return the cells of a text. Raises ValueError where there is nothing to split."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    named = NAMED.fullmatch(text.split("\n", 1)[0].strip())
    if named:
        text = text.partition("\n")[2]
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        raise ValueError("This table is empty. A row of names and two or more rows of numbers are wanted.")
    delimiter = named[1] if named else found(lines[:LOOKED_AT])
    rows = divided("\n".join(lines), delimiter)
    width = Counter(map(len, rows[:LOOKED_AT])).most_common(1)[0][0]
    above = next((number for number, row in enumerate(rows) if len(row) == width), 0)
    table = rows[above:]
    header = table[0] if is_header(table) else None
    fitting = [row for row in table[header is not None :] if len(row) == width]
    ragged = len(table) - (header is not None) - len(fitting)
    return Cells(header, fitting, delimiter, ragged, above)


def found(lines: list[str]) -> str:
    """Return the delimiter that gives rows of one width with the most numbers in them."""
    sample = "\n".join(lines)[:LONGEST]
    return max(DELIMITERS, key=lambda delimiter: suitability(divided(sample, delimiter)))


def suitability(rows: list[Row]) -> float:
    """Return how much rows look like a table: the share of one width, times the share of numbers."""
    width, count = Counter(map(len, rows)).most_common(1)[0]
    cells = [cell for row in islice(rows, LOOKED_AT) for cell in row if not is_missing(cell)]
    numbers = sum(is_number(cell) for cell in cells)
    return (width > 1) * count / len(rows) * (0.1 + numbers / max(len(cells), 1))


def divided(text: str, delimiter: str) -> list[Row]:
    """Return the rows of a text; where its quotation marks make no sense, these are letters as others."""
    if delimiter == SPACES:
        return [line.split() for line in text.split("\n")]
    source = StringIO(text, newline="")
    try:
        rows = list(csv.reader(source, delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error:
        rows = [line.split(delimiter) for line in text.split("\n")]
    return [row for row in rows if any(map(str.strip, row))] or [[""]]


def is_header(rows: list[Row]) -> bool:
    """Whether the first row has names: words, and neither numbers nor dates."""
    words = [cell for cell in rows[0] if not is_missing(cell)]
    return bool(words) and not any(is_number(cell) or is_date(cell) for cell in words)


def is_missing(cell: str) -> bool:
    """Whether a cell is empty, or says that there is nothing."""
    return cell.strip().lower() in MISSING


def is_number(cell: str) -> bool:
    """Whether a cell looks like a number, in any way of writing one."""
    return NUMBER.fullmatch(cell.strip(" \"'")) is not None


def is_date(cell: str) -> bool:
    """Whether a cell looks like a date."""
    return DATE.fullmatch(cell.strip(" \"'")) is not None
