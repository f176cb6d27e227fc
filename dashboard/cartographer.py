"""Has the basin map of one page made by the worker, and tells the page how far it is."""

import logging
from collections.abc import Callable

from bokeh.document import Document

from dashboard.chapters.basins import Map, Wish, draw
from dashboard.gate import is_unheard
from dashboard.worker import WORKER, Task, Worker

log = logging.getLogger(__name__)

Show = Callable[[Wish | None, Map | None, str], None]

SETTLED = 250  # milliseconds without another wish: the step size may be under a finger
AGAIN = 200  # milliseconds between two looks at the work
FAILED = "The basin map could not be made. Another step size may do."


class Cartographer:
    """Follows the newest wish of a page: at most one piece of work is under way, or waits, for it.

    `show` takes a wish, its map or None while there is none, and how far it is in words.
    """

    def __init__(self, document: Document, show: Show, worker: Worker | None = None) -> None:
        self.document, self.show, self.worker = document, show, worker or WORKER
        self.wish: Wish | None = None
        self.task: Task | None = None
        self.callback = None

    def want(self, wish: Wish | None) -> None:
        """Take what a page wants to see now; None is for no map."""
        if wish == self.wish:
            return
        self.leave()
        self.wish = wish
        kept = wish and self.worker.kept(wish)
        if kept is not None:
            self.show(wish, kept, kept.legend)
        else:
            self.show(wish, None, "Basin map …" if wish else "")
        if wish is not None and kept is None:
            self.later(SETTLED, self.begin)

    def leave(self) -> None:
        """Want nothing any more."""
        if self.callback is not None:
            self.document.remove_timeout_callback(self.callback)
        if self.task is not None:
            self.worker.leave(self.wish, self.task)
        self.wish = self.task = self.callback = None

    def later(self, milliseconds: int, call: Callable[[], None]) -> None:
        def once() -> None:
            if self.callback is not due:  # it was taken back while it waited for its turn with the document
                return
            self.callback = None
            try:
                call()
            except Exception:
                self.fail()

        due = self.callback = self.document.add_timeout_callback(once, milliseconds)

    def begin(self) -> None:
        if is_unheard(self.document):  # it has been fetched, maybe by nobody who will look at it
            self.later(SETTLED, self.begin)
            return
        wish = self.wish
        self.task = self.worker.ask(wish, lambda progress: draw(wish, progress))
        self.look()

    def look(self) -> None:
        if not self.task.future.done():
            self.show(self.wish, None, f"Basin map {100 * self.task.share:.0f} %")
            self.later(AGAIN, self.look)
            return
        wish, found = self.wish, self.task.future.result()
        self.worker.leave(wish, self.task)
        self.task = None
        self.show(wish, found, found.legend)

    def fail(self) -> None:
        """Keep a failure to this page, and tell it there."""
        log.exception("A basin map failed")
        wish = self.wish
        self.leave()
        self.wish = wish  # lest it is tried again before another one is wanted
        self.show(wish, None, FAILED)
