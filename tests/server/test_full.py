from contextlib import ExitStack

import pytest

from tests.benchmarks.crowd import connect, cpu_seconds
from tests.server.hostile import Client, run
from tests.serving import TOKEN, serve
from tests.waiting import wait_for

PLACES = 2
FULL = "All places are taken"
SOON = ["--unused-session-lifetime", "1", "--check-unused-sessions", "20"]
STATISTICS = ["--log-level", "debug", "--stats-log-frequency", "20"]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    options = [*SOON, *STATISTICS, "--args", "--max-sessions", str(PLACES)]
    with serve(tmp_path_factory.mktemp("full"), *options) as running:
        yield running


@pytest.fixture
def server(small):
    """The server, of which all places are free."""
    wait_until_empty(small)
    return small


def wait_until_empty(server):
    before = len(server.log)
    wait_for(lambda: server.log.count("has 0 sessions with 0 unused", before) > 1, "the end of all sessions")


def test_all_places_are_taken_and_come_back_again_and_again(server):
    for _ in range(3):
        with ExitStack() as visits:
            for _ in range(PLACES):
                assert FULL not in visits.enter_context(server.visit()).html
            assert FULL in server.fetch()
        wait_until_empty(server)
    assert server.complaints() == []


def test_the_page_of_a_full_server_has_no_session_to_open_and_comes_again_by_itself(server):
    with server.visit() as one, server.visit() as other:
        page = server.fetch()
        assert FULL in page
        assert TOKEN.search(page) is None
        assert "bokeh.min.js" not in page
        assert "location.reload()" in page
        assert one.session.document.roots
        assert other.session.document.roots
    assert server.complaints() == []


def test_turning_away_costs_little(server):
    pid = server.process.pid
    with server.visit():
        began = cpu_seconds(pid)
        with server.visit():
            opened = cpu_seconds(pid)
            for _ in range(20):
                assert FULL in server.fetch()
            turned_away = cpu_seconds(pid)
    assert (turned_away - opened) / 20 < (opened - began) / 2


def test_a_socket_finds_no_place_on_a_full_server_either(server):
    token = TOKEN.search(server.fetch())[1]
    wait_until_empty(server)

    async def force():
        client = Client(server.url)
        client.socket = await connect(server.url, token)
        found = await client.pull()
        client.close()
        return found

    with server.visit(), server.visit():
        assert run(force())["roots"] == []
    wait_until_empty(server)
    assert run(force())["roots"] != []
