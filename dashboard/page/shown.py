"""What is shown of one run: settings, and all that they determine."""

from dataclasses import dataclass

from dashboard.page.own import Own
from dashboard.runs import rows
from dashboard.runs.problems import runs_of
from dashboard.runs.rows import Table
from dashboard.settings.chapter import chapter_of
from dashboard.settings.values import Settings
from gdcore import Run


@dataclass(frozen=True, slots=True)
class Shown:
    """Settings, the run they determine, those of its rivals, and the table of their rows."""

    settings: Settings
    run: Run
    rivals: tuple[Run, ...]
    rows: Table
    own: Own

    @classmethod
    def of(cls, settings: Settings, own: Own) -> "Shown":
        """Return what these settings show; raises ValueError where there can be no such run."""
        run, *rivals = runs_of(settings)
        return cls(settings, run, tuple(rivals), rows.table(run, chapter_of(settings), tuple(rivals)), own)
