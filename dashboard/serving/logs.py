"""Keeps the log readable, whatever clients send: no line is long, and none comes without end."""

import logging
import time
from collections.abc import Callable

LONGEST_LINE = 400  # characters
MOST_LINES = 100  # of one entry, with its traceback
MOST_ALIKE = 500  # entries from one place in the code, in one span: a class that comes is told of in full
SPAN = 60  # seconds
LEFT_OUT = "…"
# Visitors leave while something is on its way to them.
NOISE = ("Failed sending message as connection was closed", "was scheduled to discard but came back to life")


class Sparing(logging.Filter):
    """Lets pass what tells something: no noise, and at most `MOST_ALIKE` entries from one place in a span.

    The next one after that says how many were left out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.clock = clock
        self.counts: dict[tuple[str, int], int] = {}
        self.left_out: dict[tuple[str, int], int] = {}
        self.began = clock()

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.INFO:  # who asks for these wants all of them
            return True
        if any(each in str(record.msg) for each in NOISE):
            return False
        if self.clock() - self.began > SPAN:
            self.began = self.clock()
            self.counts.clear()
        place = (record.pathname, record.lineno)
        self.counts[place] = self.counts.get(place, 0) + 1
        if self.counts[place] > MOST_ALIKE:
            self.left_out[place] = self.left_out.get(place, 0) + 1
            return False
        if missing := self.left_out.pop(place, 0):
            record.msg = f"{record.getMessage()} ({missing:,} like this were left out before)"
            record.args = ()
        return True


class Brief(logging.Formatter):
    """Writes entries as another formatter does, with long lines cut, and the middle of many left out."""

    def __init__(self, whole: logging.Formatter) -> None:
        super().__init__()
        self.whole = whole

    def format(self, record: logging.LogRecord) -> str:
        lines = [cut(line) for line in self.whole.format(record).split("\n")]
        if len(lines) > MOST_LINES:
            half = MOST_LINES // 2
            lines[half:-half] = [LEFT_OUT]
        return "\n".join(lines)


def cut(line: str) -> str:
    """A line, without its middle if it is long."""
    half = LONGEST_LINE // 2
    return line if len(line) <= LONGEST_LINE else f"{line[:half]} {LEFT_OUT} {line[-half:]}"


def shorten() -> None:
    """Have all that is logged from here on be brief; more than once is the same as once."""
    for handler in logging.getLogger().handlers:
        if not isinstance(handler.formatter, Brief):
            handler.setFormatter(Brief(handler.formatter or logging.Formatter()))
            handler.addFilter(Sparing())
