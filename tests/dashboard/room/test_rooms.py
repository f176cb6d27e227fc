import gc
import tracemalloc
import weakref
from contextlib import contextmanager
from itertools import pairwise
from random import Random
from threading import Event

import pytest

from dashboard.room import questions
from dashboard.room import rooms as room_module
from dashboard.room import store as store_module
from dashboard.room.limits import GUESSES_AT_ONCE
from dashboard.room.names import CODE_LETTERS, draw_secret
from dashboard.room.questions import settings_of
from dashboard.room.refused import Refused
from dashboard.room.rooms import (
    ANSWERS_AT_ONCE,
    EMPTY_SECONDS,
    MOST_ADDRESSES,
    MOST_SEATS,
    ROOMS_AT_ONCE,
    SEATS_AT_ONCE,
    SECONDS_A_SEAT,
    Rooms,
)
from tests.dashboard.room.classroom import GUESS, NOON, OTHER, Classroom
from tests.dashboard.visitor import Clock

SCHOOL = "192.0.2.1"
SIZES = questions.pick("step size", settings_of("?chapter=curve"))


def wrong_codes(classroom, count):
    codes = (
        f"{a}{b}{c}{d}"
        for a in CODE_LETTERS
        for b in CODE_LETTERS
        for c in CODE_LETTERS
        for d in CODE_LETTERS
    )
    return [
        code
        for code, _ in zip((each for each in codes if each != classroom.code), range(count), strict=False)
    ]


def guess_often(classroom, address, count=GUESSES_AT_ONCE):
    for code in wrong_codes(classroom, count):
        with pytest.raises(Refused):
            classroom.rooms.find(code, address)


def test_a_code_leads_to_its_room_and_only_the_opener_is_the_teacher(classroom):
    room = classroom.rooms.find(f" {classroom.code.lower()} ")
    assert room is classroom.room
    assert room.is_teacher(classroom.key)
    for forged in (None, "", classroom.code, classroom.seats[0], draw_secret(), room.state.teacher, 0, []):
        assert not room.is_teacher(forged)


def test_two_devices_with_the_key_are_both_the_teacher(classroom):
    classroom.room.enter(classroom.key)
    classroom.room.enter(classroom.key)
    classroom.room.leave(classroom.key)
    assert not classroom.room.is_empty
    classroom.tell("pause", on=True)
    classroom.tell("pause", on=False)
    assert not classroom.board().is_paused


@pytest.mark.parametrize("text", ["ZZZZ", "zz", "", None, 5])
def test_a_wrong_code_is_told_with_a_way_on(classroom, text):
    with pytest.raises(Refused, match="four letters"):
        classroom.rooms.find(text if text != classroom.code else "BBBB")


def test_codes_cannot_be_guessed_without_end(classroom):
    guess_often(classroom, "a stranger")
    with pytest.raises(Refused, match="Wait"):
        classroom.rooms.find(classroom.code, "a stranger")
    classroom.clock.now += 60
    assert classroom.rooms.find(classroom.code, "a stranger") is classroom.room


def test_a_guesser_behind_the_schools_address_keeps_nobody_of_it_out(classroom):
    classroom.room.join(address=SCHOOL)
    guess_often(classroom, SCHOOL)
    assert classroom.rooms.find(classroom.code, SCHOOL) is classroom.room


def test_so_many_addresses_are_known_and_an_unknown_one_is_none_of_them(memory):
    classroom = Classroom(memory, pupils=1)  # opened from nobody knows where
    for number in range(MOST_ADDRESSES + 1):
        classroom.room.join(classroom.seats[0], f"address {number}")
    for address in ("", f"address {MOST_ADDRESSES}"):
        guess_often(classroom, address)
        with pytest.raises(Refused):
            classroom.rooms.find(classroom.code, address)
    guess_often(classroom, f"address {MOST_ADDRESSES - 1}")
    assert classroom.rooms.find(classroom.code, f"address {MOST_ADDRESSES - 1}") is classroom.room


def test_who_has_a_seat_or_the_key_comes_back_whatever_was_guessed(classroom):
    guess_often(classroom, "an address")
    for secret in (classroom.seats[0], classroom.key):
        assert classroom.rooms.find(classroom.code, "an address", secret) is classroom.room
    with pytest.raises(Refused):
        classroom.rooms.find(classroom.code, "an address", draw_secret())


def test_rooms_cannot_be_opened_without_end(memory):
    classroom = Classroom(memory)
    for _ in range(ROOMS_AT_ONCE):
        classroom.rooms.open(SCHOOL)
    with pytest.raises(Refused):
        classroom.rooms.open(SCHOOL)
    classroom.rooms.open("elsewhere")


def test_a_code_that_is_taken_is_drawn_again(classroom):
    codes = iter([classroom.code, classroom.code, "KEPT"])
    assert classroom.rooms.open(draw=lambda random: next(codes))[0] == "KEPT"


def test_where_every_code_that_is_drawn_is_taken_no_room_is_opened(classroom):
    with pytest.raises(Refused, match="no code left"):
        classroom.rooms.open(draw=lambda random: classroom.code)


def test_a_reload_and_a_second_tab_have_the_same_seat_and_one_answer(classroom):
    seat = classroom.seats[0]
    assert classroom.room.join(seat) == seat
    classroom.room.enter(seat)
    classroom.room.enter(seat)
    classroom.tell("ask", question=GUESS)
    classroom.answer(0, "0")
    classroom.answer(0, "2")
    board = classroom.board()
    assert (len(board.members), board.here, board.answered) == (3, 1, 1)
    assert classroom.pupil(0).answer == "2"
    classroom.room.leave(seat)
    assert classroom.board().here == 1
    classroom.room.leave(seat)
    assert classroom.board().here == 0


@pytest.mark.parametrize("secret", ["", None, "no seat of this room", "x" * 10_000, 7])
def test_what_is_no_seat_of_the_room_gets_a_new_one(classroom, secret):
    seat = classroom.room.join(secret)
    assert seat != secret and seat not in classroom.seats
    classroom.room.settle()
    assert classroom.room.pupil(seat).alias not in {classroom.pupil(n).alias for n in range(3)}


def test_a_seat_of_another_room_is_none_here(classroom):
    code, _ = classroom.rooms.open()
    other = classroom.rooms.find(code)
    assert other.join(classroom.seats[0]) != classroom.seats[0]
    with pytest.raises(Refused):
        classroom.room.submit(other.join(), 0, "0")


def test_who_comes_late_is_told_what_is_asked_and_is_not_scored_for_what_was_missed(classroom):
    classroom.tell("ask", question=OTHER)
    classroom.seats.append(classroom.room.join())
    classroom.tell("close")
    classroom.seats.append(classroom.room.join())
    assert classroom.pupil(3).asked.text == OTHER.text == classroom.pupil(4).asked.text
    since = [each.since for each in classroom.room.state.seats.values()]
    assert since == [1, 1, 1, 1, 2]


def test_on_their_own_the_board_has_who_is_where_and_since_when(classroom):
    classroom.tell("ask", question=questions.pick("own", settings_of("?chapter=curve")))
    classroom.room.enter(classroom.seats[0])
    classroom.answer(0, "?chapter=curve&step_size=1.5")
    classroom.clock.now += 90
    classroom.answer(1, "?chapter=curve&step_size=0.1")
    classroom.count()
    board = classroom.board()
    assert [each.answered_at for each in board.members] == [NOON, NOON + 90, None]
    assert [each.is_here for each in board.members] == [True, False, False]
    stuck, well = (board.members[n].alias for n in (0, 1))
    assert board.answers[stuck].endswith("1.5")
    assert board.tally.results[stuck].ending == "flew off" and board.tally.results[well].steps > 0


def test_a_question_is_closed_though_everybody_has_left(classroom):
    for seat in classroom.seats:
        classroom.room.enter(seat)
    classroom.tell("ask", question=GUESS)
    for seat in classroom.seats:
        classroom.room.leave(seat)
    classroom.tell("close")
    assert classroom.board().phase == "closed"


def test_a_seat_that_was_removed_counts_no_more_until_it_is_given_back(classroom):
    alias = classroom.pupil(0).alias
    classroom.room.enter(classroom.seats[0])
    classroom.tell("ask", question=GUESS)
    classroom.answer(0, "1")
    classroom.tell("remove", alias=alias)
    assert classroom.pupil(0).is_removed
    assert (classroom.board().here, classroom.board().answered) == (0, 0)
    with pytest.raises(Refused):
        classroom.answer(0, "0")
    classroom.tell("readmit", alias=alias)
    classroom.answer(0, "2")
    classroom.tell("close")
    assert classroom.count().bars == ((0, 0, 1),)


def test_a_full_room_gives_away_seats_that_nobody_ever_used(classroom):
    classroom.seats += [classroom.room.join() for _ in range(MOST_SEATS - 3)]
    classroom.room.enter(classroom.seats[0])
    classroom.tell("ask", question=GUESS)
    classroom.answer(1, "0")
    classroom.room.join()
    has_seat = [classroom.room.has_seat(seat) for seat in classroom.seats]
    assert has_seat == [True, True, False] + [True] * (MOST_SEATS - 3)
    for number, seat in enumerate(classroom.seats):
        if number % 2 and classroom.room.has_seat(seat):
            classroom.room.enter(seat)
        elif classroom.room.has_seat(seat):
            classroom.answer(number, "1")
    for seat in [each for each in classroom.room.state.seats if not classroom.room.here[each]]:
        classroom.room.here[seat] += 1
    with pytest.raises(Refused, match=str(MOST_SEATS)):
        classroom.room.join()
    assert classroom.room.join(classroom.seats[1]) == classroom.seats[1]


def test_one_seat_cannot_answer_without_end(classroom):
    classroom.tell("ask", question=GUESS)
    for number in range(ANSWERS_AT_ONCE):
        classroom.answer(0, str(number % 3))
    with pytest.raises(Refused, match="Wait"):
        classroom.answer(0, "0")
    classroom.answer(1, "0")
    classroom.clock.now += 1
    classroom.answer(0, "2")


def test_newcomers_without_end_have_to_wait_for_a_moment(memory):
    classroom = Classroom(memory)
    for _ in range(SEATS_AT_ONCE):
        classroom.room.give_back(classroom.room.join())
    with pytest.raises(Refused, match="moment"):
        classroom.room.join()
    classroom.clock.now += SECONDS_A_SEAT
    classroom.room.join()


@contextmanager
def waiting(store):
    """The file is waited for so long."""
    ready = Event()
    store.do(lambda connection: ready.wait(60))
    try:
        yield
    finally:
        ready.set()


def test_what_comes_while_the_file_is_waited_for_is_written_as_one_but_for_each_vote(classroom, monkeypatch):
    classroom.room.settle()
    written, save = [], store_module.save

    def note(connection, owner, before, after):
        written.append((after.round, after.vote, sorted(each.text for each in after.answers.values())))
        save(connection, owner, before, after)

    monkeypatch.setattr(store_module, "save", note)
    with waiting(classroom.store):
        classroom.tell("ask", question=GUESS)
        for number in range(3):
            classroom.answer(number, "0")
        classroom.tell("close")
        classroom.tell("again")
        classroom.answer(0, "2")
        late = classroom.room.join()
    assert classroom.board().vote == 2
    assert written == [(1, 1, ["0", "0", "0"]), (1, 2, ["0", "0", "0", "2"])]
    classroom.room.give_back(late)
    classroom.room.settle()
    before = classroom.room.state
    classroom.move()
    assert classroom.room.state == before and not classroom.room.has_seat(late)


def test_what_is_not_in_the_file_is_not_shown(classroom):
    classroom.room.settle()
    classroom.store.close()
    before = classroom.room.version
    classroom.tell("ask", question=GUESS)
    assert classroom.room.version == before
    assert classroom.room.board(classroom.key).phase == "free"


def test_only_the_teacher_sees_the_board_and_takes_the_class_home(classroom):
    for forged in (None, classroom.seats[0], draw_secret()):
        with pytest.raises(Refused):
            classroom.room.board(forged)
        with pytest.raises(Refused):
            classroom.room.export(forged)


def test_before_the_vote_is_closed_nothing_of_it_is_seen_and_before_reveal_nothing_is_right(classroom):
    classroom.tell("follow", link="?chapter=curve&step_size=0.7", playing=True)
    assert classroom.board().shown == classroom.pupil(1).shown == classroom.room.state.shown is not None
    classroom.tell("ask", question=GUESS)
    classroom.answer(0, "0")
    classroom.answer(1, "1")
    board, pupil = classroom.board(), classroom.pupil(1)
    assert classroom.room.wish is None
    assert (board.tally, board.answers, board.asked.right, board.asked.why) == (None, {}, None, "")
    assert board.shown is None
    assert (pupil.result, pupil.asked.right, pupil.asked.why, pupil.shown) == (None, None, "", None)
    classroom.tell("close")
    classroom.count()
    board, pupil = classroom.board(), classroom.pupil(1)
    assert board.tally.bars == ((1, 1, 0),) and board.asked.right is None
    assert {each.is_right for each in board.tally.results.values()} == {None}
    assert (pupil.result, pupil.asked.right, pupil.shown) == (None, None, None)
    classroom.tell("reveal")
    classroom.count()
    assert [classroom.pupil(n).result for n in (0, 2)][1] is None
    assert [classroom.pupil(n).result.is_right for n in (0, 1)] == [False, True]
    assert classroom.pupil(2).asked.right == 1 and classroom.pupil(2).asked.why == GUESS.why
    assert classroom.pupil(2).shown.link == GUESS.link


def test_a_pupils_page_has_news_of_what_it_shows_and_of_nothing_else(classroom):
    room, (own, other, _) = classroom.room, classroom.seats

    def is_news(act):
        room.settle()
        before = room.news(own)
        act()
        room.settle()
        return room.news(own) != before

    assert is_news(lambda: classroom.tell("ask", question=GUESS))
    assert is_news(lambda: classroom.answer(0, "1"))
    assert not is_news(lambda: classroom.answer(1, "1"))
    assert not is_news(lambda: room.enter(other))
    assert is_news(lambda: classroom.tell("close"))
    assert not is_news(classroom.count)
    assert is_news(lambda: classroom.tell("reveal"))
    assert classroom.pupil(0).has_answered and classroom.pupil(0).result is None  # nothing is counted yet
    assert not classroom.pupil(2).has_answered
    assert is_news(classroom.count)
    assert classroom.pupil(0).result.is_right
    before, room.is_lost = room.news(own), True
    assert room.news(own) != before


def test_the_teachers_page_has_news_when_somebody_comes_or_goes_or_the_answers_are_counted(classroom):
    room, seen = classroom.room, [classroom.room.news(classroom.key)]
    acts = [
        lambda: room.enter(classroom.seats[0]),
        lambda: room.leave(classroom.seats[0]),
        lambda: classroom.tell("ask", question=GUESS),
        lambda: classroom.tell("close"),
        classroom.count,
    ]
    for act in acts:
        act()
        room.settle()
        seen.append(room.news(classroom.key))
    assert all(before != after for before, after in pairwise(seen))
    room.join(classroom.seats[0])
    assert room.news(classroom.key) == seen[-1]
    assert room.wish is room.wish, "it is made once for all pages"


def test_a_tally_of_other_answers_is_not_shown(classroom):
    classroom.tell("ask", question=GUESS)
    classroom.answer(0, "0")
    classroom.tell("close")
    classroom.count()
    classroom.tell("again")
    classroom.answer(0, "1")
    classroom.tell("close")
    assert classroom.board().tally is None
    assert classroom.count().bars == ((1, 0, 0), (0, 1, 0))


def test_a_room_that_nobody_is_in_is_let_go_of_and_read_again(classroom):
    classroom.room.enter(classroom.key)
    classroom.clock.now += 2 * EMPTY_SECONDS
    classroom.rooms.tidy()
    assert classroom.rooms.find(classroom.code) is classroom.room
    classroom.room.leave(classroom.key)
    classroom.rooms.tidy()
    assert classroom.rooms.find(classroom.code) is classroom.room
    classroom.clock.now += 2 * EMPTY_SECONDS
    classroom.rooms.tidy()
    assert classroom.rooms.kept == {}
    again = classroom.rooms.find(classroom.code)
    assert again is not classroom.room and all(map(again.has_seat, classroom.seats))


def test_an_empty_room_is_let_go_of_after_a_minute_and_any_room_after_a_day_without_use(classroom):
    classroom.clock.now += 60
    classroom.rooms.tidy()
    assert classroom.rooms.kept == {classroom.code: classroom.room}
    classroom.clock.now += 0.001
    classroom.rooms.tidy()
    assert classroom.rooms.kept == {}
    room = classroom.rooms.find(classroom.code)
    room.enter(classroom.key)
    classroom.clock.now = NOON + 24 * 3600
    classroom.rooms.tidy()
    assert not room.is_lost and classroom.rooms.find(classroom.code) is room
    classroom.clock.now += 0.001
    classroom.rooms.tidy()
    assert room.is_lost and classroom.rooms.kept == {}
    with pytest.raises(Refused):
        classroom.rooms.find(classroom.code)


def test_of_a_room_that_was_let_go_of_nothing_is_left(classroom):
    classroom.tell("ask", question=GUESS)
    classroom.answer(0, "1")
    classroom.tell("end")
    classroom.room.settle()
    room = weakref.ref(classroom.room)
    classroom.clock.now += 2 * EMPTY_SECONDS
    classroom.rooms.tidy()
    classroom.store.do(lambda connection: None).result()  # what it held is replaced
    classroom.room = None
    gc.collect()
    assert room() is None


def test_only_a_room_that_another_process_has_is_lost(classroom):
    other, _ = classroom.rooms.open()
    Rooms(classroom.store, classroom.clock).find(other)
    classroom.rooms.check()
    classroom.store.owners([]).result()
    assert [code for code, room in classroom.rooms.kept.items() if room.is_lost] == [other]
    assert not classroom.rooms.find(other).is_lost


def test_where_there_are_too_many_rooms_the_emptiest_goes(memory, monkeypatch):
    monkeypatch.setattr(room_module, "MOST_ROOMS", 3)
    classroom = Classroom(memory)
    classroom.room.enter(classroom.key)
    codes = [classroom.rooms.open()[0] for _ in range(4)]
    assert list(classroom.rooms.kept) == [classroom.code, *codes[-2:]]
    for code in codes[-2:]:
        room = classroom.rooms.find(code)
        room.enter(room.join())
    with pytest.raises(Refused):
        classroom.rooms.open()


def test_an_ended_room_takes_nobody_in_and_can_still_be_taken_home(classroom):
    classroom.tell("ask", question=GUESS)
    classroom.answer(0, "1")
    classroom.tell("end")
    classroom.tell("end")
    for act in (classroom.room.join, lambda: classroom.answer(0, "0"), lambda: classroom.tell("free")):
        with pytest.raises(Refused, match="ended"):
            act()
    assert classroom.pupil(0).phase == "ended"
    assert "bowl" not in str(classroom.pupil(0))
    assert classroom.room.export(classroom.key).result()().count("\n") == 4


def test_rooms_that_were_opened_played_and_ended_leave_nothing_behind(memory):
    tracemalloc.start()
    try:
        _, *left = [lesson_in_many_rooms(memory) for _ in range(4)]  # the first fills what libraries keep
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert left[-1] - left[0] < 0.1 * most


def lesson_in_many_rooms(store, rooms=5, pupils=30):
    """Bytes that are held after a lesson of some classes that has ended."""
    clock = Clock(NOON)
    process = Rooms(store, clock, Random(3))
    for number in range(rooms):
        code, key = process.open(f"school {number}")
        room = process.find(code)
        seats = [room.join() for _ in range(pupils)]
        for question in (GUESS, SIZES):
            room.command(key, "ask", question=question)
            for seat in seats:
                room.submit(seat, room.state.turn, "1")
            room.command(key, "close")
            room.settle()
            room.count(room.wish)
            room.command(key, "free")
        room.command(key, "end")
        room.settle()
    clock.now += 2 * EMPTY_SECONDS
    process.tidy()
    store.forget(clock.now + 1).result()  # the file itself is in memory, too
    assert process.kept == {}
    del room, process
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def test_a_seat_to_which_nobody_came_is_free_again_until_the_class_has_ended(classroom):
    def seats():
        return len(classroom.room.state.seats)

    before, nobody, present = seats(), classroom.room.join(), classroom.room.join()
    classroom.room.enter(present)
    for secret in (nobody, present):
        classroom.room.give_back(secret)
    assert seats() == before + 1
    late = classroom.room.join()
    classroom.tell("end")
    classroom.room.give_back(late)
    assert seats() == before + 2, "what has ended stays as it was"


def test_neither_the_seat_of_who_has_answered_nor_one_that_there_is_not_is_given_back(classroom):
    classroom.tell("ask", question=GUESS)
    classroom.answer(0, "1")
    before = classroom.room.state
    for secret in (classroom.seats[0], draw_secret()):
        classroom.room.give_back(secret)
    assert classroom.room.state is before
