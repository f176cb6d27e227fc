"""The rooms of a process: each a state that is kept in the file, and who is there by now."""

import hmac
import time
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from functools import partial
from random import Random
from threading import Lock

from dashboard.room import commands, snapshots
from dashboard.room.limits import Bucket, Buckets, Clock, Guesses
from dashboard.room.names import DRAWN, digest, draw_alias, draw_code, draw_secret, read_code
from dashboard.room.refused import Lost, Refused
from dashboard.room.report import report
from dashboard.room.state import State
from dashboard.room.store import Store
from dashboard.room.tallies import Progress, Tally, Wish, tally, wish_of

MOST_ROOMS = 200  # in memory; those that nobody is in are read again from the file
MOST_SEATS = 300
MOST_ADDRESSES = 400  # from which a room has been entered
ANSWERS_AT_ONCE, SECONDS_AN_ANSWER = 20, 1.0  # of one seat
SEATS_AT_ONCE, SECONDS_A_SEAT = 600, 0.2  # of one room: twice those that it has
ROOMS_AT_ONCE, SECONDS_A_ROOM = 20, 60.0  # opened from one address
KEPT_SECONDS = 24 * 3600  # of a room, from its last use
EMPTY_SECONDS = 60  # that a room stays in memory with nobody in it
LONGEST_WAIT_SECONDS = 30  # for the file
DRAWS = 50  # codes that are tried for a new room


class Room:
    """A room while this process has it: `state` is its newest, `saved` the newest that is in the file.

    Changes that come while the file is being written wait for their turn together: they are written as one.
    """

    def __init__(self, state: State, store: Store, owner: str, clock: Clock, random: Random) -> None:
        self.state = self.saved = state
        self.store, self.owner, self.clock, self.random = store, owner, clock, random
        self.here: Counter[str] = Counter()
        self.teachers = 0  # pages
        self.moves = 0  # of pages that came or went
        self.addresses: set[str] = set()
        self.answering = Buckets(ANSWERS_AT_ONCE, SECONDS_AN_ANSWER, clock, MOST_SEATS)
        self.sitting = Bucket(SEATS_AT_ONCE, SECONDS_A_SEAT, clock)
        self.written = state  # last, by the store's thread
        self.waiting: list[State] = []  # to be written
        self.lock = Lock()
        self.job: Future | None = None
        self.is_lost = False
        self.wished: tuple[State, Wish | None] = state, wish_of(state)
        self.counted: tuple[Wish, Tally] | None = None
        self.left = clock()  # when somebody was last here

    @property
    def version(self) -> int:
        """Of what the snapshots show."""
        return self.saved.version

    @property
    def is_empty(self) -> bool:
        return not self.teachers and not self.here

    def is_teacher(self, key: object) -> bool:
        return hmac.compare_digest(digest(key), self.state.teacher)

    def know(self, address: str) -> None:
        """Note from where somebody came, if that is known: from there the room is always found."""
        if address and len(self.addresses) < MOST_ADDRESSES:
            self.addresses.add(address)

    def join(self, secret: object = "", address: str = "") -> str:
        """Return the secret of a seat: the given one, if there is a seat of it, else that of a new one."""
        self.know(address)
        if isinstance(secret, str) and self.has_seat(secret):
            return secret
        self._check()
        if not self.sitting.take():
            raise Refused("Many are coming in at once. Try again in a moment.")
        self._make_space()
        taken = {each.alias for each in self.state.seats.values()}
        seat = draw_secret()
        self._become(commands.sit(self.state, self.clock(), digest(seat), draw_alias(taken, self.random)))
        return seat

    def has_seat(self, secret: object) -> bool:
        return digest(secret) in self.state.seats

    def enter(self, secret: str) -> None:
        """Note that a page of a seat has connected, or one with the teacher's key."""
        self.moves += 1
        if self.is_teacher(secret):
            self.teachers += 1
        elif self.has_seat(secret):
            self.here[digest(secret)] += 1

    def leave(self, secret: str) -> None:
        """Note that a page that had entered is gone."""
        self.moves += 1
        self.left = self.clock()
        if self.is_teacher(secret):
            self.teachers -= 1
        else:
            self.here -= Counter([digest(secret)])

    def give_back(self, secret: str) -> None:
        """Take away a seat to which nobody ever came."""
        seat = digest(secret)
        is_used = self.here[seat] or seat not in self.state.seats or self.state.seats[seat].has_answered
        if not (is_used or self.is_lost or self.state.phase == "ended"):
            self._become(commands.leave(self.state, self.clock(), seat))

    def submit(self, secret: object, turn: int, text: object) -> None:
        """Answer the question of a turn; Refused if that cannot be done."""
        self._check()
        seat = digest(secret)
        if seat in self.state.seats and not self.answering.take(seat):
            raise Refused("So many answers at once are not taken. Wait a moment.")
        self._become(commands.submit(self.state, self.clock(), seat, turn, text))

    def command(self, key: object, name: str, **arguments: object) -> None:
        """Do what the teacher says; Refused if it is not the teacher, or that cannot be done."""
        self._check()
        if not self.is_teacher(key):
            raise Refused("Only the teacher of this room can do that.")
        self._become(commands.command(self.state, self.clock(), name, **arguments))

    def pupil(self, secret: object) -> snapshots.Pupil:
        """What the page of a seat shows; Refused if there is none of this secret."""
        return snapshots.pupil(self.saved, digest(secret), self.tally)

    def board(self, key: object) -> snapshots.Board:
        """What the board shows; Refused without the teacher's key."""
        if not self.is_teacher(key):
            raise Refused("Only the teacher of this room can see that.")
        return snapshots.board(self.saved, self.here, self.wish, self.tally)

    def news(self, secret: object) -> tuple[Hashable, ...]:
        """What differs when the page of a seat, or with the teacher's key, has something new to show."""
        if self.is_teacher(secret):
            return self.is_lost, self.version, self.tally is None, self.moves
        return self.is_lost, *snapshots.parts(self.saved, digest(secret), self.tally)

    @property
    def wish(self) -> Wish | None:
        """What there is to count: the same object for all who ask before something changes."""
        state = self.saved
        if self.wished[0] is not state:
            self.wished = state, wish_of(state)
        return self.wished[1]

    @property
    def tally(self) -> Tally | None:
        """What the answers came to, if it has been counted."""
        counted = self.counted
        return counted[1] if counted is not None and counted[0] == self.wish else None

    def count(self, wish: Wish, progress: Progress = lambda share: None) -> None:
        """Count answers, for the snapshots from now on: it takes time, and is for the worker."""
        self.counted = wish, tally(wish, progress)

    def export(self, key: object, base: str = "") -> Future:
        """Read what the class did: the result makes the CSV, which takes time, as `count` does."""
        if not self.is_teacher(key):
            raise Refused("Only the teacher of this room can take it home.")
        read: Future = Future()
        self.store.rounds(self.state.code).add_done_callback(partial(self._reported, read, base))
        return read

    def _reported(self, read: Future, base: str, job: Future) -> None:
        if job.exception():
            read.set_exception(job.exception())
        else:
            read.set_result(partial(report, self.state.seats, job.result(), base))

    def settle(self) -> None:
        """Wait until all is in the file; Lost if it will not be."""
        if self.job is not None:
            self.job.exception(LONGEST_WAIT_SECONDS)
        self._check()

    def _check(self) -> None:
        if self.is_lost:
            raise Lost

    def _make_space(self) -> None:
        """Let go of a seat that nobody has ever used, if there is no other; Refused if there is none."""
        if len(self.state.seats) < MOST_SEATS:
            return
        unused = (
            seat for seat, each in self.state.seats.items() if not self.here[seat] and not each.has_answered
        )
        seat = next(unused, None)
        if seat is None:
            raise Refused(f"This room is full: it has {MOST_SEATS} seats.")
        self._become(commands.leave(self.state, self.clock(), seat))

    def _become(self, after: State) -> None:
        """Have a state put into the file: what follows is shown once it is there."""
        if after is self.state:
            return
        with self.lock:
            is_waited_for = bool(self.waiting)
            if is_waited_for and is_of_one_turn(self.waiting[-1], after):
                self.waiting.pop()
            self.waiting.append(after)
        self.state = after
        if not is_waited_for:
            self.job = self.store.save(self.owner, self._take)
            self.job.add_done_callback(self._note)

    def _take(self) -> list[State]:
        """Called by the store's thread: what it wrote last, and all that is new since."""
        with self.lock:
            states, self.waiting = [self.written, *self.waiting], []
        self.written = states[-1]
        return states

    def _note(self, job: Future) -> None:
        """Called by the store's thread, in the order of the jobs: one that failed is the last."""
        if self.is_lost or job.exception():
            self.is_lost = True
        else:
            self.saved = job.result()


def is_of_one_turn(before: State, after: State) -> bool:
    """Whether nothing of a state is missed where the file goes on to the other one at once."""
    return (before.turn, before.question) == (after.turn, after.question)


class Rooms:
    """Opens rooms, finds them by their codes, and lets them go.

    `clock` is in seconds since 1970, as rooms outlive a process.
    """

    def __init__(self, store: Store, clock: Clock = time.time, random: Random = DRAWN) -> None:
        self.store, self.clock, self.random = store, clock, random
        self.kept: dict[str, Room] = {}
        self.guesses = Guesses(clock)
        self.opened = Buckets(ROOMS_AT_ONCE, SECONDS_A_ROOM, clock, MOST_ROOMS)

    def open(self, address: str = "", draw: Callable[[Random], str] = draw_code) -> tuple[str, str]:
        """Make a room: its code, and the key of its teacher, which is kept nowhere else."""
        if not self.opened.take(address):
            raise Refused("Many rooms were opened from your address. Try again in a minute.")
        self._make_space()
        key = draw_secret()
        for _ in range(DRAWS):
            state = State(draw(self.random), digest(key), used=self.clock())
            owner = draw_secret()
            if self.store.create(state, owner).result(LONGEST_WAIT_SECONDS):
                self._keep(state, owner).know(address)
                return state.code, key
        raise Refused("There is no code left for a room. Try again in a moment.")

    def find(self, text: object, address: str = "", secret: object = "") -> Room:
        """Return the room of a code; Refused if there is none, or too many wrong ones were tried.

        Who has the secret of a seat, or the teacher's key, and whose address the room knows, may always try.
        """
        code = read_code(text)
        room = self._found(code) if code is not None and self._may(code, address, secret) else None
        if room is not None:
            room.left = self.clock()  # its visitor is about to enter
            return room
        if not self.guesses.may(address):
            raise Refused("Too many wrong codes were tried. Wait a minute, and try again.")
        if code is not None:
            self.guesses.note(address)
        raise Refused(
            "There is no room of this code. Look at the board once more, and type its four letters."
        )

    def check(self) -> None:
        """Ask the file which rooms another process has taken over: soon those are lost here."""
        if self.kept:
            kept = dict(self.kept)
            self.store.owners(list(kept)).add_done_callback(partial(mark_lost, kept))

    def tidy(self) -> None:
        """Let go of rooms that are lost, or that nobody is in, and delete what was last used a day ago."""
        now = self.clock()
        for code, room in list(self.kept.items()):
            room.is_lost |= now - room.state.used > KEPT_SECONDS
            if room.is_lost or (room.is_empty and now - room.left > EMPTY_SECONDS):
                del self.kept[code]
        self.store.forget(now - KEPT_SECONDS)

    def _may(self, code: str, address: str, secret: object) -> bool:
        room = self.kept.get(code)
        known = room is not None and (
            address in room.addresses or room.has_seat(secret) or room.is_teacher(secret)
        )
        return known or self.guesses.may(address)

    def _found(self, code: str) -> Room | None:
        room = self.kept.get(code)
        if room is not None and not room.is_lost:
            return room
        owner = draw_secret()
        state = self.store.load(code, owner).result(LONGEST_WAIT_SECONDS)
        if state is None:
            return None
        self._make_space()
        return self._keep(state, owner)

    def _keep(self, state: State, owner: str) -> Room:
        room = self.kept[state.code] = Room(state, self.store, owner, self.clock, self.random)
        return room

    def _make_space(self) -> None:
        """Let go of the emptiest room, if there are as many as there may be."""
        if len(self.kept) < MOST_ROOMS:
            return
        empty = [room for room in self.kept.values() if room.is_empty]
        if not empty:
            raise Refused("This server has as many rooms as it can hold. Try again later.")
        del self.kept[min(empty, key=lambda room: room.left).state.code]


def mark_lost(kept: Mapping[str, Room], owners: Future) -> None:
    """Called by the store's thread. Where the file cannot be read, it is asked once more later."""
    if not owners.exception():
        for code, room in kept.items():
            room.is_lost |= owners.result().get(code) != room.owner
