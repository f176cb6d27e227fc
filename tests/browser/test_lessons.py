import pytest
from playwright.sync_api import expect

from dashboard.chapters.line.faulty import VEIL
from dashboard.exercises.lessons import LESSONS, next_lesson
from dashboard.exercises.puzzles import PUZZLES, bug_of
from gdcore import BUGS
from tests.browser.screen import PHONE
from tests.meaning import telling

SMALL = [(1366, 768), (1280, 720)]
# What goes beyond its box, and figures that are too small to be read.
CRAMPED = """() => {
    const seen = (selector) =>
        [...document.querySelectorAll(selector)].filter((each) => each.getClientRects().length)
    const over = seen("html, main, .rail, .card, .names, .program").filter(
        (each) => each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1)
    const small = seen("main .plot").filter((each) => each.clientHeight < 140)
    return [...over, ...small].map((each) => each.className || each.tagName)
}"""


def assert_fits(screen):
    """Check that all of an exercise is in view on small screens, card, figure and loss beside each other."""
    for width, height in SMALL:
        screen.page.set_viewport_size({"width": width, "height": height})
        screen.until(f"({CRAMPED})().length === 0")
        for part in (".card", ".names", ".timeline", "main > .panel >> nth=0"):
            expect(screen.page.locator(part)).to_be_in_viewport(ratio=1)


def in_menu(screen, name):
    """A link of the menu of exercises, which is opened."""
    screen.unfold("Lessons")
    return screen.page.locator(".exercises").get_by_role("link", name=name)


def option(screen, text):
    return screen.page.locator(".card .options").get_by_role("radio", name=text, exact=True)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_asks_runs_and_says_why(open_page, name):
    lesson = LESSONS[name]
    screen = open_page(f"?lesson={name}&speed=10000&board=1")  # whose type is larger than at a desk
    card = screen.page.locator(".card")
    expect(card).to_contain_text(lesson.question)
    expect(card).not_to_contain_text(lesson.why[:30])
    expect(card.locator(".tips")).to_be_hidden()
    assert_fits(screen)
    before = screen.link
    screen.page.keyboard.press(str(lesson.right + 1))
    expect(card).to_contain_text(lesson.why[-40:])
    expect(card).to_contain_text("Right.")
    expect(option(screen, lesson.options[lesson.right])).to_have_class("right")
    screen.await_end()
    assert screen.link == before, "a digit is an answer here, and no step size"
    assert_fits(screen)
    following = next_lesson(name)
    card.locator(".next").click()
    screen.await_ready()
    wanted = LESSONS[following].title if following else "Spot the bug: program 1"
    expect(screen.page.locator(".card h2")).to_have_text(wanted)


def test_a_wrong_guess_is_told_what_happened(open_page):
    screen = open_page("?lesson=overshoot&speed=10000")
    option(screen, "It flies off").click()
    card = screen.page.locator(".card")
    expect(card).to_contain_text(telling("Not quite", "jumps from side to side", "nearer"))
    expect(option(screen, "It jumps from side to side, ever nearer")).to_have_class("right")
    expect(option(screen, "It flies off")).to_have_class("wrong")
    expect(option(screen, "It creeps back from the left")).to_be_hidden()
    assert_fits(screen)


def test_a_lesson_by_keyboard_alone(open_page):
    screen = open_page("?lesson=momentum&speed=10000", color_scheme="dark")
    keyboard = screen.page.keyboard
    screen.page.locator(".names a").last.focus()
    for key in ("Tab", "ArrowLeft", "Space"):  # the arrows go round: the last one is right
        keyboard.press(key)
    expect(screen.page.locator(".card .said")).to_contain_text("Right.")
    keyboard.press("Tab")
    expect(screen.page.locator(".card .next")).to_be_focused()


def test_a_guess_is_said_again_and_reset_begins_the_lesson_anew(open_page):
    screen = open_page("?lesson=step+size&speed=10000")
    said = screen.page.locator(".card .said")
    names = screen.page.locator(".names a")
    assert names.all_inner_texts() == [lesson.title for lesson in LESSONS.values()]
    expect(names.first).not_to_have_class("done")
    screen.page.keyboard.press("4")
    expect(said).to_contain_text(telling("It never stops", "Not quite", "about 40"))
    option(screen, "Far fewer: about 40").click(force=True)  # one guess is all there is
    expect(said).to_contain_text("Not quite")
    screen.button("Reset").click()
    expect(said).to_have_text("")
    expect(screen.page.get_by_role("radio", checked=True)).to_have_count(0)
    option(screen, "Far fewer: about 40").click()
    expect(said).to_contain_text(telling("Far fewer: about 40", "Right"))
    screen.find("void localStorage.setItem('done bug', '{')")  # not ours
    screen.page.reload()
    screen.await_ready()
    expect(names.first).to_have_class("done")
    expect(in_menu(screen, "Step size")).to_have_class("done")
    expect(screen.page.locator(".exercises .done")).to_have_count(1)


def test_the_outcome_is_told_at_the_end_of_the_run_and_not_before(open_page):
    screen = open_page("?lesson=overshoot&speed=1")
    presets, ticks = screen.page.locator("[data-fold=presets]").first, screen.page.locator(".ticks")
    expect(presets).to_be_hidden()  # one of them is called zigzag
    expect(ticks).to_be_hidden()
    screen.button("Step ▶").click()
    screen.await_row(1)
    option(screen, "It flies off").click()
    expect(screen.page.locator(".card .said")).to_have_text("The run will tell.")
    expect(screen.button("Pause")).to_be_visible()
    screen.enter("Speed, steps/s", "10000")
    expect(screen.page.locator(".card .said")).to_contain_text("Not quite")
    expect(presets).to_be_visible()
    expect(ticks).to_be_visible()


def test_a_guess_about_another_run_is_not_judged(open_page):
    screen = open_page("?lesson=overshoot&step_size=1.1&speed=10000")
    said = screen.page.locator(".card .said")
    expect(said).to_contain_text(telling("not", "settings"))
    screen.play()
    expect(said).not_to_contain_text("Each step multiplies")
    screen.enter("Step size α", "0.9")
    expect(said).to_have_text("")
    expect(screen.verdict).not_to_contain_text("Ahead")
    screen.enter("Step size α", "0.3")
    said.get_by_role("link", name="Begin it anew").click()
    screen.await_ready()
    assert screen.link == {"chapter": "curve", "lesson": "overshoot"}


def test_on_the_board_one_lesson_leads_to_the_next(open_page):
    screen = open_page("?board=1")
    in_menu(screen, "Step size").click()
    screen.await_setting(chapter="curve", lesson="step size", board="1")
    screen.page.locator(".names").get_by_role("link", name="Overshoot").click()
    screen.await_setting(chapter="curve", lesson="overshoot")
    assert screen.link == {"chapter": "curve", "lesson": "overshoot", "board": "1"}


def test_after_a_lesson_one_goes_on_freely(open_page):
    screen = open_page("?lesson=conditioning&speed=10000")
    option(screen, "Nothing").click()
    screen.page.get_by_role("link", name="Try it yourself").click()
    screen.await_ready()
    expect(screen.page.locator(".card")).to_have_count(0)
    assert screen.link["condition"] == "100" and "lesson" not in screen.link


def test_the_header_leads_to_lessons_and_bugs(open_page):
    screen = open_page("?chapter=line")
    in_menu(screen, "Momentum").click()
    screen.await_setting(chapter="landscape", lesson="momentum")
    in_menu(screen, "Program 4").click()
    screen.await_setting(chapter="line", bug="4", lesson=None)


@pytest.mark.parametrize("number", [1, len(PUZZLES)])
def test_a_bug_is_sought_until_it_is_found(open_page, number):
    screen = open_page(f"?bug={number}&speed=10000")
    bug = BUGS[bug_of(number)]
    other = next(each for each in BUGS.values() if each is not bug)
    card = screen.page.locator(".card")
    code = screen.page.locator(".program pre")
    expect(code).to_contain_text(telling("hidden", "for k in range", VEIL))
    screen.play()
    option(screen, other.text).click()
    expect(card).to_contain_text("Look again")
    expect(option(screen, other.text)).to_have_class("wrong")
    assert_fits(screen)
    for faulty in BUGS.values():
        expect(screen.page.locator("body")).not_to_contain_text(faulty.wrong)
    option(screen, bug.text).click()
    expect(card).to_contain_text("Right.")
    expect(card.locator("del")).to_have_text(bug.wrong)
    expect(code).to_contain_text(f"{bug.wrong}  # the fault")
    screen.enter("Step size α", "0.0123")
    expect(code).to_contain_text("0.0123")
    screen.button("Reset").click()
    expect(code).to_contain_text(telling("hidden", VEIL))
    assert screen.link["bug"] == str(number)


def test_a_lesson_on_a_phone(open_page):
    screen = open_page("?lesson=overshoot&speed=10000", **PHONE)
    assert screen.find("document.documentElement.scrollWidth") <= 390
    for button in screen.page.locator(".card .options button, .names a").all():
        assert button.bounding_box()["height"] >= 44
    option(screen, "It flies off").tap()
    expect(screen.page.locator(".card .said")).to_contain_text("Not quite")
