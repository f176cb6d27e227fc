"""What a page of a class draws of a link, as JSON: the scene, which is the ground, and the runs upon it.

It is the browser that draws: a page of a room has no figure of Bokeh's, and is as light as its words. Where
another step size is tried, all pages are sent new runs, and no new ground.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np

from dashboard.chapters.shared.basins import middles
from dashboard.chapters.shared.levels import contours
from dashboard.explain.steps import exponents
from dashboard.process.worker import Progress
from dashboard.room.questions import settings_of
from dashboard.room.refused import Refused
from dashboard.room.state import Shown, State
from dashboard.runs.budget import affordable
from dashboard.runs.problems import objective_of, rivals_of, run_of
from dashboard.settings.values import Settings
from gdcore import Objective, Run, basins

KEPT = 64  # scenes
POINTS = 200  # of a curve
MOST_POINTS = 400  # of a path
MOST_LINE = 60  # points of a level line
DIGITS = 4
MAP = 80  # starts along each side of a basin map
MAP_STEPS = 400


def followed(state: State) -> Shown | None:
    """The run that all follow: of a question only that of a guess, once it is revealed."""
    is_told = state.phase == "free" or (state.activity == "guess" and not state.is_open)
    return state.shown if is_told else None


def drawn(state: State) -> tuple[str, str]:
    """What there is to draw in a room, of the run that is followed, else of the question: scene and runs."""
    shown = followed(state)
    if shown is not None:
        return scene(shown.link), runs(shown.link, plays=True)
    return (scene(state.question.link), runs(state.question.link)) if state.question else ("", "")


def scene(link: str) -> str:
    """Return the ground of a link's settings; "" where there is nothing.

    Attributes of the JSON: `n`, how many parameters there are; `window`, the sides of the picture; `lines`,
    what the ground is drawn of; and `start`.
    """
    try:
        settings = affordable(settings_of(link))
        return scene_of(objective_of(settings), settings.start)
    except (Refused, ValueError):
        return ""


@lru_cache(maxsize=KEPT)
def scene_of(objective: Objective, start: tuple[float, ...]) -> str:
    with np.errstate(all="ignore"):
        sides = window(objective, start)
        return as_json(
            {
                "n": objective.n,
                "window": sides,
                "lines": ground(objective, sides),
                "start": list(at_height(objective, np.array([start]))[0]),
            }
        )


@lru_cache(maxsize=KEPT)
def runs(link: str, plays: bool = False) -> str:
    """Return the settings of a link, and its runs where it `plays`; "" where there is nothing.

    Attributes of the JSON: `step_size`, `method`, `schedule`, `hyperparameters`; `exponents`, the ends of a
    slider for the step size; and `runs`, each with the rows `at` which its path is at `xs`, `ys`.
    """
    try:
        with np.errstate(all="ignore"):
            return as_json(described(affordable(settings_of(link)), plays))
    except (Refused, ValueError):
        return ""


def described(settings: Settings, plays: bool) -> dict[str, Any]:
    objective = objective_of(settings)
    made = [run_of(settings), *rivals_of(settings)] if plays else []
    return {
        "step_size": settings.step_size,
        "method": settings.method,
        "schedule": settings.schedule,
        "hyperparameters": dict(settings.hyperparameters),
        "exponents": exponents(objective, settings),
        "runs": [path(objective, run) for run in made],
    }


def window(objective: Objective, start: Iterable[float]) -> list[list[float]]:
    """The sides of the picture: the function's own, made wider for the start, and on a curve its heights."""
    sides = [
        [min(float(low), each), max(float(high), each)]
        for (low, high), each in zip(objective.domain[:2], start, strict=False)
    ]
    if objective.n == 1:
        heights = finite(objective.value(across(sides)[np.newaxis]))
        room = 0.05 * float(np.ptp(heights)) or 1.0
        sides.append([float(heights.min()) - room, float(heights.max()) + room])
    return sides


def across(sides: list[list[float]]) -> np.ndarray:
    left, right = sides[0]
    return np.linspace(left, right, POINTS)


def finite(values: np.ndarray) -> np.ndarray:
    kept = values[np.isfinite(values)]
    return kept if kept.size else np.zeros(1)


def ground(objective: Objective, sides: list[list[float]]) -> list[list[list[float]]]:
    """The curve itself, or the level lines of a landscape."""
    if objective.n == 1:
        x = across(sides)
        return [[x.tolist(), objective.value(x[np.newaxis]).tolist()]]
    (left, right), (bottom, top) = sides
    rings = contours(objective, ((left, right), (bottom, top))).rings
    return [[thinned(xs), thinned(ys)] for xs, ys in zip(rings["xs"], rings["ys"], strict=True)]


def thinned(values: np.ndarray) -> list[float]:
    return values[chosen(len(values), MOST_LINE)].tolist()


def chosen(count: int, most: int) -> np.ndarray:
    """Indices of at most so many of a count, evenly spread, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int))


def path(objective: Objective, run: Run) -> dict[str, Any]:
    at = chosen(len(run.theta), MOST_POINTS)
    points = at_height(objective, run.theta[at])
    return {"at": at.tolist(), "xs": points[:, 0].tolist(), "ys": points[:, 1].tolist()}


def at_height(objective: Objective, theta: np.ndarray) -> np.ndarray:
    """Points of the picture: on a curve, what is under each x; of more parameters the first two."""
    if objective.n > 1:
        return theta[:, :2]
    return np.column_stack([theta[:, 0], objective.value(theta.T)])


def map_of(link: str, progress: Progress) -> str:
    """Return the number of each start's minimum, by rows from the lowest; "" if there is no map.

    It takes time, and is for the worker.
    """
    settings = settings_of(link)
    objective = objective_of(settings)
    if objective.n != 2:
        return ""
    sides = window(objective, settings.start)
    found = basins(
        objective,
        *(middles(low, high, MAP) for low, high in sides),
        method=settings.method,
        step_size=settings.step_size,
        iterations=min(MAP_STEPS, settings.iterations),
        schedule=settings.schedule,
        horizon=settings.iterations,
        progress=progress,
        **dict(settings.hyperparameters),
    )
    return as_json({"rows": found.minimum.tolist()})


def as_json(value: Any) -> str:
    """JSON of few digits, in which what is no number is null."""
    return json.dumps(plain(value), allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(name): plain(each) for name, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(each) for each in value]
        case float():
            return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None
    return value
