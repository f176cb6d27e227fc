import re

import pytest

from tests.server.hostile import Client, run
from tests.serving import serve
from tests.waiting import wait_for

SHORT_LIVES = ["--unused-session-lifetime", "1", "--check-unused-sessions", "20", "--keep-alive", "200"]
STATISTICS = ["--log-level", "debug", "--stats-log-frequency", "20"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("sessions"), *SHORT_LIVES, *STATISTICS) as running:
        yield running


def await_statistics_of_nobody(server, what):
    before = len(server.log)
    wait_for(lambda: server.log.count("has 0 sessions with 0 unused", before) > 1, what)


def test_a_page_that_was_left_while_it_played_is_put_away_without_complaint(server):
    async def leave():
        client = await Client(server.url).open("?play=1&speed=1")
        client.close()

    run(leave())
    wait_for(lambda: "Discarding session" in server.log, "the end of the session")
    await_statistics_of_nobody(server, "statistics without it")
    assert server.complaints() == []


def test_an_address_that_is_asked_for_costs_no_session_and_its_socket_has_its_settings(server):
    await_statistics_of_nobody(server, "that all have left")
    before = len(server.log)
    for _ in range(20):
        server.fetch("?chapter=line")
    await_statistics_of_nobody(server, "statistics of no sessions")
    assert not re.search("has [1-9][0-9]* sessions", server.log[before:])
    with server.visit("?chapter=line&step_size=0.0005") as visit:
        assert visit.model("step_size").value == 0.0005
    assert server.complaints() == []
