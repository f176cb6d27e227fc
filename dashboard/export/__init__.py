"""What a visitor takes away: the run as rows, as a program, as a notebook, and as a page of its own."""
