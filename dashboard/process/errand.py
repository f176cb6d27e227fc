"""Work that is too long for the event loop: one page wants it, the worker does it, and the page is told."""

import logging
from collections.abc import Callable, Hashable
from typing import Any

from bokeh.document import Document

from dashboard.process.gate import is_unheard
from dashboard.process.worker import WORKER, Progress, Task, Worker

log = logging.getLogger(__name__)

Work = Callable[[Any, Progress], Any]
Show = Callable[[Any, Any, str], None]

SETTLED = 250  # milliseconds without another wish: the step size may be under a finger
AGAIN = 200  # milliseconds between two looks at the work


class Errand:
    """Follows the newest wish of a page: at most one piece of work is under way, or waits, for it.

    `work` takes a wish and what it calls with its progress. `show` takes a wish, what came of it or None
    while that is not there, and how far it is in words, which begin with the `name` of the work.
    """

    def __init__(
        self,
        document: Document,
        name: str,
        work: Work,
        show: Show,
        worker: Worker | None = None,
        settled: int = SETTLED,
    ) -> None:
        self.document, self.name, self.work, self.show = document, name, work, show
        self.worker, self.settled = worker or WORKER, settled
        self.wish: Hashable | None = None
        self.result: Any = None
        self.task: Task | None = None
        self.callback = None

    def want(self, wish: Hashable | None) -> None:
        """Take what a page wants to see now; None is for nothing."""
        if wish == self.wish:
            return
        self.leave()
        self.wish = wish
        self.result = None if wish is None else self.worker.kept(wish)
        if wish is not None and self.result is None:
            self.later(self.settled, self.begin)
        self.show(wish, self.result, f"{self.name} …" if self.callback is not None else "")

    def leave(self) -> None:
        """Want nothing any more."""
        if self.callback is not None:
            self.document.remove_timeout_callback(self.callback)
        if self.task is not None:
            self.worker.leave(self.wish, self.task)
        self.wish = self.result = self.task = self.callback = None

    def later(self, milliseconds: int, call: Callable[[], None]) -> None:
        def once() -> None:
            if self.callback is not callback:  # it was due already when it was taken back
                return
            self.callback = None
            try:
                call()
            except Exception:
                self.fail()

        callback = self.callback = self.document.add_timeout_callback(once, milliseconds)

    def begin(self) -> None:
        if is_unheard(self.document):  # it has been fetched, maybe by nobody who will look at it
            self.later(self.settled or SETTLED, self.begin)
            return
        wish = self.wish
        self.task = self.worker.ask(wish, lambda progress: self.work(wish, progress))
        self.look(self.task)

    def look(self, task: Task) -> None:
        if not task.future.done():
            self.show(self.wish, None, f"{self.name} {100 * task.share:.0f} %")
            self.later(AGAIN, lambda: self.look(task))
            return
        self.result = task.future.result()
        self.worker.leave(self.wish, task)
        self.task = None
        self.show(self.wish, self.result, "")

    def fail(self) -> None:
        """Keep a failure to this page, and tell it there."""
        log.exception("%s failed", self.name)
        wish = self.wish
        self.leave()
        self.wish = wish  # else it would be tried again before another one is wanted
        self.show(wish, None, f"{self.name}: this could not be made. Another step size may do.")
