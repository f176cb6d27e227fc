"""Level lines of a function of two parameters, and the bands between them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from bokeh.plotting.contour import contour_data

from dashboard.places import Interval
from gdcore import Objective

LEVELS = 12
FEWEST = 12  # points of a line: with fewer, it is a mere speck about a minimum
FINE = 200  # points along the shorter side
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
    found = contour_data(x, y, height, wanted)
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


def lines(found: Any) -> dict[str, list]:
    """The lines one by one: of one level there may be several."""
    rings = {"xs": [], "ys": [], "height": []}
    for xs, ys, level in zip(found.xs, found.ys, found.levels, strict=True):
        cuts = np.flatnonzero(np.isnan(xs))
        for part_x, part_y in zip(np.split(xs, cuts), np.split(ys, cuts), strict=True):
            kept = ~np.isnan(part_x)
            if kept.sum() >= FEWEST:
                rings["xs"].append(part_x[kept])
                rings["ys"].append(part_y[kept])
                rings["height"].append(float(level))
    return rings


def bands(found: Any) -> dict[str, list]:
    """The bands between two levels, the higher the darker."""
    count = len(found.xs)
    return {
        "xs": found.xs,
        "ys": found.ys,
        "alpha": [DARKEST * (index + 1) / count for index in range(count)],
    }
