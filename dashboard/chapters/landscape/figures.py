"""The landscape: two parameters, several minima or a narrow valley, with the path from above and in 3-D."""

from math import ceil
from typing import Any

import numpy as np
from bokeh.models import Plot
from bokeh.models.glyphs import MultiLine, MultiPolygons, Scatter, Segment
from bokeh.models.layouts import LayoutDOM

from dashboard.chapters.shared import slopes, surface
from dashboard.chapters.shared.levels import EMPTY, contours
from dashboard.drawing.figures import Kit
from dashboard.drawing.palette import GIVEN, NOW, TRUTH
from dashboard.drawing.places import Interval, framed, goal, lesson, tidied, window
from dashboard.drawing.sources import Sources, has_source, source_of
from dashboard.explain.minima import labels, letter
from dashboard.runs.problems import objective_of
from dashboard.runs.rows import Rows
from dashboard.settings.values import Settings
from gdcore import Objective, Run, outcome
from gdcore.outcome import Ball

MARKS = 50
MOST_DOUBLINGS = 11  # more than the camera makes
MINIMA = ("x", "y", "gap", "name", "side", "align", "beside", "lift", "shown")
NOW_COLUMNS = ("x", "y", "iteration", "f", "gap")
HEIGHT_LABEL = {"linear": "f(x, y)", "log": "f(x, y) − f*"}
TITLES = {"path": "The path of descent", "loss": "Height over iterations"}


def title(settings: Settings) -> str:
    """Return what the timeline shows, which is the same in all settings."""
    return TITLES["loss"]


def facts(run: Run, settings: Settings) -> dict[str, object]:
    """What is true of the whole run: the minimum it is led to, the window, and how often to mark a row."""
    objective, led_to, ball = run.objective, goal(run), outcome(run).ball
    height = None if led_to is None else tidied(float(objective.value(led_to)), objective)
    return {
        "goal": None if led_to is None else [*led_to.tolist(), height],
        "minimum": f"minimum {letter(objective, led_to)}".strip(),
        "lesson": lesson(objective),
        "formula": objective.text,
        "ball": ball and ball.radius,
        **framed(window(objective, run)),
        **surface.facts(
            ("x", "y"),
            ("x", "y", "log(1 + height)" if objective.log_height else "Height"),
            0.0 if objective.log_height else objective.lowest,
            objective.log_height,
        ),
        "mark_every": max(1, ceil(run.steps / MARKS)),
    }


def path(kit: Kit, sources: Sources, settings: Settings) -> Plot:
    """Return the figure from above: bands, level lines, arrows, and the path over them."""
    plot = kit.frame("path_plot", "x", "y")
    bands = MultiPolygons(xs="xs", ys="ys", fill_color="light", line_color=None)
    kit.draw(plot, kit.source({name: [] for name in EMPTY["bands"]}, "bands"), bands)
    rings = MultiLine(xs="xs", ys="ys", line_color=GIVEN, line_alpha=0.3, line_width=1)
    kit.draw(plot, kit.source({"xs": [], "ys": [], "height": []}, "rings"), rings)
    slopes.draw(kit, plot)
    field = len(plot.renderers)
    kit.ghost(plot, sources.ghost, "x", "y")
    kit.comet(plot)
    kit.dots(plot, sources.marks, "x", "y", size=7)
    kit.later("race", plot, lambda: kit.race(plot, sources.race, "xs ys", "x y"))
    bottoms = kit.source({name: [] for name in MINIMA}, "minima")
    kit.minimum(plot, bottoms, "x", "y")
    where: dict[str, Any] = {"text_alpha": "shown", "background_fill_alpha": "shown"}
    outwards: dict[str, Any] = {"text_align": "align", "x_offset": "beside", "y_offset": "lift"}
    kit.label(
        plot, bottoms, "x", "y", {"field": "name"}, on_field=True, text_baseline="middle", **outwards, **where
    )
    saddles = kit.source({"x": [], "y": [], "shown": []}, "saddles")
    kit.draw(plot, saddles, Scatter(x="x", y="y", marker="x", line_color=TRUTH, size=9, line_width=2))
    above: dict[str, Any] = {"text_align": "center", "y_offset": -7, "text_font_size": {"value": "11px"}}
    kit.label(plot, saddles, "x", "y", "saddle", on_field=True, **above, **where)
    kit.later("noise", plot, lambda: draw_ball(kit, plot))
    draw_arrows(kit, plot)
    kit.present(plot, sources.now, "x", "y")
    kit.raise_above(plot, field)
    return plot


def draw_ball(kit: Kit, plot: Plot) -> None:
    """How far noise keeps the run from the minimum."""
    ball = kit.source({"xs": [], "ys": []}, "ball")
    kit.draw(plot, ball, MultiLine(xs="xs", ys="ys", line_color=TRUTH, line_dash=[4, 4], line_width=1.5))


def draw_arrows(kit: Kit, plot: Plot) -> None:
    """Minus the gradient, and the velocity, from the point: lengths are shares of the picture."""
    arrows = kit.source({name: [] for name in ("x0", "y0", "x1", "y1", "angle", "dash")}, "arrows")
    shaft = Segment(x0="x0", y0="y0", x1="x1", y1="y1", line_color=NOW, line_width=2, line_dash="dash")
    kit.draw(plot, arrows, shaft)
    kit.dots(plot, arrows, "x1", "y1", marker="triangle", angle="angle", fill_color=NOW, fill_alpha=1, size=9)


def loss(kit: Kit, sources: Sources, settings: Settings) -> Plot:
    """Return the timeline: the height over the iterations."""
    plot = kit.frame("loss_plot", "Iteration", HEIGHT_LABEL["linear"])
    kit.later("theory", plot, lambda: kit.foretold(plot))
    kit.ghost(plot, sources.ghost, "iteration", "f")
    kit.line(plot, sources.path, "iteration", "f")
    kit.race_over_iterations(plot, sources.race)
    kit.present(plot, sources.now, "iteration", "f")
    return plot


def heights(run: Run, rows: Rows) -> tuple[float, float]:
    """The range of the loss, from the lowest to where the run starts."""
    low, high = min(run.objective.lowest, float(run.loss.min())), float(rows["f"][0])
    if not high - low > 1e-12 * max(abs(high), abs(low)):
        high = low + 1
    return low, high


def height_label(run: Run, scale: str) -> str:
    """Return the label of the timeline's axis, by its scale."""
    return HEIGHT_LABEL[scale]


def paint(plots: dict[str, Plot], run: Run, settings: Settings, before: Settings | None) -> None:
    """Show the function, where it or the window on it has changed, and how far noise keeps the run away."""
    if "path" not in plots:
        return
    plot, objective = plots["path"], run.objective
    place = window(objective, run)
    found = contours(objective, place, doublings(run, place))
    if source_of(plot, "rings").data.get("xs") is not found.rings["xs"]:
        slopes.paint(plot, objective, place)
        source_of(plot, "rings").data = found.rings
        source_of(plot, "bands").data = found.bands
    if not settings.lesson:  # which asks for it
        paint_ball(plot, run)
    if before is None or objective_of(before) is not objective:
        source_of(plot, "minima").data = minima(objective)
        x, y = np.reshape(objective.saddles, (-1, 2)).T
        source_of(plot, "saddles").data = {"x": x, "y": y, "shown": np.ones(len(x))}


def doublings(run: Run, place: tuple[Interval, Interval]) -> int:
    """How often what is drawn is doubled: once for a wide panel, more where the camera backs away."""
    low, high = np.transpose(place)
    is_inside = ((low <= run.theta) & (run.theta <= high)).all()
    return 1 if is_inside else MOST_DOUBLINGS


def paint_ball(plot: Plot, run: Run) -> None:
    if not has_source(plot, "ball"):  # without noise, so far
        return
    ball = outcome(run).ball
    ways = ([], []) if ball is None else ring(ball)
    source = source_of(plot, "ball")
    if ball is not None or len(source.data["xs"]):
        source.data = dict(zip(("xs", "ys"), ways, strict=True))


def ring(ball: Ball) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """A circle as wide as a ball, as columns of one line."""
    turn = np.linspace(0, 2 * np.pi, 97)
    x, y = ball.centre[:, np.newaxis] + ball.radius * np.stack([np.cos(turn), np.sin(turn)])
    return [x], [y]


def minima(objective: Objective) -> dict[str, list]:
    """Every minimum that is known, with its name, which is to be on the side that is away from the others.

    Where there is room for it the browser knows: `align`, `beside`, `lift` and `shown` are its own.
    """
    places = list(objective.minima)
    left = [bool(point[0] < np.mean(places, axis=0)[0]) for point in places]
    side = ["right" if each else "left" for each in left]
    nothing = [0.0] * len(places)
    return {
        "side": side,
        "align": side,
        "beside": nothing,
        "lift": nothing,
        "shown": nothing,
        "x": [float(point[0]) for point in places],
        "y": [float(point[1]) for point in places],
        "gap": [float(objective.excess(point)) for point in places],
        "name": labels(objective),
    }


def roots(plots: dict[str, Plot]) -> list[LayoutDOM]:
    """The figures as the page's template places them; the path shares its place with the surface."""
    return [surface.panel(plots), plots["loss"]]


def in_three_dimensions(kit: Kit, sources: Sources, plots: dict[str, Plot]) -> Plot:
    """Return the surface, which shares level lines and minima with the path's figure."""
    path = plots["path"]
    return surface.build(kit, sources, source_of(path, "rings"), source_of(path, "minima"))
