import re

import numpy as np
import pytest

from dashboard.chapters.line.faulty import VEIL, hidden, program
from dashboard.chapters.line.problem import line_of
from dashboard.exercises.puzzles import NUMBERS as LINKED
from dashboard.exercises.puzzles import PUZZLES, bug_of
from dashboard.explain.verdict import verdict
from dashboard.export.script import script
from dashboard.page.cards import card
from dashboard.runs.links import link, read
from dashboard.runs.problems import run_of
from gdcore import BUGS, descend_wrongly
from tests.dashboard.visitor import Visitor, arguments
from tests.meaning import tells

NUMBERS = range(1, len(PUZZLES) + 1)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_link_only_numbers_the_bug_and_brings_what_shows_it(number):
    settings, complaints = read(arguments(f"?bug={number}"))
    assert complaints == [] and settings.chapter == "line"
    assert link(settings) == f"?chapter=line&bug={number}"
    run = run_of(settings)
    wrongly = descend_wrongly(
        run.objective,
        settings.start,
        bug=bug_of(number),
        step_size=settings.step_size,
        iterations=settings.iterations,
    )
    np.testing.assert_array_equal(run.theta, wrongly.theta)


def test_each_puzzle_has_its_own_settings():
    step_sizes = [read(arguments(f"?bug={number}"))[0].step_size for number in NUMBERS]
    assert step_sizes == [0.03, 0.05, 0.05, 0.05, 0.02, 0.7]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_page_plays_it_and_gives_nothing_away(number):
    visitor = Visitor(f"?bug={number}&speed=10000&open=code")
    visitor.play()
    assert visitor.length == visitor.page.shown.run.steps + 1
    bug = BUGS[bug_of(number)]
    for said in (visitor.text("verdict"), visitor.text("code"), str(visitor.facts)):
        assert bug.text not in said and bug.wrong not in said
    assert "2/L" not in visitor.text("verdict")
    assert "hidden" in visitor.text("code")


def test_a_line_that_falls_is_written_with_a_minus():
    settings, _ = read(arguments("?bug=3&iterations=20"))
    intercept, slope = run_of(settings).theta[-1]
    assert slope < 0 < intercept
    assert re.search(r"y = [\d.]+ − [\d.]+ x", verdict(run_of(settings), settings))


@pytest.mark.parametrize("more", ["", "&standardise=1", "&data=diabetes&precision=0.1"])
def test_the_program_is_in_view_and_tells_no_fault_from_another(more):
    shown = set()
    for number in NUMBERS:
        settings, _ = read(
            arguments(f"?bug={number}&samples=50&start=1,2&step_size=0.01&iterations=9&seed=1{more}")
        )
        shown.add(re.sub(r"range\(\d+\)", "", hidden(run_of(settings), settings)))
    (program,) = shown
    assert program.count(VEIL) == 3
    for bug in BUGS.values():
        assert bug.wrong not in program and bug.right not in program


@pytest.mark.parametrize("number", NUMBERS)
def test_its_card_has_every_bug_to_choose_from(number):
    settings, _ = read(arguments(f"?bug={number}"))
    asked = card(settings)
    assert asked.options == tuple(bug.text for bug in BUGS.values())
    assert asked.options[asked.right] == BUGS[bug_of(number)].text
    assert asked.following[1] == (f"?bug={number + 1}" if number < len(PUZZLES) else "?lesson=step+size")


def test_every_bug_has_its_puzzle_and_its_own_words():
    assert LINKED == ("1", "2", "3", "4", "5", "6")
    assert sorted(bug_of(number) for number in NUMBERS) == sorted(BUGS)
    for texts in zip(*((bug.text, bug.wrong, bug.symptom, bug.why) for bug in BUGS.values()), strict=True):
        assert len(set(texts)) == len(BUGS)
    assert all(bug.wrong != bug.right for bug in BUGS.values())


@pytest.mark.parametrize("number", ["7", "-1", "x", "1.5", ""])
def test_no_such_bug_is_told(number):
    settings, complaints = read(arguments(f"?chapter=line&bug={number}"))
    assert settings.bug == 0
    assert tells(complaints[0], "bug", "whole number", "0", "6")
    assert "bug" not in read(arguments("?chapter=curve"))[0].chapter


def test_whatever_is_set_there_is_a_run_and_a_verdict():
    visitor = Visitor("?bug=3")
    for name, value in [
        ("step_size", 50.0),
        ("iterations", 100_000),
        ("start", "900, -900"),
        ("method", "adam"),
    ]:
        visitor.set(name, value)
        run, settings = visitor.page.shown.run, visitor.settings
        assert np.isfinite(run.theta).all() and verdict(run, settings) and script(run, settings)
    assert visitor.linked == visitor.settings


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "more", ["", "&precision=0.5&start=3,-2", "&standardise=1&step_size=0.001", "&data=diabetes"]
)
def test_the_program_with_the_fault_makes_the_run_of_the_page(number, more):
    settings, _ = read(arguments(f"?bug={number}&speed=10000{more}"))
    run, bug = run_of(settings), BUGS[bug_of(number)]
    source = program(run, settings)
    names = {}
    exec(compile(source, "program", "exec"), names)
    answer = line_of(settings).standardisation.restore(run.theta[-1])
    np.testing.assert_allclose([names["intercept"], names["slope"]], answer, rtol=1e-8, atol=1e-9)
    assert names["k"] + 1 == run.steps
    assert f"{bug.wrong}  # the fault" in source
    sound = source.replace(f"{bug.wrong}  # the fault", bug.right)
    assert sound != source and bug.right in sound
