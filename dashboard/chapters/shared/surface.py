"""A surface over two parameters in three dimensions: the second view of contours, built when first opened.

Python sends how high the bowl is over a lattice of θ. `surface.mjs` turns it under the finger and fills every
other source of this figure in the browser, so that turning sends nothing.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from bokeh.models import Column, ColumnDataSource, Plot, ResetTool, WheelZoomTool
from bokeh.models.glyphs import Glyph, MultiLine, Patches, Text

from dashboard.drawing.figures import FONT, Kit
from dashboard.drawing.palette import GIVEN, LIGHT, MUTED
from dashboard.drawing.sources import Sources
from gdcore import Objective, Quadratic

POINTS, FINE = 25, 41  # of the lattice along each of its sides: enough for a bowl, and for several
BORDER = 4  # pixels around the frame, which has no axes
LINES = {"xs": "xs", "ys": "ys"}

Interval = tuple[float, float]


def facts(
    names: tuple[str, str], titles: tuple[str, str, str], lowest: float, log: bool = False
) -> dict[str, Any]:
    """What the browser needs to know: columns of θ, words at the edges, and how heights are scaled."""
    return {"theta_names": list(names), "box_titles": list(titles), "lowest": lowest, "log_height": log}


def build(kit: Kit, sources: Sources, rings: ColumnDataSource, minima: ColumnDataSource) -> Plot:
    """Return an empty surface.

    Parameters
    ----------
    kit : Kit
        That of the page.
    sources : Sources
        What the script reads: path, marks, row under the playhead, ghost, rivals and facts.
    rings : ColumnDataSource
        The level lines `xs`, `ys` and their `height` above the minimum, in units of the loss.
    minima : ColumnDataSource
        Has columns of θ as the path has, and `gap`.
    """
    plot = kit.blank("surface_plot", [WheelZoomTool(), ResetTool()])
    plot.update(**{f"min_border_{side}": BORDER for side in ("left", "right", "top", "bottom")})
    draw_bowl(kit, plot)
    draw_descent(kit, plot)
    grid = empty(kit, "grid", "across", "along", "height")
    # what the script reads, found there by name; being there makes the grid the document's
    read = [
        grid,
        rings,
        sources.path,
        sources.marks,
        sources.now,
        sources.ghost,
        sources.lanes,
        sources.facts,
    ]
    plot.tags = read if minima is sources.facts else [*read, minima]
    return plot


def panel(plots: dict[str, Plot]) -> Column:
    """The place that the path and the surface share."""
    return Column(name="path_panel", children=raised(plots), sizing_mode="stretch_both")


def raised(plots: dict[str, Plot]) -> list[Plot]:
    """The path from above and, once it has been asked for, in three dimensions; one of them is visible."""
    return [plots[name] for name in ("path", "surface") if name in plots]


def show(plots: dict[str, Plot], objective: Objective, window: tuple[Interval, Interval], view: str) -> None:
    """Show the view that is wanted, from above (`contours`) or the surface."""
    if "surface" in plots:
        paint(plots["surface"], objective, window)
        plots["surface"].visible = view == "surface"
        plots["path"].visible = view == "contours"


def draw_bowl(kit: Kit, plot: Plot) -> None:
    """What changes when the bowl is turned: the box and its numbers, the sheet and the level lines on it."""
    layer(kit, plot, "box", MultiLine(**LINES, line_color=LIGHT["grid"], line_width=1), *LINES)
    sheet = Patches(**LINES, fill_color="fill", line_color="fill", line_width=1, line_join="round")
    layer(kit, plot, "sheet", sheet, *LINES, "fill")
    levels = MultiLine(**LINES, line_color=GIVEN, line_alpha="alpha", line_width=1)
    layer(kit, plot, "levels", levels, *LINES, "alpha")
    columns = ("x", "y", "text", "x_offset", "y_offset", "angle", "text_font_size")
    centred = {"text_align": "center", "text_baseline": "middle"}
    words = Text(**{name: name for name in columns}, **centred, text_color=MUTED, text_font={"value": FONT})
    layer(kit, plot, "words", words, *columns)


def draw_descent(kit: Kit, plot: Plot) -> None:
    """What changes with the playhead: on a canvas of its own, so that the bowl below is not painted again."""
    below = len(plot.renderers)
    look = {**LINES, "line_color": GIVEN, "line_alpha": "alpha"}
    ghost = look | {"line_color": MUTED, "line_width": 1.5, "line_dash": [2, 3]}
    layer(kit, plot, "forecast", MultiLine(**ghost), *LINES, "alpha")
    layer(kit, plot, "trail", MultiLine(**look, line_width=3, line_join="round"), *LINES, "alpha")
    layer(
        kit,
        plot,
        "rivals",
        MultiLine(**LINES, line_color="colour", line_width=2, line_alpha="alpha"),
        *LINES,
        "alpha",
        "colour",
    )
    stops, present = (empty(kit, name, "x", "y", "alpha") for name in ("stops", "present"))
    truth = empty(kit, "truth", "x", "y", "alpha", "name")
    kit.dots(plot, stops, "x", "y", size=7)
    kit.minimum(plot, truth, "x", "y")
    kit.present(plot, present, "x", "y")
    for renderer in plot.renderers[-3:]:
        renderer.glyph.update(fill_alpha="alpha", line_alpha="alpha")
    kit.label(plot, truth, "x", "y", {"field": "name"}, x_offset=10, y_offset=5, text_alpha="alpha")
    kit.raise_above(plot, below)


def layer(kit: Kit, plot: Plot, name: str, glyph: Glyph, *columns: str) -> None:
    kit.draw(plot, empty(kit, name, *columns), glyph)


def empty(kit: Kit, name: str, *columns: str) -> ColumnDataSource:
    return kit.source({column: [] for column in columns}, name)


def paint(plot: Plot, objective: Objective, window: tuple[Interval, Interval]) -> None:
    """Send the bowl over a window of θ, unless it is the one that is there."""
    source = next(tag for tag in plot.tags if tag.name == "grid")
    wanted = grid(objective, *window)
    if not all(np.array_equal(source.data[name], column) for name, column in wanted.items()):
        source.data = wanted


@lru_cache(maxsize=32)
def grid(objective: Objective, across: Interval, along: Interval) -> dict[str, np.ndarray]:
    """Return a lattice of θ and its heights: `across` and `along` (points,), `height` (points, points).

    Row i of the heights belongs to `along` i, column j to `across` j. A height is the loss above its
    minimum, in the units of the loss; where the function is undefined, it is as high as anywhere.
    """
    points = POINTS if isinstance(objective, Quadratic) else FINE
    x, y = np.linspace(*across, points), np.linspace(*along, points)
    with np.errstate(all="ignore"):
        height = objective.excess(np.stack(np.meshgrid(x, y)))
    highest = np.max(height, where=np.isfinite(height), initial=0.0)
    return {"across": x, "along": y, "height": np.where(np.isfinite(height), height, highest)}
