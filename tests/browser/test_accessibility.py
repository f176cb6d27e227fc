"""What axe-core finds, and what it cannot see: names, states, texts of figures, zoom, forced colours."""

from collections.abc import Iterator

import numpy as np
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect
from sklearn.datasets import make_regression

from tests.meaning import tells
from tests.serving import Server, serve

CHAPTERS = ["curve", "line", "landscape"]
RACE = "race=adam:0.1,momentum:0.01&speed=10000&iterations=50"
COUNT_TELLINGS = """void (
    window.told = 0,
    window.began = performance.now(),
    new MutationObserver(() => told++).observe(
        Bokeh.index.find_one(model(it)).canvas_view.events_el, { attributeFilter: ["aria-label"] }))"""
PHONE = {"width": 390, "height": 844}


def found(page: Page, *rules: str) -> list[str]:
    """Every violation on a page, of whatever impact: none is allowed. With names of rules, of these only."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    violations = page.evaluate("(options) => axe.run(options)", options)["violations"]
    return [
        f"{each['impact']} {each['id']}: {node['target']}" for each in violations for node in each["nodes"]
    ]


def open_folds(screen) -> None:
    """Open every fold of the rail; those that lie over the stage one after the other would, so only one."""
    screen.page.evaluate(
        "document.querySelectorAll('details:not(.beside)').forEach((fold) => (fold.open = true))"
    )


@pytest.fixture(scope="module")
def full_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("full"), "--args", "--max-sessions", "0") as running:
        yield running


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_axe_finds_nothing_on_a_chapter(open_page, chapter):
    """With a race that has been run, folds open, and a sheet over the stage."""
    screen = open_page(f"?chapter={chapter}&{RACE}&play=1&open=sweep", color_scheme="light")
    screen.until("model('swept_0')?.get('x').length > 200")
    screen.await_end()
    open_folds(screen)
    assert found(screen.page) == []
    screen.page.set_viewport_size(PHONE)
    assert found(screen.page) == []
    screen.page.emulate_media(color_scheme="dark")
    expect(screen.page.locator("html")).to_have_attribute("data-theme", "dark")
    assert found(screen.page, "color-contrast") == []


def test_axe_finds_nothing_on_a_surface(open_page):
    screen = open_page("?chapter=line&view=surface")
    screen.until("model('surface_plot')?.visible")
    assert found(screen.page) == []


def test_axe_finds_nothing_on_a_lesson(open_page):
    assert found(open_page("?lesson=step+size").page) == []


def test_axe_finds_nothing_where_a_notice_is_shown(open_page):
    screen = open_page("?step_size=much")
    expect(screen.notice).to_be_visible()
    assert found(screen.page) == []


def test_axe_finds_nothing_where_fields_are_marked(open_page):
    screen = open_page("?chapter=landscape&formula=x^2", color_scheme="light")
    for label, text in [("Step size α", "much"), ("f(x, y) =", "1/2x"), ("Iterations", "1e9")]:
        screen.enter(label, text)
        expect(screen.field(label)).to_have_attribute("aria-invalid", "true")
    assert found(screen.page) == []
    screen.page.emulate_media(color_scheme="dark")
    expect(screen.page.locator("html")).to_have_attribute("data-theme", "dark")
    assert found(screen.page, "color-contrast") == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_axe_finds_nothing_where_it_is_embedded(open_page, chapter):
    assert (
        found(open_page(f"?chapter={chapter}&show=path,loss", viewport={"width": 700, "height": 460}).page)
        == []
    )


def test_axe_finds_nothing_where_all_places_are_taken(new_screen, full_server):
    screen = new_screen(full_server.url)
    screen.page.goto(screen.url)
    expect(screen.page.get_by_role("heading", name="All places are taken")).to_be_visible()
    assert found(screen.page) == []


def test_axe_would_find_a_figure_without_a_name(open_page):
    """The check itself sees into the widgets' shadow roots."""
    screen = open_page()
    screen.handle("Playhead").evaluate("(handle) => handle.removeAttribute('aria-label')")
    assert any("aria-input-field-name" in each for each in found(screen.page))


def test_widgets_keep_their_names_when_they_are_drawn_anew(open_page):
    screen = open_page("?chapter=line&step_size=0.001")
    screen.unfold("Step sizes to try")
    group = screen.page.get_by_role("group", name="Step sizes worth trying")
    expect(group.get_by_role("button", name="the post")).to_have_attribute("aria-pressed", "true")
    screen.enter("Step size α", "0.0001")
    expect(group.get_by_role("button", name="too small")).to_have_attribute("aria-pressed", "true")
    screen.unfold("Data and noise")
    screen.field("Data").select_option("diabetes, 442 patients")  # brings other presets
    screen.await_setting(data="diabetes")
    expect(group.get_by_role("button", pressed=False)).not_to_have_count(0)
    expect(screen.page.get_by_role("button", name="Step size α: more", exact=True)).to_have_count(1)


# What a figure shows, in words


def words(screen, plot: str) -> str:
    """The name of a figure's image."""
    return screen.find(
        "(() => { const canvas = Bokeh.index.find_one(model(it)).canvas_view;"
        " return [canvas.events_el, canvas.primary.el].find((each) => each.role === 'img')?.ariaLabel })()",
        plot,
    )


def await_words(screen, plot: str, part: str) -> None:
    screen.until(
        "[...Object.values(Bokeh.index.find_one(model(it[0])).canvas_view.layers)]"
        ".map((each) => each.el ?? each).find((each) => each.role === 'img')?.ariaLabel.includes(it[1])",
        [plot, part],
    )


def test_the_curves_figures_say_what_the_post_found(open_page):
    screen = open_page("?chapter=curve&speed=5000&play=1")
    screen.await_end()
    await_words(screen, "curve_plot", "at iteration 273 of 300")
    told = words(screen, "curve_plot")
    assert tells(told, "x² − 6x + 5", "3.04829", "−3.99767", "slope", "0.0966")
    assert tells(told, "minimum", "x = 3", "0.0483 away")
    distance = words(screen, "distance_plot")
    assert tells(distance, "linear", "273 of 300")
    assert tells(distance, "0.002332", "144", "start", "falling")


def left_by_a_plain_loop() -> float:
    """How far from least squares the post's descent is after its 5000 iterations."""
    x, y = make_regression(100, 1, n_informative=1, noise=10, random_state=2015)
    columns = np.column_stack([np.ones(100), x[:, 0]])
    theta = np.full(2, 0.5)
    for _ in range(5000):
        theta -= 0.001 / 100 * columns.T @ (columns @ theta - y)
    return float(np.linalg.norm(theta - np.linalg.lstsq(columns, y)[0]))


def test_the_lines_figures_say_what_least_squares_says(open_page):
    screen = open_page("?chapter=line&speed=10000&play=1&scale=log")
    screen.await_end()
    await_words(screen, "fit_plot", "at iteration 5000 of 5000")
    fit, path, loss = (words(screen, f"{name}_plot") for name in ("fit", "path", "loss"))
    assert tells(fit, "1.197 + 62.81 x", "least squares", "1.489 + 63.42 x")
    assert tells(path, "63.42", f"{left_by_a_plain_loop():.3f} away")
    assert tells(loss, "log", "Least squares", "54.72")
    for _ in range(2):
        screen.button("◀ Back").click()
    await_words(screen, "loss_plot", "at iteration 4998 of 5000")


@pytest.mark.parametrize("show", ["", "&show=path,loss"])
def test_the_landscapes_figures_tell_of_the_race_and_of_the_surface(open_page, show):
    screen = open_page(f"?chapter=landscape&race=adam:0.1&view=surface&speed=10000&play=1{show}")
    screen.await_end()
    await_words(screen, "loss_plot", "Rivals: adam 0.1 at height")
    await_words(screen, "surface_plot", "It is on its way to minimum A at x = 3, y = 2, ")
    expect(screen.page.get_by_role("application", name="The height over both")).to_have_count(1)


def test_words_follow_a_run_that_plays_about_once_a_second(open_page):
    """Far more rows are painted than told, and no region announces the words unasked."""
    screen = open_page("?chapter=curve&precision=0&iterations=300&speed=100")
    screen.watch()
    screen.find(COUNT_TELLINGS, "curve_plot")
    screen.play()
    await_words(screen, "curve_plot", "at iteration 300 of 300")
    seconds = screen.find("(performance.now() - began) / 1000")
    told = screen.find("told")
    assert 2 <= told <= seconds + 2
    assert len(screen.watched) > 2 * told
    assert screen.page.locator("[aria-live], [role=status] canvas, [role=alert] canvas").count() == 0


def test_an_embedded_verdict_is_announced(open_page):
    screen = open_page("?chapter=curve&show=loss&speed=10000")
    screen.play()
    expect(screen.page.get_by_role("status")).to_contain_text("Converged at step 273")


# The rows as a table


def cells(screen) -> list[list[str]]:
    lines = screen.page.locator(".rows tbody tr").all()
    return [line.locator("th, td").all_inner_texts() for line in lines]


def test_the_rows_around_the_playhead_are_a_table_that_follows_it(open_page):
    screen = open_page("?chapter=line&speed=10000&play=1")
    screen.await_end()
    assert screen.page.locator(".rows table").count() == 0
    screen.unfold("Rows")
    current = screen.page.locator(".rows [aria-current=true]")
    expect(current.get_by_role("rowheader")).to_have_text("5000")
    expect(screen.page.get_by_role("columnheader", name="Loss J(θ)", exact=True)).to_be_visible()
    for _ in range(3):
        screen.button("◀ Back").click()
    expect(current.get_by_role("rowheader")).to_have_text("4997")
    found = cells(screen)
    assert [int(line[0]) for line in found] == list(range(4989, 5001))
    trace = screen.table("trace")
    names = ["iteration", "intercept", "slope", "loss", "gap"]
    for line in found:
        row = int(line[0])
        for text, name in zip(line, names, strict=True):
            assert float(text.replace("−", "-")) == pytest.approx(trace[name][row], rel=1e-5)


def test_a_table_of_a_short_run_has_all_of_it_and_axe_finds_nothing_in_a_wide_one(open_page):
    screen = open_page(f"?chapter=landscape&open=rows&{RACE.replace('50', '5')}&play=1")
    screen.await_end()
    expect(screen.page.locator(".rows tbody tr")).to_have_count(6)
    assert found(screen.page) == []
    screen.unfold("Code")
    assert found(screen.page) == []


# Keys, zoom and the system's colours


def test_the_first_tab_leads_past_the_settings(open_page):
    screen = open_page()
    screen.page.keyboard.press("Tab")
    expect(screen.page.get_by_role("link", name="Skip the settings")).to_be_in_viewport(ratio=1)
    screen.page.keyboard.press("Enter")
    screen.page.keyboard.press("Tab")
    assert screen.page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("width, height", [(720, 450), (320, 256)], ids=["200 %", "400 %"])
def test_a_zoomed_page_scrolls_one_way_and_its_buttons_stay_in_view(open_page, chapter, width, height):
    screen = open_page(f"?chapter={chapter}", viewport={"width": width, "height": height})
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("Play", "◀ Back", "Step ▶", "Reset"):
        expect(screen.button(name)).to_be_in_viewport(ratio=1)


def test_where_the_system_forces_colours_the_chosen_ones_still_show(open_page):
    screen = open_page("?chapter=line&race=adam:0.1", forced_colors="active")
    assert (
        screen.page.locator(".plot").first.evaluate("(it) => getComputedStyle(it).forcedColorAdjust")
        == "none"
    )
    swatch = screen.page.locator(".runner i").last
    assert swatch.evaluate("(it) => getComputedStyle(it).backgroundColor") == "rgb(136, 34, 85)"
    chosen, other = (screen.button(name) for name in ("contours", "surface"))
    border = "(it) => getComputedStyle(it).borderTopWidth"
    assert chosen.evaluate(border) != other.evaluate(border)
