"""What `deploy/` ships, at work: servers started by its script, and Debian's nginx before them."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPErrorProcessor, Request, build_opener

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.ports import free_ports
from tests.serving import ROOT, TOKEN, WITH_LEVELS, Server, answers
from tests.waiting import wait_for

DEPLOY = ROOT / "deploy"
KEY = "a key that every server of these tests has"
OPENED = "WebSocket connection opened"

# As Debian's /etc/nginx/nginx.conf includes a site, after README.md's changes, but for where files go.
MAIN = """
worker_rlimit_nofile 8192;
{user}
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{ worker_connections 4096; }}
http {{
    {temporary}
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    default_type application/octet-stream;
    log_format upstream '$request_uri $upstream_addr';
    access_log {folder}/access.log upstream;
    gzip on;
    include {folder}/site.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Untouched(HTTPErrorProcessor):
    """Hands on every answer as it is, errors and redirections too."""

    def http_response(self, request, response):
        return response


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def token(self) -> str:
        return TOKEN.search(self.text)[1]


def get(url: str, **headers: str) -> Answer:
    """What an address answers, whatever the status; `user_agent="me"` sends the header User-Agent."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    with build_opener(Untouched).open(Request(url, headers=given), timeout=60) as answer:
        return Answer(
            answer.status, {name.lower(): text for name, text in answer.headers.items()}, answer.read()
        )


@contextmanager
def shipped_server(folder: Path, port: int, *options: str, **environment: str) -> Iterator[Server]:
    """A server as `deploy/serve` starts it."""
    log_file = folder / f"{port}.log"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOKEH_")}
    settings = {"PYTHON": sys.executable, "BOKEH_SECRET_KEY": KEY} | environment
    command = [DEPLOY / "serve", str(port), *WITH_LEVELS, *options]
    with log_file.open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=inherited | settings, stdout=log, stderr=log)
    server = Server(f"http://127.0.0.1:{port}/dashboard", process, log_file)
    try:
        wait_for(lambda: process.poll() is not None or answers(server), "the server's answer")
        assert process.poll() is None, server.log
        yield server
    finally:
        process.kill()
        process.wait(timeout=60)


@dataclass(frozen=True)
class Nginx:
    """A running nginx with the shipped site."""

    port: int
    folder: Path

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.origin}/dashboard"

    def get(self, path: str = "/dashboard", **headers: str) -> Answer:
        return get(self.origin + path, **headers)

    def asked(self, path: str) -> list[str]:
        """The server that answered each request for a path, from the first on; "-" is nginx itself."""
        lines = (self.folder / "access.log").read_text().splitlines()
        return [line.split()[-1] for line in lines if line.startswith(f"{path} ")]

    @property
    def deaths(self) -> list[str]:
        """What nginx logged of servers that it took for dead, or that did not answer in time."""
        lines = (self.folder / "error.log").read_text().splitlines()
        return [line for line in lines if re.search("no live upstreams|timed out|prematurely closed", line)]

    @property
    def alarms(self) -> list[str]:
        """What nginx logged of its own faults; servers that refuse connections are not among them."""
        lines = (self.folder / "error.log").read_text().splitlines()
        return [line for line in lines if re.search(r"\[(warn|crit|alert|emerg)\]", line)]


def render(site: str, port: int, servers: list[int], folder: Path) -> str:
    """The shipped site on other ports and in another folder; nothing else differs."""
    shipped = re.findall(r"^    server 127\.0\.0\.1:(\d+)", site, re.MULTILINE)
    assert len(shipped) == len(servers), "the site has as many servers as these tests have ports"
    changes = {
        "    listen 80;\n": f"    listen 127.0.0.1:{port};\n",
        "    listen [::]:80;\n": "",
        "/var/lib/nginx/": f"{folder}/",
    } | {f"127.0.0.1:{old} ": f"127.0.0.1:{new} " for old, new in zip(shipped, servers, strict=True)}
    for old, new in changes.items():
        assert site.count(old) == 1, old
        site = site.replace(old, new)
    return site


def find_nginx() -> str:
    """The path of nginx, which a user other than root may not have on PATH."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


@contextmanager
def shipped_nginx(folder: Path, port: int, servers: list[int]) -> Iterator[Nginx]:
    """The shipped site in an nginx of its own, before servers on these ports."""
    folder.mkdir()
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in TEMPORARY)
    user = "user root;" if os.geteuid() == 0 else ""  # else its workers could not enter the folder
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user, temporary=temporary))
    command = [find_nginx(), "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"]
    site = (DEPLOY / "nginx.conf").read_text()
    (folder / "site.conf").write_text(render(site, port, servers, folder))
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tried.returncode == 0 and "[warn]" not in tried.stderr, tried.stderr
    process = subprocess.Popen(command)
    nginx = Nginx(port, folder)
    try:
        wait_for(lambda: process.poll() is not None or is_up(nginx), "nginx")
        assert process.poll() is None, (folder / "error.log").read_text()
        yield nginx
    finally:
        process.terminate()
        process.wait(timeout=60)


def is_up(nginx: Nginx) -> bool:
    try:
        return nginx.get("/robots.txt").status == 200
    except HTTPError:
        raise
    except OSError:
        return False


@dataclass(frozen=True)
class Farm:
    """Servers with nginx before them."""

    nginx: Nginx
    servers: list[Server]
    given: dict[str, str]  # to each of them

    @property
    def opened(self) -> list[int]:
        """How many pages each server has had."""
        return [server.log.count(OPENED) for server in self.servers]

    def answering(self, path: str, first: int, count: int) -> list[int]:
        """Which server answered each of `count` requests for a path, after the `first` ones; -1 is none.

        nginx notes a request once it is over, and that may be after the visitor has the answer.
        """
        wait_for(lambda: len(self.nginx.asked(path)) >= first + count, "nginx's note")
        places = {urlsplit(server.url).netloc: place for place, server in enumerate(self.servers)}
        return [places.get(address, -1) for address in self.nginx.asked(path)[first:]]


@contextmanager
def farm(folder: Path) -> Iterator[Farm]:
    port, *ports = free_ports(3)
    with ExitStack() as stack:
        given = {"ORIGINS": f"example.org 127.0.0.1:{port}", "ROOMS": str(folder / "rooms.db")}
        servers = [stack.enter_context(shipped_server(folder, each, **given)) for each in ports]
        yield Farm(stack.enter_context(shipped_nginx(folder / "nginx", port, ports)), servers, given)


@asynccontextmanager
async def connected(url: str, token: str, **headers: str) -> AsyncIterator[WebSocketClientConnection]:
    """The WebSocket of a page at `url`, with the page's token."""
    address = url.replace("http", "ws", 1) + "/ws"
    request = HTTPRequest(address, headers=headers, request_timeout=60)
    socket = await websocket_connect(request, subprotocols=["bokeh", token], max_message_size=2**28)
    over = False
    try:
        yield socket
    except ConnectionError:
        over = True
        raise
    finally:
        socket.close()
        while not over:
            over = await socket.read_message() is None


async def part_of(socket: WebSocketClientConnection) -> str | bytes:
    part = await asyncio.wait_for(socket.read_message(), timeout=60)
    if part is None:
        raise ConnectionError("closed by the server")
    return part


async def receive(socket: WebSocketClientConnection) -> tuple[dict, dict]:
    """One message's header and content; ConnectionError if the server has closed."""
    header, _, content = [json.loads(await part_of(socket)) for _ in range(3)]
    for _ in range(2 * header.get("num_buffers", 0)):
        await part_of(socket)
    return header, content


async def pull(socket: WebSocketClientConnection) -> dict:
    """The document behind a WebSocket."""
    assert (await receive(socket))[0]["msgtype"] == "ACK"
    for part in ({"msgid": "1", "msgtype": "PULL-DOC-REQ"}, {}, {}):
        await socket.write_message(json.dumps(part))
    header, content = await receive(socket)
    assert header["msgtype"] == "PULL-DOC-REPLY"
    return content["doc"]


def pulled(url: str, token: str, **headers: str) -> dict:
    """Do what an opened page does: the document, by the page's token."""

    async def visit() -> dict:
        async with connected(url, token, **headers) as socket:
            return await pull(socket)

    return asyncio.run(visit())
