"""Raw clients before a server that is started as README says, without options or variables."""

import asyncio
import base64
import json
import re
import resource
import struct
from contextlib import suppress
from random import Random
from types import SimpleNamespace
from urllib.parse import quote, urlsplit

import pytest
from bokeh.util.token import generate_jwt_token, generate_session_id, get_session_id, get_token_payload
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from dashboard.serving.internals import StrictSocket
from tests.benchmarks.crowd import connect
from tests.server.hostile import Client, Watcher, found, run
from tests.serving import TOKEN, serve
from tests.waiting import wait_for

ON_TIME = 0.98  # of the rows that are due
SPAN = 2  # seconds that a neighbour is watched at least
MESSAGE = 1_400_000  # bytes: a little less than a page may send at once
ROOM = 130  # megabytes that an attack may cost, its own pages included
PAGES, SOCKETS = 12, 8  # of an attack, and on each of them
FILES = 200  # that a process may have
HEADER = '{"msgid": "1", "msgtype": "PATCH-DOC"}'


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("internals")) as running:
        yield running


async def answer(url, body=None, **headers):
    """Status, text and headers of what comes for an address, whatever the status."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    client = AsyncHTTPClient()
    reply = await client.fetch(
        url, headers=given, body=body, allow_nonstandard_methods=True, raise_error=False, request_timeout=60
    )
    return reply.code, reply.body.decode(), reply.headers


# Whose session it is


NAMES = [
    "bokeh-session-id=mine",
    "bokeh-session-id=",
    "bokeh%2Dsession%2Did=mine",
    "%62okeh-sessio%6e-i%64=mine",
    "chapter=line&bokeh-session-id={own}",
    "bokeh-session-id={own}",
    "bokeh-token={token}",
    "bokeh%2dtoken={token}",
]


@pytest.mark.parametrize("path", ["", "/", "/autoload.js"])
@pytest.mark.parametrize("name", NAMES)
def test_nobody_comes_to_a_session_by_a_link(server, name, path):
    token = TOKEN.search(server.fetch())[1]
    query = name.format(own=get_session_id(token), token=token)
    status, text, _ = run(answer(f"{server.url}{path}?bokeh-autoload-element=x&{query}"))
    assert status == 403
    assert "does not open" in text and get_session_id(token) not in text and token not in text


def test_nor_by_what_else_a_request_may_say(server):
    own = get_session_id(TOKEN.search(server.fetch())[1])
    form = {"content_type": "application/x-www-form-urlencoded"}
    for body, headers in [(None, {"bokeh_session_id": own}), (f"bokeh-session-id={own}", form)]:
        status, text, _ = run(answer(server.url, body, **headers))
        assert status == 403 and own not in text


def test_a_refused_link_offers_what_else_is_in_it(server):
    hostile = "step_size=0.5&start=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&bokeh-session-id=mine"
    _, text, _ = run(answer(f"{server.url}?{hostile}"))
    assert "<script>alert(1)" not in text
    [address] = re.findall(r'<a href="(/dashboard[^"]*)"', text)
    page = server.fetch(address.removeprefix("/dashboard").replace("&amp;", "&"))
    assert get_token_payload(TOKEN.search(page)[1])["arguments"]["step_size"] == [b"0.5"]


def test_each_page_has_a_session_of_its_own_which_nothing_keeps(server):
    replies = [run(answer(server.url, cookie="taste=vanilla", x_secret="strawberry")) for _ in range(2)]
    tokens = [TOKEN.search(text)[1] for _, text, _ in replies]
    assert len({get_session_id(token) for token in tokens}) == 2
    for (_, text, headers), token in zip(replies, tokens, strict=True):
        payload = get_token_payload(token)
        assert payload["headers"] == payload["cookies"] == {}
        assert "vanilla" not in text and "strawberry" not in text
        assert headers["Cache-Control"] == "no-store"


def test_an_address_opens_as_long_as_its_token_fits_and_else_says_so(server):
    random = Random(2015)
    letters = "".join(
        random.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=8000)
    )
    room = 8000 - len("/dashboard?start=")
    with server.visit(f"?start={letters[:room]}") as visit:
        assert visit.session.document.roots
    status, text, _ = run(answer(f"{server.url}?start={letters[: room + 1]}"))
    assert status == 414 and "8,000 characters" in text and TOKEN.search(text) is None


ODD = [
    ("OPTIONS", "/autoload.js", {}),
    ("GET", "/autoload.js?bokeh-autoload-element=x&bokeh-absolute-url=http://[x", {}),
    ("GET", "/autoload.js?bokeh-autoload-element=x&bokeh-absolute-url=%ff", {}),
    ("GET", "/autoload.js", {}),
    ("GET", "/static/%00", {}),
    ("GET", "/static/%2e%2e/gate.py", {}),
    ("GET", "/static/page.css", {"Range": "bytes=9999999999-"}),
    ("GET", "?%00=%00&%ff=%ff&a=%", {}),
    ("GET", f"?{'&' * 7000}", {}),
    ("GET", "", {"Cookie": '\\";;=;=a=;'}),
    ("GET", "", {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": "0"}),
    ("GET", "/ws", {"Origin": "http://["}),
    ("GET", "/ws", {"Sec-WebSocket-Protocol": ","}),
    ("POST", "/ws", {"Content-Length": "0"}),
    ("DELETE", "/metadata", {}),
]


@pytest.mark.parametrize(("method", "path", "headers"), ODD)
def test_an_odd_request_is_no_fault_of_the_servers(server, method, path, headers):
    log = len(server.log)
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    given = headers | (upgrade | {"Sec-WebSocket-Key": "A" * 22 + "=="} if path == "/ws" else {})

    async def ask():
        where = urlsplit(server.url)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        lines = [f"{method} {where.path}{path} HTTP/1.1", f"Host: {where.netloc}"]
        lines += [f"{name}: {text}" for name, text in given.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        status = await asyncio.wait_for(reader.readline(), 60)
        writer.close()
        return int(status.split()[1])

    assert run(ask()) < 500
    assert "Traceback" not in server.log[log:]


# Who gets a socket


def signed_by_another():
    key = b"not the key of this server"
    return generate_jwt_token(generate_session_id(key, signed=True), secret_key=key, signed=True)


def crafted(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


FORGED = {
    "none": lambda own: [],
    "no name": lambda own: ["bokeh"],
    "another protocol alone": lambda own: ["x", own],
    "another protocol": lambda own: ["bokeh", "x", own],
    "unsigned": lambda own: ["bokeh", own.split(".")[0]],
    "turned round": lambda own: ["bokeh", f"{own.split('.', 1)[0]}.{own.split('.', 1)[1][::-1]}"],
    "of another server": lambda own: ["bokeh", signed_by_another()],
    "of nobody": lambda own: ["bokeh", generate_jwt_token("mine", signed=False)],
    "a session alone": lambda own: ["bokeh", get_session_id(own)],
    "percent-encoded": lambda own: ["bokeh", quote(own, safe="").replace(".", "%2E")],
    "no base64": lambda own: ["bokeh", "!.!"],
    "no JSON": lambda own: ["bokeh", f"{crafted('x')}.x"],
    "a list": lambda own: ["bokeh", f"{crafted('[]')}.x"],
    "a number": lambda own: ["bokeh", f"{crafted(json.dumps({'session_id': 7}))}.x"],
    "a depth": lambda own: ["bokeh", f"{crafted('[' * 11_000)}.x"],
    "a bomb": lambda own: [
        "bokeh",
        generate_jwt_token("mine", extra_payload={"arguments": {"start": ["1" * 30_000_000]}}),
    ],
    "as long as a header may be": lambda own: ["bokeh", f"{'A' * 60_000}.x"],
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_token_that_the_server_did_not_sign_gets_no_socket(server, forge):
    before, peak = len(server.log), peak_megabytes(server)
    protocols = forge(TOKEN.search(server.fetch())[1])

    async def come():
        address = server.url.replace("http", "ws", 1) + "/ws"
        with pytest.raises(HTTPClientError, match="403"):
            await websocket_connect(address, subprotocols=protocols)

    run(come())
    assert "Traceback" not in server.log[before:] and len(server.log) - before < 2000
    assert peak_megabytes(server) - peak < ROOM


HERE, OTHER = "http://192.168.1.7:5006", "http://elsewhere.test"


@pytest.mark.parametrize(
    ("origin", "site", "is_let_in"),
    [
        (HERE, None, True),
        (HERE, "same-origin", True),
        (HERE.replace("http:", "https:"), None, True),
        (OTHER, None, False),
        (OTHER, "cross-site", False),
        ("http://192.168.1.7:80", "same-site", False),
        (f"{HERE}.elsewhere.test", None, False),
        ("http://elsewhere.test/192.168.1.7:5006", None, False),
        ("null", None, False),
    ],
)
def test_a_page_may_be_reached_by_any_name_of_its_server_and_by_none_of_others(
    server, origin, site, is_let_in
):
    token = TOKEN.search(server.fetch())[1]
    headers = {"Host": urlsplit(HERE).netloc, "Origin": origin} | ({"Sec-Fetch-Site": site} if site else {})
    address = HTTPRequest(server.url.replace("http", "ws", 1) + "/ws", headers=headers)

    async def come():
        socket = await websocket_connect(address, subprotocols=["bokeh", token])
        assert json.loads(await socket.read_message())["msgtype"] == "ACK"
        socket.close()

    if is_let_in:
        run(come())
    else:
        with pytest.raises(HTTPClientError, match="403"):
            run(come())


def test_same_names_are_enough_for_a_tornado_that_asks_about_them_too():
    class Asked(StrictSocket):
        request = SimpleNamespace(host="School.example:80")

        def __init__(self):
            """Of no server."""

    assert Asked().check_origin("http://school.example:80")


# What a socket may cost


def peak_megabytes(server):
    """The most memory that a server has ever had."""
    with open(f"/proc/{server.process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1000


async def buffers(client):
    header = '{"msgid": "1", "msgtype": "PATCH-DOC", "num_buffers": 1000000}'
    await client.send(header, "{}", '{"events": []}')
    for _ in range(400):
        await client.send('{"id": "1"}', bytes(MESSAGE))


async def bytes_without_a_message(client):
    for _ in range(400):
        await client.send(bytes(MESSAGE))


async def before_it_is_told_to_begin(client):
    client.close()
    address = client.url.replace("http", "ws", 1) + "/ws"
    client.socket = await websocket_connect(address, subprotocols=["bokeh", await client.fetch()])
    for _ in range(400):
        await client.send("x" * MESSAGE)


@pytest.mark.parametrize("flood", [buffers, bytes_without_a_message, before_it_is_told_to_begin])
def test_a_socket_that_sends_what_no_page_sends_is_closed_at_once(server, flood):
    async def attack():
        client = await Client(server.url).open("?chapter=line")
        with pytest.raises(ConnectionError):
            await flood(client)
        client.close()

    assert_kept_in_bounds(server, attack)


def frame(first, payload, whole=None):
    """A frame of a WebSocket from a client, or its beginning, if it is to have more bytes on the `whole`."""
    return struct.pack("!BBQ4x", first, 0xFF, whole or len(payload)) + payload


def half_a_frame(socket):
    socket.protocol.stream.write(frame(0x81, b"x" * MESSAGE, MESSAGE + 1))


def half_a_message(socket):
    for number in range(MESSAGE // 4000):
        socket.protocol.stream.write(frame(0x00 if number else 0x01, b"x" * 4000))


@pytest.mark.parametrize("send", [half_a_frame, half_a_message])
def test_what_never_comes_to_its_end_stays_small_in_all_and_stops_no_upload(server, send):
    async def attack():
        sockets = []
        for _ in range(PAGES):
            token = await Client(server.url).fetch("?chapter=line")
            for _ in range(SOCKETS):
                sockets.append(await connect(server.url, token))
                send(sockets[-1])
        client = await Client(server.url).open("?chapter=line")
        table = base64.b64encode(b"x,y\n1,2\n3,4\n7,8\n" + b"\n" * 900_000).decode()
        await client.patch(client.change("points", f"table {table}"))
        client.models = {model["id"]: model for model in found(await client.pull())}
        facts = dict(client.models[client.named("facts")]["attributes"]["data"]["entries"])
        assert facts["samples"][0] == 3
        for socket in [client, *sockets]:
            socket.close()

    assert_kept_in_bounds(server, attack)


def test_a_request_brings_no_body(server):
    async def attack():
        where = urlsplit(server.url)
        writers = []
        for path in ("/dashboard", "/nowhere", "/static/js/bokeh.min.js"):
            for _ in range(3):
                _, writer = await asyncio.open_connection(where.hostname, where.port)
                head = f"POST {path} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Length: 90000000\r\n\r\n"
                writer.write(head.encode())
                with suppress(ConnectionError):
                    for _ in range(40):
                        writer.write(bytes(1_000_000))
                        await writer.drain()
                writers.append(writer)
        for writer in writers:
            writer.close()

    assert_kept_in_bounds(server, attack)


def test_a_thousand_sockets_without_a_token_are_turned_away(server):
    address = server.url.replace("http", "ws", 1) + "/ws"

    async def one(number):
        with suppress(HTTPClientError):
            await websocket_connect(address, subprotocols=["bokeh", "x" * number] if number else [])
            return True

    async def attack():
        AsyncHTTPClient.configure(None, max_clients=100)
        for first in range(0, 1000, 100):
            assert not any(await asyncio.gather(*(one(number % 7) for number in range(first, first + 100))))

    assert_kept_in_bounds(server, attack)


def test_more_connections_than_a_process_may_have_are_let_go(tmp_path):
    with serve(tmp_path) as server:
        limit = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (FILES, limit[1]))

        async def attack():
            where = urlsplit(server.url)
            writers = []
            for _ in range(2 * FILES):
                writers.append((await asyncio.open_connection(where.hostname, where.port))[1])
            for writer in writers:
                writer.close()

        assert_kept_in_bounds(server, attack)
        wait_for(lambda: "token" in server.fetch(), "a page")


def assert_kept_in_bounds(server, attack):
    """Of an attack: a neighbour plays on, memory is bounded, the log is short and without a traceback."""
    before, log = peak_megabytes(server), len(server.log)

    async def both():
        watcher = Watcher(server.url)
        playing = asyncio.create_task(watcher.play())
        try:
            await watcher.see(2)
            await asyncio.wait_for(attack(), 90)
            while watcher.rows < SPAN * watcher.speed:
                await watcher.see(1)
            return max([await watcher.share() for _ in range(3)])  # one message may be read late
        finally:
            playing.cancel()
            watcher.close()

    assert run(both()) >= ON_TIME
    assert peak_megabytes(server) - before < ROOM
    assert "Traceback" not in server.log[log:]
    assert len(server.log) - log < 80_000
