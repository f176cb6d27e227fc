import re

import numpy as np
import pytest
from playwright.sync_api import expect
from scipy.stats import linregress

from tests.browser.screen import PHONE
from tests.meaning import telling

LINE = "?chapter=line&speed=10000"
RENTS = "Größe;Miete;Ort\n28,5;420;Kiel\n35;540;Ulm\n41;;Bonn\n48;690;Köln\n90;1180,5;Ulm\n".encode("cp1252")
FEW = f"{LINE}&data=own&points=0,0;2,3;4,2;6,6;10,8"
SCREEN = """[["x_scale", it[0]], ["y_scale", it[1]]].map(([scale, value], axis) =>
    Bokeh.index.find_one(model("fit_plot")).frame[scale].compute(value)
    + Bokeh.index.find_one(model("fit_plot")).el.getBoundingClientRect()[axis ? "top" : "left"])"""


def points(screen):
    return list(zip(screen.column("scatter", "x"), screen.column("scatter", "y"), strict=True))


def linked(screen):
    return [tuple(map(float, pair.split(","))) for pair in screen.link.get("points", "").split(";")]


def await_points(screen, count):
    screen.until("model('scatter').get_length() === it", count)
    screen.until("(new URLSearchParams(location.search).get('points') ?? '').split(';').length === it", count)


def at(screen, x, y):
    """Where a point of the data is on the screen."""
    return screen.find(SCREEN, [x, y])


def assert_fitted(screen):
    x, y = np.transpose(points(screen))
    expect(screen.page.locator("main")).to_contain_text("SciPy")
    best = linregress(x, y).slope
    assert screen.column("facts", "scipy_slope") == [pytest.approx(best)]
    assert f"{best:.5g}".replace("-", "−") in screen.shown["answer"]


@pytest.fixture
def own(open_page):
    """A page with five points of its own, one of which is away from the others."""
    screen = open_page(FEW)
    await_points(screen, 5)
    return screen


def test_a_file_is_read_its_columns_chosen_and_what_was_dropped_is_told(open_page):
    screen = open_page(LINE)
    screen.unfold("Your data")
    file = {"name": "rents.csv", "mimeType": "text/csv", "buffer": RENTS}
    screen.page.get_by_label("Open a file").set_input_files(file)
    await_points(screen, 4)
    sheet = screen.page.locator(".sheet.own")
    expect(sheet).to_contain_text(telling("4 points", "5 rows"))
    expect(sheet.get_by_text(telling("1 row", "without", "Miete"))).to_be_visible()
    expect(sheet.get_by_text(telling("Ort", "no numbers"))).to_be_visible()
    assert points(screen) == [(28.5, 420), (35, 540), (48, 690), (90, 1180.5)]
    assert screen.find("model('fit_plot').below[0].axis_label") == "Größe"
    assert_fitted(screen)
    before = screen.page.url
    sheet.locator("#own-x").select_option(label="Miete")
    expect(screen.notice).to_contain_text("two columns")
    expect(sheet.locator("#own-x")).to_have_value("0")
    assert screen.page.url == before


def test_a_pasted_table_is_used_and_its_axes_swapped(open_page):
    screen = open_page(LINE)
    screen.unfold("Your data")
    screen.page.get_by_label("Points, or a pasted table").fill("a\tb\tc\n1\t2,5\t9\n2\t3,5\t8\n4\t1\t9\n")
    screen.button("Use these").click()
    await_points(screen, 3)
    assert linked(screen) == [(1, 2.5), (2, 3.5), (4, 1)]
    screen.page.locator("#own-y").select_option(label="c")
    screen.await_setting(names="a,c")
    screen.page.locator("#own-x").select_option(label="b")
    screen.await_setting(names="b,c")
    assert linked(screen) == [(2.5, 9), (3.5, 8), (1, 9)]
    expect(screen.page.locator("#own-text")).to_have_value("b,c\n2.5,9\n3.5,8\n1,9")
    assert_fitted(screen)


def test_what_could_be_read_in_two_ways_is_told_and_one_press_reads_it_in_the_other(open_page):
    screen = open_page(LINE)
    screen.unfold("Your data")
    screen.page.get_by_label("Points, or a pasted table").fill('n,2010\n1,"1,250"\n2,980\n3,"1,690"\n')
    screen.button("Use these").click()
    await_points(screen, 3)
    sheet = screen.page.locator(".sheet.own")
    expect(sheet.locator(".doubt")).to_have_count(2)
    expect(sheet.locator(".doubt").last).to_contain_text("“1,250” may be 1250 or 1.25")
    assert linked(screen) == [(1, 1250), (2, 980), (3, 1690)]
    screen.page.get_by_label("Open a file").focus()
    other = screen.button("Read “1,250” as 1.25")
    for _ in range(5):
        screen.page.keyboard.press("Tab")
        if other.evaluate("button => button === document.activeElement"):
            break
    screen.page.keyboard.press("Enter")
    back = screen.button("Read “1,250” as 1250")
    expect(back).to_be_focused()
    expect(sheet).to_contain_text("decimal commas")
    await_points(screen, 3)
    assert linked(screen) == [(1, 1.25), (2, 980), (3, 1.69)]
    assert_fitted(screen)
    screen.page.keyboard.press("Enter")
    expect(other).to_be_focused()
    assert linked(screen)[0] == (1, 1250)
    expect(screen.page.locator("#own-text")).to_have_value("n,'2010\n1,1250\n2,980\n3,1690")
    screen.page.mouse.click(*at(screen, 2.5, 1200))
    await_points(screen, 4)
    expect(back.or_(other)).to_have_count(0)


def test_what_is_no_table_or_too_large_is_told_and_the_page_stays(open_page):
    screen = open_page(LINE)
    screen.unfold("Your data")
    before = screen.page.url
    field = screen.page.get_by_label("Open a file")
    field.set_input_files({"name": "big.csv", "mimeType": "text/csv", "buffer": b"1,2\n" * 300_000})
    expect(screen.page.locator("#own-message")).to_contain_text(telling("big.csv", "1.1 MB", "1 MB"))
    assert screen.largest < 100_000, "the file stays in the browser"
    field.set_input_files({"name": "x.xlsx", "mimeType": "text/csv", "buffer": b"PK\x03\x04" + bytes(99)})
    expect(screen.notice).to_contain_text("Excel workbook")
    assert screen.page.url.split("&open")[0] == before.split("&open")[0]
    assert screen.shown["rows"] == 1


def test_a_link_with_points_reopens_the_same(own, open_page):
    again = open_page("?" + own.page.url.partition("?")[2])
    assert points(again) == points(own) == [(0, 0), (2, 3), (4, 2), (6, 6), (10, 8)]
    assert again.value("step_size") == own.value("step_size")


def test_data_too_long_for_a_link_are_told_and_a_reload_shows_the_posts(open_page):
    screen = open_page(LINE)
    screen.unfold("Your data")
    table = "x,y\n" + "".join(f"{number / 7:.6f},{number % 13}\n" for number in range(1200))
    file = {"name": "long.csv", "mimeType": "text/csv", "buffer": table.encode()}
    screen.page.get_by_label("Open a file").set_input_files(file)
    sheet = screen.page.locator(".sheet.own")
    expect(sheet).to_contain_text(telling("1,200 points", "1,200 rows"))
    expect(sheet).to_contain_text(telling("too long", "link", "reload"))
    assert {"data", "points"}.isdisjoint(screen.link)
    with screen.page.expect_download() as saved:
        screen.button("Save as points.csv").click()
    lines = saved.value.path().read_text().splitlines()
    assert (lines[0], len(lines), lines[1]) == ("x,y", 1201, "0.0,0.0")
    screen.page.reload()
    screen.await_ready()
    assert len(points(screen)) == 100


def test_a_click_adds_a_point_a_drag_moves_it_and_a_double_click_takes_it_away(own):
    own.page.mouse.click(*at(own, 8, 2))
    await_points(own, 6)
    assert linked(own)[-1] == pytest.approx((8, 2), abs=0.05)
    ranges = own.find("[model('fit_plot').x_range.start, model('fit_plot').y_range.end]")
    mouse = own.page.mouse
    mouse.move(*at(own, *linked(own)[-1]))
    mouse.down()
    mouse.move(*at(own, 8, 4), steps=4)
    own.until("Math.abs(model('scatter').get('y')[5] - 4) < 0.05")
    mouse.move(*at(own, 3, 7), steps=8)
    own.until("Math.abs(model('scatter').get('x')[5] - 3) < 0.05")
    mouse.up()
    own.until("Math.abs(+new URLSearchParams(location.search).get('points').split(/[,;]/)[11] - 7) < 0.05")
    assert own.find("[model('fit_plot').x_range.start, model('fit_plot').y_range.end]") == ranges
    assert_fitted(own)
    mouse.dblclick(*at(own, *linked(own)[2]))
    await_points(own, 5)
    assert linked(own)[:4] == [(0, 0), (2, 3), (6, 6), (10, 8)]


def test_a_finger_drags_a_point_and_nothing_scrolls(open_page):
    screen = open_page(f"{LINE}&data=own&points=0,0;2,3;4,2;6,6;10,8", **PHONE)
    ring = screen.page.get_by_role("slider", name="Your points")
    screen.middle(ring)
    scrolled = screen.find("scrollY")
    with screen.touching(ring) as drag:
        for _ in range(4):
            drag.by(10, -10)
        screen.until("model('scatter').get('x')[0] > 0.5 && model('scatter').get('y')[0] > 0.5")
    assert points(screen)[1:] == [(2, 3), (4, 2), (6, 6), (10, 8)]
    assert screen.find("scrollY") == scrolled


def test_with_the_sheet_open_the_first_click_makes_what_is_shown_ones_own(open_page):
    screen = open_page(f"{LINE}&samples=9")
    screen.unfold("Your data")
    before = points(screen)
    screen.page.mouse.click(*at(screen, 0.5, -20))
    await_points(screen, 10)
    assert screen.value("data") == "own"
    np.testing.assert_allclose(points(screen)[:9], before, atol=0.06)  # a tenth of what the plot shows
    assert points(screen)[9] == pytest.approx((0.5, -20), abs=0.5)
    assert_fitted(screen)


def test_advice_to_standardise_is_followed_by_a_press(open_page):
    screen = open_page(f"{LINE}&data=own&points=1000,1;1001,3;1003,2;1006,6&open=own")
    advice = screen.page.get_by_role("button", name="standardise x", exact=True)
    advice.click()
    screen.await_setting(standardise="1")
    expect(advice).to_have_count(0)


def test_a_drag_of_what_is_empty_adds_nothing(own):
    ranges = own.find("[model('fit_plot').x_range.start, model('fit_plot').y_range.end]")
    mouse = own.page.mouse
    mouse.move(*at(own, 8, 2))
    mouse.down()
    mouse.move(*at(own, 6, 2), steps=4)
    mouse.up()
    mouse.click(*at(own, 8, 2))
    await_points(own, 6)
    assert own.find("[model('fit_plot').x_range.start, model('fit_plot').y_range.end]") == ranges


def test_points_move_and_go_by_keyboard_alone(own):
    ring = own.page.get_by_role("slider", name="Your points")
    ring.focus()
    expect(ring).to_have_attribute("aria-valuetext", re.compile("Point 1 of 5"))
    own.page.keyboard.press("PageDown")
    own.page.keyboard.press("ArrowUp")
    own.until("model('scatter').get('y')[1] > 3")
    assert [pair for pair in points(own) if pair != points(own)[1]] == [(0, 0), (4, 2), (6, 6), (10, 8)]
    own.page.keyboard.press("Delete")
    await_points(own, 4)
    assert linked(own) == [(0, 0), (4, 2), (6, 6), (10, 8)]
    assert own.shown["rows"] == 1


def test_a_line_keeps_two_points(open_page):
    screen = open_page(f"{LINE}&data=own&points=0,0;1,1")
    screen.page.get_by_role("slider", name="Your points").focus()
    screen.page.keyboard.press("Delete")
    expect(screen.notice).to_contain_text("2 to 10,000 points")
    assert points(screen) == [(0, 0), (1, 1)]


def test_the_posts_points_stay_where_they_are(open_page):
    screen = open_page(LINE)
    before = points(screen)
    screen.page.mouse.click(*at(screen, 0.5, -100))
    screen.enter("Step size α", "0.01")
    screen.await_setting(step_size="0.01")
    assert points(screen) == before
    expect(screen.page.get_by_role("slider", name="Your points")).to_be_hidden()


def test_both_worlds_are_shown_side_by_side_and_the_switch_changes_them(open_page):
    screen = open_page(f"{LINE}&data=diabetes")
    screen.unfold("Scaling")
    sheet = screen.page.locator(".sheet.scaling")
    expect(sheet).to_contain_text("26,333 times as steep")
    expect(sheet.get_by_role("img", name="Contours over")).to_have_count(2)
    cells = sheet.get_by_role("row").filter(has_text="slope").get_by_role("cell").all_inner_texts()
    assert cells == ["10.2331", "10.2331"]
    expect(sheet.locator("td.now").first).to_have_text("26,333")
    screen.unfold("Data and noise")
    screen.page.get_by_text("Standardise x", exact=True).click()
    screen.await_setting(standardise="1")
    expect(sheet.locator("td.now").first).to_have_text("1")
    assert "standard deviation" in screen.find("model('path_plot').left[0].axis_label")
