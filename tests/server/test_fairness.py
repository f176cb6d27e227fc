"""What one visitor does, or many newcomers, beside another who plays: each test tells the longest gap."""

import asyncio
import json
from contextlib import suppress

import pytest
from tornado.httpclient import AsyncHTTPClient

from tests.benchmarks.crowd import message
from tests.server.hostile import Client, beside_one_who_plays, found, run
from tests.serving import serve

ON_TIME = 0.98  # of the rows that are due
GETS, NEWCOMERS, CLICKS = 80, 12, 1500
IDLE_SECONDS, PLACES = 1, 5
OPTIONS = ["--unused-session-lifetime", "2000", "--check-unused-sessions", "1000"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("fairness"), *OPTIONS, "--keep-alive", "2000") as running:
        yield running


def check(watcher, share):
    print(f"\n{share:.1%} of the rows due, longest gap {watcher.longest:.2f} s", end="")
    assert share >= ON_TIME


def test_addresses_that_are_asked_for_without_end_keep_nobody_waiting(server):
    async def ask(watcher):
        async def one():
            return (await AsyncHTTPClient().fetch(server.url, request_timeout=60)).code

        return await asyncio.gather(*(one() for _ in range(GETS)))

    before = len(server.log)
    watcher, share, codes = beside_one_who_plays(server, ask)
    check(watcher, share)
    assert set(codes) == {200}
    assert server.complaints(before) == []


def test_newcomers_all_at_once_get_their_pages_one_by_one_and_ticks_go_before_them(server):
    async def come(watcher):
        before = watcher.messages
        clients = [Client(server.url) for _ in range(NEWCOMERS)]
        await asyncio.gather(*(client.open() for client in clients))
        for client in clients:
            client.close()
        return [bool(client.named("play")) for client in clients], watcher.messages - before

    watcher, share, (opened, messages) = beside_one_who_plays(server, come)
    check(watcher, share)
    assert all(opened)
    assert messages >= NEWCOMERS / 2, "several pages were built from one tick to the next"


def test_clicks_without_end_cost_their_own_page_its_time_and_the_newest_value_counts(server):
    async def click(watcher):
        client = await Client(server.url).open("?chapter=line")
        for number in range(1, CLICKS + 1):
            changed = client.change("step_size", number / 10_000_000)
            await client.send(json.dumps({"msgid": f"click {number}", "msgtype": "PATCH-DOC"}), "{}")
            await client.send(json.dumps({"events": [changed]}))
            await asyncio.sleep(0.002)
        facts, wanted = client.named("facts"), str(CLICKS / 10_000_000)
        try:
            await asyncio.wait_for(shown(client, facts, f"[{float(wanted)}]"), 60)
        finally:
            client.close()

    before = len(server.log)
    watcher, share, _ = beside_one_who_plays(server, click)
    check(watcher, share)
    assert server.complaints(before) == []


async def shown(client, facts, step_size):
    """Wait until the facts have a step size."""
    while True:
        _, content = await message(client.socket)
        for event in content.get("events", []):
            if event.get("model", {}).get("id") == facts:
                columns = dict(event.get("data", event.get("new"))["entries"])
                if str(columns["step_size"]) == step_size:
                    return


@pytest.fixture
def small(tmp_path):
    often = ["--keep-alive", "5"]  # milliseconds between two pings: some come while a socket is closing
    idle = ["--args", "--max-sessions", str(PLACES), "--idle-minutes", str(IDLE_SECONDS / 60)]
    with serve(tmp_path, *OPTIONS, *often, *idle) as running:
        yield running


def test_places_at_which_nothing_is_done_are_given_to_who_comes(small):
    """Who does something now and then is left alone; the others are not."""

    async def come(watcher):
        idle = [await Client(small.url).open() for _ in range(PLACES - 1)]
        lost = [asyncio.create_task(last_words(client)) for client in idle]
        came = []
        while not all(each.done() for each in lost):
            await watcher.patch(watcher.change("playhead", 0.0))
            with suppress(ConnectionError, TypeError):  # there is no token where all places are taken
                came.append(await Client(small.url).open())
                await came[-1].patch(came[-1].press("step"))
            await asyncio.sleep(IDLE_SECONDS / 5)
        for client in [*idle, *came]:
            client.close()
        return [each.result() for each in lost]

    async def last_words(client):
        said = []
        with suppress(ConnectionError):
            while True:
                said.append(await message(client.socket))
        return "given up" in str(said)

    async def all_of_it():
        watcher = await Client(small.url).open("?step_size=0.5")
        told = await come(watcher)
        document = await watcher.pull()
        watcher.close()
        return told, found(document)

    told, models = run(all_of_it())
    assert told == [True] * (PLACES - 1)
    assert models, "who did something has kept its place"
    assert small.complaints() == []


def test_on_a_server_with_room_nobody_is_sent_away(small):
    async def come():
        client = await Client(small.url).open()
        await asyncio.sleep(2 * IDLE_SECONDS)
        for _ in range(3):
            other = await Client(small.url).open()
            other.close()
        models = found(await client.pull())
        client.close()
        return models

    assert run(come())
