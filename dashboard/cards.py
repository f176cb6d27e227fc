"""The card above the stage: a lesson, or a program with a bug, that asks its visitor something."""

from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.lessons import LESSONS, after
from dashboard.lessons import number as number_of
from dashboard.puzzles import PUZZLES, bug_of
from dashboard.settings import Settings
from gdcore import BUGS


@dataclass(frozen=True, slots=True)
class Card:
    """What is asked, and what is said once it is answered; `links` are a number and a query each.

    With a `hint` a wrong answer may be followed by another; else the first one counts, and the run shows it.
    """

    kind: str
    title: str
    scene: str
    question: str
    options: tuple[str, ...]
    right: int
    why: str
    hint: str
    wrong_line: str
    right_line: str
    links: tuple[tuple[int, str], ...]
    place: int
    following: tuple[str, str]


def card(settings: Settings) -> Card | None:
    """The card of settings that are an exercise."""
    if settings.lesson:
        return of_lesson(settings.lesson)
    return of_puzzle(settings.bug) if settings.bug else None


def of_lesson(name: str) -> Card:
    lesson, following = LESSONS[name], after(name)
    onward = ("Next: " + LESSONS[following].title, query(lesson=following)) if following else SPOT
    return Card(
        kind="lesson",
        title=lesson.title,
        scene=lesson.scene,
        question=lesson.question,
        options=lesson.options,
        right=lesson.right,
        why=lesson.why,
        hint="",
        wrong_line="",
        right_line="",
        links=tuple((number_of(each), query(lesson=each)) for each in LESSONS),
        place=number_of(name),
        following=onward,
    )


def of_puzzle(number: int) -> Card:
    bug = BUGS[bug_of(number)]
    last = number == len(PUZZLES)
    onward = ("To the lessons", FIRST) if last else ("Next bug", query(bug=number + 1))
    return Card(
        kind="bug",
        title="Spot the bug",
        scene="This program has one fault. Press Play, and look at the loss, at the path, at the line.",
        question="Which fault is it?",
        options=tuple(each.text for each in BUGS.values()),
        right=list(BUGS).index(bug_of(number)),
        why=bug.why,
        hint=bug.symptom,
        wrong_line=bug.wrong,
        right_line=bug.right,
        links=tuple((each, query(bug=each)) for each in range(1, len(PUZZLES) + 1)),
        place=number,
        following=onward,
    )


def query(**setting: object) -> str:
    return "?" + urlencode(setting)


FIRST = query(lesson=next(iter(LESSONS)))
SPOT = ("Next: spot the bug", query(bug=1))
