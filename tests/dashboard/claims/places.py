"""Claims on how a run ended, and on what is there."""

import re

import numpy as np

from tests.dashboard.claims.case import Case, line_slope
from tests.dashboard.claims.forms import form, is_true
from tests.dashboard.claims.ground import CLOSE
from tests.dashboard.claims.numbers import coordinates, is_rounded, number

STATUS = {"Converged": "converged", "Stopped": "converged", "used": "iterations"}
LEVEL = {
    "a saddle: level, and yet lower on some sides": "saddle",
    "a maximum: level, and lower on all sides": "maximum",
    "level ground that goes down on one side": "inflection",
    "a plateau: level all around": "plateau",
}
KINDS = "|".join(LEVEL)
BEGAN = r"(Converged at step K: |K iterations? used: |Stopped at step K: |Converged in one step: )"
MINIMA = (
    r"the floor of a flat valley, all of it as low|the minimum"
    r"|(?:a local minimum|local minimum [A-Z]); the lowest known is N lower"
    r"|the only minimum known|(?:a minimum|minimum [A-Z]), none known is lower"
)


def has_ended(case: Case, began: str) -> None:
    run, words = case.run, began.replace(":", "").split()
    if began.startswith("Converged in one step"):
        is_true(run.status == "converged", run.status)
        return
    word = next(word for word in STATUS if word in words)
    is_true(run.status == STATUS[word], f"it has {run.status}")
    steps = next(number(word) for word in words if word[0].isdigit())
    is_true(steps == run.steps, f"it made {run.steps} steps")
    is_true(("iterations" in words) == (run.steps != 1) or word != "used", "one iterations")


def is_shown(case: Case, said: str, distance: float) -> None:
    """Check a place in words; it has to be told from another that is so far away."""
    for one, other in zip(coordinates(said), case.end, strict=True):
        allowed = max(min(0.006, 0.6 * distance), 6e-6 * abs(other), 1e-6 if distance < 2e-6 else 0.0)
        is_true(abs(one - other) <= allowed, f"θ is {case.end}")


def is_away(case: Case, said: str, point: np.ndarray) -> bool:
    """Return whether the end is as far from a point as is said."""
    truth = (
        float(np.linalg.norm(case.end - point)) if not case.is_bowl else float(case.gone(case.run, point)[-1])
    )
    kinked = case.objective.n == 2 and not case.is_bowl and case.ground.curvatures(point) is None
    return is_rounded(said, truth, 2, (5e-6 if kinked else 2e-7) * case.width)


def minimum_at(case: Case, said: str) -> np.ndarray:
    """Return the minimum that is as far from the end as is said."""
    if case.is_bowl:
        is_true(is_away(case, said, case.bottom), f"it is {case.gone(case.run, case.bottom)[-1]} away")
        return case.bottom
    around = case.ground.minima_near(case.end, 1.2 * number(said) + 1e-5 * case.width)
    if case.ground.is_minimum(case.end):
        around.append(case.end)
    found = [each for each in (*case.ground.minima, *around) if is_away(case, said, each)]
    apart = [float(np.linalg.norm(each - case.end)) for each in (*around, *case.ground.minima)]
    found += [each for each in around if is_on_the_floor(case, each, number(said))]
    is_true(found, f"no minimum is so far away; there are some at {sorted(apart)[:4]}")
    return found[0]


def is_on_the_floor(case: Case, point: np.ndarray, said: float) -> bool:
    """Return whether a minimum is one of a valley's floor, and about as far away as is said."""
    around = case.ground.around(point, 1e-3)
    apart = float(np.linalg.norm(case.end - point))
    least, most = apart - 2e-6 * case.width, 2 * apart + 2e-6 * case.width
    return case.objective.n == 2 and around.min() <= 0.01 * around.max() and least <= 1.06 * said <= most


@form(BEGAN + rf"P, (?:(?:N from|at) ({MINIMA}))\.")
def at_a_minimum(case: Case, began: str, *rest: str) -> None:
    *_, said, away, kind, gap = rest
    has_ended(case, began)
    is_shown(case, said, number(away or "0"))
    point = minimum_at(case, away or "0")
    height = float(case.ground.value(point))
    check_minimum(case, kind, gap, point, height)
    is_named(case, kind, away or "0")
    arrived = case.inside(case.run, point, 1.001)[-1]
    is_true(not began.startswith("Converged") or arrived, "it has not arrived")
    if began.startswith("Converged in one step"):
        is_true(
            case.is_bowl and case.objective.n == 1 and case.is_plain, "this is no plain descent on a parabola"
        )
        is_true(abs(case.run.step_size * case.spectrum[0][0] - 1) < 1e-6, "α is not 1/L")
        first, second = np.abs(case.run.theta[:2, 0] - case.bottom[0])
        is_true(second <= 1e-8 * first, "one step does not lead there")


def check_minimum(case: Case, kind: str, gap: str | None, point: np.ndarray, height: float) -> None:
    lowest = case.objective.lowest if case.is_bowl else case.ground.lowest
    slack = 1e-6 * max(1.0, case.objective.height, abs(height) * 1e-6)
    if kind == "the minimum":
        is_true(case.is_bowl or case.settings.function != "typed", "nobody knows that it is the only one")
        is_true(case.is_bowl or len(case.ground.minima) == 1, f"there are others: {case.ground.minima}")
    elif kind == "the only minimum known":
        apart = [each for each in case.ground.minima if np.linalg.norm(each - point) > 1e-3 * case.width]
        others = [each for each in apart if not is_one_floor(case, each, point)]
        is_true(not others, f"there are others: {others}")
    elif kind.endswith(", none known is lower"):
        is_true(height <= lowest + slack, f"one is {height - lowest} lower")
    elif "local minimum" in kind:
        listed = min(float(case.ground.value(each)) for each in case.objective.minima)
        is_true(
            any(is_rounded(gap, height - each, 3, slack) for each in (lowest, listed)),
            f"the lowest is {height - lowest} lower",
        )
    else:
        is_flat(case, point, height)


def is_named(case: Case, kind: str, away: str) -> None:
    """Check that a minimum has the letter of its place in the list, and that one without is not in it."""
    listed = case.objective.minima
    found = re.search(r"minimum ([A-Z])\b", kind)
    if found:
        point = listed[ord(found[1]) - ord("A")]
        apart = sorted(float(np.linalg.norm(each - case.end)) for each in listed)
        is_true(np.linalg.norm(point - case.end) == apart[0], f"the nearest is {apart[0]} away")
        is_true(is_away(case, away, point), f"{found[1]} is not so far away")
    elif re.match("a (local )?minimum", kind):
        away_so_far = [each for each in listed if is_away(case, away, each)]
        near = [each for each in away_so_far if not is_on_the_floor(case, each, number(away))]
        is_true(len(listed) not in range(2, 27) or not near, f"it has a letter: {near}")


def is_one_floor(case: Case, one: np.ndarray, other: np.ndarray) -> bool:
    """Return whether it is as low all the way from one minimum to another."""
    way = case.ground.value(np.linspace(one, other, 21).T)
    return bool(np.ptp(way) <= 1e-9 * max(1.0, np.abs(way).max()))


def is_flat(case: Case, point: np.ndarray, height: float) -> None:
    """Check that at a minimum the function is as low on some side as there."""
    if case.is_bowl:
        is_true(case.spectrum[0][0] == 0, f"the curvatures are {case.spectrum[0]}")
        return
    around = case.ground.around(point, 1e-3)
    is_true(around.min() <= 1e-3 * around.max(), f"around it is {around.min()} to {around.max()} higher")


@form(BEGAN + rf"P, (?:N from )?({KINDS})\.")
def at_level_ground(case: Case, began: str, *rest: str) -> None:
    *_, said, away, kind = rest
    has_ended(case, began)
    is_shown(case, said, number(away or "0"))
    is_level(case, kind, away or "0")


def is_level(case: Case, kind: str, away: str) -> None:
    point = case.end
    if LEVEL[kind] != "plateau":
        point = case.ground.level_near(case.end, 1.2 * number(away))
        is_true(is_away(case, away, point), f"it is {np.linalg.norm(point - case.end)} away")
    steep = np.linalg.norm(case.run.gradient, axis=1).max()
    slope = np.linalg.norm(case.ground.slope(point))
    is_true(slope <= 1e-3 * max(steep, slope * (case.run.steps < 2)), f"the slope is {slope} there")
    rises = case.ground.around(point, 1e-3)
    higher, lower = (rises > 0).any(), (rises < 0).any()
    found = {
        (True, True): ("saddle", "inflection"),
        (False, True): ("maximum",),
        (False, False): ("plateau",),
    }
    is_true(
        LEVEL[kind] in found.get((higher, lower), ()), f"around it is {rises.min()} to {rises.max()} higher"
    )
    is_true((LEVEL[kind] == "inflection") <= (case.objective.n == 1), "a plane has no sides")


@form(BEGAN + r"P, no minimum yet: (minimum [A-Z], the nearest known,|the nearest known) is N away\.")
def at_no_minimum(case: Case, began: str, *rest: str) -> None:
    *_, said, kind, away = rest
    is_named(case, kind, away)
    has_ended(case, began)
    is_shown(case, said, number(away))
    is_nearest_known(case, away)


def is_nearest_known(case: Case, away: str) -> None:
    apart = min(float(np.linalg.norm(each - case.end)) for each in case.objective.minima)
    is_true(is_rounded(away, apart, 2), f"the nearest is {apart} away")
    near = case.ground.minima_near(case.end, CLOSE * case.width)
    is_true(not near, f"it is at a minimum: {near}")


@form(BEGAN + r"P, where the slope is N; no minimum is known\.")
def at_a_slope(case: Case, began: str, *rest: str) -> None:
    *_, said, slope = rest
    has_ended(case, began)
    far = np.abs(np.subtract(coordinates(said), case.end)) > 6e-4 * np.abs(case.end)
    is_true(not far.any(), f"θ is {case.end}")
    is_true(
        is_rounded(slope, float(np.linalg.norm(case.run.gradient[-1])), 2), f"it is {case.run.gradient[-1]}"
    )
    near = case.ground.minima_near(case.end, CLOSE * case.width)
    is_true(not near and not case.ground.minima, f"there are minima: {near or case.ground.minima}")


@form(BEGAN + r"slope N; least squares says N\.")
def on_a_line(case: Case, began: str, *rest: str) -> None:
    *_, slope, best = rest
    has_ended(case, began)
    check_answer(case, slope, best)
    is_true(
        not began.startswith("Converged") or case.inside(case.run, case.bottom, 1.001)[-1],
        "it has not arrived",
    )


def check_answer(case: Case, slope: str, best: str) -> None:
    rounding = 0.00501 if case.settings.data != "own" else 0.0
    scale = float(np.abs(case.bottom).max()) * 1e-12
    for said, theta in ((slope, case.end), (best, case.bottom)):
        truth = line_slope(case.settings, theta)
        is_true(is_rounded(said, truth, 5, rounding + scale), f"it is {truth}")


@form(
    r"Stopped early: (steps are|step K is) (below|no longer than) N, but "
    r"(?:(the minimum|a minimum|minimum [A-Z]|the only minimum known|the nearest known minimum"
    r"|minimum [A-Z], the nearest known,) is N away"
    r"|no minimum is near P|θ is N away: slope N; least squares says N)\."
)
def stopped_early(case: Case, began: str, *rest: str) -> None:
    step, how, least, kind, away, here, gone, slope, best = rest
    run = case.run
    is_true(run.status == "converged", run.status)
    is_true(step is None or number(step) == run.steps, f"it made {run.steps} steps")
    is_true(is_rounded(least, case.settings.precision, 4), "that is not the precision")
    last = np.linalg.norm(run.theta[-1] - run.theta[-2])
    slack = -1e-12 if how == "below" else 1e-9
    is_true(last <= case.settings.precision * (1 + slack), f"the last step is {last} long")
    if slope is not None:
        is_true(is_away(case, gone, case.bottom), f"θ is {case.gone(run, case.bottom)[-1]} away")
        check_answer(case, slope, best)
        is_true(not case.inside(run, case.bottom, 0.999)[-1], "it has arrived")
    elif kind is None:
        is_shown(case, here, 0.1)
        is_true(not case.ground.minima_near(case.end, CLOSE * case.width), "one is near")
    elif "nearest known" in kind:
        is_named(case, kind, away)
        is_nearest_known(case, away)
    else:
        point = minimum_at(case, away)
        is_true(not case.inside(run, point, 0.999)[-1], "it has arrived")
        is_named(case, kind, away)
        if not re.fullmatch("a minimum|minimum [A-Z]", kind):
            check_minimum(case, kind, None, point, float(case.ground.value(point)))


@form(r"(Only a parabola), and only at α = 1/L\.")
def in_one_step(case: Case, _: str) -> None:
    is_true(case.is_bowl and case.objective.n == 1, "this is no parabola")
