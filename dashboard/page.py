"""One visitor's page: settings come in from the link and the widgets, a run goes out to the view."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from html import escape
from typing import Any

from bokeh.document import Document

from dashboard import controls, rows
from dashboard.embedding import embedding
from dashboard.gate import Gate
from dashboard.player import Player
from dashboard.problems import run_of
from dashboard.settings import RULES, Refused, Settings, check, read
from dashboard.verdict import BEFORE, verdict
from dashboard.view import Shown, View

log = logging.getLogger(__name__)

FAILED = "Something went wrong on the server, and the run was stopped. Reset begins it anew."


class Page:
    """Answers what the visitor does. What the gate lets in is checked here, or in the settings' rules."""

    def __init__(self, document: Document, arguments: Mapping[str, Sequence[bytes | str]]) -> None:
        settings, complaints = read(arguments)
        self.view = View(settings)
        self.player = Player(document, self.view.sources.trace, self.ended, self.failed)
        self.painting = False
        self.held_back = False
        self.shown: Shown | None = None
        self.take(settings, forecast=False)
        self.view.tell(*complaints)
        self.connect()
        self.place(document)
        if settings.play:
            self.start()

    @property
    def settings(self) -> Settings:
        return self.shown.settings

    def place(self, document: Document) -> None:
        """Give the painted models to the document, last: what it holds costs more to change."""
        with document.models.freeze():  # else each root walks all models anew
            for root in [embedding(self.view)] if self.view.embedded else self.view.roots():
                document.add_root(root)
        document.js_on_event("document_ready", self.view.ready())
        Gate(document, self.view.settable(), self.view.buttons.values())

    def connect(self) -> None:
        view = self.view
        for name, control in view.controls.items():
            control.model.on_change(control.attribute, self.guarded(self.changed(name)))
        view.slider.on_change("value", self.guarded(self.slid))
        view.presets.on_change("active", self.guarded(self.preset))
        view.playhead.on_change("value", self.guarded(self.dragged))
        view.sources.trace.on_change("tags", self.guarded(self.looked_away))
        for name, press in {"play": self.toggle, "step": self.step, "reset": self.reset}.items():
            view.buttons[name].on_click(self.guarded(press))

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
            if self.painting:
                return
            try:
                settings = check(self.settings, name, self.view.controls[name].to_setting(new))
            except (Refused, TypeError, IndexError):
                rule = RULES[self.settings.chapter][name]
                kept = rule.write(getattr(self.settings, name))
                self.view.tell(f"{name.replace('_', ' ')} has to be {rule.allowed}. It stays {kept}.")
                self.paint(self.view.paint_settings)
            else:
                self.view.tell()
                self.take(settings)

        return set_one

    def slid(self, attribute: str, old: float, new: float) -> None:
        low, high = controls.exponents(self.shown.run.objective)
        self.take_step_size(
            controls.step_size_at(new, self.settings.step_size) if low <= new <= high else None
        )

    def preset(self, attribute: str, old: int | None, new: int | None) -> None:
        values = controls.presets(self.settings, self.shown.run.objective).values()
        self.take_step_size(dict(enumerate(values)).get(new))

    def take_step_size(self, step_size: float | None) -> None:
        """Take a step size that the slider or a preset stands for; where it stands for none, put it back."""
        if self.painting:
            return
        if step_size is None:
            self.paint(self.view.paint_settings)
        else:
            self.take(replace(self.settings, step_size=step_size))

    def take(self, settings: Settings, *, forecast: bool = True) -> None:
        """Take settings: another run, from its first row; as a forecast its path and its end are told."""
        if forecast and only_how(self.settings, settings):
            return self.take_how(settings)
        run, before = run_of(settings), self.shown and self.shown.settings
        self.shown = Shown(settings, run, rows.table(run, settings.chapter))
        self.held_back = False
        self.paint(lambda shown: self.view.paint(shown, before, ghost=forecast))
        self.player.load(self.shown.rows)
        self.view.say("verdict", ahead(verdict(run, settings)) if forecast else BEFORE)
        self.view.paint_playing(False)

    def take_how(self, settings: Settings) -> None:
        """Take settings that leave the run where it is."""
        self.shown = replace(self.shown, settings=settings)
        self.paint(self.view.paint_how)
        if self.player.playing:
            self.player.play(settings.speed)

    def paint(self, painting: Callable[[Shown], None]) -> None:
        """Paint, without taking what is painted into the widgets for the visitor's own doing."""
        self.painting = True
        try:
            painting(self.shown)
        finally:
            self.painting = False

    # How the visitor plays

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

    def looked_away(self, attribute: str, old: list[Any], new: list[Any]) -> None:
        """A hidden page costs nothing; back in view it shows what fell due."""
        if "hidden" in new:
            self.player.hold()
        elif new and self.player.playing:
            self.pause()
        else:
            self.player.resume()


def ahead(words: str) -> str:
    """How a run will end that has not been played yet."""
    return f'<span class="ahead">Ahead: {escape(words)}</span>'


def only_how(before: Settings, after: Settings) -> bool:
    """Whether these differ in how a run is shown, and not in the run."""
    how = {name: getattr(after, name) for name in ("speed", "scale", "view")}
    return before != after and replace(before, **how) == after
