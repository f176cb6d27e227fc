"""Level lines of a function of two parameters, and the bands between them: filled contours of log height."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any

import numpy as np
from bokeh.plotting.contour import contour_data

from dashboard.drawing.palette import FIELD_DARK, FIELD_LIGHT
from dashboard.drawing.places import Interval
from gdcore import Objective

LEVELS = len(FIELD_LIGHT) - 1
FLOOR = 0.006  # of what is drawn, that lies below the lowest line where lines are spaced by log height
CEILING = 0.9  # of what is drawn, that lies below the height where the highest band would end
FEWEST = 12  # points of a line: with fewer, it is a mere speck about a minimum
FINE = 150  # points along each side of the window; half as dense around it
OUTER_POINTS = 12  # beyond that on either side, each time that what is seen is doubled
MOST_CROSSED = 25_000  # sides of the lattice that lines cross: a function that is drawn well has fewer
MOST_PIECES = 600  # lines, and outlines of bands: each is a message of its own
FEWEST_LEVELS = 2
WIDEST, TALLEST = 2.6, 1.3  # the panels that a window may come into, as width over height and back
EMPTY = {"rings": ("xs", "ys", "height"), "bands": ("xs", "ys", "light", "dark")}


@dataclass(frozen=True, eq=False)
class Contours:
    """Lines with their `height` above the lowest point, and bands with a colour for each theme."""

    rings: dict[str, list]
    bands: dict[str, list]


@lru_cache(maxsize=32)
def contours(objective: Objective, window: tuple[Interval, Interval], doublings: int = 0) -> Contours:
    """Return the level lines in a window, and around it as far as a panel of another shape shows.

    Between the nodes of the lattice it is the root of the height that is taken to be straight: near a
    minimum, and across a narrow valley, it nearly is. Of a function that trembles there are bands only.

    Parameters
    ----------
    objective : Objective
        Of two parameters; where it is undefined the lines have a gap.
    window : tuple of tuple of float
        The lowest and the highest θ₀, and those of θ₁.
    doublings : int
        How often what is drawn is doubled, around its middle; heights stay those that suit the window.

    Returns
    -------
    Contours
        Columns as the glyphs want them; empty where fewer than two lines fit.
    """
    x, y = axes(window)
    height = heights(objective, x, y)
    wanted = levels(height, objective.log_height)
    if wanted.size < 2:
        return Contours(*({name: [] for name in names} for names in EMPTY.values()))
    x, y, height, drawn = legible(x, y, height, wanted)
    if doublings:
        x, y = widened(x, doublings), widened(y, doublings)
        height = heights(objective, x, y)
    highest = 1.01 * max(float(height.max()), drawn[-1])
    found = contour_data(x, y, np.sqrt(height), np.sqrt([0.0, *drawn, highest]))
    return Contours(lines(found.line_data, drawn), bands(found.fill_data, np.searchsorted(wanted, drawn)))


def heights(objective: Objective, x: np.ndarray, y: np.ndarray) -> np.ma.MaskedArray:
    """Heights above the lowest point over a lattice, (y, x), masked where there are none."""
    with np.errstate(all="ignore"):
        return np.ma.masked_invalid(objective.excess(np.stack(np.meshgrid(x, y))))


def widened(places: np.ndarray, doublings: int, points: int = OUTER_POINTS) -> np.ndarray:
    """Return places along an axis and beyond both ends, the farther apart the farther out.

    Parameters
    ----------
    places : ndarray, shape (m,)
        In rising order.
    doublings : int
        How often their interval is doubled, about its middle.
    points : int
        Places that each doubling adds on either side.
    """
    half, middle = np.ptp(places) / 2, (places[0] + places[-1]) / 2
    outward = np.geomspace(1, 2**doublings, points * doublings + 1)[1:] * half
    return np.concatenate([middle - outward[::-1], places, middle + outward])


def around(window: tuple[Interval, Interval]) -> list[Interval]:
    """The window, made wider and taller."""
    (left, right), (bottom, top) = window
    width, height = right - left, top - bottom
    wide, tall = max(width, WIDEST * height), max(height, TALLEST * width)
    middle, centre = (left + right) / 2, (bottom + top) / 2
    return [(middle - wide / 2, middle + wide / 2), (centre - tall / 2, centre + tall / 2)]


def axes(window: tuple[Interval, Interval]) -> list[np.ndarray]:
    """Where to look along each side: closely in the window, half as closely around it."""
    return [axis(*inner, *outer) for inner, outer in zip(window, around(window), strict=True)]


def axis(low: float, high: float, lowest: float, highest: float) -> np.ndarray:
    beyond = ceil(FINE / 2 * (low - lowest) / (high - low))
    before, after = np.linspace(lowest, low, beyond + 1)[:-1], np.linspace(high, highest, beyond + 1)[1:]
    return np.concatenate([before, np.linspace(low, high, FINE), after])


def levels(height: np.ma.MaskedArray, log: bool) -> np.ndarray:
    """Heights of the lines: by equal factors, where the function spans decades, or else by squares."""
    found = height.compressed()
    top = np.quantile(found, CEILING) if found.size else 0.0
    if not top > 0:
        return np.array([])
    low = np.quantile(found, FLOOR) if log else 0.0
    if low > 0:
        return np.geomspace(low, top, LEVELS + 1)[:-1]
    return top * (np.arange(1, LEVELS + 1) / (LEVELS + 1)) ** 2


def legible(
    x: np.ndarray, y: np.ndarray, height: np.ma.MaskedArray, wanted: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ma.MaskedArray, np.ndarray]:
    """Return fewer levels, and then fewer points, where lines would lie closer than can be seen.

    Contours of a function that trembles from point to point are a million specks, and seconds of work.
    """
    while crossed(height, wanted) > MOST_CROSSED:
        if wanted.size > FEWEST_LEVELS:
            wanted = wanted[::-2][::-1]
        else:
            x, y, height = x[::2], y[::2], height[::2, ::2]
    return x, y, height, wanted


def crossed(height: np.ma.MaskedArray, wanted: np.ndarray) -> int:
    """Return how often lines cross a side of the lattice, which is the number of their points."""
    below = np.searchsorted(wanted, height.filled(np.inf))
    return sum(int(np.abs(np.diff(below, axis=axis)).sum()) for axis in (0, 1))


def lines(found: Any, heights: np.ndarray) -> dict[str, list]:
    """The lines one by one: of one level there may be several. So many that none can be told are left out."""
    parts = []
    for xs, ys, height in zip(found.xs[1:], found.ys[1:], [*heights, np.inf], strict=True):
        cuts = np.flatnonzero(np.isnan(xs))
        for part_x, part_y in zip(np.split(xs, cuts), np.split(ys, cuts), strict=True):
            kept = ~np.isnan(part_x)
            parts.append((short(part_x[kept]), short(part_y[kept]), float(height)))
    long = [part for part in parts if len(part[0]) >= FEWEST] if len(parts) <= MOST_PIECES else []
    return {name: [part[place] for part in long] for place, name in enumerate(EMPTY["rings"])}


def bands(found: Any, places: np.ndarray) -> dict[str, list]:
    """The bands below, between and above the lines, whose `places` are those in the palette."""
    pieces = sum(len(polygon) for band in found.xs for polygon in band)
    outlined = outlines if pieces <= MOST_PIECES else stitched
    shades = [*places, LEVELS]
    return {
        "xs": [outlined(band) for band in found.xs],
        "ys": [outlined(band) for band in found.ys],
        "light": [FIELD_LIGHT[shade] for shade in shades],
        "dark": [FIELD_DARK[shade] for shade in shades],
    }


def outlines(band: list[list[np.ndarray]]) -> list[list[np.ndarray]]:
    """Return the polygons of a band, and the holes in them, that are no specks."""
    return [
        [short(ring) for ring in polygon if len(ring) >= FEWEST]
        for polygon in band
        if len(polygon[0]) >= FEWEST
    ]


def stitched(band: list[list[np.ndarray]]) -> list[list[np.ndarray]]:
    """Return a band as one outline: to each of its pieces and back from it, which encloses nothing."""
    rings = [ring for polygon in band for ring in polygon]
    if not rings:
        return []
    return [[short(np.concatenate([part for ring in rings for part in (ring, rings[0][:1])]))]]


def short(numbers: np.ndarray) -> np.ndarray:
    """Return numbers in half the bytes: a picture needs no more."""
    return numbers.astype(np.float32)
