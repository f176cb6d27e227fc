"""What theory says of a run with this problem's numbers, beside what the run did."""

from dataclasses import dataclass
from html import escape

import numpy as np

from dashboard.places import closest
from dashboard.words import figure
from gdcore import METHODS, Objective, Quadratic, Run

NEAR = 0.02  # of the picture's width: a run that ends so close has reached a minimum
CREEPING = 0.1  # of 1/L
SLOW = 1e-3  # of the distance, taken off by a step: less creeps
LEAST = 1e-13  # of the first height: below it, rounding is measured
FORETOLD = ("x0", "y0", "x1", "y1", "x", "y")  # the ends of a line, and where its name stands
FLIPPED = ("x0", "y0", "x1", "y1")
NAMED = 0.3  # of the way along it
CURVED = 1e-9  # of L: less is flat


@dataclass(frozen=True, slots=True)
class Theory:
    """The bottom's curvatures and what they foretell; a rate is the factor of the distance in a step.

    `centre` is the minimum, of shape (n,), and `steepest` the unit vector along which the curvature is L.
    """

    centre: np.ndarray
    steepest: np.ndarray
    L: float
    mu: float
    exact: bool
    rate: float | None
    measured: float | None

    @property
    def condition_number(self) -> float:
        return self.L / self.mu if self.mu > 0 else np.inf


def theory(run: Run) -> Theory | None:
    """The theory of a run, from the Hessian of a quadratic or at the minimum it reached; None without one."""
    found = bottom(run)
    if found is None or not found[1][-1] > 0:
        return None
    centre, curvatures, directions = found
    return Theory(
        centre=centre,
        steepest=directions[:, -1],
        L=float(curvatures[-1]),
        mu=float(curvatures[0]),
        exact=isinstance(run.objective, Quadratic),
        rate=foretold(run, curvatures),
        measured=measured(run),
    )


def bottom(run: Run) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """The minimum that a run reached, and ascending eigenvalues of the Hessian there with their vectors.

    Of a quadratic there is one, always.
    """
    objective = run.objective
    if isinstance(objective, Quadratic):
        return objective.minimum, objective.eigenvalues, objective.eigenvectors
    found = closest(objective.minima, run.theta[-1])
    if found is None or found[1] > NEAR * np.ptp(objective.domain, axis=1).min():
        return None
    hessian = objective.hessian(found[0])
    return (found[0], *np.linalg.eigh(hessian)) if np.isfinite(hessian).all() else None


def foretold(run: Run, curvatures: np.ndarray) -> float | None:
    """The largest root of the method's recurrence along any direction that the start has a part in.

    Source for plain descent, max |1 − αλ|: B. Polyak, Introduction to Optimization, 1987, §1.4.2, theorem 3.
    """
    recurrence = METHODS[run.method].recurrence if run.method in METHODS else None
    if recurrence is None or run.schedule != "constant" or run.estimate is not run.gradient:
        return None
    curved = present(run.objective, run.theta[0], curvatures)
    poles = recurrence(curved, run.step_size, **run.hyperparameters).poles
    rows = [np.ones_like(curved), *(-np.broadcast_to(pole, curved.shape) for pole in poles)]
    roots = map(np.roots, np.stack(rows, axis=1))
    return max((float(np.abs(each).max(initial=0.0)) for each in roots), default=None)


def present(objective: Objective, start: np.ndarray, curvatures: np.ndarray) -> np.ndarray:
    """The curvatures along which there is a way to go: the others stay zero for ever."""
    if not isinstance(objective, Quadratic):
        return curvatures
    shares = np.abs(objective.eigenvectors.T @ (start - objective.minimum))
    return curvatures[(shares > 1e-12 * shares.max(initial=0.0)) & (curvatures > CURVED * curvatures[-1])]


def measured(run: Run) -> float | None:
    """The factor of the distance in a step, over the last half of its fall."""
    found = closest(run.objective.minima, run.theta[-1])
    if found is None or run.estimate is not run.gradient:
        return None
    distance = np.linalg.norm(run.theta - found[0], axis=1)
    if isinstance(run.objective, Quadratic):
        distance = np.sqrt(run.excess)
    clear = np.flatnonzero(distance > LEAST**0.5 * distance[0])
    if clear.size < 5:
        return None
    last = int(clear[-1])
    first = last // 2
    return float((distance[last] / distance[first]) ** (1 / (last - first)))


def regime(found: Theory, run: Run) -> str:
    """In a word, how a fixed step along the gradient does on such a bottom."""
    if run.method != "gradient descent" or run.schedule != "constant" or run.estimate is not run.gradient:
        return ""
    reach = run.step_size * found.L
    if reach > 2:
        return "diverging: α is above 2/L"
    if reach > 1 + CURVED:
        return "oscillating: α is above 1/L, so the steepest direction changes sides each step"
    if reach < CREEPING:
        return f"creeping: α is {figure(100 * reach, 2)} % of 1/L"
    if found.rate is not None and 1 - SLOW < found.rate < 1:
        taken = f"{figure(100 * (1 - found.rate), 2)} % of the way"
        return f"creeping: α is near 1/L, yet along the flattest direction a step takes off only {taken}"
    return "good: α is below 1/L, and not far" if reach < 1 - CURVED else "good: α is 1/L"


def flipped(run: Run) -> dict[str, list]:
    """Where steps change sides: a line through the minimum, along which α is above 1/L; or no line.

    Its ends are as far off as the start is along it, if that is from a tenth to a quarter of the picture.
    """
    found = theory(run)
    if found is None or len(found.centre) != 2 or not regime(found, run).startswith("oscillating"):
        return {name: [] for name in FLIPPED}
    way = abs(float((run.theta[0] - found.centre) @ found.steepest))
    width = float(np.ptp(run.objective.domain, axis=1).min())
    half = min(max(way, 0.1 * width), 0.25 * width) * found.steepest
    ends = [*(found.centre - half).tolist(), *(found.centre + half).tolist()]
    return {name: [end] for name, end in zip(FLIPPED, ends, strict=True)}


def told(run: Run) -> str:
    """The theory as a table for the page."""
    found = theory(run)
    if found is None:
        return "<p class='caption'>No minimum has been reached whose curvature could be read.</p>"
    place = "everywhere the same" if found.exact else "at the minimum it reached"
    lines = [
        ("L, largest curvature", found.L),
        ("μ, smallest curvature", found.mu),
        ("κ = L/μ", found.condition_number),
        ("largest stable step 2/L", 2 / found.L),
        ("best step 2/(L + μ)", 2 / (found.L + found.mu) if found.mu > 0 else None),
        ("factor a step, foretold", found.rate),
        ("factor a step, measured", found.measured),
    ]
    rows = "".join(f'<tr><th scope="row">{name}</th><td>{shown(value)}</td></tr>' for name, value in lines)
    said = regime(found, run)
    caption = f'<p class="caption">Curvature: {place}.</p>'
    return f'{caption}<table>{rows}</table><p class="caption">{escape(said)}</p>'


def shown(value: float | None) -> str:
    if value is None:
        return "–"
    return figure(value, 5) if np.isfinite(value) else "∞"


def predicted(run: Run, height: float) -> dict[str, list[float]]:
    """The fall of the height as foretold: a line on a logarithmic scale; empty where none is."""
    found = theory(run)
    if found is None or found.rate is None or not 0 < found.rate < 1 or not height > 0:
        return {name: [] for name in FORETOLD}
    decline = 2 * np.log(found.rate)
    steps = min(float(run.iterations), float(np.log(LEAST) / decline))
    named = steps * NAMED
    ends = (0.0, height, steps, height * np.exp(steps * decline), named, height * np.exp(named * decline))
    return {name: [float(end)] for name, end in zip(FORETOLD, ends, strict=True)}
