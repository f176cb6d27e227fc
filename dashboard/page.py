"""One page of one visitor: settings come in from the link and the widgets, a run goes out to the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from bokeh import __version__ as bokeh_version
from bokeh.document import Document
from bokeh.events import ConnectionLost
from bokeh.models import InlineStyleSheet, RadioButtonGroup
from bokeh.models.layouts import LayoutDOM

from dashboard import chapters, controls, figures, rows, scripts, sources
from dashboard.palette import DARK, LIGHT
from dashboard.player import Player
from dashboard.problems import run_of
from dashboard.script import script as plain_script
from dashboard.settings import RULES, Refused, Settings, check, link, read
from dashboard.tips import TITLES, tips
from dashboard.verdict import BEFORE, verdict

FEWEST_DECADES = 3
WORDS = ("verdict", "notice", "counter", "ticks", "code")
STYLE = (Path(__file__).parent / "static" / "widgets.css").read_text(encoding="utf-8")


class Page:
    """Holds the settings, and paints whatever depends on them. All that a client sends is checked here."""

    def __init__(self, document: Document, arguments: Mapping[str, Sequence[bytes | str]]) -> None:
        self.document = document
        self.settings, complaints = read(arguments)
        self.chapter = chapters.BY_NAME[self.settings.chapter]
        self.table = rows.BY_CHAPTER[self.settings.chapter]
        self.painting = False
        self.held_back = False
        self.build()
        self.connect()
        self.apply(self.settings, forecast=False)
        self.tell(*complaints)
        self.place()
        if self.settings.play:
            self.start()

    def build(self) -> None:
        sheet = InlineStyleSheet(css=STYLE)
        self.run = run_of(self.settings)
        columns = tuple(self.table(self.run))
        self.kit = figures.Kit()
        self.sources = sources.Sources.empty(self.kit, columns, self.chapter.NOW_COLUMNS)
        self.figures = self.chapter.build(self.kit, self.sources, self.settings)
        self.controls = controls.build(self.settings, sheet)
        self.buttons = controls.transport(sheet)
        self.slider = controls.exponent_slider(sheet)
        self.presets = RadioButtonGroup(
            name="presets",
            labels=[],
            css_classes=["presets"],
            sizing_mode="stretch_width",
            stylesheets=[sheet],
        )
        self.playhead = controls.playhead(sheet)
        self.playhead.tags = [
            self.sources.trace
        ]  # no figure draws from it, so this is what makes it the document's
        self.words = {name: controls.words(name, sheet) for name in (*WORDS, *self.chapter.WORDS)}
        self.words["notice"].render_as_text = True
        self.player = Player(self.document, self.sources.trace, self.ended)

    def place(self) -> None:
        """Give the painted models to the document, last: what it holds costs more to change."""
        widgets = [control.model for control in self.controls.values()]
        others = [self.slider, self.presets, self.playhead, *self.buttons.values(), *self.words.values()]
        with self.document.models.freeze():  # else each root walks all models anew
            for root in (*self.chapter.roots(self.figures), *widgets, *others):
                self.document.add_root(root)
        ready = scripts.script(*self.chapter.SCRIPTS, **self.seen_by_scripts())
        self.document.js_on_event("document_ready", ready)

    def seen_by_scripts(self) -> dict[str, Any]:
        shared = {name: getattr(self.sources, name) for name in ("trace", "path", "marks", "now", "facts")}
        buttons = {name: self.buttons[name] for name in ("play", "back", "step")}
        return {
            **shared,
            **buttons,
            **{name: self.figures[name] for name in self.chapter.SEEN},
            **{name: self.words[name] for name in ("counter", *self.chapter.WORDS)},
            "playhead": self.playhead,
            "start": self.controls["start"].model,
            "colours": [[LIGHT[role], DARK[role]] for role in LIGHT],
        }

    def connect(self) -> None:
        for name, control in self.controls.items():
            control.model.on_change(control.attribute, self.changed(name))
        self.slider.on_change("value", self.slid)
        self.presets.on_change("active", self.preset)
        self.playhead.on_change("value", self.dragged)
        self.sources.trace.on_change("tags", self.looked_away)
        self.sources.trace.on_change("data", self.rewritten)
        for name, press in {"play": self.toggle, "step": self.step, "reset": self.reset}.items():
            self.buttons[name].on_click(press)

    # What the visitor does

    def changed(self, name: str) -> Any:
        def set_one(attribute: str, old: Any, new: Any) -> None:
            if self.painting:
                return
            control = self.controls[name]
            try:
                settings = check(self.settings, name, control.to_setting(new))
            except (Refused, TypeError, IndexError):
                allowed = RULES[self.settings.chapter][name].allowed
                self.tell(f"{name.replace('_', ' ')} has to be {allowed}. It stays {self.written(name)}.")
                self.show_settings()
            else:
                self.tell()
                self.apply(settings)

        return set_one

    def slid(self, attribute: str, old: float, new: float) -> None:
        low, high = controls.exponents(self.run.objective)
        if not self.painting and low <= new <= high:
            self.apply(replace(self.settings, step_size=controls.step_size_at(new)))

    def preset(self, attribute: str, old: int | None, new: int | None) -> None:
        values = list(controls.presets(self.settings, self.run.objective).values())
        if not self.painting and new is not None and 0 <= new < len(values):
            self.apply(replace(self.settings, step_size=values[new]))

    def dragged(self, attribute: str, old: float, new: float) -> None:
        if self.player.playing:
            self.player.pause()
            self.show_playing()
        self.held_back = new < self.player.sent - 1

    def looked_away(self, attribute: str, old: list[Any], new: list[Any]) -> None:
        """A hidden page costs nothing; back in view it shows what fell due."""
        if "hidden" in new:
            self.player.hold()
        else:
            self.player.resume()

    def rewritten(self, attribute: str, old: Any, new: Any) -> None:
        """Take nothing from a client that writes rows of its own."""
        if not self.player.sending:
            self.player.load(self.rows)
            self.show_playing()

    def toggle(self) -> None:
        if self.player.playing:
            self.player.pause()
            self.show_playing()
        elif not (self.held_back and self.player.finished):
            self.start()

    def start(self) -> None:
        if self.player.finished:
            self.player.load(self.rows)
        self.held_back = False
        self.words["verdict"].text = ""
        self.player.play(self.settings.speed)
        self.show_playing()

    def step(self) -> None:
        if not self.held_back:
            self.player.step()
            self.show_playing()
            if self.player.finished:
                self.ended()

    def reset(self) -> None:
        self.apply(self.settings, forecast=False)

    def ended(self) -> None:
        self.words["verdict"].text = escape(verdict(self.run, self.settings))
        self.show_playing()

    # What the page shows

    def apply(self, settings: Settings, *, forecast: bool = True) -> None:
        """Take new settings: another run, from its first row; as a forecast its whole path shows faintly."""
        previous, self.settings = self.settings, settings
        if forecast and only_how(previous, settings):
            return self.show_how()
        self.held_back = False
        self.run = run_of(settings)
        self.rows = self.table(self.run)
        self.chapter.paint(self.figures, self.run, settings)
        self.show_facts()
        self.show_ranges()
        self.sources.ghost.data = rows.thinned(self.rows) if forecast else {name: [] for name in self.rows}
        self.player.load(self.rows)
        self.words["verdict"].text = ahead(verdict(self.run, settings)) if forecast else BEFORE
        self.words["code"].text = f"<pre>{escape(plain_script(self.run, settings))}</pre>"
        self.show_settings()
        self.show_playing()

    def show_how(self) -> None:
        """Speed, scale and view change how a run is shown, and leave it where it is."""
        self.show_facts()
        self.show_ranges()
        self.show_settings()
        if self.player.playing:
            self.player.play(self.settings.speed)

    def show_facts(self) -> None:
        settings = self.settings
        found = self.chapter.facts(self.run, settings) | {
            "step_size": settings.step_size,
            "iterations": settings.iterations,
            "speed": settings.speed,
            "link": link(settings),
        }
        self.sources.facts.data = {name: [value] for name, value in found.items()}

    def show_ranges(self) -> None:
        plot, log = self.figures[self.chapter.TIMELINE], self.settings.scale == "log"
        column = self.chapter.GAP if log else self.chapter.HEIGHT
        figures.scale_y(plot, self.settings.scale)
        for renderer in plot.renderers:
            if renderer.name == "floor":
                renderer.visible = not log
            elif renderer.glyph.y != column:
                renderer.glyph.y = column
        heights = decades(self.rows[column]) if log else self.chapter.heights(self.run, self.rows)
        margin = figures.ROOM * self.settings.iterations
        figures.look_at(plot, (-margin, self.settings.iterations + margin), heights)

    def show_settings(self) -> None:
        """Make every widget show its setting."""
        self.painting = True
        for name, control in self.controls.items():
            control.show(getattr(self.settings, name))
        low, high = controls.exponents(self.run.objective)
        exponent = min(max(float(np.log10(self.settings.step_size)), low), high)
        self.slider.update(**differing(self.slider, start=low, end=high, value=exponent))
        self.playhead.update(**differing(self.playhead, end=self.settings.iterations))
        ticks = controls.ticks(self.run.objective)
        self.words["ticks"].update(**differing(self.words["ticks"], text=ticks))
        values = controls.presets(self.settings, self.run.objective)
        labels = [f"{word} {value:.3g}" for word, value in values.items()]
        chosen = next(
            (i for i, value in enumerate(values.values()) if value == self.settings.step_size), None
        )
        self.presets.update(**differing(self.presets, labels=labels, active=chosen))
        self.painting = False

    def show_playing(self) -> None:
        label = "Pause" if self.player.playing else "Play"
        if self.buttons["play"].label != label:
            self.buttons["play"].label = label

    def written(self, name: str) -> str:
        return RULES[self.settings.chapter][name].write(getattr(self.settings, name))

    def tell(self, *complaints: str) -> None:
        text = "\n".join(complaints[:5]) + f"\nand {len(complaints) - 5} more." * (len(complaints) > 5)
        if self.words["notice"].text != text:
            self.words["notice"].text = text


def ahead(words: str) -> str:
    """How a run will end that has not been played yet."""
    return f'<span class="ahead">Ahead: {escape(words)}</span>'


def only_how(before: Settings, after: Settings) -> bool:
    """Whether these differ in how a run is shown, and not in the run."""
    shown = {name: getattr(after, name) for name in ("speed", "scale", "view")}
    return before != after and replace(before, **shown) == after


def differing(model: LayoutDOM, **values: Any) -> dict[str, Any]:
    """The values that a model does not have yet: setting an equal one costs a message."""
    return {name: value for name, value in values.items() if getattr(model, name) != value}


def decades(column: np.ndarray) -> tuple[float, float]:
    """A logarithmic range that holds a column: whole decades, at least three, at most sixteen."""
    positive = column[column > 0]
    if not positive.size:
        return 1e-3, 1.0
    high = float(np.ceil(np.log10(positive.max()) + 0.05))
    low = float(np.floor(np.log10(positive.min())))
    return 10.0 ** max(min(low, high - FEWEST_DECADES), high - 16), 10.0**high


def open_page(document: Document) -> None:
    """Build the page that a request asks for, in its document."""
    context = document.session_context
    page = Page(document, context.request.arguments)
    document.on_session_destroyed(lambda _: page.player.halt())
    document.on_event(ConnectionLost, lambda _: page.player.halt())
    document.config.update(reconnect_session=False, notify_connection_status=False)
    app = context.server_context.application_context.url
    document.title = f"Gradient descent, live: {TITLES[page.settings.chapter]}"
    document.template_variables.update(
        app=app,
        bokeh=app.rsplit("/", 1)[0] + "/static/js",
        version=bokeh_version,
        chapter=page.settings.chapter,
        theme=page.settings.theme,
        tips=tips(page.settings.chapter),
    )
