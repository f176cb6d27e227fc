"""The basin map of a landscape: which minimum each start leads to, as a layer under the contours.

The layer is made when it is first asked for. Its picture has numbers of colours; the browser knows which
colours these are on a light and on a dark page.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from bokeh.models import GlyphRenderer, LinearColorMapper, Plot
from bokeh.models.glyphs import Image

from dashboard.chapters.shared.levels import around
from dashboard.drawing.figures import Kit
from dashboard.drawing.palette import BASINS, BASINS_DARK, BASINS_LIGHT, SHADES
from dashboard.drawing.places import Interval, window
from dashboard.settings.values import TYPED, Settings
from gdcore import Basins, Objective, Run, basins

FINE, FINEST = 150, 400  # starts along each side of the window, and along each side of the picture at most
MOST_STEPS = 400
LEFT, NONE, FIRST = 0, 1, 2  # numbers of colours: who flies off, who comes to no minimum, and the first basin
FADED = 0.3  # opacity of a map that is about to be replaced


@dataclass(frozen=True, slots=True)
class Wish:
    """All that a basin map depends on: it is made without noise.

    `horizon` is the number of steps that the schedule is laid out for.
    """

    objective: Objective
    window: tuple[Interval, Interval]
    method: str
    step_size: float
    hyperparameters: tuple[tuple[str, float], ...]
    schedule: str
    horizon: int

    @property
    def place(self) -> tuple[Objective, tuple[Interval, Interval]]:
        return self.objective, self.window

    @property
    def iterations(self) -> int:
        return min(MOST_STEPS, self.horizon)


@dataclass(frozen=True, eq=False)
class Map:
    """A picture of numbers of colours, (rows, columns), the sides it spans, and a legend to it."""

    sides: list[Interval]
    colours: np.ndarray
    legend: str


def wish(settings: Settings, run: Run) -> Wish | None:
    """The map that settings ask for; None if they ask for none."""
    if not settings.basins or settings.view != "contours":
        return None
    horizon = settings.iterations if settings.schedule != "constant" else min(MOST_STEPS, settings.iterations)
    return Wish(
        run.objective,
        window(run.objective, run),
        settings.method,
        settings.step_size,
        settings.hyperparameters,
        settings.schedule,
        horizon,
    )


def draw(wish: Wish, progress: Callable[[float], object]) -> Map:
    """Descend from everywhere in the window, and around it as far as the contours go.

    Parameters
    ----------
    wish : Wish
        What the map depends on.
    progress : callable
        Told the share that is done, from 0 to 1; it may end the work by raising.
    """
    sides = around(wish.window)
    counts = [
        min(FINEST, round(FINE * (high - low) / (right - left)))
        for (low, high), (left, right) in zip(sides, wish.window, strict=True)
    ]
    found = basins(
        wish.objective,
        *(middles(*side, count) for side, count in zip(sides, counts, strict=True)),
        method=wish.method,
        step_size=wish.step_size,
        iterations=wish.iterations,
        schedule=wish.schedule,
        horizon=wish.horizon,
        progress=progress,
        **dict(wish.hyperparameters),
    )
    return Map(sides, coloured(found), legend(found, wish))


def middles(low: float, high: float, count: int) -> np.ndarray:
    """Return the middles of so many cells of one size, from the lowest on."""
    return low + (high - low) * (np.arange(count) + 0.5) / count


def coloured(found: Basins) -> np.ndarray:
    """The number of the colour of each start: one of its basin, the fainter the more steps it takes."""
    shade = np.minimum(SHADES * np.sqrt(found.steps / MOST_STEPS), SHADES - 1).astype(int)
    basin = FIRST + found.minimum % len(BASINS) * SHADES + shade
    return np.where(found.minimum >= 0, basin, np.where(found.minimum == -1, NONE, LEFT)).astype(np.uint8)


def legend(found: Basins, wish: Wish) -> str:
    """What the colours mean that are there; a formula may be undefined where a start is, or comes to."""
    left = "flies off, or leaves the domain" if wish.objective.name == TYPED else "flies off"
    parts = {
        "Colour: the minimum reached without noise; fainter: more steps.": found.minimum >= 0,
        f'<span class="none">none in {found.iterations} steps</span>': found.minimum == -1,
        f'<span class="left">{left}</span>': found.minimum == -2,
    }
    return " ".join(words for words, there in parts.items() if there.any())


def paint(kit: Kit, plot: Plot, found: Map) -> None:
    """Show a map."""
    layer = layer_of(plot) or build(kit, plot)
    (left, right), (bottom, top) = found.sides
    sides = {"x": [left], "y": [bottom], "dw": [right - left], "dh": [top - bottom]}
    layer.data_source.data = {"image": [found.colours], **sides}
    layer.glyph.global_alpha = 1
    show(plot, layer, True)


def fade(plot: Plot, stays: bool) -> None:
    """Let the map that is there show faintly, or not at all: it is true no more."""
    layer = layer_of(plot)
    if layer is not None:
        layer.glyph.global_alpha = FADED
        show(plot, layer, layer.visible and stays)


def show(plot: Plot, layer: GlyphRenderer, visible: bool) -> None:
    """Show the map, or else the field of heights and slopes: both say too much at once."""
    layer.visible = visible
    for renderer in plot.renderers:
        if renderer.data_source.name in ("bands", "slopes"):
            renderer.visible = not visible


def layer_of(plot: Plot) -> GlyphRenderer | None:
    return next((each for each in plot.renderers if each.name == "basin_layer"), None)


def build(kit: Kit, plot: Plot) -> GlyphRenderer:
    """The layer below all others, with the colours of a light page and, in its tags, of both."""
    mapper = LinearColorMapper(palette=BASINS_LIGHT, low=-0.5, high=len(BASINS_LIGHT) - 0.5)
    glyph = Image(image="image", x="x", y="y", dw="dw", dh="dh", color_mapper=mapper)
    source = kit.source({column: [] for column in ("image", "x", "y", "dw", "dh")}, "basin_map")
    kit.draw(plot, source, glyph, "basin_layer", level="image", tags=[BASINS_LIGHT, BASINS_DARK])
    return plot.renderers[-1]
