from tests.server.hostile import Client, run
from tests.serving import serve
from tests.waiting import wait_for

SHORT_LIVES = ["--unused-session-lifetime", "1", "--check-unused-sessions", "20", "--keep-alive", "200"]
STATISTICS = ["--log-level", "debug", "--stats-log-frequency", "20"]


def test_a_page_that_was_left_while_it_played_is_put_away_without_complaint(tmp_path):
    with serve(tmp_path, *SHORT_LIVES, *STATISTICS) as server:

        async def leave():
            client = await Client(server.url).open("?play=1&speed=1")
            client.close()

        run(leave())
        wait_for(lambda: "Discarding session" in server.log, "the end of the session")
        after = len(server.log)
        wait_for(lambda: server.log.count("has 0 sessions with 0 unused", after) > 1, "statistics without it")
        assert server.complaints() == []


def test_an_address_that_is_asked_for_costs_no_session_and_its_socket_has_its_settings(tmp_path):
    with serve(tmp_path, *SHORT_LIVES, *STATISTICS) as server:
        before = len(server.log)
        for _ in range(20):
            server.fetch("?chapter=line")
        wait_for(lambda: server.log.count("has 0 sessions", before) > 1, "statistics of no sessions")
        with server.visit("?chapter=line&step_size=0.0005") as visit:
            assert visit.model("step_size").value == 0.0005
        assert server.complaints() == []
