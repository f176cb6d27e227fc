"""What a page draws from. Only `trace` is streamed; the browser fills what follows the playhead."""

from dataclasses import dataclass

from bokeh.models import ColumnDataSource

from dashboard.figures import Kit


@dataclass(frozen=True, slots=True)
class Sources:
    """`trace` holds the rows so far, `path` and `marks` those drawn, `now` the one under the playhead.

    `ghost` is the whole run, thinned, before it is played; `facts` is one row of what is true of all of it.
    """

    trace: ColumnDataSource
    path: ColumnDataSource
    marks: ColumnDataSource
    now: ColumnDataSource
    ghost: ColumnDataSource
    facts: ColumnDataSource

    @classmethod
    def empty(cls, kit: Kit, columns: tuple[str, ...], now: tuple[str, ...]) -> "Sources":
        rows = {name: columns for name in ("trace", "path", "marks", "ghost")} | {"now": now, "facts": ()}
        return cls(**{name: kit.source({column: [] for column in rows[name]}, name) for name in rows})
