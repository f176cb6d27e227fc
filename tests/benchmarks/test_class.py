"""A class before one server process, beside the yardstick page, in one run.

Run by ``python -m pytest tests/benchmarks -s``, which prints the table. Nothing here is a limit on time: the
dashboard is held against the yardstick, and rows that came against rows that were due.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT, Server, serve

YARDSTICK = Path(os.environ.get("YARDSTICK", Path(__file__).parent / "yardstick"))
PLAYING = "?chapter=line&play=1&iterations=100000&step_size=0.0001"
DUE, YARDSTICK_DUE = 400, 20  # rows a second
OPTIONS = ["--keep-alive", "10000", "--unused-session-lifetime", "5000", "--check-unused-sessions", "2000"]


@pytest.fixture
def dashboard(tmp_path):
    with serve(tmp_path, *OPTIONS) as server:
        yield server


@pytest.fixture
def yardstick(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("yardstick"), *OPTIONS, app=YARDSTICK) as server:
        yield server


def come(server: Server, query: str, visitors: int, seconds: float = 10) -> dict:
    """A crowd from a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.crowd", server.url + query]
    command += ["--pid", str(server.process.pid), "--visitors", str(visitors), "--seconds", str(seconds)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(found.stdout)


def tell(name: str, found: dict, due: float) -> None:
    shares = f"{found['rows'] / due:.1%} of the rows due, least {found['least_rows'] / due:.0%}"
    gaps = f"gap {found['gap_median'] or 0:.2f} s, p99 {found['gap_p99'] or 0:.2f} s"
    opening = f"opened in {found['open_median']:.2f} s, worst {found['open_worst']:.2f} s"
    cost = f"{found['messages']:.1f} messages/s each, {found['cores']:.2f} cores, {found['megabytes']:.0f} MB"
    said = f"silent {found['silent']} {found['errors'] or ''}"
    print(f"\n{name} {found['visitors']:>3} pages: {shares}; {gaps}; {cost}; {opening}; {said}", end="")


@pytest.mark.parametrize("visitors", [30, 100, 300])
def test_pages_that_play(dashboard: Server, yardstick: Server, visitors: int) -> None:
    theirs = come(yardstick, "", visitors)
    yardstick.process.terminate()
    ours = come(dashboard, PLAYING, visitors)
    tell("yardstick", theirs, YARDSTICK_DUE)
    tell("dashboard", ours, DUE)
    assert ours["opened"] == visitors and not ours["errors"] and not ours["silent"]
    assert ours["rows"] / DUE > theirs["rows"] / YARDSTICK_DUE or ours["rows"] / DUE >= 0.9


@pytest.mark.parametrize(
    "query", ["?chapter=line", "?chapter=curve", "?chapter=landscape", "?chapter=line&show=loss"]
)
def test_opening_a_page(dashboard: Server, yardstick: Server, query: str) -> None:
    come(yardstick, "?play=0", 5, 0), come(dashboard, query, 5, 0)
    theirs, ours = [], []
    for _ in range(3):
        theirs.append(come(yardstick, "?play=0", 20, 0)["opening_cpu"])
        ours.append(come(dashboard, query, 20, 0)["opening_cpu"])
    slow, fast = sorted(theirs)[1], sorted(ours)[1]
    print(
        f"\n{query}: {1e3 * fast:.0f} ms of CPU, the yardstick {1e3 * slow:.0f} ms: {fast / slow:.2f} times",
        end="",
    )
    assert fast < 1.3 * slow
