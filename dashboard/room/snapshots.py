"""What a page shows of a room: all of it, whether it is new, was reloaded, slept, or was there all along."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from dashboard.room.names import colour_of
from dashboard.room.refused import Refused
from dashboard.room.state import Shown, State
from dashboard.room.tallies import Result, Tally, Wish


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put: what is right, and why, is told once it is revealed."""

    activity: str
    link: str
    text: str
    options: tuple[str, ...]
    may: tuple[str, ...]
    methods: tuple[str, ...]
    right: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Pupil:
    """What a pupil's page shows.

    `turn` goes with an answer. `answer` is the one that counts in this vote, or empty: so is an answer of
    settings that were left as they are. `result` is what it came to, once that is revealed and counted.
    `shown` is the run to follow; None while a question is open.
    """

    code: str
    phase: str
    is_paused: bool
    version: int
    turn: int
    vote: int
    activity: str
    alias: str
    colour: str
    is_removed: bool
    asked: Asked | None
    answer: str
    has_answered: bool
    result: Result | None
    shown: Shown | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the board, and when they answered in this vote, in seconds since 1970, or None."""

    alias: str
    colour: str
    is_here: bool
    is_removed: bool
    answered_at: float | None

    @property
    def has_answered(self) -> bool:
        return self.answered_at is not None


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows: nothing of the answers but their number before the vote is closed.

    `answers` are those that count, by alias, once they may be seen; `tally` what they came to, once counted.
    """

    code: str
    phase: str
    is_paused: bool
    version: int
    turn: int
    vote: int
    activity: str
    members: tuple[Member, ...]
    here: int
    answered: int
    asked: Asked | None
    answers: Mapping[str, str]
    tally: Tally | None
    shown: Shown | None


def pupil(state: State, seat: str, tally: Tally | None = None) -> Pupil:
    """What the page of a seat shows; Refused where the room has no such seat."""
    sitting = state.seats.get(seat)
    if sitting is None:
        raise Refused("You have no seat in this room.")
    answer = state.answers.get((state.vote, seat))
    results = tally.results if tally and state.phase == "revealed" else {}
    return Pupil(
        code=state.code,
        phase=state.phase,
        is_paused=state.is_paused,
        version=state.version,
        turn=state.turn,
        vote=state.vote,
        activity=state.activity,
        alias=sitting.alias,
        colour=colour_of(sitting.alias),
        is_removed=sitting.is_removed,
        asked=asked(state),
        answer=answer.text if answer else "",
        has_answered=answer is not None,
        result=results.get(sitting.alias),
        shown=None if state.is_open else state.shown,
    )


def parts(state: State, seat: str, tally: Tally | None = None) -> tuple[Hashable, ...]:
    """All that the snapshot of a seat is made of: while these are the same, so is it, but for its version.

    What others do is no part of it. Nor is what their answers came to, before it is revealed.
    """
    has_result = tally is not None and state.phase == "revealed"
    own = state.seats.get(seat), state.answers.get((state.vote, seat))
    return *own, state.phase, state.is_paused, state.turn, state.vote, state.question, state.shown, has_result


def board(state: State, here: Mapping[str, int], wish: Wish | None, tally: Tally | None) -> Board:
    """What the board shows; `here` counts the pages of each seat that are connected."""
    members = tuple(member(state, seat, bool(here.get(seat))) for seat in state.seats)
    return Board(
        code=state.code,
        phase=state.phase,
        is_paused=state.is_paused,
        version=state.version,
        turn=state.turn,
        vote=state.vote,
        activity=state.activity,
        members=members,
        here=sum(each.is_here and not each.is_removed for each in members),
        answered=sum(each.has_answered and not each.is_removed for each in members),
        asked=asked(state),
        answers=wish.last if wish else {},
        tally=tally,
        shown=None if state.is_open else state.shown,
    )


def member(state: State, seat: str, is_here: bool) -> Member:
    sitting, answer = state.seats[seat], state.answers.get((state.vote, seat))
    return Member(
        alias=sitting.alias,
        colour=colour_of(sitting.alias),
        is_here=is_here,
        is_removed=sitting.is_removed,
        answered_at=answer.at if answer else None,
    )


def asked(state: State) -> Asked | None:
    question = state.question
    if question is None:
        return None
    is_told = state.phase == "revealed"
    return Asked(
        activity=question.activity,
        link=question.link,
        text=question.text,
        options=question.options,
        may=question.may,
        methods=question.methods,
        right=question.right if is_told else None,
        why=question.why if is_told else "",
    )
