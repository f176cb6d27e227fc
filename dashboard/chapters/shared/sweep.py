"""Steps to arrive against step size, both logarithmic, in all chapters; built when it is asked for."""

from typing import Any

import numpy as np
from bokeh.models import CustomJS, LogScale, LogTicker, LogTickFormatter, Plot
from bokeh.models.glyphs import VSpan

from dashboard.drawing.figures import Kit, look_at
from dashboard.drawing.palette import DASHES, GIVEN, NOW, RIVALS_LIGHT, TRUTH
from dashboard.drawing.sources import Sources, source_of
from dashboard.explain.sweeps import Swept

ROOM = 1.6  # times the most steps: the height of the picture
# of the run of the page, and of rivals
LOOKS = ((GIVEN, "solid"), *zip(RIVALS_LIGHT, DASHES, strict=True))


def build(kit: Kit, sources: Sources, take: CustomJS) -> Plot:
    """An empty sweep; `take` is run where it is clicked."""
    plot = kit.frame("sweep_plot", "Step size α", "Steps to arrive")
    for axis in (plot.below[0], plot.left[0]):
        ticker = LogTicker(num_minor_ticks=0)
        axis.update(ticker=ticker, formatter=LogTickFormatter(ticker=ticker))
    plot.update(x_scale=LogScale(), y_scale=LogScale())
    limits = kit.source({"x": [], "y": [], "text": []}, "limits")
    kit.draw(plot, limits, VSpan(x="x", line_color=TRUTH, line_dash="dashed", line_width=1.5))
    kit.draw(plot, sources.facts, VSpan(x="step_size", line_color=NOW, line_width=2))
    for number, (colour, dash) in enumerate(LOOKS):
        source = kit.source({"x": [], "y": []}, f"swept_{number}")
        kit.line(plot, source, "x", "y", line_color=colour, line_dash=dash, line_alpha=0.8)
    beside: dict[str, Any] = {"text_align": "right", "x_offset": -5, "y_offset": 18}
    kit.label(plot, limits, "x", "y", {"field": "text"}, on_field=True, **beside)
    plot.js_on_event("tap", take)
    return plot


def paint(plot: Plot, curves: list[Swept], limits: dict[str, float]) -> None:
    """Show the sweeps of all runners, the page's own first, and the largest stable step of its own."""
    steps = [np.where(curve.steps > 0, curve.steps, np.nan) for curve in curves]
    found = np.concatenate(steps)
    known = found[np.isfinite(found)] if np.isfinite(found).any() else np.array([1, curves[0].tried])
    top = ROOM * max(float(known.max()), 10.0)
    for number in range(len(LOOKS)):
        shown = (curves[number].step_sizes, steps[number]) if number < len(curves) else ([], [])
        source_of(plot, f"swept_{number}").data = dict(zip(("x", "y"), shown, strict=True))
    source_of(plot, "limits").data = {
        "x": list(limits.values()),
        "y": [top] * len(limits),
        "text": list(limits),
    }
    low = min(float(curve.step_sizes[0]) for curve in curves)
    high = max(float(curve.step_sizes[-1]) for curve in curves)
    look_at(plot, (low, high), (0.8 * float(known.min()), top))
