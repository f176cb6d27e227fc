"""One visitor's page: settings come in from the link and the widgets, a run goes out to the view."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from bokeh.document import Document

from dashboard.chapters.shared import basins
from dashboard.explain import steps, sweeps
from dashboard.explain.verdict import BEFORE, GUESS, TRY, verdict
from dashboard.page import entries, own
from dashboard.page.answers import Answers
from dashboard.page.cards import is_as_given
from dashboard.page.changes import are_but_for_step_size, follow_up, is_display_change
from dashboard.page.embedding import embedding
from dashboard.page.exporter import Exporter
from dashboard.page.own import Own
from dashboard.page.playing import Playing
from dashboard.page.racing import Racing
from dashboard.page.shown import Shown
from dashboard.page.view import View
from dashboard.process.errand import Errand
from dashboard.process.gate import Gate
from dashboard.runs.budget import affordable, explain_shortening
from dashboard.runs.held import explain_straying
from dashboard.runs.links import as_given, problem_of, read
from dashboard.runs.problems import with_suggestions
from dashboard.settings.kinds import NotAllowed, read_typed
from dashboard.settings.values import Settings, check, rule_of, value_of
from dashboard.wording.words import sentence
from gdcore import METHODS

log = logging.getLogger(__name__)

# of texts that may be long, by their models' names
LENGTHS = {"points": own.MOST_REQUEST_CHARACTERS, "entries": entries.MOST_ENTRY_CHARACTERS}
FAILED = "Something went wrong on the server, and the run was stopped. Reset begins it anew."


class Page:
    """Answers what the visitor does. What the gate lets in is checked here, or in the settings' rules."""

    def __init__(self, document: Document, arguments: Mapping[str, Sequence[bytes | str]]) -> None:
        settings, complaints = read(arguments)
        self.view = View(settings)
        self.playing = Playing(document, self.view, lambda: self.shown, settings, self.on_failure)
        self.racing = Racing(document, self.view, lambda: self.shown, self.try_to_apply)
        self.map = Errand(document, "Basin map", lambda *given: basins.draw(*given), self.view.paint_map)
        self.sweep = Errand(document, "Sweep", sweeps.sweep_all, self.paint_sweep)
        self.answers = Answers(document, self.on_failure)
        self.exporter = Exporter(document, self.view.parcel, lambda: self.shown, self.view.tell)
        self.shown: Shown = None  # type: ignore[assignment]  # until `apply`, before this constructor ends
        self.own = Own(settings.points, settings.names) if settings.points else Own()
        try:
            self.apply(settings, forecast=False, complaints=complaints, renews_notice=True)
        except ValueError as error:
            complaints.append(f"This run cannot be: {error}.")
            settings = with_suggestions(problem_of(settings))
            self.apply(settings, forecast=False, complaints=complaints, renews_notice=True)
        self.connect()
        self.add_roots(document)
        if settings.play:
            self.playing.start()

    @property
    def settings(self) -> Settings:
        return self.shown.settings

    @property
    def last_act(self) -> float:
        """When something was last done here."""
        return self.gate.last_act

    def add_roots(self, document: Document) -> None:
        """Give the painted models to the document, last: what it holds costs more to change."""
        with document.models.freeze():  # else each root walks all models anew
            for root in [embedding(self.view, self.settings)] if self.view.embedded else self.view.roots():
                document.add_root(root)
        document.js_on_event("document_ready", self.view.ready())
        self.gate = Gate(document, self.view.settable(), self.view.buttons.values(), LENGTHS)

    def connect(self) -> None:
        view, changes, presses = self.view, self.answers.to_change, self.answers.to_press
        for name, control in view.controls.items():
            answer = self.on_points if name == "points" else self.answer_setting(name)
            control.model.on_change(control.attribute, changes(answer))
        view.slider.on_change("value", changes(self.on_slider))
        view.presets.on_change("active", changes(self.on_preset))
        view.playhead.on_change("value", changes(self.playing.on_playhead))
        view.sources.trace.on_change("tags", changes(self.playing.on_report))
        for place, spinner in enumerate(view.hyperparameters):
            spinner.on_change("value", changes(self.answer_hyperparameter(place)))
        view.rival.on_change("value", changes(self.racing.on_rival))
        view.entries.source.on_change("tags", changes(self.on_entry))
        if view.parcel is not None:
            view.parcel.on_change("tags", changes(self.exporter.on_request))
        buttons = {"play": self.playing.toggle, "step": self.playing.step, "reset": self.reset}
        buttons |= {"pin": self.racing.pin, "tune": self.racing.tune, "clear": self.racing.clear}
        for name, press in buttons.items():
            if name in view.buttons:
                view.buttons[name].on_click(presses(press))

    def on_failure(self) -> None:
        """Stop this page's run and say so: a failure of one page is not the others' business."""
        log.exception("A page failed, and its run was stopped")
        self.playing.player.halt()
        self.view.tell(FAILED)
        self.view.paint_playing(False)

    # What the visitor sets

    def answer_setting(self, name: str) -> Callable[[str, Any, Any], None]:
        def set_one(attribute: str, old: Any, new: Any) -> None:
            self.apply_entry(name, lambda: self.view.controls[name].to_setting(new))

        return set_one

    def answer_hyperparameter(self, place: int) -> Callable[[str, Any, Any], None]:
        def set_one(attribute: str, old: Any, new: Any) -> None:
            names = list(METHODS[self.settings.method].hyperparameters)
            if place < len(names):
                self.apply_entry(names[place], lambda: new)

        return set_one

    def on_entry(self, attribute: str, old: list[str], new: list[str]) -> None:
        """Apply what was typed into a field, or leave it there and say why it cannot be applied."""
        if not new:
            return
        field, _, text = new[0].partition(" ")
        name = self.view.setting_of(field, self.settings)
        if name is not None:
            why = self.apply_entry(name, lambda: read_typed(rule_of(self.settings, name), text))
            self.view.entries.keep(field, text, why) if why else self.view.entries.drop(field)
        self.view.entries.answer()

    def apply_entry(self, name: str, read_value: Callable[[], Any]) -> str:
        """Apply what a widget says, or say what is allowed; return why it was refused, and else nothing."""
        rule = rule_of(self.settings, name)
        kept = rule.write(value_of(self.settings, name))
        begun = f"{name.replace('_', ' ')} has to be"
        try:
            wanted = follow_up(check(self.settings, name, read_value()), name)
            if name == "data":
                wanted = self.own.shown_by(wanted, self.settings)
            self.apply(wanted, renews_notice=True)
            return ""
        except NotAllowed as error:
            complaint, why = f"{begun} {error}", error.why
        except (TypeError, IndexError):
            complaint, why = f"{begun} {rule.allowed}", f"allowed: {rule.allowed}"
        except ValueError as error:
            complaint = why = str(error)
        self.refuse(f"{complaint}.{f' It stays {kept}.' if kept else ''}")
        return typeset(f"{sentence(why)}{f' The run keeps {kept}.' if kept else ''}")

    def refuse(self, complaint: str) -> None:
        """Say why a value was refused, and show the kept one again."""
        self.view.tell(complaint)
        self.paint(self.view.paint_settings)

    def on_points(self, attribute: str, old: str, new: str) -> None:
        """Apply a visitor's own data, or a change of them, or say what is allowed."""
        before = self.own
        try:
            if new == "save":
                return self.paint(self.view.save)
            self.own, settings = own.answer_request(before, self.settings, new)
            self.apply(settings, renews_notice=True)
        except ValueError as error:
            self.own = before
            self.refuse(sentence(str(error)))

    def on_slider(self, attribute: str, old: float, new: float) -> None:
        low, high = steps.exponents(self.shown.run.objective, self.settings)
        self.apply_step_size(steps.step_size_at(new, self.settings.step_size) if low <= new <= high else None)

    def on_preset(self, attribute: str, old: int | None, new: int | None) -> None:
        values = dict(enumerate(steps.presets(self.settings, self.shown.run.objective).values()))
        self.apply_step_size(None if new is None else values.get(new))

    def apply_step_size(self, step_size: float | None) -> None:
        """Apply the step size of the slider or of a preset; where that has none, put it back."""
        if step_size is None:
            self.paint(self.view.paint_settings)
        else:
            self.try_to_apply(replace(self.settings, step_size=step_size))

    def try_to_apply(self, settings: Settings, **how: Any) -> None:
        """Show the run of these settings, or say why there can be none."""
        try:
            self.apply(settings, **how)
        except ValueError as error:
            self.refuse(sentence(str(error)))

    def apply(
        self,
        settings: Settings,
        *,
        forecast: bool = True,
        renews_notice: bool = False,
        complaints: Sequence[str] = (),
    ) -> None:
        """Show the run of these settings from its first row.

        Parameters
        ----------
        settings : Settings
            Of the run; one that is too much work has fewer iterations instead, and the notice says so.
        forecast : bool
            Whether the whole path shows faintly and the verdict says how the run will end. While a run plays,
            one of another step size plays at once instead.
        renews_notice : bool
            Whether the notice shows the complaints, and nothing where there are none.
        complaints : sequence of str
            What was wrong with what the visitor gave.

        Raises
        ------
        ValueError
            Where there can be no such run, or a challenge allows none; then nothing changes.
        """
        if settings.challenge and (why := explain_straying(settings, as_given(settings.challenge))):
            raise ValueError(why)
        if forecast and is_display_change(self.settings, settings):
            return self.apply_display(settings)
        self.racing.tuning.want(None)
        plays_on = forecast and self.playing.goes_on and are_but_for_step_size(self.settings, settings)
        # the visitor of a lesson is asked how it will end, and in a challenge it has to be tried
        forecast = forecast and not plays_on and not (settings.lesson or settings.challenge)
        wanted, settings = settings, affordable(settings)
        shown, before = Shown.of(settings, self.own), self.shown.settings if self.shown else None
        shortened = explain_shortening(wanted, settings)
        if renews_notice or shortened:
            self.view.tell(*complaints, *shortened)
        self.shown = shown
        if before is not None:
            self.view.drop_answered(before, settings)
        self.view.judge(None)
        ghost = self.playing.seen if plays_on else shown.rows if forecast else {}
        self.paint(lambda shown: self.view.paint(shown, before, ghost=ghost))
        self.send_errands()
        self.playing.load()
        if plays_on:
            return self.playing.start()
        self.view.say("verdict", announce(verdict(shown.run, settings)) if forecast else begin(settings))
        self.view.paint_playing(False)

    def apply_display(self, settings: Settings) -> None:
        """Show the same run in another way, and leave it where it is."""
        before = self.settings
        self.view.drop_answered(before, settings)
        self.shown = replace(self.shown, settings=settings)
        self.paint(lambda shown: self.view.paint_how(shown, before))
        self.send_errands()
        self.playing.keep_speed()

    def send_errands(self) -> None:
        """Order what these settings show beside the run."""
        if "basin_words" in self.view.words:
            self.map.want(basins.wish(self.settings, self.shown.run))
        if self.view.sweep_panel is not None:
            self.sweep.want(sweeps.wishes(self.settings) if self.settings.open == "sweep" else None)
            self.paint_sweep(self.sweep.wish, self.sweep.result, "")

    def paint_sweep(self, wish: Any, curves: list[sweeps.Swept] | None, words: str) -> None:
        if curves is not None or words:
            self.view.paint_sweep(self.shown, curves, words)

    def paint(self, painting: Callable[[Shown], None]) -> None:
        """Paint; what that changes in widgets is no act of the visitor."""
        with self.answers.none():
            painting(self.shown)

    def reset(self) -> None:
        self.view.tell()
        self.apply(self.settings, forecast=False)

    def give_up(self) -> None:
        """Tell the page that somebody else has its place now."""
        self.playing.player.halt()
        self.view.words["verdict"].tags = ["given up"]

    def on_disconnect(self) -> None:
        """Stop all work for a visitor who has gone."""
        self.playing.player.halt()
        self.answers.leave()
        for errand in (self.map, self.sweep, self.racing.tuning):
            errand.leave()
        self.exporter.leave()


def typeset(words: str) -> str:
    """Words whose numbers have a true minus."""
    return re.sub(r"(?<![\w)])-(?=\d)", "−", words)


def announce(words: str) -> str:
    """How a run will end that has not been played yet."""
    return f'<span class="ahead">Ahead: {escape(words)}</span>'


def begin(settings: Settings) -> str:
    """Return what a run begins with, before it is played and with nothing said of its end."""
    if settings.challenge:
        return TRY
    return GUESS if settings.lesson and is_as_given(settings) else BEFORE
