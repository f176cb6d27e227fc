"""A board: a page for a projector, in larger type, on which the truth is hidden until it is revealed."""

from dataclasses import dataclass, field

from bokeh.core.property.vectorization import Value
from bokeh.models import BooleanFilter, ColumnDataSource, Plot
from bokeh.models.glyphs import Glyph

from dashboard.drawing.palette import TRUTH

FORECASTS = ("ghost", "forecast")  # sources of what is yet to come
FROM_TRUTH = ("distance", "gap")  # columns: who knows one knows where the truth is
HEIGHTS = "heights"  # the axis that may have one
LARGER = 1.4  # times what a page at a desk has
BORDERS = {"min_border_left": 88, "min_border_bottom": 64}  # pixels; board.css has the timeline as wide
TYPE = {"axis_label_text_font_size": "18px", "major_label_text_font_size": "16px"}


def hidden() -> BooleanFilter:
    """No row of a source: it is the browser that reveals them all, and nobody else knows."""
    return BooleanFilter(name="hidden_truth", booleans=[])


@dataclass(frozen=True, slots=True)
class Board:
    """How the figures of a board differ: `truth` filters what it keeps back."""

    truth: BooleanFilter = field(default_factory=hidden)

    def keeps_back(self, glyph: Glyph, source: ColumnDataSource) -> bool:
        """Whether this is the truth, which has a colour of its own, or a forecast."""
        colours = (getattr(glyph, name, None) for name in ("line_color", "fill_color", "text_color"))
        return source.name in FORECASTS or TRUTH in colours

    def enlarge(self, glyph: Glyph) -> None:
        for name in ("line_width", "size"):
            value = getattr(glyph, name, None)
            if isinstance(value, int | float):
                setattr(glyph, name, LARGER * value)
        written = getattr(glyph, "text_font_size", None)
        if isinstance(written, Value):  # elsewhere it is the name of a column
            pixels = float(written.value.removesuffix("px"))
            glyph.text_font_size = {"value": f"{round(LARGER * pixels)}px"}

    def make_room(self, plot: Plot) -> None:
        """Larger numbers on the axes, and the room that they take."""
        plot.update(**BORDERS)
        for axis in (*plot.below, *plot.left):
            axis.update(**TYPE)
