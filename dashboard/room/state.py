"""What a room is at one moment: a value, from which all pages of it can be made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.room.questions import Question

PHASES = ("free", "ask", "closed", "revealed", "ended")


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits in a room: nobody but an alias. It is scored from the round `since` on."""

    alias: str
    since: int
    is_removed: bool = False
    has_answered: bool = False  # anything, ever


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, as `questions.read_answer` has it, and when, in seconds since 1970."""

    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Shown:
    """The run that all follow: the settings' `link`, and the `row` that was shown at the time `since`.

    It plays from there with so many rows a second, 0 where it stands still, until it is `halted`.
    """

    link: str
    row: float
    since: float
    speed: float
    halted: float | None = None

    def row_at(self, now: float) -> float:
        """The row that is due by now, which may be beyond the last."""
        until = now if self.halted is None else self.halted
        return self.row + self.speed * max(0.0, until - self.since)

    def halt(self, now: float) -> "Shown":
        return self if self.halted is not None else replace(self, halted=now)

    def go_on(self, now: float) -> "Shown":
        return replace(self, row=self.row_at(now), since=now, halted=None)

    def is_as(self, other: "Shown", now: float) -> bool:
        """Whether both show the same by now, and from now on."""
        ways = [(each.link, each.speed, each.halted is None, each.row_at(now)) for each in (self, other)]
        return ways[0] == ways[1]


@dataclass(frozen=True, slots=True)
class State:
    """A room. Times are seconds since 1970.

    Attributes
    ----------
    code : str
        The letters that lead to it.
    teacher : str
        The digest of its teacher's key.
    phase : str
        One of `PHASES`.
    is_paused : bool
        Whether all have to wait.
    round, vote, turn : int
        Which question this is, which vote on it, 1 or 2, and which vote of the room.
    question : Question or None
        What is asked, or was last revealed.
    seats : mapping of str to Seat
        By the digest of the seat's secret.
    answers : mapping of (int, str) to Answer
        Of this round: by vote and seat.
    shown : Shown or None
        What all follow.
    version : int
        One more at each change.
    used : float
        When it was last changed.
    """

    code: str
    teacher: str
    phase: str = "free"
    is_paused: bool = False
    round: int = 0
    vote: int = 1
    turn: int = 0
    question: Question | None = None
    seats: Mapping[str, Seat] = field(default_factory=dict)
    answers: Mapping[tuple[int, str], Answer] = field(default_factory=dict)
    shown: Shown | None = None
    version: int = 0
    used: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether there is a question that has not been revealed."""
        return self.phase in ("ask", "closed")

    @property
    def activity(self) -> str:
        return self.question.activity if self.question else "follow"

    def seat_of(self, alias: str) -> str | None:
        """The seat that goes by an alias; None if there is none."""
        return next((seat for seat, each in self.seats.items() if each.alias == alias), None)


@dataclass(frozen=True, slots=True)
class Round:
    """A question that was asked: how many votes there were on it, and the answers by vote and seat."""

    round: int
    votes: int
    question: Question
    answers: Mapping[tuple[int, str], Answer]


def changed(state: State, now: float, **values: Any) -> State:
    """The next state of a room; the very same one if nothing in it is new."""
    if all(getattr(state, name) == value for name, value in values.items()):
        return state
    return replace(state, version=state.version + 1, used=now, **values)
