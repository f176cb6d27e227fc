"""Ten thousand messages of pupils who mean no good, beside a class that goes on, and one who plays.

Run by ``python -m pytest tests/benchmarks/test_hostile_class.py -s -o faulthandler_timeout=0``.
"""

import os
import time
from pathlib import Path

from tests.server.hostile import Watcher, beside_one_who_plays
from tests.server.test_class import hold_lesson_under_attack
from tests.serving import serve

HOSTILE, MESSAGES, GUESSES = 10, 1000, 1000
OPTIONS = ["--use-xheaders", "--unused-session-lifetime", "2000", "--check-unused-sessions", "1000"]
ON_TIME = 0.98  # of the rows that are due


def test_ten_thousand_messages_take_nothing(tmp_path: Path) -> None:
    with serve(tmp_path, *OPTIONS) as server:

        async def lesson(watcher: Watcher) -> float:
            began = time.perf_counter()
            await hold_lesson_under_attack(server, HOSTILE, MESSAGES, GUESSES)
            return time.perf_counter() - began

        watcher, share, seconds = beside_one_who_plays(server, lesson)
        assert server.complaints() == []
    print(
        f"\n{HOSTILE * MESSAGES} messages and {GUESSES} codes in {seconds:.0f} s: {share:.1%} of the rows due"
        f" beside them, longest gap {watcher.longest:.2f} s; load average {os.getloadavg()[0]:.1f}"
    )
    assert share >= ON_TIME
