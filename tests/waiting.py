"""Waiting for what comes in its own time, by asking for it again and again."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_for(ask: Callable[[], T], what: str, seconds: float = 60, pause: float = 0.02) -> T:
    """The first true answer; TimeoutError, with what was waited for, if none comes in the given seconds."""
    deadline = time.monotonic() + seconds
    while not (answer := ask()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds} seconds")
        time.sleep(pause)
    return answer
