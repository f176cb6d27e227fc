"""The rows of a run on a curve, and what a table calls their columns."""

from typing import TypeGuard

from dashboard.runs.rows import Rows, iterations, next_theta
from dashboard.settings.values import Settings
from gdcore import Objective, Quadratic, Run

COLUMNS = ("iteration", "x", "f", "slope", "estimate", "distance")
HEADINGS = {
    "iteration": "Iteration",
    "x": "x",
    "f": "f(x)",
    "slope": "f′(x)",
    "estimate": "f′(x), as seen",
    "next_x": "x, next",
}


def rows(run: Run) -> Rows:
    """Rows of a run with one parameter: x, f(x), f′(x), its estimate, and how far there is to go.

    The last is (x − x*)² on a parabola, as the post has it, and elsewhere f(x) − f*.
    """
    x = run.theta[:, 0]
    return {
        "iteration": iterations(run),
        "x": x,
        "f": run.loss,
        "slope": run.gradient[:, 0],
        "estimate": run.estimate[:, 0],
        "distance": (x - run.objective.minimum[0]) ** 2 if is_parabola(run.objective) else run.excess,
        **next_theta(run, "x"),
    }


def is_parabola(objective: Objective) -> TypeGuard[Quadratic]:
    """Return whether the height is (x − x*)², as the post has it."""
    return isinstance(objective, Quadratic) and objective.n == 1


def headings(run: Run, settings: Settings) -> dict[str, str]:
    """Return what a table calls the columns; the last one by what it measures."""
    return HEADINGS | {"distance": "(x − x*)²" if is_parabola(run.objective) else "f(x) − f*"}
