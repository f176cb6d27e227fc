import json
from contextlib import closing
from urllib.parse import urlencode

import pytest
from bokeh.document import Document
from bokeh.events import ButtonClick

from dashboard.exercises.lessons import LESSONS
from dashboard.page import asking
from dashboard.page.classroom import BoardPage, ClosedPage, PupilPage
from dashboard.page.exporter import MAKER
from dashboard.page.following import Following
from dashboard.process.worker import Worker
from dashboard.room.questions import settings_of
from dashboard.room.refused import Refused
from dashboard.room.store import Store
from tests.dashboard.room.classroom import Classroom

BASE = "https://school.example/dashboard"
LESSON = LESSONS["overshoot"]


def snapshot(page):
    return json.loads(page.models["snapshot"].tags[0])


def press(page, name):
    """Press a button, and let what follows come into the file, and onto all pages."""
    button = page.models[name]
    button._trigger_event(ButtonClick(button))


class Pages:
    """A class's pages: the board, and those of pupils."""

    def __init__(self, store, pupils):
        self.room_ = Classroom(store, pupils)
        self.worker = Worker()
        self.following = Following(self.room_.rooms, self.worker)
        room = self.room_.room
        room.settle()
        self.board = BoardPage(Document(), self.following, room, BASE, self.room_.key)
        self.pupils = [PupilPage(Document(), self.following, room, seat) for seat in self.room_.seats]

    @property
    def room(self):
        return self.room_.room

    def catch_up(self):
        """Let all pages show what is in the file by now, and what it came to."""
        self.room.settle()
        if self.room.wish is not None:
            self.room.count(self.room.wish)
        for page in [self.board, *self.pupils]:
            page.catch_up()

    def press(self, name):
        press(self.board, name)
        self.catch_up()

    def choose(self, activity, text):
        self.board.models["activity"].value = activity
        self.board.models["question"].value = text

    def ask(self, activity="guess", text="lesson overshoot"):
        self.choose(activity, text)
        self.press("ask")

    def answer(self, number, text):
        self.pupils[number].models["answer"].value = text
        press(self.pupils[number], "submit")
        self.catch_up()

    def close(self):
        self.following.close()
        self.worker.close()


@pytest.fixture
def there():
    with closing(Store(":memory:")) as store, closing(Pages(store, 3)) as pages:
        pages.catch_up()
        yield pages


def test_a_board_tells_its_code_its_address_and_who_is_here(there):
    assert there.board.models["code"].text == there.room.state.code
    assert there.board.models["here"].text == "3 here"
    shown = snapshot(there.board)
    assert shown["address"] == f"{BASE}?{urlencode({'room': there.room.state.code})}"
    assert len(shown["qr"]) == len(shown["qr"][0]) > 20


def test_a_pupil_has_an_alias_and_the_rooms_code(there):
    aliases = {page.models["alias"].text for page in there.pupils}
    assert len(aliases) == 3
    assert {page.models["code"].text for page in there.pupils} == {there.room.state.code}


def test_a_guess_from_asking_to_its_reveal(there):
    there.ask()
    first, second, _ = there.pupils
    assert snapshot(first)["asked"]["options"] == list(LESSON.options)
    there.answer(0, "1")
    there.answer(1, "0")
    assert there.board.models["answered"].text == "2 answered"
    assert snapshot(there.board)["tally"] is None and snapshot(there.board)["answers"] == {}
    there.press("close")
    assert snapshot(there.board)["tally"]["bars"] == [[1, 1, 0, 0]]
    assert snapshot(first)["asked"]["right"] is None and LESSON.why not in str(snapshot(first))
    there.press("reveal")
    assert [snapshot(page)["result"]["is_right"] for page in (first, second)] == [True, False]
    assert snapshot(first)["asked"]["why"] == LESSON.why
    assert snapshot(first)["shown"]["speed"] == 6
    assert json.loads(first.models["runs"].tags[0])["runs"]


def test_a_question_shows_no_run_before_it_is_revealed(there):
    there.ask()
    for page in [there.board, *there.pupils]:
        assert json.loads(page.models["runs"].tags[0])["runs"] == []


def test_what_one_answers_changes_nothing_on_the_pages_of_others(there):
    there.ask()
    before = there.pupils[1].models["snapshot"].tags
    there.answer(0, "1")
    assert there.pupils[1].models["snapshot"].tags is before


def test_an_answer_to_a_vote_that_is_over_is_refused(there):
    there.ask()
    turn = there.room.state.turn
    there.press("close")
    there.press("again")
    there.answer(0, f"{turn}|1")
    assert there.room.state.answers == {} and there.pupils[0].models["notice"].text
    there.answer(0, f"{turn + 1}|1")
    assert len(there.room.state.answers) == 1 and not there.pupils[0].models["notice"].text


@pytest.mark.parametrize("text", ["", "7", "-1", "x" * 400, "9" * 9 + "|1", "1|", "|", "é|0"])
def test_what_is_no_answer_is_told_and_not_taken(there, text):
    there.ask()
    there.answer(0, text)
    assert there.room.state.answers == {} and there.pupils[0].models["notice"].text


@pytest.mark.parametrize(
    ("activity", "answers"),
    [
        ("step size", ["0.1", "0.9"]),
        ("start", ["1,1", "-3,2"]),
        ("steps", ["step_size=0.005", "method=momentum"]),
        ("own", ["?chapter=curve", "?chapter=landscape&step_size=0.01"]),
    ],
)
def test_each_activity_is_asked_answered_and_revealed(there, activity, answers):
    there.ask(activity, next(iter(asking.CHOICES[activity])))
    for number, text in enumerate(answers):
        there.answer(number, text)
        assert there.pupils[number].models["notice"].text == ""
    there.press("close")
    there.press("reveal")
    shown = snapshot(there.board)
    assert shown["phase"] == "revealed" and len(shown["tally"]["results"]) == 2
    assert snapshot(there.pupils[0])["result"] is not None and snapshot(there.pupils[2])["result"] is None


def test_all_follow_one_run_from_the_row_that_is_due(there):
    there.ask("follow", "https://school.example/dashboard?chapter=curve&step_size=0.1&speed=10")
    there.room_.clock.now += 2
    there.catch_up()
    for page in [there.board, *there.pupils]:
        assert snapshot(page)["shown"]["row"] == 20 and snapshot(page)["shown"]["speed"] == 10
    there.press("pause")
    there.room_.clock.now += 2
    there.catch_up()
    assert snapshot(there.pupils[0])["shown"] == snapshot(there.board)["shown"]
    assert (
        snapshot(there.pupils[0])["shown"]["speed"] == 0 and snapshot(there.pupils[0])["shown"]["row"] == 20
    )


def test_after_a_guess_another_question_does_not_show_its_run(there):
    there.ask()
    there.press("close")
    there.press("reveal")
    there.ask("step size", next(iter(asking.CHOICES["step size"])))
    there.press("close")
    there.press("reveal")
    assert snapshot(there.board)["shown"] is None and snapshot(there.pupils[0])["shown"] is None


def test_the_board_leads_all_pages_to_a_row_and_to_another_step_size(there):
    there.ask("follow", "?chapter=curve&start=15&step_size=0.1&speed=10")
    ground = [page.models["scene"].tags for page in [there.board, *there.pupils]]
    there.board.models["lead"].value = "7|0|?chapter=curve&start=15&step_size=0.1"
    there.catch_up()
    for page in [there.board, *there.pupils]:
        assert snapshot(page)["shown"]["row"] == 7 and snapshot(page)["shown"]["speed"] == 0
    there.board.models["lead"].value = "0|1|?chapter=curve&start=15&step_size=0.9&speed=10"
    there.room_.clock.now += 3
    there.catch_up()
    for page in [there.board, *there.pupils]:
        assert snapshot(page)["shown"]["row"] == 30
        assert json.loads(page.models["runs"].tags[0])["step_size"] == 0.9
    assert [page.models["scene"].tags for page in [there.board, *there.pupils]] == ground


@pytest.mark.parametrize(
    "text", ["7", "7|0", "-1|0|?a=1", "nan|1|", "1e9|1|", "7|2|", "7|0|?chapter=nowhere"]
)
def test_where_nobody_can_be_led_is_told(there, text):
    there.ask("follow", "?chapter=curve")
    shown = there.room.state.shown
    there.board.models["lead"].value = text
    assert there.board.models["notice"].text and there.room.state.shown is shown


def test_nobody_is_led_while_a_question_is_open(there):
    there.ask()
    there.board.models["lead"].value = "7|0|?chapter=curve"
    assert "open" in there.board.models["notice"].text and there.room.state.shown is None


def test_a_question_of_the_teachers_own_is_asked(there):
    details = {"text": "Where does it end?", "option": ["left", " ", "right"], "right": "1"}
    there.board.models["details"].value = urlencode(details, doseq=True)
    there.ask("guess", "own?chapter=curve&step_size=0.9")
    asked = snapshot(there.pupils[0])["asked"]
    assert asked["text"] == "Where does it end?" and asked["options"] == ["left", "right"]
    there.answer(0, "1")
    there.press("close")
    there.press("reveal")
    assert snapshot(there.pupils[0])["result"]["is_right"]
    assert settings_of(snapshot(there.pupils[0])["shown"]["link"]).step_size == 0.9


@pytest.mark.parametrize(
    "details",
    [
        {"option": ["a", "b"], "right": "0"},
        {"text": "?", "option": ["a"], "right": "0"},
        {"text": "?", "option": ["a", "b"], "right": "2"},
        {"text": "?", "option": ["a", "b"]},
        {"text": "?", "option": list("abcdefghi"), "right": "0"},
        {"text": "?", "option": ["a"] * 100, "right": "0"},
    ],
)
def test_a_question_of_the_teachers_own_that_cannot_be_asked_is_told(there, details):
    there.board.models["details"].value = urlencode(details, doseq=True)
    there.ask("guess", "own")
    assert there.board.models["notice"].text and there.room.state.phase == "free"


def test_a_teacher_sets_the_limits_of_the_fewest_steps(there):
    limits = {"may": ["step_size", "method", ""], "methods": ["momentum"], "iterations": "50"}
    there.board.models["details"].value = urlencode(limits, doseq=True)
    there.ask("steps", "?chapter=landscape&function=bowl")
    asked = snapshot(there.pupils[0])["asked"]
    assert asked["may"] == ["method", "step_size"] and asked["methods"] == ["gradient descent", "momentum"]
    assert settings_of(asked["link"]).iterations == 50
    for text, is_taken in {
        "method=momentum&momentum=0.8": True,
        "method=adam": False,
        "start=1,1": False,
        "schedule=1/k": False,
    }.items():
        there.answer(0, text)
        assert (there.pupils[0].models["notice"].text == "") is is_taken


@pytest.mark.parametrize(
    "limits", ["may=", "iterations=0", "iterations=1001", "iterations=1e2", "iterations="]
)
def test_limits_that_cannot_be_are_told(there, limits):
    there.board.models["details"].value = limits
    there.ask("steps", "?chapter=landscape&function=bowl")
    assert there.board.models["notice"].text and there.room.state.phase == "free"


def test_a_board_without_the_key_shows_and_does_nothing(there):
    stranger = BoardPage(Document(), there.following, there.room, BASE)
    version = there.room.state.version
    stranger.models["key"].tags = ["guessed"]
    stranger.models["lead"].value = "1|1|?chapter=curve"
    assert stranger.models["notice"].text
    for name in ("ask", "close", "again", "reveal", "free", "pause", "seats", "export", "end"):
        press(stranger, name)
        assert stranger.models["notice"].text
    assert there.room.state.version == version
    assert snapshot(stranger) == {"stranger": True} and stranger.models["code"].text == ""


def test_the_key_that_a_browser_kept_makes_it_the_teacher_again(there):
    again = BoardPage(Document(), there.following, there.room, BASE)
    seats = len(there.room.state.seats)
    again.models["key"].tags = [there.room_.key]
    assert snapshot(again)["code"] == there.room.state.code
    assert len(there.room.state.seats) == seats
    press(again, "ask")
    assert there.room.state.phase == "ask"


def test_the_key_is_on_no_page_but_the_teachers(there):
    there.ask()
    for page in there.pupils:
        assert there.room_.key not in str(page.document.to_json())


def test_a_seat_is_taken_away_and_given_back(there):
    alias = there.pupils[0].models["alias"].text
    there.board.models["member"].value = alias
    there.press("seats")
    assert snapshot(there.pupils[0])["is_removed"] and there.board.models["here"].text == "2 here"
    there.press("seats")
    assert not snapshot(there.pupils[0])["is_removed"]


@pytest.mark.parametrize(
    ("activity", "text"),
    [
        ("guess", "lesson nothing"),
        ("guess", "bug 99"),
        ("guess", "?chapter=curve"),
        ("guess", "own"),
        ("own", "?chapter=nowhere"),
        ("start", "chapter=curve&start=nan"),
        ("steps", "?data=own"),
        ("nonsense", "?chapter=curve"),
        ("follow", "?" + "a=1&" * 400),
    ],
)
def test_what_cannot_be_asked_is_told(there, activity, text):
    there.board.models["activity"].value = activity
    there.board.models["question"].value = text
    there.press("ask")
    assert there.board.models["notice"].text and there.room.state.phase == "free"


def test_all_that_is_offered_can_be_asked():
    for activity, offered in asking.CHOICES.items():
        for text in offered:
            if activity != "follow" and text != asking.OWN:
                assert asking.choose_question(activity, text).activity == activity
    with pytest.raises(Refused):
        asking.choose_question("follow", "?chapter=curve")


def test_the_csv_is_handed_over_after_the_end(there):
    there.ask()
    there.answer(0, "1")
    there.press("end")
    press(there.board, "export")
    there.room.export(there.room_.key, BASE).result()  # after the one that was asked for
    MAKER.submit(int).result()
    for callback in list(there.board.document.session_callbacks):
        callback.callback()
    (csv,) = there.board.models["csv"].tags
    assert csv.splitlines()[1].split(",")[1] == there.pupils[0].models["alias"].text
    assert LESSON.options[1] in csv and f"{BASE}?" in csv


def test_who_leaves_is_not_here_any_more(there):
    there.pupils[0].leave()
    there.catch_up()
    assert there.board.models["here"].text == "2 here"


def test_a_room_that_moved_has_its_pages_load_again(there):
    there.room.is_lost = True
    press(there.pupils[0], "submit")
    there.board.catch_up()
    assert snapshot(there.pupils[0]) == snapshot(there.board) == {"lost": True}


def test_where_there_is_no_way_in_the_page_says_why(there):
    page = ClosedPage(Document(), there.following, "There is no room of this code.")
    assert page.models["notice"].text and snapshot(page) == {"refused": True}


def test_only_what_a_page_sends_up_is_taken(there):
    page = there.pupils[0]
    model = page.models["snapshot"]
    before = model.tags
    event = {"kind": "ModelChanged", "model": {"id": model.id}, "attr": "tags", "new": ["x"]}
    page.document.apply_json_patch({"events": [event]})
    assert model.tags == before
    answer = {"kind": "ModelChanged", "model": {"id": page.models["answer"].id}, "attr": "value", "new": "2"}
    page.document.apply_json_patch({"events": [answer]})
    assert page.models["answer"].value == "2"
