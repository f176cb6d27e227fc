"""Ten thousand messages of pupils who mean no good, beside a class that goes on, and one who plays.

Run by ``python -m pytest tests/benchmarks/test_hostile_class.py -s -o faulthandler_timeout=0``.
"""

import os
import time
from pathlib import Path

from tests.server.hostile import Watcher, beside_one_who_plays
from tests.server.hostile_pupils import attack
from tests.server.test_class import joined, opened
from tests.serving import serve

HOSTILE, MESSAGES, GUESSES = 10, 1000, 1000
OPTIONS = ["--use-xheaders", "--unused-session-lifetime", "2000", "--check-unused-sessions", "1000"]
ON_TIME = 0.98  # of the rows that are due


def test_ten_thousand_messages_take_nothing(tmp_path: Path) -> None:
    with serve(tmp_path, *OPTIONS) as server:

        async def lesson(watcher: Watcher) -> float:
            (board, code, _), (elsewhere, other, _) = await opened(server), await opened(server)
            honest, neighbour = await joined(server, code), await joined(server, other)
            await board.do("ask")
            asked = await honest.snapshot(lambda told: told["phase"] == "ask")
            await honest.answer("2")
            before = await honest.snapshot(lambda told: told["answer"] == "2"), await neighbour.snapshot()
            others = [id for page in (board, honest, elsewhere, neighbour) for id in page.models]
            began = time.perf_counter()
            await attack(server.url, code, others, [asked["turn"], 0, 2], HOSTILE, MESSAGES, GUESSES)
            seconds = time.perf_counter() - began
            assert (await honest.snapshot(), await neighbour.snapshot()) == before
            assert len((await board.snapshot())["members"]) == 1 + HOSTILE
            await board.do("close")
            await honest.snapshot(lambda told: told["phase"] == "closed")
            for each in (board, honest, elsewhere, neighbour):
                each.close()
            return seconds

        watcher, share, seconds = beside_one_who_plays(server, lesson)
        assert server.complaints() == []
    print(
        f"\n{HOSTILE * MESSAGES} messages and {GUESSES} codes in {seconds:.0f} s: {share:.1%} of the rows due"
        f" beside them, longest gap {watcher.longest:.2f} s; load average {os.getloadavg()[0]:.1f}"
    )
    assert share >= ON_TIME
