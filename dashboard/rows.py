"""The table of a run: one row an iteration, with all that any panel shows of it."""

import numpy as np
from bokeh.core.serialization import Serializer

from gdcore import Run

Rows = dict[str, np.ndarray]


def curve(run: Run) -> Rows:
    """Rows of a run with one parameter: x, f(x), f′(x), its estimate, and (x − x*)²."""
    x = run.theta[:, 0]
    return {
        "iteration": np.arange(run.steps + 1, dtype=np.int32),
        "x": x,
        "f": run.loss,
        "slope": run.gradient[:, 0],
        "estimate": run.estimate[:, 0],
        "distance": (x - run.objective.minimum[0]) ** 2,
    }


def line(run: Run) -> Rows:
    """Rows of a regression: θ in the units it is descended in, the loss, and its height above the floor."""
    return {
        "iteration": np.arange(run.steps + 1, dtype=np.int32),
        "intercept": run.theta[:, 0],
        "slope": run.theta[:, 1],
        "loss": run.loss,
        "gap": run.excess,
    }


BY_CHAPTER = {"curve": curve, "line": line}
COLUMNS = {
    "curve": ("iteration", "x", "f", "slope", "estimate", "distance"),
    "line": ("iteration", "intercept", "slope", "loss", "gap"),
}


def table(run: Run, chapter: str) -> Rows:
    """Return the rows of a run, as its chapter shows them; their names are `COLUMNS[chapter]`."""
    return BY_CHAPTER[chapter](run)


class Numbers(list[float]):
    """A column of finite numbers, which Bokeh need not look at one by one: that would be most of a tick."""

    __hash__ = None

    def __eq__(self, other: object) -> bool:
        return self is other or list.__eq__(self, other)


Serializer.register(Numbers, lambda numbers, _: list(numbers))


def part(rows: Rows, start: int, stop: int) -> dict[str, Numbers]:
    """Rows `start` to `stop`, as the lists that Bokeh appends to at the least cost."""
    return {name: Numbers(column[start:stop].tolist()) for name, column in rows.items()}


def thinned(rows: Rows, first: int = 100, most: int = 400) -> Rows:
    """Enough rows to draw the whole run by: the `first` ones, then fewer and fewer, and the last."""
    count = len(rows["iteration"])
    if count <= most:
        return rows
    kept = np.unique(np.geomspace(first, count - 1, most - first).astype(int))
    index = np.concatenate([np.arange(first), kept])
    return {name: column[index] for name, column in rows.items()}
