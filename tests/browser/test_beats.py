"""A step in three beats, as its visitor sees it: in the figure, in the numbers, and in what follows."""

import pytest

from tests.browser.test_transport import assert_all_show

DRAWN = """(() => {
    const view = Bokeh.index.find_one(model(it))
    return [...view.shadow_el.querySelectorAll(".beats text")].map((word) => word.textContent).join("; ")
})()"""
SAID = "Bokeh.index.find_one(model('verdict')).markup_el.textContent"
LIT = "(model('numbers')?.text.match(/beat-(.) lit/)?.[1] ?? '')"
STEPS = {
    "curve": ("?step_size=0.5", "curve_plot", ["slope = 24", "−α × slope = −12"]),
    "line": ("?chapter=line&step_size=0.5", "fit_plot", ["residuals", "mean residual = ", "step: intercept"]),
    "landscape": (
        "?chapter=landscape&method=adam&step_size=0.5",
        "path_plot",
        ["∇f = (", "step = (0.5, 0.5)"],
    ),
}


@pytest.mark.parametrize("chapter", STEPS)
def test_a_step_is_told_in_three_beats_and_sends_nothing(open_page, chapter):
    query, plot, words = STEPS[chapter]
    screen = open_page(
        f"{query}&iterations=1"
    )  # so that this step is the last, after which there is a verdict
    numbers = screen.value("numbers", "text") if chapter != "line" else ""
    screen.watch()
    screen.find(
        f"void (window.said = [], model('verdict').properties.text.change.connect(() => setTimeout("
        f"() => window.said.push([model('verdict').text === {SAID}, model('now').get('iteration')[0]]))))"
    )
    screen.find(
        f"void (window.told = [], [model('numbers')?.properties.text, model('now').properties.data].forEach("
        f"(each) => each?.change.connect(() => window.told.push({LIT} + {DRAWN.replace('it', repr(plot))}))))"
    )
    screen.button("Step ▶").click()
    screen.until("window.told.length > 0")
    sent = screen.sent
    screen.await_row(1)
    assert screen.sent == sent
    told = screen.find("window.told")
    beats = [each for each in told if each.strip()]
    for place, word in enumerate(words):
        assert any(word in each for each in beats), f"{place}: {word} in {beats}"
    assert chapter == "line" or {each[:1] for each in beats} >= {"1", "2", "3"}
    assert screen.watched == sorted(screen.watched) and set(screen.watched) == {0, 1}
    assert_all_show(screen, 1)
    is_seen, row = screen.find("window.said.at(-1)")  # as the verdict came
    assert is_seen == (row == 1)
    assert screen.find(f"model('verdict').text === {SAID}") and screen.value("verdict", "text")
    assert screen.find(DRAWN, plot) == "" and screen.find(LIT) == ""
    assert "The next step" in numbers or chapter == "line"


def test_a_second_press_and_reset_end_a_step_at_once(open_page):
    screen = open_page("?chapter=curve")
    screen.find("void (window.frames_ = requestAnimationFrame, window.requestAnimationFrame = () => 0)")
    screen.button("Step ▶").click()  # its beats stand still
    screen.until("model('trace').get_length() === 2")
    assert screen.shown["playhead"] == 0
    screen.button("Step ▶").click()
    screen.until("model('trace').get_length() === 3 && model('playhead').value === 1")
    screen.button("◀ Back").click()
    screen.await_row(1)
    assert_all_show(screen, 1)
    screen.button("Step ▶").click()
    screen.button("Reset").click()
    screen.until("model('trace').get_length() === 1")
    assert_all_show(screen, 0)
