from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exercises.challenges import CHALLENGES
from dashboard.exercises.lessons import LESSONS
from dashboard.exercises.puzzles import PUZZLES
from dashboard.room import questions
from dashboard.room.questions import Question, read_answer, run_settings, settings_of
from dashboard.room.refused import Refused
from dashboard.runs.links import link
from dashboard.settings.values import CHAPTERS
from gdcore import METHODS

BOWL = settings_of("?chapter=landscape&function=bowl")
PLACE = questions.pick("start", BOWL)
SIZE = questions.pick("step size", BOWL)
FEWEST = questions.fewest_steps(BOWL)
OWN = questions.pick("own", BOWL)
ROLLING = questions.fewest_steps(settings_of("?chapter=landscape&function=bowl&method=momentum&momentum=0.8"))
LESSON = questions.lesson_guess("overshoot")


@pytest.mark.parametrize("name", LESSONS)
def test_the_guess_of_a_lesson_is_the_rooms_question(name):
    question, lesson = questions.lesson_guess(name), LESSONS[name]
    assert (question.options, question.right, question.why) == (lesson.options, lesson.right, lesson.why)
    assert lesson.question in question.text
    assert settings_of(question.link).lesson == name


@pytest.mark.parametrize("number", range(1, len(PUZZLES) + 1))
def test_the_fault_of_a_program_is_a_question_too(number):
    question = questions.puzzle_guess(number)
    assert settings_of(question.link).bug == number
    assert questions.checked(question).options[question.right]


@pytest.mark.parametrize("number", [0, len(PUZZLES) + 1])
def test_of_a_program_that_is_not_there_it_is_said_which_are(number):
    with pytest.raises(Refused, match=f"1 to {len(PUZZLES)}"):
        questions.puzzle_guess(number)


def test_the_challenges_about_steps_are_those_in_which_one_may_change_what_a_class_may():
    assert questions.COUNTED == ("five steps", "plateau", "valley")


@pytest.mark.parametrize("name", questions.COUNTED)
def test_a_challenge_about_steps_is_a_question_too(name):
    question, challenge = questions.challenge_question(name), CHALLENGES[name]
    assert (question.activity, question.text, question.why) == ("steps", challenge.task, challenge.why)
    assert set(question.may) == set(challenge.may)
    settings, given = settings_of(question.link), settings_of(f"?challenge={name}")
    assert settings == replace(given, challenge="")
    with pytest.raises(Refused):
        read_answer(question, "start=1" if settings.chapter == "curve" else "start=1,1")
    with pytest.raises(Refused, match="five steps"):
        questions.challenge_question("edge")


@pytest.mark.parametrize(
    ("question", "text", "kept"),
    [
        (LESSON, "1", "1"),
        (SIZE, " 0.10 ", "0.1"),
        (SIZE, "1e-3", "0.001"),
        (PLACE, "1, -2.50", "1,-2.5"),
        (FEWEST, "step_size=0.20", "step_size=0.2"),
        (FEWEST, "method=momentum&step_size=0.2&momentum=0.8", "method=momentum&step_size=0.2&momentum=0.8"),
        (FEWEST, "momentum=0.8&method=momentum", "method=momentum&momentum=0.8"),
        (FEWEST, "method=momentum&momentum=0.9", "method=momentum"),
        (FEWEST, "", ""),
        (ROLLING, "momentum=0.8", ""),
        (ROLLING, "momentum=0.9", "momentum=0.9"),
        (ROLLING, "method=nesterov&momentum=0.9", "method=nesterov"),
        (ROLLING, "method=nesterov&momentum=0.8", "method=nesterov&momentum=0.8"),
        (PLACE, "-5,5", "-5,5"),  # a corner of the picture
        (SIZE, "0.1" + "0" * 397, "0.1"),  # 400 characters
    ],
)
def test_answers_that_mean_the_same_are_kept_as_one(question, text, kept):
    assert read_answer(question, text) == kept
    assert read_answer(question, kept) == kept


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (LESSON, "4"),
        (LESSON, "-1"),
        (LESSON, "01"),
        (LESSON, "１"),
        (LESSON, "right"),
        (SIZE, "0"),
        (SIZE, "nan"),
        (SIZE, ""),
        (SIZE, "1e400"),
        (SIZE, "0.1&iterations=100000"),
        (PLACE, "1"),
        (PLACE, "1,2,3"),
        (PLACE, "900,900"),
        (PLACE, "5.001,0"),
        (PLACE, "0,-5.001"),
        (FEWEST, "step_size="),
        (FEWEST, "iterations=5"),
        (FEWEST, "function=rosenbrock"),
        (FEWEST, "precision=10"),
        (FEWEST, "race=adam:0.1"),
        (FEWEST, "method=newton"),
        (FEWEST, "method=none such"),
        (FEWEST, "momentum=0.9"),
        (FEWEST, "method=momentum&momentum=7"),
        (FEWEST, "steps=1"),
        (FEWEST, "&".join(f"a{number}=1" for number in range(60))),
        (OWN, "?chapter=nowhere"),
        (OWN, "?" + "&".join(["a=1"] * 51)),
        (OWN, "?chapter=curve&step_size=no"),
        (OWN, "?chapter=landscape&method=adam&iterations=100000"),
        (SIZE, "0.1" + "0" * 398),
        (SIZE, None),
        (SIZE, 0.1),
        (SIZE, b"0.1"),
        (FEWEST, {"step_size": 0.1}),
    ],
)
def test_what_is_no_answer_is_refused_in_words(question, text):
    with pytest.raises(Refused, match=r"\w+ \w+"):
        read_answer(question, text)


def test_what_is_refused_is_named_with_what_is_allowed():
    with pytest.raises(Refused, match=r"beta1 = 7 .*number from 0 to"):
        read_answer(FEWEST, "method=adam&beta1=7")


@given(st.text(max_size=60))
def test_whatever_is_sent_is_read_or_refused(text):
    for question in (LESSON, SIZE, PLACE, FEWEST, OWN):
        try:
            kept = read_answer(question, text)
        except Refused:
            continue
        assert read_answer(question, kept) == kept
        run_settings(question, kept)


def test_an_answer_changes_what_it_may_and_nothing_else():
    first = settings_of(FEWEST.link)
    answer = read_answer(FEWEST, "method=adam&step_size=0.3&beta1=0.5&start=1,2")
    expected = replace(
        first, method="adam", step_size=0.3, start=(1.0, 2.0), hyperparameters=(("beta1", 0.5),)
    )
    assert run_settings(FEWEST, answer) == expected


def test_a_teacher_says_what_may_be_changed():
    only = questions.fewest_steps(BOWL, may=("step_size",))
    assert read_answer(only, "step_size=0.2") == "step_size=0.2"
    for text in ("method=adam", "start=1,1", "schedule=1/k"):
        with pytest.raises(Refused):
            read_answer(only, text)


def test_a_teacher_says_which_methods_may_be_taken():
    question = questions.fewest_steps(BOWL, methods=("newton",))
    assert read_answer(question, "method=newton") == "method=newton"
    with pytest.raises(Refused):
        read_answer(question, "method=adam")


def test_methods_that_know_more_than_slopes_are_left_out_unless_asked_for():
    assert "newton" not in FEWEST.methods and "line search" not in FEWEST.methods
    assert {"gradient descent", "momentum", "adam"} <= set(FEWEST.methods) < set(METHODS)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_class_is_compared_by_runs_that_can_be(chapter):
    noisy = replace(CHAPTERS[chapter], noise=3.0, seed=7, iterations=100_000, schedule="1/k", play=True)
    settings = settings_of(questions.pick("step size", noisy).link)
    assert settings.iterations <= questions.MOST_ITERATIONS
    assert settings.schedule == "constant" and not (settings.batch or settings.race or settings.play)
    assert settings.noise == (3.0 if chapter == "line" else 0.0)


@pytest.mark.parametrize("iterations", [50, 400, 5000])
def test_starts_are_compared_by_runs_that_a_basin_map_has_too(iterations):
    made = replace(BOWL, iterations=iterations, precision=0.001)
    settings = settings_of(questions.pick("start", made).link)
    assert (settings.iterations, settings.precision) == (min(iterations, 400), 0)


def test_a_teacher_says_in_how_many_iterations_to_arrive():
    asked = (questions.fewest_steps(replace(BOWL, iterations=300), iterations=each) for each in (None, 70))
    assert [settings_of(each.link).iterations for each in asked] == [300, 70]


def test_of_a_link_that_says_what_cannot_be_the_first_of_it_is_told():
    with pytest.raises(Refused, match="step_size"):
        settings_of("?chapter=curve&step_size=no&iterations=no")
    with pytest.raises(Refused, match="method"):
        settings_of("?chapter=curve&method=")


@pytest.mark.parametrize(
    ("name", "just", "beyond"),
    [
        ("link", "?" * 2200, "?" * 2201),
        ("text", "?" * 1500, "?" * 1501),
        ("why", "!" * 1500, "!" * 1501),
        ("options", ("a", "b" * 500), ("a", "b" * 501)),
        ("options", tuple("abcdefgh"), tuple("abcdefghi")),
        ("options", ("a", "b"), ("a",)),
    ],
)
def test_a_guess_may_be_so_long_and_no_longer(name, just, beyond):
    guess = Question("guess", link(BOWL), "?", ("a", "b", "c"), 0)
    assert questions.checked(replace(guess, **{name: just}))
    with pytest.raises(Refused):
        questions.checked(replace(guess, **{name: beyond}))


@pytest.mark.parametrize(
    "question",
    [
        Question("guess", link(BOWL), "?", ("only one",), 0),
        Question("guess", link(BOWL), "?", ("a", "b"), 2),
        Question("guess", link(BOWL), "?", ("a", "b"), None),
        Question("guess", link(BOWL), "?" * 10_000, ("a", "b"), 0),
        Question("guess", link(BOWL), "?", ("a", "b" * 10_000), 0),
        Question("guess", link(BOWL), "?", tuple("abcdefghijk"), 0),
        Question("follow", link(BOWL)),
        Question("none such", link(BOWL)),
        Question("step size", "?chapter=curve&nothing=1"),
        Question("step size", "?chapter=curve&" + "a" * 10_000),
        Question("step size", "?chapter=landscape&method=adam&iterations=100000"),
        Question("steps", link(BOWL)),
        Question("step size", "?bug=2"),
        Question("start", "?chapter=curve&race=adam:0.1"),
    ],
)
def test_what_cannot_be_asked_is_refused(question):
    with pytest.raises(Refused):
        questions.checked(question)
