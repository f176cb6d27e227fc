"""Tells the pages of a class that something is new in their room: each takes the snapshot of now.

A command to a hundred pages is one change of a room. They are told some at a time, and between two of these
the event loop does what others are waiting for.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Hashable
from functools import partial

from bokeh.document import Document

from dashboard.page.scenes import draw_room
from dashboard.process.worker import WORKER, Dropped, Progress, Task, Worker
from dashboard.room.rooms import Room, Rooms
from dashboard.room.tallies import Wish

log = logging.getLogger(__name__)

TICK_SECONDS = 1 / 3  # between two looks at what is new
TOGETHER = 8  # pages that are told before others have their turn
PATIENCE_SECONDS = 0.1  # with pages that are busy
CHECK_SECONDS = 1
TIDY_SECONDS = 60
AT_ONCE = ("guess",)  # activities whose answers are counted in no time


class Member:
    """A page in a room, by the secret of its seat or the teacher's key.

    `catch_up` is called when it is to look, with the document's lock. What it raises is kept to this page.
    `is_new` is a seat that nobody had before this page.
    """

    def __init__(
        self,
        document: Document,
        room: Room,
        secret: str,
        catch_up: Callable[[], None],
        is_new: bool = False,
    ) -> None:
        self.document, self.room, self.secret, self.catch_up = document, room, secret, catch_up
        self.is_new = is_new
        self.context = document.session_context  # which an ended document does not have any more
        self.seen: Hashable = None
        self.looking: asyncio.Future[None] | None = None

    @property
    def is_due(self) -> bool:
        """Whether it is to look, and has not been told so yet."""
        return self.looking is None and self.seen != self.news

    @property
    def is_gone(self) -> bool:
        """Whether its session has ended: one that never was connected has told nobody."""
        return self.context is not None and self.context.destroyed

    @property
    def news(self) -> Hashable:
        """What differs when there is something new to see: the board alone sees who comes and answers."""
        return self.room.news(self.secret)

    def tell(self) -> asyncio.Future[None]:
        """Have it look soon: what is returned is done once it has."""
        self.looking = asyncio.get_running_loop().create_future()
        self.document.add_next_tick_callback(self.look)
        return self.looking

    def look(self) -> None:
        looking, self.looking = self.looking, None
        self.seen = self.news
        try:
            self.catch_up()
        except Exception:
            log.exception("A page could not follow its room")
        if looking is not None and not looking.done():
            looking.set_result(None)


class Following:
    """The pages of a process that are in rooms, and the counting of what they answer."""

    def __init__(
        self, rooms: Rooms, worker: Worker = WORKER, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rooms, self.worker, self.clock = rooms, worker, clock
        self.members: dict[Member, None] = {}
        self.counting: dict[Room, tuple[Wish, Task]] = {}
        self.tidied = self.checked = clock()
        self.running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look after the pages from now on."""
        if self.running is None:
            self.running = asyncio.get_running_loop().create_task(self.run())

    def join(self, member: Member) -> None:
        """Have a page follow its room from now on; it has seen what there is."""
        member.room.enter(member.secret)
        member.seen = member.news
        self.members[member] = None

    def leave(self, member: Member) -> None:
        if member in self.members:
            del self.members[member]
            member.room.leave(member.secret)

    def close(self) -> None:
        """Tell nobody any more: the process ends."""
        if self.running is not None:
            self.running.cancel()

    async def run(self) -> None:
        while True:
            try:
                self.check()
                await self.tell()
                self.tidy()
            except Exception:
                log.exception("The rooms could not be looked after")
            await asyncio.sleep(TICK_SECONDS)

    async def tell(self) -> None:
        """Count what is to be counted, and tell the pages for which there is something new."""
        self.let_go()
        for room in {member.room for member in self.members}:
            self.count(room)
        due = [member for member in self.members if member.is_due]
        for room in {member.room for member in due}:
            await draw(room)
        for first in range(0, len(due), TOGETHER):
            looks = [member.tell() for member in due[first : first + TOGETHER] if member in self.members]
            if looks:
                await asyncio.wait(looks, timeout=PATIENCE_SECONDS)
            await asyncio.sleep(0)
            self.let_go()

    def let_go(self) -> None:
        """Let go of pages that ended without a word, and of new seats that nobody came to.

        As where a link was only looked at, or by the teacher's own browser, before its key was found.
        """
        for member in [each for each in self.members if each.is_gone]:
            self.leave(member)
            if member.is_new:
                member.room.give_back(member.secret)

    def count(self, room: Room) -> None:
        """Have the answers of a room counted beside the event loop, unless they are, or it takes no time."""
        wish = None if room.tally is not None else room.wish
        if room in self.counting:
            if self.counting[room][0] is wish:  # under way; or it failed, and would again
                return
            self.leave_off(room)
        if wish is None:
            return
        if wish.question.activity in AT_ONCE:
            room.count(wish)
        else:
            task = self.worker.ask((room.state.code, wish), partial(count_or_log, room, wish))
            self.counting[room] = wish, task

    def leave_off(self, room: Room) -> None:
        wish, task = self.counting.pop(room)
        self.worker.leave((room.state.code, wish), task)

    def check(self) -> None:
        """Have the rooms looked for that live in another process by now, which tells nobody here."""
        if self.clock() - self.checked >= CHECK_SECONDS:
            self.checked = self.clock()
            self.rooms.check()

    def tidy(self) -> None:
        """Let go of what nobody is in any more, now and then."""
        if self.clock() - self.tidied < TIDY_SECONDS:
            return
        self.tidied = self.clock()
        self.rooms.tidy()
        for room in self.counting.keys() - {member.room for member in self.members}:
            self.leave_off(room)


async def draw(room: Room) -> None:
    """Have the scene that its pages are about to show drawn beside the event loop: they find it done."""
    try:
        await asyncio.to_thread(draw_room, room.saved)
    except Exception:
        log.exception("A scene could not be drawn")


def count_or_log(room: Room, wish: Wish, progress: Progress) -> None:
    """Count, and log what fails: it is not tried again before something changes."""
    try:
        room.count(wish, progress)
    except Dropped:
        raise
    except Exception:
        log.exception("Answers could not be counted")
        raise
