import numpy as np
import pytest
from playwright.sync_api import expect
from scipy.optimize import rosen, rosen_der

from dashboard.drawing.palette import DARK, LIGHT
from gdcore import FUNCTIONS
from tests.browser.screen import PHONE
from tests.meaning import telling

HURRY = "&speed=10000"
VALLEY = f"?chapter=landscape&function=rosenbrock{HURRY}"
WINDOWS = {"laptop": (1440, 900, "light"), "small": (1280, 720, "dark"), "tablet": (1024, 768, "dark")}
PANELS = """[...document.querySelectorAll("main > .panel")].map((panel) => {
    const { left, top, right, bottom } = panel.getBoundingClientRect()
    return [left, top, right, bottom].map(Math.round)
})"""
LENGTHS = """((name) => model("path_plot").renderers.map((each) => each.data_source)
    .find((source) => source.name === name).get_length())(it)"""


def length(screen, source):
    """How many rows a source of the contour figure has."""
    return screen.find(LENGTHS, source)


def test_it_plays_from_its_link_as_a_plain_loop_does(open_page):
    screen = open_page(f"{VALLEY}&iterations=500&precision=0&play=1")
    screen.await_end()
    theta = np.array([-1.2, 1.0])
    for _ in range(500):
        theta = theta - 0.001 * rosen_der(theta)
    row = screen.shown["row"]
    assert [row["x"], row["y"]] == pytest.approx(theta, rel=1e-9)
    assert row["f"] == pytest.approx(rosen(theta), rel=1e-9)
    expect(screen.verdict).to_contain_text("500 iterations used")


def test_contours_minima_and_saddles_are_drawn(open_page):
    screen = open_page("?chapter=landscape")
    assert length(screen, "minima") == 4
    assert length(screen, "saddles") == len(FUNCTIONS["himmelblau"].saddles)
    assert length(screen, "rings") > 10 and length(screen, "bands") > 5
    assert length(screen, "arrows") == 1


@pytest.mark.parametrize("scheme, other", [("light", "dark"), ("dark", "light")])
def test_the_field_has_the_colours_of_the_theme_and_changes_with_it(open_page, scheme, other):
    screen = open_page("?chapter=landscape", color_scheme=scheme)
    bands = 'model("path_plot").renderers.find((each) => each.data_source.name === "bands")'
    colour = f"{bands}.glyph.fill_color.field"
    assert screen.find(colour) == scheme
    screen.unfold("⋯")
    screen.page.locator("#theme").click()
    screen.until(f"{colour} === it", other)


def test_the_names_of_saddles_make_room_on_a_small_screen(open_page):
    camel = "?chapter=landscape&function=six-hump camel"
    wide, small = open_page(camel), open_page(camel, **PHONE)
    count = len(FUNCTIONS["six-hump camel"].saddles)
    assert names_shown(wide) == [1] * count
    assert 0 < sum(names_shown(small)) < count


def names_shown(screen):
    """Of each saddle, whether its name is there."""
    screen.until("model('path_plot').inner_width > 0")
    return list(screen.find("Array.from(model('saddles').get('shown'))"))


def test_the_path_is_a_comet_whose_dots_keep_apart(open_page):
    screen = open_page(f"{VALLEY}&play=1&iterations=1000")
    screen.await_end()
    widths = screen.find("model('comet').get('width')")
    assert len(widths) > 2 and widths == sorted(widths) and widths[-1] > 2 * widths[0]
    end = screen.find("[model('comet').get('xs').at(-1).at(-1), model('comet').get('ys').at(-1).at(-1)]")
    assert end == [screen.shown["row"]["x"], screen.shown["row"]["y"]]
    x, y = (np.array(screen.find(f"Array.from(model('marks').get('{name}'))")) for name in ("x", "y"))
    pixels = screen.find(
        "model('path_plot').inner_width / (model('path_plot').x_range.end - model('path_plot').x_range.start)"
    )
    assert len(x) > 4 and (np.hypot(np.diff(x), np.diff(y)) * pixels >= 15).all()


def test_the_next_step_is_shown_once_it_is_asked_for_and_is_where_the_step_leads(open_page):
    screen = open_page(f"{VALLEY}&method=momentum&step_size=0.0005&precision=0")
    ghost = screen.page.locator(".next-ghost")
    expect(ghost).to_be_hidden()
    screen.unfold("⋯")
    screen.button("Next step").click()
    expect(ghost).to_be_visible()
    spot = """(() => { const { x_scale, y_scale } = Bokeh.index.find_one(model("path_plot")).frame
        const [x, y] = [model("trace").get("x").at(-1), model("trace").get("y").at(-1)]
        return [x_scale.compute(x), y_scale.compute(y)] })()"""
    shown = [float(ghost.evaluate(f"(each) => parseFloat(each.style.{side})")) for side in ("left", "top")]
    screen.button("Step ▶").click()
    screen.await_row(1)
    assert shown == pytest.approx(screen.find(spot), abs=0.01)
    screen.page.reload()
    screen.await_ready()
    expect(screen.button("Next step")).to_have_attribute("aria-pressed", "true")


def test_the_start_is_dragged_clicked_and_moved_by_key(open_page):
    screen = open_page("?chapter=landscape")
    with screen.dragging(screen.handle("Start"), steps=1) as drag:
        drag.by(60, -40)
    screen.until("new URLSearchParams(location.search).has('start')")
    x, y = map(float, screen.link["start"].split(","))
    assert x > 0.5 and y > 0.5
    screen.until("model('trace').get('x')[0] === it", x)
    screen.until("model('ghost').get_length() > 2")
    screen.handle("Start").press("ArrowRight")
    screen.until("model('trace').get('x')[0] > it", x)
    box = screen.page.locator(".panel.wide .plot").first.bounding_box()
    screen.page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.4 * box["height"])
    screen.until("model('trace').get('x')[0] < -1")


def test_another_function_brings_all_that_is_its_own(open_page):
    screen = open_page("?chapter=landscape")
    screen.field("Function").select_option("bowl")
    screen.await_setting(function="bowl", start=None, step_size=None)
    expect(screen.field("Condition κ")).to_be_visible()
    expect(screen.page.locator(".formula")).to_contain_text("κ = 25")
    screen.enter("Condition κ", "400")
    screen.await_setting(condition="400")
    expect(screen.page.locator(".formula")).to_contain_text("κ = 400")
    screen.field("Function").select_option("rosenbrock")
    screen.await_setting(function="rosenbrock")
    expect(screen.field("Condition κ")).to_be_hidden()
    assert length(screen, "minima") == 1


def test_a_typed_function_is_descended_on_and_a_bad_one_is_told(open_page):
    screen = open_page(f"?chapter=landscape{HURRY}")
    screen.field("Function").select_option("your own, typed")
    screen.await_setting(function="typed")
    screen.enter("f(x, y) =", "(x-1)^2 + 3*(y+2)^2")
    screen.await_setting(formula="(x-1)^2 + 3*(y+2)^2")
    screen.play()
    shown = screen.shown["row"]
    assert [shown["x"], shown["y"]] == pytest.approx([1, -2], abs=0.01)
    for bad in ("9**9**9**9", "__import__('os')", "<b>x</b>"):
        screen.enter("f(x, y) =", bad)
        expect(screen.notice).to_contain_text(telling("formula", "function", "x", "y"))
        expect(screen.field("f(x, y) =")).to_have_value(bad)
        assert screen.value("formula") == "(x-1)^2 + 3*(y+2)^2"
    assert screen.link["formula"] == "(x-1)^2 + 3*(y+2)^2"


def test_typed_on_the_curve_the_posts_parabola_gives_the_posts_numbers(open_page):
    screen = open_page(f"?formula=x**2-6*x%2B5&start=15&step_size=0.01&play=1{HURRY}")
    screen.await_end()
    assert screen.shown["row"]["x"] == 3.0482947486472045
    assert screen.shown["playhead"] == 273


def test_a_method_has_its_own_numbers_and_a_velocity(open_page):
    screen = open_page(f"{VALLEY}&iterations=50&precision=0")
    screen.field("Method").select_option("momentum")
    screen.await_setting(method="momentum")
    screen.unfold("Method")
    screen.enter("Momentum β", "0.5")
    screen.await_setting(momentum="0.5")
    screen.field("Schedule of α").select_option("cosine")
    screen.await_setting(schedule="cosine")
    screen.play()
    theta, velocity = np.array([-1.2, 1.0]), np.zeros(2)
    alpha = screen.column("facts", "step_size")[0]
    for k in range(50):
        velocity = 0.5 * velocity + rosen_der(theta)
        theta = theta - alpha * (1 + np.cos(np.pi * k / 50)) / 2 * velocity
    row = screen.shown["row"]
    assert [row["x"], row["y"]] == pytest.approx(theta, rel=1e-9)
    assert [row["velocity_0"], row["velocity_1"]] == pytest.approx(velocity, rel=1e-9)
    assert "velocity" in screen.shown["numbers"]
    assert length(screen, "arrows") == 2


def test_noise_shows_how_far_the_run_stays_away(open_page):
    screen = open_page(
        f"?chapter=landscape&function=bowl&condition=1&step_size=0.2&noise=1&precision=0&play=1{HURRY}"
    )
    screen.await_end()
    assert length(screen, "ball") == 1
    rows = np.array([screen.column("trace", name)[500:] for name in ("x", "y")])
    radius = np.sqrt((rows**2).sum(axis=0).mean())
    assert screen.column("facts", "ball")[0] == pytest.approx(radius, rel=1e-6)
    assert "Noise ball" in screen.shown["answer"]


def test_the_surface_shows_the_paths_too(open_page):
    screen = open_page(f"{VALLEY}&race=adam:0.1&view=surface&play=1")
    screen.await_end()
    drawn = """model("surface_plot").renderers.map((each) => each.data_source)
        .find((source) => source.name === it).get_length() > 0"""
    for name in ("sheet", "trail", "truth", "rivals", "levels"):
        screen.until(drawn, name)


RACE = f"{VALLEY}&race=momentum:0.0005,bfgs&iterations=300&precision=0"


def test_a_race_opens_from_its_link_and_replays_the_same(open_page):
    screen = open_page(f"{RACE}&play=1")
    screen.await_end()
    first = screen.table("trace")
    theta, velocity = np.array([-1.2, 1.0]), np.zeros(2)
    for _ in range(300):
        velocity = 0.9 * velocity + rosen_der(theta)
        theta = theta - 0.0005 * velocity
    assert [first["theta_1_0"][-1], first["theta_1_1"][-1]] == pytest.approx(theta, rel=1e-9)
    assert [first["theta_2_0"][-1], first["theta_2_1"][-1]] == pytest.approx([1, 1], abs=1e-4)
    assert screen.column("lanes", "x") == [first["theta_1_0"][-1], first["theta_2_0"][-1]]
    assert len(set(screen.column("lanes", "colour"))) == 2
    assert "bfgs" in screen.shown["answer"] and "not yet" in screen.shown["answer"]
    arrivals = screen.column("facts", "arrivals")[0]
    assert screen.column("finish", "iteration") == sorted(each for each in arrivals if each is not None)
    assert screen.column("finish", "place")[0] == "1st" and "1st, step" in screen.shown["answer"]
    screen.button("Reset").click()
    screen.await_row(0)
    assert screen.column("finish", "place") == []
    screen.play()
    assert screen.table("trace") == first


def test_a_race_is_made_on_the_page(open_page):
    screen = open_page(f"{VALLEY}&iterations=300")
    screen.unfold("Race")
    screen.button("Pin this run").click()
    pinned = "gradient descent:0.001:start=-1.2;1"
    screen.await_setting(race=pinned)
    screen.until("model('lanes').get_length() === 1")
    assert sources(screen, "path_plot").index("lanes") < sources(screen, "path_plot").index("now")
    assert "lanes" in sources(screen, "loss_plot")
    screen.field("Race against").select_option("adam")
    screen.await_setting(race=f"{pinned},adam:0.02")
    screen.button("Tune each α").click()
    screen.until("!new URLSearchParams(location.search).get('race').includes('adam:0.02')")
    screen.button("Clear").click()
    screen.await_setting(race=None)
    screen.enter("Rivals: method:α, …", "adam")
    expect(screen.notice).to_contain_text("at most 5 methods")


def sources(screen, plot):
    """What a figure draws from, the lowest first."""
    return screen.find("model(it).renderers.map((renderer) => renderer.data_source.name)", plot)


@pytest.mark.parametrize("scheme, colours", [("light", LIGHT), ("dark", DARK)])
def test_what_is_drawn_later_has_the_colours_of_the_page_too(open_page, scheme, colours):
    screen = open_page("?chapter=line", color_scheme=scheme)
    assert "foretold" not in sources(screen, "loss_plot")
    screen.button("log").click()
    screen.await_setting(scale="log")
    screen.until("model('foretold')?.get_length() === 1")
    glyphs = (
        "model('loss_plot').renderers.filter(({ name }) => name === 'theory_line').map(({ glyph }) => glyph)"
    )
    screen.until(f"{glyphs}[0].line_color.value === it", colours["truth"])
    assert screen.find(f"{glyphs}[1].text_color.value") == colours["truth"]


def test_lanes_change_with_the_theme(open_page):
    screen = open_page(RACE, color_scheme="light")
    screen.until("model('lanes').get_length() > 0")
    light = screen.column("lanes", "colour")
    screen.button("Switch between light and dark").click()
    screen.until("model('lanes').get('colour')[0] !== it", light[0])
    assert not set(light) & set(screen.column("lanes", "colour"))


def test_the_batchs_samples_light_up(open_page):
    screen = open_page("?chapter=line&batch=10&iterations=30&step_size=0.1&play=1&speed=2000")
    screen.await_end()
    points, lit = screen.table("scatter"), screen.table("lit")
    drawn = set(zip(points["x"], points["y"], strict=True))
    assert len(lit["x"]) == 10 and set(zip(lit["x"], lit["y"], strict=True)) <= drawn
    row = screen.shown["row"]
    x, y = np.array(lit["x"]), np.array(lit["y"])
    loss = np.mean((row["intercept"] + row["slope"] * x - y) ** 2) / 2
    assert row["batch_loss"] == pytest.approx(loss, rel=1e-6)
    assert screen.find("model('batches').get_length()") == 31
    assert "Epoch 4, batch 1 of 10" in screen.shown["answer"]


@pytest.mark.parametrize("width, height, theme", WINDOWS.values(), ids=WINDOWS)
def test_it_fits_its_window(open_page, width, height, theme):
    screen = open_page(
        f"{VALLEY}&method=adam&race=bfgs,momentum:0.0005,nesterov:0.0005,rmsprop:0.01,adagrad:0.3"
        f"&theme={theme}&play=1",
        viewport={"width": width, "height": height},
    )
    panels = screen.find(PANELS)
    screen.await_end()
    assert screen.find(PANELS) == panels  # whatever numbers there are in them
    path, numbers, loss, answer = panels
    assert path[1::2] == loss[1::2] and path[2] < loss[0]
    assert numbers[1::2] == answer[1::2] and numbers[1] > path[3]
    assert path[::2] == numbers[::2] and loss[::2] == answer[::2]
    words = screen.find(
        "(({ scrollHeight, clientHeight }) => [scrollHeight, clientHeight])(document.querySelector('.side'))"
    )
    assert words[0] <= words[1]  # the step in numbers, with all lines of its rule
    assert screen.find("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        width,
        height,
    ]
    inside = """[...document.querySelectorAll(".panel")].every((panel) => {
        const { right, bottom } = panel.getBoundingClientRect()
        return right <= innerWidth && bottom <= innerHeight && panel.scrollWidth <= panel.clientWidth
    })"""
    assert screen.find(inside)


def test_it_fits_a_phone(open_page):
    screen = open_page(f"{VALLEY}&method=adam&race=bfgs&play=1", **PHONE)
    screen.await_end()
    assert screen.find("document.documentElement.scrollWidth") == 390
