import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import expect

from dashboard.drawing.palette import DARK, LIGHT
from dashboard.export.notebook import notebook
from dashboard.export.program import program_file
from dashboard.runs.links import read
from gdcore import FUNCTIONS, LeastSquares, descend, design, post_data, typed
from tests.dashboard.visitor import arguments

SVG = "{http://www.w3.org/2000/svg}"
RACE = "?chapter=landscape&speed=10000&race=adam:0.1,bfgs"
TYPED = "?chapter=landscape&speed=10000&formula=sin(x)*y+%2B+x**2+%2B+y**2&start=1,1"
BATCHES = "?chapter=line&speed=10000&iterations=2000&batch=10&step_size=0.02"
FAR = "?chapter=curve&step_size=1.1&speed=1000"


def export(screen, word, number=0):
    """What a button of the fold brings: the name of a file and its bytes."""
    if not screen.page.locator("[data-fold=export]").get_attribute("open"):
        screen.find("void (document.querySelector('[data-fold=export]').open = true)")
    with screen.page.expect_download() as download:
        screen.page.locator("[data-fold=export] button", has_text=word).nth(number).click()
    found = download.value
    return found.suggested_filename, Path(found.path()).read_bytes()


def table(data):
    return pd.read_csv(BytesIO(data))


def assert_bits(column, expected):
    assert column.to_numpy(dtype=float).tobytes() == np.ascontiguousarray(expected, dtype=float).tobytes()


def test_the_csv_of_a_curve_is_the_run_to_the_bit(open_page):
    name, data = export(open_page("?noise=3&iterations=500"), "CSV")
    assert name == "gradient-descent-curve.csv"
    assert b"\r" not in data and data.endswith(b"\n")
    run = descend(
        FUNCTIONS["parabola"], 15, step_size=0.01, iterations=500, precision=0.001, noise=3, seed=2015
    )
    rows = table(data)
    assert rows["iteration"].tolist() == list(range(run.steps + 1))
    for column, expected in [("x", run.theta[:, 0]), ("f", run.loss), ("slope", run.gradient[:, 0])]:
        assert_bits(rows[column], expected)


def test_the_csv_of_a_line_is_the_run_to_the_bit(open_page):
    _, data = export(open_page("?chapter=line&batch=5"), "CSV")
    found = post_data(100, 10, 2015)
    objective = LeastSquares(design(found.x), found.y)
    run = descend(objective, [0.5, 0.5], step_size=0.001, iterations=5000, batch=5, seed=2015)
    rows = table(data)
    assert_bits(rows["intercept"], run.theta[:, 0])
    assert_bits(rows["gradient_slope"], run.gradient[:, 1])
    assert_bits(rows["batch_loss"], run.batch_loss)


def test_a_csv_keeps_the_sign_of_zero(open_page):
    _, data = export(open_page("?chapter=landscape&formula=y*0&start=1,-2"), "CSV")
    run = descend(typed("y*0", 2), [1, -2], step_size=1, iterations=1000, precision=1e-6)
    assert np.signbit(run.loss[0])
    assert_bits(table(data)["f"], run.loss)


@pytest.mark.parametrize("query", [RACE, TYPED, BATCHES])
def test_program_and_notebook_are_those_of_the_page(open_page, query):
    screen = open_page(query)
    settings, _ = read(arguments(query))
    stem = f"gradient-descent-{settings.chapter}"
    assert export(screen, "Python") == (f"{stem}.py", program_file(settings).encode())
    assert export(screen, "Notebook") == (f"{stem}.ipynb", notebook(settings).encode())
    screen.until("model('parcel').columns().length === 0")  # nothing is kept of what has been taken


@pytest.mark.parametrize("theme, colours", [("light", LIGHT), ("dark", DARK)])
def test_each_figure_comes_as_png_and_svg_in_the_colours_of_the_page(open_page, theme, colours):
    screen = open_page(f"?chapter=line&theme={theme}&play=1&speed=10000")
    screen.await_end()
    paper = tuple(bytes.fromhex(colours["panel"][1:]))
    for number, figure in enumerate(["fit", "path", "loss"]):
        name, data = export(screen, "PNG", number)
        assert name == f"gradient-descent-line-{figure}.png"
        image = Image.open(BytesIO(data))
        assert image.width == screen.find("2 * Bokeh.index.find_one(model(it)).bbox.width", f"{figure}_plot")
        assert image.convert("RGBA").getpixel((0, image.height - 1)) == (*paper, 255)
        assert len(image.convert("RGB").getcolors(image.width * image.height)) > 20
        name, data = export(screen, "SVG", number)
        assert name == f"gradient-descent-line-{figure}.svg"
        drawn = ElementTree.fromstring(data)
        assert drawn.tag == f"{SVG}svg"
        assert drawn.find(f"{SVG}rect").get("fill").upper() == colours["panel"]
        words = [element.text for element in drawn.iter(f"{SVG}text")]
        assert screen.page.locator("main .term").all_inner_texts()[number] == words[0]
        assert len(words) > 5
        assert colours["given"].lower() in data.decode().lower() or rgb(colours["given"]) in data.decode()


def rgb(colour):
    return "rgb({},{},{})".format(*bytes.fromhex(colour[1:]))


def test_of_contours_and_surface_that_in_view_is_drawn(open_page):
    screen = open_page("?chapter=line")
    _, contours = export(screen, "SVG", 1)
    screen.button("surface").click()
    screen.until(
        "Bokeh.index.find_one(model('surface_plot'))?.bbox.width > 0 && model('grid').get_length() > 0"
    )
    screen.until(
        "model('surface_plot').renderers.some(({ data_source }) =>"
        " data_source.name === 'sheet' && data_source.get_length() > 0)"
    )
    _, surface = export(screen, "SVG", 1)
    assert surface.count(b"<path") > contours.count(b"<path") + 100


@pytest.fixture
def open_file(open_page, new_screen, tmp_path):
    """Exports a page of its own from a page that has been played, and opens that file, offline."""

    def open_exported(query, **device):
        online = open_page(query)
        online.play()
        name, data = export(online, "Web page")
        file = tmp_path / name
        file.write_bytes(data)
        screen = new_screen(file.as_uri(), offline=True, **device).open()
        screen.until("model('verdict').text === 'Press Play.'")
        return online, screen

    return open_exported


def texts(screen):
    words = [screen.find("model(it)?.text", name) for name in ("numbers", "answer", "counter")]
    return [words, screen.verdict.inner_text()]


@pytest.mark.parametrize("query", [RACE, BATCHES, FAR])
def test_a_page_on_disk_plays_to_the_same_end_in_the_same_words(open_file, query):
    online, screen = open_file(query)
    assert screen.shown["playhead"] == 0
    screen.play()
    assert texts(screen) == texts(online)
    assert screen.table("trace") == online.table("trace")
    screen.watch()
    screen.play()  # at the end it starts again
    rows, end = screen.watched, online.shown["playhead"]
    assert (
        set(rows[: rows.index(0)]) <= {end} and rows[-1] == end
    )  # a camera may still come to rest at the end


def test_a_page_on_disk_steps_back_is_dragged_and_reset(open_file):
    _, screen = open_file(TYPED)
    screen.button("Step ▶").click()
    screen.button("Step ▶").click()
    screen.button("◀ Back").click()
    assert screen.shown["counter"] == screen.shown["playhead"] == 1
    screen.page.evaluate("document.activeElement.blur()")
    screen.page.keyboard.press("ArrowRight")
    screen.await_row(2)
    assert screen.shown["counter"] == 2
    with screen.dragging(screen.handle("Playhead: iteration shown")) as hand:
        hand.by(200)
    dragged = screen.shown["playhead"]
    assert dragged > 2
    assert screen.shown["path"][-1] == screen.shown["now"]["iteration"] == dragged
    assert screen.verdict.inner_text() == ""
    screen.button("Reset").click()
    assert screen.shown["counter"] == 0
    expect(screen.page.locator("[role=slider][aria-label^=Start]")).to_have_count(0)


def test_a_page_on_disk_has_its_switches_and_both_themes(open_file):
    _, screen = open_file(TYPED, color_scheme="dark")
    panel = screen.page.locator(".panel").first
    for colours in (DARK, LIGHT):
        expect(panel).to_have_css(
            "background-color", "rgb({}, {}, {})".format(*bytes.fromhex(colours["panel"][1:]))
        )
        screen.page.get_by_role("button", name=re.compile("light and dark")).click()
    screen.button("linear").click()
    screen.until(
        "model('loss_plot').left[0].axis_label === 'f(x, y)' && model('facts').get('scale')[0] === 'linear'"
    )
    screen.button("surface").click()
    screen.until("model('surface_plot').visible && !model('path_plot').visible")
    screen.until(
        "model('surface_plot').renderers.some(({ data_source }) =>"
        " data_source.name === 'sheet' && data_source.get_length() > 0)"
    )
