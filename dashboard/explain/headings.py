"""What the columns of a run's rows are called in a table, with the units of the data."""

from collections.abc import Iterable

from dashboard.runs import race
from dashboard.runs.problems import line_of
from dashboard.runs.rows import is_parabola
from dashboard.settings.values import Settings
from gdcore import Run

CURVE = {"iteration": "Iteration", "x": "x", "f": "f(x)", "slope": "f′(x)", "estimate": "f′(x), as seen"}
LANDSCAPE = {
    "iteration": "Iteration",
    "x": "x",
    "y": "y",
    "f": "f(x, y)",
    "gap": "f − lowest f",
    "slope_x": "∂f/∂x, as seen",
    "slope_y": "∂f/∂y, as seen",
}
COORDINATES = {"curve": ("x",), "line": ("θ₀", "θ₁"), "landscape": ("x", "y")}


def headings(columns: Iterable[str], run: Run, settings: Settings) -> list[list[str]]:
    """The columns that a table shows, each with its heading: those of numbers, in the order of the rows."""
    known = of_chapter(run, settings) | {"alpha": "α", "batch_loss": "Loss of the batch"}
    known |= {f"velocity_{axis}": f"Velocity, {name}" for axis, name in coordinates(settings)}
    for number, rival in enumerate(settings.race, 1):
        name = race.name(rival, settings)
        known |= {f"theta_{number}_{axis}": f"{name}: {each}" for axis, each in coordinates(settings)}
        known |= {f"gap_{number}": f"{name}: height", f"value_{number}": f"{name}: f(x)"}
    return [[column, known[column]] for column in columns if column in known]


def coordinates(settings: Settings) -> Iterable[tuple[int, str]]:
    return enumerate(COORDINATES[settings.chapter])


def of_chapter(run: Run, settings: Settings) -> dict[str, str]:
    if settings.chapter == "curve":
        return CURVE | {"distance": "(x − x*)²" if is_parabola(run.objective) else "f(x) − f*"}
    return of_line(settings) if settings.chapter == "line" else LANDSCAPE


def of_line(settings: Settings) -> dict[str, str]:
    """θ in the units it is descended in: a standardised x has none."""
    data = line_of(settings).data
    x, y = "" if settings.standardise else data.x_unit, data.y_unit
    return {
        "iteration": "Iteration",
        "intercept": with_unit("Intercept θ₀", y),
        "slope": with_unit("Slope θ₁", f"{y} per {x}".strip() if x else y),
        "loss": with_unit("Loss J(θ)", f"({y})²" if y else ""),
        "gap": with_unit("J(θ) − lowest J", f"({y})²" if y else ""),
    }


def with_unit(name: str, unit: str) -> str:
    return f"{name}, {unit}" if unit else name
