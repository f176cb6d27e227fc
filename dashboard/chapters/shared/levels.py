"""Level lines of a function of two parameters, and the bands between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from bokeh.plotting.contour import contour_data

from dashboard.drawing.places import Interval
from gdcore import Objective

LEVELS = 12
FEWEST = 12  # points of a line: with fewer, it is a mere speck about a minimum
FINE = 200  # points along the shorter side
MOST_CROSSED = 20_000  # sides of the lattice that lines cross: a function that is drawn well has fewer
MOST_PIECES = 600  # lines, and outlines of bands: each is a message of its own
FEWEST_LEVELS = 4
WIDEST, TALLEST = 2.6, 1.3  # the panels that a window may come into, as width over height and back
DARKEST = 0.15  # opacity of the highest band


@dataclass(frozen=True, eq=False)
class Contours:
    """Lines with their `height` above the lowest point, and bands with the opacity `alpha`."""

    rings: dict[str, list]
    bands: dict[str, list]


@lru_cache(maxsize=32)
def contours(objective: Objective, window: tuple[Interval, Interval]) -> Contours:
    """The level lines in a window, and around it as far as a panel of another shape shows.

    Where the function is undefined they have a gap.
    """
    x, y = (np.linspace(*side, count) for side, count in zip(*around(window), strict=True))
    with np.errstate(all="ignore"):
        height = np.ma.masked_invalid(objective.excess(np.stack(np.meshgrid(x, y))))
    wanted = levels(objective, height)
    if height.count() == 0 or wanted.size < 2:
        return Contours({"xs": [], "ys": [], "height": []}, {"xs": [], "ys": [], "alpha": []})
    found = contour_data(*legible(x, y, height, wanted))
    return Contours(lines(found.line_data), bands(found.fill_data))


def around(window: tuple[Interval, Interval]) -> tuple[list[Interval], list[int]]:
    """The window, made wider and taller, and how many points to look at along each side."""
    (left, right), (bottom, top) = window
    width, height = right - left, top - bottom
    wide, tall = max(width, WIDEST * height), max(height, TALLEST * width)
    middle, centre = (left + right) / 2, (bottom + top) / 2
    sides = [(middle - wide / 2, middle + wide / 2), (centre - tall / 2, centre + tall / 2)]
    return sides, [int(FINE * min(wide / tall, 2.5)) if wide > tall else FINE, FINE]


def levels(objective: Objective, height: np.ma.MaskedArray) -> np.ndarray:
    """Heights of the lines: each a third of the next where the function spans decades, else by squares."""
    top = objective.height
    if not top > 0:
        return np.array([])
    shares = (
        3.0 ** np.arange(1 - LEVELS, 1) if objective.log_height else (np.arange(1, LEVELS + 1) / LEVELS) ** 2
    )
    highest = float(height.max()) if height.count() else top
    return np.array([*(top * shares), max(highest, 1.01 * top)])


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


def lines(found: Any) -> dict[str, list]:
    """The lines one by one: of one level there may be several."""
    parts = []
    for xs, ys, level in zip(found.xs, found.ys, found.levels, strict=True):
        cuts = np.flatnonzero(np.isnan(xs))
        for part_x, part_y in zip(np.split(xs, cuts), np.split(ys, cuts), strict=True):
            kept = ~np.isnan(part_x)
            parts.append((part_x[kept], part_y[kept], float(level)))
    shortest = least_length(len(part_x) for part_x, _, _ in parts)
    long = [part for part in parts if len(part[0]) >= shortest]
    return {name: [part[place] for part in long] for place, name in enumerate(("xs", "ys", "height"))}


def bands(found: Any) -> dict[str, list]:
    """The bands between two levels, the higher the darker."""
    count = len(found.xs)
    shortest = least_length(len(ring) for band in found.xs for polygon in band for ring in polygon)
    return {
        "xs": [outlines(band, shortest) for band in found.xs],
        "ys": [outlines(band, shortest) for band in found.ys],
        "alpha": [DARKEST * (index + 1) / count for index in range(count)],
    }


def outlines(band: list[list[np.ndarray]], shortest: int) -> list[list[np.ndarray]]:
    """Return the polygons of a band, and the holes in them, that are no specks."""
    return [
        [ring for ring in polygon if len(ring) >= shortest] for polygon in band if len(polygon[0]) >= shortest
    ]


def least_length(lengths: Iterable[int]) -> int:
    """Return how many points a piece has at least: the longest ones are drawn, and of these not too many."""
    longest = sorted(lengths, reverse=True)[: MOST_PIECES + 1]
    return FEWEST if len(longest) <= MOST_PIECES else max(FEWEST, longest[-1] + 1)
