import csv
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.room import questions
from dashboard.room.questions import Question, settings_of
from dashboard.room.report import harmless
from dashboard.room.state import Round
from dashboard.runs.links import read
from dashboard.runs.problems import run_of
from gdcore import outcome
from tests.dashboard.room.classroom import GUESS

BASE = "https://school.example/dashboard"
LANDSCAPE = settings_of("?chapter=landscape")


def report(classroom):
    classroom.room.settle()
    text = classroom.room.export(classroom.key, BASE).result()()
    return list(csv.DictReader(StringIO(text, newline="")))


def ask(classroom, question, answers):
    classroom.tell("free")
    classroom.tell("ask", question=question)
    for number, text in answers.items():
        classroom.answer(number, text)


def run_at(address):
    """The run that an address opens."""
    assert address.startswith(BASE)
    settings, complaints = read(parse_qs(urlsplit(address).query))
    assert complaints == []
    return run_of(settings)


def test_a_guess_is_told_vote_by_vote(classroom):
    ask(classroom, GUESS, {0: "0", 1: "1"})
    classroom.tell("close")
    classroom.tell("again")
    classroom.answer(0, "1")
    aliases = [classroom.pupil(n).alias for n in range(3)]
    rows = report(classroom)
    assert [(row["alias"], row["vote"], row["answer"], row["right"]) for row in rows] == [
        (aliases[0], "1", "left", "wrong"),
        (aliases[1], "1", "right", "right"),
        (aliases[2], "1", "", ""),
        (aliases[0], "2", "right", "right"),
        (aliases[1], "2", "", ""),
        (aliases[2], "2", "", ""),
    ]


def test_the_link_of_each_answer_makes_the_run_whose_steps_are_told(classroom):
    changes = {0: "step_size=0.02", 1: "method=momentum&step_size=0.005&momentum=0.8", 2: "start=-3,-3"}
    ask(classroom, questions.fewest_steps(LANDSCAPE), changes)
    rows = report(classroom)
    runs = [run_at(row["link"]) for row in rows]
    assert [row["steps"] for row in rows] == [str(outcome(run).motion.arrival) for run in runs]
    assert [run.method for run in runs] == ["gradient descent", "momentum", "gradient descent"]
    assert runs[0].step_size == 0.02 and runs[2].theta[0].tolist() == [-3, -3]


def test_picked_starts_and_step_sizes_have_links_too(classroom):
    ask(classroom, questions.pick("start", LANDSCAPE), {0: "-1,2.5"})
    ask(classroom, questions.pick("step size", LANDSCAPE), {1: "0.02"})
    ask(classroom, questions.pick("own", LANDSCAPE), {2: "?chapter=curve&step_size=0.9"})
    rows = [row for row in report(classroom) if row["link"]]
    assert [row["activity"] for row in rows] == ["Pick a start", "Pick α", "On your own"]
    runs = [run_at(row["link"]) for row in rows]
    assert runs[0].theta[0].tolist() == [-1, 2.5] and runs[1].step_size == 0.02 and runs[2].step_size == 0.9
    assert rows[0]["answer"] == "-1,2.5"


def test_who_came_late_has_no_row_of_what_was_missed(classroom):
    ask(classroom, GUESS, {0: "1"})
    classroom.tell("close")
    classroom.seats.append(classroom.room.join())
    classroom.tell("reveal")
    ask(classroom, GUESS, {3: "1"})
    late = classroom.pupil(3).alias
    assert [row["round"] for row in report(classroom) if row["alias"] == late] == ["2"]


def test_who_was_removed_is_not_in_it(classroom):
    ask(classroom, GUESS, {0: "1"})
    alias = classroom.pupil(0).alias
    classroom.tell("remove", alias=alias)
    assert alias not in {row["alias"] for row in report(classroom)}


def test_a_day_without_questions_has_a_header():
    from dashboard.room.report import HEADER, report

    assert report({}, []).strip() == ",".join(HEADER)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "-3,=1", "--1", "-inf()"]
)
def test_no_cell_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-3", "-3.5,2", "+1e-5", "0.1", "teal fox", "", "a = b"])
def test_numbers_and_words_stay_what_they_are(cell):
    assert harmless(cell) == cell


def test_a_question_of_the_teachers_own_is_harmless_too(classroom):
    evil = Question("guess", "?chapter=curve", '=HYPERLINK("http://evil","click")', ("=1+1", 'b"\n,c'), 1)
    ask(classroom, evil, {0: "0", 1: "1"})
    rows = report(classroom)
    assert rows[0]["question"].startswith("'=") and rows[0]["answer"] == "'=1+1"
    assert rows[1]["answer"] == 'b"\n,c'


def test_its_progress_goes_round_by_round_to_one():
    from dashboard.room.report import report

    told = []
    report({}, [Round(number, 1, GUESS, {}) for number in range(1, 5)], progress=told.append)
    assert told == [0.25, 0.5, 0.75, 1]
