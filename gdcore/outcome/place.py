"""What is at the end of a run: a minimum, another level point, or a slope."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from gdcore.arrays import Floats
from gdcore.objectives import Objective
from gdcore.outcome.search import AROUND, find_minimum, find_stationary_point, rises
from gdcore.quadratic import Quadratic

Kind = Literal["minimum", "saddle", "maximum", "inflection", "plateau", "slope"]
PLACE_REACH = 0.02  # of the domain's smaller width: so near a level point, a run has come to it
SAME_PLACE = 1e-6  # of the width: so near each other, two places are one
AS_LOW_GAP = 1e-9  # of the picture's height: so little higher, a minimum is as low as another
LEVEL_SLOPE = 0.05  # of the largest slope of a run: where it is steeper, no level point is looked for
FLAT_RISE = 1e-9  # of the largest rise around a minimum: less is a valley's floor


@dataclass(frozen=True, eq=False)
class Place:
    """What is at a point θ, or what is next to it.

    Attributes
    ----------
    kind : str
        "minimum", "saddle" (higher on some sides and lower on others), "maximum", "inflection" (of a curve:
        level, and lower on one side) or "plateau" (as high all around), if one is within reach; else "slope".
    point : ndarray, shape (n,), or None
        The place itself; of a slope the nearest minimum that is known, None where there is none.
    distance : float
        From θ to `point`, Euclidean, in units of θ; infinite without one.
    value : float
        f at `point`; NaN without one.
    gap : float
        How much lower the lowest known minimum is, 0 or more.
    flat : bool
        Whether the minimum is one point of a valley's floor.
    alone : bool
        Whether no other minimum is known.
    """

    kind: Kind
    point: Floats | None
    distance: float
    value: float
    gap: float = 0.0
    flat: bool = False
    alone: bool = False


def place_at(objective: Objective, theta: Floats, steepest: float = np.inf) -> Place:
    """Return what is at a point.

    Parameters
    ----------
    objective : Objective
        What was descended on.
    theta : ndarray, shape (n,)
        The point.
    steepest : float
        The largest slope on the way there: where the slope is nearly as large still, the point is not level.

    Returns
    -------
    Place
        A minimum is one by the values around it, whether or not it is in `objective.minima`; of a `Quadratic`
        it is always the nearest one, at whatever distance.
    """
    if isinstance(objective, Quadratic):
        return _of_bowl(objective, theta)
    known, apart = _nearest(objective, theta)
    if apart > SAME_PLACE * objective.width:
        found = _stationary(objective, theta, steepest, apart)
        if found is not None:
            return found
    if known is None or apart > PLACE_REACH * objective.width:
        value = np.nan if known is None else float(objective.value(known))
        return Place("slope", known, apart, value, alone=len(objective.minima) == 1)
    return _minimum(objective, known, theta)


def known_minimum(objective: Objective, theta: Floats) -> Place | None:
    """Return the nearest of the minima that are listed, at whatever distance from θ; None where none is."""
    known, _ = _nearest(objective, theta)
    return None if known is None else _minimum(objective, known, theta)


def _of_bowl(objective: Quadratic, theta: Floats) -> Place:
    axes, curved = objective.eigenvectors, objective.eigenvalues > 0
    along = np.where(curved, axes.T @ (theta - objective.minimum), 0.0)
    point = objective.minimum if curved.all() else theta - axes @ along
    distance = float(np.linalg.norm(theta - objective.minimum if curved.all() else along))
    return Place(
        "minimum", point, distance, objective.lowest, flat=not curved.all(), alone=bool(curved.all())
    )


def _nearest(objective: Objective, theta: Floats) -> tuple[Floats | None, float]:
    """Return the nearest of the minima that are listed, and how far it is."""
    apart = [float(np.linalg.norm(minimum - theta)) for minimum in objective.minima]
    return (objective.minima[int(np.argmin(apart))], min(apart)) if apart else (None, np.inf)


def _stationary(objective: Objective, theta: Floats, steepest: float, apart: float) -> Place | None:
    """Return the minimum or other level point within reach and nearer than `apart`; None without one."""
    reach = PLACE_REACH * objective.width
    minimum = find_minimum(objective, theta, reach)
    slope = float(np.linalg.norm(objective.gradient(theta)))
    if minimum is not None:
        on_the_floor = slope == 0 and objective.value(theta) <= objective.value(minimum)
        return _minimum(objective, theta if on_the_floor else minimum, theta)
    if not slope <= LEVEL_SLOPE * steepest:
        return None
    point = find_stationary_point(objective, theta, min(reach, apart))
    if point is None:
        return None
    distance = float(np.linalg.norm(point - theta))
    return Place(_kind(objective, point), point, distance, float(objective.value(point)))


def _kind(objective: Objective, point: Floats) -> Kind:
    around = rises(objective, point, AROUND * objective.width)
    higher, lower = bool((around > 0).any()), bool((around < 0).any())
    if higher and lower:
        return "inflection" if objective.n == 1 else "saddle"
    if lower:
        return "maximum"
    return "minimum" if higher else "plateau"


def _minimum(objective: Objective, point: Floats, theta: Floats) -> Place:
    """Return the place of a minimum; one that is listed stands for what the search found beside it."""
    known, apart = _nearest(objective, point)
    if known is not None and apart <= SAME_PLACE * objective.width:
        point = known
    value = float(objective.value(point))
    gap = value - objective.lowest if objective.minima else 0.0
    around = rises(objective, point, AROUND * objective.width)
    return Place(
        "minimum",
        point,
        float(np.linalg.norm(point - theta)),
        value,
        gap=gap if gap > AS_LOW_GAP * max(1.0, objective.height) else 0.0,
        flat=objective.n > 1 and bool(around.min() <= FLAT_RISE * around.max()),
        alone=len(objective.minima) == 1 and apart <= SAME_PLACE * objective.width,
    )
