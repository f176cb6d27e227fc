import re

import pytest
from playwright.sync_api import expect

CURVE = "?chapter=curve&iterations=200&precision=0&speed=2000"
LINE = "?chapter=line&iterations=400&speed=4000"
CHAPTERS = {"curve": CURVE, "line": LINE}
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
BOXES = """() => {
    const parts = document.querySelectorAll("header, .rail, .panel, .plot, .transport, .control, .timeline")
    return [...parts].map((part) => [part.className, JSON.stringify(part.getBoundingClientRect())])
}"""
# Where the playhead's handle is, and where the figure above it has the row shown; in pixels of the page.
PLACES = """(() => {
    const plot = model("distance_plot") ?? model("loss_plot")
    const view = Bokeh.index.find_one(plot)
    const handle = Bokeh.index.find_one(model("playhead")).shadow_el.querySelector(".noUi-handle")
    const { left, width } = handle.getBoundingClientRect()
    const row = view.frame.x_scale.compute(model("playhead").value)
    return [left + width / 2, view.el.getBoundingClientRect().left + row]
})()"""

RANGES = """["curve_plot", "distance_plot", "fit_plot", "path_plot", "loss_plot"].map(model).filter(Boolean)
    .flatMap(({ x_range, y_range }) => [x_range, y_range].map(({ start, end }) => [start, end]))"""


def played(open_page, query):
    screen = open_page(query)
    screen.play()
    return screen


def assert_all_show(screen, row):
    """Every panel shows this row of the trace, whose number the counter has, and the path ends there."""
    shown = screen.shown
    assert (
        shown["playhead"] == shown["counter"] == shown["row"]["iteration"] == shown["now"]["iteration"] == row
    )
    for name in shown["row"].keys() & shown["now"].keys():
        assert shown["now"][name] == shown["row"][name]
    assert shown["path"] == list(range(row + 1))
    return shown


def assert_curve_shows(screen, row):
    shown = assert_all_show(screen, row)
    assert shown["now"]["x"] == pytest.approx(3 + 12 * 0.98**row, rel=1e-12)
    assert float(re.search(r"in full: ([\d.]+)", shown["answer"])[1]) == shown["now"]["x"]
    last = row == shown["rows"] - 1 and row > 0
    following = row if last else row + 1
    equation = f"x{following} = x{following - 1}".translate(SUBSCRIPTS)
    assert f"{equation} − α" in shown["numbers"]
    assert ("The last step" if last else "The next step") in shown["numbers"]


def test_a_step_is_one_row(open_page):
    screen = open_page(CURVE)
    assert_curve_shows(screen, 0)
    for row in (1, 2, 3):
        screen.button("Step ▶").click()
        screen.await_row(row)
        assert_curve_shows(screen, row)
        assert screen.shown["rows"] == row + 1


def test_back_shows_the_row_before_in_every_panel(open_page):
    screen = played(open_page, CURVE)
    assert_curve_shows(screen, 200)
    for row in (199, 198):
        screen.button("◀ Back").click()
        screen.await_row(row)
        assert_curve_shows(screen, row)
    screen.button("Step ▶").click()
    screen.await_row(199)
    assert_curve_shows(screen, 199)
    assert screen.shown["rows"] == 201


def test_back_stays_at_the_first_row_and_a_step_at_the_last(open_page):
    screen = open_page("?iterations=1")
    screen.button("◀ Back").click()
    screen.button("Step ▶").click()
    screen.await_row(1)
    screen.button("Step ▶").click()
    screen.button("◀ Back").click()
    screen.await_row(0)
    screen.button("◀ Back").click()
    screen.await_row(0)
    assert screen.shown["rows"] == 2


def test_the_last_step_tells_how_the_run_ended(open_page):
    screen = open_page("?step_size=0.5")
    screen.button("Step ▶").click()
    screen.button("Step ▶").click()
    expect(screen.verdict).to_have_text(re.compile("Converged in one step"))
    assert screen.shown["rows"] == 3


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_playhead_is_dragged_and_all_follow_while_it_is_held(open_page, chapter):
    screen = played(open_page, CHAPTERS[chapter])
    last = screen.shown["rows"] - 1
    with screen.dragging(screen.handle("Playhead")) as drag:
        seen = [last]
        for _ in range(4):
            drag.by(-60)
            screen.until("model('playhead').value < it", seen[-1])
            seen.append(screen.shown["playhead"])
            assert_all_show(screen, seen[-1])
    assert_all_show(screen, seen[-1])
    assert 0 < seen[-1] < last
    assert screen.shown["rows"] == last + 1
    expect(screen.button("Play")).to_be_visible()


def test_a_playhead_dragged_while_it_plays_pauses(open_page):
    screen = open_page("?precision=0&speed=10")
    screen.button("Play").click()
    screen.until("model('playhead').value >= 8")
    with screen.dragging(screen.handle("Playhead")) as drag:
        drag.by(-10)
        drag.by(20 - drag.x)
        screen.await_row(0)
    expect(screen.button("Play")).to_be_visible()
    assert_all_show(screen, 0)
    assert 8 < screen.shown["rows"] < 301


def test_a_playhead_sent_home_while_it_plays_pauses(open_page):
    screen = open_page("?precision=0&iterations=3000&speed=10")
    screen.button("Play").click()
    screen.until("model('playhead').value >= 3")
    screen.handle("Playhead").press("Home")
    screen.await_row(0)
    expect(screen.button("Play")).to_be_visible()
    assert_all_show(screen, 0)
    assert 3 < screen.shown["rows"] < 3001


def test_play_after_scrubbing_back_replays_from_there(open_page):
    screen = played(open_page, CURVE)
    table = screen.table("trace")
    screen.enter("Speed, steps/s", "25")
    screen.await_setting(speed="25")
    for _ in range(25):
        screen.handle("Playhead").press("ArrowLeft")
    screen.await_row(175)
    screen.watch()
    screen.play()
    assert 175 <= screen.watched[0] < 200
    assert screen.watched == sorted(screen.watched)
    assert_curve_shows(screen, 200)
    assert screen.table("trace") == table


def test_play_at_the_end_starts_again(open_page):
    screen = played(open_page, CURVE)
    table = screen.table("trace")
    screen.enter("Speed, steps/s", "100")
    screen.await_setting(speed="100")
    screen.watch()
    screen.play()
    assert screen.watched[0] == 0
    assert 0 < screen.watched[1] < 200
    assert screen.watched == sorted(screen.watched)
    assert screen.table("trace") == table


def test_a_pause_keeps_the_rows_and_play_goes_on_from_there(open_page):
    screen = open_page("?iterations=500&precision=0&speed=10")
    screen.button("Play").click()
    screen.until("model('playhead').value >= 10")
    screen.button("Pause").click()
    expect(screen.button("Play")).to_be_visible()
    assert 10 < screen.shown["rows"] < 501
    screen.enter("Speed, steps/s", "5000")
    screen.await_setting(speed="5000")
    screen.watch()
    screen.play()
    assert screen.watched[0] >= 10
    assert_curve_shows(screen, 500)


@pytest.mark.parametrize("query", [f"{CURVE}&noise=5&seed=3", f"{LINE}&noise=20&seed=3"], ids=CHAPTERS)
def test_reset_replays_the_very_same_rows(open_page, query):
    screen = played(open_page, query)
    table = screen.table("trace")
    screen.button("Reset").click()
    screen.until("model('trace').get_length() === 1")
    assert_all_show(screen, 0)
    expect(screen.verdict).to_contain_text("Press Play")
    screen.play()
    assert screen.table("trace") == table


def test_reset_while_it_plays_goes_to_the_start_and_stays(open_page):
    screen = open_page("?speed=50")
    screen.button("Play").click()
    screen.until("model('playhead').value >= 5")
    screen.button("Reset").click()
    screen.until("model('trace').get_length() === 1 && model('play').label === 'Play'")
    # A row that was still to come would have come before this is answered.
    screen.button("log").click()
    screen.await_setting(scale="log")
    assert screen.shown["rows"] == 1
    assert_all_show(screen, 0)


def test_speed_changes_while_it_plays(open_page):
    screen = open_page("?speed=1&precision=0")
    screen.button("Play").click()
    expect(screen.button("Pause")).to_be_visible()
    screen.enter("Speed, steps/s", "3000")
    screen.await_end()
    assert screen.shown["rows"] == 301


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_playhead_lies_under_the_row_it_shows(open_page, chapter):
    screen = played(open_page, CHAPTERS[chapter])
    last = screen.shown["rows"] - 1
    for key, row in [("Home", 0), ("End", last)]:
        screen.handle("Playhead").press(key)
        screen.await_row(row)
        handle, dot = screen.find(PLACES)
        assert handle == pytest.approx(dot, abs=3)


@pytest.mark.parametrize("query", ["?speed=200", "?chapter=line&iterations=1000&speed=800"], ids=CHAPTERS)
def test_a_playing_page_sends_nothing_and_nothing_moves_but_the_rows(open_page, query):
    screen = open_page(query)
    boxes = screen.page.evaluate(BOXES)
    ranges = screen.find(RANGES)
    screen.button("Play").click()
    screen.until("model('playhead').value > 0")
    sent = screen.sent
    screen.until("model('playhead').value > 100 && model('play').label === 'Pause'")
    assert screen.page.evaluate(BOXES) == boxes
    screen.await_end()
    assert screen.sent == sent
    assert screen.page.evaluate(BOXES) == boxes
    assert screen.find(RANGES) == ranges
