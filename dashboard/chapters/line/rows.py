"""The rows of a regression, and what a table calls their columns, with the units of the data."""

from dashboard.chapters.line.problem import line_of
from dashboard.runs.rows import Lit, Rows, iterations
from dashboard.settings.values import Settings
from gdcore import Run

COLUMNS = ("iteration", "intercept", "slope", "loss", "gap")


def rows(run: Run) -> Rows:
    """Rows of a regression: θ in the units it is descended in, the loss, and its height above the floor."""
    found = {
        "iteration": iterations(run),
        "intercept": run.theta[:, 0],
        "slope": run.theta[:, 1],
        "loss": run.loss,
        "gap": run.excess,
    }
    if run.batch is None:
        return found
    return found | {"batch_loss": run.batch_loss, "batch": Lit(run)}


def headings(run: Run, settings: Settings) -> dict[str, str]:
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
    """Return what is measured, with its unit if it has one."""
    return f"{name}, {unit}" if unit else name
