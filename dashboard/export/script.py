"""The dozen lines that do the very run on the page: plain NumPy for the post's own, else with `gdcore`."""

from dashboard.chapters.shared.code import text
from dashboard.settings.chapter import chapter_of, step_noise
from dashboard.settings.values import OWN, Settings
from gdcore import Run

PRINTED = "print(run.theta[-1], run.loss[-1], run.steps)"
HIDDEN = "# This program has a fault, and is hidden until you have named it.\n"


def script(run: Run, settings: Settings) -> str:
    """Return the program that a page shows: without `gdcore` where the post has one, else by `descend`."""
    if settings.bug:
        return HIDDEN
    plainly = chapter_of(settings).plain_program
    return (plainly and plainly(run, settings)) or with_gdcore(run, settings)


def with_gdcore(run: Run, settings: Settings) -> str:
    """The call of `descend` that made the run."""
    imported, made = chapter_of(settings).source(settings)
    lines = [*made, *call_descend("run", run, settings), *result(settings)]
    return text([*numpy(settings), f"from gdcore import {imported}", *lines])


def result(settings: Settings) -> list[str]:
    """The lines that print where the run has ended."""
    own = chapter_of(settings).result
    return own(settings) if own else [PRINTED]


def numpy(settings: Settings) -> list[str]:
    """The line that a user's own points need."""
    return ["import numpy as np"] if settings.data == OWN else []


def call_descend(name: str, run: Run, settings: Settings) -> list[str]:
    """The lines that make the run of `objective` by that name."""
    noise = step_noise(settings)
    given = {
        "start": list(settings.start),
        "method": settings.method,
        "step_size": settings.step_size,
        "schedule": settings.schedule if settings.schedule != "constant" else None,
        "iterations": settings.iterations,
        "precision": settings.precision or None,
        "noise": noise or None,
        "seed": settings.seed if settings.batch or noise else None,
        "batch": run.batch,
        **dict(settings.hyperparameters),
    }
    return call(f"{name} = descend", given)


def call(function: str, given: dict[str, object]) -> list[str]:
    """A call with the objective and the arguments that are given, one a line."""
    arguments = [f"    {name}={value!r}," for name, value in given.items() if value is not None]
    return [f"{function}(", "    objective,", *arguments, ")"]
