"""When a newcomer's page is built: one at a time, after all that is due to those who are there."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

LONGEST_WAIT_SECONDS = 120.0  # who would wait longer is asked to come again
LONGEST_BUILDING_SECONDS = 10.0  # after which the next one comes, whatever has become of this page
FIRST_COST_SECONDS = 0.25  # of a page, before any has been built
COSTS_REMEMBERED = 10
QUIET_SECONDS = 0.0005  # a round of the event loop that takes no longer had nothing to do
QUIET_ROUNDS = 20  # a message goes through several of them, from its socket to its answer


class Turn(asyncio.Future[bool]):
    """What becomes true when a page may be built. `over` is to be set once it is there, or will not be."""

    def __init__(self) -> None:
        super().__init__()
        self.over = asyncio.Event()


class Admission:
    """Newcomers of one process, who wait in line for their pages to be built.

    Building holds the event loop. Between two pages all else is done that is due, until there is nothing, or
    for as long as the page before took: so neither those who play nor those who come are kept from their own.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.waiting: deque[Turn] = deque()
        self.cost = FIRST_COST_SECONDS
        self.admitting: asyncio.Task[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether another newcomer would wait too long."""
        return len(self.waiting) * self.cost > LONGEST_WAIT_SECONDS

    def queue(self) -> Turn:
        """Return what becomes true when a page may be built, which is to begin at once.

        A visitor who leaves before sets it to false.
        """
        turn = Turn()
        self.waiting.append(turn)
        if self.admitting is None or self.admitting.done():
            self.admitting = asyncio.create_task(self.admit())
        return turn

    async def admit(self) -> None:
        """Let one after the other in."""
        while self.waiting:
            turn = self.waiting.popleft()
            if turn.done():
                continue
            began = self.clock()
            turn.set_result(True)
            with suppress(TimeoutError):
                await asyncio.wait_for(turn.over.wait(), LONGEST_BUILDING_SECONDS)
            await self.serve_others(self.clock() - began)
            self.cost += (self.clock() - began - self.cost) / COSTS_REMEMBERED

    async def serve_others(self, most: float) -> None:
        """Let the event loop do what is due, for at most so many seconds."""
        until, quiet = self.clock() + most, 0
        while quiet < QUIET_ROUNDS and (before := self.clock()) < until:
            await asyncio.sleep(0)
            quiet = quiet + 1 if self.clock() - before < QUIET_SECONDS else 0


PROCESS = Admission()
