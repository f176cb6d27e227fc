import asyncio
import json
import socket
from urllib.parse import urlsplit

import pytest
from bokeh.util.token import generate_jwt_token, generate_session_id, get_session_id, get_token_payload
from tornado.httpclient import HTTPClientError

from tests.deploy.farm import KEY, connected, get, pull, pulled, receive, shipped_server
from tests.ports import free_ports
from tests.serving import TOKEN

SECRETS = {"cookie": "cookie_monster=chocolate", "x_secret": "vanilla", "user_agent": "strawberry"}
TOO_LARGE = 1_500_001  # bytes


@pytest.fixture
def url(running) -> str:
    return running.servers[0].url


def is_let_in(url: str, token: str) -> bool:
    """Does a server open a WebSocket with this token, and answer?"""

    async def visit() -> bool:
        async with connected(url, token) as socket:
            header, _ = await receive(socket)
            return header["msgtype"] == "ACK"

    try:
        return asyncio.run(visit())
    except HTTPClientError as refusal:
        assert refusal.code == 403
        return False


def forged(key: str, **more: int) -> str:
    secret = key.encode()
    return generate_jwt_token(
        generate_session_id(secret, signed=True), secret_key=secret, signed=True, **more
    )


def test_a_session_that_a_request_names_is_refused_by_the_servers_and_before_them(running, url):
    own = get(url).token
    named = [
        f"bokeh-session-id={get_session_id(own)}",
        "chapter=line&bokeh-session-id=mine",
        f"%62okeh%2Dsession-i%64={get_session_id(own)}&chapter=line",
        f"bokeh-token={own}",
        f"a=b&bokeh%2dtoke%6E={own}",
    ]
    for at in (url, running.nginx.url):
        for query in named:
            answer = get(f"{at}?{query}")
            assert answer.status == 403 and "does not open" in answer.text and own not in answer.text
            assert get(f"{at}/autoload.js?bokeh-autoload-element=x&{query}").status == 403
        assert get(at, bokeh_session_id=get_session_id(own)).status == 403


def test_words_that_only_look_like_it_are_settings(running):
    for query in ("formula=bokeh-session-id%3D1", "start=x-bokeh-token", "xbokeh-token=1", "bokeh-tokens=1"):
        assert running.nginx.get(f"/dashboard?{query}").status == 200


def test_a_socket_needs_a_token_that_is_signed(url):
    token = get(url).token
    payload, signature = token.split(".", 1)
    assert is_let_in(url, token)
    assert is_let_in(url, forged(KEY)), "any server with the key is one of us"
    assert not is_let_in(url, forged("another key"))
    assert not is_let_in(url, payload)
    assert not is_let_in(url, f"{payload}.{signature[::-1]}")
    assert not is_let_in(url, generate_jwt_token("mine", signed=False))
    assert not is_let_in(url, forged(KEY, expiration=-1)), "it has expired"


def test_nothing_of_a_request_but_its_settings_goes_into_the_page(running, url):
    for at in (url, running.nginx.url):
        page = get(f"{at}?step_size=0.5", **SECRETS)
        payload = get_token_payload(page.token)
        assert payload["arguments"] == {"step_size": [b"0.5"]}
        assert payload["headers"] == payload["cookies"] == {}
        document = json.dumps(pulled(at, page.token, cookie=SECRETS["cookie"]))
        for secret in ("cookie_monster", "chocolate", "vanilla", "strawberry"):
            assert secret not in page.text + json.dumps(payload, default=str) + document


@pytest.mark.parametrize(
    "origin, let_in", [("", True), ("http://example.org", True), ("http://evil.test", False)]
)
def test_pages_of_other_sites_get_no_socket(running, origin, let_in):
    page = running.nginx.get()
    headers = {"origin": origin or running.nginx.origin}
    if let_in:
        assert pulled(running.nginx.url, page.token, **headers)["roots"]
    else:
        with pytest.raises(Exception, match="403"):
            pulled(running.nginx.url, page.token, **headers)


def test_a_message_as_large_as_no_page_sends_ends_the_connection(url):
    async def visit() -> None:
        async with connected(url, get(url).token) as socket:
            await pull(socket)
            await socket.write_message(b" " * TOO_LARGE)
            await receive(socket)

    with pytest.raises(ConnectionError):
        asyncio.run(visit())


def test_a_server_listens_to_its_own_machine_only(url):
    port = urlsplit(url).port
    socket.create_connection(("127.0.0.1", port), timeout=10).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=10)


def test_alone_it_needs_no_settings_but_its_port(tmp_path):
    """As on a teacher's laptop: it makes its own key, and believes nobody about where they come from."""
    (port,) = free_ports(1)
    with shipped_server(tmp_path, port, BOKEH_SECRET_KEY="", ADDRESS="0.0.0.0", MAX_SESSIONS="1") as server:
        assert "makes one for itself" in server.log
        page = get(server.url, origin=f"http://localhost:{port}")
        assert pulled(server.url, page.token)["roots"]
        assert "All places are taken" in get(server.url).text
        assert get(f"{server.url}?bokeh-session-id=mine", x_real_ip="203.0.113.8").status == 403
        assert not is_let_in(server.url, forged(KEY))
    assert "203.0.113.8" not in server.log
    assert TOKEN.search(page.text)
