import socket

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP
from tests.browser.screen import READY, Screen
from tests.serving import serve

QUERIES = {
    "curve": "?chapter=curve&step_size=0.3&start=-2.5&iterations=200&precision=0&speed=100",
    "line": "?chapter=line&step_size=0.0005&start=2,3&iterations=200&speed=100",
}


@pytest.fixture
def screen(browser):
    """A page that may complain, as a browser does of a connection that is lost."""
    with browser.new_context(viewport=LAPTOP) as context:
        yield Screen(context, "")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.mark.parametrize("chapter", QUERIES)
def test_a_page_says_that_the_server_is_away_and_comes_back_with_it(screen, tmp_path, chapter):
    port = ["--port", str(free_port())]
    banner = screen.page.locator("#banner")
    with serve(tmp_path, *port) as server:
        screen.url = server.url
        screen.open(QUERIES[chapter])
        expect(banner).to_be_hidden()
        link = screen.link
        screen.button("Play").click()
        screen.until("model('playhead').value > 2")
        screen.page.evaluate("window.isTheOldPage = true")
        server.process.kill()
        expect(banner).to_have_text(
            "The server is away. The page comes back by itself, with the same settings."
        )
        assert screen.page.evaluate("window.isTheOldPage")
    with serve(tmp_path, *port) as server:
        screen.until(f"!window.isTheOldPage && {READY}")
        expect(banner).to_be_hidden()
        assert screen.link == link
        assert screen.value("iterations") == 200
        screen.play()
        assert screen.shown["rows"] == 201
        assert server.complaints() == []
