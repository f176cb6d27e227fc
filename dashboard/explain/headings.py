"""What the columns of a run's rows are called in a table, with the units of the data."""

from collections.abc import Iterable

from dashboard.runs import race
from dashboard.settings.chapter import chapter_of
from dashboard.settings.values import Settings
from gdcore import Run


def headings(columns: Iterable[str], run: Run, settings: Settings) -> list[list[str]]:
    """The columns that a table shows, each with its heading: those of numbers, in the order of the rows."""
    chapter = chapter_of(settings)
    coordinates = list(enumerate(chapter.coordinates))
    known = chapter.headings(run, settings) | {"alpha": "α", "batch_loss": "Loss of the batch"}
    known |= {f"velocity_{axis}": f"Velocity, {name}" for axis, name in coordinates}
    for number, rival in enumerate(settings.race, 1):
        name = race.name(rival, settings)
        known |= {f"theta_{number}_{axis}": f"{name}: {each}" for axis, each in coordinates}
        known |= {f"gap_{number}": f"{name}: height", f"value_{number}": f"{name}: f(x)"}
    return [[column, known[column]] for column in columns if column in known]
