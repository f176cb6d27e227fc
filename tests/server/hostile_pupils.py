"""Pupils who mean no good: each has a seat, and sends to its room whatever might take something there."""

import asyncio
import json
from contextlib import suppress
from random import Random
from typing import Any

from dashboard.room.names import digest, draw_code
from tests.server.hostile import EVENTS, Client, Hostile, event

GUESSERS = 8
TOGETHER = 20  # messages that are sent before an answer is waited for
ANSWERS = [
    *["0", "9", "0|0", "999999999|1", "-1|1", "=1+1", "x" * 400, "x" * 9999, "start=1,1", "?race=x", ""],
    *["steps=1", "method=newton&step_size=1", "0|" * 99, "1e999", "\0", "<script>alert(1)</script>"],
]
SCORE = json.dumps({"result": {"steps": 0, "is_right": True}, "phase": "revealed", "here": 999})


class HostilePupil(Hostile):
    """One who sends answers, keys, scores and commands of any kind to a page of a room.

    `turns` are votes that it answers; `others` are the ids of models on pages of others.
    """

    def __init__(self, url: str, random: Random, others: list[str], turns: list[int]) -> None:
        super().__init__(url, random)
        self.others, self.turns = others, turns

    def any_id(self) -> str:
        return self.random.choice([super().any_id(), super().any_id(), *self.random.sample(self.others, 1)])

    def any_event(self) -> Any:
        kinds = [
            self.any_change,
            self.any_answer,
            self.any_press,
            self.any_score,
            self.any_root,
            self.any_junk,
        ]
        return self.random.choices(kinds, [4, 6, 4, 2, 1, 1])[0]()

    def any_answer(self) -> Any:
        turn = self.random.choice(self.turns)
        answers = [*ANSWERS, f"{turn}|0", f"{turn}|1", f"{turn}|=HYPERLINK(0)", self.any_value()]
        return self.change("answer", self.random.choice(answers))

    def any_press(self) -> Any:
        any_event = event(self.random.choice(EVENTS), {"model": {"id": self.any_id()}})
        return self.random.choice([self.press("submit"), any_event])

    def any_score(self) -> Any:
        """A score that is claimed, a seat, a key, or a page of words of one's own."""
        name = self.random.choice(["snapshot", "scene", "seat", "alias", "phase", "code"])
        attribute, value = self.random.choice([("tags", [SCORE]), ("tags", [SCORE, SCORE]), ("text", SCORE)])
        return self.change(name, value, attribute)

    async def send_many(self, messages: int) -> None:
        """Send so many messages, of several events at times; wait for an answer now and then."""
        for number in range(messages):
            events = [self.any_event() for _ in range(self.random.choice([1, 1, 2, 5]))]
            if number % TOGETHER and number < messages - 1:
                header = json.dumps({"msgid": f"n{number}", "msgtype": "PATCH-DOC"})
                await self.send(header, "{}", json.dumps({"events": events}))
            else:
                await self.patch(*events)


async def forge(url: str, code: str, random: Random, times: int) -> None:
    """Give commands on the teacher's page with keys of one's own making."""
    stranger = await Client(url).open(f"?room={code}&as=teacher")
    for _ in range(times):
        key = random.choice(["forged", "", "x" * 64, digest(code), code, [], ["a", "b"], [7], None])
        tags = key if isinstance(key, list) else [key]
        presses = [stranger.press(random.choice(["close", "reveal", "end", "export", "seats", "free"]))]
        await stranger.patch(stranger.change("key", tags, "tags"), *presses)
    stranger.close()


async def guess(url: str, random: Random, times: int, number: int) -> None:
    """Try codes, and seats that others may have."""
    for _ in range(times):
        code = random.choice(
            [draw_code(random), "", "%00", "new%20", "QQQQ&as=teacher&seat=x", "QQQQ&seat=%ff"]
        )
        guesser = Client(url, address=f"198.51.100.{number}")
        with suppress(ConnectionError):
            await guesser.open(f"?room={code}")
        guesser.close()


async def attack(
    url: str, code: str, others: list[str], turns: list[int], pupils: int, messages: int, guesses: int
) -> None:
    """Have so many pupils send so many messages each, while others forge keys and guess codes."""

    async def one(seed: int) -> None:
        pupil = await HostilePupil(url, Random(seed), others, turns).open(f"?room={code}")
        await pupil.send_many(messages)
        pupil.close()

    guessing = [guess(url, Random(-number), guesses // GUESSERS, number) for number in range(GUESSERS)]
    await asyncio.gather(*map(one, range(pupils)), forge(url, code, Random(-1), messages // 10), *guessing)
