"""One widget a setting, under the setting's name; each says how its value is read and written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from bokeh.models import (
    Button,
    Checkbox,
    CustomJSTickFormatter,
    Div,
    InlineStyleSheet,
    RadioButtonGroup,
    Select,
    Slider,
    Spinner,
    TextInput,
)
from bokeh.models.widgets import Widget

from dashboard.drawing.linking import link_body
from dashboard.drawing.models import change
from dashboard.explain.steps import EXPONENT_STEP, LEAST_STEP
from dashboard.settings.common import FIRST_METHODS
from dashboard.settings.kinds import Point, plain
from dashboard.settings.setting import Box, Menu, NumberField, Setting, Tag, TextField, Words
from dashboard.settings.values import ENTRIES, Settings
from gdcore import METHODS, SOLVERS, Hyperparameter

MOST_HYPERPARAMETERS = max(len(method.hyperparameters) for method in METHODS.values())
ALPHA = link_body("ticks", "tickText(Number((10 ** tick).toPrecision(2)))")
NAMES = {"beta1": "β₁", "beta2": "β₂", "eps": "ε", "rho": "ρ", "momentum": "Momentum β"}

Look = dict[str, Any]


def same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Control:
    """A widget of a setting: the property that holds the value, and how one becomes the other."""

    model: Widget
    attribute: str
    to_setting: Callable[[Any], Any] = same
    from_setting: Callable[[Any], Any] = same

    def show(self, value: Any) -> None:
        change(self.model, **{self.attribute: self.from_setting(value)})


def build(settings: Settings, sheet: InlineStyleSheet, *, embedded: bool = False) -> dict[str, Control]:
    """The controls of a chapter, by the name of their setting; embedded figures have the start alone."""
    return {
        each.name: make_control(each, sheet)
        for each in ENTRIES[settings.chapter]
        if each.widget is not None and (each.name == "start" or not embedded)
    }


def make_control(setting: Setting, sheet: InlineStyleSheet) -> Control:
    """The widget of a setting, as its entry describes it."""
    look: Look = {"sizing_mode": "stretch_width", "margin": 0, "stylesheets": [sheet]}
    return MAKERS[type(setting.widget)](setting, look)


def make_number_field(setting: Setting, look: Look) -> Control:
    """A field for a number, or for a point of one coordinate."""
    mode = "int" if getattr(setting.kind, "whole", False) else "float"
    step = setting.widget.step
    spinner = Spinner(name=setting.name, title=setting.label, step=step, mode=mode, value=0, **look)
    if isinstance(setting.kind, Point):
        return Control(spinner, "value", lambda value: (value,), lambda point: point[0])
    return Control(spinner, "value")


def make_text_field(setting: Setting, look: Look) -> Control:
    """A setting written as in the link; nothing written is its default."""
    if setting.widget.is_hidden:
        field = TextInput(name=setting.name, visible=False)
    else:
        field = TextInput(name=setting.name, title=setting.label, value="", **look)
    return Control(field, "value", setting.kind.read, setting.kind.display)


def make_menu(setting: Setting, look: Look) -> Control:
    options = listed(setting.kind.options, setting.widget)
    return Control(Select(name=setting.name, title=setting.label, options=options, value="", **look), "value")


def listed(words: tuple[str, ...], menu: Menu) -> Any:
    """The words of a list: those to try first before the others, or each with what it is called."""
    if menu.first:
        return {"first": list(menu.first), "more": [word for word in words if word not in menu.first]}
    return [(word, menu.labels.get(word, word)) for word in words] if menu.labels else list(words)


def make_words(setting: Setting, look: Look) -> Control:
    return make_choice(setting.name, setting.kind.options, *look["stylesheets"])


def make_choice(name: str, words: tuple[str, ...], sheet: InlineStyleSheet) -> Control:
    """One of a few words, all in view."""
    group = RadioButtonGroup(name=name, labels=list(words), active=0, stylesheets=[sheet])
    return Control(group, "active", dict(enumerate(words)).get, words.index)


def make_box(setting: Setting, look: Look) -> Control:
    return Control(Checkbox(name=setting.name, label=setting.label, active=False, **look), "active")


def make_tag(setting: Setting, look: Look) -> Control:
    """A word that the page says in a tag of a model that shows nothing."""
    model = Div(name=setting.name, visible=False)
    return Control(model, "tags", lambda tags: "".join(tags), lambda word: [word] if word else [])


MAKERS: dict[type, Callable[[Setting, Look], Control]] = {
    NumberField: make_number_field,
    TextField: make_text_field,
    Menu: make_menu,
    Words: make_words,
    Box: make_box,
    Tag: make_tag,
}


def make_rival_menu(sheet: InlineStyleSheet) -> Select:
    """A list to choose a rival from: it goes back to its first word once one is chosen."""
    options = {
        "": [("", "choose …")],
        "first": list(FIRST_METHODS),
        "more": [name for name in METHODS if name not in FIRST_METHODS],
        "SciPy": list(SOLVERS),
    }
    return Select(
        name="rival",
        title="Race against",
        options=options,
        value="",
        sizing_mode="stretch_width",
        margin=0,
        stylesheets=[sheet],
    )


def make_race_buttons(sheet: InlineStyleSheet) -> dict[str, Button]:
    """Return the buttons of a race, by name."""
    labels = {"pin": "Pin this run", "tune": "Tune each α", "clear": "Clear"}
    return {name: Button(name=name, label=label, stylesheets=[sheet]) for name, label in labels.items()}


def make_hyperparameter_fields(sheet: InlineStyleSheet) -> list[Spinner]:
    """As many number fields as any method has hyperparameters; each shows the one that is in its place."""
    look: Look = {"sizing_mode": "stretch_width", "margin": 0, "stylesheets": [sheet]}
    return [
        Spinner(name=f"hyperparameter_{place}", mode="float", value=0, visible=False, **look)
        for place in range(MOST_HYPERPARAMETERS)
    ]


def show_hyperparameter(spinner: Spinner, name: str, value: float, about: Hyperparameter) -> None:
    """Show a hyperparameter: its name, its value, and what it does."""
    change(
        spinner,
        title=NAMES.get(name, name.replace("_", " ")),
        value=value,
        step=10.0 ** floor(log10(about.default or 0.1)),
        tags=[f"{about.text} From {plain(about.low)} to {plain(about.high)}."],  # its tip
        visible=True,
    )


def make_slider(sheet: InlineStyleSheet) -> Slider:
    """A slider over the exponent of the step size."""
    return Slider(
        name="step_size_slider",
        start=log10(LEAST_STEP),
        end=1,
        value=0,
        step=EXPONENT_STEP,
        show_value=False,
        format=CustomJSTickFormatter(code=ALPHA),
        sizing_mode="stretch_width",
        margin=0,
        stylesheets=[sheet],
    )


def ticks(marks: Mapping[str, float], low: float, high: float) -> str:
    """Return marks under the step size's slider, as HTML.

    Parameters
    ----------
    marks : mapping of str to float
        Step sizes by what is written at each: the name of all but the largest stands to its left.
    low, high : float
        The ends of the slider: decimal logarithms.
    """
    places = {name: 100 * (log10(value) - low) / (high - low) for name, value in marks.items()}
    spans = [tick(name, place, place < max(places.values())) for name, place in places.items()]
    return f'<div class="ticks">{"".join(spans)}</div>'


def tick(name: str, place: float, before: bool) -> str:
    """A mark at a share of the slider in per cent, `before` it its name; nothing beyond the slider's ends."""
    if not 0 <= place <= 100:
        return ""
    if before:
        return f'<span class="before" style="right: {100 - place:.1f}%">{name}</span>'
    return f'<span style="left: {place:.1f}%">{name}</span>'


def make_text(name: str, sheet: InlineStyleSheet) -> Div:
    """Return an empty piece of text; formulas in it are not looked for."""
    return Div(name=name, disable_math=True, sizing_mode="stretch_width", margin=0, stylesheets=[sheet])


def make_transport(sheet: InlineStyleSheet) -> dict[str, Button]:
    """Return the buttons that play, by name."""
    labels = {"play": "Play", "back": "◀ Back", "step": "Step ▶", "reset": "Reset"}
    buttons = {name: Button(name=name, label=label, stylesheets=[sheet]) for name, label in labels.items()}
    buttons["play"].button_type = "primary"
    return buttons


def make_presets(sheet: InlineStyleSheet) -> RadioButtonGroup:
    """Return an empty row of chips, one for each step size worth trying."""
    return RadioButtonGroup(
        name="presets",
        labels=[],
        css_classes=["presets"],
        sizing_mode="stretch_width",
        margin=0,
        stylesheets=[sheet],
    )


def make_playhead(sheet: InlineStyleSheet) -> Slider:
    """The row shown. Where it stands is the browser's business; the server hears of it when it is dragged."""
    return Slider(
        name="playhead",
        start=0,
        end=1,
        value=0,
        step=1,
        show_value=False,
        sizing_mode="stretch_width",
        margin=0,
        stylesheets=[sheet],
    )
