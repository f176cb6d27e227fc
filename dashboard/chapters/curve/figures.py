"""The curve: one parameter, the function it is descended on, and how far there is to go."""

from functools import lru_cache
from math import ceil, log2

import numpy as np
from bokeh.models import Plot

from dashboard.chapters.curve.rows import is_parabola
from dashboard.chapters.shared.levels import widened
from dashboard.drawing import figures
from dashboard.drawing.figures import Kit
from dashboard.drawing.palette import NOW
from dashboard.drawing.places import goal, lesson, tidied
from dashboard.drawing.sources import Sources, source_of
from dashboard.explain.minima import labels, letter
from dashboard.runs.problems import objective_of
from dashboard.runs.rows import Rows
from dashboard.settings.values import Settings
from gdcore import Objective, Run

SQUARED, ABOVE = "(x − x*)²", "f(x) − f*"
POINTS = 400
OUTER_POINTS = 60  # of the curve on either side of its domain, each time that this is doubled
MOST_DOUBLINGS = 11  # more than the camera makes
MOST_MARKS = 300
NOW_COLUMNS = ("x", "f", "iteration", "distance", "x0", "y0", "x1", "y1")
TITLES = {"path": "Local minimum of function", "loss": "Squared distance to true local minimum"}


def title(settings: Settings) -> str:
    """What the timeline shows: the post has it for its parabola. A board does not say of what."""
    if settings.board:
        return "Distance still to go"
    return TITLES["loss"] if is_parabola(objective_of(settings)) else "Height above the lowest point"


def facts(run: Run, settings: Settings) -> dict[str, object]:
    """What is true of the whole run: the minimum it is led to, and how often to mark a row."""
    x = led_to(run)
    return {
        "x": x,
        "minimum": f"minimum {letter(run.objective, goal(run))}".strip(),
        "f": tidied(float(run.objective.value([x])), run.objective),
        "above": tidied(float(run.objective.excess([x])), run.objective),
        "formula": run.objective.text,
        "lesson": lesson(run.objective),
        "reach": float(np.ptp(run.objective.domain[0])) * 5 / 36,
        "squared": is_parabola(run.objective),
        "known": goal(run) is not None,
        "mark_every": max(1, ceil(settings.iterations / MOST_MARKS)),
    }


def led_to(run: Run) -> float:
    """The minimum that a run is led to; where none is known, the lowest of the points that are drawn."""
    place = goal(run)
    if place is not None:
        return float(place[0])
    curve = drawn(run.objective)
    return float(curve["x"][np.nanargmin(curve["f"])])


def function(kit: Kit, sources: Sources, settings: Settings) -> Plot:
    """Return the figure of the function, with the point, its tangent and the path on it."""
    plot = kit.frame("curve_plot", "x", "f(x)")
    kit.line(plot, kit.source({"x": [], "f": []}, "drawn"), "x", "f")
    kit.ghost(plot, sources.ghost, "x", "f")
    kit.comet(plot)
    kit.dots(plot, sources.marks, "x", "f", size=7)
    kit.later("race", plot, lambda: draw_racers(kit, plot, sources))
    kit.segment(plot, sources.now, "x0 y0 x1 y1", line_color=NOW, line_width=2)
    minima = kit.source({"x": [], "f": [], "name": []}, "minima")
    kit.minimum(plot, minima, "x", "f")
    kit.label(plot, minima, "x", "f", {"field": "name"}, text_align="center", text_baseline="top", y_offset=8)
    kit.present(plot, sources.now, "x", "f")
    return plot


def draw_racers(kit: Kit, plot: Plot, sources: Sources) -> None:
    """All who run are on the curve; their ways would lie on each other."""
    kit.racers(plot, sources.lanes, "x", "y", size=11)
    kit.finish(plot, sources.finish, "x y")


def distance(kit: Kit, sources: Sources, settings: Settings) -> Plot:
    """Return the timeline: how far there is to go, over the iterations."""
    plot = kit.frame("distance_plot", "Iteration", SQUARED)
    kit.later("theory", plot, lambda: kit.foretold(plot))
    kit.ghost(plot, sources.ghost, "iteration", "distance")
    kit.line(plot, sources.path, "iteration", "distance")
    kit.race_over_iterations(plot, sources.race)
    kit.present(plot, sources.now, "iteration", "distance")
    return plot


def doublings(run: Run) -> int:
    """How often a domain is doubled until the run is in it, and once more: the camera may stand there."""
    low, high = run.objective.domain[0]
    reach = float(np.abs(run.theta - (low + high) / 2).max()) / ((high - low) / 2)
    return 0 if reach <= 1 else min(ceil(log2(reach)) + 1, MOST_DOUBLINGS)


@lru_cache
def drawn(objective: Objective, doublings: int = 0) -> dict[str, np.ndarray]:
    """The curve over its domain, so often doubled; where the function is undefined it has a gap."""
    low, high = objective.domain[0]
    x = np.linspace(low, high, POINTS)
    if doublings:
        x = widened(x, doublings, OUTER_POINTS)
    with np.errstate(all="ignore"):
        f = objective.value(x[np.newaxis])
    return {"x": x, "f": np.where(np.isfinite(f), f, np.nan)}


def minima(objective: Objective) -> dict[str, list]:
    """Every minimum that is known and in the picture, with its name."""
    named = zip(objective.minima, labels(objective), strict=True)
    drawn = [(point, name) for point, name in named if inside(objective, point)]
    return {
        "x": [float(point[0]) for point, _ in drawn],
        "f": [float(objective.value(point)) for point, _ in drawn],
        "name": [name for _, name in drawn],
    }


def inside(objective: Objective, point: np.ndarray) -> bool:
    return bool(((objective.domain[:, 0] <= point) & (point <= objective.domain[:, 1])).all())


def window(objective: Objective) -> tuple[float, float]:
    """Heights to show: all of the curve but its steepest ends, and room below it for a minimum's name."""
    f = drawn(objective)["f"]
    low, high = np.nanmin(f), np.nanmax(f)
    if objective.log_height:
        high = min(high, low + 4 * (np.nanquantile(f, 0.75) - low))
    low, high = low - 0.2 * (high - low), high + 0.09 * (high - low)
    if high - low > 100:
        return round(low, -1), round(high, -1)
    return (low, high) if high > low else (low - 1, low + 1)


def heights(run: Run, rows: Rows) -> tuple[float, float]:
    """The range of the distance, from 0 to where the run starts."""
    high = max(float(rows["distance"][0]), 0.01 * float(np.ptp(run.objective.domain[0])))
    return 0.0, high


def height_label(run: Run, scale: str) -> str:
    """Return the label of the timeline's axis: of the parabola it is that of the post."""
    return SQUARED if is_parabola(run.objective) else ABOVE


def paint(plots: dict[str, Plot], run: Run, settings: Settings, before: Settings | None) -> None:
    """Show the function, where it or what is seen of it has changed."""
    if "path" not in plots:
        return
    objective, curve = run.objective, source_of(plots["path"], "drawn")
    wanted = drawn(objective, doublings(run))
    if curve.data.get("x") is not wanted["x"]:
        curve.data = wanted
    if before is not None and objective_of(before) is objective:
        return
    source_of(plots["path"], "minima").data = minima(objective)
    figures.look_at(plots["path"], tuple(objective.domain[0]), window(objective))


def roots(plots: dict[str, Plot]) -> list[Plot]:
    """The figures as the page's template places them."""
    return list(plots.values())
