"""Work that takes too long for the event loop: done by one thread for all pages of a process.

NumPy lets go of the interpreter in each of its loops, so that a page which is due need not wait.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import Any

MOST_RESULTS = 24

Progress = Callable[[float], None]


def parts(progress: Progress, count: int) -> Iterator[Progress]:
    """Yield what tells the progress of each of so many equal parts of some work."""
    for done in range(count):

        def tell(share: float, done: int = done) -> None:
            progress((done + share) / count)

        yield tell


class Dropped(Exception):
    """Nobody waits for this work any more."""


class Task:
    """A piece of work under way, or done: its `future`, and the `share` of it that is done."""

    def __init__(self) -> None:
        self.share = 0.0
        self.waiting = 0  # pages that want it
        self.future: Future  # of the work, once it is asked for

    def progress(self, share: float) -> None:
        """Called by the work, now and then; ends it where nobody waits."""
        if not self.waiting:
            raise Dropped
        self.share = share


class Worker:
    """Does one task after the other. Equal tasks are one, and the latest results are kept.

    It is asked and left by the event loop's thread only.
    """

    def __init__(self) -> None:
        self.tasks: OrderedDict[Hashable, Task] = OrderedDict()

    @cached_property
    def thread(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="worker")

    def ask(self, key: Hashable, work: Callable[[Progress], Any]) -> Task:
        """The task of this key, which may be done already; who asks has to leave it in the end."""
        task = self.tasks.get(key)
        if task is None:
            task = self.tasks[key] = Task()
            task.waiting = 1
            task.future = self.thread.submit(work, task.progress)
        else:
            task.waiting += 1
        self.tasks.move_to_end(key)
        return task

    def kept(self, key: Hashable) -> Any:
        """The result of this key, if it is there; else None."""
        task = self.tasks.get(key)
        return task.future.result() if task is not None and is_well(task) else None

    def leave(self, key: Hashable, task: Task) -> None:
        """Let go of a task: one that nobody waits for ends, and is kept only if it is done and went well."""
        task.waiting -= 1
        if not task.waiting and not is_well(task) and self.tasks.get(key) is task:
            task.future.cancel()
            del self.tasks[key]
        done = [each for each, kept in self.tasks.items() if not kept.waiting]
        for each in done[: max(0, len(done) - MOST_RESULTS)]:
            del self.tasks[each]

    def close(self) -> None:
        """End whatever is under way: the process ends."""
        for task in self.tasks.values():
            task.waiting = 0
        self.tasks.clear()
        self.thread.shutdown(cancel_futures=True)


def is_well(task: Task) -> bool:
    """Whether a task is done, and has a result."""
    return task.future.done() and not task.future.cancelled() and task.future.exception() is None


WORKER = Worker()
