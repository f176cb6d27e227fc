"""Tables that a user brings as text, read into columns of numbers."""

from gdcore.tables.doubts import ANSWERS, Doubt, Reading
from gdcore.tables.header import mark_name
from gdcore.tables.table import LONGEST_NAME, MOST_BYTES, MOST_ROWS, Column, Table, clean, read_table

__all__ = [
    "ANSWERS",
    "LONGEST_NAME",
    "MOST_BYTES",
    "MOST_ROWS",
    "Column",
    "Doubt",
    "Reading",
    "Table",
    "clean",
    "mark_name",
    "read_table",
]
