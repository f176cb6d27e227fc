"""Places in a figure of θ: the window on them, the minimum a run is led to, and what there is to look for."""

from collections.abc import Sequence

import numpy as np

from gdcore import LeastSquares, Objective, Run, defined_share, outcome

Interval = tuple[float, float]
ROUNDING = 1e-12
MARGIN = 0.2  # around what matters, of its longer side
LEAST = 0.6  # of the domain's side, that is shown at least


def window(objective: Objective, run: Run) -> tuple[Interval, Interval]:
    """Return the part of the θ-plane to show: what matters of it, or else all of the domain and the start.

    Returns
    -------
    across, along : tuple of float
        The lowest and the highest θ₀, and those of θ₁.
    """
    start, (low, high) = run.theta[0], cropped(objective).T
    if not ((low <= start) & (start <= high)).all():
        low, high = np.minimum(objective.domain[:, 0], start), np.maximum(objective.domain[:, 1], start)
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def cropped(objective: Objective) -> np.ndarray:
    """Return the part of the domain, (n, 2), around all minima and saddles and the suggested start.

    Of a function that was typed nobody knows what matters; data have a domain that is about their minimum.
    """
    if objective.name == "typed" or isinstance(objective, LeastSquares):
        return objective.domain
    places = np.stack([*objective.minima, *objective.saddles, objective.start])
    low, high = places.min(axis=0), places.max(axis=0)
    wanted = high - low + 2 * MARGIN * (high - low).max()
    half = np.maximum(wanted, LEAST * np.ptp(objective.domain, axis=1)) / 2
    middle = (low + high) / 2
    return np.clip(np.stack([middle - half, middle + half], axis=1), *objective.domain.T[:, :, np.newaxis])


def lesson(objective: Objective) -> str:
    """What to look for; of a typed function, where it is undefined."""
    share = defined_share(objective) if objective.name == "typed" else 1.0
    if share < 1:
        return f"Undefined on {max(1, round(100 * (1 - share)))} % of the picture: there the plot has a gap."
    return objective.lesson


def goal(run: Run) -> np.ndarray | None:
    """The minimum that a run came to, listed or not; elsewhere the nearest that is known, or None."""
    place = outcome(run).place
    if place.kind in ("minimum", "slope"):
        return place.point
    found = closest(run.objective.minima, run.theta[-1])
    return found and found[0]


def tidied(value: float, objective: Objective) -> float:
    """A value of the function, 0 where it is but rounding beside the height of the picture."""
    return 0.0 if abs(value) <= ROUNDING * objective.height else value


def framed(window: tuple[Interval, Interval]) -> dict[str, float]:
    """A window as facts, which the browser shows at equal scales."""
    (left, right), (bottom, top) = window
    return {"left": left, "right": right, "bottom": bottom, "top": top}


def closest(places: Sequence[np.ndarray], theta: np.ndarray) -> tuple[np.ndarray, float] | None:
    """Return the nearest of some places to θ.

    Parameters
    ----------
    places : sequence of ndarray, shape (n,)
        Minima, or other points.
    theta : ndarray, shape (n,)
        Where it is measured from.

    Returns
    -------
    tuple of (ndarray, float), or None
        The place and its Euclidean distance; None where there is none.
    """
    found = [(place, float(np.linalg.norm(place - theta))) for place in places]
    return min(found, key=lambda each: each[1], default=None)
