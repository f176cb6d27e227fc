"""The curve: one parameter, the function it is descended on, and the squared distance to the minimum."""

from functools import lru_cache
from math import ceil

import numpy as np
from bokeh.models import Plot

from dashboard import figures
from dashboard.figures import Kit
from dashboard.palette import NOW
from dashboard.problems import objective_of
from dashboard.rows import Rows
from dashboard.settings import Settings
from dashboard.sources import Sources
from gdcore import Quadratic, Run

DISTANCE = "Distance, (x − x*)²"
POINTS = 200
MOST_MARKS = 300
NOW_COLUMNS = ("x", "f", "iteration", "distance", "x0", "y0", "x1", "y1")
HEIGHT = {"linear": "distance", "log": "distance"}
HEIGHT_LABEL = {"linear": DISTANCE, "log": DISTANCE}
SCRIPTS = ("format", "theme", "handle", "touch", "lost", "playhead", "curve")
WORDS = ("numbers", "answer")
PAGE = ("path", "loss", *WORDS)
TITLES = {"path": "Local minimum of function", "loss": "Squared distance to true local minimum"}


def facts(run: Run, settings: Settings) -> dict[str, float]:
    """What is true of the whole run: the minimum, and how often to mark a row."""
    return {
        "x": float(run.objective.minimum[0]),
        "f": run.objective.lowest,
        "mark_every": max(1, ceil(settings.iterations / MOST_MARKS)),
    }


def function(kit: Kit, sources: Sources, settings: Settings) -> Plot:
    objective = objective_of(settings)
    plot = kit.frame("curve_plot", "x", "f(x)")
    kit.line(plot, kit.source(drawn(objective)), "x", "f")
    kit.ghost(plot, sources.ghost, "x", "f")
    kit.line(plot, sources.path, "x", "f", line_width=1, line_alpha=0.4)
    kit.dots(plot, sources.marks, "x", "f", size=7)
    kit.segment(plot, sources.now, "x0 y0 x1 y1", line_color=NOW, line_width=2)
    kit.minimum(plot, sources.facts, "x", "f")
    kit.label(plot, sources.facts, "x", "f", "minimum", text_align="center", y_offset=26)
    kit.present(plot, sources.now, "x", "f")
    figures.look_at(plot, tuple(objective.domain[0]), window(objective))
    return plot


def distance(kit: Kit, sources: Sources, settings: Settings) -> Plot:
    plot = kit.frame("distance_plot", "Iteration", DISTANCE)
    kit.ghost(plot, sources.ghost, "iteration", "distance")
    kit.line(plot, sources.path, "iteration", "distance")
    kit.present(plot, sources.now, "iteration", "distance")
    return plot


@lru_cache
def drawn(objective: Quadratic) -> dict[str, np.ndarray]:
    x = np.linspace(*objective.domain[0], POINTS)
    return {"x": x, "f": objective.value(x[np.newaxis])}


def window(objective: Quadratic) -> tuple[float, float]:
    """Heights to show: all of the curve, and room below it for the minimum's name."""
    low, high = drawn(objective)["f"].min(), drawn(objective)["f"].max()
    return round(low - 0.14 * (high - low), -1), round(high + 0.09 * (high - low), -1)


def heights(run: Run, rows: Rows) -> tuple[float, float]:
    """The range of the distance, from 0 to where the run starts."""
    high = max(float(rows["distance"][0]), 0.01 * float(np.ptp(run.objective.domain[0])))
    return -0.04 * high, 1.05 * high


def paint(plots: dict[str, Plot], settings: Settings, before: Settings | None) -> None:
    """Show what depends on the problem and is not a row: nothing, as the function stays."""


def roots(plots: dict[str, Plot]) -> list[Plot]:
    """The figures as the page's template places them."""
    return list(plots.values())


FIGURES = {"path": function, "loss": distance}
