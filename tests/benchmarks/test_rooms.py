"""Classes before one server process: how soon they are seated, told and heard, and what they leave.

Run by ``python -m pytest tests/benchmarks/test_rooms.py -s -o faulthandler_timeout=0``, which prints a table.
Seconds are of cores that others use as well: what they may be, is asserted only where nobody else is there.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.crowd import megabytes_at_rest
from tests.serving import ROOT, Server, serve

OPTIONS = ["--unused-session-lifetime", "5000", "--check-unused-sessions", "2000", "--use-xheaders"]
QUIET_LOAD = 1.5  # of two cores, on average over a minute, the benchmark's own included
LONGEST_SECONDS = {"ask": 1, "close": 1, "reveal": 1, "follow": 1, "answers": 2}  # with 100 pupils
ON_TIME = 0.98  # of the rows of those who play beside
ON_TIME_AT_ONCE = 0.9  # while a command is carried out, which is a few messages of theirs
ROOMS, PUPILS, WAVES = 20, 30, 5


def teach(server: Server, **options: float) -> dict:
    """Classes from a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.pupils", server.url, "--pid", str(server.process.pid)]
    command += [part for name, value in options.items() for part in (f"--{name}", str(value))]
    found = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(found.stdout)


@pytest.mark.parametrize("pupils", [100, 300])
def test_a_class(tmp_path: Path, pupils: int) -> None:
    with serve(tmp_path, *OPTIONS) as server:
        found = teach(server, pupils=pupils, arrive=10)
        assert server.complaints() == []
    print(f"\n{pupils} pupils, 10 a second; load average {os.getloadavg()[0]:.1f}")
    for name, each in found.items():
        seconds = f"median {each['median']:.2f} s, worst {each['worst']:.2f} s, " if "worst" in each else ""
        cost = f"{1000 * each['cpu'] / pupils:.1f} ms of CPU a page"
        print(
            f"{name:>8}: {seconds}{cost}; beside it {each['rows']:.1%} of the rows, gap {each['gap']:.2f} s"
        )
    assert found["join"]["rows"] > ON_TIME
    assert min(each["rows"] for each in found.values()) > ON_TIME_AT_ONCE
    if os.getloadavg()[0] < QUIET_LOAD:
        assert found["join"]["worst"] < 5 and found["join"]["seconds"] < pupils / 10 + 1
        for name, most in LONGEST_SECONDS.items():
            assert found[name]["worst"] < most * pupils / 100


def test_rooms_leave_nothing_behind(tmp_path: Path) -> None:
    with serve(tmp_path, *OPTIONS, "--args", "--max-sessions", "1000") as server:
        held = [wave(server) for _ in range(WAVES)]
        assert server.complaints() == []
    print(f"\nMB after waves of {ROOMS} rooms of {PUPILS}: {', '.join(f'{each:.0f}' for each in held)}")
    assert max(held[1:]) <= 1.1 * held[0]


def wave(server: Server) -> float:
    """Memory in MB once rooms have been opened, played and ended."""
    teach(server, rooms=ROOMS, pupils=PUPILS, arrive=1, lone=0)
    return megabytes_at_rest(server.process.pid)
