"""What only a line has to say: its answer in the data's units, and the post's step sizes."""

import numpy as np

from dashboard.chapters.line.problem import line_of
from dashboard.explain.steps import known
from dashboard.settings.values import OWN, Settings
from dashboard.wording.words import added, clear, decimals, figure
from gdcore import Data, Quadratic, Run

DIGITS = 5  # of the answer to a visitor's own data
POSTS = {"too small": 0.0001, "the post": 0.001}


def compare_slope(run: Run, settings: Settings) -> str:
    """Say a line's slope in the data's own units, beside that of least squares."""
    line = line_of(settings)
    slope, size = float(line.standardisation.restore(run.theta[-1])[1]), sizes(line.data)[1]
    reached, best = (
        figure(clear(each, size), DIGITS) if settings.data == OWN else f"{each:.2f}".replace("-", "−")
        for each in (slope, line.scipy.slope)
    )
    return f"slope {reached}; least squares says {best}"


def equation(run: Run, settings: Settings) -> str:
    """Say the whole line, beside that of least squares."""
    line = line_of(settings)
    (intercept, slope), best = line.standardisation.restore(run.theta[-1]), line.scipy
    return f"y = {straight(intercept, slope)}; least squares says {straight(best.intercept, best.slope)}"


def places(settings: Settings) -> list[int]:
    """Return the decimals of intercept, slope and loss beside the answers of others.

    The page's own data have two; a visitor's may be of any size, and what is but rounding of them has no
    digits to be shown.
    """
    line = line_of(settings)
    if settings.data != OWN:
        return [2, 2, 2]
    answers = (line.scipy.intercept, line.scipy.slope, line.scipy.loss**0.5)
    intercept, slope, root = (
        abs(clear(answer, size)) or size for answer, size in zip(answers, sizes(line.data), strict=True)
    )
    return [decimals(size, DIGITS) for size in (intercept, slope, root**2)]


def sizes(data: Data) -> tuple[float, float, float]:
    """Return how large intercept, slope and the root of the loss are in data of such numbers."""
    x, y = float(np.abs(data.x).max()), float(np.abs(data.y).max())
    return y, y / x, y


def straight(intercept: float, slope: float) -> str:
    """Write what y is on a line."""
    return f"{figure(float(intercept))} {added(figure(float(slope)))} x"


def presets(settings: Settings, objective: Quadratic) -> dict[str, float] | None:
    """Return the post's step sizes, and those that theory knows; of a visitor's own data, none."""
    return None if settings.data == OWN else POSTS | known(objective)
