from tests.serving import serve
from tests.waiting import wait_for

SHORT_LIVES = ["--unused-session-lifetime", "1", "--check-unused-sessions", "20", "--keep-alive", "200"]
STATISTICS = ["--log-level", "debug", "--stats-log-frequency", "20"]


def test_a_page_that_was_left_while_it_played_is_put_away_without_complaint(tmp_path):
    with serve(tmp_path, *SHORT_LIVES, *STATISTICS) as server:
        server.fetch("?play=1&speed=1")
        wait_for(lambda: "Discarding session" in server.log, "the end of the session")
        after = len(server.log)
        wait_for(lambda: server.log.count("has 0 sessions with 0 unused", after) > 1, "statistics without it")
        assert server.complaints() == []
