import pytest
from playwright.sync_api import expect

from dashboard.lessons import LESSONS, after
from dashboard.puzzles import PUZZLES, bug_of
from gdcore import BUGS
from tests.browser.screen import PHONE


def option(screen, text):
    return screen.page.locator(".card .options").get_by_role("button", name=text, exact=True)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_asks_runs_and_says_why(open_page, name):
    lesson = LESSONS[name]
    screen = open_page(f"?lesson={name}&speed=10000")
    card = screen.page.locator(".card")
    expect(card).to_contain_text(lesson.question)
    expect(card).not_to_contain_text(lesson.why[:30])
    option(screen, lesson.options[lesson.right]).click()
    expect(card).to_contain_text(lesson.why[-40:])
    expect(card).to_contain_text("Right.")
    screen.await_end()
    following = after(name)
    card.locator(".next").click()
    screen.await_ready()
    wanted = LESSONS[following].title if following else "Spot the bug"
    expect(screen.page.locator(".card h2")).to_have_text(wanted)


def test_a_wrong_guess_is_told_what_happened(open_page):
    screen = open_page("?lesson=overshoot&speed=10000")
    option(screen, "It flies off").click()
    card = screen.page.locator(".card")
    expect(card).to_contain_text("Not quite: it jumps from side to side, ever nearer.")
    expect(option(screen, "It jumps from side to side, ever nearer")).to_have_class("right")


def test_a_lesson_by_keyboard_alone(open_page):
    screen = open_page("?lesson=momentum&speed=10000", color_scheme="dark")
    screen.page.locator(".card .options button").first.focus()
    screen.page.keyboard.press("Tab")
    screen.page.keyboard.press("Tab")
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator(".card .said")).to_contain_text("Right.")


def test_the_header_leads_to_the_lessons(open_page):
    screen = open_page("?chapter=line")
    screen.page.get_by_role("link", name="Lessons").click()
    screen.await_ready()
    expect(screen.page.locator(".card h2")).to_have_text("Step size")
    assert screen.link["lesson"] == "step size"


@pytest.mark.parametrize("number", [1, len(PUZZLES)])
def test_a_bug_is_sought_until_it_is_found(open_page, number):
    screen = open_page(f"?bug={number}&speed=10000")
    bug = BUGS[bug_of(number)]
    other = next(each for each in BUGS.values() if each is not bug)
    card = screen.page.locator(".card")
    screen.play()
    option(screen, other.text).click()
    expect(card).to_contain_text("Look again")
    expect(card).not_to_contain_text(bug.wrong)
    option(screen, bug.text).click()
    expect(card).to_contain_text("Right.")
    expect(card.locator("del")).to_have_text(bug.wrong)
    assert screen.link["bug"] == str(number)


def test_a_lesson_on_a_phone(open_page):
    screen = open_page("?lesson=overshoot&speed=10000", **PHONE)
    assert screen.find("document.documentElement.scrollWidth") <= 390
    option(screen, "It flies off").tap()
    expect(screen.page.locator(".card .said")).to_contain_text("Not quite")


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768)])
def test_all_of_an_exercise_is_in_view(open_page, size):
    screen = open_page("?bug=2", viewport={"width": size[0], "height": size[1]})
    assert screen.find("document.documentElement.scrollHeight") <= size[1]
    for name in ("fit_plot", "loss_plot"):
        assert screen.find("Bokeh.index.find_one(model(it)).frame.bbox.height", name) > 80
