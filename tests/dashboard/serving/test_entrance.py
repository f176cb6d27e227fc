import asyncio
from contextlib import closing
from types import SimpleNamespace

import pytest
from bokeh.document import Document
from bokeh.events import ConnectionLost

from dashboard.page.classroom import BoardPage, ClosedPage, PupilPage
from dashboard.page.following import Following
from dashboard.room.limits import GUESSES_AT_ONCE
from dashboard.room.rooms import Rooms
from dashboard.room.store import Store
from dashboard.serving.entrance import Wanted, open_room, wanted
from tests.dashboard.room.classroom import NOON
from tests.dashboard.visitor import Clock, arguments

BASE = "http://school.example/dashboard"


@pytest.fixture
def following():
    with closing(Store(":memory:")) as store:
        yield Following(Rooms(store, Clock(NOON)))


def come(following, query, address="192.0.2.7", document=None):
    return open_room(document or Document(), following, wanted(arguments(query)), address, BASE)


@pytest.mark.parametrize(
    ("query", "wish"),
    [
        ("?room=kept", Wanted("kept", "", False)),
        ("?room=NEW", Wanted("new", "", True)),
        ("?room=KEPT&as=teacher", Wanted("KEPT", "", True)),
        ("?room=KEPT&seat=abc", Wanted("KEPT", "abc", False)),
        ("?chapter=curve", None),
    ],
)
def test_a_link_says_who_wants_in(query, wish):
    assert wanted(arguments(query)) == wish


@pytest.mark.parametrize("given", [{"room": 7}, {"room": []}, [], {"rooms": [b"KEPT"]}])
def test_arguments_of_a_clients_own_making_lead_nowhere(given):
    assert wanted(given) is None


def test_a_new_room_makes_its_visitor_the_teacher(following):
    page = come(following, "?room=new")
    assert isinstance(page, BoardPage)
    code, (key,) = page.models["code"].text, page.models["key"].tags
    assert following.rooms.find(code).is_teacher(key)


def test_a_code_gives_a_seat_and_the_seat_comes_back(following):
    code = come(following, "?room=new").models["code"].text
    page = come(following, f"?room={code.lower()}")
    assert isinstance(page, PupilPage)
    again = come(following, f"?room={code}&seat={page.models['seat'].tags[0]}")
    assert again.models["alias"].text == page.models["alias"].text
    assert len(following.rooms.find(code).state.seats) == 1
    other = come(following, f"?room={code}&seat=forged")
    assert other.models["alias"].text != page.models["alias"].text


def test_a_teacher_who_comes_back_takes_no_seat(following):
    first = come(following, "?room=new")
    code = first.models["code"].text
    page = come(following, f"?room={code}&as=teacher")
    assert page.models["code"].text == ""
    page.models["key"].tags = list(first.models["key"].tags)
    assert page.models["code"].text == code
    assert not following.rooms.find(code).state.seats


@pytest.mark.parametrize("code", ["QQQQ", "", "K", "<b>", "é" * 50])
def test_a_wrong_code_is_told(following, code):
    page = come(following, f"?room={code}")
    assert isinstance(page, ClosedPage) and "four letters" in page.models["notice"].text


def test_codes_cannot_be_guessed_by_the_thousand(following):
    code = come(following, "?room=new", "192.0.2.1").models["code"].text
    for _ in range(GUESSES_AT_ONCE):
        come(following, "?room=BBBB", "192.0.2.9")
    assert "Wait" in come(following, f"?room={code}", "192.0.2.9").models["notice"].text
    assert isinstance(come(following, f"?room={code}", "192.0.2.7"), PupilPage)


def test_a_room_that_another_process_had_meanwhile_takes_in_who_comes_back(following):
    code = come(following, "?room=new").models["code"].text
    other = Following(Rooms(following.rooms.store))
    (seat,) = come(other, f"?room={code}").models["seat"].tags
    page = come(following, f"?room={code}&seat={seat}")
    assert page.models["seat"].tags == [seat]
    assert len(following.rooms.find(code).state.seats) == 1


@pytest.mark.parametrize("comes_back", [False, True])
def test_a_link_that_was_only_looked_at_leaves_no_seat_behind(following, comes_back):
    code = come(following, "?room=new").models["code"].text
    document, context = Document(), SimpleNamespace(destroyed=False, session=None)
    document._session_context = lambda: context
    page = come(following, f"?room={code}", document=document)
    if comes_back:
        come(following, f"?room={code}&seat={page.models['seat'].tags[0]}")
    context.destroyed = True
    asyncio.run(following.tell())
    assert len(following.rooms.find(code).state.seats) == comes_back


def test_who_was_there_keeps_the_seat(following):
    code = come(following, "?room=new").models["code"].text
    document, context = Document(), SimpleNamespace(destroyed=False, session=None)
    document._session_context = lambda: context
    come(following, f"?room={code}", document=document)
    document.callbacks.trigger_event(ConnectionLost())
    context.destroyed = True
    asyncio.run(following.tell())
    assert len(following.rooms.find(code).state.seats) == 1


def test_who_leaves_is_let_go_of(following):
    page = come(following, "?room=new")
    assert following.members
    page.document.callbacks.trigger_event(ConnectionLost())
    assert not following.members


def test_who_never_connected_is_let_go_of_and_no_page_has_bokeh_collect_garbage(following):
    document, context = Document(), SimpleNamespace(destroyed=False, session=None)
    document._session_context = lambda: context
    come(following, "?room=new", document=document)
    asyncio.run(following.tell())
    assert following.members and not document.callbacks.session_destroyed_callbacks
    context.destroyed = True
    asyncio.run(following.tell())
    assert not following.members
