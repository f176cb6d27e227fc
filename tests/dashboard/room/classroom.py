"""A room with its teacher and its pupils, with a clock that goes only when it is told to."""

from random import Random

from dashboard.room.questions import Question, settings_of
from dashboard.room.rooms import Rooms
from dashboard.room.store import Store
from tests.dashboard.visitor import Clock

NOON = 1_800_000_000.0  # seconds since 1970
GUESS = Question(
    "guess", "?chapter=curve", "Where does it end?", ("left", "right", "never"), 1, "It is a bowl."
)
OTHER = Question("guess", "?chapter=curve&step_size=0.9", "And now?", ("left", "right"), 0)


def settings_in(address):
    """The settings of an address, as an export has them."""
    return settings_of(f"?{address.partition('?')[2]}")


class Classroom:
    """One room, opened; `seats` are the secrets of its pupils."""

    def __init__(self, store: Store, pupils: int = 0) -> None:
        self.clock = Clock(NOON)
        self.store = store
        self.rooms = Rooms(self.store, self.clock, Random(1))
        self.code, self.key = self.rooms.open()
        self.room = self.rooms.find(self.code)
        self.seats = [self.room.join() for _ in range(pupils)]

    def tell(self, name, **arguments):
        self.room.command(self.key, name, **arguments)

    def answer(self, number, text, turn=None):
        self.room.submit(self.seats[number], self.room.state.turn if turn is None else turn, text)

    def pupil(self, number):
        return self.pupil_of(self.seats[number])

    def pupil_of(self, seat):
        self.room.settle()
        return self.room.pupil(seat)

    def board(self):
        self.room.settle()
        return self.room.board(self.key)

    def count(self):
        self.room.settle()
        self.room.count(self.room.wish)
        return self.room.tally

    def move(self):
        """Have another process take the room over."""
        self.rooms = Rooms(self.store, self.clock, Random(2))
        self.room = self.rooms.find(self.code)
