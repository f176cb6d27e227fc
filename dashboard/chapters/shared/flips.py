"""The direction in which a run changes sides, drawn through the minimum once there is one."""

from bokeh.models import Plot

from dashboard.drawing.figures import Kit
from dashboard.drawing.palette import TRUTH
from dashboard.drawing.sources import has_source, source_of
from dashboard.explain.theory import find_flipping_line
from gdcore import Run

NAME = "flips"


def paint(kit: Kit, plot: Plot, run: Run) -> None:
    """Draw the direction of a run that oscillates; of another, none."""
    line = find_flipping_line(run)
    if has_source(plot, NAME):
        source = source_of(plot, NAME)
        if source.data != line:
            source.data = line
    elif line["x0"]:
        source = kit.source(line, NAME)
        kit.segment(plot, source, "x0 y0 x1 y1", line_color=TRUTH, line_width=2, line_dash=[6, 3])
        kit.label(plot, source, "x1", "y1", "changes sides", on_field=True, x_offset=8, y_offset=4)
