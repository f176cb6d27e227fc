"""What theory says of a run with this problem's numbers, beside what the run did."""

from html import escape
from math import isclose

import numpy as np

from dashboard.explain.motion import describe_endless, describe_motion
from dashboard.wording.words import HEIGHT_DIGITS, counted, figure, sentence, tell_apart
from gdcore import Outcome, Run, outcome
from gdcore.outcome.theory import Theory

DIGITS = 5  # of the table's numbers
LEAST = 1e-13  # of the first height: below it, rounding is measured
FORETOLD = ("x0", "y0", "x1", "y1", "x", "y")  # the ends of a line, and where its name stands
FLIPPED = ("x0", "y0", "x1", "y1")
NAMED = 0.3  # of the way along it
LIMITS = {
    "gradient descent": "largest stable step 2/L",
    "momentum": "largest stable step 2(1 + β)/L",
    "nesterov": "largest stable step 2(1 + β)/((1 + 2β)L)",
}


def find_flipping_line(run: Run) -> dict[str, list]:
    """Return the line through the minimum along which plain descent changes sides.

    Returns
    -------
    dict of str to list
        Its ends as columns of one row, of no row where nothing changes sides. They are as far off as the
        start is along the line, if that is from a tenth to a quarter of the picture.
    """
    found = outcome(run)
    theory, swings = found.theory, found.motion.alternates and found.is_plain
    if theory is None or len(theory.centre) != 2 or not swings or run.status == "diverged":
        return {name: [] for name in FLIPPED}
    way = abs(float((run.theta[0] - theory.centre) @ theory.steepest))
    width = run.objective.width
    half = min(max(way, 0.1 * width), 0.25 * width) * theory.steepest
    ends = [*(theory.centre - half).tolist(), *(theory.centre + half).tolist()]
    return {name: [end] for name, end in zip(FLIPPED, ends, strict=True)}


def describe_theory(run: Run) -> str:
    """The theory as a table for the page."""
    found = outcome(run)
    theory = found.theory
    ended = f'<p class="caption">{escape(describe_end(found))}</p>'
    if theory is None:
        return f'<p class="caption">No minimum has been reached whose curvature could be read.</p>{ended}'
    place = "everywhere the same" if theory.exact else "at the minimum beside its last row"
    lines = [
        ("L, largest curvature", theory.L),
        ("μ, smallest curvature", theory.mu),
        ("κ = L/μ", theory.condition_number),
        limit_of(run.method, theory),
        ("best step of plain descent 2/(L + μ)", 2 / (theory.L + theory.mu) if theory.mu > 0 else None),
    ]
    factors = [("factor a step, foretold", theory.rate), ("factor a step, measured", found.motion.rate)]
    cells = [(name, write_number(value)) for name, value in lines]
    cells += [(name, write_factor(value)) for name, value in factors]
    rows = "".join(f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' for name, value in cells)
    caption = f'<p class="caption">Curvature: {place}.</p>'
    motion = sentence(describe_endless(found)) or describe_motion(found)
    return f'{caption}<table>{rows}</table><p class="caption">{escape(motion)}</p>{ended}'


def limit_of(method: str, theory: Theory) -> tuple[str, float]:
    """The largest stable step of the run's own method where theory knows it, else that of plain descent."""
    name = LIMITS.get(method)
    if name is not None and theory.limit is not None:
        return name, theory.limit
    return "largest stable step of plain descent 2/L", 2 / theory.L


def write_number(value: float | None) -> str:
    """Return a number of the table, of five digits; “–” where theory has none, “∞” where it has no limit."""
    if value is None:
        return "–"
    return figure(value, DIGITS) if np.isfinite(value) else "∞"


def write_factor(value: float | None) -> str:
    """Return a factor of the table with digits enough to tell it from 1, but for rounding."""
    if value is None:
        return "–"
    return figure(value, DIGITS) if isclose(value, 1) else tell_apart(value, 1, DIGITS)[0]


def describe_end(found: Outcome) -> str:
    """Say what ended a run, and how high it is above the lowest place that is known."""
    run, count = found.run, counted(found.run.steps)
    is_below = run.loss[-1] < run.objective.lowest
    height = figure(float(run.loss[-1] if is_below else run.excess[-1]), HEIGHT_DIGITS)
    left = f"the loss is {height}{', below all' if is_below else ' above the least'} that is known"
    ends = {
        "used up": f"made the {count} asked for",
        "flew off": f"diverged after {count}",
        "fell": f"ended after {count}",
        "left the domain": f"ended after {count}, as the next row would not be finite",
    }
    stopped = f"stopped after {count}, as the last moved θ by no more than {figure(run.precision or 0.0)}"
    return sentence(f"{ends.get(found.ending, stopped)}: {left}")


def predict_heights(run: Run, height: float) -> dict[str, list[float]]:
    """Return the fall of the height as foretold: a line on a logarithmic scale.

    Parameters
    ----------
    run : Run
        Whose theory tells the factor of a step.
    height : float
        That of the start above the minimum, in units of the loss.

    Returns
    -------
    dict of str to list of float
        Its ends and where its name stands, as columns of one row; of no row where no fall is foretold.
    """
    theory = outcome(run).theory
    if theory is None or theory.rate is None or not 0 < theory.rate < 1 or not height > 0:
        return {name: [] for name in FORETOLD}
    decline = 2 * np.log(theory.rate)
    steps = min(float(run.iterations), float(np.log(LEAST) / decline))
    named = steps * NAMED
    ends = (0.0, height, steps, height * np.exp(steps * decline), named, height * np.exp(named * decline))
    return {name: [float(end)] for name, end in zip(FORETOLD, ends, strict=True)}
