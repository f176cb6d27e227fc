"""One visitor's page: settings come in from the link and the widgets, a run goes out to the view."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial, wraps
from html import escape
from typing import Any

from bokeh.document import Document

from dashboard.chapters.shared import basins
from dashboard.explain import steps, sweeps
from dashboard.explain.verdict import BEFORE, GUESS, verdict
from dashboard.page import entries, own
from dashboard.page.cards import is_as_given
from dashboard.page.embedding import embedding
from dashboard.page.exporter import Exporter
from dashboard.page.own import Own
from dashboard.page.player import Player
from dashboard.page.view import Shown, View
from dashboard.process.allowance import Acts, Allowance
from dashboard.process.errand import Errand
from dashboard.process.gate import Gate
from dashboard.runs import race, rows
from dashboard.runs.budget import affordable, words
from dashboard.runs.links import problem_of, read
from dashboard.runs.problems import at_home, suggested
from dashboard.settings.kinds import Refused, Rival, read_typed
from dashboard.settings.values import (
    CHAPTERS,
    EXAMPLES,
    MOST_RIVALS,
    OWN,
    TYPED,
    Settings,
    are_of_one_run,
    check,
    rule_of,
    value_of,
)
from gdcore import METHODS, SOLVERS

log = logging.getLogger(__name__)

BACK = re.compile(r"back at (?P<row>\d{1,6})(?P<playing> playing)?", re.ASCII)
LENGTHS = {"points": own.LONGEST, "entries": entries.LONGEST}  # of texts that may be long
SEEN = 0.5  # seconds that a path has been played for, to be worth a ghost
FAILED = "Something went wrong on the server, and the run was stopped. Reset begins it anew."


class Page:
    """Answers what the visitor does. What the gate lets in is checked here, or in the settings' rules."""

    def __init__(self, document: Document, arguments: Mapping[str, Sequence[bytes | str]]) -> None:
        settings, complaints = read(arguments)
        self.view = View(settings)
        self.player = Player(document, self.view.sources.trace, self.ended, self.failed)
        self.map = Errand(document, "Basin map", lambda *given: basins.draw(*given), self.view.paint_map)
        self.sweep = Errand(document, "Sweep", sweeps.make, self.paint_sweep)
        self.tuning = Errand(document, "Tuning", race.tune, self.tuned, settled=0)
        self.acts = Acts(document, Allowance())
        self.exporter = Exporter(document, self.view.parcel, lambda: self.shown, self.view.tell)
        self.painting = False
        self.held_back = False
        self.replaying = False  # rows that it has, in the browser
        self.shown: Shown | None = None
        self.own = Own(settings.points, settings.names) if settings.points else Own()
        try:
            self.take(settings, forecast=False, complaints=complaints, told=True)
        except ValueError as error:
            complaints.append(f"This run cannot be: {error}.")
            self.take(at_home(problem_of(settings)), forecast=False, complaints=complaints, told=True)
        self.connect()
        self.place(document)
        if settings.play:
            self.start()

    @property
    def settings(self) -> Settings:
        return self.shown.settings

    @property
    def heard(self) -> float:
        """When something was last done here."""
        return self.gate.heard

    def place(self, document: Document) -> None:
        """Give the painted models to the document, last: what it holds costs more to change."""
        with document.models.freeze():  # else each root walks all models anew
            for root in [embedding(self.view)] if self.view.embedded else self.view.roots():
                document.add_root(root)
        document.js_on_event("document_ready", self.view.ready())
        self.gate = Gate(document, self.view.settable(), self.view.buttons.values(), LENGTHS)

    def connect(self) -> None:
        view = self.view
        for name, control in view.controls.items():
            answer = self.brought if name == "points" else self.changed(name)
            control.model.on_change(control.attribute, self.set_by_hand(answer))
        view.slider.on_change("value", self.set_by_hand(self.slid))
        view.presets.on_change("active", self.set_by_hand(self.preset))
        view.playhead.on_change("value", self.set_by_hand(self.dragged))
        view.sources.trace.on_change("tags", self.set_by_hand(self.looked_away))
        for place, spinner in enumerate(view.hyperparameters):
            spinner.on_change("value", self.set_by_hand(self.tuned_by_hand(place)))
        view.rival.on_change("value", self.set_by_hand(self.challenged))
        view.entries.source.on_change("tags", self.set_by_hand(self.entered))
        if view.parcel is not None:
            view.parcel.on_change("tags", self.set_by_hand(self.exporter.asked))
        presses = {"play": self.toggle, "step": self.step, "reset": self.reset}
        presses |= {"pin": self.pin, "tune": self.tune, "clear": self.clear}
        for name, press in presses.items():
            if name in view.buttons:
                view.buttons[name].on_click(self.pressed(press))

    def set_by_hand(self, answer: Callable[[str, Any, Any], None]) -> Callable[[str, Any, Any], None]:
        """Answer new values of a property; of several that have to wait the last one, but every edit."""
        answer = self.guarded(answer)

        def change(attribute: str, old: Any, new: Any) -> None:
            if not self.painting:
                key = object() if attribute == "tags" or own.is_edit(new) else answer
                self.acts.do(partial(answer, attribute, old, new), key)

        return change

    def pressed(self, answer: Callable[[], None]) -> Callable[[], None]:
        """Answer every press of a button."""
        answer = self.guarded(answer)
        return lambda: self.acts.do(answer, object())

    def guarded(self, answer: Callable[..., None]) -> Callable[..., None]:
        @wraps(answer)
        def guard(*arguments: Any) -> None:
            try:
                answer(*arguments)
            except Exception:
                self.failed()

        return guard

    def failed(self) -> None:
        """Keep a failure to its own page: its run stops, its visitor is told, and nobody else notices."""
        log.exception("A page failed, and its run was stopped")
        self.player.halt()
        self.view.tell(FAILED)
        self.view.paint_playing(False)

    # What the visitor sets

    def changed(self, name: str) -> Callable[[str, Any, Any], None]:
        def set_one(attribute: str, old: Any, new: Any) -> None:
            self.put(name, lambda: self.view.controls[name].to_setting(new))

        return set_one

    def tuned_by_hand(self, place: int) -> Callable[[str, Any, Any], None]:
        def set_one(attribute: str, old: Any, new: Any) -> None:
            names = list(METHODS[self.settings.method].hyperparameters)
            if place < len(names):
                self.put(names[place], lambda: new)

        return set_one

    def entered(self, attribute: str, old: list[str], new: list[str]) -> None:
        """Take what was typed into a field, or leave it there and say why it was not taken."""
        if not new:
            return
        field, _, text = new[0].partition(" ")
        name = self.view.setting_of(field, self.settings)
        if name is not None:
            why = self.put(name, lambda: read_typed(rule_of(self.settings, name), text))
            self.view.entries.keep(field, text, why) if why else self.view.entries.drop(field)
        self.view.entries.answer()

    def put(self, name: str, read_value: Callable[[], Any]) -> str:
        """Take what a widget says, or say what it may; return why it was not taken, if it was not."""
        if self.painting:
            return ""
        rule = rule_of(self.settings, name)
        kept = rule.write(value_of(self.settings, name))
        said = f"{name.replace('_', ' ')} has to be"
        try:
            wanted = settled(check(self.settings, name, read_value()), name)
            self.take(self.own.shown_by(wanted, self.settings) if name == "data" else wanted, told=True)
            return ""
        except Refused as refused:
            complaint, why = f"{said} {refused}", refused.why
        except (TypeError, IndexError):
            complaint, why = f"{said} {rule.allowed}", f"allowed: {rule.allowed}"
        except ValueError as error:
            complaint = why = str(error)
        self.refuse(f"{complaint}.{f' It stays {kept}.' if kept else ''}")
        return typeset(f"{sentence(why)}{f' The run keeps {kept}.' if kept else ''}")

    def refuse(self, complaint: str) -> None:
        """Say why a value was not taken, and show again the one that was kept."""
        self.view.tell(complaint)
        self.paint(self.view.paint_settings)

    def brought(self, attribute: str, old: str, new: str) -> None:
        """Take data of the visitor's own, or a change of them, or say what may be brought."""
        if self.painting:
            return
        before = self.own
        try:
            if new == "save":
                return self.paint(self.view.save)
            self.own, settings = own.answered(before, self.settings, new)
            self.take(settings, told=True)
        except ValueError as error:
            self.own = before
            self.refuse(sentence(str(error)))

    # What the visitor races

    def challenged(self, attribute: str, old: str, new: str) -> None:
        if self.painting or not new:
            return
        self.view.rival.value = ""
        if new in SOLVERS:
            self.enter(race.with_rival(self.settings, Rival(new)))
        elif new in METHODS:
            step_size = suggested(self.shown.run.objective, new, {})
            self.enter(race.with_rival(self.settings, Rival(new, step_size)))

    def pin(self) -> None:
        """Keep this run to be compared with: the next change shows beside it."""
        self.enter(race.with_rival(self.settings, race.pinned(self.settings)))

    def enter(self, settings: Settings | None) -> None:
        if settings is None:
            self.view.tell(f"A race has at most {MOST_RIVALS} rivals, no two of them the same.")
            return
        try:
            self.take(settings, told=True)
        except ValueError as error:
            self.refuse(f"{error}.".capitalize())

    def tune(self) -> None:
        self.tuning.want(self.settings)

    def tuned(self, wish: Settings | None, found: tuple[Settings, str] | None, words: str) -> None:
        """Take the step sizes that were found, or say how far the work is."""
        if found is None:
            self.view.say("notice", words)
        else:
            tuned, said = found
            settings = replace(self.settings, step_size=tuned.step_size, race=tuned.race)
            self.take(settings, told=True, complaints=[said])

    def clear(self) -> None:
        self.enter(replace(self.settings, race=()))

    def slid(self, attribute: str, old: float, new: float) -> None:
        low, high = steps.exponents(self.shown.run.objective, self.settings)
        self.take_step_size(steps.step_size_at(new, self.settings.step_size) if low <= new <= high else None)

    def preset(self, attribute: str, old: int | None, new: int | None) -> None:
        values = steps.presets(self.settings, self.shown.run.objective).values()
        self.take_step_size(dict(enumerate(values)).get(new))

    def take_step_size(self, step_size: float | None) -> None:
        """Take a step size that the slider or a preset stands for; where it stands for none, put it back."""
        if self.painting:
            return
        if step_size is None:
            self.paint(self.view.paint_settings)
        else:
            self.take(replace(self.settings, step_size=step_size))

    def take(
        self,
        settings: Settings,
        *,
        forecast: bool = True,
        told: bool = False,
        complaints: Sequence[str] = (),
    ) -> None:
        """Take settings: another run, from its first row; as a forecast its path and its end are told.

        While a run plays, one of another step size plays at once, and nothing is told ahead.
        A run that is too much work is taken with fewer iterations, and that is told, after other complaints.
        Raises ValueError, and takes nothing, where there can be no such run.
        """
        if forecast and only_how(self.settings, settings):
            return self.take_how(settings)
        self.tuning.want(None)
        plays_on = forecast and self.is_playing and are_but_for_step_size(self.settings, settings)
        # the visitor of a lesson is asked how it will end
        forecast = forecast and not plays_on and not settings.lesson
        wanted, settings = settings, affordable(settings)
        taken, before = Shown.of(settings, self.own), self.shown.settings if self.shown else None
        shortened = words(wanted, settings)
        if told or shortened:
            self.view.tell(*complaints, *shortened)
        self.shown = taken
        if before is not None:
            self.view.drop_answered(before, settings)
        self.held_back = self.replaying = False
        ghost = self.seen() if plays_on else taken.rows if forecast else {}
        self.paint(lambda shown: self.view.paint(shown, before, ghost=ghost))
        self.send_errands()
        self.player.load(self.shown.rows)
        if plays_on:
            return self.start()
        before_it = GUESS if settings.lesson and is_as_given(settings) else BEFORE
        self.view.say("verdict", ahead(verdict(taken.run, settings)) if forecast else before_it)
        self.view.paint_playing(False)

    def seen(self) -> rows.Rows | None:
        """The rows played so far; None where they were too few to be seen, as under a dragging finger."""
        player = self.player
        return rows.first(player.rows, player.sent) if player.sent >= SEEN * self.settings.speed else None

    def take_how(self, settings: Settings) -> None:
        """Take settings that leave the run where it is."""
        self.view.drop_answered(self.settings, settings)
        self.shown = replace(self.shown, settings=settings)
        self.paint(self.view.paint_how)
        self.send_errands()
        if self.player.playing:
            self.player.play(settings.speed)

    def send_errands(self) -> None:
        """Want what these settings show beside the run."""
        if "basin_words" in self.view.words:
            self.map.want(basins.wish(self.settings, self.shown.run))
        if self.view.sweep_panel is not None:
            self.sweep.want(sweeps.wishes(self.settings) if self.settings.open == "sweep" else None)
            self.paint_sweep(self.sweep.wish, self.sweep.found, "")

    def paint_sweep(self, wish: Any, curves: list[sweeps.Swept] | None, words: str) -> None:
        if curves is not None or words:
            self.view.paint_sweep(self.shown, curves, words)

    def paint(self, painting: Callable[[Shown], None]) -> None:
        """Paint, without taking what is painted into the widgets for the visitor's own doing."""
        self.painting = True
        try:
            painting(self.shown)
        finally:
            self.painting = False

    # How the visitor plays

    @property
    def is_playing(self) -> bool:
        """Whether rows run: new ones, or those that the browser has."""
        return self.player.playing or self.replaying

    def toggle(self) -> None:
        if self.player.playing:
            self.pause()
        elif not (self.held_back and self.player.finished):
            self.start()

    def start(self) -> None:
        if self.player.finished:
            self.player.load(self.shown.rows)
        self.held_back = False
        self.view.say("verdict", "")
        self.player.play(self.settings.speed)
        self.view.paint_playing(True)

    def pause(self) -> None:
        self.player.pause()
        self.rested()

    def step(self) -> None:
        if not self.held_back:
            self.player.step()
            self.rested()

    def rested(self) -> None:
        """Playing has stopped, at the end of the run or before it."""
        if self.player.finished:
            self.ended()
        else:
            self.view.paint_playing(False)

    def reset(self) -> None:
        self.view.tell()
        self.take(self.settings, forecast=False)

    def ended(self) -> None:
        self.view.say("verdict", escape(verdict(self.shown.run, self.settings)))
        self.view.paint_playing(False)

    def dragged(self, attribute: str, old: float, new: float) -> None:
        """The browser shows the row; here it matters only whether the visitor looks back."""
        if self.player.playing:
            self.pause()
        self.held_back = new < self.player.sent - 1

    def give_up(self) -> None:
        """Tell the page that its place is another's now."""
        self.player.halt()
        self.view.words["verdict"].tags = ["given up"]

    def left(self) -> None:
        """Do nothing any more for a visitor who has gone."""
        self.player.halt()
        self.acts.leave()
        for errand in (self.map, self.sweep, self.tuning):
            errand.leave()
        self.exporter.leave()

    def come_back(self, row: int, playing: bool) -> None:
        """Stand where this visitor's page stood before its server went away, and play on if it did."""
        self.player.go_to(row)
        if playing and not self.player.finished:
            self.start()
        else:
            self.view.say("verdict", "")
            self.rested()

    def looked_away(self, attribute: str, old: list[Any], new: list[Any]) -> None:
        """A hidden page costs nothing; back in view it shows what fell due."""
        back = BACK.fullmatch("".join(new))
        if back:
            self.come_back(int(back["row"]), bool(back["playing"]))
        elif "hidden" in new:
            self.player.hold()
        elif "replay" in new:
            self.replaying = True
        elif new:  # the playhead has been put somewhere
            self.replaying = False
            if self.player.playing:
                self.pause()
        else:
            self.player.resume()


def settled(settings: Settings, name: str) -> Settings:
    """Settings after one has been changed: another function, or another method, brings what suits it."""
    if name == "formula":
        function = TYPED if settings.formula else CHAPTERS[settings.chapter].function
        settings = replace(settings, function=function)
    if name == "function" and settings.function == TYPED and not settings.formula:
        settings = replace(settings, formula=EXAMPLES[settings.chapter]["formula"])
    if name == "function" and settings.function != TYPED:
        settings = replace(settings, formula="")
    if name in ("function", "formula"):
        return at_home(replace(settings, hyperparameters=(), race=race.unpinned(settings.race)))
    if name == "standardise" and settings.data == OWN:
        return at_home(settings)
    if name == "method":
        settings = replace(settings, hyperparameters=())
        return replace(settings, step_size=at_home(settings).step_size)
    return settings


def sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:].removesuffix('.')}."


def typeset(words: str) -> str:
    """Words whose numbers have a true minus."""
    return re.sub(r"(?<![\w)])-(?=\d)", "−", words)


def ahead(words: str) -> str:
    """How a run will end that has not been played yet."""
    return f'<span class="ahead">Ahead: {escape(words)}</span>'


def are_but_for_step_size(before: Settings, after: Settings) -> bool:
    """Whether these are the same, or differ in their step size alone."""
    return replace(before, step_size=after.step_size) == after


def only_how(before: Settings, after: Settings) -> bool:
    """Whether these differ in how a run is shown, and not in the run."""
    return before != after and are_of_one_run(before, after)
