"""The run as columns of numbers: the browser writes them down as CSV."""

import numpy as np

from dashboard.runs.rows import Lit, Rows, lengthened
from gdcore import Run

AXES = {"line": ("intercept", "slope"), "landscape": ("x", "y")}


def columns(run: Run, rows: Rows, chapter: str) -> dict[str, np.ndarray]:
    """Return every number of a run's rows, as the page has them, and its gradient where they lack it.

    All are as long as the longest run of a race; the names are those of `rows.table`.
    """
    numbers = {name: column for name, column in rows.items() if not isinstance(column, Lit)}
    gradient = {f"gradient_{name}": run.gradient[:, axis] for axis, name in enumerate(AXES.get(chapter, ()))}
    count = len(rows["iteration"])
    return numbers | {name: lengthened(column, count) for name, column in gradient.items()}
