import time
from contextlib import ExitStack

import pytest
from bokeh.util.token import get_token_payload
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP
from tests.browser.screen import READY, Outage, Screen
from tests.meaning import telling
from tests.ports import free_ports
from tests.serving import TOKEN, serve
from tests.waiting import wait_for


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


SETTINGS = "iterations=100000&precision=0&step_size=0.00001&speed=20"
STOOD = {
    "curve, playing": (f"?{SETTINGS}&start=-2.5", True),
    "line, paused": (f"?chapter=line&{SETTINGS}&start=2,3&play=1", False),
    "a frame, paused": (f"?show=loss&{SETTINGS}&play=1", False),
}


def stand(screen, playing):
    """Play until some rows are there and go on, or pause and look one row back; return that row."""
    if playing:
        screen.button("Play").click()
    screen.until("model('playhead').value > 8")
    if not playing:
        screen.button("Pause").click()
        screen.until("model('play').label === 'Play'")
        screen.button("◀ Back").click()
    screen.page.evaluate("window.isTheOldPage = true")
    return screen.shown["playhead"]


def settings_of(screen):
    """What the link sets, but whether to play: a page that was paused does not."""
    return {name: value for name, value in screen.link.items() if name != "play"}


def check_it_stands(screen, playing, row):
    """It is where it was, and plays only if it did."""
    screen.until(f"!window.isTheOldPage && {READY}")
    screen.until("model('playhead').value >= it", row)
    if playing:
        screen.until("model('playhead').value > it && model('play').label === 'Pause'", row)
        return
    assert (screen.shown["playhead"], screen.shown["rows"]) == (row, row + 1)
    assert screen.value("play", "label") == "Play"
    screen.button("Step ▶").click()
    screen.await_row(row + 1)


def test_pages_say_that_the_server_is_away_and_come_back_with_it_at_their_rows(browser, tmp_path):
    port = ["--port", str(*free_ports(1))]
    away = telling("server is away", "by itself", "same settings")
    with ExitStack() as contexts:
        screens = {
            name: Screen(contexts.enter_context(browser.new_context(viewport=LAPTOP)), "") for name in STOOD
        }
        rows, links = {}, {}
        with serve(tmp_path, *port) as server:
            for name, screen in screens.items():
                query, playing = STOOD[name]
                screen.url = server.url
                screen.open(query)
                expect(screen.page.locator("#banner")).to_be_hidden()
                rows[name], links[name] = stand(screen, playing), settings_of(screen)
            server.process.kill()
            for screen in screens.values():
                expect(screen.page.locator("#banner")).to_have_text(away)
                assert screen.page.evaluate("window.isTheOldPage")
        with serve(tmp_path, *port) as server:
            for name, screen in screens.items():
                check_it_stands(screen, STOOD[name][1], rows[name])
                expect(screen.page.locator("#banner")).to_be_hidden()
                assert settings_of(screen) == links[name]
            assert server.complaints() == []


@pytest.mark.parametrize("query", ["?step_size=0.3", "?chapter=line&show=loss&step_size=0.0005"])
@pytest.mark.parametrize("broken", ["socket", "script"])
def test_a_page_that_cannot_load_says_so_and_tries_again(screen, server, query, broken):
    outage = Outage(screen.page)
    if broken == "socket":
        outage.break_sockets()
    else:
        outage.break_scripts()
    screen.url = server.url
    screen.page.goto(server.url + query)
    expect(screen.page.locator("#coming")).to_contain_text("tries again by itself")
    screen.await_ready()
    assert outage.tries == 3
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
