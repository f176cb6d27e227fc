"""How a run ended, in words and with its numbers."""

from math import ceil, isclose, log10

import numpy as np

from dashboard.problems import line_of
from dashboard.settings import Settings
from gdcore import Run

BEFORE = "Press Play, or drag the dot."
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
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
    if alpha <= limit:
        return (
            f"Diverging, although α = {figure(alpha)} is below 2/L = {figure(limit)}: the noise threw it out."
        )
    factor = abs(1 - alpha * objective.L)
    along = "the distance" if len(objective.minimum) == 1 else "the steepest part of the distance"
    growth = f"Each step multiplies {along} by {figure(factor)}."
    return f"Diverging: α = {figure(alpha)} is above 2/L = {figure(limit)}. {growth}"


def on_curve(run: Run, settings: Settings) -> str:
    first, x, best = float(run.theta[0, 0]), float(run.theta[-1, 0]), float(run.objective.minimum[0])
    before, left, noisy = abs(first - best), abs(x - best), settings.noise > 0
    there = f"x = {near(x, left)}, {figure(left, 2)} from the minimum"
    if run.status == "converged":
        if left > FAR * before and not noisy:
            return (
                f"Stopped early: steps are below {figure(settings.precision)}, "
                f"but the minimum is {figure(left, 2)} away. α is too small."
            )
        if isclose(settings.step_size * run.objective.L, 1) and before and not noisy:
            return f"Converged in one step: {there}. Only a parabola, and only at α = 1/L."
        return f"Converged at step {run.steps}: {there}."
    if isclose(settings.step_size, run.objective.largest_stable_step) and not noisy and left:
        return f"Neither: it jumps between {figure(first)} and {figure(2 * best - first)} for ever."
    circling = ", and the noise keeps it moving" if noisy else ""
    return f"{run.steps} iterations used: {there}{circling}."


def on_line(run: Run, settings: Settings) -> str:
    line = line_of(settings)
    slope = float(line.standardisation.restore(run.theta[-1])[1])
    answer = f"slope {slope:.2f}; least squares says {line.scipy.slope:.2f}.".replace("-", "−")
    if run.status == "converged":
        left, before = np.linalg.norm(run.theta[[-1, 0]] - run.objective.minimum, axis=1)
        if left > FAR * before:
            small = f"steps are below {figure(settings.precision)}"
            return f"Stopped early: {small}, but θ is {figure(left, 2)} away: {answer}"
        return f"Converged at step {run.steps}: {answer}"
    if isclose(settings.step_size, run.objective.largest_stable_step):
        return f"Neither: at α = 2/L it jumps from side to side for ever; {answer}"
    return f"{run.steps} iterations used: {answer}"
