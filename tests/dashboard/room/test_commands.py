import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.room import commands, questions
from dashboard.room.commands import MOST_ROUNDS, command, leave, sit, submit
from dashboard.room.refused import Refused
from dashboard.room.state import State
from tests.dashboard.room.classroom import GUESS, NOON, OTHER

EMPTY = State("KEPT", "digest")
CURVE = "?chapter=curve&speed=10"
TOLD = {
    "ask": {"question": GUESS},
    "pause": {"on": True},
    "follow": {"link": CURVE, "row": 4, "playing": True},
    "remove": {"alias": "teal fox"},
    "readmit": {"alias": "teal fox"},
}
REACHED = {  # each phase, by the commands that lead there
    "free": (),
    "ask": ("ask",),
    "closed": ("ask", "close"),
    "revealed": ("ask", "close", "reveal"),
    "ended": ("end",),
}
REFUSED = {
    ("free", "again"),
    ("ask", "again"),
    ("ask", "reveal"),
    ("ask", "follow"),
    ("closed", "follow"),
    ("revealed", "again"),
    *(("ended", name) for name in commands.COMMANDS if name != "end"),
}
NEXT = {
    ("free", "ask"): "ask",
    ("ask", "close"): "closed",
    ("closed", "again"): "ask",
    ("closed", "reveal"): "revealed",
    ("revealed", "ask"): "ask",
    ("ask", "free"): "free",
    ("closed", "free"): "free",
    ("revealed", "free"): "free",
    ("ask", "end"): "ended",
    ("closed", "end"): "ended",
    ("free", "end"): "ended",
    ("revealed", "end"): "ended",
}


def tell(state, name, now=NOON, **arguments):
    return command(state, now, name, **(TOLD.get(name, {}) | arguments))


def room(phase="free"):
    state = sit(EMPTY, NOON, "seat", "teal fox")
    for name in REACHED[phase]:
        state = tell(state, name)
    return state


@pytest.mark.parametrize("phase", REACHED)
@pytest.mark.parametrize("name", commands.COMMANDS)
def test_every_command_in_every_phase(phase, name):
    before = room(phase)
    assert before.phase == phase
    if (phase, name) in REFUSED:
        with pytest.raises(Refused, match=r"\w+ \w+"):
            tell(before, name)
    else:
        assert tell(before, name).phase == NEXT.get((phase, name), phase)


@given(st.lists(st.sampled_from(list(commands.COMMANDS)), max_size=12))
def test_whatever_is_told_twice_is_done_once_and_a_change_is_one_version_more(names):
    state = room()
    for name in names:
        try:
            after = tell(state, name)
        except Refused:
            continue
        assert after is state or after.version == state.version + 1
        if name != "ask" or state.phase != "revealed":
            assert tell(after, name) is after
        state = after


def test_a_question_is_not_pushed_out_by_another_one():
    for phase in ("ask", "closed"):
        with pytest.raises(Refused):
            tell(room(phase), "ask", question=OTHER)
    assert tell(room("revealed"), "ask", question=OTHER).round == 2


def test_a_guess_has_two_votes_and_no_more():
    first = room("ask")
    assert (first.phase, first.vote, first.round, first.turn) == ("ask", 1, 1, 1)
    state = tell(room("closed"), "again")
    assert tell(state, "again") is state
    assert room().vote == tell(state, "free").vote == 1
    assert (state.phase, state.vote, state.round, state.turn) == ("ask", 2, 1, 2)
    with pytest.raises(Refused):
        tell(tell(state, "close"), "again")


def test_an_answer_to_a_former_vote_is_no_answer_to_this_one():
    state = tell(room("closed"), "again")
    with pytest.raises(Refused):
        submit(state, NOON, "seat", 1, "0")
    assert submit(state, NOON, "seat", 2, "0").answers[2, "seat"].text == "0"


@pytest.mark.parametrize("phase", [phase for phase in REACHED if phase != "ask"])
def test_answers_are_taken_while_they_are_asked_for(phase):
    state = room(phase)
    with pytest.raises(Refused):
        submit(state, NOON, "seat", state.turn, "0")


def test_while_the_room_is_paused_nothing_is_answered():
    state = tell(room("ask"), "pause")
    with pytest.raises(Refused, match="paused"):
        submit(state, NOON, "seat", 1, "0")
    assert submit(tell(state, "pause", on=False), NOON, "seat", 1, "0").answers


def test_the_same_answer_again_is_no_change():
    state = submit(room("ask"), NOON, "seat", 1, "0")
    assert submit(state, NOON + 1, "seat", 1, "0") is state


def test_who_follows_is_at_the_row_that_is_due():
    state = tell(room(), "follow", NOON, row=5, playing=True)
    assert state.shown.row_at(NOON + 2) == 25
    state = tell(state, "pause", NOON + 2, on=True)
    assert state.shown.row_at(NOON + 60) == 25
    state = tell(state, "pause", NOON + 60, on=False)
    assert state.shown.row_at(NOON + 61) == 35
    state = tell(state, "follow", NOON + 62, row=12, playing=False)
    assert state.shown.row_at(NOON + 1000) == 12


def test_a_row_is_due_by_parts_of_a_second_and_none_before_by_a_clock_that_was_set_back():
    state = tell(room(), "follow", NOON, row=5, playing=True)
    assert [state.shown.row_at(NOON + seconds) for seconds in (-60, 0, 0.5)] == [5, 5, 10]


def test_a_link_that_is_followed_and_nothing_else_stands_at_its_start():
    state = command(room(), NOON, "follow", link=CURVE)
    assert state.shown.row_at(NOON + 60) == 0


def test_play_that_is_told_in_a_pause_begins_when_it_is_over():
    state = tell(tell(room(), "pause"), "follow", NOON, row=0, playing=True)
    state = tell(state, "pause", NOON + 30, on=False)
    assert state.shown.row_at(NOON + 31) == 10


def test_play_from_the_same_row_plays_anew():
    state = tell(room(), "follow", NOON, row=0, playing=True)
    again = tell(state, "follow", NOON + 9, row=0, playing=True)
    assert again.shown.row_at(NOON + 10) == 10


def test_reveal_plays_the_run_of_a_guess_from_its_start():
    state = tell(tell(room(), "follow"), "ask")
    state = tell(tell(state, "close"), "reveal", NOON + 5)
    assert (state.shown.link, state.shown.row, state.shown.since) == (GUESS.link, 0, NOON + 5)
    assert state.shown.speed > 0


def test_reveal_of_what_is_no_guess_plays_nothing():
    question = questions.pick("step size", questions.settings_of(CURVE))
    followed = tell(room(), "follow")
    state = tell(tell(followed, "ask", question=question), "close")
    assert tell(state, "reveal").shown == followed.shown


def long(characters):
    """A link of so many characters."""
    start = "?chapter=curve&step_size=0.1"
    return start + "0" * (characters - len(start))


@pytest.mark.parametrize("arguments", [{"row": 0}, {"row": 100_000}, {"link": long(2200)}])
def test_what_can_just_be_followed(arguments):
    assert tell(room(), "follow", **arguments).shown is not None


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("follow", {"row": 100_001}),
        ("follow", {"link": long(2201)}),
        ("follow", {"link": "?chapter=nowhere"}),
        ("follow", {"link": "?" + "a" * 10_000}),
        ("follow", {"link": None}),
        ("follow", {"row": float("nan")}),
        ("follow", {"row": -1}),
        ("follow", {"row": "1"}),
        ("follow", {"row": 1e9}),
        ("pause", {"on": "yes"}),
        ("remove", {"alias": "nobody"}),
        ("none such", {}),
    ],
)
def test_what_cannot_be_told_is_refused(name, arguments):
    with pytest.raises(Refused):
        tell(room(), name, **arguments)


def test_a_room_has_so_many_questions():
    state = room()
    for _ in range(MOST_ROUNDS):
        state = tell(tell(state, "ask"), "free")
    with pytest.raises(Refused):
        tell(state, "ask")


def test_who_is_removed_does_not_answer_until_the_seat_is_given_back():
    state = tell(room("ask"), "remove")
    with pytest.raises(Refused, match="no seat"):
        submit(state, NOON, "seat", 1, "0")
    assert submit(tell(state, "readmit"), NOON, "seat", 1, "0").answers[1, "seat"].text == "0"
    with pytest.raises(Refused, match="no seat"):
        submit(state, NOON, "no seat", 1, "0")


@pytest.mark.parametrize(("phase", "since"), [("free", 1), ("ask", 1), ("closed", 2), ("revealed", 2)])
def test_who_comes_is_scored_from_the_first_question_that_can_still_be_answered(phase, since):
    state = sit(room(phase), NOON, "late", "jade owl")
    assert state.seats["late"].since == since
    assert sit(state, NOON, "late", "jade owl") is state


def test_a_seat_is_known_to_have_answered_and_another_one_that_goes_is_gone():
    state = sit(room("ask"), NOON, "unused", "jade owl")
    state = submit(state, NOON, "seat", 1, "0")
    assert {seat: each.has_answered for seat, each in state.seats.items()} == {"seat": True, "unused": False}
    assert submit(state, NOON, "seat", 1, "1").seats is state.seats
    assert list(leave(state, NOON, "unused").seats) == ["seat"]
