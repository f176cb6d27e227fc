"""A first visit of the bare page, with no more than what is on the screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.screen import PHONE
from tests.meaning import tells

SIZES = {
    "laptop": {"viewport": {"width": 1440, "height": 900}},
    "beamer": {"viewport": {"width": 1280, "height": 720}},
    "tablet": {"viewport": {"width": 1024, "height": 768}, "color_scheme": "dark"},
    "phone": PHONE,
}
STORAGE_IS_BLOCKED = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("blocked", "SecurityError") },
})"""


@pytest.fixture
def visit(open_page):
    def visit_first(query="", **device):
        return open_page(query, introduced=False, **device)

    return visit_first


def sentence(screen):
    return screen.page.locator("#opening p:visible")


def everything(screen):
    return screen.button("Show everything")


def is_whole(screen):
    expect(sentence(screen)).to_have_count(0)
    expect(everything(screen)).to_be_hidden()
    expect(screen.page.get_by_role("navigation", name="Chapters")).to_be_visible()
    beside_a_card = ":not(.card.aside ~ main > .side)"
    for panel in screen.page.locator(f"main > .panel{beside_a_card}").all():
        expect(panel).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_it_says_what_this_is_above_the_curve_with_alpha_and_play(visit, size):
    screen = visit(**SIZES[size])
    expect(sentence(screen)).to_have_count(1)
    assert tells(sentence(screen).inner_text(), "slope", "downhill", "new x = x − α × slope", "Play")
    expect(sentence(screen)).to_be_in_viewport(ratio=1)
    expect(screen.button("Play")).to_be_in_viewport(ratio=1)
    expect(everything(screen)).to_be_in_viewport(ratio=1)
    expect(screen.page.locator("main > .panel:visible")).to_have_count(1)
    expect(screen.field("Step size α")).to_be_visible()
    expect(screen.field("Iterations")).to_be_hidden()
    expect(screen.button("Step ▶")).to_be_hidden()


def test_what_was_out_of_view_is_drawn_when_it_comes(visit):
    screen = visit()
    everything(screen).click()
    screen.until("Bokeh.index.find_one(model('distance_plot')).bbox.width > 400")
    fresh = visit("?chapter=curve")
    box = "(({ bbox: { x, y, width, height } }) => [x, y, width, height])"
    found = f"{box}(Bokeh.index.find_one(model('distance_plot')))"
    assert screen.find(found) == fresh.find(found)


@pytest.mark.parametrize("leave", ["mouse", "escape", "tab"])
def test_it_is_left_at_once_and_not_shown_again(visit, leave):
    screen = visit()
    if leave == "mouse":
        everything(screen).click()
    elif leave == "escape":
        screen.page.keyboard.press("Escape")
    else:
        while not everything(screen).evaluate("element => element === document.activeElement"):
            screen.page.keyboard.press("Tab")
        screen.page.keyboard.press("Enter")
    is_whole(screen)
    screen.open()
    is_whole(screen)


@pytest.mark.parametrize(
    "query",
    ["?intro=0", "?step_size=0.1", "?chapter=curve", "?lesson=noise", "?board=1", "?chapter=line"],
)
def test_a_link_that_says_what_it_wants_begins_without_it(visit, query):
    screen = visit(query)
    is_whole(screen)
    expect(screen.notice).to_be_hidden()


def test_panels_that_are_embedded_begin_without_it(visit):
    screen = visit("?show=path")
    assert screen.page.locator("#opening").count() == 0
    expect(screen.button("Step ▶")).to_be_visible()


def test_where_nothing_can_be_kept_it_is_there_each_time_and_left_as_well(new_screen, server):
    screen = new_screen(server.url, introduced=False)
    screen.context.add_init_script(STORAGE_IS_BLOCKED)
    for _ in range(2):
        screen.open()
        expect(sentence(screen)).to_have_count(1)
        everything(screen).click()
        is_whole(screen)


def test_keys_play_once_it_is_left(visit):
    screen = visit()
    everything(screen).click()
    screen.page.keyboard.press("Space")
    expect(screen.button("Pause")).to_be_visible()
