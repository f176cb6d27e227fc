from concurrent.futures import wait
from threading import Event

import pytest

from dashboard.process.worker import MOST_RESULTS, Dropped, Worker
from tests.waiting import wait_for


@pytest.fixture
def worker():
    made = Worker()
    yield made
    made.close()


class Work:
    """Work that goes on until it is let go, and counts how often it was begun."""

    def __init__(self, result="done"):
        self.result, self.begun, self.dropped = result, 0, 0
        self.started, self.released = Event(), Event()

    def __call__(self, progress):
        self.begun += 1
        self.started.set()
        try:
            while not self.released.wait(0.001):
                progress(0.5)
        except Dropped:
            self.dropped += 1
            raise
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


def finished(task):
    wait([task.future], timeout=60)
    return task.future


def test_equal_tasks_are_one_and_are_done_once(worker):
    work = Work()
    tasks = [worker.ask("a", work) for _ in range(3)]
    work.released.set()
    assert {finished(task).result() for task in tasks} == {"done"}
    assert work.begun == 1
    for task in tasks:
        worker.leave("a", task)
    assert worker.kept("a") == "done"
    assert finished(worker.ask("a", work)).result() == "done"
    assert work.begun == 1


def test_how_far_it_is_can_be_seen(worker):
    work = Work()
    task = worker.ask("a", work)
    wait_for(lambda: task.share == 0.5, "progress")
    assert worker.kept("a") is None
    work.released.set()


def test_what_nobody_waits_for_any_more_ends_and_what_one_still_waits_for_goes_on(worker):
    alone, shared = Work(), Work()
    task = worker.ask("alone", alone)
    others = [worker.ask("shared", shared) for _ in range(2)]
    alone.started.wait(60)
    worker.leave("alone", task)
    shared.started.wait(60)
    assert alone.dropped == 1
    worker.leave("shared", others[0])
    shared.released.set()
    assert finished(others[1]).result() == "done"
    again = worker.ask("alone", alone)
    alone.released.set()
    assert finished(again).result() == "done"
    assert alone.begun == 2


def test_what_has_not_begun_yet_never_does_when_it_is_left(worker):
    first, second, third = Work(), Work(), Work()
    worker.ask("first", first)
    task = worker.ask("second", second)
    last = worker.ask("third", third)
    worker.leave("second", task)
    first.released.set()
    third.released.set()
    finished(last)
    assert second.begun == 0


def test_a_failure_is_told_to_whoever_waits_and_is_tried_again_by_the_next(worker):
    broken, sound = Work(ValueError("no")), Work()
    broken.released.set(), sound.released.set()
    task = worker.ask("a", broken)
    with pytest.raises(ValueError, match="no"):
        finished(task).result()
    worker.leave("a", task)
    assert worker.kept("a") is None
    assert finished(worker.ask("a", sound)).result() == "done"
    assert finished(worker.ask("b", sound)).result() == "done", "the thread outlives a failure"


def test_only_the_latest_results_are_kept(worker):
    work = Work()
    work.released.set()
    for number in range(MOST_RESULTS + 5):
        task = worker.ask(number, work)
        finished(task)
        worker.leave(number, task)
    assert [number for number in range(MOST_RESULTS + 5) if worker.kept(number)] == list(
        range(5, MOST_RESULTS + 5)
    )
    assert len(worker.tasks) == MOST_RESULTS


def test_closing_ends_what_is_under_way():
    worker, work, other = Worker(), Work(), Work()
    task, waiting = worker.ask("a", work), worker.ask("b", other)
    work.started.wait(60)
    worker.close()
    assert isinstance(task.future.exception(), Dropped)
    assert waiting.future.cancelled() and other.begun == 0
