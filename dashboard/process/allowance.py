"""How much of the event loop one page may take for what its visitor does."""

import time
from collections.abc import Callable, Hashable
from math import ceil
from weakref import WeakKeyDictionary

from bokeh.document import Document

SHARE = 0.25  # of a core, in the long run
MOST_SECONDS = 1.0  # of computing at once, after a rest
MOST_WAITING = 200  # acts


class Allowance:
    """Seconds of computing that may be used, which come back with time."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, cpu: Callable[[], float] = time.thread_time
    ) -> None:
        self.clock, self.cpu = clock, cpu
        self.seconds, self.filled = MOST_SECONDS, clock()

    @property
    def wait(self) -> float:
        """Seconds until there is something to spend."""
        now = self.clock()
        self.seconds = min(MOST_SECONDS, self.seconds + SHARE * (now - self.filled))
        self.filled = now
        return max(0.0, -self.seconds / SHARE)

    def spend(self, act: Callable[[], None]) -> None:
        began = self.cpu()
        try:
            act()
        finally:
            self.take(self.cpu() - began)

    def take(self, seconds: float) -> None:
        """Note that so many were used."""
        self.seconds -= seconds


kept: WeakKeyDictionary[Document, Allowance] = WeakKeyDictionary()


def allowance_of(document: Document) -> Allowance:
    """Return the one allowance of a page, by whatever is done for it."""
    if document not in kept:
        kept[document] = Allowance()
    return kept[document]


class Acts:
    """Does what a page's visitor asks for, as far as its allowance goes; the rest waits in its order.

    Of the acts that go by one `key` only the last one is kept while they wait.
    """

    def __init__(self, document: Document, allowance: Allowance) -> None:
        self.document, self.allowance = document, allowance
        self.waiting: dict[Hashable, Callable[[], None]] = {}
        self.callback = None

    def do(self, act: Callable[[], None], key: Hashable) -> None:
        if self.document.session_context is None:  # there are no others
            act()
        elif not self.waiting and not self.allowance.wait:
            self.allowance.spend(act)
        elif key in self.waiting or len(self.waiting) < MOST_WAITING:
            self.waiting.pop(key, None)
            self.waiting[key] = act
            self.wait()

    def wait(self) -> None:
        if self.callback is None:
            milliseconds = ceil(1000 * self.allowance.wait)
            self.callback = self.document.add_timeout_callback(self.catch_up, milliseconds)

    def catch_up(self) -> None:
        """Do what waits, as far as the allowance goes by now."""
        self.callback = None
        while self.waiting and not self.allowance.wait:
            self.allowance.spend(self.waiting.pop(next(iter(self.waiting))))
        if self.waiting:
            self.wait()

    def leave(self) -> None:
        """Do nothing any more."""
        self.waiting.clear()
        if self.callback is not None:
            callback, self.callback = self.callback, None
            self.document.remove_timeout_callback(callback)
