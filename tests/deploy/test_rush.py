"""Many who come at once, through nginx, beside one who plays. The whole rush is in tests/benchmarks."""

import asyncio
from collections import Counter
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient

from tests.benchmarks.crowd import Visitor
from tests.deploy.farm import shipped_nginx
from tests.ports import free_ports
from tests.server.hostile import beside_one_who_plays, run

ON_TIME = 0.98  # of the rows that are due
PAGES, ADDRESSES = 40, 750


def test_pages_that_are_opened_at_once_all_come_and_no_server_is_taken_for_dead(running):
    async def open_pages(watcher):
        visitors = [Visitor(running.nginx.url) for _ in range(PAGES)]
        staying = [asyncio.create_task(visitor.stay(asyncio.Event())) for visitor in visitors]
        while any(visitor.opened is None and not visitor.error for visitor in visitors):
            await watcher.see(1)
        for each in staying:
            each.cancel()
        await asyncio.gather(*staying, return_exceptions=True)
        return visitors

    watcher, share, visitors = beside_one_who_plays(running.nginx, open_pages)
    print(f"\n{share:.1%} of the rows due, longest gap {watcher.longest:.2f} s", end="")
    assert [visitor.error for visitor in visitors if visitor.error] == []
    assert share >= ON_TIME
    assert running.nginx.deaths == []


def test_addresses_that_are_asked_for_within_a_second_are_all_answered(running, tmp_path):
    ports = [urlsplit(server.url).port for server in running.servers]

    async def ask(url):
        client = AsyncHTTPClient(force_instance=True, max_clients=ADDRESSES)
        answers = [client.fetch(url, request_timeout=100, raise_error=False) for _ in range(ADDRESSES)]
        return Counter([answer.code for answer in await asyncio.gather(*answers)])

    with shipped_nginx(tmp_path / "nginx", free_ports(1)[0], ports) as nginx:
        assert run(ask(nginx.url)) == {200: ADDRESSES}
        assert nginx.deaths == []
