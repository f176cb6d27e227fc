from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.screen import Screen
from tests.chromium import FLAGS, find_chromium
from tests.serving import Server, serve

NO_WORLD_OUTSIDE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
# Who has been here before is not shown the opening; a page of no site has nothing to keep it in.
INTRODUCED = "try { localStorage.setItem('introduced', '1') } catch {}"
LAPTOP = {"width": 1440, "height": 900}
TAB_TAKES = {"viewport", "color_scheme"}  # of a device


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


class Tab:
    """A page that one test after the other uses: it opens in three quarters of the time that a new one takes.

    Where it goes next it has no storage, and the looks and the pointer of a new one.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.page: Page | None = None
        self.is_taken = False

    def take(self, url: str, viewport: dict[str, int], color_scheme: str) -> Screen:
        self.is_taken = True
        if self.page is None:
            context = self.browser.new_context(viewport=viewport)
            context.add_init_script(INTRODUCED)
            self.page = context.new_page()
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(
            color_scheme=color_scheme, reduced_motion="no-preference", forced_colors="none"
        )
        return Screen(self.page.context, url, self.page)

    def give_back(self, screen: Screen) -> None:
        self.is_taken = False
        screen.forget_page()
        if screen.is_as_new and not screen.page.is_closed():
            self.clear(screen.page, screen.origin)
        else:
            screen.context.close()
            self.page = None

    def clear(self, page: Page, origin: str) -> None:
        page.goto("about:blank")
        page.mouse.up()
        page.mouse.move(0, 0)
        devtools = page.context.new_cdp_session(page)
        devtools.send("Storage.clearDataForOrigin", {"origin": origin.rstrip("/"), "storageTypes": "all"})
        devtools.detach()


@pytest.fixture(scope="package")
def tab(browser: Browser) -> Tab:
    return Tab(browser)


@pytest.fixture
def new_screen(browser: Browser, tab: Tab) -> Iterator[Callable[..., Screen]]:
    """Makes screens, each in a context of its own; at the end none may have asked outside or complained.

    Who comes to them has seen the opening, unless they are not `introduced`. One that is `plain` may have a
    used tab.
    """
    screens: list[Screen] = []

    def make(url: str, *, introduced: bool = True, plain: bool = False, **device: object) -> Screen:
        device = {"viewport": LAPTOP} | device
        if plain and not tab.is_taken and device.keys() <= TAB_TAKES:
            screens.append(tab.take(url, **{"color_scheme": "light"} | device))
            return screens[-1]
        context = browser.new_context(**device)
        if introduced:
            context.add_init_script(INTRODUCED)
        screens.append(Screen(context, url))
        return screens[-1]

    yield make
    for screen in screens:
        if screen.page is tab.page:
            tab.give_back(screen)
        else:
            screen.context.close()
    assert [url for screen in screens for url in screen.asked_outside] == []
    assert [message for screen in screens for message in screen.said] == []


@pytest.fixture
def open_page(new_screen: Callable[..., Screen], server: Server) -> Callable[..., Screen]:
    """Opens a page of the server all tests share: `open_page("?chapter=line")`."""

    def open_at(query: str = "", **device: object) -> Screen:
        return new_screen(server.url, plain="introduced" not in device, **device).open(query)

    return open_at
