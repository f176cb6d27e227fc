"""What theory says of a run: the curvatures of the bottom, and what they foretell."""

from dataclasses import dataclass

import numpy as np

from gdcore.arrays import Floats
from gdcore.methods import METHODS
from gdcore.objectives import Objective
from gdcore.outcome.place import Place
from gdcore.quadratic import Quadratic
from gdcore.run import Run

LEAST_PART = 1e-12  # of the distance from the start: less of it along an eigenvector is rounding
SMOOTH_TOLERANCE = 0.05  # share by which slopes around a smooth bottom may differ from its curvature's
DISTANCES_ASIDE = (1e-6, 1e-4)  # of the domain's width: where those slopes are read
ROUNDING_OF_CURVATURE = 1e-12  # of a formula's largest curvature: a smaller one is but rounding, on a floor


@dataclass(frozen=True, eq=False)
class Theory:
    """The bottom's curvatures and what they foretell; a rate is the factor of the distance in a step.

    Attributes
    ----------
    centre : ndarray, shape (n,)
        The minimum.
    steepest : ndarray, shape (n,)
        The unit vector along which the curvature is L.
    L, mu : float
        Largest and smallest curvature, in the units of the loss over θ²; μ is 0 along a flat direction.
    exact : bool
        Whether the curvature is everywhere the same, as it is for a `Quadratic`.
    limit : float or None
        The largest α with which the run's own method is stable here; None where no theory knows.
    best : float or None
        Of plain descent the fixed α whose slowest direction shrinks fastest, 2/(L + μ); else None.
    rate : float or None
        The factor foretold; None for methods without a recurrence, schedules and noise.
    """

    centre: Floats
    steepest: Floats
    L: float
    mu: float
    exact: bool
    limit: float | None
    best: float | None
    rate: float | None

    @property
    def condition_number(self) -> float:
        """κ = L/μ, dimensionless; infinite along a flat direction."""
        return self.L / self.mu if self.mu > 0 else np.inf


def theory_of(run: Run, place: Place) -> Theory | None:
    """Return the theory of a run that came to a place.

    Parameters
    ----------
    run : Run
        Of any objective and method.
    place : Place
        What is at its last row.

    Returns
    -------
    Theory or None
        None where it is no minimum, or one whose curvature cannot be read.

    Notes
    -----
    Source for 2/(L + μ): B. Polyak, Introduction to Optimization, 1987, §1.4.2, theorem 3.
    """
    if place.point is None or place.kind != "minimum":
        return None
    bottom = _bottom(run.objective, place.point)
    if bottom is None or not bottom[0][-1] > 0:
        return None
    curvatures, directions = bottom
    L, mu = float(curvatures[-1]), max(float(curvatures[0]), 0.0)
    plain = run.method == "gradient descent"
    return Theory(
        centre=place.point,
        steepest=directions[:, -1],
        L=L,
        mu=mu,
        exact=isinstance(run.objective, Quadratic),
        limit=largest_stable_step(run.method, L, **run.hyperparameters),
        best=2 / (L + mu) if plain and mu > 0 else None,
        rate=_foretold(run, curvatures),
    )


def _bottom(objective: Objective, point: Floats) -> tuple[Floats, Floats] | None:
    """Return eigenvalues and eigenvectors of the Hessian at a minimum; None at a kink."""
    if isinstance(objective, Quadratic):
        return objective.eigenvalues, objective.eigenvectors
    return curvature(objective, point)


def largest_stable_step(method: str, L: float, **hyperparameters: float) -> float | None:
    """Return the largest α with which a method is stable.

    Parameters
    ----------
    method : str
        A name in `METHODS`, or another.
    L : float
        The largest curvature, in units of the loss over θ².
    **hyperparameters : float
        Of the method, those that are not the default ones.

    Returns
    -------
    float or None
        In units of θ² over the loss; None for a method of which it is not known. The sources are in
        `gdcore.methods.plain`.
    """
    chosen = METHODS.get(method)
    if chosen is None or chosen.stability is None or not L > 0:
        return None
    return chosen.stability(**chosen.defaults | hyperparameters) / L


def curvature(objective: Objective, point: Floats) -> tuple[Floats, Floats] | None:
    """Return the eigenvalues and eigenvectors of the Hessian at a point.

    Parameters
    ----------
    objective : Objective
        Of any number of parameters.
    point : ndarray, shape (n,)
        Where it is read.

    Returns
    -------
    tuple of ndarray, shapes (n,) and (n, n), or None
        Eigenvalues, ascending, in units of the loss over θ², 0 where they are but rounding; eigenvectors as
        columns. None at a kink, which has no Hessian.

    Notes
    -----
    At a kink the formula of the second derivative gives a number all the same. Hence the slopes just beside
    the point are compared with what that number says they are.
    """
    with np.errstate(all="ignore"):
        hessian = objective.hessian(point)
        if not np.isfinite(hessian).all():
            return None
        for share in DISTANCES_ASIDE:
            aside = share * objective.width * np.eye(objective.n)
            ahead, behind = (objective.gradient(point[:, np.newaxis] + way) for way in (aside, -aside))
            slopes = (ahead - behind) / (2 * share * objective.width)
            scale = max(np.abs(slopes).max(), np.abs(hessian).max())
            if not np.abs(slopes - hessian).max() <= SMOOTH_TOLERANCE * scale:
                return None
    curvatures, directions = np.linalg.eigh(hessian)
    return np.where(np.abs(curvatures) > ROUNDING_OF_CURVATURE * curvatures[-1], curvatures, 0.0), directions


def _foretold(run: Run, curvatures: Floats) -> float | None:
    """Return the largest root of the method's recurrence along any direction the start has a part in.

    Source for plain descent, max |1 − αλ|: B. Polyak, Introduction to Optimization, 1987, §1.4.2, theorem 3.
    """
    recurrence = METHODS[run.method].recurrence if run.method in METHODS else None
    if recurrence is None or run.schedule != "constant" or run.estimate is not run.gradient:
        return None
    curved = _present(run, curvatures)
    poles = recurrence(curved, run.step_size, **run.hyperparameters).poles
    rows = [np.ones_like(curved), *(-np.broadcast_to(pole, curved.shape) for pole in poles)]
    roots = map(np.roots, np.stack(rows, axis=1))
    return max((float(np.abs(each).max()) for each in roots), default=None)


def _present(run: Run, curvatures: Floats) -> Floats:
    """Return the curvatures along which there is a way to go: along the others nothing ever moves."""
    if not isinstance(run.objective, Quadratic):
        return curvatures[curvatures > 0]
    shares = np.abs(run.objective.eigenvectors.T @ (run.theta[0] - run.objective.minimum))
    curved: Floats = curvatures[(shares > LEAST_PART * shares.max()) & (curvatures > 0)]
    return curved
