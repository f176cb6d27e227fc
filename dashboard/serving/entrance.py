"""The way into a room: what a link's `room` asks for, and the page that it gets."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import ref

from bokeh.document import Document
from bokeh.events import ConnectionLost

from dashboard.page.asking import CHOICES, MAY, OWN, TIPS
from dashboard.page.classroom import BoardPage, ClosedPage, PupilPage, RoomPage
from dashboard.page.controls import NAMES
from dashboard.page.following import Following
from dashboard.room.names import read_code
from dashboard.room.questions import ACTIVITIES, FIRST_ORDER, MOST_ITERATIONS
from dashboard.room.refused import Lost, Refused
from dashboard.room.rooms import Room, Rooms
from dashboard.runs.links import decode, pick_lists
from gdcore import METHODS
from gdcore.schedules import SCHEDULES

NEW, TEACHER = "new", "teacher"
# What a pupil may choose among, where the teacher lets them.
KNOWN = {
    "schedules": list(SCHEDULES),
    "hyperparameters": {
        method: [
            {
                "name": name,
                "label": NAMES.get(name, name.replace("_", " ")),
                "tip": each.text,
                "first": each.default,
            }
            for name, each in METHODS[method].hyperparameters.items()
        ]
        for method in METHODS
    },
}
BROKEN = "This room cannot be opened at the moment. Try again in a minute."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor of a room asks for: its code or `NEW`, a seat that is theirs, the board."""

    code: str
    seat: str
    is_teacher: bool


def wanted(arguments: Mapping[str, Sequence[bytes | str]]) -> Wanted | None:
    """What a link asks for; None if that is no room."""
    given = {name: decode(values[0]) for name, values in pick_lists(arguments) if values}
    if "room" not in given:
        return None
    code = given["room"].strip()
    is_new = code.lower() == NEW
    return Wanted(NEW if is_new else code, given.get("seat", ""), is_new or given.get("as") == TEACHER)


def variables(wish: Wanted) -> dict[str, Any]:
    """What the template has to know."""
    return {
        "layout": "teacher.html" if wish.is_teacher else "pupil.html",
        "theme": "system",
        "code": read_code(wish.code) or "",
        "activities": ACTIVITIES,
        "choices": CHOICES,
        "advice": TIPS,
        "own": OWN,
        "may": MAY,
        "methods": {name: name in FIRST_ORDER for name in METHODS},
        "most_iterations": MOST_ITERATIONS,
        "known": json.dumps(KNOWN),
    }


def open_room(document: Document, following: Following, wish: Wanted, address: str, base: str) -> RoomPage:
    """Build the page that is asked for, in its document; where there is no way in, one that says why.

    No callback tells of the end of its session: where there is one, Bokeh collects garbage after each page:
    after a class of 300 that is half a minute in which nobody is served.
    """
    page = build(document, following, wish, address, base)
    reference = ref(page)

    def on_lost(*_: Any) -> None:
        page = reference()
        if page is not None:
            page.leave()

    document.on_event(ConnectionLost, on_lost)
    return page


def build(document: Document, following: Following, wish: Wanted, address: str, base: str) -> RoomPage:
    rooms = following.rooms
    try:
        if wish.code == NEW:
            code, key = rooms.open(address)
            return BoardPage(document, following, rooms.find(code, address, key), base, key)
        if wish.is_teacher:
            return BoardPage(document, following, rooms.find(wish.code, address, wish.seat), base)
        try:
            room, seat = join(rooms, wish, address)
        except Lost:  # another process had it meanwhile: the second time it is read from the file
            room, seat = join(rooms, wish, address)
        return PupilPage(document, following, room, seat, is_new=seat != wish.seat)
    except Refused as refused:
        return ClosedPage(document, following, str(refused))
    except Lost:
        return ClosedPage(document, following, BROKEN)


def join(rooms: Rooms, wish: Wanted, address: str) -> tuple[Room, str]:
    """Find a room, and a seat in it."""
    room = rooms.find(wish.code, address, wish.seat)
    seat = room.join(wish.seat, address)
    room.settle()
    return room, seat
