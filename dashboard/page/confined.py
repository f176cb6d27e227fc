"""The controls of a challenge: those that may not be changed show what they are, and take nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bokeh.models import LayoutDOM

from dashboard.exercises.challenges import CHALLENGES
from dashboard.settings.rail import Part, groups
from dashboard.settings.setting import Setting
from dashboard.settings.values import ENTRIES, Settings
from gdcore import METHODS

if TYPE_CHECKING:  # it confines what a view has made
    from dashboard.page.view import View

TELLING = ("presets", "theory", "sweep", "race")  # groups that would do a challenge for its visitor


def confine(view: View, settings: Settings) -> None:
    """Let the controls of a view change nothing but what the challenge of these settings lets one change."""
    challenge = CHALLENGES[settings.challenge]
    for model in fixed(view, settings, challenge.may):
        model.disabled = True
    if "method" in challenge.may and "method" in view.controls:
        view.controls["method"].model.options = list(challenge.methods)


def fixed(view: View, settings: Settings, may: tuple[str, ...]) -> Iterator[LayoutDOM]:
    """Yield the models that set what may not be changed."""
    for each in ENTRIES[settings.chapter]:
        if each.name in view.controls and each.changes_run and each.name not in may:
            yield view.controls[each.name].model
    if "step_size" not in may:
        yield from (view.slider, view.presets)
    if "method" not in may:
        names = dict(enumerate(METHODS[settings.method].hyperparameters))
        yield from (
            spinner for place, spinner in enumerate(view.hyperparameters) if names.get(place) not in may
        )
    yield view.rival
    yield from (view.buttons[name] for name in ("pin", "tune", "clear") if name in view.buttons)


def hidden_groups(settings: Settings) -> frozenset[str]:
    """Return the groups that an exercise has no use for: of a challenge those in which all is fixed."""
    parts = groups(settings.chapter)
    if settings.bug:
        return frozenset(part.group.name for part in parts if part.group.is_hidden_in_bugs)
    if not settings.challenge:
        return frozenset()
    may = CHALLENGES[settings.challenge].may
    return frozenset(
        part.group.name for part in parts if part.group.name in TELLING or is_fixed(part, settings, may)
    )


def is_fixed(part: Part, settings: Settings, may: tuple[str, ...]) -> bool:
    """Whether a part that is shut at rest has settings, of which none may be changed."""
    names = {each.name for row in part.rows for each in row if isinstance(each, Setting) and each.changes_run}
    names |= set(METHODS[settings.method].hyperparameters) if "method" in names else set()
    return bool((part.group.drawer or part.group.is_instrument) and names and not names & set(may))
