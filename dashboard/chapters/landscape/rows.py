"""The rows of a run in a landscape, and what a table calls their columns."""

from dashboard.runs.rows import Rows, iterations
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
    }


def headings(run: Run, settings: Settings) -> dict[str, str]:
    return HEADINGS
