"""The stationary points next to a point, and what lies around them."""

from math import isfinite

import numpy as np

from gdcore.arrays import Floats
from gdcore.methods.arithmetic import attempt
from gdcore.objectives import Objective, halve

NEARBY, AROUND = 1e-4, 1e-3  # of the domain's smaller width: how far aside a point is looked around
RISE_NEARBY = 0.5  # of that further away: at a pole it is more
ROUNDING_OF_VALUES = 1e-12  # of the values that are compared
ROUNDING_OF_SLOPES = 1e-15  # of the slope at first
ROUNDING_OF_ROOTS = 1e-14  # of where a point is
STRIDE_GROWTH = 1.6  # of the step while a curve is followed downhill
EDGE_OF_REACH = 1 - 1e-6  # of the reach: so far away, a search has come to its end
LARGEST_VALUE = 1e150  # what stands for a value that is not finite: its square still is
NEWTON_STEPS = 8
ENDLESS = 0.0  # a tolerance that ends no search
SMOOTH_STEPS = 25  # along the slopes
LARGEST_SIMPLEX, SMALLEST_SIMPLEX = 0.05, 1e-10  # of the reach: sides at first, and where it is small enough
SIMPLEX_VALUES = 300  # of the function
FLAT_CURVATURE = 1e-4  # of the largest curvature: along less, Newton makes no step
LEVEL_SLOPE = 1e-6  # of the slope at first: what is left of it at a level point


def find_minimum(objective: Objective, theta: Floats, reach: float) -> Floats | None:
    """Return the minimum that lies downhill of a point, a kink or smooth; None where none is within reach.

    Parameters
    ----------
    objective : Objective
        Of any number of parameters.
    theta : ndarray, shape (n,)
        Where the search begins.
    reach : float
        How far from there the minimum may be, Euclidean, in units of θ.
    """
    with np.errstate(all="ignore"):
        is_curve = objective.n == 1
        found = _valley(objective, theta.item(), reach) if is_curve else _hollow(objective, theta, reach)
        if found is None or not np.linalg.norm(found - theta) <= reach:
            return None
        return found if is_minimum(objective, found) else None


def find_valley_floor(objective: Objective, theta: Floats, reach: float) -> Floats | None:
    """Return the level point to which Newton's steps lead where the function curves up.

    Of a valley's floor, along which nothing curves, it is about the nearest point.

    Parameters
    ----------
    objective : Objective
        Of any number of parameters.
    theta : ndarray, shape (n,)
        Where the steps begin.
    reach : float
        How far from there it may be, Euclidean, in units of θ.

    Returns
    -------
    ndarray, shape (n,), or None
        None where no level point is within reach, or a derivative is not finite on the way.

    Notes
    -----
    θ ← θ − Σ vᵢ (vᵢᵀ∇f) / λᵢ over the eigenvectors vᵢ of the Hessian with λᵢ above 10⁻⁴ of the largest.
    Source: J. Nocedal, S. Wright, Numerical Optimization, 2nd ed., 2006, §3.4.
    """
    found, slopes = theta, objective.gradient(theta)
    steep = float(np.linalg.norm(slopes))
    for _ in range(NEWTON_STEPS):
        hessian = objective.hessian(found)
        if not np.isfinite(hessian).all():
            return None
        curvatures, directions = np.linalg.eigh(hessian)
        steep_ways = curvatures > FLAT_CURVATURE * np.abs(curvatures).max()
        along = directions[:, steep_ways]
        found = found - along @ ((along.T @ slopes) / curvatures[steep_ways])
        if not np.linalg.norm(found - theta) <= reach:
            return None
        slopes = objective.gradient(found)
        if np.linalg.norm(slopes) <= ROUNDING_OF_SLOPES * steep:
            break
    return found if np.linalg.norm(slopes) <= LEVEL_SLOPE * steep else None


def find_stationary_point(objective: Objective, theta: Floats, reach: float) -> Floats | None:
    """Return the stationary point next to a point, of whatever kind.

    Parameters
    ----------
    objective : Objective
        Of any number of parameters.
    theta : ndarray, shape (n,)
        Where the search begins: by SciPy's `root`, from the gradient and the Hessian.
    reach : float
        How far from there it may be, Euclidean, in units of θ.

    Returns
    -------
    ndarray, shape (n,), or None
        None where none is within reach, or a derivative is not finite.
    """
    from scipy.optimize import root  # takes a while to import

    with np.errstate(all="ignore"):
        slope = float(np.linalg.norm(objective.gradient(theta)))
        if slope == 0:
            return theta
        found = root(objective.gradient, theta, jac=objective.hessian, tol=ROUNDING_OF_ROOTS).x
        left = float(np.linalg.norm(objective.gradient(found)))
    return found if left <= LEVEL_SLOPE * slope and np.linalg.norm(found - theta) <= reach else None


def rises(objective: Objective, point: Floats, radius: float) -> Floats:
    """Return how much higher the function is all around a point than at it.

    Parameters
    ----------
    objective : Objective
        Of any number of parameters.
    point : ndarray, shape (n,)
        The point.
    radius : float
        How far from it, Euclidean, in units of θ.

    Returns
    -------
    ndarray, shape (directions,)
        In units of the loss; 0 is rounding, infinity an undefined value. Two sides of one parameter; 32
        directions of two, both ways along each axis of more, and where it curves least and most: a saddle may
        go down on a narrow side only.
    """
    aside = point[:, np.newaxis] + radius * np.hstack([_sides(objective.n), _bends(objective, point)])
    with np.errstate(all="ignore"):
        value = float(objective.value(point))
        around = objective.value(aside)
    rise = np.where(np.isnan(around), np.inf, around) - value
    scale = max(abs(value), float(np.abs(around).max(where=np.isfinite(around), initial=0.0)))
    return np.where(np.abs(rise) <= ROUNDING_OF_VALUES * scale, 0.0, rise)


def is_minimum(objective: Objective, point: Floats) -> bool:
    """Return whether the function is nowhere lower just beside a point, and somewhere higher."""
    near, far = (rises(objective, point, share * objective.width) for share in (NEARBY, AROUND))
    known = np.isfinite(near) & np.isfinite(far)  # beside an edge of the domain there is no rise to compare
    fits = near.max(initial=0.0, where=known) <= RISE_NEARBY * far.max(initial=0.0, where=known)
    return bool(np.isfinite(objective.value(point)) and min(near.min(), far.min()) >= 0 < far.max() and fits)


def _bends(objective: Objective, point: Floats) -> Floats:
    """Return both ways along each eigenvector of the Hessian, (n, 2n); none of one parameter or at a pole."""
    if objective.n == 1:
        return np.empty((1, 0))
    with np.errstate(all="ignore"):
        hessian = objective.hessian(point)
    if not np.isfinite(hessian).all():
        return np.empty((objective.n, 0))
    directions = np.linalg.eigh(hessian)[1]
    return np.hstack([directions, -directions])


def _sides(n: int) -> Floats:
    if n == 1:
        return np.array([[-1.0, 1.0]])
    if n == 2:
        turn = np.arange(32) * (np.pi / 16)
        return np.stack([np.cos(turn), np.sin(turn)])
    return np.hstack([np.eye(n), -np.eye(n)])


def _valley(objective: Objective, x: float, reach: float) -> Floats | None:
    """Return the minimum of a curve downhill of x: followed to where it rises, then halved in."""

    def value(x: float) -> float:
        found = float(objective.value([x]))
        return np.inf if np.isnan(found) else found

    stride = NEARBY * objective.width
    lower = [way for way in (stride, -stride) if value(x + way) < value(x)]
    if not lower:
        return _halved(objective, x - stride, x + stride)
    behind, middle, step = x, x + lower[0], lower[0]
    while abs(behind - x) <= reach:
        step *= STRIDE_GROWTH
        ahead = middle + step
        if not value(ahead) < value(middle):
            return _halved(objective, min(behind, ahead), max(behind, ahead))
        behind, middle = middle, ahead
    return None


def _halved(objective: Objective, low: float, high: float) -> Floats:
    """Return where the slope changes its sign between two points of a curve."""
    return halve(objective.gradient, np.array([low]), np.array([high]))


def _hollow(objective: Objective, theta: Floats, reach: float) -> Floats:
    """Return the end of a search downhill: by Newton's steps, along the slopes, or by a simplex."""
    near = find_valley_floor(objective, theta, reach)
    if near is not None and objective.value(near) <= objective.value(theta) and is_minimum(objective, near):
        return near

    from scipy.optimize import minimize  # takes a while to import

    def height(point: Floats) -> float:
        value = float(attempt(objective.formula, point.tolist()))  # on floats it is ten times as quick
        return value if isfinite(value) else LARGEST_VALUE

    def slopes(point: Floats) -> Floats:
        found = attempt(objective.partials, point.tolist())
        slope = np.broadcast_to(np.array(found, dtype=float), objective.n)
        finite: Floats = np.clip(np.nan_to_num(slope), -LARGEST_VALUE, LARGEST_VALUE)
        return finite

    box = np.stack([theta - reach, theta + reach], axis=1)
    options = {"ftol": ENDLESS, "gtol": ENDLESS, "maxiter": SMOOTH_STEPS}
    smooth: Floats = minimize(height, theta, method="L-BFGS-B", jac=slopes, bounds=box, options=options).x
    if np.abs(smooth - theta).max() >= EDGE_OF_REACH * reach:  # it goes down further still
        return smooth
    polished = find_stationary_point(objective, smooth, reach)
    if polished is not None and is_minimum(objective, polished):
        return polished
    corners = theta + LARGEST_SIMPLEX * reach * np.eye(objective.n + 1, objective.n, -1)
    least = {"xatol": SMALLEST_SIMPLEX * reach, "fatol": ENDLESS, "maxfev": SIMPLEX_VALUES}
    kinked = least | {"initial_simplex": corners}
    lowest: Floats = minimize(height, theta, method="Nelder-Mead", options=kinked).x
    return lowest
