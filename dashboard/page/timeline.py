"""The timeline of a run: its scale, the column that it shows, and what theory foretells of that."""

import numpy as np
from bokeh.models import Plot

from dashboard.drawing import figures
from dashboard.drawing.board import HEIGHTS
from dashboard.drawing.figures import Kit
from dashboard.drawing.models import change
from dashboard.drawing.sources import Sources, source_of
from dashboard.explain import theory
from dashboard.page.shown import Shown
from dashboard.runs.rows import Rows
from dashboard.settings.chapter import chapter_of
from dashboard.settings.values import is_exercise

FEWEST_DECADES, MOST_DECADES = 3, 16
LINEAR_ONLY = ("floor", "faint")  # names of what a logarithmic scale has no place for


def paint(kit: Kit, sources: Sources, plot: Plot, shown: Shown) -> None:
    """Set the scale, the column and the ranges of a timeline: its width is always all of the iterations."""
    settings, chapter = shown.settings, chapter_of(shown.settings)
    column, is_log = chapter.height[settings.scale], settings.scale == "log"
    figures.scale_y(plot, settings.scale)
    figures.name_axes(plot, "Iteration", chapter.height_label(shown.run, settings.scale))
    if kit.board is not None:
        change(plot.left[0], name=HEIGHTS)
    # in an exercise theory would tell the answer, or be of another program
    is_foretold = is_log and not is_exercise(settings)
    if is_foretold:
        kit.bring("theory")
        heights = theory.predict_heights(shown.run, float(shown.rows[column][0]))
        source_of(plot, "foretold").data = heights
    for renderer in plot.renderers:
        if renderer.name in LINEAR_ONLY:
            change(renderer, visible=not is_log)
        elif renderer.name == "theory_line":
            change(renderer, visible=is_foretold)
        elif renderer.data_source not in (sources.lanes, sources.finish):
            change(renderer.glyph, y=column)
    span = decades(*gaps(shown.rows, column)) if is_log else chapter.height_range(shown.run, shown.rows)
    figures.look_at(plot, (0, settings.iterations), span)


def gaps(rows: Rows, column: str) -> list[np.ndarray]:
    """Return the heights of all who run: those of the page's own are in a column of that name."""
    return [values for name, values in rows.items() if name == column or name.startswith("gap_")]


def decades(*columns: np.ndarray) -> tuple[float, float]:
    """Return a logarithmic range that holds columns: whole decades, at least three, at most sixteen."""
    positive = np.concatenate([column[column > 0] for column in columns])
    if not positive.size:
        return 1e-3, 1.0
    high = float(np.ceil(np.log10(positive.max())))
    low = float(np.floor(np.log10(positive.min())))
    return 10.0 ** max(min(low, high - FEWEST_DECADES), high - MOST_DECADES), 10.0**high
