"""A crowd of visitors before a server on this machine, and what they got.

Run by ``python -m tests.benchmarks.crowd URL --pid PID``; one line of JSON comes back. Each visitor does what
a page does: it fetches the page, opens its WebSocket with the token in it, and pulls the document; then it
reads what the server pushes, and throws it away.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

TOKEN = re.compile(r'"token":\s*"([^"]+)"')
PULL = (json.dumps({"msgid": "1", "msgtype": "PULL-DOC-REQ"}), "{}", "{}")
MOST_BYTES = 2**28
QUIET_SECONDS = 25  # without work: by then closed pages are put away and what they left is collected
SETTLE = 2  # seconds from the last opening to the first count


@dataclass
class Visitor:
    url: str
    opened: float | None = None  # seconds from asking for the page to having its document
    rows: int = 0
    times: list[float] = field(default_factory=list)  # of the messages counted
    error: str = ""

    async def stay(self, counting: asyncio.Event) -> None:
        try:
            await self.visit(counting)
        except Exception as error:  # a visitor who fails is a finding, not the end of the others
            self.error = repr(error)

    async def visit(self, counting: asyncio.Event) -> None:
        began = time.perf_counter()
        page = await AsyncHTTPClient().fetch(self.url, request_timeout=300)
        cookie = page.headers.get("Set-Cookie", "").split(";")[0]  # of the seat that a farm gives
        socket = await connect(self.url, TOKEN.search(page.body.decode())[1], cookie)
        for part in PULL:
            await socket.write_message(part)
        while True:
            header, content = await message(socket)
            if header["msgtype"] == "PULL-DOC-REPLY":
                self.opened = time.perf_counter() - began
            elif header["msgtype"] == "PATCH-DOC" and counting.is_set():
                self.times.append(time.perf_counter())
                self.rows += sum(map(streamed, content["events"]))


async def connect(url: str, token: str, cookie: str = "", address: str = "") -> WebSocketClientConnection:
    """Open a page's socket; `address` is where a server that believes it is told that it comes from."""
    parts = urlsplit(url)
    given = {"Cookie": cookie, "X-Real-Ip": address}
    headers = {name: value for name, value in given.items() if value}
    request = HTTPRequest(f"ws://{parts.netloc}{parts.path}/ws", headers=headers, request_timeout=300)
    socket = await websocket_connect(request, subprotocols=["bokeh", token], max_message_size=MOST_BYTES)
    try:
        await message(socket)
    except ConnectionError:
        socket.close()
        raise
    return socket


async def message(socket: WebSocketClientConnection) -> tuple[dict, dict]:
    """One message of Bokeh's protocol: header and content; metadata and buffers are thrown away."""
    header, _, content = [await part(socket) for _ in range(3)]
    header = json.loads(header)
    for _ in range(2 * header.get("num_buffers", 0)):
        await part(socket)
    return header, json.loads(content)


async def part(socket: WebSocketClientConnection) -> str | bytes:
    received = await socket.read_message()
    if received is None:
        raise ConnectionError("closed by the server")
    return received


def streamed(event: dict) -> int:
    """How many rows an event adds to a source."""
    if event.get("kind") != "ColumnsStreamed":
        return 0
    data = event["data"]
    columns = [value for _, value in data["entries"]] if "entries" in data else list(data.values())
    column = columns[0]
    return len(column) if isinstance(column, list) else column["shape"][0]


def cpu_seconds(pid: int) -> float:
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int) -> float:
    with open(f"/proc/{pid}/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def megabytes_at_rest(pid: int) -> float:
    """Memory of a server, once it has had no work for a while."""
    used, since = cpu_seconds(pid), time.monotonic()
    while time.monotonic() - since < QUIET_SECONDS:
        time.sleep(1)
        if cpu_seconds(pid) - used > 0.2:
            used, since = cpu_seconds(pid), time.monotonic()
    return megabytes(pid)


def spent(pids: list[int]) -> float:
    """Seconds of CPU of some servers together."""
    return sum(map(cpu_seconds, pids))


async def crowd(url: str, pid: list[int], visitors: int, arrive: float, seconds: float) -> dict:
    """Let visitors arrive, `arrive` a second; count for some seconds once all are there."""
    AsyncHTTPClient.configure(None, max_clients=visitors)
    counting, all_of_them, tasks = asyncio.Event(), [Visitor(url) for _ in range(visitors)], []
    before = spent(pid)
    for visitor in all_of_them:
        tasks.append(asyncio.create_task(visitor.stay(counting)))
        await asyncio.sleep(1 / arrive)
    while any(visitor.opened is None and not visitor.error for visitor in all_of_them):
        await asyncio.sleep(0.05)
    opening = spent(pid) - before
    await asyncio.sleep(SETTLE)
    used, began = spent(pid), time.perf_counter()
    counting.set()
    await asyncio.sleep(seconds)
    counting.clear()
    span = time.perf_counter() - began
    cores = (spent(pid) - used) / span
    for task in tasks:
        task.cancel()
    return {
        **summary(all_of_them, span),
        "opening_cpu": opening / visitors,
        "cores": cores,
        "megabytes": sum(map(megabytes, pid)),
    }


def summary(visitors: list[Visitor], span: float) -> dict:
    opened = [visitor.opened for visitor in visitors if visitor.opened is not None]
    gaps = sorted(
        after - before
        for visitor in visitors
        for before, after in zip(visitor.times, visitor.times[1:], strict=False)
    )
    return {
        "visitors": len(visitors),
        "opened": len(opened),
        "open_median": statistics.median(opened) if opened else None,
        "open_worst": max(opened, default=None),
        "rows": sum(visitor.rows for visitor in visitors) / span / len(visitors),
        "least_rows": min(visitor.rows for visitor in visitors) / span,
        "messages": sum(len(visitor.times) for visitor in visitors) / span / len(visitors),
        "gap_median": gaps[len(gaps) // 2] if gaps else None,
        "gap_p99": gaps[int(0.99 * (len(gaps) - 1))] if gaps else None,
        "silent": sum(not visitor.times for visitor in visitors),
        "errors": sorted({visitor.error for visitor in visitors if visitor.error}),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("--pid", type=int, nargs="+", required=True)
    parser.add_argument("--visitors", type=int, default=30)
    parser.add_argument("--arrive", type=float, default=10, help="visitors a second")
    parser.add_argument("--seconds", type=float, default=10, help="how long to count")
    print(json.dumps(asyncio.run(crowd(**vars(parser.parse_args())))))
