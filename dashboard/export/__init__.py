"""Texts that a visitor takes away: the run as rows, as a program and as a notebook."""
