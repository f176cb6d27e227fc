import socket
import time

import pytest
from bokeh.util.token import get_token_payload
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP
from tests.browser.screen import READY, Screen
from tests.meaning import telling
from tests.serving import TOKEN, serve
from tests.waiting import wait_for

QUERIES = {
    "curve": "?chapter=curve&step_size=0.3&start=-2.5&iterations=200&precision=0&speed=100",
    "line": "?chapter=line&step_size=0.0005&start=2,3&iterations=200&speed=100",
}


@pytest.fixture
def screen(browser):
    """A page that may complain, as a browser does of a connection that is lost."""
    with browser.new_context(viewport=LAPTOP) as context:
        yield Screen(context, "")


@pytest.fixture
def another(browser):
    """Somebody else's page."""
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
        expect(banner).to_have_text(telling("server is away", "by itself", "same settings"))
        assert screen.page.evaluate("window.isTheOldPage")
    with serve(tmp_path, *port) as server:
        screen.until(f"!window.isTheOldPage && {READY}")
        expect(banner).to_be_hidden()
        assert screen.link == link
        assert screen.value("iterations") == 200
        screen.until("model('trace').get_length() === 201")  # it played before, and so it does again
        assert server.complaints() == []


STOOD = {
    "paused": ("?play=1&iterations=100000&precision=0&step_size=0.00001&speed=20", False),
    "playing": ("?iterations=100000&precision=0&step_size=0.00001&speed=20", True),
    "looking back": ("?chapter=line&iterations=100000&speed=20&play=1", False),
    "a frame, paused": ("?show=loss&play=1&iterations=100000&precision=0&speed=20", False),
}


@pytest.mark.parametrize(("query", "playing"), STOOD.values(), ids=STOOD)
def test_a_page_comes_back_at_its_row_and_plays_only_if_it_did(screen, tmp_path, query, playing):
    port = ["--port", str(free_port())]
    with serve(tmp_path, *port) as server:
        screen.url = server.url
        screen.open(query)
        if playing:
            screen.button("Play").click()
        screen.until("model('playhead').value > 8")
        if not playing:
            screen.button("Pause").click()
            screen.until("model('play').label === 'Play'")
            screen.button("◀ Back").click()
        row = screen.shown["playhead"]
        screen.page.evaluate("window.isTheOldPage = true")
        server.process.kill()
        expect(screen.page.locator("#banner")).to_contain_text("comes back by itself")
    with serve(tmp_path, *port) as server:
        screen.until(f"!window.isTheOldPage && {READY}")
        screen.until("model('playhead').value >= it", row)
        if playing:
            screen.until("model('playhead').value > it && model('play').label === 'Pause'", row)
        else:
            shown = screen.shown
            assert (shown["playhead"], shown["rows"]) == (row, row + 1)
            assert screen.value("play", "label") == "Play"
            screen.button("Step ▶").click()
            screen.await_row(row + 1)
        assert server.complaints() == []


@pytest.mark.parametrize("query", ["?step_size=0.3", "?chapter=line&show=loss&step_size=0.0005"])
@pytest.mark.parametrize("broken", ["socket", "script"])
def test_a_page_that_cannot_load_says_so_and_tries_again(screen, server, query, broken):
    tried = []

    def break_socket(route):
        tried.append(route)
        if len(tried) <= 2:
            route.close()
        else:
            route.connect_to_server()

    def break_script(route):
        tried.append(route)
        if len(tried) <= 2:
            route.abort()
        else:
            route.continue_()

    if broken == "socket":
        screen.page.route_web_socket("**/ws*", break_socket)
    else:
        screen.page.route("**/bokeh.min.js*", break_script)
    screen.url = server.url
    screen.page.goto(server.url + query)
    expect(screen.page.locator("#coming")).to_contain_text("tries again by itself")
    screen.await_ready()
    assert len(tried) == 3
    assert screen.find("model('facts').get('step_size')[0]") == float(query.split("=")[-1])


def test_back_to_a_page_whose_token_has_expired_shows_it(screen, tmp_path):
    with serve(tmp_path, "--session-token-expiration", "3") as server:
        screen.url = server.url
        screen.open("?step_size=0.3")
        expiry = get_token_payload(TOKEN.search(screen.page.content())[1])["session_expiry"]
        screen.page.goto("about:blank")
        wait_for(lambda: time.time() > expiry + 1, "the token's end")
        screen.page.go_back()
        screen.await_ready()
        assert screen.value("step_size") == 0.3


def test_a_place_that_was_given_up_is_taken_back_by_a_press(screen, another, tmp_path):
    short = ["--keep-alive", "500", "--args", "--max-sessions", "1", "--idle-minutes", "0.001"]
    with serve(tmp_path, *short) as server:
        screen.url = another.url = server.url
        screen.open("?step_size=0.3&speed=20")
        screen.button("Step ▶").click()
        screen.await_row(1)
        another.open("?chapter=line")
        banner = screen.page.locator("#banner")
        expect(banner).to_contain_text("place was given")
        another.page.close()
        screen.page.evaluate("window.isTheOldPage = true")
        banner.get_by_role("button").click()
        screen.until(f"!window.isTheOldPage && {READY}")
        screen.await_row(1)
        assert screen.value("step_size") == 0.3
        expect(banner).to_be_hidden()
        assert server.complaints() == []
