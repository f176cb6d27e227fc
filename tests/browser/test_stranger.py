"""What a stranger wants to do in the first minutes, with nothing but what is on the screen."""

from playwright.sync_api import expect

from tests.meaning import tells

MINIMUM = 3  # of x² − 6x + 5
SEEN = """(() => {
    const { start, end } = model("curve_plot").x_range
    const x = model("now").get("x")[0]
    return start < x && x < end
})()"""


def sentence(screen):
    return screen.page.locator("#opening p:visible")


def drag_alpha(screen, to):
    """Drag the slider to a place between its ends, and wait until α is another."""
    before = alpha(screen)
    box = screen.page.locator(".noUi-base:visible").first.bounding_box()
    handle = screen.handle("Step size α")
    with screen.dragging(handle) as drag:
        drag.by(box["x"] + to * box["width"] - drag.x)
    screen.until("model('facts').get('step_size')[0] !== it", before)


def alpha(screen):
    return screen.find("model('facts').get('step_size')[0]")


def test_six_tasks_of_a_stranger(open_page):
    screen = open_page(introduced=False)

    # Say what this is.
    expect(sentence(screen)).to_be_in_viewport(ratio=1)
    assert tells(sentence(screen).inner_text(), "downhill", "slope")

    # Make it overshoot: the sentence says how, once a run has ended.
    screen.play()
    assert "0.9" in sentence(screen).inner_text()
    screen.enter("Step size α", "0.9")
    screen.play()
    overshot = screen.column("trace", "x")
    assert min(overshot) < MINIMUM < overshot[0]
    screen.button("Show everything").click()
    expect(sentence(screen)).to_have_count(0)
    assert screen.column("trace", "x") == overshot, "the run stays"

    # Make it fly off, and see it: the dot is in the figure, or an arrow at its edge says where.
    drag_alpha(screen, to=1)
    assert alpha(screen) > 1
    screen.play()
    expect(screen.verdict).to_contain_text("iverg")
    assert screen.find(SEEN) or screen.page.locator(".edge-mark:visible").count() > 0
    expect(screen.page.locator("#stage")).to_be_in_viewport()

    # Come back.
    screen.button("Reset").click()
    screen.await_row(0)
    screen.until(SEEN)

    # Find a better α without stopping.
    screen.enter("Speed, steps/s", "20")
    screen.await_setting(speed="20")
    screen.enter("Step size α", "0.01")
    screen.await_setting(step_size=None)
    screen.button("Play").click()
    screen.until("model('playhead').value >= 2")
    drag_alpha(screen, to=0.75)
    assert screen.value("play", "label") == "Pause"
    assert 0.01 < alpha(screen) < 1
    screen.until("model('playhead').value > 2")
    assert screen.value("play", "label") == "Pause"

    # Find the second lesson.
    screen.page.locator("summary", has_text="Lessons").click()
    second = screen.page.get_by_role("group", name="Lessons").get_by_role("link").nth(1)
    title = second.inner_text()
    second.click()
    screen.await_ready()
    expect(screen.page.locator("#card-title")).to_have_text(title)
