"""As many iterations as the work that a page may be is enough for."""

from dataclasses import replace
from math import floor, log10

from dashboard.runs.problems import runs_of
from dashboard.settings.values import Settings
from gdcore import TooLong

MOST_TRIES = 3
SLACK = 0.8  # of the iterations that fitted: a schedule for fewer has other steps, maybe dearer ones


def affordable(settings: Settings) -> Settings:
    """Return settings with as many of their iterations as the work of a page is enough for.

    Raises
    ------
    ValueError
        Where there can be no such run, or none of even a step.
    """
    found = settings
    for _ in range(MOST_TRIES):
        try:
            runs_of(found)
        except TooLong as error:
            found = replace(found, iterations=shorten(found, error.steps))
        else:
            return found
    raise ValueError(f"this is more work than the server has for one page{advise(settings)}")


def shorten(settings: Settings, most: int) -> int:
    """Return a number of iterations to offer, of two digits, that is no larger than what fitted."""
    fitting = most if settings.schedule == "constant" else int(SLACK * most)
    if fitting < 1:
        raise ValueError(f"this is more work than the server has for one page{advise(settings)}")
    unit = 10 ** max(0, floor(log10(fitting)) - 1)
    return fitting // unit * unit


def explain_shortening(wanted: Settings, found: Settings) -> list[str]:
    """Return what to say where settings have fewer iterations than were wanted."""
    if found.iterations == wanted.iterations:
        return []
    asked = f"{wanted.iterations:,} iterations are more work than the server has for one page"
    return [f"{asked}, so there are {found.iterations:,}{advise(wanted)}."]


def advise(settings: Settings) -> str:
    """Return what makes room for more."""
    ways = [
        "fewer rivals" if settings.race else "",
        "a smaller batch" if settings.batch else "",
        "another method",
    ]
    return f". {' or '.join(filter(None, ways)).capitalize()} leaves room for more"
