import pytest
from playwright.sync_api import expect

DRAWN = "model('swept_0')?.get('x').length > 200 && Bokeh.index.find_one(model('sweep_plot'))?.is_idle"


def click_at(screen, step_size):
    """Click into the sweep where a step size is."""
    place = screen.find(
        "(() => { const view = Bokeh.index.find_one(model('sweep_plot'));"
        " const box = view.el.getBoundingClientRect();"
        " return [box.left + view.frame.x_scale.compute(it),"
        " box.top + (view.frame.bbox.top + view.frame.bbox.bottom) / 2] })()",
        step_size,
    )
    screen.page.mouse.click(*place)


def test_a_click_into_the_sweep_takes_that_step_size(open_page):
    screen = open_page("?chapter=curve&speed=5000")
    screen.unfold("Sweep")
    screen.until(DRAWN)
    screen.await_setting(open="sweep")
    expect(screen.page.locator("[data-fold=sweep]")).to_contain_text("Quickest: α = 0.5, 1 step.")
    click_at(screen, 0.1)
    screen.until("Math.abs(model('step_size').value / 0.1 - 1) < 0.05")
    expect(screen.verdict).to_contain_text("Ahead: Converged")
    screen.button("Close").click()
    screen.await_setting(open=None)
    expect(screen.page.locator("[data-fold=sweep] .sheet")).not_to_be_visible()


@pytest.mark.parametrize("chapter", ["line", "landscape"])
def test_a_link_opens_the_sweep_with_a_curve_for_each_runner(open_page, chapter):
    screen = open_page(f"?chapter={chapter}&race=momentum:0.01,adam:0.1&open=sweep&theme=dark")
    screen.until(DRAWN)
    lines = [screen.column(f"swept_{number}", "x") for number in range(4)]
    assert [len(line) > 200 for line in lines] == [True, True, True, False]
    colours = screen.find("model('sweep_plot').renderers.map((each) => each.glyph.line_color?.value)")
    assert "#9DB2FF" in colours  # the page's own run, in the dark


def test_escape_closes_what_lies_over_the_stage(open_page):
    screen = open_page("?chapter=curve")
    screen.unfold("Code")
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator("[data-fold=code] .sheet")).not_to_be_visible()


def test_one_sheet_at_a_time(open_page):
    screen = open_page("?chapter=curve&open=sweep")
    screen.until(DRAWN)
    screen.unfold("Code")
    expect(screen.page.locator("[data-fold=code] pre")).to_be_visible()
    expect(screen.page.locator("[data-fold=sweep] .sheet")).not_to_be_visible()
