"""What a run and its page depend on: one frozen value."""

from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.exercises.lessons import LESSONS
from dashboard.exercises.puzzles import PUZZLES
from dashboard.settings.kinds import (
    Choice,
    Formula,
    Names,
    Number,
    Point,
    Points,
    Race,
    Rival,
    Several,
    Switch,
    hyperparameter_rules,
)
from gdcore import FUNCTIONS, METHODS, SCHEDULES, SOLVERS

MOST_RIVALS = 5
TYPED = "typed"  # the function that a user wrote
# to begin typing from
EXAMPLES = {"curve": "x**4 - 3*x**2 + x", "landscape": "(x**2 - 2)**2/4 + x*y + y**2"}
OWN = "own"  # the data that a user brings
# to begin with: floor space in m², rent in €
FIRST_POINTS = ((28, 420), (35, 540), (41, 560), (48, 690), (55, 700), (62, 860), (74, 950), (90, 1180))
FIRST_NAMES = ("floor space in m²", "rent in €")
FIRST_LANDSCAPE = FUNCTIONS["himmelblau"]


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a run and its page depend on; each field is one name in the link.

    Numbers of steps are counts; `speed` is in steps a second; `step_size` and `precision` are in the units of
    the problem; `noise` is the standard deviation of the gradient's noise, or of the data's (line); the
    `rotation` is in degrees; `batch` counts samples, and 0 stands for all; `points` are a user's own
    data, and `names` what they measure. `hyperparameters` has those that are not their method's defaults; in
    the link each goes by its own name.
    """

    chapter: str = "curve"
    function: str = "parabola"
    formula: str = ""
    condition: float = 25.0
    rotation: float = 30.0
    data: str = "post"
    points: tuple[tuple[float, float], ...] = ()
    names: tuple[str, str] = ("x", "y")
    standardise: bool = False
    samples: int = 100
    method: str = "gradient descent"
    step_size: float = 0.01
    hyperparameters: tuple[tuple[str, float], ...] = ()
    schedule: str = "constant"
    batch: int = 0
    start: tuple[float, ...] = field(default=(15.0,))
    iterations: int = 300
    precision: float = 0.001
    noise: float = 0.0
    seed: int = 2015
    race: tuple[Rival, ...] = ()
    speed: float = 30.0
    scale: str = "linear"
    view: str = "contours"
    basins: bool = False
    play: bool = False
    theme: str = "system"
    board: bool = False
    open: str = ""
    lesson: str = ""
    bug: int = 0
    show: tuple[str, ...] = ()


CHAPTERS = {
    "curve": Settings(),
    "line": Settings(
        chapter="line",
        step_size=0.001,
        start=(0.5, 0.5),
        iterations=5000,
        precision=0.0,
        noise=10.0,
        speed=400.0,
    ),
    "landscape": Settings(
        chapter="landscape",
        function=FIRST_LANDSCAPE.name,
        step_size=FIRST_LANDSCAPE.step_size,
        start=tuple(FIRST_LANDSCAPE.start.tolist()),
        iterations=1000,
        precision=0.000001,
        speed=40.0,
        scale="log",
    ),
}

# parts of a page that are folded away; one of them may be open from the start
FOLDS = (
    "function",
    "method",
    "data",
    "own",
    "scaling",
    "noise",
    "race",
    "stop",
    "theory",
    "sweep",
    "rows",
    "code",
    "export",
)
SHOWING = ("speed", "scale", "view", "basins", "open", "play", "theme", "board", "show")  # none changes a run
STEP_SIZE = Number(1e-12, 100)
COMMON = {
    "chapter": Choice(tuple(CHAPTERS)),
    "method": Choice(tuple(METHODS)),
    "step_size": STEP_SIZE,
    "schedule": Choice(tuple(SCHEDULES)),
    "iterations": Number(1, 100_000, whole=True),
    "precision": Number(0, 10),
    "noise": Number(0, 1000),
    "seed": Number(0, 2**32 - 1, whole=True),
    "speed": Number(1, 10_000),
    "scale": Choice(("linear", "log")),
    "play": Switch(),
    "board": Switch(),
    "theme": Choice(("system", "light", "dark")),
    "open": Choice((*FOLDS, "")),
}
VIEW = Choice(("contours", "surface"))


def functions(size: int) -> Choice:
    """The names of the functions with so many parameters, and the word for one that is typed."""
    return Choice((*(name for name, each in FUNCTIONS.items() if each.n == size), TYPED))


RULES: dict[str, dict[str, Any]] = {
    "curve": COMMON
    | {
        "function": functions(1),
        "formula": Formula(1),
        "start": Point(1, Number(-1000, 1000)),
        "show": Several(("path", "loss", "numbers", "answer")),
    },
    "line": COMMON
    | {
        "data": Choice(("post", "diabetes", OWN)),
        "points": Points(),
        "names": Names(),
        "standardise": Switch(),
        "samples": Number(2, 100_000, whole=True),
        "batch": Number(0, 100_000, whole=True),
        "start": Point(2, Number(-1000, 1000)),
        "view": VIEW,
        "bug": Number(0, len(PUZZLES), whole=True),
        "show": Several(("fit", "path", "loss", "answer")),
    },
    "landscape": COMMON
    | {
        "function": functions(2),
        "formula": Formula(2),
        "condition": Number(1, 10_000),
        "rotation": Number(-180, 180),
        "start": Point(2, Number(-1000, 1000)),
        "view": VIEW,
        "basins": Switch(),
        "show": Several(("path", "loss", "numbers", "answer")),
    },
}


# what a pinned run keeps, whatever the page goes on to: its start, and what its steps are taken with
KEPT = {
    "curve": ("start", "schedule", "noise", "seed"),
    "line": ("start", "schedule", "batch"),
    "landscape": ("start", "schedule", "noise", "seed"),
}
for _chapter, _rules in RULES.items():
    _rules["lesson"] = Choice(
        (*(name for name, each in LESSONS.items() if each.given["chapter"] == _chapter), "")
    )
    _rules["race"] = Race(
        MOST_RIVALS,
        STEP_SIZE,
        tuple(SOLVERS),
        {name: _rules[name] for name in KEPT[_chapter]},
        {name: getattr(CHAPTERS[_chapter], name) for name in KEPT[_chapter]},
    )


def rule_of(settings: Settings, name: str) -> Any:
    """The rule of a setting, or of one of the method's hyperparameters; None if there is no such name."""
    found = RULES[settings.chapter].get(name)
    return hyperparameter_rules(settings.method).get(name) if found is None else found


def value_of(settings: Settings, name: str) -> Any:
    """The value of a setting, or of one of the method's hyperparameters."""
    if name in RULES[settings.chapter]:
        return getattr(settings, name)
    return dict(settings.hyperparameters).get(name, METHODS[settings.method].defaults[name])


def changed(settings: Settings, name: str, value: Any) -> Settings:
    """Settings with one value changed, of which it is known that it may be."""
    if name in RULES[settings.chapter]:
        return replace(settings, **{name: value})
    given = METHODS[settings.method].defaults | dict(settings.hyperparameters) | {name: value}
    return replace(settings, hyperparameters=told(settings.method, given))


def are_of_one_run(one: Settings, other: Settings) -> bool:
    """Whether these differ, if they do, in how a run is shown, and not in the run."""
    return replace(one, **{name: getattr(other, name) for name in SHOWING}) == other


def told(method: str, given: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """The hyperparameters that are not their method's defaults, in its order."""
    defaults = METHODS[method].defaults.items()
    return tuple((name, given[name]) for name, default in defaults if given[name] != default)


def check(settings: Settings, name: str, value: Any) -> Settings:
    """Settings with one value changed; raises `Refused`, with what is allowed, if it may not be."""
    return changed(settings, name, rule_of(settings, name).check(value))
