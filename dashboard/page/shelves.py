"""The exercises by their titles, as the menu and the strip beside one of them have them."""

from dataclasses import dataclass

from dashboard.exercises.challenges import CHALLENGES
from dashboard.exercises.lessons import LESSONS
from dashboard.exercises.puzzles import PUZZLES
from dashboard.runs.links import query


@dataclass(frozen=True, slots=True)
class Shelf:
    """Exercises of a kind: each the name that the browser keeps once it is done, its title and its query."""

    name: str
    title: str
    exercises: tuple[tuple[str, str, str], ...]


SHELVES = (
    Shelf(
        "lesson",
        "Lessons",
        tuple((name, lesson.title, query(lesson=name)) for name, lesson in LESSONS.items()),
    ),
    Shelf(
        "bug",
        "Spot the bug",
        tuple((str(number), f"Program {number}", query(bug=number)) for number in range(1, len(PUZZLES) + 1)),
    ),
    Shelf(
        "challenge",
        "Challenges",
        tuple((name, challenge.title, query(challenge=name)) for name, challenge in CHALLENGES.items()),
    ),
)
