from urllib.parse import parse_qs

from dashboard.exercises.challenges import CHALLENGES
from dashboard.exercises.lessons import LESSONS
from dashboard.exercises.puzzles import PUZZLES
from dashboard.page.cards import card
from dashboard.page.shelves import SHELVES
from dashboard.page.tasks import task
from dashboard.runs.links import read


def test_each_exercise_stands_on_its_shelf_by_the_name_that_its_card_has():
    for shelf in SHELVES:
        for name, title, query in shelf.exercises:
            settings, complaints = read(parse_qs(query.removeprefix("?")))
            asked = card(settings) or task(settings)
            assert complaints == [] and (asked.kind, asked.name) == (shelf.name, name)
            assert title in asked.title or title.lower() in asked.title


def test_all_lessons_programs_and_challenges_are_on_one_and_no_title_tells_a_fault():
    lessons, bugs, challenges = SHELVES
    assert [name for name, _, _ in lessons.exercises] == list(LESSONS)
    assert [title for _, title, _ in bugs.exercises] == [f"Program {n}" for n in range(1, len(PUZZLES) + 1)]
    assert [name for name, _, _ in challenges.exercises] == list(CHALLENGES)
