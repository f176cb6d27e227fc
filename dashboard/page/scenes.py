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


def find_followed(state: State) -> Shown | None:
    """The run that all follow: of a question only that of a guess, once it is revealed."""
    is_told = state.phase == "free" or (state.activity == "guess" and not state.is_open)
    return state.shown if is_told else None


def draw_room(state: State) -> tuple[str, str]:
    """What there is to draw in a room, of the run that is followed, else of the question: scene and runs."""
    shown = find_followed(state)
    if shown is not None:
        return draw_scene(shown.link), draw_runs(shown.link, plays=True)
    return (draw_scene(state.question.link), draw_runs(state.question.link)) if state.question else ("", "")


def draw_scene(link: str) -> str:
    """Return the ground of a link's settings; "" where there is nothing.

    Attributes of the JSON: `n`, how many parameters there are; `window`, the sides of the picture; `lines`,
    what the ground is drawn of; and `start`.
    """
    try:
        settings = affordable(settings_of(link))
        return draw_ground(objective_of(settings), settings.start)
    except (Refused, ValueError):
        return ""


@lru_cache(maxsize=KEPT)
def draw_ground(objective: Objective, start: tuple[float, ...]) -> str:
    with np.errstate(all="ignore"):
        sides = find_window(objective, start)
        return write_json(
            {
                "n": objective.n,
                "window": sides,
                "lines": find_lines(objective, sides),
                "start": list(place_points(objective, np.array([start]))[0]),
            }
        )


@lru_cache(maxsize=KEPT)
def draw_runs(link: str, plays: bool = False) -> str:
    """Return the settings of a link, and its runs where it `plays`; "" where there is nothing.

    Attributes of the JSON: `step_size`, `method`, `schedule`, `hyperparameters`; `exponents`, the ends of a
    slider for the step size; and `runs`, each with the rows `at` which its path is at `xs`, `ys`.
    """
    try:
        with np.errstate(all="ignore"):
            return write_json(describe_runs(affordable(settings_of(link)), plays))
    except (Refused, ValueError):
        return ""


def describe_runs(settings: Settings, plays: bool) -> dict[str, Any]:
    objective = objective_of(settings)
    made = [run_of(settings), *rivals_of(settings)] if plays else []
    return {
        "step_size": settings.step_size,
        "method": settings.method,
        "schedule": settings.schedule,
        "hyperparameters": dict(settings.hyperparameters),
        "exponents": exponents(objective, settings),
        "runs": [draw_path(objective, run) for run in made],
    }


def find_window(objective: Objective, start: Iterable[float]) -> list[list[float]]:
    """The sides of the picture: the function's own, made wider for the start, and on a curve its heights."""
    sides = [
        [min(float(low), each), max(float(high), each)]
        for (low, high), each in zip(objective.domain[:2], start, strict=False)
    ]
    if objective.n == 1:
        heights = keep_finite(objective.value(space_x(sides)[np.newaxis]))
        room = 0.05 * float(np.ptp(heights)) or 1.0
        sides.append([float(heights.min()) - room, float(heights.max()) + room])
    return sides


def space_x(sides: list[list[float]]) -> np.ndarray:
    left, right = sides[0]
    return np.linspace(left, right, POINTS)


def keep_finite(values: np.ndarray) -> np.ndarray:
    kept = values[np.isfinite(values)]
    return kept if kept.size else np.zeros(1)


def find_lines(objective: Objective, sides: list[list[float]]) -> list[list[list[float]]]:
    """The curve itself, or the level lines of a landscape."""
    if objective.n == 1:
        x = space_x(sides)
        return [[x.tolist(), objective.value(x[np.newaxis]).tolist()]]
    (left, right), (bottom, top) = sides
    rings = contours(objective, ((left, right), (bottom, top))).rings
    return [[thin(xs), thin(ys)] for xs, ys in zip(rings["xs"], rings["ys"], strict=True)]


def thin(values: np.ndarray) -> list[float]:
    return values[choose_rows(len(values), MOST_LINE)].tolist()


def choose_rows(count: int, most: int) -> np.ndarray:
    """Indices of at most so many of a count, evenly spread, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int))


def draw_path(objective: Objective, run: Run) -> dict[str, Any]:
    at = choose_rows(len(run.theta), MOST_POINTS)
    points = place_points(objective, run.theta[at])
    return {"at": at.tolist(), "xs": points[:, 0].tolist(), "ys": points[:, 1].tolist()}


def place_points(objective: Objective, theta: np.ndarray) -> np.ndarray:
    """Points of the picture: on a curve, what is under each x; of more parameters the first two."""
    if objective.n > 1:
        return theta[:, :2]
    return np.column_stack([theta[:, 0], objective.value(theta.T)])


def draw_map(link: str, progress: Progress) -> str:
    """Return the number of each start's minimum, by rows from the lowest; "" if there is no map.

    It takes time, and is for the worker.
    """
    settings = settings_of(link)
    objective = objective_of(settings)
    if objective.n != 2:
        return ""
    sides = find_window(objective, settings.start)
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
    return write_json({"rows": found.minimum.tolist()})


def write_json(value: Any) -> str:
    """JSON of few digits, in which what is no number is null."""
    return json.dumps(round_off(value), allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def round_off(value: Any) -> Any:
    match value:
        case dict():
            return {str(name): round_off(each) for name, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [round_off(each) for each in value]
        case float():
            return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None
    return value
