import pytest

from tests.browser.screen import PHONE

CHAPTERS = ["curve", "line"]
LEAST = 36  # pixels
TARGETS = (
    "button:visible, a:visible:not(.skip), summary:visible, "
    "select:visible, input:visible:not([type=checkbox])"
)
SIZES = """(targets) => targets
    .filter((each) => !each.matches(".bk-spin-btn")) // beside a spinner's small arrows there is its field
    .map((each) => [each.textContent.trim() || each.parentElement.parentElement.textContent || each.type,
        Math.round(each.getBoundingClientRect().height)])"""
# Where, this far from a handle's middle, a finger would miss it.
MISSED = """(handle, half) => {
    const { left, top, width, height } = handle.getBoundingClientRect()
    const around = [[-half, 0], [half, 0], [0, -half], [0, half]]
    return around.filter(([right, down]) => {
        const at = [left + width / 2 + right, top + height / 2 + down]
        const found = handle.getRootNode().elementFromPoint(...at)
        return !handle.contains(found)
    })
}"""


def phone(open_page, query):
    return open_page(query, **PHONE)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_finger_finds_every_button_and_field(open_page, chapter):
    screen = phone(open_page, f"?chapter={chapter}")
    for summary in screen.page.locator("summary").all():
        summary.click()
    sizes = screen.page.locator(TARGETS).evaluate_all(SIZES)
    assert len(sizes) > 20
    assert {name: height for name, height in sizes if height < LEAST} == {}


@pytest.mark.parametrize("name", ["Step size α, logarithmic", "Playhead", "Start"])
def test_a_finger_finds_every_handle(open_page, name):
    screen = phone(open_page, "?step_size=0.1&play=1&speed=5000")
    screen.await_end()
    handle = screen.handle(name)
    handle.evaluate("(handle) => handle.scrollIntoView({ block: 'center' })")
    assert handle.evaluate(MISSED, LEAST / 2 - 1) == []


def test_the_step_size_is_dragged_with_a_finger_and_the_path_follows(open_page):
    screen = phone(open_page, "?step_size=0.01")
    with screen.touching(screen.handle("Step size α, logarithmic")) as drag:
        for _ in range(4):
            drag.by(10)
        screen.until("model('facts').get('step_size')[0] > 0.015")
        screen.until(
            "Math.abs(model('ghost').get('x')[1] - (15 - 24 * model('facts').get('step_size')[0])) < 1e-9"
        )
    screen.until("Number(new URLSearchParams(location.search).get('step_size')) > 0.015")


def test_the_playhead_is_dragged_with_a_finger(open_page):
    screen = phone(open_page, "?iterations=200&precision=0&play=1&speed=5000")
    screen.await_end()
    with screen.touching(screen.handle("Playhead")) as drag:
        for _ in range(4):
            drag.by(-15)
        screen.until("model('playhead').value < 190")
        shown = screen.shown
        assert shown["now"]["x"] == pytest.approx(3 + 12 * 0.98 ** shown["playhead"])
        assert shown["path"][-1] == shown["playhead"]


@pytest.mark.parametrize("chapter, plot", [("curve", "curve_plot"), ("line", "loss_plot")])
def test_a_finger_on_a_figure_scrolls_the_page_and_leaves_the_figure(open_page, chapter, plot):
    screen = phone(open_page, f"?chapter={chapter}")
    figure = screen.page.locator(".panel.wide .plot").first
    ranges = f"(({{ x_range: x, y_range: y }}) => [x.start, x.end, y.start, y.end])(model('{plot}'))"
    before = screen.find(ranges)
    with screen.touching(figure) as swipe:
        scrolled = screen.find("scrollY")
        for _ in range(10):
            swipe.by(0, -10)
        screen.until("scrollY > it + 50", scrolled)
    assert screen.find(ranges) == before
