"""A `bokeh serve` that logs how long each callback holds its event loop.

Run by ``python -m tests.benchmarks.holding dashboard OPTIONS``. A line of the log has the seconds of
processor time and of the clock that a callback took, and what it was.
"""

import logging
import sys
import time
from asyncio import Handle

from bokeh.command.bootstrap import main

SHORTEST = 0.005  # seconds: what holds the loop no longer is not told
run = Handle._run


def watched(self: Handle) -> None:
    cpu, clock = time.thread_time(), time.perf_counter()
    run(self)
    cpu, clock = time.thread_time() - cpu, time.perf_counter() - clock
    if clock > SHORTEST:
        logging.getLogger("bokeh.holding").info("held %.4f %.4f %.60r", cpu, clock, self._callback)


if __name__ == "__main__":
    Handle._run = watched
    main(["bokeh", "serve", *sys.argv[1:]])
