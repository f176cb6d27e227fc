"""The table of a run: one row an iteration, with all that any panel shows of it."""

from base64 import b64encode
from functools import lru_cache
from math import ceil

import numpy as np
from bokeh.core.serialization import Serializer

from gdcore import Objective, Quadratic, Run, members

KEPT = 8  # tables
BLOCK = 256  # rows
MOST_POINTS = 1000  # samples that are drawn


class Lit:
    """Who of the samples that are drawn is in the batch of each row: a text of base64, one bit a sample.

    A slice of it is made when it is asked for: all of a long run would take a second.
    """

    def __init__(self, run: Run) -> None:
        self.m, self.batch, self.seed, self.length = run.objective.m, run.batch, run.seed, run.steps + 1
        self.every = ceil(self.m / MOST_POINTS)

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, rows: slice) -> list[str]:
        """The batches of some rows; those beyond the last go on as if the run did."""
        start, stop, _ = rows.indices(max(rows.stop, self.length))
        found = [self.bits(samples) for samples in members(self.m, self.batch, self.seed, start, stop)]
        return [b64encode(np.packbits(bits, bitorder="little")).decode() for bits in found]

    def bits(self, samples: np.ndarray) -> np.ndarray:
        drawn = np.zeros(ceil(self.m / self.every), dtype=bool)
        drawn[samples[samples % self.every == 0] // self.every] = True
        return drawn


Column = np.ndarray | Lit
Rows = dict[str, Column]


def curve(run: Run) -> Rows:
    """Rows of a run with one parameter: x, f(x), f′(x), its estimate, and how far there is to go.

    The last is (x − x*)² on a parabola, as the post has it, and elsewhere f(x) − f*.
    """
    x = run.theta[:, 0]
    return {
        "iteration": iterations(run),
        "x": x,
        "f": run.loss,
        "slope": run.gradient[:, 0],
        "estimate": run.estimate[:, 0],
        "distance": (x - run.objective.minimum[0]) ** 2 if is_parabola(run.objective) else run.excess,
    }


def line(run: Run) -> Rows:
    """Rows of a regression: θ in the units it is descended in, the loss, and its height above the floor."""
    rows = {
        "iteration": iterations(run),
        "intercept": run.theta[:, 0],
        "slope": run.theta[:, 1],
        "loss": run.loss,
        "gap": run.excess,
    }
    if run.batch is None:
        return rows
    return rows | {"batch_loss": run.batch_loss, "batch": Lit(run)}


def landscape(run: Run) -> Rows:
    """Rows of a run with two parameters: θ, the value and its height, the gradient as it was seen."""
    return {
        "iteration": iterations(run),
        "x": run.theta[:, 0],
        "y": run.theta[:, 1],
        "f": run.loss,
        "gap": run.excess,
        "slope_x": run.estimate[:, 0],
        "slope_y": run.estimate[:, 1],
    }


def iterations(run: Run) -> np.ndarray:
    return np.arange(run.steps + 1, dtype=np.int32)


def is_parabola(objective: Objective) -> bool:
    return isinstance(objective, Quadratic) and objective.n == 1


BY_CHAPTER = {"curve": curve, "line": line, "landscape": landscape}
COLUMNS = {
    "curve": ("iteration", "x", "f", "slope", "estimate", "distance"),
    "line": ("iteration", "intercept", "slope", "loss", "gap"),
    "landscape": ("iteration", "x", "y", "f", "gap", "slope_x", "slope_y"),
}


@lru_cache(maxsize=KEPT)
def table(run: Run, chapter: str, rivals: tuple[Run, ...] = ()) -> "Table":
    """Return the rows of a run, as its chapter shows them, and where its rivals are at the same time.

    The names are `COLUMNS[chapter]`, where they apply `alpha` (of a schedule: the step size of the step from
    here), `next_x` and `next_y` (where that leads: rows of plain descent tell it by themselves),
    `velocity_0` …, `batch` and `batch_loss`, and for rival i θ as `theta_i_0` …, its height `gap_i` and, on
    a curve, `value_i`.
    All columns are as long as the longest run: a run that has ended stays where it is.
    """
    rows = BY_CHAPTER[chapter](run)
    if run.schedule != "constant":
        rows["alpha"] = np.append(run.step_sizes, run.step_sizes[-1:] if run.steps else run.step_size)
    if chapter == "landscape" and run.method != "gradient descent":
        rows |= {f"next_{name}": np.append(rows[name][1:], rows[name][-1:]) for name in ("x", "y")}
    if run.velocity is not None:
        rows |= {f"velocity_{axis}": column for axis, column in enumerate(run.velocity.T)}
    for number, rival in enumerate(rivals, 1):
        rows |= {f"theta_{number}_{axis}": column for axis, column in enumerate(rival.theta.T)}
        rows[f"gap_{number}"] = curve(rival)["distance"] if chapter == "curve" else rival.excess
        if chapter == "curve":
            rows[f"value_{number}"] = rival.loss
    longest = max(len(column) for column in rows.values())
    rows = {name: lengthened(column, longest) for name, column in rows.items()}
    if len(rows["iteration"]) > run.steps + 1:
        rows["iteration"] = np.arange(longest, dtype=np.int32)
    return Table(rows)


class Table(dict[str, Column]):
    """Rows, of which all pages that play the same run share the numbers as Python has them.

    A float in a list takes 32 bytes, of which 24 are the number's own: a class whose pages play the same run
    need not keep them each for itself. They are made in blocks, when rows of them are first sent.
    """

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self.blocks: dict[tuple[str, int], list[float]] = {}

    def numbers(self, name: str, start: int, stop: int) -> list[float]:
        """Rows `start` to `stop` of a column of numbers."""
        first, last = start // BLOCK, max(start, stop - 1) // BLOCK
        found = self.block(name, first)[start - first * BLOCK : stop - first * BLOCK]
        for block in range(first + 1, last + 1):
            found += self.block(name, block)[: stop - block * BLOCK]
        return found

    def block(self, name: str, number: int) -> list[float]:
        if (name, number) not in self.blocks:
            self.blocks[name, number] = self[name][number * BLOCK : (number + 1) * BLOCK].tolist()
        return self.blocks[name, number]


def lengthened(column: Column, count: int) -> Column:
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


def part(rows: Rows, start: int, stop: int) -> dict[str, list]:
    """Rows `start` to `stop`, as the lists that Bokeh appends to at the least cost."""
    stop = min(stop, len(rows["iteration"]))
    return {name: listed(rows, name, start, max(start, stop)) for name in rows}


def listed(rows: Rows, name: str, start: int, stop: int) -> list:
    column = rows[name]
    if isinstance(column, Lit):
        return column[start:stop]
    if isinstance(rows, Table):
        return Numbers(rows.numbers(name, start, stop))
    return Numbers(column[start:stop].tolist())


def thinned(rows: Rows, first: int = 100, most: int = 400) -> Rows:
    """Enough rows to draw the whole run by: the `first` ones, then fewer and fewer, and the last."""
    count = len(rows["iteration"])
    numbers = {name: column for name, column in rows.items() if not isinstance(column, Lit)}
    if count <= most:
        return numbers
    kept = np.unique(np.geomspace(first, count - 1, most - first).astype(int))
    index = np.concatenate([np.arange(first), kept])
    return {name: column[index] for name, column in numbers.items()}
