from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.screen import Screen
from tests.chromium import FLAGS, find_chromium
from tests.serving import Server, serve

NO_WORLD_OUTSIDE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
# Who has been here before is not shown the opening; a page of no site has nothing to keep it in.
INTRODUCED = "try { localStorage.setItem('introduced', '1') } catch {}"
LAPTOP = {"width": 1440, "height": 900}


# Of the package, not of the session: while Playwright runs, no other event loop can.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*FLAGS, NO_WORLD_OUTSIDE])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def new_screen(browser: Browser) -> Iterator[Callable[..., Screen]]:
    """Makes screens, each in a context of its own; at the end none may have asked outside or complained.

    Who comes to them has seen the opening, unless they are not `introduced`.
    """
    screens: list[Screen] = []

    def make(url: str, *, introduced: bool = True, **device: object) -> Screen:
        context = browser.new_context(**{"viewport": LAPTOP} | device)
        if introduced:
            context.add_init_script(INTRODUCED)
        screens.append(Screen(context, url))
        return screens[-1]

    yield make
    for screen in screens:
        screen.context.close()
    assert [url for screen in screens for url in screen.asked_outside] == []
    assert [message for screen in screens for message in screen.said] == []


@pytest.fixture
def open_page(new_screen: Callable[..., Screen], server: Server) -> Callable[..., Screen]:
    """Opens a page of the server all tests share: `open_page("?chapter=line")`."""

    def open_at(query: str = "", **device: object) -> Screen:
        return new_screen(server.url, **device).open(query)

    return open_at
