"""Empty figures with the project's axes and tools, and the few marks that all chapters draw with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bokeh.models import (
    AllIndices,
    BasicTicker,
    CDSView,
    ColumnDataSource,
    CustomJSTickFormatter,
    GlyphRenderer,
    Grid,
    LinearScale,
    LogScale,
    LogTicker,
    LogTickFormatter,
    NoOverlap,
    PanTool,
    Plot,
    Range1d,
    ResetTool,
    Selection,
    Title,
    Toolbar,
    UnionRenderers,
    WheelZoomTool,
)
from bokeh.models.glyphs import Glyph, Line, MultiLine, Scatter, Segment, Text

from dashboard.drawing.board import Board
from dashboard.drawing.linking import link_body
from dashboard.drawing.models import BareAxis, BarePlot, BareRenderer, BareSource, BareView, change
from dashboard.drawing.palette import GIVEN, MUTED, NOW, PANEL, TEXT, TRUTH

FONT = "system-ui, sans-serif"
TRANSPARENT = {"background-color": "transparent"}  # Bokeh's own toolbar is white, in the dark too
# No tool is on from the beginning: a drag or a scroll that was meant for the page would lose the picture.
TOOLS = {"logo": None, "autohide": True, "active_drag": None, "active_scroll": None, "styles": TRANSPARENT}


def tick_formatter() -> CustomJSTickFormatter:
    """What writes numbers beside an axis as sentences do, where Bokeh's own would write 5.000e+5."""
    return CustomJSTickFormatter(code=link_body("ticks", "tickText(tick)"))


Layer = tuple[Plot, GlyphRenderer | None, Callable[[], None]]  # a figure, what lies below, and how to draw it


@dataclass(frozen=True, slots=True)
class Kit:
    """What the figures of one page are made of.

    Opening a page costs by the number of its models. Bokeh makes scales, tickers, views and selections anew
    for every figure, axis, glyph and source; here one of each serves all that can share it.
    """

    scale: LinearScale = field(default_factory=LinearScale)
    ticker: BasicTicker = field(default_factory=BasicTicker)
    formatter: CustomJSTickFormatter = field(default_factory=tick_formatter)
    labels: NoOverlap = field(default_factory=NoOverlap)
    rows: AllIndices = field(default_factory=AllIndices)
    selected: Selection = field(default_factory=Selection)
    policy: UnionRenderers = field(default_factory=UnionRenderers)
    views: dict[tuple[str, str], CDSView] = field(default_factory=dict)
    layers: dict[str, list[Layer]] = field(default_factory=dict)
    board: Board | None = None

    def source(self, data: Mapping[str, Any], name: str | None = None) -> ColumnDataSource:
        return BareSource(dict(data), name=name, selected=self.selected, selection_policy=self.policy)

    def frame(self, name: str, x_label: str, y_label: str) -> Plot:
        """An empty figure with fixed ranges, two labelled axes, and pan, wheel zoom and reset."""
        plot = self.blank(name, [PanTool(), WheelZoomTool(), ResetTool()])
        for dimension, (side, label) in enumerate((("below", x_label), ("left", y_label))):
            axis = BareAxis(
                axis_label=label,
                ticker=self.ticker,
                formatter=self.formatter,
                major_label_policy=self.labels,
            )
            plot.add_layout(axis, side)
            plot.add_layout(Grid(axis=axis, dimension=dimension))
        if self.board is not None:
            self.board.make_room(plot)
        return plot

    def blank(self, name: str, tools: list[Any]) -> Plot:
        """A figure without axes."""
        return BarePlot(
            name=name,
            x_range=Range1d(0, 1),
            y_range=Range1d(0, 1),
            x_scale=self.scale,
            y_scale=self.scale,
            title=None,
            sizing_mode="stretch_both",
            toolbar=Toolbar(tools=tools, **TOOLS),
            toolbar_location="above",
            toolbar_inner=True,
            width=320,
            height=240,
        )

    def draw(
        self, plot: Plot, source: ColumnDataSource, glyph: Glyph, name: str | None = None, **look: Any
    ) -> None:
        shown = self.rows
        if self.board is not None:
            self.board.enlarge(glyph)
            shown = self.board.truth if self.board.keeps_back(glyph, source) else shown
        place = source.id, shown.id
        if place not in self.views:
            self.views[place] = BareView(filter=shown)
        view = self.views[place]
        plot.renderers.append(BareRenderer(data_source=source, glyph=glyph, view=view, name=name, **look))

    def later(self, layer: str, plot: Plot, draw: Callable[[], None]) -> None:
        """Draw in this place of the figure once the layer is wanted: most pages never need it."""
        below = plot.renderers[-1] if plot.renderers else None
        self.layers.setdefault(layer, []).append((plot, below, draw))

    def bring(self, layer: str) -> None:
        """Draw what was left for later, where that has not been done."""
        for plot, below, draw in self.layers.pop(layer, []):
            there = list(plot.renderers)
            draw()
            place = there.index(below) + 1 if below else 0
            plot.renderers = [*there[:place], *plot.renderers[len(there) :], *there[place:]]

    def line(
        self, plot: Plot, source: ColumnDataSource, x: str, y: str, name: str | None = None, **look: Any
    ) -> None:
        look = {"line_color": GIVEN, "line_width": 3, "line_alpha": 0.5} | look
        self.draw(plot, source, Line(x=x, y=y, **look), name)

    def raise_above(self, plot: Plot, below: int) -> None:
        """Draw all but the lowest on a canvas of its own: while these move, those are not painted again."""
        for renderer in plot.renderers[below:]:
            renderer.level = "overlay"

    def comet(self, plot: Plot) -> None:
        """The path so far, thin at first, with a tail that is the thicker the nearer it is to the point."""
        look = {"line_color": GIVEN, "line_width": "width", "line_alpha": "alpha", "line_join": "round"}
        tail = self.source({name: [] for name in ("xs", "ys", "width", "alpha")}, "comet")
        self.draw(plot, tail, MultiLine(xs="xs", ys="ys", **look))

    def ghost(self, plot: Plot, source: ColumnDataSource, x: str, y: str) -> None:
        """Where the run would go, before it has been played; or where the one before it went."""
        self.line(plot, source, x, y, line_color=MUTED, line_alpha=0.9, line_width=1.5, line_dash=[2, 3])

    def segment(
        self, plot: Plot, source: ColumnDataSource, ends: str, name: str | None = None, **look: Any
    ) -> None:
        """A straight line between two points, whose columns are named in `ends`: x0 y0 x1 y1."""
        self.draw(
            plot,
            source,
            Segment(**dict(zip(("x0", "y0", "x1", "y1"), ends.split(), strict=True)), **look),
            name,
        )

    def dots(self, plot: Plot, source: ColumnDataSource, x: str, y: str, **look: Any) -> None:
        look = {"fill_color": GIVEN, "fill_alpha": 0.5, "line_color": None, "size": 10} | look
        self.draw(plot, source, Scatter(x=x, y=y, **look))

    def present(self, plot: Plot, source: ColumnDataSource, x: str, y: str) -> None:
        """The row under the playhead."""
        self.dots(plot, source, x, y, fill_color=NOW, fill_alpha=1, size=13, line_color=PANEL, line_width=2)

    def race(
        self,
        plot: Plot,
        sources: tuple[ColumnDataSource, ColumnDataSource],
        way: str,
        place: str,
        text: str | None = None,
    ) -> None:
        """Rivals on their ways, as `rivals` has them, and who of them has arrived, as `finish` has it."""
        lanes, finish = sources
        self.rivals(plot, lanes, way, place)
        self.finish(plot, finish, place, text)

    def rivals(self, plot: Plot, source: ColumnDataSource, way: str, place: str) -> None:
        """The ways of rivals and where each is; `way` and `place` name two columns each."""
        (xs, ys), (x, y) = way.split(), place.split()
        look = {"line_color": "colour", "line_dash": "dash", "line_width": 2, "line_alpha": "alpha"}
        self.draw(plot, source, MultiLine(xs=xs, ys=ys, **look))
        self.racers(plot, source, x, y)

    def racers(self, plot: Plot, source: ColumnDataSource, x: str, y: str, size: int = 9) -> None:
        """Where each rival is."""
        rim = {"line_color": PANEL, "line_width": 1.5}
        self.dots(plot, source, x, y, fill_color="colour", fill_alpha=1, size=size, **rim)

    def race_over_iterations(self, plot: Plot, sources: tuple[ColumnDataSource, ColumnDataSource]) -> None:
        """Leave for later, on a timeline, how high rivals are, and when who of them has arrived."""
        ways, places = "iterations heights", "iteration height"
        self.later("race", plot, lambda: self.race(plot, sources, ways, places, "place"))

    def finish(self, plot: Plot, source: ColumnDataSource, place: str, text: str | None = None) -> None:
        """A ring around each who has arrived: as wide as it came late, or else beside it which it was."""
        x, y = place.split()
        ring = {"fill_color": None, "line_color": "colour", "line_width": 2}
        self.draw(plot, source, Scatter(x=x, y=y, size="size" if text is None else 15, **ring))
        if text is not None:
            look: dict[str, Any] = {"text_color": TEXT, "text_align": "align", "y_offset": "above"}
            self.label(plot, source, x, y, {"field": text}, on_field=True, **look)

    def foretold(self, plot: Plot) -> None:
        """How theory has the height fall: a straight line on a logarithmic scale."""
        source = self.source({name: [] for name in ("x0", "y0", "x1", "y1", "x", "y")}, "foretold")
        look = {"line_color": TRUTH, "line_width": 1.5, "line_dash": [2, 3]}
        self.segment(plot, source, "x0 y0 x1 y1", name="theory_line", **look)
        self.label(plot, source, "x", "y", "theory", name="theory_line", x_offset=6)

    def minimum(self, plot: Plot, source: ColumnDataSource, x: str, y: str) -> None:
        self.dots(plot, source, x, y, fill_color=TRUTH, fill_alpha=1, size=12, marker="diamond")

    def label(
        self,
        plot: Plot,
        source: ColumnDataSource,
        x: str,
        y: str,
        text: str | dict[str, str],
        name: str | None = None,
        on_field: bool = False,
        **look: Any,
    ) -> None:
        """A word beside the thing it names, in place of a legend; `{"field": …}` has it from a column.

        On a field of colours it has a piece of the panel behind it.
        """
        written = text if isinstance(text, dict) else {"value": text}
        pill = {
            "background_fill_color": PANEL,
            "background_fill_alpha": 0.85,
            "border_radius": 4,
            "padding": (4, 1),
        }
        look = (pill if on_field else {}) | look
        look = {"text_color": TRUTH, "text_font": {"value": FONT}, "text_font_size": {"value": "13px"}} | look
        self.draw(plot, source, Text(x=x, y=y, text=written, **look), name)


def title(text: str) -> Title:
    """What a figure shows, where no page around it says so."""
    return Title(text=text, text_color=TEXT, text_font=FONT, text_font_size="16px", standoff=8)


def look_at(plot: Plot, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Set what a figure shows, and what its reset tool comes back to.

    Parameters
    ----------
    plot : Plot
        Whose ranges are set, where they differ.
    x, y : tuple of float
        The lowest and the highest value on each axis.
    """
    for axis, (low, high) in ((plot.x_range, x), (plot.y_range, y)):
        change(axis, start=low, end=high, reset_start=low, reset_end=high)


def scale_y(plot: Plot, scale: str) -> None:
    """Make the vertical axis `linear` or `log`."""
    log = scale == "log"
    if isinstance(plot.y_scale, LogScale) == log:
        return
    ticker = LogTicker(num_minor_ticks=0) if log else BasicTicker()
    plot.y_scale = LogScale() if log else LinearScale()
    plot.left[0].update(ticker=ticker, formatter=LogTickFormatter(ticker=ticker) if log else tick_formatter())


def name_axes(plot: Plot, x_label: str, y_label: str) -> None:
    """Set what stands beside both axes."""
    plot.below[0].axis_label = x_label
    plot.left[0].axis_label = y_label
