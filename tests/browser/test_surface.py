"""The bowl in three dimensions, against NumPy's view of the same numbers: nothing here knows the scripts."""

import re
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pytest
from playwright.sync_api import Locator

from dashboard.drawing.palette import DARK, LIGHT
from tests.browser.screen import Screen
from tests.waiting import wait_for

PAINTED = "model('present')?.get('x').length === 1 && model('sheet').get('xs').length > 0"
FIRST = (30.0, 30.0)
DEGREES = 0.5  # a pixel
DRAGS = [(0, 0), (250, -20), (40, 300), (-180, -300)]  # pixels
TALL = 0.78  # of the box, 1 wide and 1 deep


@dataclass
class Bowl:
    """What the browser was sent, in a box about the origin, as the eye at some angles should see it."""

    screen: Screen
    azimuth: float
    elevation: float

    def __post_init__(self) -> None:
        columns = (np.array(self.screen.column("grid", name)) for name in ("across", "along", "height"))
        self.across, self.along, heights = columns
        self.height = heights.reshape(self.along.size, self.across.size)
        a, e = np.radians([self.azimuth, self.elevation])
        self.eye = np.array([np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)])
        right = np.cross([0, 0, 1], self.eye) if e < np.pi / 2 else np.array([-np.sin(a), np.cos(a), 0])
        self.right = right / np.linalg.norm(right)
        self.up = np.cross(self.eye, self.right)

    def places(self, intercept: np.ndarray, slope: np.ndarray, height: np.ndarray) -> np.ndarray:
        x = np.interp(intercept, self.across[[0, -1]], [-0.5, 0.5])
        y = np.interp(slope, self.along[[0, -1]], [-0.5, 0.5])
        return np.stack([x, y, TALL * (np.asarray(height) / self.height.max() - 0.5)], axis=-1)

    @property
    def corners(self) -> np.ndarray:
        return self.places(*np.meshgrid(self.across, self.along), self.height)

    def seen(self, places: np.ndarray) -> np.ndarray:
        """Where places are seen, in units of the box."""
        return places @ np.stack([self.right, self.up], axis=-1)

    def rows(self, source: str) -> np.ndarray:
        columns = (np.array(self.screen.column(source, name)) for name in ("intercept", "slope", "gap"))
        return self.places(*columns)

    def cover(self, place: np.ndarray) -> float:
        """How far the bowl rises, at most, above the line of sight from a place; negative where free."""
        ways = np.linspace(0.02, 2, 1000)[:, np.newaxis]
        line = place + ways * self.eye
        line = line[(np.abs(line[:, :2]) <= 0.5).all(axis=1)]
        return float(np.max(self.above(line[:, :2]) - line[:, 2], initial=-np.inf))

    def above(self, xy: np.ndarray) -> np.ndarray:
        """The bowl's height: the one quadratic through the heights that were sent."""
        x, y, z = self.corners.reshape(-1, 3).T
        return quadratic(*xy.T) @ np.linalg.lstsq(quadratic(x, y), z)[0]


def quadratic(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)


@pytest.fixture
def open_surface(open_page):
    def open_at(query: str = "", **device: object) -> Screen:
        screen = open_page(f"?chapter=line&view=surface{query}", **device)
        screen.until(PAINTED)
        return screen

    return open_at


def canvas(screen: Screen) -> Locator:
    return screen.page.get_by_role("application", name=re.compile("three dimensions"))


def turned(screen: Screen, right: float, down: float) -> Bowl:
    """Drag the bowl from its first view, and say how it should be seen then."""
    if (right, down) != (0, 0):
        before = screen.column("truth", "x") + screen.column("truth", "y")
        with screen.dragging(canvas(screen)) as drag:
            drag.by(right, down)
            screen.until(
                "model('truth').get('x')[0] !== it[0] || model('truth').get('y')[0] !== it[1]", before
            )
        settle(screen)
    bowl = Bowl(screen, FIRST[0] - DEGREES * right, float(np.clip(FIRST[1] + DEGREES * down, 5, 90)))
    with suppress(TimeoutError):  # the last move may come after the first: the test tells what is wrong
        wait_for(lambda: np.allclose(in_order(facets(screen)), in_order(quads(screen, bowl))), "it", 10)
    return bowl


def quads(screen: Screen, bowl: "Bowl") -> np.ndarray:
    """The facets as they should be seen, in no order: (facets, 4 corners, 2)."""
    corners = bowl.seen(bowl.corners)
    around = [corners[:-1, :-1], corners[:-1, 1:], corners[1:, 1:], corners[1:, :-1]]
    return np.stack(around, axis=2).reshape(-1, 4, 2) * unit(screen, bowl)


def settle(screen: Screen) -> None:
    """Wait for two animation frames: what was asked for is painted in the next."""
    screen.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def facets(screen: Screen) -> np.ndarray:
    """The facets in the order they are painted in: (facets, 4 corners, 2)."""
    return np.array(screen.find("[model('sheet').get('xs'), model('sheet').get('ys')]")).transpose(1, 2, 0)


def drawn(screen: Screen, source: str) -> np.ndarray:
    return np.stack([screen.column(source, "x"), screen.column(source, "y")], axis=-1)


def unit(screen: Screen, bowl: Bowl) -> float:
    """Pixels of one unit of the box: the widest of what is drawn over the widest of what should be."""
    return np.ptp(facets(screen)[..., 0]) / np.ptp(bowl.seen(bowl.corners)[..., 0])


def test_the_surface_is_built_when_it_is_first_opened(open_page):
    screen = open_page("?chapter=line")
    assert screen.find("model('surface_plot') === null")
    screen.page.get_by_role("button", name=re.compile("^surface$", re.IGNORECASE)).click()
    screen.until(PAINTED)
    assert screen.value("surface_plot", "visible") and not screen.value("path_plot", "visible")
    screen.await_setting(view="surface")


@pytest.mark.parametrize("query", ["", "&data=diabetes"], ids=["post", "diabetes"])
def test_every_facet_is_where_the_eye_sees_it(open_surface, query):
    screen = open_surface(query)
    for drag in DRAGS:
        bowl = turned(screen, *drag)
        found = facets(screen)
        assert np.ptp(found, axis=(0, 1)).min() > 100  # pixels: it fills its panel
        np.testing.assert_allclose(in_order(found), in_order(quads(screen, bowl)), atol=1e-6)
        reset(screen)


def in_order(quads: np.ndarray) -> np.ndarray:
    middles = np.round(quads.mean(axis=1), 4)
    return quads[np.lexsort(middles.T)]


def reset(screen: Screen) -> None:
    screen.find("Bokeh.index.find_one(model('surface_plot')).reset()")
    settle(screen)


def test_a_facet_is_painted_after_those_behind_it(open_surface):
    screen = open_surface()
    for drag in DRAGS:
        bowl = turned(screen, *drag)
        corners = bowl.seen(bowl.corners) * unit(screen, bowl)
        middles = (corners[:-1, :-1] + corners[:-1, 1:] + corners[1:, 1:] + corners[1:, :-1]) / 4
        found = facets(screen).mean(axis=1)
        order = np.argmin(np.linalg.norm(middles[:, :, np.newaxis] - found, axis=-1), axis=-1)
        assert np.unique(order).size == order.size
        assert (np.sign(np.diff(order, axis=1)) == np.sign(bowl.eye[0])).all()
        assert (np.sign(np.diff(order, axis=0)) == np.sign(bowl.eye[1])).all()
        reset(screen)


def test_path_point_and_minimum_lie_on_the_bowl(open_surface):
    screen = open_surface("&step_size=0.02&iterations=300&speed=3000")
    screen.play()
    settle(screen)
    for drag in DRAGS:
        bowl = turned(screen, *drag)
        scale = unit(screen, bowl)
        minimum = bowl.places(screen.column("facts", "intercept"), screen.column("facts", "slope"), [0])
        for name, places in (
            ("stops", bowl.rows("marks")),
            ("present", bowl.rows("now")),
            ("truth", minimum),
        ):
            np.testing.assert_allclose(drawn(screen, name), bowl.seen(places) * scale, atol=1e-6)
            np.testing.assert_allclose(bowl.above(places[:, :2]), places[:, 2], atol=1e-9)
        trail = np.array([[xs[-1], ys[-1]] for xs, ys in zip(*lines(screen, "trail"), strict=True)])
        np.testing.assert_allclose(trail[-1], drawn(screen, "present")[0], atol=1e-6)
        reset(screen)


def lines(screen: Screen, source: str) -> list[list[list[float]]]:
    return screen.find("['xs', 'ys'].map((name) => model(it).get(name))", source)


def test_what_the_bowl_hides_is_faint(open_surface):
    screen = open_surface("&step_size=0.02&iterations=300&speed=3000")
    screen.play()
    settle(screen)
    faint = clear = 0
    for drag in DRAGS:
        bowl = turned(screen, *drag)
        covers = np.array([bowl.cover(place) for place in bowl.rows("marks")])
        strength = np.array(screen.column("stops", "alpha"))
        assert (strength[covers > 0.02] < strength.max(initial=0.5) - 0.1).all()
        assert (strength[covers < 0] > 0.5).all()
        faint, clear = faint + np.count_nonzero(covers > 0.02), clear + np.count_nonzero(covers < 0)
        reset(screen)
    assert faint > 10 and clear > 10


def test_a_path_that_leaves_the_window_ends_at_its_edge(open_surface):
    screen = open_surface("&step_size=2.5&iterations=60&speed=3000")
    screen.play()
    settle(screen)
    bowl = turned(screen, 0, 0)
    box = np.stack(np.meshgrid([-0.5, 0.5], [-0.5, 0.5], [-TALL / 2, TALL / 2]), axis=-1).reshape(-1, 3)
    low, high = np.sort(bowl.seen(box) * unit(screen, bowl), axis=0)[[0, -1]] + [[-0.01], [0.01]]
    points = np.array([np.concatenate(side) for side in lines(screen, "trail")]).T
    assert len(points) > 1 and (points >= low).all() and (points <= high).all()
    assert screen.column("present", "x") == []


def test_turning_tells_the_server_nothing(open_surface):
    screen = open_surface()
    settle(screen)
    sent = screen.sent
    with screen.dragging(canvas(screen)) as drag:
        for right, down in DRAGS[1:]:
            drag.by(right / 4, down / 4)
    settle(screen)
    assert screen.sent == sent


def test_who_holds_still_before_dragging_turns_it_too(open_surface):
    screen = open_surface()
    screen.find("void model('surface_plot').on_event('press', () => (window.held = true))")
    with screen.dragging(canvas(screen)) as drag:
        screen.until("window.held")
        drag.by(40, 20)
    drag.by(-30, -30)  # it was let go of
    settle(screen)
    bowl = Bowl(screen, FIRST[0] - DEGREES * 40, FIRST[1] + DEGREES * 20)
    np.testing.assert_allclose(
        drawn(screen, "present"), bowl.seen(bowl.rows("now")) * unit(screen, bowl), atol=1e-6
    )


def test_the_arrow_keys_turn_it_and_leave_the_playhead(open_surface):
    screen = open_surface()
    canvas(screen).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight"):
        screen.page.keyboard.press(key)
    settle(screen)
    bowl = Bowl(screen, FIRST[0] - 2 * 10 * DEGREES, FIRST[1])
    np.testing.assert_allclose(
        drawn(screen, "present"), bowl.seen(bowl.rows("now")) * unit(screen, bowl), atol=1e-6
    )
    assert screen.column("trace", "iteration") == [0]


def test_reset_comes_back_to_the_first_view(open_surface):
    screen = open_surface()
    first, words = facets(screen), screen.column("words", "text")
    turned(screen, -130, 25)
    assert not np.allclose(facets(screen), first)
    reset(screen)
    np.testing.assert_allclose(facets(screen), first)
    assert screen.column("words", "text") == words


def test_it_follows_the_playhead_only_while_it_is_seen(open_surface):
    screen = open_surface()
    switch = {
        name: screen.page.get_by_role("button", name=re.compile(f"^{name}$", re.IGNORECASE))
        for name in ("contours", "surface")
    }
    switch["contours"].click()
    screen.until("!model('surface_plot').visible")
    before = drawn(screen, "present")
    screen.button("Step ▶").click()
    screen.await_row(1)
    settle(screen)
    np.testing.assert_array_equal(drawn(screen, "present"), before)
    switch["surface"].click()
    screen.until("model('surface_plot').visible && model('present').get('x')[0] !== it", before[0, 0])
    bowl = Bowl(screen, *FIRST)
    np.testing.assert_allclose(
        drawn(screen, "present"), bowl.seen(bowl.rows("now")) * unit(screen, bowl), atol=1e-6
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_painted_in_the_colours_of_the_page(open_surface, scheme):
    screen = open_surface(color_scheme=scheme)
    here, there = (LIGHT, DARK) if scheme == "light" else (DARK, LIGHT)
    settle(screen)
    between(screen, here["panel"], here["given"])
    before = screen.column("sheet", "fill")
    screen.button("Switch between light and dark").click()
    screen.until("model('sheet').get('fill')[0] !== it", before[0])
    between(screen, there["panel"], there["given"])


def between(screen: Screen, paper: str, ink: str) -> None:
    """Check that the sheet is drawn in shades from one colour to the other, and not in one of them alone."""
    start, end = (np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) for colour in (paper, ink))
    shades = np.array([list(map(int, re.findall(r"\d+", fill))) for fill in screen.column("sheet", "fill")])
    shares = (shades - start) @ (end - start) / np.sum((end - start) ** 2)
    np.testing.assert_allclose(shades, start + shares[:, np.newaxis] * (end - start), atol=1)
    assert 0 <= shares.min() < 0.2 < shares.max() <= 1


@pytest.mark.parametrize("query", ["", "&start=900,-900"])
def test_the_box_stays_in_the_picture(open_surface, query):
    screen = open_surface(query)
    for drag in DRAGS:
        turned(screen, *drag)
        x, y = (np.concatenate(side) for side in lines(screen, "box"))
        ranges = "[model('surface_plot').x_range, model('surface_plot').y_range]"
        ends = screen.find(f"{ranges}.map(({{ start, end }}) => [start, end])")
        for places, (start, end) in ((x, ends[0]), (y, ends[1])):
            assert start < places.min() and places.max() < end
        reset(screen)


@pytest.mark.parametrize("query", ["", "&data=diabetes"], ids=["post", "diabetes"])
def test_the_numbers_stand_where_their_values_are(open_surface, query):
    screen = open_surface(query)
    floor = screen.column("facts", "scipy_loss")[0]
    for drag in DRAGS:
        bowl = turned(screen, *drag)
        x, y = np.copysign(0.5, bowl.eye[:2])
        left = min(((x, -y), (-x, y)), key=lambda corner: bowl.seen(np.array([*corner, 0]))[0])
        numbers = [
            (value(text), at)
            for text, at in zip(screen.column("words", "text"), drawn(screen, "words"), strict=True)
        ]
        assert sum(number is not None for number, _ in numbers) >= 3
        for number, at in numbers:
            if number is None:
                continue
            i, j, k = bowl.places(number, number, number - floor)
            edges = np.array([[i, y, -TALL / 2], [x, j, -TALL / 2], [*left, k]])
            assert np.linalg.norm(bowl.seen(edges) * unit(screen, bowl) - at, axis=-1).min() < 1e-6
        reset(screen)


def value(text: str) -> float | None:
    """A number as the box writes it, such as −50 or 2 × 10⁶; None for a title."""
    plain = text.translate(str.maketrans("−⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")).replace(" × 10", "e")
    return float(plain) if re.fullmatch(r"-?[\d.]+(e\d+)?", plain) else None
