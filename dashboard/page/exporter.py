"""Hands a visitor what is asked for, to take away: in a parcel, which the browser empties into a file."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from bokeh.document import Document
from bokeh.models import ColumnDataSource

from dashboard.export.columns import columns
from dashboard.export.notebook import notebook
from dashboard.export.program import program_file
from dashboard.page.shown import Shown
from dashboard.page.standalone import standalone
from dashboard.settings.chapter import chapter_of
from dashboard.settings.values import Settings

log = logging.getLogger(__name__)

FAILED = "This could not be made. Another run may do."
TEXTS = {"script": program_file, "notebook": notebook}
# Beside the event loop, one after the other: a page of its own takes as long as to open this one.
MAKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export")

Make = Callable[[Settings], str]


class Exporter:
    """Answers the tag of a parcel, which says what is wanted; without a tag the parcel is empty.

    A run goes out as arrays, and the browser writes them down; all else is one text.
    """

    def __init__(
        self,
        document: Document,
        parcel: ColumnDataSource,
        shown: Callable[[], Shown],
        tell: Callable[[str], None],
    ) -> None:
        self.document, self.parcel, self.shown, self.tell = document, parcel, shown, tell
        self.work: Future | None = None

    def on_request(self, attribute: str, old: list[str], new: list[str]) -> None:
        shown = self.shown()
        self.leave()
        self.hand_over({})
        match new:
            case ["csv"]:
                self.hand_over(columns(shown.run, shown.rows, chapter_of(shown.settings)))
            case ["script" | "notebook" as kind] if not shown.settings.bug:  # else it would tell the fault
                self.hand_over({"text": [TEXTS[kind](shown.settings)]})
            case ["standalone"]:
                self.begin(standalone, shown.settings)

    def leave(self) -> None:
        """Want nothing any more."""
        work, self.work = self.work, None
        if work is not None:
            work.cancel()

    def hand_over(self, data: dict[str, Any]) -> None:
        if data or self.parcel.data:
            self.parcel.data = data

    def begin(self, make: Make, settings: Settings) -> None:
        work = self.work = MAKER.submit(make, settings)
        work.add_done_callback(self.on_made)

    def on_made(self, work: Future) -> None:
        """Called by the thread: all else is the event loop's business."""
        if work is self.work:
            self.document.add_next_tick_callback(lambda: self.on_done(work))

    def on_done(self, work: Future) -> None:
        if work is not self.work:  # something else is wanted by now
            return
        self.work = None
        try:
            self.hand_over({"text": [work.result()]})
        except Exception:  # keep a failure to this page, and tell it there
            log.exception("An export failed")
            self.tell(FAILED)
