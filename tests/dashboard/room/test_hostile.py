"""A pupil who sends whatever can be sent, by the thousand, into a room that is in the middle of a vote."""

import random
from contextlib import suppress

import pytest

from dashboard.room.commands import COMMANDS
from dashboard.room.names import draw_secret
from dashboard.room.refused import Refused
from tests.dashboard.room.classroom import GUESS, OTHER, Classroom

MESSAGES = 10_000
TEXTS = (
    "0",
    "1",
    "2",
    "3",
    "-1",
    "",
    "steps=1",
    "right=true",
    "1" * 10**6,
    "\x00",
    "\ud800",
    "'; DROP TABLE rooms; --",
    "=HYPERLINK(1)",
    "&".join("a=1" for _ in range(10_000)),
    "?chapter=curve&formula=" + "(" * 300,
    "nan",
    None,
    7,
    1.5,
    b"1",
    ["1"],
    {"answer": "1"},
    (),
    object(),
)
TURNS = (0, 1, 2, 3, -1, 10**30, None, "2", 2.0, float("nan"), [2], object())
ALIASES = ("teal fox", "nobody", "", None, 3, "x" * 10**5)


@pytest.fixture
def attacked(memory):
    """A class of ten in a vote, the last of whom is hostile, and the room of another class."""
    classroom = Classroom(memory, pupils=10)
    classroom.tell("ask", question=OTHER)
    classroom.tell("close")
    classroom.tell("reveal")
    classroom.tell("ask", question=GUESS)
    for number in range(9):
        classroom.answer(number, str(number % 3))
    classroom.room.settle()
    return classroom


def hostile_acts(classroom, dice):
    """What the last pupil tries, who knows the code, the own seat, and the names of all that can be done."""
    room, seat, turn = classroom.room, classroom.seats[-1], classroom.room.state.turn
    forged = (
        draw_secret(),
        seat,
        "",
        None,
        room.state.teacher,
        classroom.code,
        5,
        object(),
        "\ud800",
        "k" * 10**6,
    )
    digests = list(room.state.seats)
    other = dice.choice([*digests, draw_secret(), "", None, 3, object(), room.state.teacher])
    return (
        lambda: room.command(
            dice.choice(forged),
            dice.choice(list(COMMANDS)),
            **dice.choice(
                [
                    {},
                    {"question": OTHER},
                    {"on": True},
                    {"alias": dice.choice(ALIASES)},
                    {"link": "?chapter=curve"},
                ]
            ),
        ),
        lambda: room.submit(other, turn, dice.choice(TEXTS[:4])),
        lambda: room.submit(seat, dice.choice(TURNS), dice.choice(TEXTS)) if dice.random() < 0.9 else None,
        lambda: classroom.rooms.find(dice.choice([*TEXTS, "BBBB", "KEPT"]), "a hostile address"),
        lambda: classroom.rooms.find(classroom.code, "a hostile address").join(other),
        lambda: room.board(dice.choice(forged)),
        lambda: room.export(dice.choice(forged)),
        lambda: room.pupil(other),
    )


def test_ten_thousand_hostile_messages_take_nothing_and_disturb_nobody(attacked):
    dice = random.Random(7)
    before, refused = attacked.room.state, 0
    for _ in range(MESSAGES):
        try:
            dice.choice(hostile_acts(attacked, dice))()
        except Refused as error:
            refused += 1
            assert len(str(error)) < 300
        attacked.clock.now += dice.choice((0, 0.01))
    assert refused > MESSAGES / 2
    attacked.room.settle()
    after = attacked.room.state
    kept = ("teacher", "phase", "is_paused", "round", "vote", "turn", "question", "shown")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert {seat: after.seats.get(seat) for seat in list(before.seats)[:9]} == dict(
        list(before.seats.items())[:9]
    )
    assert {key: after.answers.get(key) for key in before.answers} == dict(before.answers)
    assert len(after.answers) <= len(before.answers) + 1  # the own one
    attacked.tell("close")
    assert sum(attacked.count().bars[0]) in (9, 10)
    attacked.move()
    assert attacked.pupil(0).phase == "closed"


def test_what_one_sends_is_not_kept_by_the_thousand(attacked):
    for number in range(3000):
        with suppress(Refused):
            attacked.room.submit(attacked.seats[-1], attacked.room.state.turn, str(number % 3))
        with suppress(Refused):
            attacked.room.submit(draw_secret(), attacked.room.state.turn, "0")
    assert attacked.room.version + attacked.store.jobs.qsize() < 100
    assert len(attacked.room.answering.kept) <= len(attacked.room.state.seats)


def test_newcomers_by_the_thousand_fill_no_more_than_the_room(attacked):
    for _ in range(3000):
        with suppress(Refused):
            attacked.room.join()
        attacked.clock.now += 1
    assert len(attacked.room.state.seats) == 300
    for number in range(9):
        assert attacked.room.has_seat(attacked.seats[number])
