import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from threading import Event

import pytest

from dashboard.room import store as stores
from dashboard.room.refused import Lost, Refused
from dashboard.room.state import Seat, State
from dashboard.room.store import MOST_TOGETHER, Store, changes
from tests.dashboard.room.classroom import GUESS, NOON, OTHER, Classroom


@pytest.fixture
def store(path):
    with closing(Store(path)) as store:
        yield store


def played(store):
    """A room in the middle of a second vote, after a first question."""
    classroom = Classroom(store, pupils=4)
    classroom.tell("follow", link="?chapter=curve", row=3, playing=True)
    classroom.tell("ask", question=OTHER)
    classroom.answer(0, "0")
    classroom.tell("close")
    classroom.tell("reveal")
    classroom.clock.now += 5
    classroom.tell("ask", question=GUESS)
    classroom.answer(0, "0")
    classroom.answer(1, "2")
    classroom.tell("remove", alias=classroom.room.state.seats[next(iter(classroom.room.state.seats))].alias)
    classroom.tell("close")
    classroom.tell("again")
    classroom.answer(1, "1")
    classroom.answer(2, "1")
    classroom.answer(2, "0")
    classroom.tell("pause", on=True)
    classroom.room.settle()
    return classroom


def test_another_process_goes_on_where_this_one_stood(path):
    with closing(Store(path)) as store:
        classroom = played(store)
        before = classroom.room.state
    with closing(Store(path)) as store:
        classroom.store = store
        classroom.move()
        assert classroom.room.state == before
        assert classroom.room.is_teacher(classroom.key)
        assert [classroom.room.has_seat(seat) for seat in classroom.seats] == [True] * 4
        assert classroom.pupil(1).answer == "1" and classroom.pupil(2).answer == "0"


def test_who_has_left_a_room_is_not_in_the_file(store):
    state = State("KEPT", "x", seats={"one": Seat("Ada", 1), "other": Seat("Emmy", 1)}, used=NOON)
    store.create(State("KEPT", "x", used=NOON), "me").result()
    alone = replace(state, seats={"other": Seat("Emmy", 1)})
    saved = store.save("me", lambda: [State("KEPT", "x", used=NOON), state, alone])
    assert saved.result() == alone
    assert store.load("KEPT", "other").result() == alone


def test_a_question_that_was_let_go_of_leaves_nothing_behind(path):
    with closing(Store(path)) as store:
        classroom = played(store)
        classroom.tell("pause", on=False)
        classroom.tell("free")
        classroom.room.settle()
        before = classroom.room.state
        classroom.move()
        assert classroom.room.state == before and before.answers == {}


def test_all_rounds_are_in_the_file(store):
    classroom = played(store)
    first, second = store.rounds(classroom.code).result()
    assert (first.question, first.votes, second.question, second.votes) == (OTHER, 1, GUESS, 2)
    assert [each.text for each in first.answers.values()] == ["0"]
    assert sorted((vote, each.text) for (vote, _), each in second.answers.items()) == [
        (1, "0"),
        (1, "2"),
        (2, "0"),
        (2, "1"),
    ]


def test_neither_key_nor_seats_can_be_told_from_the_file(path):
    with closing(Store(path)) as store:
        classroom = played(store)
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for secret in (classroom.key, *classroom.seats):
        assert secret.encode() not in content


def test_who_has_lost_a_room_writes_it_no_more(store):
    classroom = Classroom(store, pupils=2)
    classroom.room.settle()
    old = classroom.room
    classroom.move()
    old.command(classroom.key, "ask", question=OTHER)
    with pytest.raises(Lost):
        old.settle()
    assert old.version == classroom.room.version  # what was not kept was not shown
    with pytest.raises(Lost):
        old.command(classroom.key, "end")
    classroom.tell("ask", question=GUESS)
    assert classroom.pupil(0).asked.text == GUESS.text


def test_a_lost_room_is_found_again(store):
    classroom = Classroom(store, pupils=1)
    first = classroom.rooms
    classroom.room.settle()
    old = classroom.room
    classroom.move()
    old.command(classroom.key, "pause", on=True)
    with pytest.raises(Lost):
        old.settle()
    found = first.find(classroom.code)
    assert found is not old and found.has_seat(classroom.seats[0])


def test_one_change_that_fails_leaves_those_of_others_be(store):
    state = State("KEPT", "x", used=NOON)
    store.create(state, "me").result()
    after = replace(state, version=1)
    jobs = [store.save(owner, lambda: [state, after]) for owner in ("me", "nobody", "me")]
    failures = [job.exception() for job in jobs]
    assert [type(each) for each in failures] == [type(None), Lost, type(None)]


def test_a_disk_that_fails_loses_the_room_and_shows_nothing_of_it(store, monkeypatch):
    classroom = Classroom(store, pupils=1)
    classroom.room.settle()

    def fail(connection, job):
        raise sqlite3.OperationalError("disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(stores, "attempt", fail)
        classroom.tell("pause", on=True)
        with pytest.raises(Lost):
            classroom.room.settle()
    classroom.room = classroom.rooms.find(classroom.code)
    assert not classroom.room.state.is_paused
    classroom.tell("pause", on=True)
    assert classroom.pupil(0).is_paused


def test_a_room_is_deleted_a_day_after_its_last_use(store):
    classroom = played(store)
    classroom.clock.now += 24 * 3600 - 1
    classroom.rooms.tidy()
    classroom.move()
    classroom.tell("pause", on=False)
    classroom.room.settle()
    classroom.clock.now += 24 * 3600 - 1
    classroom.rooms.tidy()
    classroom.rooms.find(classroom.code)
    classroom.clock.now += 2
    classroom.rooms.tidy()
    with pytest.raises(Refused):
        classroom.rooms.find(classroom.code)
    counts = store.do(
        lambda connection: [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("rooms", "seats", "rounds", "answers")
        ]
    )
    assert counts.result() == [0, 0, 0, 0]


def test_a_full_file_takes_no_more_rooms(store, monkeypatch):
    monkeypatch.setattr(stores, "MOST_STORED", 2)
    classroom = Classroom(store)
    classroom.rooms.open()
    with pytest.raises(Refused):
        classroom.rooms.open()


@pytest.mark.parametrize("content", [b"", None])
def test_a_file_that_is_not_there_or_empty_is_made(path, content):
    if content is not None:
        path.write_bytes(content)
    with closing(Store(path)) as store:
        Classroom(store)


def test_a_file_of_another_program_is_left_as_it_is(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE grades (name TEXT)")
        connection.commit()
    with pytest.raises(ValueError, match=path.name):
        Store(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("grades",)]


def test_a_file_that_is_no_database_is_told(path):
    path.write_bytes(b"something else, and long enough to be looked at" * 100)
    with pytest.raises(ValueError, match=path.name):
        Store(path)


def test_nobody_else_on_the_machine_can_read_it(path):
    with closing(Store(path)) as store:
        Classroom(store)
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_handed_in_before_it_is_closed_is_done(path):
    store = Store(path)
    jobs = [store.create(State(f"K{n}", "x", used=NOON), "me") for n in range(200)]
    store.close()
    assert all(job.result(0) for job in jobs)


def test_what_comes_while_the_disk_is_waited_for_is_one_transaction_but_not_without_end(store):
    begun, ready, told = Event(), Event(), []
    store.do(lambda connection: begun.set() or ready.wait(60))
    begun.wait(60)
    store.connection.set_trace_callback(told.append)
    jobs = [store.do(lambda connection: None) for _ in range(MOST_TOGETHER + 1)]
    ready.set()
    assert [job.result(60) for job in jobs] == [None] * len(jobs)
    assert told.count("BEGIN IMMEDIATE") == 2


def test_nothing_is_written_of_what_has_not_changed(store):
    before = played(store).room.state
    after = replace(before, is_paused=False, version=before.version + 1)
    assert list(changes(before, after)) == []


def test_a_file_that_another_has_for_too_long_fails_what_was_to_be_done_and_not_what_follows(
    path, monkeypatch
):
    monkeypatch.setattr(stores, "SECONDS_FOR_OTHERS", 0)
    with closing(Store(path)) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            store.owners(["KEPT"]).result(60)
        other.execute("ROLLBACK")
        assert store.owners(["KEPT"]).result(60) == {}


def test_an_open_file_keeps_no_process_from_its_end(store):
    assert store.thread.daemon
