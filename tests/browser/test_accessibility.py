"""What axe-core finds, and what it cannot see: names, states, texts of figures, zoom, forced colours."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.serving import Server, serve

CHAPTERS = ["curve", "line", "landscape"]
RACE = "race=adam:0.1,momentum:0.01&speed=10000&iterations=50"
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


def test_axe_finds_nothing_on_a_page_at_first(open_page):
    screen = open_page("?chapter=line&view=surface")
    screen.until("model('surface_plot')?.visible")
    assert found(screen.page) == []


def test_axe_finds_nothing_where_a_notice_is_shown(open_page):
    screen = open_page("?step_size=much")
    expect(screen.notice).to_be_visible()
    assert found(screen.page) == []


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
    group = screen.page.get_by_role("group", name="Step sizes worth trying")
    expect(group.get_by_role("button", name="the post")).to_have_attribute("aria-pressed", "true")
    screen.enter("Step size α", "0.0001")
    expect(group.get_by_role("button", name="too small")).to_have_attribute("aria-pressed", "true")
    screen.unfold("Data and noise")
    screen.field("Data").select_option("diabetes, 442 patients")  # brings other presets
    screen.await_setting(data="diabetes")
    expect(group.get_by_role("button", pressed=False)).not_to_have_count(0)
    expect(screen.page.get_by_role("button", name="Samples: more", exact=True)).to_have_count(1)
