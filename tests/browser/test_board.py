"""The board: a page for a projector, on which the truth is hidden until it is revealed."""

import re

import pytest
from playwright.sync_api import expect

from dashboard.drawing.palette import DARK, LIGHT
from tests.browser.test_accessibility import await_words, found, words
from tests.browser.test_look import OVERFLOWING, colours_in, rgb

CHAPTERS = ["curve", "line", "landscape"]
SCREENS = [(1440, 900), (1920, 1080), (1024, 768), (1280, 720)]
FAST = "&speed=10000"
# How far the point of a loss is from the nearest side of its figure, and its radius; in pixels.
DOT = """(() => {
    const plot = model("loss_plot") ?? model("distance_plot")
    const { bbox, x_scale, y_scale } = Bokeh.index.find_one(plot).frame
    const { data_source: source, glyph } = plot.renderers.at(-1)
    const [x, y] = [[x_scale, glyph.x], [y_scale, glyph.y]].map(
        ([scale, { field }]) => scale.compute(source.get(field)[0]))
    return [Math.min(x - bbox.left, bbox.right - x, y - bbox.top, bbox.bottom - y), glyph.size.value / 2]
})()"""
# How many rows of the truth, and of forecasts, are drawn.
DRAWN = """[...Bokeh.documents[0]._all_models.values()].filter((each) => each.type === "CDSView"
    && each.filter.name === "hidden_truth").reduce((sum, view) => sum + view.indices.count, 0)"""


def truth_is(screen, shown):
    """Check that whatever tells the truth is seen, or that none of it is."""
    expect(screen.page.locator("#reveal")).to_have_text("Hide" if shown else "Reveal")
    seen = expect(screen.page.locator("td.truth").first)
    said = expect(screen.verdict)
    (seen.to_be_visible if shown else seen.to_be_hidden)()
    (said.to_be_visible if shown else said.to_be_hidden)()
    for name in ("Theory", "Sweep of α", "Rows", "Code"):
        instrument = expect(screen.page.locator(".instruments summary", has_text=name))
        (instrument.to_be_visible if shown else instrument.to_be_hidden)()
    is_distance = screen.find("model('facts').get('is_distance')[0]")
    screen.until("model('heights').major_label_text_alpha === it", int(shown or not is_distance))
    screen.until(f"({DRAWN} > 0) === it", shown)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_it_fits_its_screen_with_a_race_on_and_the_truth_revealed(open_page, chapter):
    screen = open_page(f"?chapter={chapter}&board=1&race=adam:0.1,bfgs&iterations=50&play=1{FAST}")
    screen.await_end()
    screen.button("Reveal").click()
    expect(screen.verdict).to_be_visible()
    for width, height in SCREENS:
        screen.page.set_viewport_size({"width": width, "height": height})
        assert screen.page.evaluate(OVERFLOWING, "Width") == []
        assert {"HTML", "MAIN", "SECTION"}.isdisjoint(screen.page.evaluate(OVERFLOWING, "Height"))
        for panel in screen.page.locator("main > .panel").all():
            expect(panel).to_be_in_viewport(ratio=1)
        for name in ("Play", "◀ Back", "Step ▶", "Reset", "Hide"):
            expect(screen.button(name)).to_be_in_viewport(ratio=1)
        room, radius = screen.find(DOT)
        assert room >= radius
        button, verdict = screen.button("Hide").bounding_box(), screen.verdict.bounding_box()
        assert button["x"] + button["width"] <= verdict["x"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_truth_is_hidden_until_it_is_revealed_and_again_after_a_reset(open_page, chapter):
    screen = open_page(f"?chapter={chapter}&board=1&iterations=50{FAST}")
    truth_is(screen, False)
    screen.play()
    truth_is(screen, False)
    screen.page.keyboard.press("v")
    truth_is(screen, True)
    screen.page.keyboard.press("v")
    truth_is(screen, False)
    screen.button("Reveal").click()
    truth_is(screen, True)
    screen.button("Reset").click()
    truth_is(screen, False)


def test_another_run_hides_it_again_and_its_forecast_too(open_page):
    screen = open_page(f"?chapter=line&board=1&scale=log{FAST}")
    screen.button("Reveal").click()
    truth_is(screen, True)
    screen.enter("Step size α", "0.1")
    screen.until("model('ghost').get_length() > 2")
    truth_is(screen, False)
    screen.page.get_by_role("button", name="linear", exact=True).click()  # the same run, shown in another way
    screen.await_setting(scale=None)
    truth_is(screen, False)


@pytest.mark.parametrize("theme, colours", [("light", LIGHT), ("dark", DARK)])
def test_nothing_is_painted_in_the_colour_of_the_truth_before(open_page, theme, colours):
    screen = open_page(f"?chapter=line&board=1&theme={theme}")
    plots = screen.page.locator("main .plot")
    truth = rgb(colours["truth"])
    assert [truth in colours_in(plots.nth(place)) for place in range(3)] == [False] * 3
    screen.page.keyboard.press("V")
    truth_is(screen, True)
    screen.until("Bokeh.documents[0].is_idle")
    assert [truth in colours_in(plots.nth(place)) for place in range(3)] == [True] * 3


def test_the_figures_words_keep_it_back_as_well(open_page):
    screen = open_page(f"?chapter=line&board=1{FAST}")
    for plot in ("fit_plot", "path_plot", "loss_plot"):
        await_words(screen, plot, "at iteration 0 of 5000")
        assert not any(word in words(screen, plot) for word in ("minimum", "least squares", "Least squares"))
    screen.page.keyboard.press("v")
    await_words(screen, "path_plot", "The minimum is at intercept 1.489")


def test_revealing_is_told_to_nobody(open_page):
    screen = open_page(f"?chapter=curve&board=1{FAST}")
    sent = []
    for speed in ("70", "60", "50"):  # each answered after whatever was sent before
        if speed == "50":
            screen.button("Reveal").click()
            truth_is(screen, True)
        screen.enter("Speed, steps/s", speed)
        screen.await_setting(speed=speed)
        sent.append(screen.sent)
    assert sent[2] - sent[1] == sent[1] - sent[0]
    assert screen.link == {"chapter": "curve", "board": "1", "speed": "50"}
    truth_is(screen, True)


def test_step_sizes_have_no_names_and_its_link_is_for_a_desk(open_page):
    screen = open_page("?chapter=landscape&board=1", permissions=["clipboard-read", "clipboard-write"])
    chips = screen.page.locator(".presets").get_by_role("button").all_inner_texts()
    assert len(chips) == 6 and not any(each.isalpha() for chip in chips for each in chip)
    screen.button("Copy link").click()
    expect(screen.button("Copied")).to_be_visible()
    assert screen.page.evaluate("navigator.clipboard.readText()") == f"{screen.url}?chapter=landscape"


def test_keys_choose_the_step_sizes_that_have_their_numbers(open_page):
    screen = open_page("?chapter=curve&board=1")
    for key, step_size in [("3", "0.1"), ("6", "1.1"), ("1", "0.001")]:
        screen.page.keyboard.press(key)
        screen.await_setting(step_size=step_size)
    numbers = "(it) => getComputedStyle(it, '::before').content"
    preset = screen.page.get_by_role("button", name="0.1")
    assert preset.evaluate(numbers) == "counter(preset)"
    screen.field("Iterations").fill("")
    screen.page.keyboard.type("61v")
    assert screen.field("Iterations").input_value().startswith("61")
    truth_is(screen, False)
    assert screen.link["step_size"] == "0.001"


def test_a_page_at_a_desk_has_no_such_keys(open_page):
    screen = open_page("?chapter=curve")
    screen.page.keyboard.press("3")
    screen.page.keyboard.press("v")
    screen.enter("Speed, steps/s", "50")
    screen.await_setting(speed="50", step_size=None)
    expect(screen.page.locator("td.truth").first).to_be_visible()
    expect(screen.page.locator("#reveal")).to_have_count(0)


def test_one_comes_and_goes_with_the_same_run(open_page):
    screen = open_page("?chapter=line&step_size=0.1&noise=5")
    screen.unfold("⋯")
    screen.page.get_by_role("link", name="Board", exact=True).click()
    screen.page.wait_for_url("**board=1**")
    screen.await_ready()
    assert screen.link == {"chapter": "line", "step_size": "0.1", "noise": "5", "board": "1"}
    curve = screen.page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Curve")
    curve.click(button="right")  # as who copies it does
    expect(curve).to_have_attribute("href", re.compile(r"/dashboard\?chapter=curve&board=1&step_size=0\.1$"))
    screen.unfold("⋯")
    screen.page.get_by_role("link", name="Leave the board").click()
    screen.page.wait_for_url(lambda url: "board=1" not in url)
    screen.await_ready()
    assert screen.link == {"chapter": "line", "step_size": "0.1", "noise": "5"}


@pytest.mark.parametrize("chapter", ["curve", "landscape"])
def test_axe_finds_nothing_on_it(open_page, chapter):
    screen = open_page(f"?chapter={chapter}&board=1")
    assert found(screen.page) == []
    screen.button("Reveal").click()
    assert found(screen.page, "color-contrast") == []
