"""What a class is asked, which answers there may be, and the settings that an answer stands for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

from dashboard.exercises.challenges import CHALLENGES, FIRST_ORDER
from dashboard.exercises.goals import Arrive
from dashboard.exercises.lessons import LESSONS
from dashboard.exercises.puzzles import NUMBERS, bug_of
from dashboard.room.refused import Refused
from dashboard.runs.links import link, query, read
from dashboard.runs.problems import arguments_of, objective_of, work
from dashboard.settings import kinds
from dashboard.settings.values import Settings, changed, own_runner, rule_of, value_of
from gdcore import BUGS, METHODS, LeastSquares

ACTIVITIES = {
    "follow": "Follow me",
    "guess": "Guess",
    "step size": "Pick α",
    "start": "Pick a start",
    "steps": "Fewest steps",
    "own": "On your own",
}
LONGEST_LINK = 2200  # characters
LONGEST_ANSWER = 400  # characters
LONGEST_TEXT = 500  # characters of a question, or of an option
MOST_OPTIONS = 8
MOST_SETTINGS = 50  # of a link
MOST_CHANGES = 20  # of an answer
QUOTED = 20  # characters of what is not allowed
MOST_WORK = 1_000_000  # of the run of an answer, in the unit of `gdcore.work`: some 7 ms
MOST_ITERATIONS = 1000  # of the runs that a class is compared by
MAY_CHANGE = ("method", "step_size", "schedule", "start")  # where the fewest steps are looked for
# challenges that are about the fewest steps
COUNTED = tuple(
    name
    for name, each in CHALLENGES.items()
    if isinstance(each.goal, Arrive) and set(each.may) <= set(MAY_CHANGE)
)
MAPPED = 400  # steps from each start of a basin map, which knows no stop rule
NO_EXERCISE = {"lesson": "", "challenge": "", "bug": 0}
ALONE = {**NO_EXERCISE, "race": (), "batch": 0, "schedule": "constant", "play": False}
MOST_KEPT = 64  # settings of links, and of answers


@dataclass(frozen=True, slots=True)
class Question:
    """One of the `ACTIVITIES`, on the settings of a `link`.

    A guess has `options`, of which `right` is the index of the one that happens, and `why`. Where the fewest
    steps are looked for, `may` are the settings that may be changed, and `methods` those that may be taken.
    """

    activity: str
    link: str
    text: str = ""
    options: tuple[str, ...] = ()
    right: int | None = None
    why: str = ""
    may: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()


def lesson_guess(name: str) -> Question:
    """The guess of a lesson."""
    if name not in LESSONS:
        raise Refused(f"There is no lesson of that name; there are {', '.join(LESSONS)}.")
    lesson = LESSONS[name]
    text = f"{lesson.scene} {lesson.question}"
    return Question("guess", query(lesson=name), text, lesson.options, lesson.right, lesson.why)


def puzzle_guess(number: int) -> Question:
    """The guess of a program with a fault."""
    if str(number) not in NUMBERS:
        raise Refused(f"There is no such program; there are {NUMBERS[0]} to {NUMBERS[-1]}.")
    bug, options = BUGS[bug_of(number)], tuple(each.text for each in BUGS.values())
    right = options.index(bug.text)
    return Question("guess", query(bug=number), "Which fault is it?", options, right, bug.why)


def guess(settings: Settings, text: str, options: Iterable[str], right: int) -> Question:
    """A guess of the teacher's own."""
    return checked(Question("guess", link(settings), text, tuple(options), right))


def pick(activity: str, settings: Settings) -> Question:
    """The question for a step size or a start on these settings; or all on their own from there."""
    if activity not in ("step size", "start", "own"):
        raise Refused("What is picked is a step size or a start.")
    asked = {"step size": plain, "start": mapped}.get(activity, same)(settings)
    return checked(Question(activity, link(asked)))


def fewest_steps(
    settings: Settings,
    may: Iterable[str] = MAY_CHANGE,
    methods: Iterable[str] = FIRST_ORDER,
    iterations: int | None = None,
) -> Question:
    """The question for the settings that arrive first, by changing some of them, in so many iterations."""
    asked = plain(settings if iterations is None else replace(settings, iterations=iterations))
    known = [name for name in METHODS if name in {asked.method, *methods}]
    return checked(
        Question(
            "steps",
            link(asked),
            may=tuple(name for name in MAY_CHANGE if name in may),
            methods=tuple(known),
        )
    )


def challenge_question(name: str) -> Question:
    """The fewest steps of a challenge that is about them."""
    if name not in COUNTED:
        raise Refused(f"There is no challenge of that name for a class; there are {', '.join(COUNTED)}.")
    challenge = CHALLENGES[name]
    asked = fewest_steps(settings_of(query(challenge=name)), challenge.may, challenge.methods)
    return replace(asked, text=challenge.task, why=challenge.why)


def same(settings: Settings) -> Settings:
    return settings


def plain(settings: Settings) -> Settings:
    """Settings by whose runs a class can be compared: one runner, as the method has it, and not too long."""
    limits = {"iterations": min(settings.iterations, MOST_ITERATIONS)}
    is_of_data = isinstance(objective_of(settings), LeastSquares)  # the noise: it is no run's own
    return with_known(settings, ALONE | limits | ({} if is_of_data else {"noise": 0.0}))


def with_known(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """Settings with those of some values that their chapter has."""
    return replace(settings, **{name: each for name, each in values.items() if rule_of(settings, name)})


def mapped(settings: Settings) -> Settings:
    """Settings that a basin map agrees with."""
    return replace(plain(settings), iterations=min(settings.iterations, MAPPED), precision=0.0)


def checked(question: Question) -> Question:
    """Return a question that can be asked; Refused if this one cannot."""
    if question.activity not in ACTIVITIES or question.activity == "follow":
        raise Refused("There is no such activity.")
    if len(question.link) > LONGEST_LINK or max(map(len, (question.text, question.why))) > 3 * LONGEST_TEXT:
        raise Refused("This is too long to be asked.")
    if question.activity == "guess":
        options = question.options
        if not 2 <= len(options) <= MOST_OPTIONS or max(map(len, options)) > LONGEST_TEXT:
            raise Refused(f"A guess has 2 to {MOST_OPTIONS} options, each of at most {LONGEST_TEXT} letters.")
        if question.right not in range(len(options)):
            raise Refused("One of the options has to be right.")
        return question
    settings = affordable(settings_of(question.link))
    if question.activity != "own" and (settings.race or settings.bug):
        raise Refused("A class is compared by one run, without rivals, and without a fault.")
    if question.activity == "steps" and not question.may:
        raise Refused("Something has to be left to change.")
    return question


@lru_cache(maxsize=MOST_KEPT)
def settings_of(link: str) -> Settings:
    """The settings of a link; Refused where it says what cannot be."""
    try:
        given = parse_qs(link.removeprefix("?"), keep_blank_values=True, max_num_fields=MOST_SETTINGS)
    except ValueError:
        raise Refused("This link has too many settings.") from None
    settings, complaints = read(given)
    if complaints:
        raise Refused(complaints[0])
    return settings


def affordable(settings: Settings) -> Settings:
    """Return settings whose own run is not too much work for an answer; Refused if it is."""
    if work(arguments_of(settings, own_runner(settings))) > MOST_WORK:
        raise Refused("This is more work than the server has for one answer. Fewer iterations may do.")
    return settings


def read_answer(question: Question, text: object) -> str:
    """Return an answer as it is kept, the same for all that mean the same; Refused if it may not be."""
    if not isinstance(text, str) or len(text) > LONGEST_ANSWER:
        raise Refused(f"An answer has at most {LONGEST_ANSWER} characters.")
    try:
        return READERS[question.activity](question, text)
    except kinds.NotAllowed as error:
        raise Refused(f"This is not allowed: {error}.") from None


def read_option(question: Question, text: str) -> str:
    numbers = [str(number) for number in range(len(question.options))]
    if text not in numbers:
        raise Refused("This is not one of the options.")
    return text


def read_changes(question: Question, text: str) -> str:
    """Read changes of settings, as a link has them, without those that change nothing."""
    first, settings = settings_of(question.link), settings_with(question, text)
    names = [*MAY_CHANGE, *METHODS[settings.method].defaults]
    changes = [(name, rule_of(settings, name).write(value_of(settings, name))) for name in names]
    own = [(name, value) for name, value in changes if not is_as_in(first, settings, name)]
    return urlencode(own, safe=",")


def is_as_in(first: Settings, settings: Settings, name: str) -> bool:
    """Whether a setting, or a number of the method, is what it would be without having been changed."""
    if name in MAY_CHANGE:
        return value_of(settings, name) == value_of(first, name)
    same = first if settings.method == first.method else replace(settings, hyperparameters=())
    return value_of(settings, name) == value_of(same, name)


def read_own(question: Question, text: str) -> str:
    affordable(settings_of(text))
    return text


READERS = {
    "guess": read_option,
    "step size": lambda question, text: read_one(question, "step_size", text),
    "start": lambda question, text: read_one(question, "start", text),
    "steps": read_changes,
    "own": read_own,
}


def read_one(question: Question, name: str, text: str) -> str:
    settings = settings_with(question, urlencode({name: text}))
    return rule_of(settings, name).write(value_of(settings, name))


def run_settings(question: Question, answer: str) -> Settings:
    """The settings whose run an answer stands for; of a guess those of the question."""
    match question.activity:
        case "step size" | "start":
            return settings_with(question, urlencode({question.activity.replace(" ", "_"): answer}))
        case "steps":
            return settings_with(question, answer)
        case "own":
            return settings_of(answer)
    return settings_of(question.link)


def settings_with(question: Question, changes: str) -> Settings:
    """The settings of a question with some changes, as a link has them; Refused if one may not be."""
    settings = settings_of(question.link)
    may = question.may or (question.activity.replace(" ", "_"),)
    try:
        given = dict(parse_qsl(changes, keep_blank_values=True, max_num_fields=MOST_CHANGES))
    except ValueError:
        raise Refused("This answer has too many settings.") from None
    if "method" in given and "method" in may:
        method = kinds.Choice(question.methods).read(given.pop("method"))
        if method != settings.method:
            settings = replace(settings, method=method, hyperparameters=())
    for name, value in given.items():
        rule = rule_of(settings, name)
        if rule is None or not (
            name in may or ("method" in may and name in METHODS[settings.method].defaults)
        ):
            raise Refused(f"What may be changed is {', '.join(may).replace('_', ' ')}.")
        settings = changed(settings, name, read_setting(rule, name, value))
    return affordable(in_sight(settings) if "start" in given else settings)


def read_setting(rule: Any, name: str, text: str) -> Any:
    try:
        return rule.read(text)
    except kinds.NotAllowed as error:
        raise Refused(f"{name.replace('_', ' ')} = {text[:QUOTED]} is not allowed: {error}.") from None


def in_sight(settings: Settings) -> Settings:
    """Return settings whose start can be seen on the board; Refused if it cannot."""
    domain = objective_of(settings).domain
    if any(not low <= each <= high for each, (low, high) in zip(settings.start, domain, strict=True)):
        raise Refused("The start has to be in the picture.")
    return settings
