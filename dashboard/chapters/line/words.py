"""What only a line has to say: its answer in the data's units, and the post's step sizes."""

from dashboard.chapters.line.problem import line_of
from dashboard.explain.steps import known
from dashboard.settings.values import OWN, Settings
from dashboard.wording.words import added, figure
from gdcore import Quadratic, Run

POSTS = {"too small": 0.0001, "the post": 0.001}


def compare_slope(run: Run, settings: Settings) -> str:
    """Say a line's slope in the data's own units, beside that of least squares."""
    line = line_of(settings)
    slope = float(line.standardisation.restore(run.theta[-1])[1])
    digits = 5 if settings.data == OWN else None
    reached, best = (
        figure(each, digits) if digits else f"{each:.2f}".replace("-", "−")
        for each in (slope, line.scipy.slope)
    )
    return f"slope {reached}; least squares says {best}"


def equation(run: Run, settings: Settings) -> str:
    """Say the whole line, beside that of least squares."""
    line = line_of(settings)
    (intercept, slope), best = line.standardisation.restore(run.theta[-1]), line.scipy
    return f"y = {straight(intercept, slope)}; least squares says {straight(best.intercept, best.slope)}"


def straight(intercept: float, slope: float) -> str:
    """Write what y is on a line."""
    return f"{figure(float(intercept))} {added(figure(float(slope)))} x"


def presets(settings: Settings, objective: Quadratic) -> dict[str, float] | None:
    """Return the post's step sizes, and those that theory knows; of a visitor's own data, none."""
    return None if settings.data == OWN else POSTS | known(objective)
