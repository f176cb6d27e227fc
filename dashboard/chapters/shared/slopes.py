"""The field of −∇f: which way is down, and how steeply, over a lattice of θ."""

from functools import lru_cache
from typing import Any

import numpy as np
from bokeh.models import Plot
from bokeh.models.glyphs import Scatter

from dashboard.chapters.shared.levels import around
from dashboard.drawing.figures import Kit
from dashboard.drawing.linking import FOLDER, script
from dashboard.drawing.palette import GIVEN
from dashboard.drawing.places import Interval
from dashboard.drawing.sources import source_of
from gdcore import Objective

ACROSS = 9  # arrows along the shorter side of the window
DOUBLINGS = 1  # of what most panels show; from farther away no arrows are shown
ARROW_PIXELS = (7, 17)  # the shortest and the longest one
DECADES = 2.0  # of steepness, over which arrows grow: the median is in their middle
COLUMNS = ("x", "y", "angle", "size")


def draw(kit: Kit, plot: Plot) -> None:
    """Make room for the arrows in a figure: `paint` fills it."""
    columns = {name: name for name in COLUMNS}
    marker: dict[str, Any] = {"marker": "@arrow", "defs": {"@arrow": script(FOLDER / "arrow.mjs")}}
    arrows = Scatter(**columns, **marker, fill_color=None, line_color=GIVEN, line_alpha=0.35)
    kit.draw(plot, kit.source({name: [] for name in COLUMNS}, "slopes"), arrows)


def paint(plot: Plot, objective: Objective, window: tuple[Interval, Interval]) -> None:
    """Show the slopes of a function, unless they are there."""
    source, found = source_of(plot, "slopes"), slopes(objective, window)
    if source.data["x"] is not found["x"]:
        source.data = found


@lru_cache(maxsize=32)
def slopes(objective: Objective, window: tuple[Interval, Interval]) -> dict[str, np.ndarray]:
    """Return arrows in a window and around it: where, which way in radians, and how long in pixels.

    Where the gradient is zero or undefined there is none. The longer, the steeper, by the logarithm, beside
    the median of those in the window.
    """
    x, y = lattice(window)
    with np.errstate(all="ignore"):
        down = -objective.gradient(np.stack([x, y]))
        steepness = np.hypot(*down)
    there = np.isfinite(steepness) & (steepness > 0)
    tall = np.log10(steepness[there])
    (left, right), (bottom, top) = window
    inside = ((left <= x) & (x <= right) & (bottom <= y) & (y <= top))[there]
    middle = np.median(tall[inside]) if inside.any() else 0.0
    share = np.clip(0.5 + (tall - middle) / DECADES, 0, 1)
    found = x[there], y[there], np.arctan2(*down[::-1, there]), np.interp(share, (0, 1), ARROW_PIXELS)
    return {name: column.astype(np.float32) for name, column in zip(COLUMNS, found, strict=True)}


def lattice(window: tuple[Interval, Interval]) -> np.ndarray:
    """Return points (2, n), equally far apart along both axes, in a window and around it.

    They go farther than most panels show, for a flat one and for the camera that has backed away.
    """
    apart = min(high - low for low, high in window) / ACROSS
    sides = [
        (low + high) / 2 + apart * (np.arange(count) - (count - 1) / 2)
        for low, high in around(window)
        for count in [int(2**DOUBLINGS * (high - low) / apart)]
    ]
    return np.stack(np.meshgrid(*sides)).reshape(2, -1)
