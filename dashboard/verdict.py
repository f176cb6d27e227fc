"""How a run ended, in words and with its numbers."""

from dataclasses import dataclass
from math import isclose

import numpy as np

from dashboard.places import closest
from dashboard.problems import line_of
from dashboard.rows import is_parabola
from dashboard.settings import OWN, Settings
from dashboard.theory import regime, theory
from dashboard.words import counted, figure, near, point
from gdcore import Quadratic, Run

BEFORE = "Press Play, or drag the dot."
GUESS = "Take a guess: that starts the run."
SMALL = 0.1  # of 1/L: a step size below this creeps
EXPLAINED = ("Neither", "Stopped", "Converged in one step")  # verdicts that say it themselves
NEAR = 0.01  # of the picture's width: what is no further from a minimum has come to it
ARRIVING = 0.5  # of the mean squared distance: a run that still comes nearer so fast is no ball yet
FAR = 0.05  # of the distance from the start: what is left after a stop that came too early


def verdict(run: Run, settings: Settings) -> str:
    if settings.bug:
        return of_a_puzzle(run, settings)
    if run.status == "diverged":
        return diverged(run)
    if settings.chapter == "line":
        ended = on_line(run, settings)
    else:
        ended = on_curve(run, settings) if is_parabola(run.objective) else on_landscape(run, settings)
    explained = ended.startswith(EXPLAINED) or "stalled" in ended
    return ended if explained else with_regime(ended, run)


def of_a_puzzle(run: Run, settings: Settings) -> str:
    """What a run of a program with a fault came to, and not why."""
    if run.status == "diverged":
        return f"Diverging: after {counted(run.steps)} the loss is {figure(float(run.loss[-1]), 3)}."
    line = line_of(settings)
    answer, best = line.standardisation.restore(run.theta[-1]), line.scipy
    ended = "Stopped at step" if run.status == "converged" else "Iterations used:"
    found = f"y = {figure(float(answer[0]))} + {figure(float(answer[1]))} x"
    return (
        f"{ended} {run.steps}: {found}; least squares says {figure(best.intercept)} + {figure(best.slope)} x."
    )


def with_regime(ended: str, run: Run) -> str:
    """A verdict, and in a word how the step size did."""
    found = theory(run)
    said = regime(found, run).partition(", so")[0] if found is not None else ""
    return f"{ended} {said[0].upper()}{said[1:]}." if said else ended


def is_plain(run: Run) -> bool:
    """Whether the theory of fixed steps along the gradient of a quadratic holds."""
    fixed = run.method == "gradient descent" and run.schedule == "constant"
    return fixed and isinstance(run.objective, Quadratic)


def diverged(run: Run) -> str:
    if not is_plain(run):
        return flown(run)
    objective, alpha = run.objective, run.step_size
    limit = objective.largest_stable_step
    told = f"2/L = {figure(limit)}"
    blamed = "the minibatches" if run.batch else "the noise"
    if alpha < limit:
        near_limit = near(alpha, limit - alpha)
        return f"Diverging, although α = {near_limit} is below {told}: {blamed} threw it out."
    if alpha == limit:
        return f"Diverging, although α is not above {told}: {blamed} threw it out."
    factor = alpha * objective.L - 1
    along = "the distance" if len(objective.minimum) == 1 else "the steepest part of the distance"
    growth = f"Each step multiplies {along} by {near(factor, factor - 1)}."
    return f"Diverging: α = {near(alpha, alpha - limit)} is above {told}. {growth}"


def flown(run: Run) -> str:
    """A run that left the picture where no theory says so beforehand."""
    place = f"after {counted(run.steps)} it is at {point(run.theta[-1])}"
    if run.loss[-1] < run.objective.lowest:
        return f"Falling for ever: {place}. This function has no lowest point."
    steps = run.theta[-1:] - run.step_sizes[-1:, None] * run.estimate[-1:]
    with np.errstate(all="ignore"):
        beyond = run.objective.value(steps.T)
    if run.method == "gradient descent" and not np.isfinite(beyond).all():
        return f"Lost: {place}, and the next step leads to where the function is not defined, or too large."
    return f"Diverging: {place}, ever further away. Try a smaller step size than {figure(run.step_size)}."


def on_landscape(run: Run, settings: Settings) -> str:
    """Where a run on any function ended, and what kind of place that is."""
    end, objective = run.theta[-1], run.objective
    noisy = settings.noise > 0
    place = kind(run)
    if run.status == "converged":
        return f"Converged at step {run.steps} at {point(end)}: {place}."
    if noisy and (ball := noise_ball(run)) is not None:
        about = f"the last half of the run stays {figure(ball.radius, 2)} from a minimum, on average"
        return f"{used(run)}: {point(end)}. Circling in noise: {about}."
    slope = float(np.linalg.norm(run.gradient[-1]))
    if (
        place.startswith("no minimum")
        and slope * run.step_size < 1e-4 * np.ptp(objective.domain, axis=1).min()
    ):
        return f"{used(run)}: stalled at {point(end)}, where the slope is only {figure(slope, 2)}; {place}."
    return f"{used(run)}: {point(end)}, {place}."


def kind(run: Run) -> str:
    """Whether a run has come to the lowest minimum, to a local one, to a saddle, or to none of them."""
    end, objective = run.theta[-1], run.objective
    reach = NEAR * float(np.ptp(objective.domain, axis=1).min())
    found = closest(objective.minima, end)
    if found is not None and found[1] <= reach:
        gap = float(objective.excess(found[0]))
        away = f"{figure(found[1], 2)} away" if found[1] else "exactly"
        if gap <= 1e-9 * max(1.0, objective.height):
            return f"the minimum, {away}" if len(objective.minima) == 1 else f"a lowest minimum, {away}"
        return f"a local minimum, {away}; the lowest is {figure(gap, 3)} lower"
    saddle = closest(objective.saddles, end)
    if saddle is not None and saddle[1] <= reach:
        return "no minimum but a saddle: flat, and yet lower on two sides"
    if found is None:
        return f"f = {figure(float(run.loss[-1]))}"
    return f"no minimum yet: the nearest is {figure(found[1], 2)} away"


@dataclass(frozen=True, slots=True)
class Ball:
    """How far a noisy run stays from a minimum: the root mean square over the last half of its rows."""

    centre: np.ndarray
    radius: float

    @property
    def ring(self) -> np.ndarray:
        """A circle of that radius, of shape (2, points)."""
        turn = np.linspace(0, 2 * np.pi, 97)
        return self.centre[:, np.newaxis] + self.radius * np.stack([np.cos(turn), np.sin(turn)])


def noise_ball(run: Run) -> Ball | None:
    """The ball about the minimum nearest to where a run ends; None if it has not come to rest near one."""
    late = run.theta[run.steps // 2 :]
    found = closest(run.objective.minima, late.mean(axis=0))
    if found is None or run.status == "diverged":
        return None
    squares = ((late - found[0]) ** 2).sum(axis=1)
    before, after = np.array_split(squares, 2)
    if after.size and after.mean() < ARRIVING * before.mean():
        return None
    radius = float(np.sqrt(squares.mean()))
    return Ball(found[0], radius) if radius < np.ptp(run.objective.domain, axis=1).min() / 2 else None


def on_curve(run: Run, settings: Settings) -> str:
    first, x, best = float(run.theta[0, 0]), float(run.theta[-1, 0]), float(run.objective.minimum[0])
    before, left, noisy = abs(first - best), abs(x - best), settings.noise > 0
    there = f"x = {near(x, left)}, {figure(left, 2)} from the minimum"
    alpha_l = settings.step_size * run.objective.L
    if run.status == "converged":
        if left > FAR * before:
            return stopped_early(run, settings, f"the minimum is {figure(left, 2)} away")
        if is_plain(run) and isclose(alpha_l, 1) and before and not noisy:
            return f"Converged in one step: {there}. Only a parabola, and only at α = 1/L."
        return f"Converged at step {run.steps}: {there}."
    if is_plain(run) and isclose(alpha_l, 2) and not noisy and left:
        return f"Neither: it jumps between {figure(first)} and {figure(2 * best - first)} for ever."
    circling = ", circling in noise" if noisy else ""
    return f"{used(run)}: {there}{circling}."


def on_line(run: Run, settings: Settings) -> str:
    line = line_of(settings)
    slope = float(line.standardisation.restore(run.theta[-1])[1])
    told, best = (
        figure(each, 5) if settings.data == OWN else f"{each:.2f}" for each in (slope, line.scipy.slope)
    )
    answer = f"slope {told}; least squares says {best}".replace("-", "−")
    if run.status == "converged":
        left, before = np.linalg.norm(run.theta[[-1, 0]] - run.objective.minimum, axis=1)
        if left > FAR * before:
            return stopped_early(run, settings, f"θ is {figure(left, 2)} away: {answer}")
        return f"Converged at step {run.steps}: {answer}."
    if is_plain(run) and not run.batch and isclose(settings.step_size, run.objective.largest_stable_step):
        return f"Neither: at α = 2/L it jumps from side to side for ever; {answer}."
    if run.batch and (ball := noise_ball(run)) is not None:
        around = f"Circling in noise: θ stays {figure(ball.radius, 2)} from the minimum, on average"
        return f"{used(run)}: {answer}. {around}."
    return f"{used(run)}: {answer}."


def stopped_early(run: Run, settings: Settings, away: str) -> str:
    """The stop rule is about steps, not about arriving: say so, and whose fault it is."""
    if run.estimate is not run.gradient:
        by = "the minibatches" if run.batch else "the noise"
        return f"Stopped by chance at step {run.steps}: {by} made one step tiny, but {away}."
    small = settings.step_size * run.objective.L < SMALL or run.method != "gradient descent"
    cause = "α is too small" if small else "The precision is too coarse"
    return f"Stopped early: steps are below {figure(settings.precision)}, but {away}. {cause}."


def used(run: Run) -> str:
    return f"{counted(run.steps, 'iteration')} used"
