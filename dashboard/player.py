"""Streams the rows of a run as they fall due by the clock, one message a tick."""

import time
from collections.abc import Callable

from bokeh.document import Document
from bokeh.models import ColumnDataSource

from dashboard.rows import Rows, part

TICK = 50  # milliseconds


class Player:
    """Plays a table of rows into a source. The periodic callback exists only while it plays.

    The clock decides how many rows are due, so that a late tick sends more and the run keeps its speed.
    """

    def __init__(
        self,
        document: Document,
        source: ColumnDataSource,
        on_stop: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.document = document
        self.source = source
        self.on_stop = on_stop
        self.clock = clock
        self.rows: Rows = {}
        self.sent = 0
        self.callback = None

    @property
    def count(self) -> int:
        return len(self.rows["iteration"])

    @property
    def playing(self) -> bool:
        return self.callback is not None

    @property
    def finished(self) -> bool:
        return self.sent >= self.count

    def load(self, rows: Rows) -> None:
        """Take another run and go to its first row."""
        self.halt()
        self.rows = rows
        self.sent = 1
        self.source.data = part(rows, 0, 1)

    def play(self, speed: float) -> None:
        """Stream on from here, `speed` rows a second."""
        self.halt()
        self.speed = speed
        self.began, self.base = self.clock(), self.sent
        self.callback = self.document.add_periodic_callback(self.tick, TICK)

    def pause(self) -> None:
        """Stream what is due by now, and no more."""
        if self.playing:
            self.send_due()
            self.halt()

    def step(self) -> None:
        """Stream one row."""
        self.halt()
        self.send(self.sent + 1)

    def tick(self) -> None:
        self.send_due()
        if self.finished:
            self.halt()
            self.on_stop()

    def send_due(self) -> None:
        self.send(self.base + int((self.clock() - self.began) * self.speed))

    def send(self, until: int) -> None:
        until = min(until, self.count)
        if until > self.sent:
            self.source.stream(part(self.rows, self.sent, until))
            self.sent = until

    def halt(self) -> None:
        """Drop the periodic callback, if there is one."""
        if self.callback is not None:
            callback, self.callback = self.callback, None
            self.document.remove_periodic_callback(callback)
