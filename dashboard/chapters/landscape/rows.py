"""The rows of a run in a landscape, and what a table calls their columns."""

from dashboard.runs.rows import Rows, iterations, next_theta
from dashboard.settings.values import Settings
from gdcore import Run

COLUMNS = ("iteration", "x", "y", "f", "gap", "slope_x", "slope_y")
HEADINGS = {
    "iteration": "Iteration",
    "x": "x",
    "y": "y",
    "f": "f(x, y)",
    "gap": "f − lowest f",
    "slope_x": "∂f/∂x, as seen",
    "slope_y": "∂f/∂y, as seen",
    "next_x": "x, next",
    "next_y": "y, next",
}


def rows(run: Run) -> Rows:
    """Rows of a run with two parameters: θ, the value and its height, the gradient as it was seen."""
    return {
        "iteration": iterations(run),
        "x": run.theta[:, 0],
        "y": run.theta[:, 1],
        "f": run.loss,
        "gap": run.excess,
        "slope_x": run.estimate[:, 0],
        "slope_y": run.estimate[:, 1],
        **next_theta(run, "x", "y"),
    }


def headings(run: Run, settings: Settings) -> dict[str, str]:
    """Return what a table calls the columns, the same for all functions."""
    return HEADINGS
