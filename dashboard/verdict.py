"""How a run ended, in words and with its numbers."""

from math import ceil, isclose, log10

import numpy as np

from dashboard.problems import line_of
from dashboard.settings import Settings
from gdcore import Run

BEFORE = "Press Play, or drag the dot."
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SMALL = 0.1  # of 1/L: a step size below this creeps
FAR = 0.05  # of the distance from the start: what is left after a stop that came too early


def figure(value: float, digits: int = 4) -> str:
    """A number of a sentence: few digits, a true minus, no needless zeros."""
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        return f"{mantissa} × 10{str(int(exponent)).translate(RAISED)}".replace("-", "−")
    return text.replace("-", "−")


def near(value: float, distance: float) -> str:
    """A number with as many digits as it takes to tell it from one that is `distance` away."""
    places = min(max(2, 1 + ceil(-log10(distance))), 12) if distance else 2
    return figure(round(value, places), 15)


def verdict(run: Run, settings: Settings) -> str:
    if run.status == "diverged":
        return diverged(run)
    return on_curve(run, settings) if settings.chapter == "curve" else on_line(run, settings)


def diverged(run: Run) -> str:
    objective, alpha = run.objective, run.step_size
    limit = objective.largest_stable_step
    told = f"2/L = {figure(limit)}"
    if alpha < limit:
        return (
            f"Diverging, although α = {near(alpha, limit - alpha)} is below {told}: the noise threw it out."
        )
    if alpha == limit:
        return f"Diverging, although α is not above {told}: the noise threw it out."
    factor = alpha * objective.L - 1
    along = "the distance" if len(objective.minimum) == 1 else "the steepest part of the distance"
    growth = f"Each step multiplies {along} by {near(factor, factor - 1)}."
    return f"Diverging: α = {near(alpha, alpha - limit)} is above {told}. {growth}"


def on_curve(run: Run, settings: Settings) -> str:
    first, x, best = float(run.theta[0, 0]), float(run.theta[-1, 0]), float(run.objective.minimum[0])
    before, left, noisy = abs(first - best), abs(x - best), settings.noise > 0
    there = f"x = {near(x, left)}, {figure(left, 2)} from the minimum"
    alpha_l = settings.step_size * run.objective.L
    if run.status == "converged":
        if left > FAR * before:
            return stopped_early(run, settings, f"the minimum is {figure(left, 2)} away")
        if isclose(alpha_l, 1) and before and not noisy:
            return f"Converged in one step: {there}. Only a parabola, and only at α = 1/L."
        return f"Converged at step {run.steps}: {there}."
    if isclose(alpha_l, 2) and not noisy and left:
        return f"Neither: it jumps between {figure(first)} and {figure(2 * best - first)} for ever."
    circling = ", and the noise keeps it moving" if noisy else ""
    return f"{used(run)}: {there}{circling}."


def on_line(run: Run, settings: Settings) -> str:
    line = line_of(settings)
    slope = float(line.standardisation.restore(run.theta[-1])[1])
    answer = f"slope {slope:.2f}; least squares says {line.scipy.slope:.2f}".replace("-", "−")
    if run.status == "converged":
        left, before = np.linalg.norm(run.theta[[-1, 0]] - run.objective.minimum, axis=1)
        if left > FAR * before:
            return stopped_early(run, settings, f"θ is {figure(left, 2)} away: {answer}")
        return f"Converged at step {run.steps}: {answer}."
    if isclose(settings.step_size, run.objective.largest_stable_step):
        return f"Neither: at α = 2/L it jumps from side to side for ever; {answer}."
    return f"{used(run)}: {answer}."


def stopped_early(run: Run, settings: Settings, away: str) -> str:
    """The stop rule is about steps, not about arriving: say so, and whose fault it is."""
    if run.estimate is not run.gradient:
        return f"Stopped by chance at step {run.steps}: the noise made one step tiny, but {away}."
    small = settings.step_size * run.objective.L < SMALL
    cause = "α is too small" if small else "The precision is too coarse"
    return f"Stopped early: steps are below {figure(settings.precision)}, but {away}. {cause}."


def used(run: Run) -> str:
    return f"{run.steps} iteration{'s' * (run.steps != 1)} used"
