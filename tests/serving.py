"""A `bokeh serve` of the dashboard in a process of its own, and visitors who come to it as a browser does."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from bokeh.client import ClientSession
from bokeh.model import Model
from bokeh.util.token import get_session_id
from tornado.ioloop import IOLoop

from tests.waiting import wait_for

ROOT = Path(__file__).parent.parent
ON_A_FREE_PORT = ["--address", "127.0.0.1", "--port", "0"]
WITH_LEVELS = ["--log-format", "%(levelname)s %(name)s: %(message)s"]
RUNNING = re.compile(r"Bokeh app running at: (\S+)")
COMPLAINT = re.compile(
    r"^(?:WARNING|ERROR|CRITICAL|Traceback).*(?:\n(?!(?:DEBUG|INFO|WARNING|ERROR|CRITICAL) ).*)*",
    re.MULTILINE,
)
TOKEN = re.compile(r'"token":\s*"([^"]+)"')

visiting: list[asyncio.AbstractEventLoop] = []  # the event loops of open visits, the newest last


class SignedSession(ClientSession):
    """A session that comes with the page's own token, where Bokeh's client makes an unsigned one."""

    token = ""

    def __init__(self, token: str, url: str, loop: IOLoop) -> None:
        super().__init__(get_session_id(token), url.replace("http", "ws", 1) + "/ws", loop)
        self.token = token


@dataclass(frozen=True)
class Visit:
    """An open page: a copy of its document, which follows the server's while `follow` runs."""

    html: str
    session: ClientSession
    loop: IOLoop

    def model(self, name: str) -> Model:
        return self.session.document.get_model_by_name(name)

    def follow(self, until: Callable[[], bool], seconds: float = 60) -> None:
        """Apply what the server sends until a condition holds; TimeoutError if it never does.

        Bokeh's client has no public way to do so: what comes while it waits for a reply it throws away.
        """
        timer = self.loop.call_later(seconds, self.session.close)
        self.session._connection._loop_until(lambda: until() or not self.session.connected)
        self.loop.remove_timeout(timer)
        if not until():
            raise TimeoutError(f"did not come in {seconds} seconds")


@dataclass(frozen=True)
class Server:
    """A running server: the address of the page, its process, and what it has logged so far."""

    url: str
    process: subprocess.Popen
    log_file: Path

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def complaints(self, since: int = 0) -> list[str]:
        """What the log tells of something wrong, from a place in it on: each with its whole traceback."""
        return [complaint.rstrip("\n") for complaint in COMPLAINT.findall(self.log[since:])]

    def fetch(self, query: str = "") -> str:
        """The text at the page's address followed by `query`; HTTPError unless the status is 200."""
        with urlopen(self.url + query, timeout=60) as answer:
            return answer.read().decode("utf-8")

    @contextmanager
    def visit(self, query: str = "") -> Iterator[Visit]:
        """Fetch the page, open its session, and close it at the end."""
        html = self.fetch(query)
        with own_loop() as loop:
            session = SignedSession(TOKEN.search(html)[1], self.url, loop)
            session.pull()
            try:
                yield Visit(html, session, loop)
            finally:
                session.close()
                session._loop_until_closed()


@contextmanager
def own_loop() -> Iterator[IOLoop]:
    """An event loop, and this thread's too, as Tornado's client asks for that, whatever loop it is given."""
    loop = IOLoop(make_current=False)
    visiting.append(loop.asyncio_loop)
    asyncio.set_event_loop(visiting[-1])
    try:
        yield loop
    finally:
        visiting.remove(loop.asyncio_loop)
        asyncio.set_event_loop(visiting[-1] if visiting else None)
        loop.close()


@contextmanager
def serve(
    folder: Path,
    *options: str,
    app: str | Path = "dashboard",
    cwd: Path = ROOT,
    by: Sequence[str] = ("bokeh", "serve"),
) -> Iterator[Server]:
    """Serve the dashboard on a free port, with a log in `folder`, for as long as the context lasts.

    `by` is the module that serves it, with its first arguments.
    """
    log_file = folder / "bokeh.log"
    command = [sys.executable, "-m", *by, str(app), *ON_A_FREE_PORT, *WITH_LEVELS]
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("BOKEH_", "PYTHONPATH"))
    }
    clean["XDG_STATE_HOME"] = str(folder)  # where rooms are kept
    with log_file.open("wb") as log:
        process = subprocess.Popen([*command, *options], cwd=cwd, env=clean, stdout=log, stderr=log)
    server = None
    try:
        address = wait_for(lambda: address_of(process, log_file), "the server")
        server = Server(address.replace("localhost", "127.0.0.1"), process, log_file)
        wait_for(lambda: answers(server), "the server's answer")
        yield server
    finally:
        process.terminate()
        process.wait(timeout=60)


def address_of(process: subprocess.Popen, log_file: Path) -> str | None:
    """The address in the log, once it is there; RuntimeError with the log if the process has ended."""
    log = log_file.read_text(encoding="utf-8", errors="replace")
    if process.poll() is not None:
        raise RuntimeError(f"bokeh serve ended with {process.returncode}:\n{log}")
    found = RUNNING.search(log)
    return found and found[1]


def answers(server: Server) -> bool:
    """Does the server answer? It is asked for metadata, as that makes no session."""
    try:
        return bool(server.fetch("/metadata"))
    except HTTPError:
        raise
    except OSError:
        return False
