import asyncio
import json
import socket
from urllib.parse import urlsplit

import pytest
from bokeh.util.token import generate_jwt_token, generate_session_id, get_token_payload

from tests.deploy.farm import KEY, connected, free_ports, get, pull, pulled, receive, shipped_server
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
    except ConnectionError:
        return False


def forged(key: str) -> str:
    secret = key.encode()
    return generate_jwt_token(generate_session_id(secret, signed=True), secret_key=secret, signed=True)


def test_a_session_that_the_server_did_not_sign_is_refused(running, url):
    for at in (url, running.nginx.url):
        assert get(f"{at}?bokeh-session-id=mine").status == 403
        assert get(at, bokeh_session_id="mine").status == 403
        assert get(f"{at}?bokeh-token={forged('another key')}").status == 403


def test_a_socket_needs_a_token_that_is_signed(url):
    token = get(url).token
    payload, signature = token.split(".", 1)
    assert is_let_in(url, token)
    assert is_let_in(url, forged(KEY)), "any server with the key is one of us"
    assert not is_let_in(url, forged("another key"))
    assert not is_let_in(url, payload)
    assert not is_let_in(url, f"{payload}.{signature[::-1]}")
    assert not is_let_in(url, generate_jwt_token("mine", signed=False))


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
    """As on a teacher's laptop: it makes its own key, and believes nobody about where he comes from."""
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
