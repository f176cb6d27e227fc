import pytest
from playwright.sync_api import expect

from tests.browser.screen import PHONE
from tests.meaning import telling

HEIGHT = """Bokeh.index.find_one(model("distance_plot")).frame
    .y_scale.compute(model("trace").get("distance")[it])"""
UNITS = "(({ start, end }) => end - start)(model('curve_plot').x_range) / model('curve_plot').inner_width"
MINIMUM = 3  # of x² − 6x + 5


def test_play_ends_at_the_posts_answer(open_page):
    screen = open_page("?speed=300")
    expect(screen.verdict).to_contain_text("Press Play")
    screen.play()
    expect(screen.page.get_by_text("Converged at step 273")).to_be_visible()
    expect(screen.page.get_by_role("cell", name="3.05", exact=True)).to_be_visible()
    expect(screen.page.locator(".counter").first).to_contain_text("273 of 300")


def test_a_link_that_plays_ends_by_itself(open_page):
    screen = open_page("?chapter=curve&play=1&speed=200")
    screen.await_end()
    assert screen.shown["counter"] == 273
    expect(screen.verdict).to_contain_text("Converged at step 273")


def test_the_rows_are_those_of_the_closed_form(open_page):
    screen = open_page("?chapter=curve&play=1&speed=1000")
    screen.await_end()
    # Each step takes the distance times 1 − 2α.
    expected = [MINIMUM + 12 * 0.98**k for k in range(274)]
    assert screen.column("trace", "x") == pytest.approx(expected, rel=1e-12)
    assert screen.column("path", "x") == screen.column("trace", "x")


def test_a_step_size_that_is_too_big_diverges(open_page):
    screen = open_page("?chapter=curve&step_size=1.1&play=1&speed=1000")
    expect(screen.verdict).to_contain_text(telling("Diverging", "1.1", "above", "2/L = 1"))
    screen.await_end()
    distance = screen.column("trace", "distance")
    assert distance[1:] == pytest.approx([1.44 * before for before in distance[:-1]])


def test_the_log_switch_turns_the_distance_into_a_straight_line(open_page):
    screen = open_page("?chapter=curve&play=1&speed=1000")
    screen.await_end()
    before = screen.table("trace")
    screen.button("log").click()
    screen.await_setting(scale="log")
    screen.until("model('distance_plot').y_scale.type === 'LogScale'")
    # Drawn, the path has one slope: its halves rise by as many pixels, once the range is there.
    screen.until(
        "(([first, middle, last]) => middle - first > 20 && Math.abs(last - 2 * middle + first) < 0.5)"
        f"([0, 136, 272].map((it) => {HEIGHT}))"
    )
    assert screen.table("trace") == before


def test_the_linear_switch_turns_it_back(open_page):
    screen = open_page("?chapter=curve&scale=log")
    screen.button("linear").click()
    screen.await_setting(scale=None)
    screen.until("model('distance_plot').y_scale.type === 'LinearScale'")


def drag_the_start(screen, hold):
    """Drag the start 60 pixels to the left; what is shown has to follow before it is let go."""
    expected = 15 - 60 * screen.find(UNITS)
    with hold(screen.page.locator(".start-handle")) as drag:
        for _ in range(6):
            drag.by(-10)
        screen.until("Math.abs(model('start').value - it) < 1e-2", expected)
        start = screen.value("start")
        screen.until("model('trace').get('x')[0] === it && model('ghost').get('x')[0] === it", start)
        assert len(screen.column("ghost", "x")) > 100
        screen.await_setting(start=f"{start:g}")
    assert screen.value("start") == start
    return start


def test_the_start_is_dragged_in_the_plot_with_the_mouse(open_page):
    screen = open_page("?chapter=curve&speed=1000")
    start = drag_the_start(screen, screen.dragging)
    expect(screen.verdict).to_contain_text("Ahead: Converged")
    screen.play()
    expected = [MINIMUM + (start - MINIMUM) * 0.98**k for k in range(screen.shown["rows"])]
    assert screen.column("trace", "x") == pytest.approx(expected, rel=1e-12)


def test_the_start_is_dragged_in_the_plot_with_a_finger(open_page):
    screen = open_page("?chapter=curve", **PHONE)
    drag_the_start(screen, screen.touching)
