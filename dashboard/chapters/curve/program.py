"""The post's parabola in a dozen lines of plain Python."""

from dashboard.chapters.shared.code import is_plain, steps, text
from dashboard.settings.kinds import plain
from dashboard.settings.values import Settings
from gdcore import Run


def program(run: Run, settings: Settings) -> str:
    """Return the lines of plain descent on the parabola; for all else, nothing."""
    if not is_plain(settings) or settings.function != "parabola":
        return ""
    noise, precision = settings.noise, settings.precision
    draws = f"noise = np.random.default_rng({settings.seed}).normal(0, {plain(noise)}, {settings.iterations})"
    lines = [
        "import numpy as np" if noise else "",
        draws if noise else "",
        f"x = {plain(settings.start[0])}",
        f"for k in range({steps(run, settings)}):",
        "    slope = 2 * x - 6" + " + noise[k]" * bool(noise),
        "    x_old = x",
        f"    x = x_old - {plain(settings.step_size)} * slope",
        f"    if abs(x - x_old) <= {plain(precision)}:" if precision else "",
        "        break" if precision else "",
        'print(f"x = {x:.6g} after {k + 1} steps")',
    ]
    return text(lines)
