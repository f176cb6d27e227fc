"""What a cell is: nothing, a number, a date or a word."""

import re
from enum import Enum, auto

from gdcore.tables import dates, numerals

Row = list[str]

MISSING = frozenset(["", "na", "n/a", "nan", "null", "none", "nil", "-", "--", "–", "—", "?", ".", "missing"])
ERROR = re.compile(r"#(?:N/A|N/D|NV|¡?[^\W\d_]+(?:/0)?[!?])(?!\w)", re.IGNORECASE)  # Excel's, in any language


class Sort(Enum):
    """What a cell is."""

    MISSING = auto()
    NUMBER = auto()
    DATE = auto()
    WORD = auto()


def sort(cell: str) -> Sort:
    """Return what a cell is."""
    (stripped,) = numerals.strip([cell])
    if is_missing(stripped):
        return Sort.MISSING
    if numerals.is_number(stripped):
        return Sort.NUMBER
    return Sort.DATE if dates.is_date(stripped) else Sort.WORD


def is_missing(cell: str) -> bool:
    """Whether a stripped cell is empty, or says that there is nothing."""
    return cell.lower() in MISSING or ERROR.fullmatch(cell) is not None


def is_blank(row: Row) -> bool:
    """Whether there is nothing in cells."""
    return not any(map(str.strip, row))
