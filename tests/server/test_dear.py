"""Links that ask for too much, beside one who plays: the list is that of the benchmark."""

import asyncio

import pytest

from tests.benchmarks.crowd import cpu_seconds
from tests.benchmarks.dear import LINKS, PRESSES, TOO_LONG
from tests.server.hostile import Client, Watcher, ours, run
from tests.serving import serve

ON_TIME = 0.98  # of the rows that are due
TIMES = 8  # a plain page's processor time, with what the worker has begun to do by then


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("dear")) as running:
        yield running


async def costs(server):
    """The processor time of each page, with its notice, and what a plain page's is."""
    pid, found = server.process.pid, {}
    for name, query in {"warm": "", "plain": "", **LINKS}.items():
        before = cpu_seconds(pid)
        client = await Client(server.url).open(query)
        spent = cpu_seconds(pid) - before
        notice = client.models[client.named("notice")]["attributes"].get("text", "")
        found[name] = (spent, notice)
        client.close()
    return found


async def do(server, query, patches):
    client = await Client(server.url).open(query)
    for patch in patches:
        await client.patch(client.press(*patch) if len(patch) == 1 else client.change(*patch))
    client.close()


def test_no_link_and_no_patch_keeps_one_who_plays_waiting(server):
    async def both():
        watcher = Watcher(server.url)
        playing = asyncio.create_task(watcher.play())
        try:
            await watcher.see(2)
            found = await costs(server)
            for query, patches in PRESSES.values():
                await do(server, query, patches)
            return await watcher.share(), found
        finally:
            playing.cancel()
            watcher.close()

    share, found = run(both())
    assert share >= ON_TIME
    assert {name for name, (_, notice) in found.items() if "more work" in notice} == set(TOO_LONG)
    plain, _ = found.pop("plain")
    assert {name: spent for name, (spent, _) in found.items() if spent > TIMES * plain} == {}
    assert server.complaints() == [] and ours(server.log) == []
