"""What a teacher can ask a class, as the board offers it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from dashboard.exercises.challenges import CHALLENGES
from dashboard.exercises.lessons import LESSONS
from dashboard.exercises.puzzles import NUMBERS
from dashboard.room import questions
from dashboard.room.questions import Question
from dashboard.room.refused import Refused

LESSON, BUG = "lesson ", "bug "  # before a lesson's name, or a program's number
CHALLENGE = "challenge "  # before a challenge's name
OWN = "own"  # before the link of a guess of the teacher's own
MOST_DETAILS = 80

CURVES = {
    "The parabola": "?chapter=curve&start=15&step_size=0.1",
    "Two wells": "?chapter=curve&function=double+well",
}
LANDSCAPES = {
    "Four minima": "?chapter=landscape&function=himmelblau",
    "A long bowl, κ = 25": "?chapter=landscape&function=bowl",
    "Rosenbrock's valley": "?chapter=landscape&function=rosenbrock",
}
LINES = {"A line through data": "?chapter=line"}

# By activity, what is chosen and its name.
CHOICES: dict[str, dict[str, str]] = {
    "follow": {name: text for text, name in (CURVES | LANDSCAPES | LINES).items()},
    "guess": {
        **{f"{LESSON}{name}": lesson.title for name, lesson in LESSONS.items()},
        **{f"{BUG}{number}": f"Program {number} with a fault" for number in NUMBERS},
        OWN: "A question of your own",
    },
    "step size": {
        "?chapter=curve&start=15&step_size=0.01": "The parabola",
        "?chapter=landscape&function=bowl": "A long bowl, κ = 25",
    },
    "start": {"?chapter=landscape&function=himmelblau": "Four minima"},
    "steps": {
        **{name: text for text, name in (LANDSCAPES | CURVES).items()},
        **{f"{CHALLENGE}{name}": f"Challenge: {CHALLENGES[name].title}" for name in questions.COUNTED},
    },
    "own": {name: text for text, name in (LANDSCAPES | CURVES).items()},
}

# What pupils may change where the fewest steps are looked for.
MAY = {"method": "method", "step_size": "α", "schedule": "schedule", "start": "start"}

# What to say and to watch for, by activity.
TIPS = {
    "follow": "Say what you will do before you do it. Ask: which way is down, and how far is one step?",
    "guess": "Let all answer in silence, close, look at the bars, let neighbours talk, and vote again before"
    " you reveal. Many take a larger α for a quicker run, always.",
    "step size": "Ask who was sure. The dots are a U: too small creeps, too large flies off, and the best "
    "lies close to the edge. Many expect the best in the middle.",
    "start": "Ask where the borders are before you reveal. Many expect the nearest minimum, or the lowest.",
    "steps": "Ask the quickest what they tried first. A method helps only where the step size suits it.",
    "own": "Walk about. Who has not answered yet may need a first step: a smaller α.",
}


def choose_question(activity: str, text: str, details: str = "") -> Question:
    """The question that was chosen; Refused, with a sentence, where there is none such.

    `details`, written as those of a link, are the limits within which the fewest steps are looked for, `may`,
    `methods`, `iterations`, or a guess of the teacher's own: `text`, an `option` each, and which is `right`.
    """
    try:
        given = parse_qs(details, keep_blank_values=True, max_num_fields=MOST_DETAILS)
    except ValueError:
        raise Refused("These are too many details.") from None
    if activity == "guess":
        return choose_guess(text, given)
    if activity == "steps" and text.startswith(CHALLENGE):
        return questions.challenge_question(text.removeprefix(CHALLENGE))
    try:
        settings = questions.settings_of(find_query(text))
        if activity == "steps":
            return questions.fewest_steps(settings, **read_limits(given))
        return questions.pick(activity, settings)
    except Refused:
        raise
    except ValueError as error:
        raise Refused(f"This cannot be: {error}.") from None


def choose_guess(text: str, given: Mapping[str, Sequence[str]]) -> Question:
    """The guess of a lesson, of a program with a fault, or the teacher's own."""
    if text.startswith(LESSON):
        return questions.lesson_guess(text.removeprefix(LESSON))
    if text.startswith(OWN):
        return make_own_guess(text.removeprefix(OWN), given)
    number = text.removeprefix(BUG)
    if number not in NUMBERS:
        raise Refused("Choose a lesson, a program, or a question of your own.")
    return questions.puzzle_guess(int(number))


def make_own_guess(link: str, given: Mapping[str, Sequence[str]]) -> Question:
    asked = given.get("text", [""])[0].strip()
    if not asked:
        raise Refused("Type the question first.")
    options = [option.strip() for option in given.get("option", []) if option.strip()]
    right = read_whole(given.get("right", [""])[0])
    settings = questions.settings_of(find_query(link))
    return questions.guess(settings, asked, options, -1 if right is None else right)


def read_limits(given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The limits that a teacher sets: what may be changed, by which methods, in how many iterations."""
    set_ = {name: given[name] for name in ("may", "methods") if name in given}
    if "iterations" not in given:
        return set_
    most = read_whole(given["iterations"][0])
    if most is None or not 1 <= most <= questions.MOST_ITERATIONS:
        raise Refused(f"The most iterations are a whole number from 1 to {questions.MOST_ITERATIONS:,}.")
    return set_ | {"iterations": most}


def read_whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,6}", text.strip(), re.ASCII) else None


def find_query(text: str) -> str:
    """The settings of a link that was pasted, with or without the address before them."""
    return f"?{text.partition('?')[2] or text}"
