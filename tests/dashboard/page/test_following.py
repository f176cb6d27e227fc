import asyncio
import threading
from concurrent.futures import Future
from contextlib import closing, suppress

import pytest
from bokeh.document import Document

from dashboard.page import following
from dashboard.page.following import CHECK_SECONDS, TIDY_SECONDS, TOGETHER, Following, Member
from dashboard.process.worker import Worker
from dashboard.room import questions
from dashboard.room.questions import settings_of
from dashboard.room.rooms import Rooms
from dashboard.room.store import Store
from tests.dashboard.room.classroom import GUESS, Classroom

SIZES = questions.pick("step size", settings_of("?chapter=curve"))


class Class(Classroom):
    """A class of which each has a page, and so has its teacher; `seen` are the phases that each has shown."""

    def __init__(self, store, pupils):
        super().__init__(store, pupils)
        self.room.settle()
        self.worker = Worker()
        self.following = Following(self.rooms, self.worker, self.clock)
        self.seen = []
        self.members = [self.opened(secret) for secret in [*self.seats, self.key]]

    def opened(self, secret):
        phases = []
        self.seen.append(phases)
        member = Member(Document(), self.room, secret, lambda: phases.append(self.room.saved.phase))
        self.following.join(member)
        return member

    def look(self, member):
        """Let the event loop do what a page has been told."""
        for callback in list(member.document.session_callbacks):
            member.document.remove_next_tick_callback(callback)
            callback.callback()

    def close(self):
        self.following.close()
        self.worker.close()

    async def tick(self):
        """Tell the pages, and let each look."""
        if not self.room.is_lost:
            self.room.settle()
        telling = asyncio.create_task(self.following.tell())
        while not telling.done():
            await asyncio.sleep(0)
            for member in self.following.members:
                self.look(member)
        await telling


@pytest.fixture
def run():
    """Run a lesson with a class of so many pupils."""

    def run(lesson, pupils=3):
        async def play():
            with closing(Store(":memory:")) as store, closing(Class(store, pupils)) as there:
                await lesson(there)

        asyncio.run(play())

    return run


def test_a_command_is_seen_by_every_page_once(run):
    async def lesson(there):
        await there.tick()
        assert there.seen == [[]] * 4
        there.tell("ask", question=GUESS)
        await there.tick()
        await there.tick()
        assert there.seen == [["ask"]] * 4

    run(lesson)


def test_changes_that_come_together_are_one_for_the_pages(run):
    async def lesson(there):
        there.tell("ask", question=GUESS)
        there.answer(0, "1")
        there.tell("close")
        await there.tick()
        assert there.seen == [["closed"]] * 4

    run(lesson)


def test_pages_are_told_some_at_a_time(run):
    async def lesson(there):
        there.tell("pause", on=True)
        there.room.settle()
        telling = asyncio.create_task(there.following.tell())
        told = []
        while not told:
            await asyncio.sleep(0)
            told = [member for member in there.members if member.document.session_callbacks]
        assert len(told) == TOGETHER
        telling.cancel()

    run(lesson, pupils=3 * TOGETHER)


def test_a_page_that_hangs_keeps_the_others_from_nothing_and_is_told_once(run):
    async def lesson(there):
        hanging = there.members[0]
        there.look = lambda member: None if member is hanging else Class.look(there, member)
        there.tell("ask", question=GUESS)
        await there.tick()
        there.tell("close")
        await there.tick()
        assert there.seen[0] == [] and there.seen[1:] == [["ask", "closed"]] * 3
        assert len(hanging.document.session_callbacks) == 1
        Class.look(there, hanging)
        assert there.seen[0] == ["closed"]

    run(lesson)


def test_a_scene_is_drawn_beside_the_event_loop_before_its_pages_look(run, monkeypatch):
    async def lesson(there):
        drawn = []
        monkeypatch.setattr(
            following, "draw_room", lambda state: drawn.append((state.phase, threading.current_thread()))
        )
        there.tell("ask", question=GUESS)
        await there.tick()
        await there.tick()
        ((phase, thread),) = drawn
        assert phase == "ask" and thread is not threading.current_thread()

    run(lesson)


def test_a_scene_that_cannot_be_drawn_keeps_no_page_from_looking(run, monkeypatch, caplog):
    async def lesson(there):
        monkeypatch.setattr(following, "draw_room", lambda state: 1 / 0)
        there.tell("ask", question=GUESS)
        await there.tick()
        assert there.seen == [["ask"]] * 4

    run(lesson)
    assert caplog.text.count("could not be drawn") == 1


def test_a_page_that_fails_is_alone_with_it(run, caplog):
    async def lesson(there):
        there.members[0].catch_up = lambda: 1 / 0
        there.tell("pause", on=True)
        await there.tick()
        await there.tick()
        assert there.seen[1:] == [["free"]] * 3

    run(lesson)
    assert caplog.text.count("could not follow") == 1


def test_who_comes_and_goes_is_news_for_the_board_alone(run):
    async def lesson(there):
        there.following.leave(there.members[0])
        await there.tick()
        assert there.seen == [[], [], [], ["free"]]
        assert there.board().here == 2
        there.following.leave(there.members[0])
        assert there.board().here == 2

    run(lesson)


def test_an_answer_is_news_for_its_own_page_and_the_board_and_a_newcomer_for_the_board(run):
    async def lesson(there):
        there.tell("ask", question=GUESS)
        await there.tick()
        there.answer(1, "1")
        await there.tick()
        there.room.join()
        await there.tick()
        assert list(map(len, there.seen)) == [1, 2, 1, 3]

    run(lesson)


def test_a_room_that_is_lost_is_news(run):
    async def lesson(there):
        there.room.is_lost = True
        await there.tick()
        assert [len(phases) for phases in there.seen] == [1] * 4

    run(lesson)


def test_a_guess_is_counted_at_once(run):
    async def lesson(there):
        there.tell("ask", question=GUESS)
        there.answer(0, "1")
        there.tell("close")
        await there.tick()
        assert there.board().tally.bars == ((0, 1, 0),)
        assert there.following.counting == {}

    run(lesson)


def test_other_answers_are_counted_by_the_worker_and_then_seen(run):
    async def lesson(there):
        there.tell("ask", question=SIZES)
        there.answer(0, "0.1")
        there.tell("close")
        await there.tick()
        ((_, task),) = there.following.counting.values()
        task.future.result(60)
        await there.tick()
        assert there.board().tally.results[there.pupil(0).alias].steps > 0
        assert there.following.counting == {}
        assert [phases[-1] for phases in there.seen] == ["closed"] * 4

    run(lesson)


def test_what_cannot_be_counted_is_told_in_the_log_once(run, caplog):
    async def lesson(there):
        there.room.count = lambda wish, progress: 1 / 0
        there.tell("ask", question=SIZES)
        there.answer(0, "0.1")
        there.tell("close")
        await there.tick()
        ((_, task),) = there.following.counting.values()
        task.future.exception(60)
        await there.tick()
        await there.tick()
        assert there.board().phase == "closed"

    run(lesson)
    assert caplog.text.count("could not be counted") == 1


def test_what_is_asked_anew_is_counted_and_the_old_left_off(run):
    async def lesson(there):
        there.worker.ask = lambda key, work: asked.append(key) or Waiting()
        there.worker.leave = lambda key, task: left.append(key)
        asked, left = [], []
        there.tell("ask", question=SIZES)
        there.tell("close")
        await there.tick()
        await there.tick()
        there.tell("reveal")
        await there.tick()
        there.tell("free")
        await there.tick()
        assert [key[1].is_revealed for key in asked] == [False, True]
        assert left == asked

    run(lesson)


class Waiting:
    """A task that is never done."""

    def __init__(self):
        self.future = Future()


def test_it_goes_on_by_itself_until_it_is_closed(run, monkeypatch):
    async def lesson(there):
        monkeypatch.setattr(following, "TICK_SECONDS", 0)
        there.following.start()
        there.following.start()
        for phase, command in {
            "ask": {"name": "ask", "question": GUESS},
            "closed": {"name": "close"},
        }.items():
            there.tell(**command)
            there.room.settle()
            while there.seen[0][-1:] != [phase]:
                await asyncio.sleep(0)
                there.look(there.members[0])
        running = there.following.running
        there.following.close()
        with suppress(asyncio.CancelledError):
            await running

    run(lesson)


def test_a_room_that_another_process_took_over_is_soon_lost_here_though_nobody_does_anything(run):
    async def lesson(there):
        Rooms(there.store, there.clock).find(there.code)
        there.following.check()
        await asyncio.wrap_future(there.store.owners([]))
        assert not there.room.is_lost
        there.clock.now += CHECK_SECONDS
        there.following.check()
        await asyncio.wrap_future(there.store.owners([]))
        await there.tick()
        assert there.room.is_lost and [len(phases) for phases in there.seen] == [1] * 4

    run(lesson)


def test_rooms_are_let_go_of_now_and_then(run):
    async def lesson(there):
        for member in there.members:
            there.following.leave(member)
        there.clock.now += 2 * TIDY_SECONDS
        there.following.tidy()
        assert there.rooms.kept == {}

    run(lesson)
