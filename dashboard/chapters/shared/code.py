"""Lines of Python, as the programs of all chapters are written."""

from textwrap import wrap

from dashboard.settings.values import Settings
from gdcore import Run

WIDTH = 100  # of a line


def is_plain(settings: Settings) -> bool:
    """Whether each step is the step size times the slope of all that there is."""
    return settings.method == "gradient descent" and settings.schedule == "constant" and not settings.batch


def steps(run: Run, settings: Settings) -> str:
    """Return how many steps a program is to make: of a run that flew off, those that it made."""
    if run.status == "diverged":
        return f"{run.steps}"
    return str(settings.iterations)


def wrap_lines(text: str) -> list[str]:
    """Return a long line in pieces; all but the first are indented."""
    return wrap(text, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)


def text(lines: list[str]) -> str:
    """Return lines as the text of a file; empty ones are left out."""
    return "\n".join(filter(None, lines)) + "\n"
