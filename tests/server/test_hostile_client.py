import asyncio
import base64
import json
from contextlib import suppress
from random import Random

import pytest

from tests.benchmarks.crowd import connect, cpu_seconds, megabytes
from tests.server.hostile import ROWS, Client, Hostile, array, beside_one_who_plays, event, rows, run
from tests.serving import serve
from tests.waiting import wait_for

LIMIT = 1_500_000  # bytes of a message, as the deployed server has it
MANY = 65_536  # bytes of a message of random events
OPTIONS = [
    *["--websocket-max-message-size", str(LIMIT)],
    *["--unused-session-lifetime", "2000", "--check-unused-sessions", "1000"],
]
CLIENTS, MESSAGES = 4, 250  # each of the first sends so many
MOST_EVENTS = 30
SPAN = 5  # seconds that one who plays is watched at least
ON_TIME = 0.9  # of the rows that are due
CHAPTERS = ["", "?chapter=line", "?chapter=line&show=path,loss", "?show=loss,answer"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("hostile"), *OPTIONS) as running:
        yield running


async def fuzz(server, seed):
    """Send patches of anything, on pages that are opened anew now and then; return how many were answered."""
    random = Random(seed)
    client, answered = None, 0
    for number in range(MESSAGES):
        if number % 50 == 0:
            if client is not None:
                client.close()
            client = await Hostile(server.url, random).open(random.choice(CHAPTERS))
        wanted = random.choice([1, 1, 1, 2, 5, MOST_EVENTS])
        events = [client.any_event() for _ in range(wanted)]
        while len(json.dumps(events)) > MANY:
            events = events[: len(events) // 2]
        await client.patch(*events)
        answered += 1
    client.close()
    return answered


def test_no_patch_reaches_another_page_the_log_or_memory(server):
    async def warm_up():
        for query in CHAPTERS:
            client = await Client(server.url).open(query)
            for _ in range(3):
                await client.patch(client.press("step"))
            client.close()

    async def attack(watcher):
        return sum(await asyncio.gather(*(fuzz(server, seed) for seed in range(CLIENTS))))

    run(warm_up())
    before, log = megabytes(server.process.pid), len(server.log)
    _, share, answered = beside_one_who_plays(server, attack, SPAN)
    assert answered == CLIENTS * MESSAGES
    assert share >= ON_TIME
    assert server.complaints(log) == []
    wait_for(lambda: megabytes(server.process.pid) < 1.5 * before, f"memory as before, {before:.0f} MB", 90)


NONSENSE = {
    "no JSON": ["x", "{}", "{}"],
    "no header": ["[]", "{}", "{}"],
    "no kind": ["{}", "{}", "{}"],
    "an unknown kind": ['{"msgid": "1", "msgtype": "NO-SUCH"}', "{}", "{}"],
    "a reply": ['{"msgid": "1", "msgtype": "PULL-DOC-REPLY"}', "{}", "{}"],
    "no content": ['{"msgid": "1", "msgtype": "PATCH-DOC"}', "{}", ""],
    "no identity": ['{"msgtype": "PULL-DOC-REQ"}', "{}", "{}"],
    "bytes": [b"\0\xff" * 100],
    "bytes first": ['{"msgid": "1", "msgtype": "PATCH-DOC"}', b"{}", "{}"],
    "a depth": ['{"msgid": "1", "msgtype": "PATCH-DOC"}', "{}", "[" * 30_000],
    "too many digits": ['{"msgid": "1", "msgtype": "PATCH-DOC"}', "{}", '{"events": [' + "9" * 5000 + "]}"],
    "too much": ["x" * (LIMIT + 1)],
    "a long header": ["x" * 700_000],
    "a deep header": ["[" * 190, "{}", "{}"],
    "a long name": [f'{{"msgid": "{"1" * 1000}", "msgtype": "PATCH-DOC"}}', "{}", '{"events": []}'],
    "a long word on it": ['{"msgid": "1", "msgtype": "PATCH-DOC"}', f'"{"x" * 700_000}"', '{"events": []}'],
    "what the server is": ['{"msgid": "1", "msgtype": "SERVER-INFO-REQ"}', "{}", "{}"],
    "more in the header": ['{"msgid": "1", "msgtype": "PATCH-DOC", "reqid": "1"}', "{}", '{"events": []}'],
    "buffers": [
        '{"msgid": "1", "msgtype": "PATCH-DOC", "num_buffers": 9}',
        "{}",
        '{"events": []}',
        "[]",
        "7",
    ],
    "buffers without end": [
        '{"msgid": "1", "msgtype": "PATCH-DOC", "num_buffers": 1e99}',
        "{}",
        "{}",
        '{"id": 1}',
    ],
    "another document": [
        '{"msgid": "1", "msgtype": "PUSH-DOC"}',
        "{}",
        '{"doc": {"title": "theirs", "roots": []}}',
    ],
    "no document": ['{"msgid": "1", "msgtype": "PUSH-DOC"}', "{}", "{}"],
}


def test_nonsense_costs_its_sender_the_connection_and_nobody_else(server):
    before = len(server.log)

    async def nonsense(fragments):
        client = await Client(server.url).open()
        with suppress(ConnectionError):
            await client.send(*fragments)
            await asyncio.wait_for(client.pull(), 60)
            client.close()
            return False
        client.close()
        return True

    async def attack(watcher):
        return [name for name, fragments in NONSENSE.items() if not await nonsense(fragments)]

    _, share, heard = beside_one_who_plays(server, attack, SPAN)
    assert heard == []
    assert share >= ON_TIME
    assert server.complaints(before) == []
    assert len(server.log) - before < 400 * len(NONSENSE)


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_no_file_of_the_server_is_read(server, tmp_path, suffix):
    file = tmp_path / f"secret{suffix}"
    file.write_text("<svg>not for visitors</svg>")

    async def ask_for_it():
        client = await Client(server.url).open()
        tool = next(id for id, model in client.models.items() if model["name"] == "PanTool")
        icon = {"kind": "ModelChanged", "model": {"id": tool}, "attr": "icon", "new": str(file)}
        made = {"type": "object", "name": "CustomAction", "id": "p999", "attributes": {"icon": str(file)}}
        await client.patch(icon)
        await client.patch({"kind": "RootAdded", "model": made})
        got = await client.pull()
        client.close()
        return got

    before = len(server.log)
    assert "data:image" not in str(run(ask_for_it()))
    assert "secret" not in server.log[before:]


def table(line, rows):
    """A table of equal rows as the page sends it up."""
    packed = base64.b64encode(b"\n".join([line] * rows)).decode()
    return f"table {packed}"


COSTLY = {
    "the largest problems": lambda client: [
        client.change(name, value)
        for number in range(100)
        for name, value in [("samples", 99_000 + number), ("iterations", 100_000), ("seed", number)]
    ],
    "all settings": lambda client: [
        client.change(name, value)
        for name, value in [("samples", 98_000), ("seed", 7), ("noise", 3.0), ("iterations", 98_000)]
    ],
    "presses": lambda client: [client.press("reset")] * 400,
    "ranges": lambda client: [
        {
            "kind": "ModelChanged",
            "model": {"id": id},
            "attr": "start",
            "new": {"type": "number", "value": "nan"},
        }
        for id, model in client.models.items()
        if model["name"] == "Range1d"
    ],
    "two million rows": lambda client: [
        {"kind": "ColumnDataChanged", "model": {"id": client.named("trace")}, "attr": "data", "cols": None}
        | {"data": {"iteration": array(ROWS, 2_000_000)}}
    ],
    "a text": lambda client: [client.change("start", "1," * 30_000)],
    "a table that is none": lambda client: [client.change("points", f"table {'A' * 1_398_000}")],
    "a table of many cells": lambda client: [client.change("points", table(b",".join([b"1"] * 50), 10_000))],
    "a table of words": lambda client: [client.change("points", table(b",".join([b"x"] * 50), 10_000))],
    "a table of dates": lambda client: [client.change("points", table(b"1/2/2020,1.2.20", 10_000))],
    "a table of quotation marks": lambda client: [client.change("points", table(b'"' * 99, 10_000))],
    "a crowd of events": lambda client: [event("no_such", {})] * 500,
}


@pytest.mark.parametrize("events", COSTLY.values(), ids=COSTLY)
def test_no_message_costs_more_than_opening_a_few_pages(server, events):
    pid = server.process.pid

    async def cost():
        began = cpu_seconds(pid)
        client = await Client(server.url).open("?chapter=line")
        for _ in range(2):
            other = await Client(server.url).open("?chapter=line")
            other.close()
        opened = cpu_seconds(pid)
        await client.patch(*events(client))
        spent = cpu_seconds(pid) - opened
        client.close()
        return spent, (opened - began) / 3

    spent, opening = run(cost())
    assert spent < 8 * opening


def test_a_crowd_of_sockets_on_one_page_stops_that_page_alone(server):
    async def attack(watcher):
        token = await Client(server.url).fetch("?play=1&iterations=100000&precision=0&step_size=0.000001")
        sockets = [await connect(server.url, token) for _ in range(100)]
        client = Client(server.url)
        client.socket = sockets[0]
        try:
            before, after = 0, rows(await client.pull())
            while after > before:
                await watcher.see(3)  # messages: by then the page would have sent some, too
                before, after = after, rows(await client.pull())
            return after
        finally:
            for socket in sockets:
                socket.close()

    _, share, stopped_at = beside_one_who_plays(server, attack, SPAN)
    assert share >= ON_TIME
    assert stopped_at < 100_001
