"""What the dearest known links cost: processor time of a page, and the longest hold of the event loop.

Run by ``python -m pytest tests/benchmarks/test_dear.py -s -o faulthandler_timeout=0``, which prints a table.
On cores that others use as well, processor time is longer than on quiet ones.
"""

import asyncio
import re
from pathlib import Path

from tests.benchmarks.crowd import cpu_seconds, message
from tests.benchmarks.dear import LINKS, PRESSES
from tests.server.hostile import Client, run
from tests.serving import Server, serve

HELD = re.compile(r"held (\S+) (\S+)")
LONGEST = 0.25  # seconds of processor time in one callback of the event loop
DEAREST = 0.5  # seconds of processor time that a page costs until it is shown
QUIET = 1.0  # seconds after which what was asked for has come
TIMES = 20  # such seconds at most


def longest_hold(log: str) -> float:
    """Seconds of processor time of the longest callback in a log."""
    return max((float(cpu) for cpu, _ in HELD.findall(log)), default=0.0)


async def opened(server: Server, query: str) -> tuple[Client, float]:
    """A page, and the processor time until its document was there."""
    before = cpu_seconds(server.process.pid)
    client = await Client(server.url).open(query)
    return client, cpu_seconds(server.process.pid) - before


async def rested(server: Server, client: Client) -> None:
    """Read what comes until the server has little to do."""

    async def read() -> None:
        while True:
            await message(client.socket)

    reading, before = asyncio.create_task(read()), cpu_seconds(server.process.pid)
    for _ in range(TIMES):
        await asyncio.sleep(QUIET)
        now = cpu_seconds(server.process.pid)
        if now - before < QUIET / 20:
            break
        before = now
    reading.cancel()


def test_no_link_and_no_patch_holds_the_loop_for_long(tmp_path: Path) -> None:
    async def measured(server: Server) -> list[tuple[str, float, float]]:
        found = []
        (await Client(server.url).open()).close()
        for name, query in LINKS.items():
            place = len(server.log)
            client, cpu = await opened(server, query)
            await rested(server, client)
            client.close()
            found.append((name, cpu, longest_hold(server.log[place:])))
        for name, (query, patches) in PRESSES.items():
            client, _ = await opened(server, query)
            place, before = len(server.log), cpu_seconds(server.process.pid)
            for patch in patches:
                await client.patch(client.press(*patch) if len(patch) == 1 else client.change(*patch))
            await rested(server, client)
            client.close()
            cpu = cpu_seconds(server.process.pid) - before
            found.append((f"patch: {name}", cpu, longest_hold(server.log[place:])))
        return found

    with serve(tmp_path, by=["tests.benchmarks.holding"]) as server:
        table = run(measured(server))
    print(f"\n{'link':<40}{'CPU, s':>10}{'longest hold, s':>18}")
    for name, cpu, hold in table:
        over = " ← over" if hold > LONGEST or (cpu > DEAREST and not name.startswith("patch")) else ""
        print(f"{name:<40}{cpu:>10.2f}{hold:>18.3f}{over}")
    assert all(hold < 2 * LONGEST for _, _, hold in table)
