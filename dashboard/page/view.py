"""All models of one page, and how they show settings and a run. What a visitor does is `page`'s business."""

from functools import lru_cache
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
from bokeh.models import (
    Column,
    ColumnDataSource,
    CustomJS,
    InlineStyleSheet,
    Model,
    Plot,
    RadioButtonGroup,
    Spinner,
    TextInput,
)
from bokeh.models.layouts import LayoutDOM

from dashboard.chapters.shared import basins, flips, surface, sweep
from dashboard.drawing import figures
from dashboard.drawing import linking as scripts
from dashboard.drawing.board import FROM_TRUTH, Board
from dashboard.drawing.models import change
from dashboard.drawing.palette import COLOUR_PAIRS, RIVAL_LOOKS, style_sheet
from dashboard.drawing.places import window
from dashboard.drawing.sources import Sources
from dashboard.exercises.goals import Judged
from dashboard.explain import formulas, steps, sweeps, theory
from dashboard.explain.headings import headings
from dashboard.export.script import script
from dashboard.page import controls, own, timeline
from dashboard.page.cards import is_as_given
from dashboard.page.confined import confine
from dashboard.page.controls import Control
from dashboard.page.entries import Entries
from dashboard.page.own import as_file, choices
from dashboard.page.shown import Shown
from dashboard.runs import race, rows
from dashboard.runs.links import link
from dashboard.runs.rows import Rows
from dashboard.settings.chapter import Chapter, chapter_of
from dashboard.settings.values import ENTRIES, Settings, value_of
from dashboard.wording.words import figure
from gdcore import METHODS, outcome

MOST_COMPLAINTS = 5
STRETCHED = {"sizing_mode": "stretch_both"}
TAKE = "field.value = Number(cb_obj.x.toPrecision(2))"  # a step size, where it was clicked
HAIR = "\u200a"  # a hair space: chips are narrow
PRESETS_NAMED = 100  # whose words are kept
SMALL_STEP_SIZE = 1e-4  # step sizes below this are written with a power of ten, and fewer digits
NOT_JUDGED: dict[str, list[Any]] = {"done": [], "own": [], "words": [], "link": []}
STYLE = (Path(__file__).parent.parent / "static" / "widgets.css").read_text(encoding="utf-8")


class View:
    """The models of a page, made once. Painting changes what has changed: an equal value costs too."""

    def __init__(self, settings: Settings) -> None:
        self.chapter: Chapter = chapter_of(settings)
        self.embedded = bool(settings.show)
        self.panels = settings.show or self.chapter.panels
        self.sheet = InlineStyleSheet(css=STYLE + style_sheet(settings.theme) * self.embedded)
        self.kit = figures.Kit(board=Board() if settings.board and not self.embedded else None)
        self.sources = Sources.empty(self.kit, self.chapter.columns, self.chapter.now_columns)
        self.figures: dict[str, Plot] = {
            name: make(self.kit, self.sources, settings)
            for name, make in self.chapter.figures.items()
            if name in self.panels
        }
        self.buttons = controls.make_transport(self.sheet)
        if not self.embedded:
            self.buttons |= controls.make_race_buttons(self.sheet)
        self.playhead = controls.make_playhead(self.sheet)
        self.controls: dict[str, Control] = controls.build(settings, self.sheet, embedded=self.embedded)
        self.parcel: ColumnDataSource | None = None if self.embedded else self.kit.source({}, "parcel")
        self.entries = Entries(self.kit.source({}, "entries"))
        self.judged = (
            self.kit.source(NOT_JUDGED, "judged") if settings.challenge and not self.embedded else None
        )
        self.playhead.tags = self.undrawn_sources()
        self.words = {name: controls.make_text(name, self.sheet) for name in self.word_names()}
        self.words["notice"].render_as_text = True
        self.raised: Column | None = None  # the panel that the contours and the surface share
        self.sweep_panel: Column | None = None if self.embedded else Column(name="sweep_panel", **STRETCHED)
        self.swept: list[sweeps.Swept] = []
        self.mapped: basins.Wish | None = None  # whose map there is under the contours
        self.slider = controls.make_slider(self.sheet)
        self.presets = controls.make_presets(self.sheet)
        self.hyperparameters = controls.make_hyperparameter_fields(self.sheet)
        self.rival = controls.make_rival_menu(self.sheet)
        if settings.challenge:
            confine(self, settings)

    def undrawn_sources(self) -> list[ColumnDataSource]:
        """Return what no figure draws from, or only later: that is the document's by being a tag."""
        shared = self.sources
        entries = None if self.embedded else self.entries.source
        optional = [source for source in (self.parcel, self.judged, entries) if source is not None]
        return [shared.trace, shared.path, shared.facts, shared.lanes, shared.finish, *optional]

    def word_names(self) -> list[str]:
        panels = [name for name in self.chapter.words if name in self.panels]
        return [
            *panels,
            "verdict",
            "notice",
            "counter",
            *[word for panel, word in self.chapter.captions.items() if panel in self.panels],
            *([] if self.embedded else ["ticks", "formulas", "theory", "sweep", "code"]),
            *(["table"] if "points" in self.controls else []),
            *([] if self.embedded else self.chapter.sheets),
        ]

    def roots(self) -> list[LayoutDOM]:
        """What stands on the page, each by itself: the template places them by name."""
        widgets = [control.model for control in self.controls.values()]
        widgets += [*self.hyperparameters, self.rival]
        others = [self.slider, self.presets, self.playhead, *self.buttons.values(), *self.words.values()]
        folded = [] if self.sweep_panel is None else [self.sweep_panel]
        return [*self.panels_of_figures(), *folded, *widgets, *others]

    def panels_of_figures(self) -> list[LayoutDOM]:
        panels = self.chapter.roots(self.figures)
        self.raised = next((panel for panel in panels if panel.name == "path_panel"), None)
        return panels

    def settable(self) -> list[tuple[Model, str]]:
        """What the browser changes and the server has to know: models, each with a property."""
        widgets = [(control.model, control.attribute) for control in self.controls.values()]
        if not self.embedded:
            widgets += [(self.slider, "value"), (self.presets, "active"), (self.rival, "value")]
            widgets += [(spinner, "value") for spinner in self.hyperparameters]
            widgets += [(self.parcel, "tags"), (self.entries.source, "tags")]
        ranges = [scale for plot in self.figures.values() for scale in (plot.x_range, plot.y_range)]
        ends = [(scale, end) for scale in ranges for end in ("start", "end")]
        return [*widgets, *ends, (self.playhead, "value"), (self.sources.trace, "tags")]

    def setting_of(self, field: str, settings: Settings) -> str | None:
        """The name of the setting that a field shows; None where a text is no setting of it."""
        places = {spinner.name: place for place, spinner in enumerate(self.hyperparameters)}
        if field in places:
            names = list(METHODS[settings.method].hyperparameters)
            return names[places[field]] if places[field] < len(names) else None
        control = self.controls.get(field)
        if control is None or not isinstance(control.model, Spinner | TextInput):
            return None
        return field if control.model.visible else None

    def drop_answered(self, before: Settings, after: Settings) -> None:
        """Let those fields show their settings again whose settings have changed."""
        for field in self.entries.fields:
            name = self.setting_of(field, after)
            if (
                name is None
                or before.method != after.method
                or value_of(before, name) != value_of(after, name)
            ):
                self.entries.drop(field)

    def ready(self, *, is_served: bool = True) -> CustomJS:
        """Return what the browser runs once the document is there: the chapter's module, with these models.

        Without a server nobody can change the start, nor where a challenge fixes it.
        """
        settable = ["points"] if is_served else []
        if is_served and not self.controls["start"].model.disabled:
            settable.append("start")
        models: dict[str, Any] = {
            **{
                name: getattr(self.sources, name)
                for name in ("trace", "path", "marks", "now", "facts", "lanes", "finish")
            },
            **{source.name: source for source in self.followers()},
            **{name: self.buttons[name] for name in ("play", "back", "step", "reset")},
            **{name: self.words[name] for name in self.word_names()},
            **{plot.name: plot for plot in self.figures.values()},
            "playhead": self.playhead,
            "path_panel": self.raised,
            "sweep_panel": self.sweep_panel,
            "judged": self.judged,
            **{name: self.controls[name].model for name in settable if name in self.controls},
            "colours": COLOUR_PAIRS,
            "rivals": RIVAL_LOOKS,
            "titles": self.chapter.titles,
        }
        return scripts.script(self.chapter.module, **models)

    def followers(self) -> list[ColumnDataSource]:
        """The sources of single figures that the chapter's module reads or fills."""
        drawn = [renderer.data_source for plot in self.figures.values() for renderer in plot.renderers]
        return [source for source in drawn if source.name in self.chapter.followers]

    # What the models show

    def paint(self, shown: Shown, before: Settings | None, *, ghost: Rows | None) -> None:
        """Show another run, none of it played, and faintly the path of `ghost`; None leaves that as it is."""
        for layer in ("race", "noise"):
            if getattr(shown.settings, layer):
                self.kit.bring(layer)
        self.chapter.paint(self.figures, shown.run, shown.settings, before)
        if "path" in self.figures and shown.run.objective.n == 2:
            flips.paint(self.kit, self.figures["path"], shown.run)
        self.paint_how(shown, before)
        if ghost is not None:
            self.sources.ghost.data = rows.thinned(ghost) if ghost else {name: [] for name in shown.rows}
        if "formulas" in self.words:
            self.say("formulas", formulas.describe_formulas(shown.run, shown.rivals))
        hidden, faulty = self.chapter.hidden_program, self.chapter.faulty_program
        if shown.settings.bug and hidden and faulty and "code" in self.words:
            whole = as_code(faulty(shown.run, shown.settings))  # the card shows it to whoever finds the fault
            change(self.words["code"], text=as_code(hidden(shown.run, shown.settings)), tags=[whole])

    def paint_how(self, shown: Shown, before: Settings | None) -> None:
        """Show the same run in another way than before: at another speed, on another scale."""
        self.paint_facts(shown)
        self.paint_settings(shown, before)
        self.paint_view(shown)
        self.paint_sheets(shown)
        if "loss" in self.figures:
            timeline.paint(self.kit, self.sources, self.figures["loss"], shown)

    def paint_view(self, shown: Shown) -> None:
        """Show the bowl as it is wanted; what has been built for that comes into its panel."""
        if "path" not in self.figures or self.chapter.surface is None:
            return
        view, objective = shown.settings.view, shown.run.objective
        if "surface" not in self.figures:
            if view != "surface":
                return
            self.figures["surface"] = self.chapter.surface(self.kit, self.sources, self.figures)
        surface.show(self.figures, objective, window(objective, shown.run), view)
        if self.raised is not None:
            change(self.raised, children=surface.raised(self.figures))

    def paint_map(self, wish: basins.Wish | None, basin_map: basins.Map | None, words: str) -> None:
        """Show the basin map that is wanted; until there is one, that of the same place faintly."""
        plot = self.figures["path"]
        if basin_map is not None:
            basins.paint(self.kit, plot, basin_map)
            self.mapped = wish
        else:
            basins.fade(plot, stays=bool(wish and self.mapped and wish.place == self.mapped.place))
        caption = words if basin_map is None else basin_map.legend
        self.say("basin_words", f'<span class="caption">{caption}</span>' if caption else "")

    def paint_sweep(self, shown: Shown, curves: list[sweeps.Swept] | None, words: str) -> None:
        """Show the sweep where its fold is open; until there is one, that of before, and how far it is."""
        if self.sweep_panel is None or shown.settings.open != "sweep":
            return
        if not self.sweep_panel.children:
            take = CustomJS(args={"field": self.controls["step_size"].model}, code=TAKE)
            self.sweep_panel.children = [sweep.build(self.kit, self.sources, take)]
        if curves is None:
            self.say("sweep", f'<p class="caption">{words}</p>')
            return
        if curves is not self.swept:  # dragging the step size leaves them as they are
            limits = steps.stability(shown.run.objective, shown.settings)
            sweep.paint(self.sweep_panel.children[0], curves, dict(list(limits.items())[-1:]))
            self.swept = curves
        self.say("sweep", sweeps.caption(shown.settings, curves[0], outcome(shown.run)))

    def paint_sheets(self, shown: Shown) -> None:
        """Fill the sheet of the instrument that is open: the others cost nothing."""
        name = shown.settings.open
        if name not in self.words:
            return
        if name == "theory":
            self.say(name, theory.describe_theory(shown.run))
        elif name == "code" and not shown.settings.bug:
            self.say(name, as_code(script(shown.run, shown.settings)))
        elif name in self.chapter.sheets:
            self.say(name, self.chapter.sheets[name](shown.settings))

    def paint_own(self, shown: Shown) -> None:
        """Say what there is of the visitor's own data."""
        if "table" in self.words:
            self.say("table", own.describe_own(shown.own, shown.settings))
            change(self.words["table"], tags=choices(shown.own, shown.settings))

    def save(self, shown: Shown) -> None:
        """Hand the points to the browser as a file; what is asked for is answered by being put back."""
        self.words["table"].tags = [as_file(shown.settings)]
        self.paint_settings(shown)

    def paint_facts(self, shown: Shown) -> None:
        settings = shown.settings
        facts = self.chapter.facts(shown.run, settings) | {
            "step_size": settings.step_size,
            "iterations": settings.iterations,
            "speed": settings.speed,
            "theme": settings.theme,
            "link": link(settings),
            "as_given": is_as_given(settings),
            "title": self.chapter.timeline_title(settings),
            "method": settings.method,
            "noisy": shown.run.estimate is not shown.run.gradient,
            "rule": METHODS[settings.method].text,
            "scale": settings.scale,
            "is_distance": self.chapter.height[settings.scale] in FROM_TRUTH,
            "height": self.chapter.height["log"],  # the column that a race is about
            "steps": shown.run.steps,
            "last": len(shown.rows["iteration"]) - 1,
            **race.facts(shown.run, shown.rivals, settings),
        }
        if not self.embedded:
            facts["carried"] = steps.carried_to(settings)
            facts["headings"] = headings(shown.rows, shown.run, settings)
        self.sources.facts.data = {name: [value] for name, value in facts.items()}

    def paint_settings(self, shown: Shown, before: Settings | None = None) -> None:
        """Make every widget show its setting, or those whose settings differ from before, if any does."""
        settings, objective = shown.settings, shown.run.objective
        self.paint_own(shown)
        for name, control in self.controls.items():
            value = getattr(settings, name)
            if before in (None, settings) or getattr(before, name) != value:
                control.show(value)
        change(self.playhead, end=settings.iterations)
        if self.embedded:
            return
        self.paint_optional(settings)
        low, high = steps.exponents(objective, settings)
        exponent = min(max(float(np.log10(settings.step_size)), low), high)
        change(self.slider, start=low, end=high, value=exponent)
        marks = {} if settings.challenge else steps.marked(shown.run, settings)  # they would tell the answer
        self.say("ticks", controls.ticks(marks, low, high))
        presets = steps.presets(settings, objective)
        # on a board their names would tell what they do
        labels = [name_preset("" if settings.board else word, value) for word, value in presets.items()]
        paint_presets(self.presets, labels, list(presets.values()), settings.step_size)

    def paint_optional(self, settings: Settings) -> None:
        """Show the controls that have something to set in these settings, and no others."""
        for each in ENTRIES[settings.chapter]:
            if each.widget is not None and each.is_used is not None:
                change(self.controls[each.name].model, visible=each.is_used(settings))
        taken = METHODS[settings.method].hyperparameters
        for spinner, name in zip_longest(self.hyperparameters, taken):
            if name is None:
                change(spinner, visible=False)
            else:
                controls.show_hyperparameter(spinner, name, value_of(settings, name), taken[name])

    def paint_playing(self, playing: bool) -> None:
        change(self.buttons["play"], label="Pause" if playing else "Play")

    def say(self, name: str, text: str) -> None:
        if self.words[name].text != text:
            self.words[name].text = text

    def judge(self, judged: Judged | None, proof: str = "", is_own: bool = True) -> None:
        """Say whether a run has done its challenge, with the link that plays it; None before its end."""
        columns = NOT_JUDGED
        if judged is not None:
            columns = {"done": [judged.done], "own": [is_own], "words": [judged.words], "link": [proof]}
        if self.judged is not None and self.judged.data != columns:
            self.judged.data = dict(columns)

    def tell(self, *complaints: str) -> None:
        """Say what was wrong with what a visitor gave; without a complaint, nothing."""
        more = len(complaints) - MOST_COMPLAINTS
        self.words["notice"].text = ""  # the same words again are news: they may have been dismissed
        self.say("notice", "\n".join([*complaints[:MOST_COMPLAINTS], *[f"And {more} more."] * (more > 0)]))


def as_code(lines: str) -> str:
    return f'<pre tabindex="0" role="region" aria-label="Program">{escape(lines)}</pre>'


def paint_presets(group: RadioButtonGroup, labels: list[str], values: list[float], step_size: float) -> None:
    chosen = values.index(step_size) if step_size in values else None
    change(group, labels=labels, active=chosen)


@lru_cache(maxsize=PRESETS_NAMED)
def name_preset(word: str, step_size: float) -> str:
    written = figure(step_size, 3 if step_size > SMALL_STEP_SIZE else 2).replace(" ", HAIR)
    return f"{word} {written}".strip()
