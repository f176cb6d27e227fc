import asyncio
import json
from dataclasses import replace

import numpy as np
import pytest

from dashboard.chapters.shared.basins import draw, wish
from dashboard.runs.problems import run_of
from dashboard.settings.values import CHAPTERS
from tests.benchmarks.crowd import message
from tests.server.hostile import Client, Watcher, found, ours, run
from tests.serving import serve

MAP = "?chapter=landscape&basins=1"
MAPS = 3  # made beside one who plays
ON_TIME = 0.9  # of the rows that are due
TOGGLES = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("basins")) as running:
        yield running


def pictures(document):
    """The pictures of basin maps in a document."""
    sources = [each for each in document.models if each.name == "basin_map"]
    return [np.asarray(source.data["image"][0]) for source in sources]


def test_a_map_is_made_while_the_page_is_open_and_is_that_of_the_settings(server):
    with server.visit("?chapter=landscape&step_size=0.002") as visit:
        assert pictures(visit.session.document) == []
        visit.model("basins").active = True
        visit.follow(lambda: "Colour: the minimum" in visit.model("basin_words").text)
        (picture,) = pictures(visit.session.document)
        assert visit.model("facts").data["link"] == ["?chapter=landscape&step_size=0.002&basins=1"]
    settings = replace(CHAPTERS["landscape"], step_size=0.002, basins=True)
    expected = draw(wish(settings, run_of(settings)), lambda share: None).colours
    np.testing.assert_array_equal(picture, expected)
    with server.visit(f"{MAP}&step_size=0.002") as visit:  # it has been made, and is there at once
        assert "Colour: the minimum" in visit.model("basin_words").text
        np.testing.assert_array_equal(pictures(visit.session.document)[0], expected)


async def map_after(client, *events):
    """Send changes, and read what comes until the line below the picture says that the map is there."""
    header = json.dumps({"msgid": f"map {next(client.ids)}", "msgtype": "PATCH-DOC"})
    await client.send(header, "{}", json.dumps({"events": events}))
    await asyncio.wait_for(said(client, "Colour"), 60)


async def said(client, words):
    """Read what comes until the line below the picture has these words."""
    name = client.named("basin_words")
    while True:
        _, content = await message(client.socket)
        for event in content.get("events", []):
            if event.get("model", {}).get("id") == name and words in str(event.get("new")):
                return


def test_who_plays_is_on_time_while_maps_are_made(server):
    async def both():
        watcher, client = Watcher(server.url), Client(server.url)
        playing = asyncio.create_task(watcher.play())
        try:
            await watcher.see(2)
            await client.open("?chapter=landscape&basins=1&method=adam")
            for number in range(MAPS):
                await map_after(client, client.change("step_size", 0.05 + 0.01 * number))
            return await watcher.share()
        finally:
            playing.cancel()
            client.close()
            watcher.close()

    assert run(both()) >= ON_TIME


def test_toggling_without_end_leaves_the_server_as_it_was(server):
    async def toggle():
        client = await Client(server.url).open("?chapter=landscape")
        for number in range(TOGGLES):
            await client.patch(client.change("basins", number % 2 == 0, "active"))
        await map_after(
            client, client.change("basins", "yes", "active"), client.change("basins", True, "active")
        )
        document = await client.pull()
        client.close()
        return [each for each in found(document) if each.get("attributes", {}).get("name") == "basin_map"]

    before = len(server.log)
    assert len(run(toggle())) == 1
    assert server.complaints(before) == [] and ours(server.log[before:]) == []


def test_a_server_ends_well_though_a_map_is_being_made(tmp_path):
    with serve(tmp_path) as server:
        with server.visit(f"{MAP}&function=rosenbrock&method=adam") as visit:
            visit.follow(lambda: "%" in visit.model("basin_words").text)
            server.process.terminate()
            server.process.wait(timeout=60)
        assert ours(server.log) == []
