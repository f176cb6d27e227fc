"""Streams the rows of a run as they fall due by the clock, one message a tick."""

import time
from collections.abc import Callable

from bokeh.document import Document
from bokeh.models import ColumnDataSource

from dashboard.process.gate import crowded, is_unheard
from dashboard.process.pace import PROCESS, TICKS, Pace
from dashboard.runs.rows import Table, part

WORTH_CHANGING = 1.25  # a period that differs by less is left as it is
MOST_ROWS = 2048  # rows in the message of a tick, unless about as many fall due from one to the next


class Player:
    """Plays a table of rows into a source. The periodic callback exists only while it plays.

    The clock decides how many rows are due, so that a late tick sends more and the run keeps its speed;
    the pace decides how often to send. Who is far behind catches up in several messages: on a full server
    nobody waits until another has been sent all rows.
    """

    def __init__(
        self,
        document: Document,
        source: ColumnDataSource,
        on_stop: Callable[[], None],
        on_failure: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
        pace: Pace = PROCESS,
    ) -> None:
        self.document = document
        self.source = source
        self.on_stop = on_stop
        self.on_failure = on_failure
        self.clock = clock
        self.pace = pace
        self.rows = Table({})
        self.sent = 0
        self.callback = None
        self.held = False

    @property
    def count(self) -> int:
        return len(self.rows["iteration"])

    @property
    def playing(self) -> bool:
        return self.held or self.callback is not None

    @property
    def finished(self) -> bool:
        return self.sent >= self.count

    def load(self, rows: Table) -> None:
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
        self.keep_pace()

    def pause(self) -> None:
        """Stream what is due by now, and no more."""
        if self.playing:
            self.send(self.due)
            self.halt()

    def step(self) -> None:
        """Stream one row."""
        self.halt()
        self.send(self.sent + 1)

    def go_to(self, row: int) -> None:
        """Halt, and stream all that comes before this row, and the row."""
        self.halt()
        self.send(row + 1)

    def hold(self) -> None:
        """Send nothing while nobody looks; the clock runs on."""
        if self.playing:
            self.halt()
            self.held = True

    def resume(self) -> None:
        """Send what fell due meanwhile, and play on."""
        if self.held:
            self.held = False
            self.go_on()

    def tick(self) -> None:
        if self.callback is not None:  # else it was taken back while it waited for its turn with the document
            self.go_on()

    def go_on(self) -> None:
        try:
            with TICKS:
                self.play_on()
        except Exception:  # whatever it is: else Bokeh would go on calling, and log each time
            self.halt()
            self.on_failure()

    def play_on(self) -> None:
        if crowded(self.document):
            self.halt()
            return
        if is_unheard(self.document):  # rows sent by now would only make what is still to be fetched longer
            self.began, self.base = self.clock(), self.sent
            return
        self.send(min(self.due, self.sent + max(MOST_ROWS, round(2 * self.speed * self.period))))
        if self.finished:
            self.halt()
            self.on_stop()
        else:
            self.keep_pace()

    def keep_pace(self) -> None:
        """Tick as often as the process can afford, and no more often than rows fall due."""
        wanted = max(self.pace.look(), 1 / self.speed)
        if self.callback is not None:
            if 1 / WORTH_CHANGING < wanted / self.period < WORTH_CHANGING:
                return
            self.halt()
        self.period = wanted
        self.callback = self.document.add_periodic_callback(self.tick, round(1000 * wanted))

    @property
    def due(self) -> int:
        """How many rows should have been sent by now."""
        return self.base + int((self.clock() - self.began) * self.speed)

    def send(self, until: int) -> None:
        until = min(until, self.count)
        if until > self.sent:
            self.source.stream(part(self.rows, self.sent, until))
            self.sent = until

    def halt(self) -> None:
        """Drop the periodic callback, if there is one."""
        self.held = False
        if self.callback is not None:
            callback, self.callback = self.callback, None
            self.document.remove_periodic_callback(callback)
