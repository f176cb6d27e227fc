"""Tables that a user brings as text, read into columns of numbers."""

from gdcore.tables.table import MOST_BYTES, MOST_ROWS, Column, Table, read_table

__all__ = ["MOST_BYTES", "MOST_ROWS", "Column", "Table", "read_table"]
