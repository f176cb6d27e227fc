"""One widget a setting, under the setting's name; each says how its value is read and written."""

from collections.abc import Callable
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

from dashboard.explain.steps import EXPONENT_STEP, LEAST_STEP, exponents, marked
from dashboard.settings.kinds import plain
from dashboard.settings.values import OWN, RULES, TYPED, Settings
from gdcore import METHODS, SCHEDULES, SOLVERS, Hyperparameter, Run

FIRST_METHODS = ("gradient descent", "momentum", "nesterov", "rmsprop", "adam")  # the others under "more"
MOST_HYPERPARAMETERS = max(len(method.hyperparameters) for method in METHODS.values())
ONLY_FOR = {"formula": TYPED, "condition": "bowl", "rotation": "bowl"}  # controls of one function
ALPHA = "return String(Number((10 ** tick).toPrecision(2)))"
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
        shown = self.from_setting(value)
        if getattr(self.model, self.attribute) != shown:
            setattr(self.model, self.attribute, shown)


def number(name: str, title: str, step: float, look: Look, mode: str = "float") -> Control:
    return Control(Spinner(name=name, title=title, step=step, mode=mode, value=0, **look), "value")


def start(settings: Settings, look: Look) -> Control:
    """The start: a number on a curve, two of them, with a comma, in a plane."""
    if len(settings.start) == 1:
        spinner = number("start", "Start x₀", 0.5, look).model
        return Control(spinner, "value", lambda value: (value,), lambda point: point[0])
    rule = RULES[settings.chapter]["start"]
    title = "Start: intercept, slope" if settings.chapter == "line" else "Start: x, y"
    text = TextInput(name="start", title=title, value="", **look)
    return Control(text, "value", rule.read, lambda point: rule.write(point).replace(",", ", "))


def chosen(name: str, words: tuple[str, ...], sheet: InlineStyleSheet) -> Control:
    """One of a few words, all in view."""
    group = RadioButtonGroup(name=name, labels=list(words), active=0, stylesheets=[sheet])
    return Control(group, "active", dict(enumerate(words)).get, words.index)


def build(settings: Settings, sheet: InlineStyleSheet, *, embedded: bool = False) -> dict[str, Control]:
    """The controls of a chapter, by the name of their setting; embedded figures have the start alone."""
    look: Look = {"sizing_mode": "stretch_width", "margin": 0, "stylesheets": [sheet]}
    if embedded:
        return {"start": start(settings, look)}
    rules = RULES[settings.chapter]
    common = {
        "method": select("method", "Method", methods(), look),
        "step_size": number("step_size", "Step size α", 0.01, look),
        "schedule": select("schedule", "Schedule of α", list(SCHEDULES), look),
        "start": start(settings, look),
        "iterations": number("iterations", "Iterations", 100, look, "int"),
        "speed": number("speed", "Speed, steps/s", 10, look),
        "precision": number("precision", "Precision", 0.001, look),
        "seed": number("seed", "Seed", 1, look, "int"),
        "race": text("race", "Rivals: method:α, …", rules["race"], look),
        "scale": chosen("scale", rules["scale"].options, sheet),
        "open": fold(),
    }
    return common | {"curve": of_curve, "line": of_line, "landscape": of_landscape}[settings.chapter](
        rules, look, sheet
    )


def fold() -> Control:
    """Which fold is open, which the page says in a tag of a model that shows nothing."""
    return Control(
        Div(name="open", visible=False),
        "tags",
        lambda tags: "".join(tags),
        lambda name: [name] if name else [],
    )


def of_curve(rules: dict[str, Any], look: Look, sheet: InlineStyleSheet) -> dict[str, Control]:
    return functions(rules, look) | {"noise": number("noise", "Noise on the slope", 1, look)}


def of_line(rules: dict[str, Any], look: Look, sheet: InlineStyleSheet) -> dict[str, Control]:
    options = [("post", "the post's line"), ("diabetes", "diabetes, 442 patients"), (OWN, "your own")]
    standardise = Checkbox(name="standardise", label="Standardise x", active=False, **look)
    return {
        "noise": number("noise", "Noise in the data", 5, look),
        "samples": number("samples", "Samples", 50, look, "int"),
        "data": select("data", "Data", options, look),
        "standardise": Control(standardise, "active"),
        "points": Control(
            TextInput(name="points", visible=False), "value", rules["points"].read, rules["points"].short
        ),
        "batch": number("batch", "Batch size (0 = all)", 1, look, "int"),
        "view": chosen("view", rules["view"].options, sheet),
    }


def of_landscape(rules: dict[str, Any], look: Look, sheet: InlineStyleSheet) -> dict[str, Control]:
    return functions(rules, look) | {
        "condition": number("condition", "Condition κ", 5, look),
        "rotation": number("rotation", "Rotation, °", 15, look),
        "noise": number("noise", "Noise on the gradient", 1, look),
        "view": chosen("view", rules["view"].options, sheet),
        "basins": Control(Checkbox(name="basins", label="Basin map", active=False, **look), "active"),
    }


def functions(rules: dict[str, Any], look: Look) -> dict[str, Control]:
    """Which function, and the formula of one that is typed."""
    names = [(name, "your own, typed" if name == TYPED else name) for name in rules["function"].options]
    return {
        "function": select("function", "Function", names, look),
        "formula": text(
            "formula", "f(x) =" if rules["start"].size == 1 else "f(x, y) =", rules["formula"], look
        ),
    }


def select(name: str, title: str, options: Any, look: Look) -> Control:
    return Control(Select(name=name, title=title, options=options, value="", **look), "value")


def methods() -> dict[str, list[str]]:
    """Names of methods: those to try first, then the others."""
    return {"first": list(FIRST_METHODS), "more": [name for name in METHODS if name not in FIRST_METHODS]}


def text(name: str, title: str, rule: Any, look: Look) -> Control:
    """A setting written as in the link; nothing written is its default."""
    field = TextInput(name=name, title=title, value="", **look)
    return Control(field, "value", rule.read, rule.write)


def rivals(sheet: InlineStyleSheet) -> Select:
    """A list to choose a rival from: it goes back to its first word once one is chosen."""
    options = {
        "": [("", "choose …")],
        "first": list(FIRST_METHODS),
        "more": methods()["more"],
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


def race_buttons(sheet: InlineStyleSheet) -> dict[str, Button]:
    labels = {"pin": "Pin this run", "tune": "Tune each α", "clear": "Clear"}
    return {name: Button(name=name, label=label, stylesheets=[sheet]) for name, label in labels.items()}


def pool(sheet: InlineStyleSheet) -> list[Spinner]:
    """As many number fields as any method has hyperparameters; each shows the one that is in its place."""
    look: Look = {"sizing_mode": "stretch_width", "margin": 0, "stylesheets": [sheet]}
    return [
        Spinner(name=f"hyperparameter_{place}", mode="float", value=0, visible=False, **look)
        for place in range(MOST_HYPERPARAMETERS)
    ]


def show_hyperparameter(spinner: Spinner, name: str, value: float, about: Hyperparameter) -> None:
    """Show a hyperparameter: its name, its value, and what it does."""
    wanted = {
        "title": NAMES.get(name, name.replace("_", " ")),
        "value": value,
        "step": 10.0 ** floor(log10(about.default or 0.1)),
        "tags": [f"{about.text} From {plain(about.low)} to {plain(about.high)}."],  # its tip
        "visible": True,
    }
    spinner.update(**{key: each for key, each in wanted.items() if getattr(spinner, key) != each})


def exponent_slider(sheet: InlineStyleSheet) -> Slider:
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


def ticks(run: Run, settings: Settings) -> str:
    """Marks under the slider: the best fixed step, its name to the left, and the largest stable one."""
    low, high = exponents(run.objective, settings)
    marks = marked(run, settings).items()
    places = {name: 100 * (log10(value) - low) / (high - low) for name, value in marks}
    spans = [tick(name, place, place < max(places.values())) for name, place in places.items()]
    return f'<div class="ticks">{"".join(spans)}</div>'


def tick(name: str, place: float, before: bool) -> str:
    """A mark at a share of the slider in per cent, `before` it its name; nothing beyond the slider's ends."""
    if not 0 <= place <= 100:
        return ""
    if before:
        return f'<span class="before" style="right: {100 - place:.1f}%">{name}</span>'
    return f'<span style="left: {place:.1f}%">{name}</span>'


def words(name: str, sheet: InlineStyleSheet) -> Div:
    return Div(name=name, disable_math=True, sizing_mode="stretch_width", margin=0, stylesheets=[sheet])


def transport(sheet: InlineStyleSheet) -> dict[str, Button]:
    labels = {"play": "Play", "back": "◀ Back", "step": "Step ▶", "reset": "Reset"}
    buttons = {name: Button(name=name, label=label, stylesheets=[sheet]) for name, label in labels.items()}
    buttons["play"].button_type = "primary"
    return buttons


def presets_group(sheet: InlineStyleSheet) -> RadioButtonGroup:
    return RadioButtonGroup(
        name="presets",
        labels=[],
        css_classes=["presets"],
        sizing_mode="stretch_width",
        margin=0,
        stylesheets=[sheet],
    )


def playhead(sheet: InlineStyleSheet) -> Slider:
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
