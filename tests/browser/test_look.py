from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from dashboard.drawing.palette import DARK, LIGHT

CHAPTERS = ["curve", "line"]
THEMES = {"light": LIGHT, "dark": DARK}
LAPTOP, TABLET, PHONE = ({"width": w, "height": h} for w, h in [(1440, 900), (1024, 768), (390, 844)])
OVERFLOWING = """(side) => {
    const parts = [document.documentElement, ...document.querySelectorAll("main, .rail, .transport, header")]
    const [inside, room] = [`scroll${side}`, `client${side}`]
    return parts.filter((part) => part[room] > 0 && part[inside] > part[room] + 1).map((part) => part.tagName)
}"""


def rgb(colour):
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def css(colour):
    return "rgb({}, {}, {})".format(*rgb(colour))


def colours_in(locator):
    """How many pixels of each colour there are where an element is painted."""
    image = Image.open(BytesIO(locator.screenshot())).convert("RGB")
    return {colour: count for count, colour in image.getcolors(image.width * image.height)}


def half_over(colour, background):
    """A colour painted half transparent, as the curve is."""
    return tuple((one + other) // 2 for one, other in zip(rgb(colour), rgb(background), strict=True))


def line_colours(screen, plot):
    """The colours of the lines that a figure's glyphs are drawn with."""
    return set(
        screen.find(
            "model(it).renderers.map((each) => each.glyph?.line_color?.value ?? each.line_color)", plot
        )
    )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_laptop_shows_all_of_the_page_without_scrolling(open_page, chapter):
    screen = open_page(f"?chapter={chapter}", viewport=LAPTOP)
    assert screen.page.evaluate(OVERFLOWING, "Width") == []
    assert {"HTML", "MAIN"}.isdisjoint(screen.page.evaluate(OVERFLOWING, "Height"))
    for panel in screen.page.locator("main > .panel").all():
        expect(panel).to_be_in_viewport(ratio=1)
    expect(screen.button("Play")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("viewport", [TABLET, PHONE], ids=["tablet", "phone"])
def test_a_smaller_screen_cuts_nothing_off_and_keeps_play_in_view(open_page, chapter, viewport):
    screen = open_page(f"?chapter={chapter}", viewport=viewport, has_touch=True)
    assert screen.page.evaluate(OVERFLOWING, "Width") == []
    expect(screen.button("Play")).to_be_in_viewport(ratio=1)
    for name in ("Play", "◀ Back", "Step ▶", "Reset"):
        expect(screen.button(name)).to_be_in_viewport(ratio=1)
        assert screen.button(name).bounding_box()["height"] >= 36
    screen.page.mouse.wheel(0, 10_000)
    expect(screen.button("Play")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("chapter, plot", [("curve", "curve_plot"), ("line", "loss_plot")])
@pytest.mark.parametrize("theme, other", [("light", "dark"), ("dark", "light")])
def test_page_and_figures_follow_the_system(open_page, chapter, plot, theme, other):
    screen = open_page(f"?chapter={chapter}", color_scheme=theme)
    for now, not_now in [(theme, other), (other, theme)]:
        screen.page.emulate_media(color_scheme=now)
        expect(screen.page.locator("html")).to_have_attribute("data-theme", now)
        expect(screen.page.locator("body")).to_have_css("background-color", css(THEMES[now]["page"]))
        expect(screen.page.locator(".panel").first).to_have_css("background-color", css(THEMES[now]["panel"]))
        drawn = line_colours(screen, plot)
        assert THEMES[now]["given"] in drawn
        assert drawn.isdisjoint(THEMES[not_now].values())


@pytest.mark.parametrize("theme", THEMES)
def test_the_canvas_is_painted_in_the_colours_of_the_theme(open_page, theme):
    screen = open_page(color_scheme=theme)
    colours, other = THEMES[theme], THEMES["light" if theme == "dark" else "dark"]
    painted = colours_in(screen.page.locator("main .plot").first)
    assert max(painted, key=painted.get) == rgb(colours["panel"])
    assert painted[rgb(colours["grid"])] > 100
    assert painted[half_over(colours["given"], colours["panel"])] > 100
    assert painted.keys().isdisjoint(map(rgb, (other["given"], other["now"], other["text"])))


@pytest.mark.parametrize("theme, other", [("light", "dark"), ("dark", "light")])
def test_the_switch_flips_the_theme_and_it_stays_so(open_page, theme, other):
    screen = open_page(color_scheme=theme)
    screen.button("Switch between light and dark").click()
    for _ in range(2):
        expect(screen.page.locator("html")).to_have_attribute("data-theme", other)
        expect(screen.page.locator("body")).to_have_css("background-color", css(THEMES[other]["page"]))
        assert THEMES[other]["given"] in line_colours(screen, "curve_plot")
        screen.page.reload()
        screen.await_ready()
    screen.button("Switch between light and dark").click()
    expect(screen.page.locator("html")).to_have_attribute("data-theme", theme)


@pytest.mark.parametrize("theme, other", [("light", "dark"), ("dark", "light")])
def test_a_link_that_names_a_theme_has_it_whatever_the_system(open_page, theme, other):
    screen = open_page(f"?theme={theme}", color_scheme=other)
    expect(screen.page.locator("html")).to_have_attribute("data-theme", theme)
    assert THEMES[theme]["given"] in line_colours(screen, "curve_plot")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_until_the_document_is_there_the_page_says_that_it_is_coming(new_screen, server, chapter):
    screen = new_screen(server.url)
    held = []
    screen.page.route_web_socket("**/ws*", lambda socket: held.append(socket))
    screen.page.goto(f"{server.url}?chapter={chapter}")
    coming = screen.page.locator("#coming")
    expect(coming).to_be_in_viewport(ratio=1)
    expect(coming).to_have_text("The page is coming …")
    expect(screen.page.locator("main > .panel").first).to_be_hidden()
    held[0].connect_to_server()
    screen.await_ready()
    expect(coming).to_be_hidden()
    expect(screen.page.locator("main > .panel").first).to_be_visible()


@pytest.mark.parametrize("motion, animations", [("reduce", 0), ("no-preference", 1)])
def test_nothing_moves_by_itself_for_those_who_want_it_so(new_screen, server, motion, animations):
    screen = new_screen(server.url, reduced_motion=motion)
    screen.page.add_init_script("""
        window.animated = 0
        const animate = Element.prototype.animate
        Element.prototype.animate = function (...given) { animated++; return animate.apply(this, given) }
    """)
    screen.open()
    assert screen.page.evaluate("animated") == animations


def hide(screen, hidden):
    """Make the page believe that its tab went out of view, or came back."""
    screen.page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true })
            const state = hidden ? "hidden" : "visible"
            Object.defineProperty(document, "visibilityState", { value: state, configurable: true })
            document.dispatchEvent(new Event("visibilitychange"))
        }""",
        hidden,
    )


def test_a_hidden_page_gets_no_rows_and_catches_up_when_shown(open_page):
    query = "?precision=0&iterations=150&speed=100"
    screen, other = open_page(query), open_page(query)
    screen.button("Play").click()
    screen.until("model('trace').get_length() > 3")
    hide(screen, True)
    # Refused, and so answered without a change: what was on its way has come before the answer.
    screen.enter("Step size α", "-5")
    expect(screen.notice).to_be_visible()
    rows = screen.shown["rows"]
    assert rows < 151
    other.play()
    assert screen.shown["rows"] == rows
    screen.find(
        "model('trace').streaming.connect(() => (window.lengths ??= []).push(model('trace').get_length()))"
    )
    hide(screen, False)
    screen.await_end()
    assert screen.page.evaluate("lengths") == [151]
