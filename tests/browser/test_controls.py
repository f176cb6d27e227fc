import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.meaning import telling

FAST = "&speed=5000"
PLAYED = f"?chapter=curve&play=1{FAST}"


def open_unfolded(open_page, query):
    screen = open_page(query)
    for summary in screen.page.locator(".rail summary").all():
        summary.click()
    screen.await_setting(open=screen.page.locator(".rail details").last.get_attribute("data-fold"))
    return screen


# Presets and fields


@pytest.mark.parametrize(
    ("preset", "step_size", "words"),
    [
        ("quick 0.1", "0.1", ["Converged"]),
        ("for ever 1", "1", ["Neither", "15", "−9", "for ever"]),
        ("too big 1.1", "1.1", ["Diverging", "1.1", "above", "2/L = 1"]),
    ],
)
def test_a_preset_sets_the_step_size(open_page, preset, step_size, words):
    screen = open_page(f"?chapter=curve{FAST}")
    screen.button(preset).click()
    screen.await_setting(step_size=step_size)
    expect(screen.field("Step size α")).to_have_value(step_size)
    expect(screen.verdict).to_contain_text(telling("Ahead", *words))
    screen.play()
    expect(screen.verdict).to_contain_text(telling(*words))
    expect(screen.verdict).not_to_contain_text("Ahead")
    # The first step goes from 15 by α times the slope there, 24.
    assert screen.column("trace", "x")[1] == pytest.approx(15 - 24 * float(step_size))


def test_the_best_preset_of_the_line_is_the_fastest(open_page):
    screen = open_page("?chapter=line&precision=0.001&speed=5000&open=presets")
    steps = {}
    for preset in ("1/L", "best"):
        screen.page.get_by_role("button", name=preset).click()
        screen.until("model('trace').get_length() === 1 && model('verdict').text.includes('Ahead')")
        screen.play()
        steps[preset] = screen.value("playhead")
        screen.button("Reset").click()
        screen.until("model('trace').get_length() === 1 && !model('verdict').text.includes('Ahead')")
    assert steps["best"] < steps["1/L"]


def test_iterations_end_a_run_and_the_timeline(open_page):
    screen = open_page(f"?chapter=curve{FAST}")
    screen.enter("Iterations", "40")
    screen.await_setting(iterations="40")
    screen.play()
    expect(screen.verdict).to_contain_text("40 iterations used")
    expect(screen.page.locator(".counter").first).to_contain_text("40 of 40")
    assert screen.value("playhead", "end") == 40


def test_precision_stops_a_run_at_the_first_step_that_is_as_small(open_page):
    screen = open_unfolded(open_page, f"?chapter=curve{FAST}")
    screen.enter("Precision", "0.1")
    screen.await_setting(precision="0.1")
    screen.play()
    # Step k moves x by 2α · 12 · (1 − 2α)^(k − 1).
    expected = next(k for k in range(1, 300) if 0.24 * 0.98 ** (k - 1) <= 0.1)
    assert screen.value("playhead") == expected


def test_speed_leaves_the_run_where_it_is(open_page):
    screen = open_page(PLAYED)
    screen.await_end()
    before = screen.table("trace")
    screen.enter("Speed, steps/s", "50")
    screen.await_setting(speed="50")
    assert screen.column("facts", "speed") == [50]
    assert screen.table("trace") == before
    assert screen.value("playhead") == 273


def test_the_ghost_is_redrawn_while_the_step_size_slider_is_held(open_page):
    screen = open_page(f"?chapter=curve{FAST}")
    sizes = [0.01]
    with screen.dragging(screen.handle("Step size α, logarithmic"), steps=1) as drag:
        for right in (30, 25, -15):
            drag.by(right)
            screen.until("model('facts').get('step_size')[0] !== it", sizes[-1])
            size = screen.column("facts", "step_size")[0]
            screen.until("Math.abs(model('ghost').get('x')[1] - it) < 1e-9", 15 - 24 * size)
            assert screen.shown["rows"] == 1
            screen.await_setting(step_size=f"{size:g}")
            sizes.append(size)
    assert sizes[1] < sizes[3] < sizes[2]
    expect(screen.verdict).to_contain_text("Ahead")


# Bad values


BAD = {
    "curve": [
        ("Step size α", "-5", "step size", ["1 × 10⁻¹²", "100"], "0.01"),
        ("Step size α", "", "step size", ["1 × 10⁻¹²", "100"], "0.01"),
        ("Iterations", "1000000000", "iterations", ["whole", "1", "100000"], "300"),
        ("Start x₀", "1e9", "start", ["-1000", "1000"], "15"),
        ("Speed, steps/s", "-5", "speed", ["0.2", "10000"], "5000"),
        ("Precision", "-5", "precision", ["0", "10"], "0.001"),
    ],
    "line": [
        ("Start: intercept, slope", "here", "start", ["2 numbers", "-1000", "1000"], "0.5,0.5"),
        ("Samples", "1", "samples", ["whole", "2", "100000"], "100"),
        ("Noise in the data", "1e9", "noise", ["0", "1000"], "10"),
        ("Seed", "", "seed", ["whole", "0", "4294967295"], "2015"),
    ],
}


@pytest.mark.parametrize("chapter", BAD)
def test_a_bad_value_is_told_what_is_allowed_and_leaves_the_run(open_page, chapter):
    screen = open_unfolded(open_page, f"?chapter={chapter}&iterations=300&play=1{FAST}")
    screen.await_end()
    before, link = screen.table("trace"), screen.link
    expect(screen.notice).to_be_hidden()
    for label, text, name, allowed, kept in BAD[chapter]:
        screen.enter(label, text)
        expect(screen.notice).to_contain_text(telling(name, *allowed, kept))
        expect(screen.notice).to_be_visible()
        expect(screen.field(label)).to_have_value(text)
        expect(screen.field(label)).to_have_attribute("aria-invalid", "true")
        typeset = [part.replace("-", "−") for part in allowed]
        expect(screen.field(label)).to_have_accessible_description(telling(*typeset, kept))
        assert screen.table("trace") == before
        assert screen.value("playhead") == len(before["iteration"]) - 1
        assert screen.link == link


def test_a_number_is_taken_as_people_write_it(open_page):
    screen = open_page("?chapter=curve")
    field = screen.field("Step size α")
    written = {"0,5": "0.5", "1/4": "0.25", "10^-3": "0.001", "2·10⁻²": "0.02", "1e−3": "0.001"}
    for text, step_size in written.items():
        field.press("Control+A")
        field.press_sequentially(text)
        field.press("Tab")
        screen.await_setting(step_size=step_size)
        expect(field).to_have_value(step_size)
        expect(field).not_to_have_attribute("aria-invalid", "true")
        assert screen.value("step_size") == float(step_size)


def test_what_is_typed_while_an_answer_is_on_its_way_stays(open_page):
    screen = open_page("?chapter=curve")
    screen.field("Speed, steps/s").fill("70")
    screen.find("void (window.wanted = model('speed').properties.value.change)")
    screen.find(
        "void window.wanted.connect(() => {"
        " const input = Bokeh.index.find_one(model('speed')).input_el;"
        " window.shown ??= input.value })"
    )
    screen.field("Speed, steps/s").press("Enter")
    screen.field("Speed, steps/s").press("Control+A")
    screen.field("Speed, steps/s").press_sequentially("6")
    screen.await_setting(speed="70")
    screen.until("model('speed').value === 70 && model('playhead').tags.every((each) => !each.tags.length)")
    expect(screen.field("Speed, steps/s")).to_have_value("6")
    screen.field("Speed, steps/s").press("Enter")
    screen.await_setting(speed="6")


def test_a_start_of_two_numbers_may_have_decimal_commas(open_page):
    screen = open_page("?chapter=landscape")
    screen.enter("Start: x, y", "0,5; −1")
    screen.await_setting(start="0.5,-1")


def test_a_mark_goes_once_its_field_is_corrected_and_no_other_with_it(open_page):
    screen = open_page("?chapter=curve")
    step_size, start = screen.field("Step size α"), screen.field("Start x₀")
    screen.enter("Step size α", "1,234")
    screen.enter("Start x₀", "here")
    for field, reason in [(step_size, "1,234 could be 1.234 or 1234"), (start, "Allowed: a number")]:
        expect(field).to_have_accessible_description(re.compile(reason))
    screen.enter("Step size α", "1/10")
    screen.await_setting(step_size="0.1")
    expect(step_size).to_have_value("0.1")
    expect(step_size).to_have_accessible_description("")
    expect(start).to_have_value("here")
    start.press("Escape")
    expect(start).to_have_value("15")
    expect(start).not_to_have_attribute("aria-invalid", "true")


def test_a_field_shows_its_setting_again_that_was_changed_elsewhere(open_page):
    screen = open_page("?chapter=curve")
    screen.enter("Step size α", "much")
    expect(screen.field("Step size α")).to_have_attribute("aria-invalid", "true")
    screen.button("quick 0.1").click()
    screen.await_setting(step_size="0.1")
    expect(screen.field("Step size α")).to_have_value("0.1")
    expect(screen.field("Step size α")).not_to_have_attribute("aria-invalid", "true")


def test_a_formula_that_could_be_two_stays_with_both_beneath(open_page):
    screen = open_page("?chapter=curve&formula=x^2&open=function")
    screen.enter("f(x) =", "1/2x")
    expect(screen.field("f(x) =")).to_have_value("1/2x")
    expect(screen.field("f(x) =")).to_have_accessible_description(
        re.compile(r"\(1/2\)\*x or 1/\(2\*x\).*The run keeps x\^2")
    )
    screen.enter("f(x) =", "x^4 - 3x² + |x|/2")
    screen.await_setting(formula="x^4 - 3x² + |x|/2")
    expect(screen.page.locator(".formula").first).to_have_text("x⁴ − 3x² + |x|/2")


def test_a_notice_is_dismissed_and_another_is_shown(open_page):
    screen = open_page("?chapter=curve")
    screen.enter("Step size α", "-5")
    expect(screen.notice).to_be_visible()
    screen.button("Dismiss").click()
    expect(screen.notice).to_be_hidden()
    screen.enter("Iterations", "1000000000")
    expect(screen.notice).to_contain_text("iterations has to be")
    expect(screen.notice).to_be_visible()


def test_the_same_bad_value_is_told_again_after_its_notice_was_dismissed(open_page):
    screen = open_page("?chapter=curve")
    for _ in range(2):
        screen.enter("Step size α", "-5")
        expect(screen.notice).to_be_visible()
        screen.button("Dismiss").click()
        expect(screen.notice).to_be_hidden()
        expect(screen.field("Step size α")).to_have_value("-5")


def test_a_good_value_takes_the_notice_away(open_page):
    screen = open_page("?chapter=curve")
    screen.enter("Step size α", "-5")
    expect(screen.notice).to_be_visible()
    screen.enter("Step size α", "0.1")
    screen.await_setting(step_size="0.1")
    expect(screen.notice).to_be_hidden()


# Tooltips


def test_a_tip_is_shown_under_the_mouse(open_page):
    screen = open_page("?chapter=curve")
    tip = screen.page.get_by_role("tooltip")
    for place in map(
        screen.page.locator, [".control-play", ".control-step_size", ".control-iterations", ".switch"]
    ):
        expect(tip).to_be_hidden()
        screen.reveal(place)
        place.hover()
        expect(tip).to_be_visible()
        expect(tip).to_have_text(place.get_attribute("data-tip"))
        expect(tip).to_be_in_viewport(ratio=1)
        screen.page.locator("h1").hover()
        expect(tip).to_be_hidden()


@pytest.mark.parametrize(
    ("beside", "key", "words"),
    [
        ("Switch between light and dark", "Tab", "Step = α × slope"),
        ("◀ Back", "Shift+Tab", "Runs the descent"),
    ],
)
def test_a_tip_is_shown_with_the_focus_that_a_key_moves(open_page, beside, key, words):
    screen = open_page("?chapter=curve")
    tip = screen.page.get_by_role("tooltip")
    screen.button(beside).focus()
    screen.page.keyboard.press(key)
    expect(tip).to_be_visible()
    expect(tip).to_contain_text(words)
    screen.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_every_control_has_a_tip_of_its_own(open_page):
    for chapter in ("curve", "line", "landscape"):
        tips = open_page(f"?chapter={chapter}").find(
            "[...document.querySelectorAll('.control, .tools button, .switch, .timeline')]"
            ".map((each) => each.dataset.tip)"
        )
        assert all(tips)
        assert len(set(tips)) >= len(tips) - 1  # the step size's field and slider share theirs


# Code


@pytest.mark.parametrize(
    "query",
    [
        "?chapter=curve&noise=10&seed=7&precision=0&iterations=120",
        "?chapter=line&data=diabetes&standardise=1&step_size=0.1",
    ],
)
def test_the_code_copied_prints_the_pages_answer(open_page, query):
    screen = open_page(f"{query}{FAST}")
    screen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    screen.play()
    screen.unfold("Code")
    expect(screen.page.locator("[data-fold=code] pre")).to_be_visible()
    screen.page.locator("#copy-code").click()
    expect(screen.page.locator("#copy-code")).to_have_text("Copied")
    code = screen.page.evaluate("navigator.clipboard.readText()")
    assert code.strip() == screen.page.locator("[data-fold=code] pre").inner_text().strip()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == answer_of(screen)


def answer_of(screen):
    steps, row = screen.value("playhead"), screen.shown["row"]
    if "x" in row:
        return f"x = {row['x']:.6g} after {steps} steps"
    cells = screen.page.locator("td.now").all_inner_texts()
    intercept, slope = (text.replace("−", "-") for text in cells[:2])
    return f"intercept {intercept}, slope {slope} after {steps} steps"
