"""A class on a real server: raw clients who know no more than the names of models."""

import asyncio
import json

from dashboard.exercises.lessons import LESSONS
from tests.server.hostile import Client, run
from tests.server.hostile_pupils import attack
from tests.serving import serve

PUPILS = 12
LOOKS = 600
BETWEEN_LOOKS = 0.05  # seconds
HOSTILE, MESSAGES, GUESSES = 3, 120, 8  # thousands in `tests/benchmarks/test_hostile_class.py`
LESSON = LESSONS["step size"]


class Member(Client):
    """A page of a room."""

    async def see(self, name, wanted, attribute="text"):
        """Look at a model until it is as wanted; return its value."""
        for _ in range(LOOKS):
            value = attributes(await self.pull(), name).get(attribute)
            if value and wanted(value):
                return value
            await asyncio.sleep(BETWEEN_LOOKS)
        raise AssertionError(f"{name} was {value} to the end")

    async def snapshot(self, wanted=lambda told: True):
        (text,) = await self.see("snapshot", lambda tags: wanted(json.loads(tags[0])), "tags")
        return json.loads(text)

    async def do(self, name):
        await self.patch(self.press(name))

    async def answer(self, text):
        await self.patch(self.change("answer", text))
        await self.do("submit")


def attributes(value, name):
    """The attributes of the model of a name, wherever it is in a document."""
    if isinstance(value, dict):
        own = value.get("attributes")
        if isinstance(own, dict) and own.get("name") == name:
            return own
        value = list(value.values())
    found = (attributes(each, name) for each in value) if isinstance(value, list) else ()
    return next(filter(None, found), {})


async def opened(server):
    """A new room: its board, its code and the key."""
    board = await Member(server.url).open("?room=new")
    code = await board.see("code", bool)
    (key,) = await board.see("key", bool, "tags")
    return board, code, key


async def joined(server, code, seat=""):
    return await Member(server.url).open(f"?room={code}{f'&seat={seat}' if seat else ''}")


def test_a_class_guesses_from_the_first_press_to_the_csv(server):
    log = len(server.log)

    async def lesson():
        board, code, _ = await opened(server)
        pupils = await asyncio.gather(*(joined(server, code) for _ in range(PUPILS)))
        await board.see("here", lambda text: text == f"{PUPILS} here")
        await board.do("ask")
        for number, pupil in enumerate(pupils):
            await pupil.snapshot(lambda told: told["phase"] == "ask")
            await pupil.answer(str(number % 3))
        await board.see("answered", lambda text: text == f"{PUPILS} answered")
        assert (await board.snapshot())["tally"] is None
        await board.do("close")
        told = await board.snapshot(lambda told: told["tally"] is not None)
        assert told["tally"]["bars"] == [[4, 4, 4, 0]]
        await board.do("reveal")
        for number, pupil in enumerate(pupils):
            told = await pupil.snapshot(lambda told: told["result"] is not None)
            assert told["result"]["is_right"] is (number % 3 == LESSON.right)
            assert told["shown"]["link"] == told["asked"]["link"]
        await board.do("end")
        await board.do("export")
        (csv,) = await board.see("csv", bool, "tags")
        assert len(csv.splitlines()) == 1 + PUPILS and csv.count(",right,,") == 4
        for each in [board, *pupils]:
            each.close()

    run(lesson())
    assert server.complaints(log) == []


def test_a_page_that_leaves_is_not_here_and_its_seat_comes_back(server):
    async def lesson():
        board, code, _ = await opened(server)
        pupil = await joined(server, code)
        await board.see("here", lambda text: text == "1 here")
        alias = await pupil.see("alias", bool)
        (seat,) = await pupil.see("seat", bool, "tags")
        pupil.close()
        await board.see("here", lambda text: text == "0 here")
        again, twice = await joined(server, code, seat), await joined(server, code, seat)
        assert await again.see("alias", bool) == await twice.see("alias", bool) == alias
        await board.see("here", lambda text: text == "1 here")
        for each in (board, again, twice):
            each.close()

    run(lesson())


def test_killed_in_mid_vote_the_room_goes_on_in_the_next_process(tmp_path):
    options = ["--args", "--rooms", str(tmp_path / "rooms.db")]

    async def before(server):
        board, code, key = await opened(server)
        pupil = await joined(server, code)
        (seat,) = await pupil.see("seat", bool, "tags")
        await board.do("ask")
        await pupil.snapshot(lambda told: told["phase"] == "ask")
        await pupil.answer("2")
        await pupil.snapshot(lambda told: told["answer"] == "2")
        server.process.kill()
        return code, key, seat, await_closed(board, pupil)

    def await_closed(*pages):
        for page in pages:
            page.close()

    async def after(server, code, key, seat):
        pupil = await joined(server, code, seat)
        told = await pupil.snapshot()
        assert (told["phase"], told["answer"]) == ("ask", "2")
        board = await Member(server.url).open(f"?room={code}&as=teacher")
        await board.patch(board.change("key", [key], "tags"))
        await board.see("answered", lambda text: text == "1 answered")
        await board.do("close")
        await pupil.snapshot(lambda told: told["phase"] == "closed")
        await_closed(board, pupil)

    with serve(tmp_path, *options) as server:
        code, key, seat, _ = run(before(server))
    with serve(tmp_path, *options) as server:
        run(after(server, code, key, seat))
        assert server.complaints() == []


async def hold_lesson_under_attack(server, hostile, messages, guesses):
    """A vote that is asked, answered and closed while others attack; nothing of it may change."""
    (board, code, _), (elsewhere, other, _) = await opened(server), await opened(server)
    honest, neighbour = await joined(server, code), await joined(server, other)
    await board.do("ask")
    asked = await honest.snapshot(lambda told: told["phase"] == "ask")
    await honest.answer("2")
    before = await honest.snapshot(lambda told: told["answer"] == "2"), await neighbour.snapshot()
    others = [id for page in (board, honest, elsewhere, neighbour) for id in page.models]
    await attack(server.url, code, others, [asked["turn"], 0, 2], hostile, messages, guesses)
    assert (await honest.snapshot(), await neighbour.snapshot()) == before
    assert (await board.see("code", bool)) == code
    told = await board.snapshot(lambda told: len(told["members"]) > hostile)  # it looks three times a second
    assert len(told["members"]) == 1 + hostile
    await board.do("close")
    await honest.snapshot(lambda told: told["phase"] == "closed")
    for each in (board, honest, elsewhere, neighbour):
        each.close()


def test_hostile_pupils_take_nothing_and_disturb_nobody(server):
    log = len(server.log)
    run(hold_lesson_under_attack(server, HOSTILE, MESSAGES, GUESSES))
    assert server.complaints(log) == []
