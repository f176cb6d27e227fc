"""A teacher and two pupils, each with a browser of their own."""

import csv
import re

import pytest
from playwright.sync_api import expect

from dashboard.exercises.lessons import LESSONS
from tests.browser.screen import PHONE

LESSON = LESSONS["step size"]
HERE = re.compile(r"room=[A-Z]{4}$")


class Class:
    """A board on a projector and two phones, in one room."""

    def __init__(self, open_page):
        self.open_page = open_page
        self.board = open_page("?room=new", viewport={"width": 1280, "height": 720}).page
        expect(self.board).to_have_url(HERE)
        expect(self.board.locator("#here")).to_have_text("0 here")
        self.code = self.board.url[-4:]
        self.phones = [open_page(f"?room={code}", **PHONE).page for code in (self.code, self.code.lower())]
        expect(self.board.locator("#here")).to_have_text("2 here")

    def press(self, name):
        self.board.get_by_role("button", name=name, exact=True).click()

    def ask(self, activity):
        self.board.get_by_label("Activity").select_option(activity)
        self.press("Ask")
        for phone in self.phones:
            expect(phone.locator("#fields label").first).to_be_visible()

    def submit(self, *phones):
        for phone in phones:
            phone.get_by_role("button", name="Submit").click()
        expect(self.board.locator("#answered")).to_have_text("2 answered")


@pytest.fixture
def there(open_page):
    return Class(open_page)


def test_a_lesson_from_a_guess_to_the_csv(there):
    first, second = there.phones
    aliases = [phone.locator("#alias").inner_text() for phone in there.phones]
    expect(first.locator("header")).to_contain_text(there.code)
    expect(there.board.locator("#code")).to_have_text(there.code)
    there.ask("guess")
    expect(first.locator("#question")).to_contain_text(LESSON.question)
    first.get_by_label(LESSON.options[0]).check()
    second.get_by_label(LESSON.options[1]).check()
    there.submit(first, second)
    expect(there.board.locator(".bar")).to_have_count(0)
    there.press("Close")
    expect(there.board.locator(".bar b")).to_have_text(["1", "1", "0", "0"])
    expect(first.get_by_role("button", name="Submit")).to_be_hidden()
    there.press("Reveal")
    expect(first.locator("#answer")).to_contain_text(LESSON.why)
    expect(second.locator("#answer")).not_to_contain_text("Right")
    expect(there.board.locator("#bars .right")).to_contain_text(LESSON.options[0])
    there.press("End")
    with there.board.expect_download() as download:
        there.press("Export")
    with open(download.value.path(), newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["alias"]: row["right"] for row in rows} == dict(zip(aliases, ["right", "wrong"], strict=True))


def test_a_reload_a_second_tab_and_the_teachers_reload(there):
    first, second = there.phones
    alias = first.locator("#alias").inner_text()
    there.ask("guess")
    for phone in there.phones:
        phone.get_by_label(LESSON.options[2]).check()
    there.submit(first, second)
    first.reload()
    expect(first.locator("#alias")).to_have_text(alias)
    expect(first.get_by_label(LESSON.options[2])).to_be_checked()
    tab = first.context.new_page()
    tab.goto(first.url.partition("&")[0])
    expect(tab.locator("#alias")).to_have_text(alias)
    there.board.reload()
    expect(there.board.locator("#answered")).to_have_text("2 answered")
    expect(there.board.locator("#here")).to_have_text("2 here")
    expect(there.board).to_have_url(HERE)
    there.press("Close")
    expect(tab.locator("#phase")).to_contain_text("No more answers")


def test_the_key_is_nowhere_to_be_seen(there):
    key = there.board.evaluate("(code) => localStorage.getItem(`key ${code}`)", there.code)
    assert len(key) == 22
    assert key not in there.board.url and key not in there.board.content()


@pytest.mark.parametrize("activity", ["step size", "start", "steps", "own"])
def test_each_activity_is_carried_to_its_reveal(there, activity):
    first, second = there.phones
    there.ask(activity)
    figure = first.locator("#figure")
    if activity == "start":
        figure.click(position={"x": 80, "y": 60})
    else:
        first.locator("#alpha").press("ArrowRight")
    there.submit(first, second)
    there.press("Close")
    there.press("Reveal")
    expect(first.locator("#answer")).to_contain_text("Your answer")
    board = there.board
    found = {
        "step size": [board.locator("#figure .dot"), board.locator("#figure .truth")],
        "start": [board.locator("#figure .dot"), board.locator("#figure .map")],
        "steps": [board.locator("#figure .loss"), board.locator("#best li")],
        "own": [board.locator("#best li")],
    }
    for place, count in zip(found[activity], (2, 1) if activity != "steps" else (2, 2), strict=False):
        expect(place).to_have_count(count)


def test_all_pages_play_the_run_that_they_follow(there):
    there.board.get_by_label("Activity").select_option("follow")
    there.press("Ask")
    for page in [there.board, *there.phones]:
        dot = page.locator("#figure circle.now")
        expect(dot).to_have_count(1)
        page.wait_for_function(  # it rolls down, as rows become due
            "Number(document.querySelector('#figure circle.now').getAttribute('cy')) > 300"
        )
    there.press("Pause")
    expect(there.phones[0].locator("#phase")).to_contain_text("Paused")


def test_a_wrong_code_is_told_and_another_one_can_be_typed(there, open_page):
    page = open_page("?room=QQQQ", **PHONE).page
    expect(page.get_by_role("alert")).to_contain_text("four letters")
    page.get_by_label("four letters").fill(there.code.lower())
    page.get_by_role("button", name="Join").click()
    expect(page.locator("#alias")).not_to_be_empty()
    assert f"room={there.code}" in page.url


def test_a_second_device_becomes_the_teachers_by_a_link(there, open_page):
    key = there.board.evaluate("(code) => localStorage.getItem(`key ${code}`)", there.code)
    other = open_page(f"?room={there.code}#key={key}").page
    expect(other.locator("#here")).to_have_text("2 here")
    expect(other).to_have_url(HERE)
    other.get_by_role("button", name="Ask", exact=True).click()
    expect(there.phones[0].locator("#question")).to_contain_text(LESSON.question)


@pytest.mark.parametrize("activity", ["guess", "start", "steps"])
def test_a_phone_shows_all_without_scrolling_sideways(there, activity):
    there.ask(activity)
    for page in there.phones:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
