"""What a teacher can ask a class, as the board offers it."""

from dashboard.exercises.challenges import CHALLENGES
from dashboard.exercises.lessons import LESSONS
from dashboard.exercises.puzzles import PUZZLES
from dashboard.room import questions
from dashboard.room.questions import Question
from dashboard.room.refused import Refused

LESSON, BUG = "lesson ", "bug "  # before a lesson's name, or a program's number
CHALLENGE = "challenge "  # before a challenge's name

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
        **{f"{BUG}{number}": f"Program {number} with a fault" for number in range(1, len(PUZZLES) + 1)},
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


def question(activity: str, text: str) -> Question:
    """The question that was chosen; Refused, with a sentence, where there is none such."""
    if activity == "guess":
        if text.startswith(LESSON):
            return questions.of_lesson(text.removeprefix(LESSON))
        number = text.removeprefix(BUG)
        if number not in map(str, range(1, len(PUZZLES) + 1)):
            raise Refused("Choose a lesson or a program.")
        return questions.of_puzzle(int(number))
    if activity == "steps" and text.startswith(CHALLENGE):
        return questions.of_challenge(text.removeprefix(CHALLENGE))
    try:
        settings = questions.settings_of(query(text))
        return questions.fewest_steps(settings) if activity == "steps" else questions.pick(activity, settings)
    except Refused:
        raise
    except ValueError as error:
        raise Refused(f"This cannot be: {error}.") from None


def query(text: str) -> str:
    """The settings of a link that was pasted, with or without the address before them."""
    return f"?{text.partition('?')[2] or text}"
