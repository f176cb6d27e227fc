import numpy as np
import pytest
from playwright.sync_api import expect
from scipy.stats import linregress
from sklearn.datasets import load_diabetes, make_regression

from tests.browser.screen import PHONE
from tests.meaning import telling

HURRY = "?chapter=line&speed=10000"
POINTS = """((source) => ["x", "y"].map((name) => Array.from(source.get(name))))
    (model("fit_plot").renderers.map((each) => each.data_source).find(({ name }) => name === "scatter"))"""

UNITS = """[["x_range", "inner_width"], ["y_range", "inner_height"]].map(([range, pixels]) =>
    (model("path_plot")[range].end - model("path_plot")[range].start) / model("path_plot")[pixels])"""


def points(screen):
    return [np.array(column) for column in screen.find(POINTS)]


def answers(screen, name):
    """The numbers beside a name in the table of answers: descent's, SciPy's, scikit-learn's."""
    header = screen.page.get_by_role("rowheader", name=name, exact=True)
    cells = screen.page.get_by_role("row").filter(has=header).get_by_role("cell").all_inner_texts()
    return [float(text.replace("−", "-").replace(",", "")) for text in cells[:3]]


def fact(screen, name):
    return screen.column("facts", name)[0]


def other_facts(screen, name, before):
    """Wait until a fact is another one; what it is then."""
    screen.until("model('facts').get(it[0])[0] !== it[1]", [name, before])
    return fact(screen, name)


def assert_best_fit_of_its_points(screen):
    x, y = points(screen)
    best = linregress(x, y)
    loss = np.mean((best.intercept + best.slope * x - y) ** 2) / 2
    for column, expected in [("intercept", best.intercept), ("slope", best.slope), ("loss", loss)]:
        for other in ("scipy", "sklearn"):
            assert fact(screen, f"{other}_{column}") == pytest.approx(expected)
        assert answers(screen, column)[1] == pytest.approx(expected, abs=0.0051)


def test_a_link_that_plays_ends_at_the_posts_answer(open_page):
    screen = open_page("?chapter=line&play=1&speed=2000")
    screen.await_end()
    assert screen.shown["counter"] == 5000
    assert answers(screen, "intercept") == [1.20, 1.49, 1.49]
    assert answers(screen, "slope") == [62.81, 63.42, 63.42]
    expect(screen.verdict).to_contain_text(telling("5000", "slope 62.81", "least squares", "63.42"))


def test_the_line_drawn_is_that_of_the_row_shown(open_page):
    screen = open_page(f"{HURRY}&play=1&iterations=700")
    screen.await_end()
    now, row = screen.shown["now"], screen.shown["row"]
    assert row["iteration"] == 700
    for end in "01":
        assert now[f"y{end}"] == pytest.approx(row["intercept"] + row["slope"] * now[f"x{end}"])


def test_three_times_the_noise_lifts_the_floor_of_the_loss_ninefold(open_page):
    screen = open_page(HURRY)
    floor = fact(screen, "scipy_loss")
    screen.unfold("Data and noise")
    screen.enter("Noise in the data", "30")
    assert other_facts(screen, "scipy_loss", floor) == pytest.approx(9 * floor)
    screen.await_setting(noise="30")
    assert_best_fit_of_its_points(screen)


def test_without_noise_there_is_no_floor(open_page):
    screen = open_page(HURRY)
    floor = fact(screen, "scipy_loss")
    screen.unfold("Data and noise")
    screen.enter("Noise in the data", "0")
    assert other_facts(screen, "scipy_loss", floor) == pytest.approx(0, abs=1e-20)


def test_as_many_points_as_samples(open_page):
    screen = open_page(HURRY)
    floor = fact(screen, "scipy_loss")
    screen.unfold("Data and noise")
    screen.enter("Samples", "400")
    other_facts(screen, "scipy_loss", floor)
    screen.await_setting(samples="400")
    assert len(points(screen)[0]) == 400
    assert_best_fit_of_its_points(screen)


def test_another_seed_draws_other_points(open_page):
    screen = open_page(HURRY)
    floor = fact(screen, "scipy_loss")
    screen.unfold("Data and noise")
    screen.enter("Seed", "7")
    other_facts(screen, "scipy_loss", floor)
    screen.await_setting(seed="7")
    x, _ = make_regression(100, 1, n_informative=1, noise=10, random_state=7)
    assert points(screen)[0] == pytest.approx(x[:, 0])
    assert_best_fit_of_its_points(screen)


def test_diabetes_are_the_442_patients(open_page):
    screen = open_page(HURRY)
    screen.unfold("Data and noise")
    screen.field("Data").select_option(label="diabetes, 442 patients")
    screen.await_setting(data="diabetes")
    found = load_diabetes(scaled=False)
    screen.until("model('facts').get('x_high')[0] > it", found.data[:, 2].max())
    x, y = points(screen)
    assert x == pytest.approx(found.data[:, 2])
    assert y == pytest.approx(found.target)
    assert_best_fit_of_its_points(screen)


def test_standardised_diabetes_reach_the_answer_in_the_units_of_the_data(open_page):
    screen = open_page(f"{HURRY}&data=diabetes&step_size=0.1&iterations=400")
    screen.unfold("Data and noise")
    screen.page.get_by_role("checkbox").click()
    screen.await_setting(standardise="1")
    screen.play()
    found = load_diabetes(scaled=False)
    best = linregress(found.data[:, 2], found.target)
    assert answers(screen, "slope") == pytest.approx([best.slope] * 3, abs=0.0051)
    assert answers(screen, "intercept") == pytest.approx([best.intercept] * 3, abs=0.0051)


def drag_the_start(screen, hold):
    """Drag the start to the right and up; what is shown has to follow before it is let go."""
    across, up = screen.find(UNITS)
    with hold(screen.page.locator(".start-handle")) as drag:
        for _ in range(5):
            drag.by(6, -8)
        screen.until(
            "model('start').value.split(',').every((x, axis) => Math.abs(x - it[0][axis]) < it[1][axis])",
            [[0.5 + 30 * across, 0.5 + 40 * up], [1.2 * across, 1.2 * up]],  # to a pixel
        )
        start = [float(text) for text in screen.value("start").split(",")]
        screen.until(
            "['trace', 'ghost'].every((name) => model(name).get_length()"
            " && model(name).get('intercept')[0] === it[0] && model(name).get('slope')[0] === it[1])",
            start,
        )
        assert len(screen.column("ghost", "slope")) > 100
        screen.await_setting(start=",".join(f"{value:g}" for value in start))
    return start


def test_the_start_is_dragged_among_the_contours_with_the_mouse(open_page):
    screen = open_page(HURRY)
    start = drag_the_start(screen, screen.dragging)
    expect(screen.verdict).to_contain_text("Ahead: 5000 iterations used")
    screen.play()
    path = screen.table("path")
    assert [path["intercept"][0], path["slope"][0]] == start


def test_the_start_is_dragged_among_the_contours_with_a_finger_and_nothing_scrolls(open_page):
    screen = open_page(HURRY, **PHONE)
    screen.middle(screen.page.locator(".start-handle"))
    scrolled = screen.find("scrollY")
    drag_the_start(screen, screen.touching)
    assert screen.find("scrollY") == scrolled
