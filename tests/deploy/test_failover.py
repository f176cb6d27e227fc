import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.screen import Screen
from tests.chromium import FLAGS, find_chromium
from tests.deploy.farm import Farm, farm, shipped_server
from tests.waiting import wait_for

SMALL = {"width": 700, "height": 500}
QUERY = "?chapter=curve&step_size={step_size}&noise=5&iterations=20000&precision=0&speed=2&play=1"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Farm]:
    """A farm that may be broken."""
    with farm(tmp_path) as own:
        yield own


def patient(browser: Browser) -> BrowserContext:
    """A context whose pages may take long: a whole class plays on this machine."""
    context = browser.new_context(viewport=SMALL)
    context.set_default_timeout(100_000)
    return context


class Student:
    """A visitor with a browser and settings of their own, whose page plays."""

    def __init__(self, browser: Browser, farm: Farm, step_size: str) -> None:
        before = farm.opened
        self.query = QUERY.format(step_size=step_size)
        self.settings = {"step_size": step_size, "noise": "5", "iterations": "20000", "precision": "0"}
        self.screen = Screen(patient(browser), farm.nginx.url).open(self.query)
        self.screen.find("window.seen = true")
        self.server = next(place for place, count in enumerate(farm.opened) if count > before[place])
        self.await_playing()

    def await_playing(self) -> None:
        row = self.screen.shown["playhead"]
        self.screen.until("model('playhead').value > it && model('play').label === 'Pause'", row)

    @property
    def reloaded(self) -> bool:
        return not self.screen.find("window.seen === true")

    def await_back(self) -> None:
        self.screen.until("window.seen === undefined")
        self.screen.await_ready()


class Class:
    """A board and a phone of one room, in mid-vote, of which the phone has answered."""

    def __init__(self, browser: Browser, farm: Farm) -> None:
        self.board = Screen(patient(browser), farm.nginx.url).open("?room=new").page
        expect(self.board).to_have_url(re.compile("room=[A-Z]{4}$"))
        self.code = self.board.url[-4:]
        self.phone = Screen(patient(browser), farm.nginx.url).open("?room=QQQQ").page
        self.phone.get_by_label("four letters").fill(self.code.lower())
        self.phone.get_by_role("button", name="Join").click()
        self.board.get_by_role("button", name="Ask", exact=True).click()
        self.phone.get_by_role("radio").nth(2).check()
        self.phone.get_by_role("button", name="Submit").click()
        self.alias = self.phone.locator("#alias").inner_text()
        (self.server,) = farm.answering(f"/dashboard?room={self.code}", 0, 1)
        self.await_vote()
        for page in (self.board, self.phone):
            page.evaluate("window.seen = true")

    def await_vote(self) -> None:
        """Wait until both show the vote, and the one answer."""
        expect(self.board.locator("#answered")).to_have_text("1 answered")
        expect(self.phone.locator("#alias")).to_have_text(self.alias)
        expect(self.phone.get_by_role("radio").nth(2)).to_be_checked()

    def await_back(self, *pages: Page) -> None:
        for page in pages:
            page.wait_for_function("window.seen === undefined")

    def close(self) -> None:
        self.board.get_by_role("button", name="Close", exact=True).click()
        expect(self.board.locator(".bar b")).to_have_text(["0", "0", "1", "0"])

    def await_closed(self) -> None:
        """Wait until the phone shows the phase, with its answer."""
        expect(self.phone.locator("#phase")).to_contain_text("No more answers")
        expect(self.phone.locator("#answer")).to_contain_text("Your answer")
        expect(self.phone.locator("#alias")).to_have_text(self.alias)
        expect(self.board.locator("#members li")).to_have_count(1)


def fill(browser: Browser, farm: Farm, least: int) -> list[Student]:
    """Let students come until each server has a few."""
    students: list[Student] = []
    while min(sum(student.server == place for student in students) for place in range(2)) < least:
        students.append(Student(browser, farm, step_size=f"0.0{len(students) + 10}1"))
        assert len(students) < 40, "one server gets them all"
    return students


def test_pages_of_a_server_that_dies_come_back_on_another_and_its_rooms_go_on_there(browser, own):
    room = Class(browser, own)
    dying, other = own.servers[room.server], own.servers[1 - room.server]
    students = fill(browser, own, least=1)
    assert [said for student in students for said in student.screen.said] == [], (
        "nothing that a header forbids"
    )
    assert [url for student in students for url in student.screen.asked_outside] == []

    dying.process.kill()
    room.await_back(room.board, room.phone)
    room.await_vote()
    room.close()
    room.await_closed()
    lost = [student for student in students if student.server == room.server]
    kept = [student for student in students if student.server != room.server]
    for student in lost:
        student.await_back()
        student.screen.await_setting(**student.settings)
        assert student.screen.value("step_size") == float(student.settings["step_size"])
        assert student.screen.value("iterations") == 20_000
        student.await_playing()
        student.screen.button("Pause").click()
        student.screen.until("model('play').label === 'Play'")
    for student in kept:
        assert not student.reloaded
        student.await_playing()
    assert other.complaints() == []
    assert own.nginx.alarms == []

    newcomer = Screen(patient(browser), own.nginx.url).open()
    assert newcomer.said == []


def test_a_farm_that_is_down_says_so_and_its_pages_and_rooms_come_back_when_it_is_up(browser, own, tmp_path):
    student = Student(browser, own, step_size="0.015")
    room = Class(browser, own)
    room.phone.context.set_offline(True)  # as a phone that sleeps
    for server in own.servers:
        server.process.kill()
    expect(student.screen.page.locator("#banner")).to_contain_text("comes back by itself")
    answer = wait_for(lambda: own.nginx.get() if own.nginx.get().status == 502 else None, "nginx's own word")
    assert "tries again by itself" in answer.text
    assert "http-equiv=refresh" in answer.text
    newcomer = Screen(patient(browser), own.nginx.url)
    newcomer.page.goto(own.nginx.url + "?step_size=0.5")
    expect(newcomer.page.get_by_role("heading")).to_have_text("Back in a moment")

    with ExitStack() as stack:
        for server in own.servers:
            stack.enter_context(shipped_server(tmp_path, urlsplit(server.url).port, **own.given))
        student.await_back()
        student.screen.await_setting(**student.settings)
        student.await_playing()
        newcomer.await_ready().await_setting(step_size="0.5")

        room.await_back(room.board)
        expect(room.board.locator("#answered")).to_have_text("1 answered")
        room.close()
        assert room.phone.evaluate("window.seen")
        room.phone.context.set_offline(False)
        room.await_back(room.phone)
        room.await_closed()
