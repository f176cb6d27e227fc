"""The table of a run: one row an iteration, with all that any panel shows of it."""

from base64 import b64encode
from functools import lru_cache
from math import ceil
from typing import Any

import numpy as np
from bokeh.core.serialization import Serializer

from dashboard.settings.chapter import Chapter
from gdcore import Run, members

MOST_KEPT = 8  # tables
BLOCK_ROWS = 256
MOST_POINTS = 1000  # samples that are drawn
ALL_OF_FIRST, MOST_DRAWN = 100, 400  # rows of a run that is drawn as a whole


class Lit:
    """Who of the samples that are drawn is in the batch of each row: a text of base64, one bit a sample.

    A slice of it is made when it is asked for: all of a long run would take a second.
    """

    def __init__(self, run: Run) -> None:
        self.m: int = run.objective.m  # type: ignore[attr-defined]  # of least squares: no other has batches
        self.batch: int = run.batch  # type: ignore[assignment]  # a run without batches has no such column
        self.seed, self.length = run.seed, run.steps + 1
        self.every = ceil(self.m / MOST_POINTS)

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, rows: slice) -> list[str]:
        """The batches of some rows; those beyond the last go on as if the run did."""
        start, stop, _ = rows.indices(max(rows.stop, self.length))
        found = [self.bits(samples) for samples in members(self.m, self.batch, self.seed, start, stop)]
        return [b64encode(np.packbits(bits, bitorder="little").tobytes()).decode() for bits in found]

    def bits(self, samples: np.ndarray) -> np.ndarray:
        drawn = np.zeros(ceil(self.m / self.every), dtype=bool)
        drawn[samples[samples % self.every == 0] // self.every] = True
        return drawn


Column = np.ndarray | Lit
Rows = dict[str, Any]  # columns


def iterations(run: Run) -> np.ndarray:
    """Return the numbers of a run's rows, of shape (K+1,): row 0 is the start."""
    return np.arange(run.steps + 1, dtype=np.int32)


def next_theta(run: Run, *names: str) -> Rows:
    """Return where the step from each row leads, as `next_x` …: those of plain descent tell it anyway."""
    if run.method == "gradient descent":
        return {}
    ahead = np.append(run.theta[1:], run.theta[-1:], axis=0)
    return {f"next_{name}": column for name, column in zip(names, ahead.T, strict=True)}


@lru_cache(maxsize=MOST_KEPT)
def table(run: Run, chapter: Chapter, rivals: tuple[Run, ...] = ()) -> "Table":
    """Return the rows of a run, as its chapter shows them, and where its rivals are at the same time.

    Parameters
    ----------
    run : Run
        K steps, and so K+1 rows.
    chapter : Chapter
        Whose `columns` these are.
    rivals : tuple of Run
        Each has θ as `theta_i_0` …, its height `gap_i` and, where there is one parameter, `value_i`.

    Returns
    -------
    Table
        Beside those, where they apply, `alpha` (of a schedule: the step size of the step from here),
        `velocity_0` …, `batch` and `batch_loss`. All columns are as long as the longest run: one that has
        ended stays where it is.
    """
    rows = chapter.rows(run)
    if run.schedule != "constant":
        rows["alpha"] = np.append(run.step_sizes, run.step_sizes[-1:] if run.steps else run.step_size)
    if run.velocity is not None:
        rows |= {f"velocity_{axis}": column for axis, column in enumerate(run.velocity.T)}
    for number, rival in enumerate(rivals, 1):
        rows |= {f"theta_{number}_{axis}": column for axis, column in enumerate(rival.theta.T)}
        rows[f"gap_{number}"] = chapter.rows(rival)[chapter.height["log"]]
        if run.objective.n == 1:
            rows[f"value_{number}"] = rival.loss
    longest = max(len(column) for column in rows.values())
    rows |= {name: pad(column, longest) for name, column in rows.items()}
    return Table(rows | {"iteration": np.arange(longest, dtype=np.int32)})


class Table(dict[str, Any]):
    """Rows, of which all pages that play the same run share the numbers as Python has them.

    A float in a list takes 32 bytes, of which 24 are the number's own: a class whose pages play the same run
    need not keep them each for itself. They are made in blocks, when rows of them are first sent.
    """

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self.blocks: dict[int, dict[str, list[float]]] = {}

    def block(self, number: int) -> dict[str, list[float]]:
        """Return so many rows of all columns that are numbers: those of a block."""
        if number not in self.blocks:
            rows = slice(number * BLOCK_ROWS, (number + 1) * BLOCK_ROWS)
            self.blocks[number] = {name: column[rows].tolist() for name, column in numbers_of(self).items()}
        return self.blocks[number]


def pad(column: Column, count: int) -> Column:
    """Return so many rows of a column, of which those beyond its own are like its last one.

    Parameters
    ----------
    column : ndarray, shape (K+1,), or Lit
        Returned as it is where it is long enough, or made when it is asked for.
    count : int
        Rows, no fewer than the column has.
    """
    missing = count - len(column)
    if not missing or isinstance(column, Lit):
        return column
    return np.append(column, np.repeat(column[-1:], missing))


class Numbers(list[float]):
    """A column of finite numbers, which Bokeh need not look at one by one: that would be most of a tick."""

    __hash__ = None

    def __eq__(self, other: object) -> bool:
        return self is other or list.__eq__(self, other)


Serializer.register(Numbers, lambda numbers, _: list(numbers))


def part(table: Table, start: int, stop: int) -> dict[str, list]:
    """Return rows as the lists that Bokeh appends to at the least cost.

    Parameters
    ----------
    table : Table
        All rows of a run.
    start, stop : int
        The first row, and the one after the last; what is beyond the table is left out.

    Returns
    -------
    dict of str to list
        All columns, in the order of the table; their numbers are shared by all pages that play this run.
    """
    stop = max(start, min(stop, len(table["iteration"])))
    found: dict[str, Any] = {
        name: column[start:stop] if isinstance(column, Lit) else Numbers() for name, column in table.items()
    }
    for number in range(start // BLOCK_ROWS, ceil(stop / BLOCK_ROWS)):
        first = number * BLOCK_ROWS
        for name, column in table.block(number).items():
            found[name] += column[max(0, start - first) : stop - first]
    return found


def numbers_of(rows: Rows) -> Rows:
    return {name: column for name, column in rows.items() if not isinstance(column, Lit)}


def first(rows: Rows, count: int) -> Rows:
    """So many rows, of all columns that are numbers."""
    return {name: column[:count] for name, column in numbers_of(rows).items()}


def thinned(rows: Rows, first: int = ALL_OF_FIRST, most: int = MOST_DRAWN) -> Rows:
    """Return enough rows to draw a whole run by.

    Parameters
    ----------
    rows : dict of str to ndarray
        Columns; those that are no numbers are left out.
    first : int
        So many rows from the start are all kept; after them come fewer and fewer, and the last.
    most : int
        How many rows may come back.
    """
    count, numbers = len(rows["iteration"]), numbers_of(rows)
    if count <= most:
        return numbers
    kept = np.unique(np.geomspace(first, count - 1, most - first).astype(int))
    index = np.concatenate([np.arange(first), kept])
    return {name: column[index] for name, column in numbers.items()}
