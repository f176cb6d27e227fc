import math

import pytest
from playwright.sync_api import expect

from tests.browser.screen import PHONE

FLYING = {
    "curve": "?step_size=1.1&precision=0",
    "line": "?chapter=line&step_size=2.01",
    "bug": "?chapter=line&bug=1&speed=100",
    "landscape": "?chapter=landscape&step_size=0.1&scale=linear",
}
RANGES = """["curve_plot", "distance_plot", "fit_plot", "path_plot", "loss_plot"].map(model).filter(Boolean)
    .flatMap(({ x_range, y_range }) => [x_range, y_range].map(({ start, end }) => [start, end]))"""
# Of each figure with a dot: whether this is in its frame, and whether its edge says where it is.
DOTS = """["curve_plot", "distance_plot", "path_plot", "loss_plot"].map(model).filter(Boolean).map((plot) => {
    const view = Bokeh.index.find_one(plot)
    const now = model("now")
    const columns = {
        curve_plot: ["x", "f"],
        distance_plot: ["iteration", "distance"],
        path_plot: now.columns().includes("slope") ? ["intercept", "slope"] : ["x", "y"],
        loss_plot: ["iteration", now.columns().includes("loss") ? "loss" : "f"],
    }[plot.name]
    const [x, y] = columns.map((name) => now.get(name)[0])
    const { bbox, x_scale, y_scale } = view.frame
    const [left, top] = [x_scale.compute(x), y_scale.compute(y)]
    const isWithin = (value, low, high) => low - 2 <= value && value <= high + 2
    const isIn = isWithin(left, bbox.left, bbox.right) && isWithin(top, bbox.top, bbox.bottom)
    const mark = view.shadow_el.querySelector(".edge-mark")
    const [box, frame] = [mark?.getBoundingClientRect(), view.el.getBoundingClientRect()]
    const isMarked = Boolean(mark) && !mark.hidden && box.left >= frame.left && box.right <= frame.right
        && box.top >= frame.top && box.bottom <= frame.bottom
    return [plot.name, isIn, isMarked]
})"""
# Wait until ranges have been the same in three frames.
SETTLED = f"""async () => {{
    const model = (name) => Bokeh.documents[0].get_model_by_name(name)
    const ranges = () => JSON.stringify({RANGES})
    for (let [before, still] = ["", 0]; still < 3; before = ranges()) {{
        await new Promise(requestAnimationFrame)
        still = ranges() === before ? still + 1 : 0
    }}
    return JSON.parse(ranges())
}}"""


def settled(screen):
    return screen.page.evaluate(SETTLED)


def put(screen, row):
    screen.find("void (model('playhead').value = it)", row)
    screen.await_row(row)


@pytest.mark.parametrize("name, device", [("curve", {}), ("line", PHONE), ("bug", {})])
def test_at_every_row_of_a_run_that_flies_off_its_dot_or_its_edge_is_seen(open_page, name, device):
    screen = open_page(FLYING[name], **device)
    screen.play()
    for row in range(screen.shown["rows"]):
        put(screen, row)
        for moment in ("at once", "settled"):
            for plot, is_in, is_marked in screen.find(DOTS):
                assert is_in != is_marked, f"{plot} at row {row}, {moment}"
            settled(screen)


def test_a_run_that_arrives_on_a_logarithmic_scale_has_no_mark_at_the_edge(open_page):
    screen = open_page("?chapter=landscape&function=bowl&condition=1&step_size=0.5&precision=0&speed=10000")
    screen.play()
    assert screen.column("trace", "gap")[-1] < 1e-30
    expect(screen.page.locator(".edge-mark:visible")).to_have_count(0)


def test_where_a_dot_is_caught_up_with_it_is_seen_itself(open_page):
    screen = open_page(FLYING["curve"])
    screen.play()
    settled(screen)
    assert [(is_in, is_marked) for _, is_in, is_marked in screen.find(DOTS)] == [(True, False)] * 2


@pytest.mark.parametrize("name", FLYING)
def test_reset_comes_home_at_once(open_page, name):
    screen = open_page(FLYING[name])
    home = settled(screen)
    screen.play()
    assert settled(screen) != home
    screen.button("Reset").click()
    screen.until("model('trace').get_length() === 1")
    assert screen.find(RANGES) == home


def test_a_scrub_shows_what_was_shown_at_that_row(open_page):
    screen = open_page(FLYING["curve"])
    screen.play()
    rows = (3, 9, 15, 26)
    seen = {}
    for row in rows:
        put(screen, row)
        seen[row] = settled(screen)
    assert len({str(ranges) for ranges in seen.values()}) == len(rows)
    for row in reversed(rows):
        put(screen, row)
        assert settled(screen) == seen[row]


def test_a_figure_backs_away_by_doublings(open_page):
    screen = open_page(FLYING["curve"])
    screen.play()
    left, right = settled(screen)[0]
    assert math.log2((right - left) / 36) == round(math.log2((right - left) / 36))


def test_who_wants_less_motion_sees_no_frame_between_two_views(open_page):
    screen = open_page(FLYING["curve"], reduced_motion="reduce")
    screen.find(
        "void (window.widths = [], model('curve_plot').x_range.change.connect(() =>"
        " window.widths.push(model('curve_plot').x_range.end - model('curve_plot').x_range.start)))"
    )
    screen.play()
    doublings = [math.log2(width / 36) for width in screen.find("window.widths")]
    assert len(doublings) > 3 and all(doubling == round(doubling) for doubling in doublings)


def test_a_run_that_flies_off_sends_nothing_up(open_page):
    screen = open_page(f"{FLYING['curve']}&speed=8")
    screen.button("Play").click()
    screen.until("model('playhead').value > 0")
    sent = screen.sent
    screen.await_end()
    settled(screen)
    assert screen.sent == sent


def test_the_timeline_begins_where_the_frame_does_however_wide_the_numbers_are(open_page):
    screen = open_page(FLYING["line"])
    screen.play()
    settled(screen)
    left, handle = screen.find("""(() => {
        const view = Bokeh.index.find_one(model("loss_plot"))
        const handle = Bokeh.index.find_one(model("playhead")).shadow_el.querySelector(".noUi-handle")
        const box = handle.getBoundingClientRect()
        const dot = view.frame.x_scale.compute(model("playhead").value)
        return [view.el.getBoundingClientRect().left + dot, box.left + box.width / 2]
    })()""")
    assert handle == pytest.approx(left, abs=3)


def test_the_surface_says_where_a_dot_is_that_its_box_does_not_hold(open_page):
    screen = open_page(f"{FLYING['line']}&view=surface")
    screen.play()
    expect(screen.page.locator(".edge-mark:visible", has_text="height")).to_have_count(1)
    screen.button("Reset").click()
    expect(screen.page.locator(".edge-mark:visible", has_text="height")).to_have_count(0)


# Moved by hand


def frame(screen):
    return screen.page.locator(".panel.wide .plot").first.bounding_box()


def drag(screen):
    box = frame(screen)
    x, y = box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"]
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.page.mouse.move(x + 80, y + 30, steps=4)
    screen.page.mouse.up()


def turn_on(screen, plot, tool):
    screen.find(
        "void (model(it[0]).toolbar.tools.find(({ type }) => type === it[1]).active = true)", [plot, tool]
    )


def test_a_drag_or_a_scroll_that_misses_the_dot_moves_nothing(open_page):
    screen = open_page("?chapter=curve")
    home = settled(screen)
    drag(screen)
    screen.page.mouse.wheel(0, 400)
    assert settled(screen) == home


@pytest.mark.parametrize("way", ["chip", "reset"])
def test_a_view_that_has_been_moved_says_so_and_comes_home(open_page, way):
    screen = open_page("?chapter=curve")
    home = settled(screen)
    chip = screen.page.get_by_role("button", name="view moved · home")
    expect(chip).to_have_count(0)
    turn_on(screen, "curve_plot", "PanTool")
    drag(screen)
    expect(chip).to_be_visible()
    assert settled(screen) != home
    (chip if way == "chip" else screen.button("Reset")).click()
    expect(chip).to_be_hidden()
    assert settled(screen) == home


def test_a_surface_that_has_been_zoomed_comes_home_with_a_reset(open_page):
    screen = open_page("?chapter=line&view=surface")
    ranges = (
        "[model('surface_plot').x_range, model('surface_plot').y_range].map(({ start, end }) => [start, end])"
    )
    screen.until("model('surface_plot').inner_width > 0")
    home = screen.find(ranges)
    turn_on(screen, "surface_plot", "WheelZoomTool")
    box = screen.page.locator(".panel.half .plot").nth(1).bounding_box()
    screen.page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    screen.page.mouse.wheel(0, -200)
    chip = screen.page.get_by_role("button", name="view moved · home")
    expect(chip).to_be_visible()
    assert screen.find(ranges) != home
    screen.button("Reset").click()
    expect(chip).to_be_hidden()
    assert screen.find(ranges) == home


# Another α while it plays


@pytest.mark.parametrize("way", ["preset", "field", "slider"])
def test_another_step_size_while_it_plays_plays_on_from_the_first_row(open_page, way):
    screen = open_page("?chapter=curve&precision=0&speed=60")
    screen.button("Play").click()
    screen.until("model('playhead').value > 40")
    screen.find(
        "void (window.said = [], [['play', 'label'], ['verdict', 'text']].forEach(([name, property]) =>"
        " model(name).properties[property].change.connect(() => window.said.push(model(name)[property]))))"
    )
    screen.watch()
    if way == "preset":
        screen.button("quick 0.1").click()
    elif way == "field":
        screen.enter("Step size α", "0.1")
    else:
        screen.handle("Step size α, logarithmic").press("PageUp")
    screen.until("window.watched.includes(0)")
    screen.until("model('playhead').value > 20 && model('facts').get('step_size')[0] > 0.01")
    assert screen.find("window.said") == []
    after = screen.watched[screen.watched.index(0) :]
    assert after == sorted(after)
    assert len(screen.column("ghost", "x")) > 30
    alpha = screen.column("facts", "step_size")[0]
    assert screen.column("trace", "x")[1] == pytest.approx(15 - 24 * alpha)
    expect(screen.button("Pause")).to_be_visible()


def test_another_step_size_takes_over_from_a_replay(open_page):
    screen = open_page("?chapter=curve&precision=0&speed=1000&play=1")
    screen.await_end()
    screen.enter("Speed, steps/s", "20")
    screen.await_setting(speed="20")
    screen.handle("Playhead").press("Home")
    screen.await_row(0)
    screen.button("Play").click()
    screen.until("model('playhead').value > 2")
    screen.button("quick 0.1").click()
    screen.until("model('trace').get_length() > 3 && model('facts').get('step_size')[0] === 0.1")
    expect(screen.button("Pause")).to_be_visible()
