"""Empty figures with the project's axes and tools, and the few marks that all chapters draw with."""

from typing import Any

from bokeh.models import (
    BasicTicker,
    BasicTickFormatter,
    ColumnDataSource,
    GlyphRenderer,
    Grid,
    LinearAxis,
    LinearScale,
    LogScale,
    LogTicker,
    LogTickFormatter,
    PanTool,
    Plot,
    Range1d,
    ResetTool,
    Toolbar,
    WheelZoomTool,
)
from bokeh.models.glyphs import Line, Scatter, Text

from dashboard.palette import GIVEN, NOW, TRUTH

FONT = "system-ui, sans-serif"
ROOM = 0.012  # of an axis, beyond its ends: a dot at an end is seen whole

# `Plot` with explicit parts costs a third of `bokeh.plotting.figure`, in building it and in sending it.


def frame(name: str, x_label: str, y_label: str, *, pan: bool = True) -> Plot:
    """An empty figure with fixed ranges, two labelled axes, and pan, wheel zoom and reset."""
    tools = [PanTool()] * pan + [WheelZoomTool(), ResetTool()]
    plot = Plot(
        name=name,
        x_range=Range1d(0, 1),
        y_range=Range1d(0, 1),
        title=None,
        sizing_mode="stretch_both",
        toolbar=Toolbar(tools=tools, logo=None, autohide=True),
        toolbar_location="above",
        toolbar_inner=True,
        width=320,
        height=240,
    )
    for side, label in (("below", x_label), ("left", y_label)):
        axis = LinearAxis(axis_label=label)
        plot.add_layout(axis, side)
        plot.add_layout(Grid(axis=axis, dimension=("below", "left").index(side)))
    return plot


def look_at(plot: Plot, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Set what a figure shows, and what its reset tool comes back to."""
    for axis, (low, high) in ((plot.x_range, x), (plot.y_range, y)):
        wanted = {"start": low, "end": high, "reset_start": low, "reset_end": high}
        axis.update(**{key: value for key, value in wanted.items() if getattr(axis, key) != value})


def scale_y(plot: Plot, scale: str) -> None:
    """Make the vertical axis `linear` or `log`."""
    log = scale == "log"
    if isinstance(plot.y_scale, LogScale) == log:
        return
    ticker = LogTicker(num_minor_ticks=0) if log else BasicTicker()
    plot.y_scale = LogScale() if log else LinearScale()
    plot.left[0].update(
        ticker=ticker, formatter=LogTickFormatter(ticker=ticker) if log else BasicTickFormatter()
    )


def line(plot: Plot, source: ColumnDataSource, x: str, y: str, **look: Any) -> GlyphRenderer:
    return plot.add_glyph(
        source, Line(x=x, y=y, **{"line_color": GIVEN, "line_width": 3, "line_alpha": 0.5, **look})
    )


def ghost(plot: Plot, source: ColumnDataSource, x: str, y: str) -> GlyphRenderer:
    """Where the run would go, before it has been played."""
    return line(plot, source, x, y, line_width=1.5, line_alpha=0.35, line_dash=[2, 3])


def dots(plot: Plot, source: ColumnDataSource, x: str, y: str, **look: Any) -> GlyphRenderer:
    look = {"fill_color": GIVEN, "fill_alpha": 0.5, "line_color": None, "size": 10, **look}
    return plot.add_glyph(source, Scatter(x=x, y=y, **look))


def present(plot: Plot, source: ColumnDataSource, x: str, y: str) -> GlyphRenderer:
    """The row under the playhead."""
    return dots(plot, source, x, y, fill_color=NOW, fill_alpha=1, size=13, line_color="#FFFFFF", line_width=2)


def minimum(plot: Plot, source: ColumnDataSource, x: str, y: str) -> GlyphRenderer:
    return dots(plot, source, x, y, fill_color=TRUTH, fill_alpha=1, size=12, marker="diamond")


def label(plot: Plot, source: ColumnDataSource, x: str, y: str, text: str, **look: Any) -> GlyphRenderer:
    """A word beside the thing it names, in place of a legend."""
    look = {"text_color": TRUTH, "text_font": {"value": FONT}, "text_font_size": {"value": "13px"}, **look}
    return plot.add_glyph(source, Text(x=x, y=y, text={"value": text}, **look))


def name_axes(plot: Plot, x_label: str, y_label: str) -> None:
    plot.below[0].axis_label = x_label
    plot.left[0].axis_label = y_label
