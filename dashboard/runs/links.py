"""Settings from a link, and the link that opens a page with these settings again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from dashboard.exercises import puzzles
from dashboard.exercises.challenges import CHALLENGES
from dashboard.exercises.lessons import LESSONS
from dashboard.runs.held import bring_back, explain_straying
from dashboard.runs.problems import standardise_if_needed, with_suggestions
from dashboard.settings.kinds import NotAllowed
from dashboard.settings.values import (
    CHAPTERS,
    OWN,
    PROBLEM,
    RULES,
    TYPED,
    Settings,
    changed,
    rule_of,
    value_of,
)
from gdcore import METHODS

MOST_QUOTED_CHARACTERS = 40  # of a user's text


def read(arguments: Mapping[str, Sequence[bytes | str]]) -> tuple[Settings, list[str]]:
    """Return the settings of a link, and what was wrong with it.

    Parameters
    ----------
    arguments : mapping of str to sequence of bytes or str
        As a server hands them on; of a repeated argument the first one counts.

    Returns
    -------
    settings : Settings
        What is unknown or not allowed has its default, and what a challenge fixes is as it gives it.
    complaints : list of str
        A sentence for each argument that could not be used.
    """
    settings, complaints = read_freely(arguments)
    if not settings.challenge:
        return settings, complaints
    first = as_given(settings.challenge)
    why = explain_straying(settings, first)
    return bring_back(settings, first), [*complaints, f"{why}."] if why else complaints


@cache
def as_given(challenge: str) -> Settings:
    """The settings of a challenge before anything is changed."""
    return read_freely({"challenge": [challenge]})[0]


def read_freely(arguments: Mapping[str, Sequence[bytes | str]]) -> tuple[Settings, list[str]]:
    """Settings from the arguments of a link, and complaints, as if a challenge fixed nothing."""
    given = {name: list(map(decode, values)) for name, values in pick_lists(arguments)}
    complaints: list[str] = []
    drop_exercises(given, complaints)
    lesson, bug, challenge = (next(iter(given.get(name, [])), "") for name in ("lesson", "bug", "challenge"))
    brought = exercise(lesson, bug, challenge)
    if brought:
        given = {name: [value] for name, value in brought.items()} | drop_chapter(given, brought, complaints)
    settings = CHAPTERS[chosen_chapter(given.pop("chapter", []), complaints)]
    given = {name: texts for name, texts in given.items() if texts and not name.startswith("bokeh-")}
    settings = apply_allowed(settings, {name: given[name] for name in given if name in PROBLEM}, complaints)
    settings = with_suggestions(reconcile(settings, complaints))
    settings = apply_allowed(
        settings, {name: given[name] for name in given if name not in PROBLEM}, complaints
    )
    return settings, complaints


def drop_exercises(given: dict[str, list[str]], complaints: list[str]) -> None:
    """Leave out of a link exercises that there are not, and all others beside a challenge."""
    known: dict[str, Mapping[str, object]] = {"lesson": LESSONS, "challenge": CHALLENGES}
    for name, all_of_them in known.items():
        first = next(iter(given.get(name, [])), "")
        if first and first not in all_of_them:
            complaints.append(f"There is no {name} {quote(first)}; there are {', '.join(all_of_them)}.")
            del given[name]
    for name in ("lesson", "bug") if any(given.get("challenge", [])) else ():
        if given.pop(name, None):
            complaints.append(f"A page has one exercise: this one is a challenge, and no {name}.")


def exercise(lesson: str, bug: str, challenge: str) -> dict[str, str]:
    """The settings that an exercise brings; none where there is no such exercise."""
    if challenge in CHALLENGES:
        return CHALLENGES[challenge].given
    if lesson in LESSONS:
        return LESSONS[lesson].given
    return puzzles.given(int(bug)) if bug in puzzles.NUMBERS else {}


def drop_chapter(
    given: dict[str, list[str]], brought: dict[str, str], complaints: list[str]
) -> dict[str, list[str]]:
    """What a link gives beside an exercise, which has a chapter of its own."""
    own = brought["chapter"]
    if given.get("chapter", [own])[0] != own:
        complaints.append(f"This exercise is of the chapter {own}.")
    return {name: texts for name, texts in given.items() if name != "chapter"}


def apply_allowed(settings: Settings, given: Mapping[str, list[str]], complaints: list[str]) -> Settings:
    """Settings with those values of a link that may be."""
    for name, texts in given.items():
        rule = rule_of(settings, name)
        if rule is None:
            known = ", ".join(names(settings))
            complaints.append(f"{quote(name)} is not a setting of this page; there are {known}.")
            continue
        if len(texts) > 1:
            complaints.append(f"{name} came {len(texts)} times; the first counts.")
        try:
            settings = changed(settings, name, rule.read(texts[0]))
        except NotAllowed as error:
            default = rule.write(value_of(settings, name)) or "empty"
            complaints.append(f"{name} = {quote(texts[0])} is not allowed: {error}. It stays {default}.")
    return settings


def reconcile(settings: Settings, complaints: list[str]) -> Settings:
    """Settings whose function and formula agree, and data and points: they are there to be descended on."""
    settings = with_data(settings, complaints)
    if settings.function == TYPED and not settings.formula:
        complaints.append("function = typed needs a formula.")
        return replace(settings, function=CHAPTERS[settings.chapter].function)
    if settings.formula and settings.function != TYPED:
        return replace(settings, function=TYPED)
    return settings


def with_data(settings: Settings, complaints: list[str]) -> Settings:
    """Settings whose own data have points, and can be descended on."""
    if settings.data == OWN and not settings.points:
        complaints.append("data = own needs points, like points=1,2;3.5,4.")
        settings = replace(settings, data=CHAPTERS[settings.chapter].data)
    if not settings.points:
        return replace(settings, names=CHAPTERS[settings.chapter].names)
    steady = standardise_if_needed(replace(settings, data=OWN))
    if steady.standardise != settings.standardise:
        complaints.append("These x are too far from 0 to be descended on as they are: they are standardised.")
    return steady


def names(settings: Settings) -> list[str]:
    """The settings of a page, and those of its method."""
    return [*RULES[settings.chapter], *METHODS[settings.method].defaults]


def pick_lists(arguments: Any) -> list[tuple[str, Sequence[Any]]]:
    """The arguments that are as a server hands them on: a session's token may be of a client's own making."""
    pairs = arguments.items() if isinstance(arguments, Mapping) else ()
    return [(name, values) for name, values in pairs if isinstance(values, list | tuple)]


def chosen_chapter(texts: list[str], complaints: list[str]) -> str:
    first = next(iter(CHAPTERS))
    if not texts:
        return first
    if texts[0] not in CHAPTERS:
        complaints.append(f"There is no chapter {quote(texts[0])}; there are {', '.join(CHAPTERS)}.")
        return first
    if len(texts) > 1:
        complaints.append(f"chapter came {len(texts)} times; the first counts.")
    return texts[0]


def decode(value: bytes | str) -> str:
    """Return an argument as text; bytes that are no UTF-8 are replaced."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def quote(text: str) -> str:
    """A user's text, short and printable, in quotation marks."""
    printable = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for character in text[:MOST_QUOTED_CHARACTERS]
    )
    return f"“{printable}…”" if len(text) > MOST_QUOTED_CHARACTERS else f"“{printable}”"


def link(settings: Settings) -> str:
    """The query that opens this page again: `?chapter=line&step_size=0.1`, without what is default."""
    if not fits(settings):
        settings = without_own(settings)
    first, default = implied_by(settings)
    written = [
        (name, rule.write(getattr(settings, name)))
        for name, rule in RULES[settings.chapter].items()
        if getattr(settings, name) != getattr(first if name in PROBLEM else default, name)
    ]
    numbers = [(name, rule_of(settings, name).write(value)) for name, value in settings.hyperparameters]
    return "?" + urlencode([("chapter", settings.chapter), *written, *numbers], safe=",:;=*()")


def query(**setting: object) -> str:
    """Return the query of a link that has these settings: `?lesson=noise`."""
    return "?" + urlencode(setting)


def fits(settings: Settings) -> bool:
    """Whether the link can carry these data."""
    return not settings.points or bool(rule_of(settings, "points").short(settings.points))


def without_own(settings: Settings) -> Settings:
    """The same page on the data of its chapter, with a start and a step size that suit these."""
    first = CHAPTERS[settings.chapter]
    return with_suggestions(replace(settings, data=first.data, points=(), names=first.names))


def implied_by(settings: Settings) -> tuple[Settings, Settings]:
    """What a link need not say: of the problem, and of all else."""
    home = with_suggestions(problem_of(settings))
    given = exercise(settings.lesson, str(settings.bug), settings.challenge)
    if not given:
        return CHAPTERS[settings.chapter], home
    first, _ = read({name: [value] for name, value in given.items()})
    others = {name: getattr(first, name) for name in given if name not in PROBLEM}
    return first, replace(home, **others)


def problem_of(settings: Settings) -> Settings:
    """The problem and the method of settings, and all else as its chapter has it."""
    kept = {name: getattr(settings, name) for name in PROBLEM}
    return replace(CHAPTERS[settings.chapter], **kept)
