"""The card beside the figures: a lesson, or a program with a bug, that asks its visitor something."""

from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import parse_qsl

from dashboard.exercises.lessons import LESSONS, next_lesson
from dashboard.exercises.puzzles import PUZZLES, TIPS, bug_of
from dashboard.runs.links import link, query, read
from dashboard.settings.values import Settings, are_of_one_run
from gdcore import BUGS


@dataclass(frozen=True, slots=True)
class Card:
    """What is asked, and what is said once it is answered; by its `name` the browser keeps that it was.

    With a `hint` a wrong answer may be followed by another; else the first one counts, and the run shows it.
    `own` opens it anew, and `free` the same run without an exercise.
    """

    kind: str
    name: str
    title: str
    scene: str
    question: str
    options: tuple[str, ...]
    right: int
    why: str
    hint: str
    wrong_line: str
    right_line: str
    tips: tuple[str, ...]  # for teachers
    following: tuple[str, str]
    own: str
    free: tuple[str, str]


def card(settings: Settings) -> Card | None:
    """The card of settings that are an exercise."""
    if settings.lesson:
        return lesson_card(settings.lesson)
    return puzzle_card(settings.bug) if settings.bug else None


def lesson_card(name: str) -> Card:
    lesson, following = LESSONS[name], next_lesson(name)
    onward = ("Next: " + LESSONS[following].title, query(lesson=following)) if following else SPOT
    return Card(
        kind="lesson",
        name=name,
        title=lesson.title,
        scene=lesson.scene,
        question=lesson.question,
        options=lesson.options,
        right=lesson.right,
        why=lesson.why,
        hint="",
        wrong_line="",
        right_line="",
        tips=(lesson.ask, lesson.mistake),
        following=onward,
        own=query(lesson=name),
        free=("Try it yourself", link(replace(given(query(lesson=name)), lesson=""))),
    )


def puzzle_card(number: int) -> Card:
    bug = BUGS[bug_of(number)]
    last = number == len(PUZZLES)
    onward = ("To the lessons", FIRST) if last else ("Next bug", query(bug=number + 1))
    return Card(
        kind="bug",
        name=str(number),
        title=f"Spot the bug: program {number}",
        scene="This program has one fault, in a line that is hidden. Press Play, and look at the loss, at the"
        " path, at the line.",
        question="Which fault is it?",
        options=tuple(each.text for each in BUGS.values()),
        right=list(BUGS).index(bug_of(number)),
        why=bug.why,
        hint=bug.symptom,
        wrong_line=bug.wrong,
        right_line=bug.right,
        tips=TIPS,
        following=onward,
        own=query(bug=number),
        free=("Run it without the fault", link(replace(given(query(bug=number)), bug=0))),
    )


def is_as_given(settings: Settings) -> bool:
    """Whether the run is the one that the texts of its lesson tell of."""
    return not settings.lesson or are_of_one_run(given(query(lesson=settings.lesson)), settings)


@cache
def given(query: str) -> Settings:
    """The settings of an exercise as it is given."""
    return read({name: [value] for name, value in parse_qsl(query.removeprefix("?"))})[0]


FIRST = query(lesson=next(iter(LESSONS)))
SPOT = ("Next: spot the bug", query(bug=1))
