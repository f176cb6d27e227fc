import pytest
from playwright.sync_api import expect

FAST = "?iterations=40&precision=0&speed=10000"
# What has the focus, through the widgets' shadow roots: how it is called, and whether one sees it.
FOCUSED = """() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    if (!element || element === document.body) return null
    const words = element.labels?.[0] ?? (element.type === "checkbox" ? element.nextElementSibling : element)
    const style = getComputedStyle(element)
    return {
        name: (element.getAttribute("aria-label") ?? words.textContent).trim(),
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
    }
}"""
PAGE = {"Curve", "Line", "Copy link", "Switch between light and dark"}
TRANSPORT = {"Play", "◀ Back", "Step ▶", "Reset", "Playhead: iteration shown"}
COMMON = (
    PAGE
    | TRANSPORT
    | {
        "Step size α",
        "Step size α, logarithmic",
        "Iterations",
        "Speed, steps/s",
        "Precision",
        "Seed",
        "linear",
        "log",
        "Start, dragged in the plot",
        "Method",
        "Code",
        "Copy",
        "too small",
        "the post",
        "for ever",
        "too big",
    }
)
OF_CHAPTER = {
    "curve": COMMON | {"Start x₀", "Noise on the slope", "quick", "zigzag"},
    "line": COMMON
    | {
        "Start: intercept, slope",
        "Noise in the data",
        "Samples",
        "Data",
        "Standardise x",
        "1/L",
        "best",
        "contours",
        "surface",
    },
}


def tab_through(screen):
    """All that Tab reaches, once around."""
    reached = []
    while len(reached) < 200:
        screen.page.keyboard.press("Tab")
        focused = screen.page.evaluate(FOCUSED)
        if focused is None or (len(reached) > 3 and focused == reached[0]):
            return reached
        reached.append(focused)
    raise AssertionError("Tab does not come around")


def played(open_page, query=FAST):
    screen = open_page(query)
    screen.play()
    screen.page.locator("body").evaluate("document.activeElement.blur()")
    return screen


@pytest.mark.parametrize("chapter", OF_CHAPTER)
def test_tab_reaches_every_control_and_shows_where_it_is(open_page, chapter):
    screen = open_page(f"?chapter={chapter}")
    for summary in screen.page.locator("main summary, .rail summary").all():
        summary.click()
    screen.unfold("⋯")
    screen.page.locator(".skip").focus()
    reached = tab_through(screen)
    names = [element["name"] for element in reached]
    missing = {name for name in OF_CHAPTER[chapter] if not any(is_called(given, name) for given in names)}
    assert missing == set()
    assert [element["name"] for element in reached if not element["seen"]] == []


def is_called(given, name):
    """A preset's name goes on with its step size."""
    return given == name or (given.startswith(name + " ") and given.removeprefix(name + " ")[0].isdigit())


def test_space_plays_and_pauses(open_page):
    screen = open_page("?speed=20&precision=0")
    screen.page.keyboard.press("Space")
    expect(screen.button("Pause")).to_be_visible()
    screen.until("model('playhead').value > 2")
    screen.page.keyboard.press("Space")
    expect(screen.button("Play")).to_be_visible()
    assert 2 < screen.shown["rows"] < 300


def test_arrows_step_back_and_forth(open_page):
    screen = played(open_page)
    for _ in range(3):
        screen.page.keyboard.press("ArrowLeft")
    screen.await_row(37)
    screen.page.keyboard.press("ArrowRight")
    screen.await_row(38)
    assert screen.shown["rows"] == 41


def test_an_arrow_takes_the_first_step_of_a_run(open_page):
    screen = open_page(FAST)
    screen.page.keyboard.press("ArrowRight")
    screen.await_row(1)
    assert screen.shown["rows"] == 2


@pytest.mark.parametrize("key", ["r", "R"])
def test_r_resets(open_page, key):
    screen = played(open_page)
    screen.page.keyboard.press(key)
    screen.until("model('trace').get_length() === 1 && model('playhead').value === 0")


@pytest.mark.parametrize("key", ["Control+r", "Alt+ArrowLeft", "Meta+ArrowRight", "Control+Space"])
def test_keys_of_the_browser_stay_the_browsers(open_page, key):
    screen = played(open_page)
    # Heard after the page's own listener, which prevents the default of a key that it takes.
    screen.page.evaluate(
        """addEventListener("keydown", (event) => {
            window.taken = event.defaultPrevented
            event.preventDefault()
        })"""
    )
    screen.page.keyboard.press(key.replace("Space", " "))
    screen.until("window.taken === false")
    assert screen.shown["rows"] == 41
    assert screen.shown["playhead"] == 40


@pytest.mark.parametrize(
    "key, side",
    [
        ("ArrowLeft", -1),
        ("ArrowRight", 1),
    ],
)
def test_an_arrow_on_the_step_size_slider_changes_the_step_size_and_steps_nothing(open_page, key, side):
    screen = open_page("?step_size=0.1")
    slider = screen.field("Step size α, logarithmic")
    slider.focus()
    slider.press(key)
    # Refused, and so answered without a change: what the arrow did has come back before.
    screen.enter("Iterations", "-1")
    expect(screen.notice).to_contain_text("iterations has to be")
    assert screen.shown["rows"] == 1
    assert (float(screen.link["step_size"]) - 0.1) * side > 0


def test_arrows_in_a_spinner_change_its_number_and_step_nothing(open_page):
    screen = open_page("?step_size=0.1")
    screen.field("Step size α").focus()
    screen.page.keyboard.press("ArrowUp")
    screen.await_setting(step_size="0.11")
    screen.page.keyboard.press("ArrowLeft")
    screen.page.keyboard.press("ArrowRight")
    # Another speed leaves the run as it is, and is answered after what the arrows may have asked for.
    screen.enter("Speed, steps/s", "50")
    screen.await_setting(speed="50")
    assert screen.shown["rows"] == 1
    assert screen.shown["playhead"] == 0


def test_what_is_typed_in_a_field_neither_plays_nor_resets(open_page):
    screen = played(open_page, "?chapter=line&iterations=40&speed=10000")
    before = screen.shown
    field = screen.field("Start: intercept, slope")
    field.focus()
    screen.page.keyboard.type(" rR ")
    assert " rR " in field.input_value()
    assert screen.shown == before
    expect(screen.button("Play")).to_be_visible()


@pytest.mark.parametrize("name, row, rows", [("Step ▶", 1, 2), ("Reset", 0, 1)])
def test_space_on_a_button_presses_that_button_only(open_page, name, row, rows):
    screen = open_page(FAST)
    screen.button(name).focus()
    screen.page.keyboard.press("Space")
    screen.await_row(row)
    # A press of Play would have been answered before this setting is.
    screen.enter("Speed, steps/s", "9000")
    screen.await_setting(speed="9000")
    assert screen.shown["rows"] == rows
    expect(screen.button("Play")).to_be_visible()


def test_space_on_play_plays_once(open_page):
    screen = open_page("?speed=1&precision=0")
    screen.button("Play").focus()
    screen.page.keyboard.press("Space")
    expect(screen.button("Pause")).to_be_visible()
    screen.enter("Speed, steps/s", "2")
    screen.await_setting(speed="2")
    expect(screen.button("Pause")).to_be_visible()


def test_arrows_on_the_playhead_scrub(open_page):
    screen = played(open_page)
    screen.field("Playhead: iteration shown").focus()
    screen.page.keyboard.press("ArrowLeft")
    screen.await_row(39)
    screen.page.keyboard.press("ArrowLeft")
    screen.await_row(38)
    assert screen.shown["rows"] == 41


@pytest.mark.parametrize("key, side", [("ArrowLeft", -1), ("ArrowRight", 1)])
def test_arrows_move_the_start_of_the_curve(open_page, key, side):
    screen = open_page("?start=5")
    screen.handle("Start").focus()
    screen.page.keyboard.press(key)
    screen.until("model('trace').get('x')[0] !== 5")
    assert (screen.shown["row"]["x"] - 5) * side > 0
    screen.await_setting(start=f"{screen.shown['row']['x']:.12g}")
    assert screen.shown["rows"] == 1


@pytest.mark.parametrize(
    "key, axis, side",
    [
        ("ArrowLeft", "intercept", -1),
        ("ArrowRight", "intercept", 1),
        ("ArrowDown", "slope", -1),
        ("ArrowUp", "slope", 1),
    ],
)
def test_arrows_move_the_start_in_the_plane(open_page, key, axis, side):
    screen = open_page("?chapter=line&start=1,1")
    screen.handle("Start").focus()
    screen.page.keyboard.press(key)
    screen.until("model('trace').get(it)[0] !== 1", axis)
    row = screen.shown["row"]
    assert (row[axis] - 1) * side > 0
    assert row["slope" if axis == "intercept" else "intercept"] == 1
    assert screen.shown["rows"] == 1


@pytest.mark.parametrize("chapter", OF_CHAPTER)
def test_sliders_have_names(open_page, chapter):
    screen = open_page(f"?chapter={chapter}")
    assert screen.page.get_by_role("slider").count() == 3
    for name in ("Step size α, logarithmic", "Playhead: iteration shown", "Start, dragged in the plot"):
        expect(screen.page.get_by_role("slider", name=name, exact=True)).to_have_count(1)


def test_the_checkbox_has_a_name(open_page):
    screen = open_page("?chapter=line")
    screen.unfold("Data and noise")
    box = screen.page.get_by_role("checkbox")
    expect(box).to_be_visible()
    expect(box).to_have_accessible_name("Standardise x", timeout=1_000)


def test_escape_puts_a_tip_away(open_page):
    screen = open_page()
    screen.button("Step ▶").focus()
    screen.page.keyboard.press("Tab")
    expect(screen.page.get_by_role("tooltip")).to_contain_text("Key: R")
    screen.page.keyboard.press("Escape")
    expect(screen.page.get_by_role("tooltip")).to_be_hidden()
