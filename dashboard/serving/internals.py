"""What is different here from Bokeh's own server, all of it resting on how Bokeh and Tornado work inside.

At an upgrade of either, see whether this still holds; `tests/server/test_internals.py` tries most of it:

- `bokeh serve` runs `app_hooks.py` before it asks `settings` for `sign_sessions` and `secret_key`, and before
  it makes its server: of the handlers named in `bokeh.server.urls` and in `bokeh.server.tornado`. The key's
  bytes have been asked for by then, and stand in `_secret_key_bytes`.
- The browser knows a class of models by `__view_model__`, `__view_module__` and `__qualified_model__`, which
  `drawing.models` copies; a default of `Undefined` is none. Its own test tries that.
- A request names a session only by the arguments `bokeh-session-id` and `bokeh-token` and by the header
  `Bokeh-Session-Id`; `_include_headers` and `_include_cookies` say what of it goes into a token.
- A page opens its WebSocket with the protocols `bokeh` and its token. `WSHandler._receive` gets each frame;
  `connection` is None until the page has been told to begin.
- A message is three frames of text: header, metadata, content. After them come as many buffers as the header
  says, of which a page sends none. It sends `PULL-DOC-REQ` and `PATCH-DOC`.
- Tornado's `WebSocketProtocol13` reads a socket in `_receive_frame_loop`, a frame in `_receive_frame`, a part
  of it by `_read_bytes`. What came of a message in several frames is in `_fragmented_message_buffer`, what
  came of a frame in the stream's `_read_buffer`. `_abort` ends a connection without waiting for the client.
- `defaults` has what a model is by default be looked up once for each class; its test holds all properties of
  all models against Bokeh's own way.
- `messages` joins what a session writes in one turn: `ServerSession._pending_writes` is a new list each turn,
  and awaited in its order at the end; `ServerConnection.send_patch_document` writes an event down.
"""

import json
import logging
import time
from collections.abc import Iterable
from math import inf
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from bokeh.protocol.message import Message
from bokeh.server import tornado, urls
from bokeh.server.tornado import BokehTornado
from bokeh.server.views.autoload_js_handler import AutoloadJsHandler
from bokeh.server.views.doc_handler import DocHandler
from bokeh.server.views.session_handler import SessionHandler
from bokeh.server.views.ws import WSHandler
from bokeh.settings import settings
from bokeh.util.token import check_token_signature, generate_secret_key, get_token_payload
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import HTTPError, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketProtocol13

from dashboard.room.names import read_code
from dashboard.runs.links import decode
from dashboard.serving.files import Versioned, static

try:
    import resource
except ImportError:  # on Windows
    resource = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

MOST_ADDRESS_CHARACTERS = 8000  # of a page: its token holds them, in up to twice as many
MOST_TOKEN_CHARACTERS = 16_000
MOST_HEADER_CHARACTERS = 200  # of a message, and of its metadata
MOST_MESSAGE_BYTES = 1_500_000  # a file of 1 MB, in base64
LARGE_MESSAGE_BYTES = 4096  # more than all but a table of one's own
MOST_LARGE_MESSAGES = 32  # on their way up at once, on all sockets
MOST_BODY_BYTES = 16_384  # of a request; pages send none
SPARE_FILES = 64  # for all but connections
IDLE_SECONDS = 75  # of a connection between two requests; nginx lets go of one after 60
KINDS = ("PULL-DOC-REQ", "PATCH-DOC")  # of messages that pages send

REFUSED = {
    403: "It names a page that may be somebody else's, who could see what you do there.",
    414: f"It has more than {MOST_ADDRESS_CHARACTERS:,} characters. Data can be uploaded on the page.",
}
REFUSAL = Path(__file__).parent.parent / "templates" / "refused.html"


def install() -> None:
    """Have the server that is about to be made do all this; more than once is the same as once."""
    sign_sessions()
    HTTPServer.configure(
        RoomyServer,
        max_body_size=MOST_BODY_BYTES,
        max_buffer_size=2 * MOST_MESSAGE_BYTES,
        idle_connection_timeout=IDLE_SECONDS,
    )
    for patterns in (urls.per_app_patterns, urls.toplevel_patterns):
        patterns[:] = [(path, guard(handler), *rest) for path, handler, *rest in patterns]
    tornado.StaticFileHandler = guard(StaticFileHandler)


def guard(handler: type[RequestHandler]) -> type[RequestHandler]:
    """A handler of requests with that before it which goes with its kind, if that is not there yet."""
    for kind, guarding in GUARDS.items():
        if issubclass(handler, kind) and not issubclass(handler, guarding):
            return type(f"{guarding.__name__}{handler.__name__}", (guarding, handler), {})
    return handler


def sign_sessions() -> None:
    """Sign sessions, with a key of this process where none was given."""
    settings.sign_sessions = True
    if not settings.secret_key():
        settings.secret_key = generate_secret_key()
        settings._secret_key_bytes = settings.secret_key().encode()


class RoomyServer(HTTPServer):
    """A server that leaves its process some of the files it may have: else it would try and fail for ever."""

    def handle_stream(self, stream: IOStream, address: tuple) -> None:
        if stream.socket.fileno() < most_files() - SPARE_FILES:
            super().handle_stream(stream, address)
        else:
            log.warning("A connection was refused: there are as many as this process may have")
            stream.close()


def most_files() -> float:
    """How many files and connections a process may have; a new one gets the lowest number that is free."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if resource else -1
    return most if most >= 0 else inf


class OwnSession(SessionHandler):
    """A request for a page, which gets a new session: one that it names may be somebody else's."""

    application: BokehTornado

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

    async def prepare(self) -> None:
        named = {"bokeh-session-id", "bokeh-token"} & self.request.arguments.keys()
        if named or "Bokeh-Session-Id" in self.request.headers:
            raise HTTPError(403)
        if len(self.request.uri) > MOST_ADDRESS_CHARACTERS:
            raise HTTPError(414)
        if not are_addresses(self.get_arguments("bokeh-absolute-url")):
            raise HTTPError(400)
        given = decode(self.request.arguments.get("room", [b""])[0])
        code = read_code(given)
        if code is not None and code != given:  # else nginx would lead to a server that has not got this room
            self.redirect(self.address_with(room=code))
            return
        self.application._include_headers = self.application._include_cookies = []
        await super().prepare()

    def write_error(self, status_code: int, **more: Any) -> None:
        """Say why a link does not open, and offer what else is in it."""
        if status_code not in REFUSED:
            super().write_error(status_code, **more)
            return
        self.render(
            str(REFUSAL), app=self.app, static=static, reason=REFUSED[status_code], address=self.address
        )

    @property
    def app(self) -> str:
        return self.bokeh_websocket_path.removesuffix("/ws")

    @property
    def address(self) -> str:
        """Where a page of one's own is, with the settings of this request."""
        return self.address_with() if len(self.request.uri) <= MOST_ADDRESS_CHARACTERS else f"{self.app}?"

    def address_with(self, **changes: str) -> str:
        """That address, with some settings changed."""
        given = self.request.arguments.items()
        own = {name: values[0] for name, values in given if not name.startswith("bokeh-")}
        return f"{self.app}?{urlencode(own | changes)}"


class OwnPanels(OwnSession):
    """A request for the script that puts panels into another page."""

    async def options(self, *args: str, **kwargs: str) -> None:
        if "Origin" not in self.request.headers:
            raise HTTPError(400)
        await super().options(*args, **kwargs)


class StrictSocket(WSHandler):
    """A page's WebSocket: it is refused without a good token, and closed on what no page sends."""

    frames = 0

    @property
    def max_message_size(self) -> int:
        return min(super().max_message_size, MOST_MESSAGE_BYTES)

    async def prepare(self) -> None:
        await super().prepare()
        if not are_addresses(self.request.headers.get_list("Origin")):
            raise HTTPError(400)
        match [each.strip() for each in self.request.headers.get("Sec-WebSocket-Protocol", "").split(",")]:
            case ["bokeh", token] if is_good(token, self.application):
                return
        raise HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        """Whether a page may open this socket: one of this server, by any name, or one of a listed site.

        The former is so by itself with Tornado 6.6, and with none before.
        """
        return urlsplit(origin).netloc.lower() == self.request.host.lower() or super().check_origin(origin)

    def get_websocket_protocol(self) -> WebSocketProtocol13 | None:
        made = super().get_websocket_protocol()
        return made and Frames(self, made.mask_outgoing, made.params)

    async def _async_open(self, token: str) -> None:
        if self.ws_connection is not None:  # else its visitor has left meanwhile
            await super()._async_open(token)

    async def _receive(self, fragment: str | bytes) -> Message | None:
        """The message that ends with this frame; None before that, and where the socket is closed."""
        if self.ws_connection is None:  # it was closed, and this came nonetheless
            return None
        place, self.frames = self.frames % 3, self.frames + 1
        if self.connection is not None and is_sent_by_pages(fragment, place):
            try:
                return await self.receiver.consume(fragment)
            except Exception:  # whatever cannot be read was not written by a page
                pass
        log.info("A WebSocket was closed: it sent what no page sends")
        self.ws_connection.close(1008, "no page sends this")
        self.ws_connection._abort()
        return None


class Frames(WebSocketProtocol13):
    """Reads a socket. Of too many large messages on their way, on all sockets, the oldest one's is closed."""

    large: ClassVar[dict["Frames", None]] = {}

    async def _read_bytes(self, count: int) -> bytes:
        if count + len(self._fragmented_message_buffer or b"") > LARGE_MESSAGE_BYTES:
            self.large.setdefault(self)
            if len(self.large) > MOST_LARGE_MESSAGES:
                oldest = next(iter(self.large))
                del self.large[oldest]
                log.info("A WebSocket was closed: others sent up more than there is room for")
                oldest._abort()
        return await super()._read_bytes(count)

    async def _receive_frame(self) -> None:
        await super()._receive_frame()
        if self._fragmented_message_buffer is None:
            self.large.pop(self, None)

    async def _receive_frame_loop(self) -> None:
        try:
            await super()._receive_frame_loop()
        finally:
            self.large.pop(self, None)
            self._fragmented_message_buffer = None
            if self.stream.closed():
                self.stream._read_buffer = bytearray()  # else it waits for garbage collection


GUARDS = {
    DocHandler: OwnSession,
    AutoloadJsHandler: OwnPanels,
    WSHandler: StrictSocket,
    StaticFileHandler: Versioned,
}


def are_addresses(texts: Iterable[str]) -> bool:
    try:
        return all(urlsplit(text) for text in texts)
    except ValueError:
        return False


def is_good(token: str, application: BokehTornado) -> bool:
    """Whether a token has been made lately by this server, or one with the same key."""
    if len(token) > MOST_TOKEN_CHARACTERS:
        return False
    key, signed = application.secret_key, application.sign_sessions
    try:
        is_ours = check_token_signature(token, secret_key=key, signed=signed)
        return is_ours and time.time() < get_token_payload(token)["session_expiry"]
    except Exception:  # whatever cannot be read as a token is none
        return False


def is_sent_by_pages(frame: str | bytes, place: int) -> bool:
    """Whether a page sends this as header (0), metadata (1) or content (2) of a message."""
    if not isinstance(frame, str):
        return False
    if place == 2:
        return True
    return len(frame) <= MOST_HEADER_CHARACTERS and (place == 1 or is_header(frame))


def is_header(text: str) -> bool:
    try:
        header = json.loads(text)
    except ValueError:
        return False
    match header:
        case {"msgid": str(), "msgtype": str(kind), **more}:
            return kind in KINDS and more in ({}, {"num_buffers": 0})
    return False
