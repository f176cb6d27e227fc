"""Raw clients of Bokeh's protocol: one sends whatever it likes, one behaves and counts its rows."""

import asyncio
import base64
import gzip
import json
import re
import time
from collections.abc import Callable, Coroutine
from itertools import count
from random import Random
from typing import Any, TypeVar

from bokeh.events import _CONCRETE_EVENT_CLASSES
from bokeh.model import Model
from bokeh.models import ColumnDataSource, RadioButtonGroup
from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError

from tests.benchmarks.crowd import TOKEN, connect, message, streamed
from tests.serving import Server

Result = TypeVar("Result")

TRACEBACK = re.compile(r"^Traceback .*\n(?:[ \t].*\n)*", re.MULTILINE)
OURS = re.compile(r'File "[^"]*/(?:dashboard|gdcore)/[^"]*"')
ROWS = base64.b64encode(gzip.compress(bytes(8 * 2_000_000))).decode()  # two million zeros
EVENTS = sorted(_CONCRETE_EVENT_CLASSES)
SETTINGS = {
    "step_size": [1e-6, 0.5, 1.1, 100, 1e-320],
    "start": [-1000, 1000, 3.5, "1000,-1000", "1,1", "1," * 90, "1e308,1"],
    "iterations": [1, 2, 7, 50, 500, 100_000],
    "samples": [2, 3, 7, 50, 500, 100_000],
    "noise": [0, 1e-300, 7, 1000],
    "seed": [0, 1, 2**32 - 1],
    "precision": [0, 1e-320, 10],
    "speed": [1, 10_000],
    "data": ["post", "diabetes", "own"],
    "points": [
        "0,0;1,2;3,1",
        "add 1 2",
        "move 0 3 4",
        "delete 0",
        "columns 1,0",
        "save",
        "table eCx5CjEsMgozLDQK",
        "table AAAA",
        "table bixwCjEsIjEsMjUwIgoyLCIyLDUwMCIK",
        "read decimal comma",
        "read no names",
        "read nonsense",
        "table " + "QUFB" * 4000,
    ],
    "standardise": [True, False],
    "scale": [0, 1],
    "view": [0, 1],
    "step_size_slider": [-400, -6, 0, 2.5, 400],
    "presets": [0, 3, 5],
    "playhead": [0, 0.5, -1, 100_000, 1e300],
}
BUTTONS = ["play", "back", "step", "reset"]


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Do this in an event loop of its own; that of a visit, if there is one, stays the thread's."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.run_until_complete(asyncio.sleep(0))  # what was cancelled ends
        loop.close()


def ours(log: str) -> list[str]:
    """The tracebacks of a log that go through a file of this project."""
    return [found for found in TRACEBACK.findall(log) if OURS.search(found)]


class Client:
    """A page's socket; what comes on it is read when an answer is waited for."""

    def __init__(self, url: str, address: str = "") -> None:
        self.url, self.address = url, address
        self.ids = count(1)
        self.socket: WebSocketClientConnection | None = None
        self.models: dict[str, dict[str, Any]] = {}

    async def fetch(self, query: str = "") -> str:
        """The token of a new page."""
        page = await AsyncHTTPClient().fetch(self.url + query, request_timeout=300)
        return TOKEN.search(page.body.decode())[1]

    async def open(self, query: str = "") -> "Client":
        self.socket = await connect(self.url, await self.fetch(query), address=self.address)
        self.socket.protocol.set_nodelay(True)  # else each message waits for the last one to be acknowledged
        self.models = {model["id"]: model for model in found(await self.pull())}
        return self

    async def pull(self) -> dict[str, Any]:
        return (await self.ask("PULL-DOC-REQ", {}))["doc"]

    async def patch(self, *events: Any) -> dict[str, Any]:
        return await self.ask("PATCH-DOC", {"events": list(events)})

    async def ask(self, kind: str, content: Any) -> dict[str, Any]:
        """The answer to a message; ConnectionError if there is none, as the server has closed."""
        name = str(next(self.ids))
        await self.send(json.dumps({"msgid": name, "msgtype": kind}), "{}", json.dumps(content))
        while True:
            header, answer = await message(self.socket)
            if header.get("reqid") == name:
                return answer

    async def send(self, *fragments: str | bytes) -> None:
        try:
            for fragment in fragments:
                await self.socket.write_message(fragment, binary=isinstance(fragment, bytes))
        except WebSocketClosedError as error:
            raise ConnectionError from error

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()

    def named(self, name: str) -> str:
        """The id of the model of a name."""
        return next(
            id for id, model in self.models.items() if model.get("attributes", {}).get("name") == name
        )

    def change(self, name: str, value: Any, attribute: str = "value") -> dict[str, Any]:
        return change(self.named(name), attribute, value)

    def press(self, name: str) -> dict[str, Any]:
        return event("button_click", {"model": {"id": self.named(name)}})


class Watcher(Client):
    """One who plays, and counts the rows that come against those that are due by the clock."""

    speed = 50

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.rows = self.messages = 0
        self.began = self.last = self.longest = 0.0
        self.came = asyncio.Condition()

    async def play(self) -> None:
        await self.open(f"?play=1&speed={self.speed}&iterations=100000&precision=0&step_size=0.000001")
        while True:
            _, content = await message(self.socket)
            if new := sum(map(streamed, content.get("events", []))):
                await self.count(new)

    async def count(self, new: int) -> None:
        before, self.last = self.last, time.monotonic()
        if self.messages == 0:
            self.began = self.last
        else:
            self.rows += new
            self.longest = max(self.longest, self.last - before)
        self.messages += 1
        async with self.came:
            self.came.notify_all()

    async def see(self, messages: int) -> None:
        """Wait until so many more messages have come."""
        wanted = self.messages + messages
        async with self.came:
            await asyncio.wait_for(self.came.wait_for(lambda: self.messages >= wanted), 60)

    async def share(self) -> float:
        """Rows that came of those due, from the first message to the next one."""
        await self.see(1)
        return self.rows / (self.speed * (self.last - self.began))


def beside_one_who_plays(
    server: Server, attack: Callable[[Watcher], Coroutine[Any, Any, Result]], seconds: float = 10
) -> tuple[Watcher, float, Result]:
    """Run an attack while somebody else plays: the one who plays, what came of the rows due, the result."""

    async def both() -> tuple[Watcher, float, Result]:
        watcher = Watcher(server.url)
        playing = asyncio.create_task(watcher.play())
        try:
            await watcher.see(2)
            result = await attack(watcher)
            await watcher.see(10)  # what the attack left to be done on this side is done
            while watcher.rows < seconds * watcher.speed:
                await watcher.see(1)
            return watcher, await watcher.share(), result
        finally:
            playing.cancel()
            watcher.close()

    return run(both())


class Hostile(Client):
    """One who sends what comes into its head."""

    def __init__(self, url: str, random: Random) -> None:
        super().__init__(url)
        self.random = random

    def any_event(self) -> Any:
        kinds = [
            self.any_change,
            self.any_setting,
            self.any_press,
            self.any_source,
            self.any_root,
            self.any_junk,
        ]
        return self.random.choices(kinds, [6, 2, 2, 3, 1, 1])[0]()

    def any_id(self) -> str:
        return self.random.choice(["p0", "", "x" * 999, *10 * list(self.models)])

    def any_change(self) -> Any:
        id = self.any_id()
        kind = Model.model_class_reverse_map.get(self.models.get(id, {}).get("name"))
        attributes = sorted(kind.properties()) if kind else ["value"]
        return change(id, self.random.choice([*attributes, "no_such"]), self.any_value())

    def any_setting(self) -> Any:
        names = [model.get("attributes", {}).get("name") for model in self.models.values()]
        name = self.random.choice([name for name in SETTINGS if name in names])
        kind = Model.model_class_reverse_map[self.models[self.named(name)]["name"]]
        attribute = "active" if kind is RadioButtonGroup or "active" in kind.properties() else "value"
        good = self.random.random() < 0.6
        return self.change(name, self.random.choice(SETTINGS[name]) if good else self.any_value(), attribute)

    def any_press(self) -> Any:
        if self.random.random() < 0.5:
            return self.press(self.random.choice(BUTTONS))
        values = self.random.choice(
            [{"model": {"id": self.any_id()}}, {}, {"model": None, "x": 1}, self.any_value()]
        )
        return event(self.random.choice(EVENTS), values)

    def any_source(self) -> Any:
        sources = [id for id, model in self.models.items() if model["name"] == ColumnDataSource.__name__]
        source, data = {"id": self.random.choice(sources)}, self.any_columns()
        return self.random.choice(
            [
                {"kind": "ColumnDataChanged", "model": source, "attr": "data", "data": data, "cols": None},
                {"kind": "ColumnsStreamed", "model": source, "attr": "data", "data": data, "rollover": None},
                {"kind": "ColumnsPatched", "model": source, "attr": "data", "patches": data},
                change(source["id"], "data", data),
            ]
        )

    def any_columns(self) -> Any:
        names = ["iteration", "x", "f", "slope", "estimate", "distance", "intercept", "loss", "gap", "link"]
        long = self.random.choice([array(ROWS, 2_000_000), array(ROWS, 7), [1] * 5000])
        short = self.random.choice([[7.0], [], "text", [None, "a"]])
        one = self.random.choice(names)
        return self.random.choice(
            [dict.fromkeys(names, short), {one: long}, {"type": "map", "entries": [[one, long]]}, 7]
        )

    def any_root(self) -> Any:
        div = {
            "type": "object",
            "name": "Div",
            "id": "p999999",
            "attributes": {"text": "<script>alert(1)</script>"},
        }
        return self.random.choice(
            [
                {"kind": "RootAdded", "model": div},
                {"kind": "RootRemoved", "model": {"id": self.any_id()}},
                {"kind": "TitleChanged", "title": self.any_value()},
            ]
        )

    def any_junk(self) -> Any:
        return self.random.choice([None, 7, "x", [], {}, {"kind": "Nothing"}, {"kind": None}, {"kind": []}])

    def any_value(self) -> Any:
        return self.random.choice(
            [
                None,
                True,
                -1,
                10**300,
                10**4000,
                1.5,
                "",
                "x" * 20_000,
                "\ud800\0",
                "/etc/passwd",
                "<script>alert(1)</script>",
                [],
                ["hidden"],
                [[[[]]]],
                {"a": "b"},
                {"id": self.any_id()},
                {"type": "number", "value": self.random.choice(["nan", "+inf", "-inf", "0x", 7])},
                {"type": "bytes", "data": ROWS},
                {"type": "object", "name": "CustomJS", "id": "p999998", "attributes": {"code": "alert(1)"}},
                {"type": "slice", "start": 0, "stop": None, "step": 0},
                {"type": "nothing"},
                array(ROWS, 2_000_000),
            ]
        )


def change(id: str, attribute: str, value: Any) -> dict[str, Any]:
    return {"kind": "ModelChanged", "model": {"id": id}, "attr": attribute, "new": value}


def event(name: str, values: Any) -> dict[str, Any]:
    data = {"type": "event", "name": name, "values": values}
    return {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": data}


def array(packed: str, rows: int) -> dict[str, Any]:
    """A column as Bokeh writes it, gzipped."""
    data = {"type": "bytes", "data": packed}
    return {"type": "ndarray", "array": data, "dtype": "float64", "order": "little", "shape": [rows]}


def rows(document: dict[str, Any]) -> int:
    """How many rows have been streamed into a document."""
    trace = next(model for model in found(document) if model.get("attributes", {}).get("name") == "trace")
    return len(trace["attributes"]["data"]["entries"][0][1])


def found(part: Any) -> list[dict[str, Any]]:
    """The models written in a document, wherever they stand in it."""
    if isinstance(part, list):
        return [model for each in part for model in found(each)]
    if not isinstance(part, dict):
        return []
    inner = [model for each in part.values() for model in found(each)]
    return [part, *inner] if part.get("type") == "object" and "id" in part else inner
