"""The pages of a class: a pupil's and the board. Each shows the snapshot of its room, and nothing else.

Their models carry words and JSON; what these look like is up to `static/pupil.js` and `static/teacher.js`.
"""

import logging
import re
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import segno
from bokeh.document import Document
from bokeh.model import Model
from bokeh.models import Button, Column, PlainText, Select, TextInput, UIElement

from dashboard.drawing.models import change
from dashboard.drawing.palette import BASINS
from dashboard.page import asking
from dashboard.page.exporter import MAKER
from dashboard.page.following import Following, Member
from dashboard.page.scenes import draw_map, draw_room, find_followed, write_json
from dashboard.process.errand import Errand
from dashboard.process.gate import Gate
from dashboard.room.questions import ACTIVITIES, LONGEST_LINK
from dashboard.room.refused import Lost, Refused
from dashboard.room.rooms import Room
from dashboard.room.state import Shown

log = logging.getLogger(__name__)

FAILED = "Something went wrong on the server. Reload the page, and it is as it was."
LONGEST_PLACE = 20  # characters of a row before a link
LONGEST_DETAILS = 9000  # characters of a question of the teacher's own, as a link has them
LONGEST_ADDRESS = 200  # characters, to be typed and put into a QR code
KEPT = 64  # QR codes
# an answer, and which vote it is for
TURN = re.compile(r"(?P<turn>\d{1,9})\|(?P<text>.*)", re.DOTALL | re.ASCII)
# what all are led to: a row, whether it plays on, and the link of the run
LEAD = re.compile(r"(?P<row>\d{1,6}(?:\.\d{1,9})?)\|(?P<playing>[01])\|(?P<link>.*)", re.ASCII)
PHASES = {
    "free": "Look at the board: your teacher goes on in a moment.",
    "ask": "Your turn: answer the question.",
    "closed": "No more answers. Look at the board.",
    "revealed": "This is what happens.",
    "ended": "The lesson has ended. Thank you!",
}
BOARD_PHASES = {
    "free": "Choose an activity, and ask.",
    "ask": "The vote is open.",
    "closed": "The vote is closed.",
    "revealed": "Revealed.",
    "ended": "The room has ended. What was answered can be exported for a day.",
}
LEADING = "All pages show this run."
FOLLOWING, PAUSED = "Follow: this is the run on the board.", "Paused: your teacher goes on in a moment."
REMOVED = "Your seat was taken away. Talk to your teacher, who can give it back."
STRANGER = "This browser does not have the key of this room's teacher."


class RoomPage:
    """A page of a room: models of a name each, and a gate before them."""

    def __init__(self, document: Document, following: Following) -> None:
        self.document, self.following = document, following
        self.member: Member | None = None
        names = ("phase", "code", "notice", "snapshot", "scene", "runs")
        self.models: dict[str, Model] = {name: make_words(name) for name in names}

    def place(self, settable: dict[str, str], presses: dict[str, Callable[[], None]]) -> None:
        """Give the models to the document: those that may be set, by which property, and buttons."""
        for name, press in presses.items():
            self.models[name] = Button(name=name, label=name)
            self.models[name].on_click(self.guard_refusals(press))
        widgets = [each for each in self.models.values() if isinstance(each, UIElement)]
        words = [each for each in self.models.values() if each not in widgets]
        self.root = Column(name="room", visible=False, children=widgets, tags=words)
        self.document.add_root(self.root)
        self.gate = Gate(
            self.document,
            [(self.models[name], attribute) for name, attribute in settable.items()],
            [self.models[name] for name in presses],
            {"question": LONGEST_LINK, "lead": LONGEST_LINK + LONGEST_PLACE, "details": LONGEST_DETAILS},
        )

    def enter(self, room: Room, secret: str, is_new: bool = False) -> None:
        """Follow a room from now on."""
        self.member = Member(self.document, room, secret, self.catch_up, is_new)
        self.following.join(self.member)
        self.catch_up()

    def leave(self) -> None:
        """Follow nothing any more: the visitor is gone."""
        member, self.member = self.member, None
        if member is not None:
            self.following.leave(member)

    @property
    def last_act(self) -> float:
        """When something was last done here, or in the room."""
        if self.member is None:
            return self.gate.last_act
        room = self.member.room
        return max(self.gate.last_act, time.monotonic() - (room.clock() - room.state.used))

    def give_up(self) -> None:
        """Say that another visitor gets this page's place."""
        self.leave()
        self.root.tags = [*self.root.tags, "given up"]

    def catch_up(self) -> None:
        """Show what there is by now."""
        member = self.member
        if member is None:
            return
        if member.room.is_lost:
            self.set("snapshot", tags=[write_json({"lost": True})])
            return
        try:
            self.paint(member.room, member.secret)
        except Refused as refused:
            self.tell(str(refused))

    def paint(self, room: Room, secret: str) -> None:
        """Show the snapshot of the room."""
        raise NotImplementedError

    def draw(self, room: Room) -> None:
        """Have the run drawn that is followed, else what the question is about."""
        for name, text in zip(("scene", "runs"), draw_room(room.saved), strict=True):
            self.set(name, tags=[text])

    def guard_refusals(self, answer: Callable[[], None]) -> Callable[[], None]:
        """Do what a visitor asks for; where that cannot be, say why, on this page only."""

        def guard() -> None:
            self.tell("")
            try:
                answer()
            except Refused as refused:
                self.tell(str(refused))
            except Lost:
                self.catch_up()
            except Exception:
                log.exception("A page of a room failed")
                self.tell(FAILED)

        return guard

    def tell(self, words: str) -> None:
        self.set("notice", text=words)

    def set(self, name: str, **values: Any) -> None:
        """Set properties of the model of a name."""
        change(self.models[name], **values)


class PupilPage(RoomPage):
    """A pupil's page: an alias, a question, an answer and one button."""

    def __init__(
        self, document: Document, following: Following, room: Room, secret: str, is_new: bool = False
    ) -> None:
        super().__init__(document, following)
        self.models |= {name: make_words(name) for name in ("activity", "alias")}
        self.models["seat"] = make_words("seat", tags=[secret])
        self.models["answer"] = TextInput(name="answer")
        self.turn = 0  # of the vote that is shown
        self.place({"answer": "value"}, {"submit": self.submit})
        self.enter(room, secret, is_new)

    def submit(self) -> None:
        """Answer, for the vote that the answer names, else for the one that is shown."""
        if self.member is None:
            return
        text = self.models["answer"].value
        match = TURN.fullmatch(text)
        turn, text = (int(match["turn"]), match["text"]) if match else (self.turn, text)
        self.member.room.submit(self.member.secret, turn, text)

    def paint(self, room: Room, secret: str) -> None:
        snapshot = room.pupil(secret)
        if snapshot.turn != self.turn:
            self.turn = snapshot.turn
            self.set("answer", value="")
        words = REMOVED if snapshot.is_removed else PAUSED if snapshot.is_paused else PHASES[snapshot.phase]
        if snapshot.phase == "free" and snapshot.shown and not snapshot.is_paused and not snapshot.is_removed:
            words = FOLLOWING
        shown = find_followed(room.saved)
        self.set("phase", text=words)
        self.set("activity", text=ACTIVITIES[snapshot.activity])
        self.set("alias", text=snapshot.alias)
        self.set("code", text=snapshot.code)
        self.draw(room)
        fields = asdict(snapshot) | {"shown": find_due_row(shown, room), "words": words}
        self.set("snapshot", tags=[write_json({name: fields[name] for name in fields if name != "version"})])


class BoardPage(RoomPage):
    """The teacher's page, for the projector. Without the key it shows nothing, and waits for it."""

    def __init__(
        self, document: Document, following: Following, room: Room, base: str, key: str = ""
    ) -> None:
        super().__init__(document, following)
        self.room, self.base = room, base
        self.models |= {name: make_words(name) for name in ("here", "answered", "map", "csv")}
        self.models["key"] = make_words("key", tags=[key] if key else [])
        self.models["activity"] = Select(name="activity", options=list(ACTIVITIES.items()), value="guess")
        self.models["question"] = TextInput(name="question", value=next(iter(asking.CHOICES["guess"])))
        for name in ("details", "lead", "member"):
            self.models[name] = TextInput(name=name)
        self.map = Errand(document, "Basin map", draw_map, self.paint_map, settled=0)
        typed = {name: "value" for name in ("activity", "question", "details", "lead", "member")}
        settable = {"key": "tags"} | typed
        simple = {
            name: lambda name=name: self.command(name) for name in ("again", "close", "reveal", "free", "end")
        }
        others = {"ask": self.ask, "pause": self.pause, "seats": self.turn_out, "export": self.export}
        self.place(settable, simple | others)
        self.models["key"].on_change("tags", lambda attribute, old, new: self.guard_refusals(self.unlock)())
        self.models["lead"].on_change("value", lambda attribute, old, new: self.guard_refusals(self.lead)())
        if key:
            self.enter(room, key)

    def unlock(self) -> None:
        """Begin, where the browser has the key."""
        match self.models["key"].tags:
            case [str(key)] if self.member is None and self.room.is_teacher(key):
                self.enter(self.room, key)
            case [str()] if self.member is None:
                self.set("snapshot", tags=[write_json({"stranger": True})])
                self.tell(STRANGER)

    def leave(self) -> None:
        self.map.leave()
        super().leave()

    def command(self, name: str, **arguments: object) -> None:
        if self.member is None:
            raise Refused(STRANGER)
        self.member.room.command(self.member.secret, name, **arguments)

    def ask(self) -> None:
        """Put what is chosen to the class; or have it follow a run."""
        activity, text = self.models["activity"].value, self.models["question"].value
        if activity == "follow":
            self.command("free")
            self.command("follow", link=asking.find_query(text), playing=True)
        else:
            if self.room.state.phase == "revealed":
                self.command("free")
            details = self.models["details"].value
            self.command("ask", question=asking.choose_question(str(activity), text, details))

    def lead(self) -> None:
        """Have all see what the board's playhead and its settings say."""
        match = LEAD.fullmatch(self.models["lead"].value)
        if match is None:
            raise Refused("What all are led to is a row, whether it plays, and a link.")
        row, is_playing = float(match["row"]), match["playing"] == "1"
        self.command("follow", link=match["link"], row=row, playing=is_playing)

    def pause(self) -> None:
        self.command("pause", on=not self.room.state.is_paused)

    def turn_out(self) -> None:
        """Take the named seat away, or give it back."""
        alias = self.models["member"].value
        seat = self.room.state.seat_of(alias)
        is_removed = seat is not None and self.room.state.seats[seat].is_removed
        self.command("readmit" if is_removed else "remove", alias=alias)

    def export(self) -> None:
        """Make the CSV beside the event loop, and hand it over."""
        if self.member is None:
            raise Refused(STRANGER)
        self.set("csv", tags=[])
        read = self.room.export(self.member.secret, self.base)
        read.add_done_callback(self.write)

    def write(self, read: Future) -> None:
        """Called by the store's thread, as what follows is by the maker's."""
        work = MAKER.submit(lambda: read.result()())
        work.add_done_callback(
            lambda work: self.document.add_next_tick_callback(
                self.guard_refusals(lambda: self.set("csv", tags=[work.result()]))
            )
        )

    def paint(self, room: Room, secret: str) -> None:
        snapshot = room.board(secret)
        shown = find_followed(room.saved)
        words = LEADING if snapshot.phase == "free" and shown else BOARD_PHASES[snapshot.phase]
        if snapshot.is_paused and snapshot.phase != "ended":
            words = "Paused."
        self.set("phase", text=words)
        self.set("code", text=snapshot.code)
        self.set("here", text=f"{snapshot.here} here")
        self.set("answered", text=f"{snapshot.answered} answered")
        self.draw(room)
        beside = {"shown": find_due_row(shown, room), "words": words, **self.beside(snapshot.code)}
        self.set("snapshot", tags=[write_json(asdict(snapshot) | beside)])
        mapped = snapshot.asked if snapshot.activity == "start" and snapshot.phase == "revealed" else None
        self.map.want(mapped.link if mapped else None)

    def beside(self, code: str) -> dict[str, Any]:
        """What a board shows beside the snapshot of its room."""
        address = f"{self.base}?room={code}"
        return {"address": address, "qr": draw_qr(address), "basins": BASINS}

    def paint_map(self, link: str | None, basin_map: str | None, words: str) -> None:
        self.set("map", tags=[basin_map or ""])


class ClosedPage(RoomPage):
    """Says why there is no way in."""

    def __init__(self, document: Document, following: Following, why: str) -> None:
        super().__init__(document, following)
        self.place({}, {})
        self.set("snapshot", tags=[write_json({"refused": True})])
        self.tell(why)


def make_words(name: str, **more: Any) -> PlainText:
    """Make a model that carries words and JSON: of Bokeh's that can, the one of fewest properties."""
    return PlainText(name=name, text="", **more)


def find_due_row(shown: Shown | None, room: Room) -> dict[str, Any] | None:
    """Return the run that is followed, and the row that is due by now: a page goes on by its own clock."""
    if shown is None:
        return None
    speed = 0.0 if shown.halted is not None else shown.speed
    return {"link": shown.link, "row": shown.row_at(room.clock()), "speed": speed}


@lru_cache(maxsize=KEPT)
def draw_qr(address: str) -> tuple[str, ...]:
    """Return the rows of a QR code, of 0 and 1; none of an address that is too long to be one."""
    if len(address) > LONGEST_ADDRESS:
        return ()
    return tuple("".join(map(str, row)) for row in segno.make_qr(address, error="m").matrix)
