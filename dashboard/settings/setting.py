"""One setting: whatever the page, its link and the README need to know of it, in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class NumberField:
    """A field for a number, with arrows that go by `step`."""

    step: float = 1


@dataclass(frozen=True, slots=True)
class TextField:
    """A field for a text; one that is hidden is filled by the page's own JavaScript."""

    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A list that drops down. Words have `labels`, or are what they are called; the `first` stand apart."""

    labels: Mapping[str, str] = field(default_factory=dict)
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A few words, all in view."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A word that the page's own JavaScript sets, on a model that shows nothing."""


Widget = NumberField | TextField | Menu | Words | Box | Tag


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the rail something stands: in which group, in which row of it, and where in that row."""

    group: str
    row: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting of a chapter, and all that is to be known of it.

    Its `name` is that in the link, in the code and of the widget; its `kind` (of `kinds`) says which values
    are allowed, and reads and writes them. `about` is its line in the README. The `example` is what to begin
    from where the default is empty.

    What has no `widget` is set by the link alone, or by a button of the page. Without a `place` in the rail
    a widget stands on the stage, where the chapter's template has it; a `template` is what stands in its
    place instead of the widget alone. Where it depends on other settings whether there is anything to set,
    `is_used` says so.

    What is `of_problem` says, with the method, which start and step size are the default. What does not
    change the run changes only how it is shown. What `is_pinned` is kept by a run that is pinned.
    """

    name: str
    kind: Any
    about: str
    default: Any = None
    example: Any = None
    label: str = ""
    tip: str = ""
    widget: Any = None  # a `Widget`
    place: Place | None = None
    template: str = ""
    is_used: Callable[[Any], bool] | None = None
    of_problem: bool = False
    changes_run: bool = True
    is_pinned: bool = False


# By name, those of all chapters; `dashboard.chapters` fills it before all else.
EVERY: dict[str, Setting] = {}
