"""One visitor's page on a bare `Document`, with a clock that goes only when it is told to."""

import time
from typing import Any
from urllib.parse import parse_qs

import numpy as np
from bokeh.document import Document
from bokeh.events import ButtonClick
from bokeh.model import Model

from dashboard.page.controls import Control
from dashboard.page.page import Page
from dashboard.runs.links import read
from dashboard.settings.values import Settings


class Clock:
    """Seconds since some time; call it to read it."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Steady:
    """A pace that is not changed by how busy the machine is."""

    def __init__(self, period: float = 0.05) -> None:
        self.period = period

    def look(self) -> float:
        return self.period


def arguments(query: str) -> dict[str, list[bytes]]:
    """The arguments of a link as the server hands them on."""
    parsed = parse_qs(query.removeprefix("?"), keep_blank_values=True, max_num_fields=100)
    return {name: [value.encode() for value in values] for name, values in parsed.items()}


class Visitor:
    """Opens a page, presses its buttons, sets its widgets, and lets time pass."""

    def __init__(self, query: str = "") -> None:
        self.document = Document()
        self.page = Page(self.document, arguments(query))
        self.clock = Clock(time.monotonic())  # a page that plays at once has begun by the true clock
        self.page.playing.player.clock, self.page.playing.player.pace = self.clock, Steady()

    @property
    def settings(self) -> Settings:
        return self.page.settings

    @property
    def controls(self) -> dict[str, Control]:
        return self.page.view.controls

    @property
    def linked(self) -> Settings:
        """The settings that the page's own link opens."""
        settings, complaints = read(arguments(self.facts["link"]))
        assert complaints == []
        return settings

    @property
    def facts(self) -> dict[str, Any]:
        return {name: column[0] for name, column in self.model("facts").data.items()}

    @property
    def trace(self) -> dict[str, np.ndarray]:
        """The rows streamed so far, whose columns are always of one length."""
        columns = {name: np.asarray(column) for name, column in self.model("trace").data.items()}
        assert len({len(column) for column in columns.values()}) == 1
        return columns

    @property
    def length(self) -> int:
        return len(self.trace["iteration"])

    @property
    def callbacks(self) -> list:
        return self.document.session_callbacks

    def model(self, name: str) -> Model:
        return self.document.get_model_by_name(name)

    def text(self, name: str) -> str:
        return self.model(name).text

    def shown(self, name: str) -> Any:
        model = self.model(name)
        return model.active if hasattr(model, "active") else model.value

    def set(self, name: str, value: Any) -> None:
        model = self.model(name)
        setattr(model, "active" if hasattr(model, "active") else "value", value)

    def enter(self, name: str, text: str) -> None:
        """Type into the field of a name, as the browser sends it."""
        self.model("entries").tags = [f"{name} {text}"]

    @property
    def marked(self) -> dict[str, tuple[str, str]]:
        """The fields whose text was not taken: the text, and why."""
        columns = self.model("entries").data
        rows = zip(columns["field"], columns["text"], columns["why"], strict=True)
        return {field: (text, why) for field, text, why in rows}

    def press(self, name: str) -> None:
        button = self.model(name)
        button._trigger_event(ButtonClick(button))

    def wait(self, seconds: float) -> None:
        """Let time pass in one go, at the end of which the server makes its call, if there is one to make."""
        self.clock.now += seconds
        for callback in self.callbacks:
            callback.callback()

    def play(self) -> None:
        """Play from here to the end of the run, tick by tick."""
        self.press("play")
        self.play_on()

    def play_on(self) -> None:
        """Let a run that plays come to its end."""
        for _ in range(100_000):
            if not self.callbacks:
                return
            self.wait(0.05)
        raise AssertionError("the run did not end")
