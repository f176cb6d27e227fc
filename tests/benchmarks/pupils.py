"""Classes before a server on this machine: how soon all are seated, told and heard; and what it costs.

Run by ``python -m tests.benchmarks.pupils URL --pid PID``; one line of JSON comes back, of the first class.
Beside it lone visitors play, whose rows are counted.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from random import uniform
from typing import Any

from tornado.httpclient import AsyncHTTPClient

from tests.benchmarks.crowd import cpu_seconds, message
from tests.server.hostile import Client, Watcher

FOLLOWED = "?chapter=landscape&function=himmelblau&step_size=0.01&speed=10"
QUIET_SECONDS = 0.5  # after which what was asked for is done
PATIENCE_SECONDS = 300
MOST_REQUESTS = 1000  # at once


class Member(Client):
    """A page of a room, which reads all that comes, and keeps its snapshot."""

    async def enter(self, query: str) -> "Member":
        began = time.perf_counter()
        while self.socket is None:
            with suppress(ConnectionError):
                await self.open(query)
            if self.socket is None:  # many wait: a browser comes again after a while, too
                await asyncio.sleep(uniform(1, 5))
        self.waited = time.perf_counter() - began  # seconds, for the page
        self.place, self.looks = self.named("snapshot"), 0
        self.snapshot = json.loads(self.models[self.place]["attributes"]["tags"][0])
        self.changed = asyncio.Event()
        self.reading = asyncio.create_task(self.read())
        return self

    async def read(self) -> None:
        while True:
            _, content = await message(self.socket)
            for event in content.get("events", []):
                if event.get("model", {}).get("id") == self.place:
                    self.snapshot = json.loads(event["new"][0])
                    self.looks += 1
                    self.changed.set()

    async def see(self, wanted: Callable[[dict], bool]) -> float:
        """Wait for a snapshot that is as wanted; return when it was there."""
        while not wanted(self.snapshot):
            self.changed.clear()
            await asyncio.wait_for(self.changed.wait(), PATIENCE_SECONDS)
        return time.perf_counter()

    async def say(self, *events: Any) -> None:
        """Send a patch whose answer nobody waits for."""
        header = json.dumps({"msgid": str(next(self.ids)), "msgtype": "PATCH-DOC"})
        await self.send(header, "{}", json.dumps({"events": events}))

    async def answer(self, text: str) -> None:
        await self.say(self.change("answer", text), self.press("submit"))

    def leave(self) -> None:
        self.reading.cancel()
        self.close()


class Lesson:
    """A room with its board and pupils, and lone visitors who play beside it."""

    def __init__(self, url: str, pid: int, pupils: int, arrive: float, lone: int, address: str = "") -> None:
        self.url, self.pid, self.count, self.arrive, self.address = url, pid, pupils, arrive, address
        self.lone = [Watcher(url) for _ in range(lone)]
        self.found: dict[str, dict] = {}

    async def run(self) -> dict[str, dict]:
        playing = [asyncio.create_task(each.play()) for each in self.lone]
        for each in self.lone:
            await each.see(3)
        self.board = await self.page().enter("?room=new")
        await self.measured("join", self.join())
        await self.measured("ask", self.command("ask", "ask"))
        await self.measured("answers", self.answers())
        await self.measured("close", self.command("close", "closed"))
        await self.measured("reveal", self.command("reveal", "revealed"))
        await self.measured("follow", self.follow())
        await self.measured("end", self.command("end", "ended"))
        await self.measured("leave", self.leave())
        for each in playing:
            each.cancel()
        self.board.leave()
        return self.found

    def page(self) -> Member:
        return Member(self.url, self.address)

    async def measured(self, name: str, work: Coroutine[Any, Any, dict]) -> None:
        """Do this, and note what it cost the server, and those who play."""
        for each in self.lone:
            each.rows, each.began, each.longest = 0, each.last, 0.0
        before = cpu_seconds(self.pid)
        found = await work
        await asyncio.sleep(QUIET_SECONDS)
        for each in self.lone:
            await each.see(1)
        found["cpu"] = cpu_seconds(self.pid) - before
        if self.lone:
            found["rows"] = min(each.rows / (each.speed * (each.last - each.began)) for each in self.lone)
            found["gap"] = max(each.longest for each in self.lone)
        self.found[name] = found

    async def join(self) -> dict:
        code, began, tasks = self.board.snapshot["code"], time.perf_counter(), []
        for number in range(1, self.count + 1):
            tasks.append(asyncio.create_task(self.page().enter(f"?room={code}")))
            await asyncio.sleep(max(0.0, began + number / self.arrive - time.perf_counter()))
        self.pupils = await asyncio.gather(*tasks)
        seconds = time.perf_counter() - began
        await self.board.see(lambda told: told["here"] == self.count)
        return {**spread([each.waited for each in self.pupils]), "seconds": seconds}

    async def command(self, button: str, phase: str) -> dict:
        began = time.perf_counter()
        await self.board.say(self.board.press(button))
        return await self.all_see(began, lambda told: told["phase"] == phase)

    async def all_see(self, began: float, wanted: Callable[[dict], bool]) -> dict:
        came = await asyncio.gather(*(each.see(wanted) for each in self.pupils))
        return spread([each - began for each in came])

    async def answers(self) -> dict:
        """All answer at once; what is acknowledged is in the file. `looks` are updates of the board."""
        before, began = self.board.looks, time.perf_counter()
        for number, pupil in enumerate(self.pupils):
            await pupil.answer(str(number % 3))
        found = await self.all_see(began, lambda told: told["has_answered"])
        await self.board.see(lambda told: told["answered"] == self.count)
        seconds = time.perf_counter() - began
        return {**found, "seconds": seconds, "looks": self.board.looks - before}

    async def follow(self) -> dict:
        board = self.board
        await board.say(board.press("free"))
        began = time.perf_counter()
        await board.say(
            board.change("activity", "follow"), board.change("question", FOLLOWED), board.press("ask")
        )
        return await self.all_see(began, lambda told: (told["shown"] or {}).get("link") == FOLLOWED)

    async def leave(self) -> dict:
        for pupil in self.pupils:
            pupil.leave()
        await self.board.see(lambda told: told["here"] == 0)
        return {}


def spread(seconds: list[float]) -> dict[str, float]:
    return {"median": sorted(seconds)[len(seconds) // 2], "worst": max(seconds)}


async def teach(rooms: int, lone: int, **given: Any) -> dict:
    """Have so many classes at once, each from an address of its own."""
    AsyncHTTPClient.configure(None, max_clients=MOST_REQUESTS, defaults={"connect_timeout": PATIENCE_SECONDS})
    others = [Lesson(lone=0, address=f"192.0.2.{number}", **given) for number in range(1, rooms)]
    lessons = [Lesson(lone=lone, address="192.0.2.0", **given), *others]
    return (await asyncio.gather(*(lesson.run() for lesson in lessons)))[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--rooms", type=int, default=1)
    parser.add_argument("--pupils", type=int, default=100, help="of a room")
    parser.add_argument("--arrive", type=float, default=10, help="pupils a second, into each room")
    parser.add_argument("--lone", type=int, default=3, help="visitors who play beside the class")
    print(json.dumps(asyncio.run(teach(**vars(parser.parse_args())))))
