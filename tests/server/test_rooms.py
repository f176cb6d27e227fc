"""Processes that write one file of rooms, and one that is killed while a class answers."""

import subprocess
import sys
from contextlib import closing

import pytest

from dashboard.room.names import digest
from dashboard.room.store import Store
from tests.dashboard.room.classroom import GUESS, Classroom
from tests.serving import ROOT


@pytest.fixture
def path(tmp_path):
    return tmp_path / "rooms.db"


# A process that has a class answer, and says of each answer when it is acknowledged.
WRITER = """
import sys
from dashboard.room.rooms import Rooms
from dashboard.room.store import Store
from tests.dashboard.room.classroom import GUESS

rooms = Rooms(Store(sys.argv[1]))
code, key = rooms.open()
room = rooms.find(code)
seats = [room.join() for _ in range(30)]
room.command(key, "ask", question=GUESS)
room.settle()
print(code, key, *seats, flush=True)
number = 0
while True:
    room.answering.kept.clear()  # quicker than pupils are
    room.submit(seats[number % 30], 1, str(number // 30 % 3))
    if number % 7 == 0:
        room.settle()
        print(number, flush=True)
    number += 1
"""


def started(program, path):
    """Another process, which runs a program on a file."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", program, str(path)], cwd=ROOT, **pipes)


@pytest.mark.parametrize("heard", [1, 150])
def test_killed_in_mid_vote_every_acknowledged_answer_is_there(path, heard):
    with started(WRITER, path) as process:
        code, key, *seats = process.stdout.readline().split()
        for _ in range(heard):
            process.stdout.readline()
        process.kill()
        rest = process.stdout.read().rpartition("\n")[0].split()
    acknowledged = max(map(int, rest), default=7 * (heard - 1))
    with closing(Store(path)) as store:
        room = Classroom(store).rooms.find(code)
    assert room.state.phase == "ask" and room.state.question == GUESS
    assert room.is_teacher(key) and all(map(room.has_seat, seats))
    answers = room.state.version - len(seats) - 1
    assert answers > acknowledged
    expected = {seats[number % 30]: str(number // 30 % 3) for number in range(answers)}
    assert {seat: answer.text for (_, seat), answer in room.state.answers.items()} == {
        digest(seat): text for seat, text in expected.items()
    }


# A process that makes the file, if it is not there, and a room in it.
OPENER = """
import sys
from dashboard.room.rooms import Rooms
from dashboard.room.store import Store

rooms = Rooms(Store(sys.argv[1]))
sys.stdin.readline()
codes = [rooms.open(str(number))[0] for number in range(30)]
rooms.store.close()
print(*codes)
"""


def test_processes_that_begin_at_once_share_the_file(path):
    processes = [started(OPENER, path) for _ in range(3)]
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    codes = [code for process in processes for code in process.communicate(timeout=240)[0].split()]
    assert len(set(codes)) == len(codes) == 90
    with closing(Store(path)) as store:
        rooms = Classroom(store).rooms
        assert all(rooms.find(code) for code in codes)
