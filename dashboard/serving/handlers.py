"""Bokeh's request handlers, where ours differ: a page is built when its socket comes, not for its address.

Most who ask for an address open it within a second, but a preview, a search engine, or a program gone wild
never do; and a browser shows the page around the figures while these are built.
"""

import asyncio
import json
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

from bokeh.application.application import Application
from bokeh.embed import server as pages
from bokeh.protocol.exceptions import ProtocolError
from bokeh.protocol.message import Message
from bokeh.protocol.messages.pull_doc_req import pull_doc_req
from bokeh.server.contexts import ApplicationContext
from bokeh.server.urls import per_app_patterns
from bokeh.server.views.autoload_js_handler import AutoloadJsHandler
from bokeh.server.views.doc_handler import DocHandler
from bokeh.server.views.session_handler import SessionHandler
from bokeh.server.views.ws import WSHandler
from bokeh.util.token import get_session_id, get_token_payload
from tornado import netutil
from tornado.websocket import WebSocketClosedError

from dashboard.process.allowance import allowance_of
from dashboard.serving import opening
from dashboard.serving.admission import PROCESS

MOST_CONNECTING = 1024  # connections that the system holds while the event loop is busy with a page
MOST_PROMISED = 2000  # pages that have been asked for, and whose sockets may still come
EMBED = "root.Bokeh.embed.embed_items("  # in what Bokeh writes
NO_SCRIPTS = "", ""
PING_SECONDS = 10  # from one sign of life to the next, while a socket waits

promised: OrderedDict[str, str] = OrderedDict()  # tokens by the ids of their sessions


@dataclass(frozen=True)
class Promise:
    """What there is of a session before its socket comes."""

    token: str
    document: Any


class Promises:
    """Stands before an application's context where an address is asked for: it builds nothing."""

    def __init__(self, context: ApplicationContext) -> None:
        self.context = context

    @property
    def application(self) -> Application:
        return self.context.application

    async def create_session_if_needed(self, session_id: str, request: Any, token: str) -> Promise:
        promised[session_id] = token
        while len(promised) > MOST_PROMISED:
            promised.popitem(last=False)
        arguments = get_token_payload(token).get("arguments", request.arguments)
        return Promise(token, SimpleNamespace(**opening.describe(self.context, arguments)))


class Unbuilt(SessionHandler):
    """A request for an address."""

    def __init__(self, *arguments: Any, application_context: ApplicationContext, **named: Any) -> None:
        super().__init__(*arguments, application_context=Promises(application_context), **named)

    def initialize(self, *arguments: Any, **named: Any) -> None:
        """Take what Bokeh hands on, as it does."""

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")  # else Back shows a page whose token has expired


class PageHandler(Unbuilt, DocHandler):
    """The page around the figures."""


class PanelsHandler(Unbuilt, AutoloadJsHandler):
    """The script that puts panels into another's page, and tries again where they do not come."""

    def write(self, chunk: Any) -> None:
        if isinstance(chunk, str):
            address = json.dumps(self.request.full_url())
            chunk = chunk.replace(EMBED, f"({opening.read_static('panels.js')})(root.Bokeh, {address}, ", 1)
        super().write(chunk)


class SocketHandler(WSHandler):
    """The socket of a page, which is built in its turn."""

    turn = None

    def open(self) -> None:
        """Have each frame sent at once.

        A message is several frames. A system holds the later ones back until the first is acknowledged: one
        message in ten came 40 ms late.
        """
        self.set_nodelay(True)
        super().open()

    async def _async_open(self, token: str) -> None:
        session_id = get_session_id(token)
        try:
            self.application_context.get_session(session_id)
        except ProtocolError:
            if PROCESS.is_busy:
                self.close()
                return
            self.turn = PROCESS.queue()
            while not self.turn.done():
                await asyncio.wait([self.turn], timeout=PING_SECONDS)
                self.ping()
            if not self.turn.result():
                return
        # Bokeh's own client makes a token of the session's id alone
        await self.build(promised.pop(session_id, token))

    async def build(self, token: str) -> None:
        """Build the page in two parts, between which the event loop has time for others."""
        try:
            if self.turn is not None:
                opening.prepare(get_token_payload(token).get("arguments", {}))
                await asyncio.sleep(0)
            await super()._async_open(token)
        finally:
            if self.turn is not None:
                self.turn.over.set()

    async def _handle(self, message: Message) -> Any:
        """Have a whole document, when it is asked for again, wait for its page's allowance, and use it up."""
        if message.msgtype != pull_doc_req.msgtype:
            return await super()._handle(message)
        allowance = allowance_of(self.connection.session.document)
        while allowance.wait:
            await asyncio.sleep(allowance.wait)
        began = allowance.cpu()
        try:
            return await super()._handle(message)
        finally:
            allowance.take(allowance.cpu() - began)

    def ping(self, data: str | bytes = b"") -> None:
        """Show the browser, and a proxy, that this socket is wanted; do nothing once it is closing.

        Bokeh would let go of a closing socket's page at once, and `on_close` would look for it.
        """
        with suppress(WebSocketClosedError):
            super().ping(data)

    def on_close(self) -> None:
        """Build nothing for who has left."""
        if self.turn is not None and not self.turn.done():
            self.turn.set_result(False)
        super().on_close()


OURS = {DocHandler: PageHandler, AutoloadJsHandler: PanelsHandler, WSHandler: SocketHandler}


def install() -> None:
    """Have Bokeh take these, and listen for more connections than Tornado does.

    Our templates name the scripts that they need: which ones Bokeh would, is not looked for at every request.
    """
    pages.bundle_for_objs_and_resources = lambda *_: NO_SCRIPTS
    per_app_patterns[:] = [(path, OURS.get(handler, handler)) for path, handler in per_app_patterns]
    netutil.bind_sockets = partial(netutil.bind_sockets, backlog=MOST_CONNECTING)
