"""What a run and its page depend on: one frozen value, made from the entries of its settings."""

from collections.abc import Iterable
from dataclasses import field, make_dataclass, replace
from typing import Any

from dashboard.settings.chapter import BY_NAME, Chapter
from dashboard.settings.common import MOST_RIVALS, STEP_SIZES, TYPED
from dashboard.settings.kinds import Choice
from dashboard.settings.own import FIRST_NAMES, FIRST_POINTS, OWN
from dashboard.settings.rivals import Rival, hyperparameter_rules
from dashboard.settings.setting import EVERY, Setting
from gdcore import METHODS

__all__ = (
    "CHAPTERS",
    "ENTRIES",
    "EXAMPLES",
    "FIRST_NAMES",
    "FIRST_POINTS",
    "MOST_RIVALS",
    "OWN",
    "PINNED",
    "PROBLEM",
    "RULES",
    "SHOWING",
    "STEP_SIZE",
    "TYPED",
    "Settings",
    "add_chapters",
    "are_of_one_run",
    "changed",
    "check",
    "is_exercise",
    "own_runner",
    "rule_of",
    "value_of",
)

STEP_SIZE = STEP_SIZES
PROBLEM = frozenset(name for name, each in EVERY.items() if each.of_problem)
SHOWING = frozenset(name for name, each in EVERY.items() if not each.changes_run)

Values: Any = make_dataclass(
    "Values",
    [
        ("chapter", str),
        *((name, Any, field(default=None)) for name in EVERY),
        ("hyperparameters", tuple, field(default=())),
    ],
    frozen=True,
    slots=True,
)


class Settings(Values):
    """All that a run and its page depend on; each field is a setting, and one name in the link.

    What a chapter does not have is None. `hyperparameters` has those that are not their method's defaults;
    in the link each goes by its own name.
    """

    __slots__ = ()


# By the name of a chapter, which `add_chapters` fills in.
ENTRIES: dict[str, tuple[Setting, ...]] = {}  # all settings of the chapter, in the order of the link
RULES: dict[str, dict[str, Any]] = {}  # the kinds of these, by name
PINNED: dict[str, tuple[str, ...]] = {}  # names of what a pinned run keeps
EXAMPLES: dict[str, dict[str, Any]] = {}  # what to begin from where a default is empty, by setting
CHAPTERS: dict[str, Settings] = {}  # the settings of a page whose link says nothing else


def add_chapters(chapters: Iterable[Chapter]) -> None:
    """Make these chapters known, in the order of the navigation, and what follows from their entries."""
    BY_NAME.update({chapter.name: chapter for chapter in chapters})
    for name, chapter in BY_NAME.items():
        ENTRIES[name] = own = entries(chapter)
        RULES[name] = {each.name: each.kind for each in own}
        PINNED[name] = tuple(each.name for each in pinned(chapter.settings))
        EXAMPLES[name] = {each.name: each.example for each in chapter.settings}
        CHAPTERS[name] = Settings(**defaults(own))


def entries(chapter: Chapter) -> tuple[Setting, ...]:
    """Return all settings of a chapter, in the order of the link."""
    which = Setting(name="chapter", kind=Choice(tuple(BY_NAME)), default=chapter.name, about="which page")
    own = chapter.settings
    return (which, *(with_pins(each, own) if each.name == "race" else each for each in own))


def with_pins(race: Setting, own: tuple[Setting, ...]) -> Setting:
    """Return the race of a chapter, whose pinned runs keep some of its settings."""
    kept = {each.name: each.kind for each in pinned(own)}
    return replace(race, kind=replace(race.kind, kept=kept, defaults=defaults(pinned(own))))


def pinned(own: tuple[Setting, ...]) -> tuple[Setting, ...]:
    """Return what a pinned run keeps, whatever the page goes on to: first the start, which is always said."""
    return tuple(sorted((each for each in own if each.is_pinned), key=lambda each: each.name != "start"))


def defaults(own: tuple[Setting, ...]) -> dict[str, Any]:
    return {each.name: each.default for each in own}


def rule_of(settings: Settings, name: str) -> Any:
    """The rule of a setting, or of one of the method's hyperparameters; None if there is no such name."""
    found = RULES[settings.chapter].get(name)
    return hyperparameter_rules(settings.method).get(name) if found is None else found


def value_of(settings: Settings, name: str) -> Any:
    """Return the value of a setting, or of one of the method's hyperparameters.

    Raises
    ------
    KeyError
        If there is no such name.
    """
    if name in RULES[settings.chapter]:
        return getattr(settings, name)
    return dict(settings.hyperparameters).get(name, METHODS[settings.method].defaults[name])


def changed(settings: Settings, name: str, value: Any) -> Settings:
    """Settings with one value changed, of which it is known that it may be."""
    if name in RULES[settings.chapter]:
        return replace(settings, **{name: value})
    given = METHODS[settings.method].defaults | dict(settings.hyperparameters) | {name: value}
    return replace(settings, hyperparameters=list_unusual(settings.method, given))


def own_runner(settings: Settings) -> Rival:
    """Return the run of a page as a runner beside its rivals: its method, with the numbers of that."""
    return Rival(settings.method, settings.step_size, settings.hyperparameters)


def is_exercise(settings: Settings) -> bool:
    """Whether this is a lesson, a challenge, or a program with a fault: no page tells its answer."""
    return bool(settings.lesson or settings.challenge or settings.bug)


def are_of_one_run(one: Settings, other: Settings) -> bool:
    """Whether these differ, if they do, in how a run is shown, and not in the run."""
    return replace(one, **{name: getattr(other, name) for name in SHOWING}) == other


def list_unusual(method: str, given: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """The hyperparameters that are not their method's defaults, in its order."""
    defaults = METHODS[method].defaults.items()
    return tuple((name, given[name]) for name, default in defaults if given[name] != default)


def check(settings: Settings, name: str, value: Any) -> Settings:
    """Return settings with one value changed.

    Parameters
    ----------
    settings : Settings
        All others.
    name : str
        Of a setting, or of one of the method's hyperparameters.
    value : object
        As a client sent it.

    Raises
    ------
    NotAllowed
        If the value may not be; the message says what is allowed.
    """
    return changed(settings, name, rule_of(settings, name).check(value))
