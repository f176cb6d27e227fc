"""What the server does once, before its first visitor."""

import asyncio
import gc
import os
import sys
from dataclasses import replace
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from bokeh.document import document as documents  # noqa: E402
from bokeh.server.contexts import BokehServerContext  # noqa: E402
from bokeh.settings import settings  # noqa: E402
from threadpoolctl import threadpool_limits  # noqa: E402  # which scikit-learn needs, too

from dashboard.process.worker import WORKER  # noqa: E402
from dashboard.runs.problems import runs_of  # noqa: E402

# Loaded here, so that a fault shows at once, and the first visitor need not wait.
from dashboard.serving import classes, defaults, handlers, internals, logs, messages, opening  # noqa: E402
from dashboard.settings.rivals import Rival  # noqa: E402
from dashboard.settings.values import CHAPTERS  # noqa: E402

logs.shorten()
defaults.install()
messages.install()
handlers.install()  # before the server is made, which takes them then
internals.install()  # before whatever handlers there are by now

TURN = 0.001  # seconds that a thread keeps the interpreter while the event loop waits for it
WAIT = 20  # seconds from a page's end to the collection of what it left


class Rubbish:
    """Collects what closed pages leave, for all of them at once.

    Bokeh runs a full collection for every page that closes, each through the objects of all open pages:
    where a class of 300 leaves, that is a minute in which nobody else is served.
    """

    def __init__(self) -> None:
        self.due: asyncio.TimerHandle | None = None

    def collect(self) -> None:
        if self.due is None:
            self.due = asyncio.get_running_loop().call_later(WAIT, self.clear)

    def clear(self) -> None:
        self.due = None
        gc.collect()


def on_server_loaded(server_context: BokehServerContext) -> None:
    """Keep garbage collection and validation out of opening a page: they cost more than a third of it.

    A page makes about ten thousand objects, and hardly one of them is garbage before its visitor leaves.
    Threads that compute hand the interpreter over soon, as the event loop waits for it at every message.
    Linear algebra has no threads: on two columns they only wait for each other, fifty times as long as the
    work takes where other processes use the cores.
    The tests validate every page; `BOKEH_VALIDATE_DOC` switches it back on.
    """
    if "BOKEH_VALIDATE_DOC" not in os.environ:
        settings.perform_document_validation = False
    for settings_ in CHAPTERS.values():
        runs = replace(settings_, noise=1.0, race=(Rival("bfgs"),))
        runs_of(runs)  # what is imported when first used is used
        opening.outline(settings_.chapter, ())
    classes.following().rooms.tidy()  # a file of rooms that cannot be used is told of here
    sys.setswitchinterval(TURN)
    threadpool_limits(1)
    documents.gc = Rubbish()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def on_server_unloaded(server_context: BokehServerContext) -> None:
    """End what is still being computed: nobody will see it."""
    there = classes.following()
    there.close()
    there.rooms.store.close()
    WORKER.close()
