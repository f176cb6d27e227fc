"""What a teacher tells a room, and what its pupils do: from one state to the next.

Whatever is done twice is done once. Out of its phase a command is refused, or was done already.
"""

from collections.abc import Callable
from dataclasses import replace

from dashboard.room.questions import LONGEST_LINK, Question, checked, read_answer, settings_of
from dashboard.room.refused import Refused
from dashboard.room.state import Answer, Seat, Shown, State, changed

MOST_ROUNDS = 100
MOST_ROWS = 100_000
ENDED = "This room has ended."


def ask(state: State, now: float, question: Question) -> State:
    """Put a question to all."""
    if state.is_open:
        if question == state.question:
            return state
        raise Refused("One question is open: reveal it first, or let go of it.")
    if state.round >= MOST_ROUNDS:
        raise Refused(f"A room has at most {MOST_ROUNDS} questions: open another one.")
    asked = {"question": checked(question), "round": state.round + 1, "vote": 1, "turn": state.turn + 1}
    return changed(state, now, phase="ask", answers={}, **asked)


def again(state: State, now: float) -> State:
    """Ask for a second vote on a guess, after all have talked."""
    if state.phase == "ask" and state.vote == 2:
        return state
    if state.phase != "closed" or state.vote == 2 or state.activity != "guess":
        raise Refused("A second vote follows the first one on a guess, once that is closed.")
    return changed(state, now, phase="ask", vote=2, turn=state.turn + 1)


def close(state: State, now: float) -> State:
    """Take no more answers."""
    return changed(state, now, phase="closed") if state.phase == "ask" else state


def reveal(state: State, now: float) -> State:
    """Show what is right, and play the run of a guess on all pages."""
    if state.phase == "ask":
        raise Refused("Close the vote before you reveal what is right.")
    if state.phase != "closed":
        return state
    shown = state.shown
    if state.activity == "guess" and state.question is not None:
        shown = showing(state, now, state.question.link, settings_of(state.question.link).speed)
    return changed(state, now, phase="revealed", shown=shown)


def free(state: State, now: float) -> State:
    """Let go of a question, whatever has become of it."""
    return changed(state, now, phase="free", question=None, vote=1, answers={})


def pause(state: State, now: float, on: bool) -> State:
    """Have all wait, or go on."""
    if not isinstance(on, bool):
        raise Refused("A pause is on or off.")
    if on == state.is_paused:
        return state
    shown = state.shown and (state.shown.halt(now) if on else state.shown.go_on(now))
    return changed(state, now, is_paused=on, shown=shown)


def follow(state: State, now: float, link: str, row: float = 0.0, playing: bool = False) -> State:
    """Have all pages show the run of a link, from a row on."""
    if state.is_open:
        raise Refused("A question is open: what the board shows would answer it.")
    if not isinstance(link, str) or len(link) > LONGEST_LINK:
        raise Refused("This link is too long.")
    if not (isinstance(row, int | float) and 0 <= row <= MOST_ROWS):
        raise Refused(f"A row is a number from 0 to {MOST_ROWS:,}.")
    speed = settings_of(link).speed
    shown = showing(state, now, link, speed if playing else 0.0, float(row))
    if state.shown is not None and shown.is_as(state.shown, now):
        return state
    return changed(state, now, shown=shown)


def showing(state: State, now: float, link: str, speed: float, row: float = 0.0) -> Shown:
    """What a room shows from now on, or once its pause is over."""
    return Shown(link, row, now, speed, now if state.is_paused else None)


def remove(state: State, now: float, alias: str) -> State:
    """Take a seat away, with its answers, until it is given back."""
    return with_removed(state, now, alias, True)


def readmit(state: State, now: float, alias: str) -> State:
    """Give a seat back, with its answers."""
    return with_removed(state, now, alias, False)


def with_removed(state: State, now: float, alias: str, is_removed: bool) -> State:
    seat = state.seat_of(alias)
    if seat is None:
        raise Refused("Nobody here goes by that alias.")
    seats = {**state.seats, seat: replace(state.seats[seat], is_removed=is_removed)}
    return changed(state, now, seats=seats)


def end(state: State, now: float) -> State:
    """End the lesson: nothing changes any more."""
    return changed(state, now, phase="ended")


COMMANDS: dict[str, Callable[..., State]] = {
    each.__name__: each for each in (ask, again, close, reveal, free, pause, follow, remove, readmit, end)
}


def command(state: State, now: float, name: str, **arguments: object) -> State:
    """Return the state after a command; Refused where there is none, or it cannot be done."""
    if name not in COMMANDS:
        raise Refused(f"There is no such command; there are {', '.join(COMMANDS)}.")
    if state.phase == "ended":
        if name == "end":
            return state
        raise Refused(ENDED)
    return COMMANDS[name](state, now, **arguments)


def sit(state: State, now: float, seat: str, alias: str) -> State:
    """Give somebody a seat: who comes while a question is asked may answer it, and is scored from there."""
    if seat in state.seats:
        return state
    if state.phase == "ended":
        raise Refused(ENDED)
    since = state.round if state.phase == "ask" else state.round + 1
    return changed(state, now, seats={**state.seats, seat: Seat(alias, since)})


def leave(state: State, now: float, seat: str) -> State:
    """Take a seat that was never used for another one."""
    return changed(state, now, seats={each: kept for each, kept in state.seats.items() if each != seat})


def submit(state: State, now: float, seat: str, turn: int, text: object) -> State:
    """Take an answer, in place of the seat's former one, to the question of a turn."""
    sitting = state.seats.get(seat)
    if sitting is None or sitting.is_removed:
        raise Refused("You have no seat in this room.")
    if state.phase == "ended":
        raise Refused(ENDED)
    if state.is_paused:
        raise Refused("The room is paused: your teacher goes on in a moment.")
    if state.phase != "ask" or turn != state.turn or state.question is None:
        raise Refused("This question takes no more answers.")
    read = read_answer(state.question, text)
    before = state.answers.get((state.vote, seat))
    if before is not None and before.text == read:
        return state
    answers = {**state.answers, (state.vote, seat): Answer(read, now)}
    seats = state.seats
    if not sitting.has_answered:
        seats = {**seats, seat: replace(sitting, has_answered=True)}
    return changed(state, now, answers=answers, seats=seats)
