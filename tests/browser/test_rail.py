"""What is in view at rest, and how the rest of it is opened."""

import pytest
from playwright.sync_api import expect

from dashboard.settings.values import CHAPTERS
from tests.browser.screen import PHONE

MOST = 15
# The names of what can be pressed, dragged or typed into and is in view. Links to other pages are none, nor
# is the menu that has some; a spinner's arrows are its field's. What sets one and the same thing is one
# control: the words of a switch, the names of the instruments, the fields, rings and drawers of a setting.
IN_VIEW = """() => {
    const every = (root) =>
        [...(root?.querySelectorAll("*") ?? [])].flatMap((each) => [each, ...every(each.shadowRoot)])
    const places = ".control, .instruments, .switch, .timeline, .menu, [data-fold]"
    const place = (each) => each.closest(places) ?? each.getRootNode().host?.closest(places)
    const name = (each) => {
        const found = place(each)
        if (found?.matches(".switch")) return found.closest(".panel").querySelector("h2").textContent
        const words = found?.className || found?.dataset.fold || each.ariaLabel || each.textContent
        if (/slider|step_size|presets/.test(words)) return "step size"
        return /^Start|control-start/.test(words) ? "start" : words
    }
    const isSeen = (each) => {
        const { top, left, width, height } = each.getBoundingClientRect()
        return each.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1
            && top < innerHeight && left < innerWidth
    }
    const controls = "button:not(.bk-spin-btn), input, select, textarea, summary, [role=slider]"
    const isCounted = (each) => each.matches(controls) && !each.closest("nav") && isSeen(each)
    return [...new Set(every(document).filter(isCounted).map(name))]
}"""
FOCUSED = """(() => {
    let focused = document.activeElement
    while (focused?.shadowRoot) focused = focused.shadowRoot.activeElement
    return focused?.textContent
})()"""


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_few_controls_are_in_view_at_rest(open_page, chapter):
    screen = open_page(f"?chapter={chapter}")
    names = screen.page.evaluate(IN_VIEW)
    assert len(names) <= MOST, names
    assert {"step size", "start"} <= set(names)
    assert any("play" in name for name in names)
    screen.unfold("More")
    assert len(screen.page.evaluate(IN_VIEW)) > len(names), "what is opened is counted"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_opens_comes_into_view_and_covers_no_figure(open_page, chapter):
    screen = open_page(f"?chapter={chapter}", viewport={"width": 1280, "height": 720})
    plots = screen.page.locator("main > .panel > .plot")
    for fold in screen.page.locator(".rail details, .instruments details").all():
        fold.locator("> summary").click()
        section = fold.locator("> :nth-child(2)")
        expect(section).to_be_in_viewport()
        box = section.bounding_box()
        assert not any(overlap(box, plot.bounding_box()) for plot in plots.all())


def overlap(one, other):
    apart = (
        one["x"] + one["width"] <= other["x"]
        or other["x"] + other["width"] <= one["x"]
        or one["y"] + one["height"] <= other["y"]
        or other["y"] + other["height"] <= one["y"]
    )
    return not apart


@pytest.mark.parametrize("name", ["race", "noise", "theory", "code", "presets", "more"])
def test_a_link_opens_what_it_names_in_view(open_page, name):
    screen = open_page(f"?open={name}", viewport={"width": 1280, "height": 600})
    place = screen.page.locator(f"[data-fold={name}]").first
    expect(place.locator("button, input, p, table, pre, h2, select").first).to_be_in_viewport()
    expect(screen.notice).to_be_hidden()


def test_what_opens_on_a_phone_is_above_the_transport(open_page):
    screen = open_page("?open=method", **PHONE)
    place = screen.page.locator("details[data-fold=method]")
    expect(place).to_be_in_viewport()
    foot = screen.page.locator(".transport").bounding_box()["y"]
    box = place.bounding_box()
    assert box["y"] < foot


def test_play_is_three_tabs_away(open_page):
    screen = open_page("?step_size=0.1&speed=10")
    reached = []
    for _ in range(3):
        screen.page.keyboard.press("Tab")
        reached.append(screen.page.evaluate(FOCUSED))
    assert "Play" in reached


@pytest.mark.parametrize("press", ["preset", "switch", "drawer", "button"])
def test_keys_are_the_runs_after_a_press_with_the_mouse(open_page, press):
    screen = open_page("?step_size=0.01&speed=20")
    if press == "preset":
        screen.button("quick 0.1").click()
        screen.await_setting(step_size="0.1")
    elif press == "switch":
        screen.button("log").click()
        screen.await_setting(scale="log")
    elif press == "drawer":
        screen.unfold("Problem")
    else:
        screen.button("Reset").click()
    screen.page.keyboard.press("ArrowRight")
    screen.await_row(1)
    if press != "button":
        screen.page.keyboard.press("Space")
        expect(screen.button("Pause")).to_be_visible()


def test_a_drawer_that_the_keyboard_opened_keeps_the_keyboard(open_page):
    screen = open_page()
    summary = screen.page.locator("details[data-fold=problem] > summary")
    summary.focus()
    screen.page.keyboard.press("Space")
    expect(screen.field("Noise on the slope")).to_be_visible()
    screen.page.keyboard.press("Space")
    expect(screen.page.locator("section.noise")).to_be_hidden()
    expect(screen.button("Play")).to_be_visible()


def test_the_menu_is_put_away_by_a_press_elsewhere_and_by_escape(open_page):
    screen = open_page()
    copy = screen.page.get_by_role("button", name="Copy link")
    menu = screen.page.locator(".menu:not(.exercises) > summary")
    for leave in (lambda: screen.page.locator("h1").click(), lambda: screen.page.keyboard.press("Escape")):
        menu.click()
        expect(copy).to_be_in_viewport(ratio=1)
        menu.focus()
        leave()
        expect(copy).to_be_hidden()
