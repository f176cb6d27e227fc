"""Tables that a user brings as text, read into columns of numbers."""

from gdcore.tables.table import LONGEST_NAME, MOST_BYTES, MOST_ROWS, Column, Table, clean, read_table

__all__ = ["LONGEST_NAME", "MOST_BYTES", "MOST_ROWS", "Column", "Table", "clean", "read_table"]
