"""The file that rooms are kept in: SQLite, written by one thread, from which any process can go on.

All that is handed in while a transaction is under way is in the next one: the disk is waited for once, not
for each answer. Who reads a room becomes its owner; who owned it before can write it no more.
"""

import json
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from dashboard.room.questions import Question
from dashboard.room.refused import Lost, Refused
from dashboard.room.state import Answer, Round, Seat, Shown, State

FORM = 1  # of the tables
MOST_STORED = 5000  # rooms
SECONDS_FOR_OTHERS = 10  # that another process may take to write
MOST_TOGETHER = 500  # jobs of a transaction
PRIVATE = 0o600  # for nobody else on the machine

ROOM = "code TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE"
TABLES = (
    "rooms (code TEXT PRIMARY KEY, owner TEXT, used REAL, state TEXT)",
    f"seats ({ROOM}, seat TEXT, alias TEXT, since INTEGER, is_removed INTEGER, has_answered INTEGER,"
    " PRIMARY KEY (code, seat)) WITHOUT ROWID",
    f"rounds ({ROOM}, round INTEGER, votes INTEGER, question TEXT, PRIMARY KEY (code, round)) WITHOUT ROWID",
    f"answers ({ROOM}, round INTEGER, vote INTEGER, seat TEXT, text TEXT, at REAL,"
    " PRIMARY KEY (code, round, vote, seat)) WITHOUT ROWID",
)

Job = Callable[[sqlite3.Connection], Any]
Change = tuple[str, tuple]


class Store:
    """Does jobs on the file, in their order. A job's future is done once its transaction is on the disk."""

    def __init__(self, path: str | Path) -> None:
        self.jobs: queue.SimpleQueue[tuple[Job, Future] | None] = queue.SimpleQueue()
        self.connection = connect(path)
        self.thread = threading.Thread(target=self._work, name="rooms", daemon=True)
        self.thread.start()

    def do(self, job: Job) -> Future:
        future: Future = Future()
        self.jobs.put((job, future))
        return future

    def create(self, state: State, owner: str) -> Future:
        """Put a new room into the file: the result is whether there was none of that code."""
        return self.do(lambda connection: create(connection, state, owner))

    def save(self, owner: str, take: Callable[[], Sequence[State]]) -> Future:
        """Put into the file what is new in a room; Lost if it has another owner by now.

        `take` is asked once it is written: it returns what is there, and the states that followed. The result
        is the last of them.
        """
        return self.do(lambda connection: save_all(connection, owner, take()))

    def load(self, code: str, owner: str) -> Future:
        """Take a room over from whoever has it: the result is its state, or None."""
        return self.do(lambda connection: take_over(connection, code, owner))

    def owners(self, codes: Sequence[str]) -> Future:
        """Read whose some rooms are: the result is the owner of each code that there is."""
        return self.do(lambda connection: read_owners(connection, codes))

    def rounds(self, code: str) -> Future:
        """Read all rounds of a room."""
        return self.do(lambda connection: list(read_rounds(connection, code)))

    def forget(self, before: float) -> Future:
        """Delete the rooms that were last used before a time: the result is how many."""
        return self.do(lambda connection: forget(connection, before))

    def close(self) -> None:
        """Do what was handed in, and let go of the file."""
        self.jobs.put(None)
        self.thread.join()

    def _work(self) -> None:
        for jobs in iter(self._next, []):
            self._transact(jobs)
        self.connection.close()

    def _next(self) -> list[tuple[Job, Future]]:
        """Wait for a job, and return it with all that are there; none once the file is closed."""
        jobs = []
        while (job := self.jobs.get()) is not None:
            jobs.append(job)
            if self.jobs.empty() or len(jobs) == MOST_TOGETHER:
                return jobs
        if jobs:
            self.jobs.put(None)  # which was the end, and is again once these are done
        return jobs

    def _transact(self, jobs: list[tuple[Job, Future]]) -> None:
        """Do jobs in one transaction. One that fails leaves the others be; a disk that fails, fails all."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            done = [(future, *attempt(self.connection, job)) for job, future in jobs]
            self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            done = [(future, None, error) for _, future in jobs]
        for future, found, failure in done:
            future.set_exception(failure) if failure else future.set_result(found)


def connect(path: str | Path) -> sqlite3.Connection:
    """Open the file, or make it, for one thread; ValueError where it is of another program or version."""
    if path != ":memory:":
        os.close(os.open(path, os.O_CREAT, mode=PRIVATE))
    connection = sqlite3.connect(path, SECONDS_FOR_OTHERS, isolation_level=None, check_same_thread=False)
    try:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        prepare(connection)
    except (sqlite3.DatabaseError, ValueError) as error:
        connection.close()
        raise ValueError(f"{path} cannot be the file of rooms: {error}") from None
    return connection


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another process has; ValueError where there are other ones."""
    connection.execute("BEGIN IMMEDIATE")
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    (others,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if form != FORM and (form or others):
        raise ValueError("it is of another program, or of another version of this one")
    for table in TABLES:
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table}")
    connection.execute(f"PRAGMA user_version = {FORM}")
    connection.execute("COMMIT")


def attempt(connection: sqlite3.Connection, job: Job) -> tuple[Any, Exception | None]:
    """Do a job, or nothing of it: its result, or its failure."""
    connection.execute("SAVEPOINT job")
    try:
        found, error = job(connection), None
    except Exception as failure:
        connection.execute("ROLLBACK TO job")
        found, error = None, failure
    connection.execute("RELEASE job")
    return found, error


def create(connection: sqlite3.Connection, state: State, owner: str) -> bool:
    (count,) = connection.execute("SELECT count(*) FROM rooms").fetchone()
    if count >= MOST_STORED:
        raise Refused("This server keeps as many rooms as it can. Old ones are deleted after a day.")
    row = (state.code, owner, state.used, write(state))
    return connection.execute("INSERT OR IGNORE INTO rooms VALUES (?, ?, ?, ?)", row).rowcount == 1


def save_all(connection: sqlite3.Connection, owner: str, states: Sequence[State]) -> State:
    for before, after in pairwise(states):
        save(connection, owner, before, after)
    return states[-1]


def save(connection: sqlite3.Connection, owner: str, before: State, after: State) -> None:
    update = "UPDATE rooms SET used = ?, state = ? WHERE code = ? AND owner = ?"
    if not connection.execute(update, (after.used, write(after), after.code, owner)).rowcount:
        raise Lost
    for statement, values in changes(before, after):
        connection.execute(statement, (after.code, *values))


def changes(before: State, after: State) -> Iterator[Change]:
    """Yield what has to be written where one state follows another."""
    for seat, each in after.seats.items():
        if before.seats.get(seat) is not each:
            values = (seat, each.alias, each.since, each.is_removed, each.has_answered)
            yield "INSERT OR REPLACE INTO seats VALUES (?, ?, ?, ?, ?, ?)", values
    for seat in before.seats.keys() - after.seats.keys():
        yield "DELETE FROM seats WHERE code = ? AND seat = ?", (seat,)
    if after.question is not None and after.turn != before.turn:
        question = json.dumps(asdict(after.question))
        yield "INSERT OR REPLACE INTO rounds VALUES (?, ?, ?, ?)", (after.round, after.vote, question)
    for (vote, seat), answer in after.answers.items():
        if before.answers.get((vote, seat)) is not answer:
            given = (after.round, vote, seat, answer.text, answer.at)
            yield "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)", given


def write(state: State) -> str:
    """Write a state down, without seats and answers, which have tables of their own."""
    plain = ("teacher", "phase", "is_paused", "round", "vote", "turn", "version")
    values = {name: getattr(state, name) for name in plain}
    for name in ("question", "shown"):
        value = getattr(state, name)
        values[name] = value and asdict(value)
    return json.dumps(values)


def take_over(connection: sqlite3.Connection, code: str, owner: str) -> State | None:
    row = connection.execute("SELECT used, state FROM rooms WHERE code = ?", (code,)).fetchone()
    if row is None:
        return None
    connection.execute("UPDATE rooms SET owner = ? WHERE code = ?", (owner, code))
    values = json.loads(row[1])
    question, shown = (values.pop(name) for name in ("question", "shown"))
    return State(
        code=code,
        used=row[0],
        question=question and read_question(question),
        shown=shown and Shown(**shown),
        seats=read_seats(connection, code),
        answers=read_answers(connection, code, values["round"]) if question else {},
        **values,
    )


def read_owners(connection: sqlite3.Connection, codes: Sequence[str]) -> dict[str, str]:
    found = f"SELECT code, owner FROM rooms WHERE code IN ({', '.join('?' * len(codes))})"
    return dict(connection.execute(found, tuple(codes)))


def read_seats(connection: sqlite3.Connection, code: str) -> dict[str, Seat]:
    found = "SELECT seat, alias, since, is_removed, has_answered FROM seats WHERE code = ?"
    return {
        seat: Seat(alias, since, bool(is_removed), bool(has_answered))
        for seat, alias, since, is_removed, has_answered in connection.execute(found, (code,))
    }


def read_answers(connection: sqlite3.Connection, code: str, round: int) -> dict[tuple[int, str], Answer]:
    found = "SELECT vote, seat, text, at FROM answers WHERE code = ? AND round = ?"
    return {
        (vote, seat): Answer(text, at) for vote, seat, text, at in connection.execute(found, (code, round))
    }


def read_rounds(connection: sqlite3.Connection, code: str) -> Iterator[Round]:
    found = "SELECT round, votes, question FROM rounds WHERE code = ? ORDER BY round"
    for round, votes, question in connection.execute(found, (code,)).fetchall():
        answers = read_answers(connection, code, round)
        yield Round(round, votes, read_question(json.loads(question)), answers)


def read_question(values: dict[str, Any]) -> Question:
    plain: dict[str, Any] = {
        name: tuple(each) if isinstance(each, list) else each for name, each in values.items()
    }
    return Question(**plain)


def forget(connection: sqlite3.Connection, before: float) -> int:
    return connection.execute("DELETE FROM rooms WHERE used < ?", (before,)).rowcount
