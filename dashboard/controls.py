"""One widget a setting, under the setting's name; each says how its value is read and written."""

from collections.abc import Callable
from dataclasses import dataclass
from math import copysign, floor, log10
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

from dashboard.settings import RULES, Settings
from gdcore import Quadratic

LEAST_STEP = 1e-4
EXPONENT_STEP = 0.004  # fine enough to land on every step size of two digits
ALPHA = "return String(Number((10 ** tick).toPrecision(2)))"


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
    text = TextInput(name="start", title="Start: intercept, slope", value="", **look)
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
    common = {
        "step_size": number("step_size", "Step size α", 0.01, look),
        "start": start(settings, look),
        "iterations": number("iterations", "Iterations", 100, look, "int"),
        "speed": number("speed", "Speed, steps/s", 10, look),
        "precision": number("precision", "Precision", 0.001, look),
        "seed": number("seed", "Seed", 1, look, "int"),
        "scale": chosen("scale", RULES[settings.chapter]["scale"].options, sheet),
    }
    if settings.chapter == "curve":
        return common | {"noise": number("noise", "Noise on the slope", 1, look)}
    options = [("post", "the post's line"), ("diabetes", "diabetes, 442 patients")]
    standardise = Checkbox(name="standardise", label="Standardise x", active=False, **look)
    return common | {
        "noise": number("noise", "Noise in the data", 5, look),
        "samples": number("samples", "Samples", 50, look, "int"),
        "data": Control(Select(name="data", title="Data", options=options, value="post", **look), "value"),
        "standardise": Control(standardise, "active"),
        "view": chosen("view", RULES["line"]["view"].options, sheet),
    }


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


def exponents(objective: Quadratic) -> tuple[float, float]:
    """The slider's ends: from far too small to twice the largest stable step."""
    largest = 2 * objective.largest_stable_step
    return log10(min(LEAST_STEP, largest / 1000)), log10(largest)


def step_size_at(exponent: float, current: float = 0.0) -> float:
    """The step size of two digits that the slider stands for.

    Where that is the `current` one, though the slider was moved, as by an arrow key, it is the next that way.
    """
    found = rounded(10**exponent)
    moved = exponent - log10(current) if current > 0 else 0.0
    if found != current or abs(moved) < EXPONENT_STEP / 2:
        return found
    return rounded(current + copysign(10.0 ** (floor(log10(current)) - 1), moved))


def rounded(value: float) -> float:
    return float(f"{value:.2g}")


def presets(settings: Settings, objective: Quadratic) -> dict[str, float]:
    """Step sizes worth trying, by the word for what they do."""
    if settings.chapter == "curve":
        return {
            "too small": 0.001,
            "the post": 0.01,
            "quick": 0.1,
            "zigzag": 0.9,
            "for ever": 1.0,
            "too big": 1.1,
        }
    limit = objective.largest_stable_step
    told = {"1/L": limit / 2, "best": objective.best_step, "for ever": limit, "too big": 1.1 * limit}
    return {"too small": 0.0001, "the post": 0.001} | told


def ticks(objective: Quadratic) -> str:
    """Marks under the slider: where the fastest step of a parabola and the largest stable one lie."""
    low, high = exponents(objective)
    stable = objective.largest_stable_step
    share = {"1/L": log10(stable / 2), "2/L": log10(stable)}
    places = {name: 100 * (exponent - low) / (high - low) for name, exponent in share.items()}
    return (
        f'<div class="ticks"><span style="right: {100 - places["1/L"]:.1f}%">1/L</span>'
        f'<span style="left: {places["2/L"]:.1f}%">2/L</span></div>'
    )


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
