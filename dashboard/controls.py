"""One widget a setting, under the setting's name; each says how its value is read and written."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log10
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


def number(name: str, title: str, step: float, sheet: InlineStyleSheet, mode: str = "float") -> Control:
    spinner = Spinner(name=name, title=title, step=step, mode=mode, value=0, sizing_mode="stretch_width", stylesheets=[sheet])
    return Control(spinner, "value")


def start(settings: Settings, sheet: InlineStyleSheet) -> Control:
    if len(settings.start) == 1:
        spinner = Spinner(
            name="start", title="Start x₀", step=0.5, mode="float", value=0, stylesheets=[sheet]
        )
        return Control(spinner, "value", lambda value: (value,), lambda point: point[0])
    point = RULES[settings.chapter]["start"]
    text = TextInput(name="start", title="Start: intercept, slope", value="", sizing_mode="stretch_width", stylesheets=[sheet])
    return Control(text, "value", point.read, lambda value: point.write(value).replace(",", ", "))


def chosen(name: str, labels: list[str], words: list[str], sheet: InlineStyleSheet) -> Control:
    group = RadioButtonGroup(name=name, labels=labels, active=0, stylesheets=[sheet])
    return Control(group, "active", lambda active: words[active], words.index)


def build(settings: Settings, sheet: InlineStyleSheet) -> dict[str, Control]:
    """The controls of a chapter, by the name of their setting."""
    common = {
        "step_size": number("step_size", "Step size α", 0.01, sheet),
        "start": start(settings, sheet),
        "iterations": number("iterations", "Iterations", 100, sheet, "int"),
        "speed": number("speed", "Speed, steps/s", 10, sheet),
        "precision": number("precision", "Precision", 0.001, sheet),
        "seed": number("seed", "Seed", 1, sheet, "int"),
        "scale": chosen("scale", ["linear", "log"], ["linear", "log"], sheet),
    }
    if settings.chapter == "curve":
        return common | {"noise": number("noise", "Noise on the slope", 1, sheet)}
    options = [("post", "the post's line"), ("diabetes", "diabetes")]
    data = Select(name="data", title="Data", options=options, value="post", stylesheets=[sheet])
    standardise = Checkbox(name="standardise", label="Standardise x", active=False, stylesheets=[sheet])
    return common | {
        "noise": number("noise", "Noise in the data", 5, sheet),
        "samples": number("samples", "Samples", 50, sheet, "int"),
        "data": Control(data, "value"),
        "standardise": Control(standardise, "active"),
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
        stylesheets=[sheet],
    )


def exponents(objective: Quadratic) -> tuple[float, float]:
    """The slider's ends: from far too small to twice the largest stable step."""
    largest = 2 * objective.largest_stable_step
    return log10(min(LEAST_STEP, largest / 1000)), log10(largest)


def step_size_at(exponent: float) -> float:
    return float(f"{10**exponent:.2g}")


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
    limit, best = objective.largest_stable_step, objective.best_step
    told = {"too small": 0.0001, "the post": 0.001, "quick": best / 10, "best": best, "zigzag": 0.95 * limit}
    return {word: float(f"{value:.3g}") for word, value in (told | {"too big": 1.1 * limit}).items()}


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
    return Div(name=name, disable_math=True, sizing_mode="stretch_width", stylesheets=[sheet])


def transport(sheet: InlineStyleSheet) -> dict[str, Button]:
    labels = {"play": "Play", "back": "◀ Back", "step": "Step ▶", "reset": "Reset"}
    buttons = {name: Button(name=name, label=label, stylesheets=[sheet]) for name, label in labels.items()}
    buttons["play"].button_type = "primary"
    return buttons


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
        stylesheets=[sheet],
    )
