"""What a page draws from. Only `trace` is streamed; the browser fills what follows the playhead."""

from dataclasses import dataclass

from bokeh.models import ColumnDataSource, Plot

from dashboard.drawing.figures import Kit

# of a rival: its path (θ₀, θ₁) and heights by iteration, the same at the playhead, and its look
LANES = ("xs", "ys", "iterations", "heights", "x", "y", "iteration", "height", "colour", "dash", "alpha")
# of who has arrived: where it is, when and how high that was, and a ring with a word some pixels above it
FINISH = ("x", "y", "iteration", "height", "colour", "size", "place", "align", "above")


@dataclass(frozen=True, slots=True)
class Sources:
    """`trace` holds the rows so far, `path` and `marks` those drawn, `now` the one under the playhead.

    `ghost` is the whole run, thinned, before it is played, or what was played of another; `facts` is one row
    of what is true of all of it.
    `lanes` has one row a rival: its way so far and where it is, which the browser fills from `trace`,
    and `finish` one each who has arrived.
    """

    trace: ColumnDataSource
    path: ColumnDataSource
    marks: ColumnDataSource
    now: ColumnDataSource
    ghost: ColumnDataSource
    facts: ColumnDataSource
    lanes: ColumnDataSource
    finish: ColumnDataSource

    @property
    def race(self) -> tuple[ColumnDataSource, ColumnDataSource]:
        return self.lanes, self.finish

    @classmethod
    def empty(cls, kit: Kit, columns: tuple[str, ...], now: tuple[str, ...]) -> "Sources":
        rows = {name: columns for name in ("trace", "path", "marks", "ghost")}
        rows |= {"now": now, "facts": (), "lanes": LANES, "finish": FINISH}
        return cls(**{name: kit.source({column: [] for column in rows[name]}, name) for name in rows})


def source_of(plot: Plot, name: str) -> ColumnDataSource:
    """Return the source of a name that a figure draws from.

    Raises
    ------
    StopIteration
        Where it draws from none such: see `has_source`.
    """
    return next(renderer.data_source for renderer in plot.renderers if renderer.data_source.name == name)


def has_source(plot: Plot, name: str) -> bool:
    """Return whether a figure draws from a source of that name."""
    return any(renderer.data_source.name == name for renderer in plot.renderers)
