"""How a run moves, in words: creeping, good, oscillating, by the rate that this very run shows."""

from math import ceil, isclose

import numpy as np

from dashboard.wording.words import ROUGH, figure, sentence, tell_apart
from gdcore import Outcome

AT_ONCE = 0.005  # factor of the distance: below it there is hardly a rate to tell
LATE_ROWS = 8  # that are there and back again, where a run jumps between two points
STEADY = 1e-6  # of the way between them: so far one may move
SIZE_DIGITS = 3  # of a step size, and of the limit beside it
SOON = 30  # steps that are no creeping, however few were made


def describe_motion(found: Outcome) -> str:
    """Say in a sentence how a run moves about its minimum; nothing where that is not clear, as in noise."""
    if found.run.status == "diverged":
        return ""
    words = describe_creeping(found)
    if not words and found.is_plain:
        words = describe_swinging(found) or describe_oscillating(found) or describe_good(found)
    return sentence(words)


def describe_endless(found: Outcome) -> str:
    """Say that steps lead from side to side for ever: at 2/L, and about a kink."""
    run, motion, theory = found.run, found.motion, found.theory
    if run.status != "iterations" or run.schedule != "constant" or not motion.alternates:
        return ""
    if run.objective.n > 1:
        limit = theory.limit if theory is not None and theory.exact and found.is_plain else None
        at_limit = limit is not None and isclose(run.step_size, limit)
        way = "along the steepest direction: at α = 2/L it jumps from side to side for ever"
        return f"Neither nearer nor further {way}" if at_limit else ""
    late = run.theta[-LATE_ROWS:, 0]
    if np.ptp(late[::2]) > STEADY * np.ptp(late):
        return ""
    one, other = tell_apart(*run.theta[[-2, -1], 0][:: 1 if run.steps % 2 else -1].tolist())
    return f"Neither nearer nor further: it jumps between {one} and {other} for ever"


def describe_creeping(found: Outcome) -> str:
    """Say that a run is slow: at its rate more steps are left to arrive than it has made."""
    run, ahead = found.run, found.motion.ahead
    if ahead is not None and max(run.steps, SOON) < ahead < np.inf:
        return f"creeping: at this rate it needs about {figure(ahead, ROUGH)} more steps"
    if found.place.kind == "slope" and found.is_plain and found.place.point is not None:
        step = float(np.linalg.norm(run.theta[-1] - run.theta[-2]))
        if step * max(run.steps, SOON) < found.place.distance:
            return f"creeping: the last step moved it by only {figure(step, ROUGH)}"
    return ""


def describe_swinging(found: Outcome) -> str:
    """Say that steps are too long to come to rest at the minimum where the run is."""
    theory, alpha = found.theory, found.run.step_size
    if theory is None or theory.exact or not found.motion.alternates or found.has_arrived:
        return ""
    if theory.limit is None or not alpha > theory.limit:
        return ""
    size, limit = tell_apart(alpha, theory.limit, SIZE_DIGITS)
    return f"swinging: α = {size} is above 2/L = {limit} here, too long to come to rest"


def describe_oscillating(found: Outcome) -> str:
    """Say that each step changes sides, though the run comes nearer."""
    motion, theory = found.motion, found.theory
    if theory is None or not found.run.step_size * theory.L > 1:
        return ""
    if not (motion.alternates and motion.rate is not None and motion.rate < 1):
        return ""
    along = "" if found.run.objective.n == 1 else " along the steepest direction"
    return f"oscillating: each step changes sides{along}, as α is above 1/L"


def describe_good(found: Outcome) -> str:
    """Say what share of the way a step takes off, or how soon it arrives."""
    motion = found.motion
    if found.theory is None or motion.rate is None or not AT_ONCE < motion.rate < 1:
        return ""
    if found.has_arrived:
        return f"good: a step takes off {figure(100 * (1 - motion.rate), ROUGH)} % of the distance"
    if motion.ahead is None or motion.ahead == np.inf:
        return ""
    steps = figure(ceil(motion.ahead), ROUGH)
    return f"on its way: at this rate it arrives in about {steps} more step{'s' * (steps != '1')}"
