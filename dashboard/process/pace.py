"""How often the players of a process tick: often while ticks are cheap, seldom while they are dear."""

import time
from collections.abc import Callable

QUICKEST, SLOWEST = 0.05, 2.0  # seconds between two ticks of one player
BUSY = 0.4  # share of one core that the ticks of all players aim at
LOOK_SECONDS = 0.5  # seconds between two looks at the processor's clock
LARGEST_CHANGE = 1.6  # of the period, from one look to the next


class Meter:
    """The seconds of a core that were spent while it was entered; call it to read it."""

    def __init__(self, cpu: Callable[[], float] = time.thread_time) -> None:
        self.cpu = cpu
        self.seconds = self.began = 0.0

    def __call__(self) -> float:
        return self.seconds

    def __enter__(self) -> None:
        self.began = self.cpu()

    def __exit__(self, *failure: object) -> None:
        self.seconds += self.cpu() - self.began


TICKS = Meter()


class Pace:
    """One period for all players of a process, in seconds, after the share of a core that their ticks use.

    Rows are due by the clock, whatever the period: a longer one sends the same rows in fewer messages.
    Where ticks use more than `BUSY` of a core, the period grows by as much, up to `SLOWEST`. Nothing else is
    counted: ticking less often makes neither others' clicks nor new pages any cheaper.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, cpu: Callable[[], float] = TICKS) -> None:
        self.clock, self.cpu = clock, cpu
        self.period = QUICKEST
        self.looked, self.used = clock(), cpu()

    def look(self) -> float:
        """Return the period to tick with from now on."""
        now = self.clock()
        if now - self.looked >= LOOK_SECONDS:
            used = self.cpu()
            share = (used - self.used) / (now - self.looked)
            change = min(max(share / BUSY, 1 / LARGEST_CHANGE), LARGEST_CHANGE)
            self.period = min(max(self.period * change, QUICKEST), SLOWEST)
            self.looked, self.used = now, used
        return self.period


PROCESS = Pace()
