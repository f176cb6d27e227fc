"""How a run ended, in words and with its numbers: all of it said from the run's one `Outcome`."""

from math import isclose

import numpy as np

from dashboard.explain.minima import called, letter
from dashboard.explain.motion import describe_endless, describe_motion
from dashboard.settings.chapter import chapter_of
from dashboard.settings.values import STEP_SIZE, Settings, rule_of
from dashboard.wording.words import (
    HEIGHT_DIGITS,
    ROUGH,
    counted,
    figure,
    near,
    point,
    sentence,
    tell_apart,
    whole,
)
from gdcore import Objective, Outcome, Quadratic, Run, outcome

BEFORE = "Press Play, or drag the dot."
GUESS = "Take a guess: that starts the run."
TRY = "Set what the card lets you change, then press Play."
AT_SHARE = 1e-9  # of the domain's width: who is no further from a place is at it
SMALL_SHARE = 0.1  # of 1/L: a step size below this could be ten times as large
STEEP_SHARE = 0.1  # of the largest slope of a run, and of the picture's usual one: above, it is steep still
HALVED_SHARE = 0.5  # of α: a schedule that has brought it lower is told

LEVEL_PLACES = {
    "saddle": "a saddle: level, and yet lower on some sides",
    "maximum": "a maximum: level, and lower on all sides",
    "inflection": "level ground that goes down on one side",
    "plateau": "a plateau: level all around",
}


def verdict(run: Run, settings: Settings) -> str:
    """Say how a run ended, where, and how its step size did."""
    if settings.bug:
        return describe_puzzle(run, settings)
    found = outcome(run)
    if run.status == "diverged":
        return describe_departure(found)
    if found.ending == "stopped":
        return describe_stop(found, settings)
    if goes_in_one_step(found):
        return f"Converged in one step: {describe_place(found)}. Only a parabola, and only at α = 1/L."
    answer = answer_of(run, settings)
    if stays := describe_endless(found):
        return f"{stays}; {answer}." if answer else f"{stays}."
    where = answer or describe_place(found)
    began = f"Converged at step {whole(run.steps)}" if found.ending == "converged" else count_iterations(run)
    return " ".join(filter(None, (f"{began}: {where}.", describe_noise(found) or describe_motion(found))))


def describe_puzzle(run: Run, settings: Settings) -> str:
    """Say what a run of a program with a fault came to, and not why."""
    if run.status == "diverged":
        loss = figure(float(run.loss[-1]), HEIGHT_DIGITS)
        return f"Diverging: after {counted(run.steps)} the loss is {loss}."
    ended = "Stopped at step" if run.status == "converged" else "Iterations used:"
    equation = chapter_of(settings).equation
    return f"{ended} {whole(run.steps)}{f': {equation(run, settings)}' if equation else ''}."


def answer_of(run: Run, settings: Settings) -> str:
    """Say what a run came to in the units of its data; nothing where its place says it."""
    answer = chapter_of(settings).answer
    return answer(run, settings) if answer else ""


def describe_departure(found: Outcome) -> str:
    """Say how a run flew off, fell, or left the domain of its function."""
    run, alpha = found.run, found.run.step_size
    there = f"{point(run.theta[-1])}, where the loss is {figure(float(run.loss[-1]), HEIGHT_DIGITS)}"
    after = f"after {counted(run.steps)}"
    if found.ending == "fell":
        return f"Falling: {after} it is at {there}, far below all of the picture."
    if found.ending == "left the domain":
        return (
            f"Left the domain: {after} it is at {point(run.theta[-1])}, "
            "and the next step leads to where the function is undefined, or too large to compute."
        )
    theory = found.theory
    limit = theory.limit if theory is not None and theory.exact else None
    if run.schedule != "constant" or (found.is_noisy and limit is None):
        return f"Flew off: {after} it is at {there}, and there the run is ended."
    if limit is None:
        return f"Diverging: it flew off. {sentence(f'{after} it is at {there}')}{advise(found)}"
    size, edge = tell_apart(alpha, limit)
    named = f"{name_limit(found)} = {edge}"
    at_limit = isclose(alpha, limit)
    if alpha > limit and not at_limit:
        growth = f" {describe_growth(run, limit)}" if found.is_plain else ""
        return f"Diverging: α = {size} is above {named}.{growth}"
    if not found.is_noisy:
        return f"Flew off for a while: {after} it is at {there}, though α is not above {named}."
    blamed = "the minibatches" if run.batch else "the noise"
    below = "α is not above" if at_limit else f"α = {size} is below"
    return f"Diverging, although {below} {named}: {blamed} threw it out."


def advise(found: Outcome) -> str:
    """Advise a smaller step size, if there is one that does not leap out of the picture at once."""
    run = found.run
    leap = STEP_SIZE.low * float(np.linalg.norm(run.gradient[0]))
    return " Try a smaller α." if leap < run.objective.width else ""


def name_limit(found: Outcome) -> str:
    """Name the largest stable step of plain descent by its formula, of another method by what it is."""
    return "2/L" if found.run.method == "gradient descent" else f"the largest stable α of {found.run.method}"


def describe_growth(run: Run, limit: float) -> str:
    factor = 2 * run.step_size / limit - 1  # α L − 1
    along = "the distance" if run.objective.n == 1 else "the steepest part of the distance"
    return f"Each step multiplies {along} by {near(factor, factor - 1)}."


def describe_stop(found: Outcome, settings: Settings) -> str:
    """Say where the stop rule ended a run that had not arrived, and why it did.

    The rule is about steps, not about arriving.
    """
    run, there = found.run, found.place
    if there.kind in LEVEL_PLACES:
        return f"Stopped at step {whole(run.steps)}: {describe_place(found)}."
    short = "no longer than" if isclose(length_of_last_step(run), settings.precision) else "below"
    least = f"{short} {figure(settings.precision)}"
    began = f"steps are {least}" if found.is_plain else f"step {whole(run.steps)} is {least}"
    if answer := answer_of(run, settings):
        away = f"θ is {figure(there.distance, ROUGH)} away: {answer}"
    elif there.point is None:
        away = f"no minimum is near {point(run.theta[-1])}"
    else:
        away = f"{name_minimum(found)} is {figure(there.distance, ROUGH)} away"
    return f"Stopped early: {began}, but {away}. {explain_stop(found, settings)}"


def length_of_last_step(run: Run) -> float:
    """Return how far the last step moved θ: Euclidean, in units of θ."""
    return float(np.linalg.norm(run.theta[-1] - run.theta[-2]))


def name_minimum(found: Outcome) -> str:
    """Name the minimum that the distance is to."""
    if found.place.alone:
        return name_only_minimum(found)
    if found.place.kind == "minimum":
        return called(found.run.objective, found.place.point)
    return nearest(found, "the nearest known minimum")


def nearest(found: Outcome, otherwise: str) -> str:
    """Name the nearest of the minima that are known by its letter, if it has one."""
    name = letter(found.run.objective, found.place.point)
    return f"minimum {name}, the nearest known," if name else otherwise


def explain_stop(found: Outcome, settings: Settings) -> str:
    """Say why a step was short where the run had not arrived: only what the run's numbers show."""
    run = found.run
    slopes = np.linalg.norm(run.gradient, axis=1)
    steep = slopes[-1] >= STEEP_SHARE * max(slopes.max(), usual_slope(run.objective))
    slope, still = figure(float(slopes[-1]), ROUGH), "still" if steep else "only"
    alpha = float(run.step_sizes[-1])
    if found.is_noisy:
        by = "the minibatches" if run.batch else "noise"
        long = run.method == "gradient descent" and alpha * slopes[-2] > run.precision
        return f"By chance {by} made one step tiny." if long else f"The slope there is {slope}."
    if alpha < HALVED_SHARE * run.step_size:
        return f"The schedule had brought α down to {figure(alpha, ROUGH)}."
    if not found.is_plain:
        return f"One step was short; the slope there is {still} {slope}."
    if (steep or found.theory is not None) and is_too_small(found):
        return "α is too small."
    if found.theory is None:
        return f"The slope there is {still} {slope}."
    if found.theory.limit is not None and run.step_size >= found.theory.limit:
        return "α is too large."
    is_hopeless = found.theory.exact and found.motion.ahead > rule_of(settings, "iterations").high
    return f"The slope there is only {slope}." if is_hopeless else "The precision is too coarse."


def is_too_small(found: Outcome) -> bool:
    """Whether plain descent could take steps ten times as long, by the curvature that it met."""
    run = found.run
    if found.theory is not None and run.step_size * found.theory.L >= SMALL_SHARE:
        return False
    moves, bends = (np.linalg.norm(np.diff(rows, axis=0), axis=1) for rows in (run.theta, run.gradient))
    bent = run.step_size * bends <= SMALL_SHARE * moves
    return bool(bent.all() and moves[-1] < SMALL_SHARE * found.place.distance < np.inf)


def usual_slope(objective: Objective) -> float:
    """The height of the picture over its width: what is steep on it is about as steep."""
    return objective.height / objective.width


def describe_place(found: Outcome) -> str:
    """Say where a run ended, and what kind of place that is."""
    run, there = found.run, found.place
    if there.point is None:
        slope = figure(float(np.linalg.norm(run.gradient[-1])), ROUGH)
        return f"{point(run.theta[-1])}, where the slope is {slope}; no minimum is known"
    at = f"{point(run.theta[-1], there.distance)}, "
    width = run.objective.width
    beyond = near(there.distance, there.distance)  # the difference of numbers that are shown
    away = beyond if there.distance > AT_SHARE * width else ""
    if there.kind in LEVEL_PLACES:
        return f"{at}{away and f'{away} from '}{LEVEL_PLACES[there.kind]}"
    if there.kind == "slope" and not there.alone:
        return f"{at}no minimum yet: {nearest(found, 'the nearest known')} is {beyond} away"
    beside = f"{away} from" if away else "at"
    if there.flat:
        return f"{at}{beside} the floor of a flat valley, all of it as low"
    if there.gap:
        local = called(run.objective, there.point).replace("minimum", "local minimum")
        return f"{at}{beside} {local}; the lowest known is {figure(there.gap, HEIGHT_DIGITS)} lower"
    if there.alone:
        return f"{at}{beside} {name_only_minimum(found)}"
    return f"{at}{beside} {called(run.objective, there.point)}, none known is lower"


def name_only_minimum(found: Outcome) -> str:
    """Name a minimum beside which no other is known: of a typed formula, nobody knows that there is none."""
    objective = found.run.objective
    is_certain = isinstance(objective, Quadratic) or objective.name != "typed"
    return "the minimum" if is_certain else "the only minimum known"


def goes_in_one_step(found: Outcome) -> bool:
    """Whether plain descent on a parabola was at the minimum after its first step."""
    run = found.run
    if not (found.is_plain and found.ending == "converged" and run.steps):
        return False
    if not isinstance(run.objective, Quadratic) or run.objective.n > 1:
        return False
    first, second = np.abs(run.theta[:2, 0] - run.objective.minimum)
    return bool(second <= AT_SHARE * first and first > 0)


def describe_noise(found: Outcome) -> str:
    """Say how noise keeps a run about a minimum."""
    if found.ball is None:
        return ""
    objective = found.run.objective
    name = name_only_minimum(found) if len(objective.minima) == 1 else called(objective, found.ball.centre)
    away = f"{figure(found.ball.radius, ROUGH)} from {name}, on average"
    if found.ball.around:
        return f"Circling in noise: over the last half it is {away}."
    return f"Noise keeps it moving: over the last half it is {away}."


def count_iterations(run: Run) -> str:
    return f"{counted(run.steps, 'iteration')} used"
