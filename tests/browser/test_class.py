"""A teacher with a board and three pupils with phones, each with a browser of their own."""

import csv
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from dashboard.exercises.lessons import LESSONS
from dashboard.room.questions import ACTIVITIES
from tests.browser.screen import PHONE
from tests.dashboard.room.classroom import settings_in

LESSON = LESSONS["step size"]
HERE = re.compile(r"room=[A-Z]{4}$")
PUPILS = 3


class Class:
    """A board on a projector and phones, in one room."""

    def __init__(self, open_page):
        self.board = open_page("?room=new", viewport={"width": 1280, "height": 720}).page
        expect(self.board).to_have_url(HERE)
        expect(self.board.locator("#here")).to_have_text("0 here")
        self.code = self.board.url[-4:]
        codes = [self.code, self.code.lower(), self.code]
        self.phones = [open_page(f"?room={code}", **PHONE).page for code in codes]
        expect(self.board.locator("#here")).to_have_text("3 here")
        self.aliases = [phone.locator("#alias").inner_text() for phone in self.phones]

    @property
    def pages(self):
        return [self.board, *self.phones]

    def press(self, name):
        self.board.get_by_role("button", name=name, exact=True).click()

    def choose(self, activity):
        self.board.get_by_label("Activity").select_option(activity)

    def ask(self, activity):
        self.choose(activity)
        self.press("Ask")
        self.await_vote()

    def await_vote(self):
        for phone in self.phones:
            expect(phone.locator("#fields label").first).to_be_visible()
            assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def submit(self):
        for phone in self.phones:
            phone.get_by_role("button", name="Submit").click()
        expect(self.board.locator("#answered")).to_have_text("3 answered")

    def guess(self, *options):
        for phone, option in zip(self.phones, options, strict=True):
            phone.get_by_label(LESSON.options[option]).check()
        self.submit()

    def close(self):
        self.press("Close")
        for phone in self.phones:
            expect(phone.locator("#phase")).to_contain_text("No more answers")
            expect(phone.get_by_role("button", name="Submit")).to_be_hidden()

    def reveal(self):
        self.press("Reveal")
        for phone in self.phones:
            expect(phone.locator("#answer")).to_contain_text("Your answer")

    def count(self, selector, count):
        expect(self.board.locator(selector)).to_have_count(count)

    def export(self):
        with self.board.expect_download() as download:
            self.press("Export")
        with open(download.value.path(), newline="") as file:
            return list(csv.DictReader(file))

    def follow(self):
        """All pages play one run, stop at its step 2, and play it with another step size."""
        self.choose("follow")
        self.press("Show")
        for page in self.pages:
            page.wait_for_function(  # it rolls down, as rows become due
                "Number(document.querySelector('#figure circle.now')?.getAttribute('cy')) > 300"
            )
        self.board.locator("#playhead").fill("2")
        for page in self.pages:
            expect(page.locator("#legend")).to_contain_text("Step 2 of 36 · α = 0.1")
        self.board.locator("#alpha").press("ArrowLeft")
        for page in self.pages:
            expect(page.locator("#legend")).not_to_contain_text("α = 0.1 ")
        self.press("Pause")
        expect(self.phones[0].locator("#phase")).to_contain_text("Paused")
        self.press("Go on")

    def guess_twice(self):
        self.ask("guess")
        expect(self.phones[0].locator("#question")).to_contain_text(LESSON.question)
        self.guess(0, 1, 1)
        self.count(".bar", 0)
        self.close()
        expect(self.board.locator(".bar b")).to_have_text(["1", "2", "0", "0"])
        self.press("Vote again")
        self.await_vote()
        self.guess(0, 0, 1)
        self.close()
        expect(self.board.locator(".bar b")).to_have_text(["1", "2", "2", "1", "0", "0", "0", "0"])
        self.reveal()
        expect(self.phones[0].locator("#answer")).to_contain_text(LESSON.why)
        expect(self.phones[2].locator("#answer")).not_to_contain_text("Right")
        expect(self.board.locator("#bars .right")).to_contain_text(LESSON.options[0])

    def pick_step_sizes(self):
        self.ask("step size")
        for times, phone in enumerate(self.phones):
            for _ in range(times):
                phone.locator("#alpha").press("ArrowRight")
        self.submit()
        self.close()
        self.count("#figure .dot", 3)
        self.reveal()
        self.count("#figure .truth", 1)

    def pick_starts(self):
        self.ask("start")
        for right, phone in zip((80, 200, 280), self.phones, strict=True):
            phone.locator("#figure").click(position={"x": right, "y": 60})
        self.submit()
        self.close()
        self.count("#figure .dot", 3)
        self.reveal()
        self.count("#figure .map", 1)

    def look_for_fewest_steps(self):
        """Within limits: no other start, at most 200 iterations."""
        self.choose("steps")
        self.board.get_by_label("start", exact=True).uncheck()
        self.board.get_by_label("Most iterations").fill("200")
        self.press("Ask")
        self.await_vote()
        first, second, third = self.phones
        self.count("#figure .start", 0)
        first.get_by_label("Method").select_option("momentum")
        first.get_by_label("Momentum β", exact=True).fill("0.5")
        second.get_by_label("Schedule").select_option("1/k")
        third.locator("#alpha").press("ArrowRight")
        self.submit()
        expect(first.locator("#answer")).to_contain_text("Momentum β = 0.5")
        self.close()
        self.count("#figure .loss", 3)
        self.reveal()

    def work_alone(self):
        self.ask("own")
        self.phones[0].locator("#alpha").press("ArrowRight")
        self.submit()
        self.count("#best li", 3)
        self.count("#figure .dot", 3)
        self.close()


@pytest.fixture
def there(open_page):
    return Class(open_page)


def test_a_lesson_from_the_first_press_to_the_csv(there):
    there.follow()
    there.guess_twice()
    there.pick_step_sizes()
    there.pick_starts()
    there.look_for_fewest_steps()
    there.work_alone()
    there.press("End")
    there.press("End for all?")
    expect(there.phones[0].locator("#phase")).to_contain_text("ended")
    rows = there.export()
    assert len(rows) == PUPILS * 6  # of five questions, one of them with two votes
    assert {row["activity"] for row in rows} == set(ACTIVITIES.values()) - {ACTIVITIES["follow"]}
    assert {row["alias"] for row in rows} == set(there.aliases)
    votes = [[row["right"] for row in rows if row["vote"] == vote and row["right"]] for vote in "12"]
    assert [each.count("right") for each in votes] == [1, 2]
    mine = {row["activity"]: row for row in rows if row["alias"] == there.aliases[0]}
    fewest = settings_in(mine[ACTIVITIES["steps"]]["link"])
    assert (fewest.method, dict(fewest.hyperparameters), fewest.iterations) == (
        "momentum",
        {"momentum": 0.5},
        200,
    )
    for row in rows:
        assert urlsplit(row["link"]).path == "/dashboard" and settings_in(row["link"])


def test_a_reload_a_second_tab_two_teachers_and_a_wrong_code(there, open_page):
    key = there.board.evaluate("(code) => localStorage.getItem(`key ${code}`)", there.code)
    assert len(key) == 22 and key not in there.board.url and key not in there.board.content()
    first, alias = there.phones[0], there.aliases[0]
    there.ask("guess")
    there.guess(2, 2, 2)
    first.reload()
    expect(first.locator("#alias")).to_have_text(alias)
    expect(first.get_by_label(LESSON.options[2])).to_be_checked()
    tab = first.context.new_page()
    tab.goto(first.url.partition("&")[0])
    expect(tab.locator("#alias")).to_have_text(alias)
    there.board.reload()
    expect(there.board).to_have_url(HERE)

    other = open_page(f"?room={there.code}#key={key}").page
    for board in (other, there.board):
        expect(board).to_have_url(HERE)
        expect(board.locator("#here")).to_have_text("3 here")
        expect(board.locator("#answered")).to_have_text("3 answered")
        expect(board.locator("#members li")).to_have_count(PUPILS)
    tab.get_by_label(LESSON.options[1]).check()
    tab.get_by_role("button", name="Submit").click()
    expect(tab.locator("#answer")).to_contain_text(LESSON.options[1])
    there.close()
    expect(tab.locator("#phase")).to_contain_text("No more answers")
    expect(other.locator(".bar b")).to_have_text(["0", "1", "2", "0"])
    other.get_by_role("button", name="Next", exact=True).click()
    other.locator(".choice:not([hidden]) select").select_option(label="A question of your own")
    other.get_by_label("Question", exact=True).fill("Who slept?")
    other.get_by_label("Answers").fill("I did\n\nnobody")
    other.get_by_label("Right is").select_option("nobody")
    other.get_by_role("button", name="Ask", exact=True).click()
    expect(first.locator("#question")).to_have_text("Who slept?")
    expect(first.locator("#fields label")).to_have_text(["I did", "nobody"])

    lost = there.phones[2]
    lost.goto(lost.url.partition("?")[0] + "?room=QQQQ")
    expect(lost.get_by_role("alert")).to_contain_text("four letters")
    lost.get_by_label("four letters").fill(there.code.lower())
    lost.get_by_role("button", name="Join").click()
    expect(lost.locator("#alias")).to_have_text(there.aliases[2])
