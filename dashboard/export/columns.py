"""The run as columns of numbers: the browser writes them down as CSV."""

import numpy as np

from dashboard.runs.rows import Lit, Rows, pad
from dashboard.settings.chapter import Chapter
from gdcore import Run


def columns(run: Run, rows: Rows, chapter: Chapter) -> dict[str, np.ndarray]:
    """Return every number of a run's rows, as the page has them, and its gradient where they lack it.

    Returns
    -------
    dict of str to ndarray
        All as long as the longest run of a race, by the names of `rows.table`.
    """
    numbers = {name: column for name, column in rows.items() if not isinstance(column, Lit)}
    gradient = {name: run.gradient[:, axis] for axis, name in enumerate(chapter.gradient_columns)}
    count = len(rows["iteration"])
    return numbers | {name: pad(column, count) for name, column in gradient.items()}
