import pytest
from playwright.sync_api import expect

from dashboard.chapters.shared.basins import draw, wish
from dashboard.drawing.palette import BASINS_DARK, BASINS_LIGHT
from dashboard.runs.links import read
from dashboard.runs.problems import run_of
from tests.browser.screen import PHONE

PAGE = "?chapter=landscape&step_size=0.003"
MAP = f"{PAGE}&basins=1"
# The colour that is painted at a place.
PAINTED = """(([x, y]) => {
    const { canvas_view, frame } = Bokeh.index.find_one(model("path_plot"))
    const { canvas, pixel_ratio } = canvas_view.compose()
    const place = [frame.x_scale.compute(x), frame.y_scale.compute(y)]
    const [left, top] = place.map((value) => Math.round(value * (pixel_ratio ?? window.devicePixelRatio)))
    const { data } = canvas.getContext("2d").getImageData(left, top, 1, 1)
    const digits = Array.from(data.slice(0, 3), (value) => value.toString(16).padStart(2, "0"))
    return "#" + digits.join("").toUpperCase()
})(it)"""
ELSEWHERE = [(-6.4, -1.6), (-5.6, 0.4), (1.6, -1.2), (1.6, 1.6), (0.8, -3.2)]  # off lines, arrows and words


def words(screen):
    return screen.page.locator(".map")


def await_map(screen):
    expect(words(screen)).to_contain_text("Colour: the minimum reached")


def expected(query, colours):
    """The colours of the map at some places."""
    settings, _ = read({name: [value] for name, value in (each.split("=") for each in query[1:].split("&"))})
    found = draw(wish(settings, run_of(settings)), lambda share: None)
    rows, columns = found.colours.shape
    (left, right), (bottom, top) = found.sides
    return [
        colours[
            found.colours[
                int((y - bottom) / (top - bottom) * rows), int((x - left) / (right - left) * columns)
            ]
        ]
        for x, y in ELSEWHERE
    ]


def test_its_link_opens_it_and_it_is_painted_in_the_colours_of_the_theme(open_page):
    screen = open_page(MAP, color_scheme="light")
    await_map(screen)
    for colours in (BASINS_LIGHT, BASINS_DARK):
        wanted = expected(MAP, colours)
        assert len(set(wanted)) == len(ELSEWHERE)
        for place, colour in zip(ELSEWHERE, wanted, strict=True):
            screen.until(f"{PAINTED} === '{colour}'", list(place))
        screen.button("Switch between light and dark").click()


def test_it_is_switched_on_and_off_and_tells_how_far_it_is(open_page):
    screen = open_page(
        "?chapter=landscape&step_size=0.0031&method=momentum"
    )  # a map that nobody has seen yet
    screen.unfold("Problem")
    box = screen.page.get_by_role("checkbox", name="Basin map")
    expect(box).not_to_be_checked()
    before = screen.find(PAINTED, list(ELSEWHERE[0]))
    screen.find(
        "void (window.said = [], model('basin_words').properties.text.change.connect("
        "() => window.said.push(model('basin_words').text)))"
    )
    box.check()
    screen.await_setting(basins="1")
    await_map(screen)
    said = screen.find("window.said")
    assert "Basin map" in said[0] and "Colour" in said[-1] and "%" not in said[-1]
    screen.until(f"{PAINTED} !== '{before}'", list(ELSEWHERE[0]))
    box.press("Space")
    screen.await_setting(basins=None)
    expect(words(screen)).not_to_contain_text("Colour")
    screen.until(f"{PAINTED} === '{before}'", list(ELSEWHERE[0]))


def test_a_start_dragged_across_a_border_jumps_to_another_minimum(open_page):
    screen = open_page(f"{MAP}&precision=0&speed=10000")
    await_map(screen)
    here = screen.column("facts", "goal")
    picture = screen.find("model('basin_map').get('image')[0].length")
    with screen.dragging(screen.handle("Start"), steps=1) as drag:
        drag.by(-50, 40)
    screen.until("model('facts').get('goal')[0][0] < -3")
    assert screen.column("facts", "goal") != here
    screen.play()
    x, y = (float(screen.shown["row"][name]) for name in ("x", "y"))
    assert [x, y] == pytest.approx([-3.779310253377747, -3.283185991286170], abs=1e-3)
    await_map(screen)
    assert screen.find("model('basin_map').get('image')[0].length") == picture
    assert screen.find(
        "model('path_plot').renderers.some((each) => each.name === 'basin_layer' && each.visible)"
    )


@pytest.mark.parametrize(
    "device", [{"viewport": {"width": 1024, "height": 768}}, PHONE], ids=["tablet", "phone"]
)
def test_its_words_cover_nothing(open_page, device):
    screen = open_page(MAP, **device)
    await_map(screen)
    canvas = screen.page.locator(".panel .plot canvas").first.bounding_box()
    box = screen.page.locator(".map").bounding_box()
    bottom = screen.find(
        "(() => { const { bbox } = Bokeh.index.find_one(model('path_plot')).frame; return bbox.bottom })()"
    )
    assert box["y"] >= canvas["y"] + bottom
    assert screen.find("document.documentElement.scrollWidth") <= screen.find("window.innerWidth")
