"""What a chapter is, and which there are: the rooms below `chapters` ask here, and know none by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bokeh.models import Plot
from bokeh.models.layouts import LayoutDOM

from dashboard.settings.setting import Setting
from gdcore import Objective, Quadratic, Run

if TYPE_CHECKING:  # they are made of what chapters have
    from dashboard.settings.values import Settings

Plots = dict[str, Plot]  # by the name of their panel
Rows = dict[str, Any]  # columns, of which most are arrays
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Chapter:
    """All that the house asks of a chapter; what has a default, a chapter need not have.

    Its `folder` holds, beside `chapter.py` which makes this value, `chapter.mjs`, which shows a row in the
    browser, and `chapter.html`, the panels of its page.
    """

    name: str  # in the link
    place: int  # among the chapters of the navigation
    title: str  # there
    subject: str  # what is descended on, after “Gradient descent on”
    folder: Path

    # What can be set
    settings: tuple[Setting, ...]
    tips: Mapping[str, str]  # of controls that are no settings

    # The problem
    objective: Callable[[Settings], Objective]
    noise_is_in_data: bool = False  # or else in the slope that each step goes by
    coordinates: tuple[str, ...]  # of θ, as the head of a table has them

    # The rows of a run
    rows: Callable[[Run], Rows]
    columns: tuple[str, ...]  # that every run has
    height: Mapping[str, str]  # the column that the timeline shows, by its scale
    headings: Callable[[Run, Settings], dict[str, str]]  # of the columns, in a table
    gradient_columns: tuple[str, ...] = ()  # of the gradient's coordinates, which an export adds to the rows

    # Its panels
    figures: Mapping[str, Callable[[Any, Any, Settings], Plot]]  # each from a kit and the page's sources
    titles: Mapping[str, str]  # of the figures
    words: tuple[str, ...]  # panels of words
    captions: Mapping[str, str] = field(default_factory=dict)  # words under a figure, by its panel
    layout: str = "single"  # how many figures `page.css` puts side by side above: a `single` one, or `halves`
    now_columns: tuple[str, ...]  # of the row under the playhead
    followers: tuple[str, ...] = ()  # other sources of its figures that its module reads or fills
    facts: Callable[[Run, Settings], dict[str, object]]  # what is true of a whole run, for the browser
    paint: Callable[[Plots, Run, Settings, Settings | None], None]  # what no row of a run changes
    roots: Callable[[Plots], list[LayoutDOM]]  # the figures as the page places them
    timeline_title: Callable[[Settings], str]
    height_label: Callable[[Run, str], str]  # of the timeline's axis, on a scale
    height_range: Callable[[Run, Rows], Interval]  # of the timeline, on a linear scale
    surface: Callable[[Any, Any, Plots], Plot] | None = None  # the path's second view, in three dimensions
    sheets: Mapping[str, Callable[[Settings], str]] = field(default_factory=dict)  # by the fold each is in

    # What it says of a run
    presets: Callable[[Settings, Quadratic], dict[str, float] | None] | None = None  # of a quadratic's own
    answer: Callable[[Run, Settings], str] | None = None  # what θ at the end comes to, in the data's units
    equation: Callable[[Run, Settings], str] | None = None  # the same in full, where a bug hides it

    # Its programs
    source: Callable[[Settings], tuple[str, list[str]]]  # names to import, and lines that make `objective`
    result: Callable[[Settings], list[str]] | None = None  # lines that print the answer `run` came to
    plain_program: Callable[[Run, Settings], str] | None = None  # without `gdcore`, for what the post has
    faulty_program: Callable[[Run, Settings], str] | None = None  # that makes the run of a bug
    hidden_program: Callable[[Run, Settings], str] | None = None  # the same, before the bug is found

    @property
    def panels(self) -> tuple[str, ...]:
        return (*self.figures, *self.words)

    @property
    def module(self) -> Path:
        return self.folder / "chapter.mjs"

    @property
    def template(self) -> str:
        return (self.folder / "chapter.html").read_text(encoding="utf-8")


BY_NAME: dict[str, Chapter] = {}  # in the order of the navigation; `values.add_chapters` fills it


def chapter_of(settings: Settings) -> Chapter:
    """Return the chapter of some settings."""
    return BY_NAME[settings.chapter]


def step_noise(settings: Settings) -> float:
    """Return the standard deviation of the noise on the slope that each step goes by."""
    return 0.0 if chapter_of(settings).noise_is_in_data else settings.noise
