"""The line: a regression's data and fit, the bowl of its loss with the path of θ, and the loss."""

from math import ceil
from typing import Any

import numpy as np
from bokeh.models import Plot
from bokeh.models.glyphs import Patches
from bokeh.models.layouts import LayoutDOM

from dashboard.chapters.line import words
from dashboard.chapters.line.problem import Line, line_of
from dashboard.chapters.line.rows import with_unit
from dashboard.chapters.shared import slopes, surface
from dashboard.drawing import figures
from dashboard.drawing.figures import Kit
from dashboard.drawing.palette import FIELD_DARK, FIELD_LIGHT, GIVEN, NOW, TRUTH
from dashboard.drawing.places import framed, window
from dashboard.drawing.sources import Sources, source_of
from dashboard.runs.rows import MOST_POINTS, Rows
from dashboard.settings.values import OWN, Settings
from gdcore import Quadratic, Run
from gdcore.tables import mark_name

MARKS = 50
LEVELS, OUTSIDE = 15, 3  # level lines, and how many of them are beyond all of the domain
ROUND = np.linspace(0, 2 * np.pi, 121)
NOW_COLUMNS = ("intercept", "slope", "iteration", "loss", "gap", "x0", "y0", "x1", "y1")
HEIGHT_LABEL = {"linear": "Loss J(θ)", "log": "J(θ) − J*"}
TITLES = {
    "fit": "Line fit by gradient descent",
    "path": "Theta values over time",
    "loss": "Loss over iterations",
}


def facts(run: Run, settings: Settings) -> dict[str, object]:
    """What is true of the whole run: the answers of others, the window on θ, and how often to mark a row."""
    line = line_of(settings)
    low, high = padded(line.data.x)
    return {
        "intercept": float(run.objective.minimum[0]),  # type: ignore[attr-defined]  # of least squares
        "slope": float(run.objective.minimum[1]),  # type: ignore[attr-defined]
        "x_mean": line.standardisation.mean,
        "x_scale": line.standardisation.scale,
        **{f"scipy_{name}": getattr(line.scipy, name) for name in ("intercept", "slope", "loss")},
        **{f"sklearn_{name}": getattr(line.sklearn, name) for name in ("intercept", "slope", "loss")},
        "x_low": low,
        "x_high": high,
        "y_low": line.scipy.intercept + line.scipy.slope * low,
        "y_high": line.scipy.intercept + line.scipy.slope * high,
        **framed(window(run.objective, run)),
        **surface.facts(("intercept", "slope"), (*theta_titles(settings), "Loss J(θ)"), line.scipy.loss),
        "gap": 0.0,
        "samples": run.objective.m,  # type: ignore[attr-defined]
        "own": settings.data == OWN,
        "places": words.places(settings),
        "header": [mark_name(line.data.x_name), mark_name(line.data.y_name)],
        "batch_size": run.batch or 0,
        "label_x": low + 0.97 * (high - low),
        "label_y": line.scipy.intercept + line.scipy.slope * (low + 0.55 * (high - low)),
        "first": 0,
        "mark_every": max(1, ceil(settings.iterations / MARKS)),
    }


def theta_titles(settings: Settings) -> tuple[str, str]:
    """What θ is, for x as it is or standardised."""
    if settings.standardise:
        return "θ₀, height at the mean of x", "θ₁, rise per standard deviation of x"
    return "Intercept θ₀", "Slope θ₁"


def fit(kit: Kit, sources: Sources, settings: Settings) -> Plot:
    """Return the figure of the data, with the line of least squares and that of the row shown."""
    plot = kit.frame("fit_plot", "x", "y")
    kit.dots(plot, kit.source({"x": [], "y": []}, "scatter"), "x", "y", size=8)
    kit.dots(plot, kit.source({"x": [], "y": []}, "lit"), "x", "y", size=10, fill_color=NOW, fill_alpha=1)
    best: dict[str, Any] = {"line_color": TRUTH, "line_width": 3, "line_dash": "dashed"}
    kit.segment(plot, sources.facts, "x_low y_low x_high y_high", **best)
    kit.label(plot, sources.facts, "label_x", "label_y", "least squares", text_align="right", y_offset=24)
    kit.segment(plot, sources.now, "x0 y0 x1 y1", line_color=NOW, line_width=3)
    return plot


def contours(kit: Kit, sources: Sources, settings: Settings) -> Plot:
    """Return the figure of θ from above: level lines of the bowl, arrows, and the path over them."""
    plot = kit.frame("path_plot", "Intercept θ₀", "Slope θ₁")
    rings = Patches(xs="xs", ys="ys", fill_color="light", line_color=GIVEN, line_alpha=0.3, line_width=1)
    kit.draw(plot, kit.source({name: [] for name in ("xs", "ys", "height", "light", "dark")}, "rings"), rings)
    slopes.draw(kit, plot)
    field = len(plot.renderers)
    kit.ghost(plot, sources.ghost, "intercept", "slope")
    kit.comet(plot)
    kit.dots(plot, sources.marks, "intercept", "slope", size=7)
    kit.later("race", plot, lambda: kit.race(plot, sources.race, "xs ys", "x y"))
    kit.minimum(plot, sources.facts, "intercept", "slope")
    kit.label(plot, sources.facts, "intercept", "slope", "minimum", on_field=True, x_offset=10, y_offset=5)
    kit.present(plot, sources.now, "intercept", "slope")
    kit.raise_above(plot, field)
    return plot


def loss(kit: Kit, sources: Sources, settings: Settings) -> Plot:
    """Return the timeline: the loss over the iterations, above that of least squares."""
    plot = kit.frame("loss_plot", "Iteration", "Loss J(θ)")
    floor = "first scipy_loss iterations scipy_loss"
    beside: dict[str, Any] = {"text_align": "right", "x_offset": -8, "y_offset": -6}
    kit.segment(plot, sources.facts, floor, name="floor", line_color=TRUTH, line_dash="dashed")
    kit.label(plot, sources.facts, "iterations", "scipy_loss", "least squares", name="floor", **beside)
    kit.later("theory", plot, lambda: kit.foretold(plot))
    kit.ghost(plot, sources.ghost, "iteration", "loss")
    faint: dict[str, Any] = {"line_width": 1, "name": "faint"}
    kit.line(plot, kit.source({"iteration": [], "loss": []}, "batches"), "iteration", "loss", **faint)
    kit.line(plot, sources.path, "iteration", "loss")
    kit.race_over_iterations(plot, sources.race)
    kit.present(plot, sources.now, "iteration", "loss")
    return plot


def padded(values: np.ndarray, share: float = 0.08) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = share * (high - low) or 1.0
    return low - room, high + room


def ellipses(objective: Quadratic, levels: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Level lines of a bowl, exactly: θ* + V (√(2h/λ) ∘ (cos t, sin t)), h above the minimum."""
    curvature = np.maximum(objective.eigenvalues, 1e-12 * objective.L)
    unit = np.stack([np.cos(ROUND), np.sin(ROUND)]) / np.sqrt(curvature)[:, np.newaxis]
    shape = objective.eigenvectors @ unit
    rings = [objective.minimum[:, np.newaxis] + np.sqrt(2 * height) * shape for height in levels]
    return [ring[0] for ring in rings], [ring[1] for ring in rings]


def levels(objective: Quadratic) -> np.ndarray:
    """Heights of the level lines, each half of the one outside it, and around half the area."""
    corners = np.stack(np.meshgrid(*objective.domain), axis=0)
    return float(objective.excess(corners).max()) * 2.0 ** (OUTSIDE - np.arange(LEVELS))


def colours(count: int) -> dict[str, list[str]]:
    """What so many level lines enclose, the outermost first: each covers the middle of the one outside it."""
    shades = np.linspace(len(FIELD_LIGHT) - 1, 0, count).round().astype(int)
    return {"light": [FIELD_LIGHT[each] for each in shades], "dark": [FIELD_DARK[each] for each in shades]}


def heights(run: Run, rows: Rows) -> tuple[float, float]:
    """The range of the loss, from 0 to where the run starts."""
    high = max(float(rows["loss"][0]), 2 * run.objective.lowest) or 1.0
    return 0.0, high


def height_label(run: Run, scale: str) -> str:
    """Return the label of the timeline's axis, by its scale."""
    return HEIGHT_LABEL[scale]


def title(settings: Settings) -> str:
    """Return what the timeline shows, which is the same in all settings."""
    return TITLES["loss"]


def paint(plots: dict[str, Plot], run: Run, settings: Settings, before: Settings | None) -> None:
    """Show the data, and the bowl of their loss, where these have changed."""
    line = line_of(settings)
    if before is not None and line_of(before) is line:
        return
    if "fit" in plots:
        paint_data(plots["fit"], line, keep=before is not None and is_edit(before, settings))
    if "path" in plots:
        figures.name_axes(plots["path"], *theta_titles(settings))
        heights = levels(line.objective)
        xs, ys = ellipses(line.objective, heights)
        rings = {"xs": xs, "ys": ys, "height": heights} | colours(len(heights))
        source_of(plots["path"], "rings").data = rings
        slopes.paint(plots["path"], line.objective, window(run.objective, run))


def is_edit(before: Settings, settings: Settings) -> bool:
    """Whether one point was added, moved or deleted: then the picture stays where it is."""
    if (before.data, before.names, settings.data) != (OWN, settings.names, OWN):
        return False
    one, other = before.points, settings.points
    places = enumerate(zip(one, other, strict=False))
    same = next((place for place, (was, is_) in places if was != is_), min(len(one), len(other)))
    if len(one) < len(other):
        return one[same:] == other[same + 1 :]
    moved = len(one) == len(other)
    return one[same + 1 :] == other[same + moved :]


def paint_data(plot: Plot, line: Line, keep: bool) -> None:
    data = line.data
    source_of(plot, "scatter").data = shown(line)
    figures.name_axes(plot, with_unit(data.x_name, data.x_unit), with_unit(data.y_name, data.y_unit))
    if not keep:
        figures.look_at(plot, padded(data.x), padded(data.y))


def shown(line: Line) -> dict[str, np.ndarray]:
    """The samples to draw: all of them, or every so-manyth where there are too many to see."""
    every = ceil(len(line.data.x) / MOST_POINTS)
    return {"x": line.data.x[::every], "y": line.data.y[::every]}


def roots(plots: dict[str, Plot]) -> list[LayoutDOM]:
    """The figures as the page's template places them; θ's path shares its place with the surface."""
    return [plots["fit"], surface.panel(plots), plots["loss"]]


def in_three_dimensions(kit: Kit, sources: Sources, plots: dict[str, Plot]) -> Plot:
    """Return the surface, which shares its level lines with the path's figure."""
    return surface.build(kit, sources, source_of(plots["path"], "rings"), sources.facts)
