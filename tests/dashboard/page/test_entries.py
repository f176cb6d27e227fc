"""What is typed into fields: taken as it is written, or kept there with the reason."""

from dataclasses import replace

import pytest
from bokeh.models import ColumnDataSource

from dashboard.page.entries import Entries
from dashboard.settings.values import CHAPTERS
from tests.dashboard.visitor import Visitor
from tests.meaning import tells


@pytest.mark.parametrize(
    ("chapter", "name", "text", "value"),
    [
        ("curve", "step_size", "0,5", 0.5),
        ("curve", "step_size", "1/4", 0.25),
        ("curve", "start", "−3", (-3.0,)),
        ("curve", "iterations", "10^3", 1000),
        ("curve", "precision", "10⁻²", 0.01),
        ("line", "noise", "2,5", 2.5),
        ("line", "samples", "1 000", 1000),
        ("line", "start", "0,5; 1", (0.5, 1.0)),
        ("landscape", "speed", "1e2", 100),
        ("landscape", "start", "1/2, 1", (0.5, 1.0)),
    ],
)
def test_an_entry_is_taken_and_its_field_shows_the_number(chapter, name, text, value):
    visitor = Visitor(f"?chapter={chapter}")
    visitor.enter(name, text)
    assert visitor.settings == replace(CHAPTERS[chapter], **{name: value})
    control = visitor.controls[name]
    assert control.to_setting(visitor.shown(name)) == value
    assert visitor.marked == {} and visitor.text("notice") == ""


@pytest.mark.parametrize(
    ("chapter", "name", "text", "why"),
    [
        ("curve", "step_size", "much", ["number", "1 × 10⁻¹²", "100", "keeps", "0.01"]),
        ("curve", "step_size", "1,234", ["1,234", "1.234", "1234", "keeps", "0.01"]),
        ("curve", "iterations", "1e9", ["whole number", "1", "100000", "keeps", "300"]),
        ("curve", "start", "", ["number", "−1000", "1000", "keeps", "15"]),
        ("line", "start", "0,5,1", ["decimal commas", "semicolon", "0,5; 1"]),
        ("line", "race", "adam", ["at most 5", "methods"]),
        ("line", "race", "adam:0.1," * 5 + "bfgs", ["at most 5", "methods"]),
    ],
)
def test_an_entry_that_is_not_taken_stays_with_the_reason_and_the_run_as_it_was(chapter, name, text, why):
    visitor = Visitor(f"?chapter={chapter}&play=1")
    visitor.wait(1.0)
    before = visitor.length
    visitor.enter(name, text)
    assert visitor.settings == replace(CHAPTERS[chapter], play=True)
    assert visitor.length == before > 1 and visitor.callbacks
    assert visitor.marked[name][0] == text
    assert tells(visitor.marked[name][1], *why)
    assert name.replace("_", " ") in visitor.text("notice")
    assert visitor.controls[name].to_setting(visitor.shown(name)) == getattr(CHAPTERS[chapter], name)


def test_a_formula_that_could_be_two_names_both():
    visitor = Visitor("?formula=x^2")
    visitor.enter("formula", "1/2x")
    assert "(1/2)*x or 1/(2*x)" in visitor.marked["formula"][1]
    assert visitor.settings.formula == "x^2"
    visitor.enter("formula", "sin^2 x + |2x|")
    assert visitor.settings.formula == "sin^2 x + |2x|"
    assert visitor.marked == {}


def test_each_field_keeps_its_own_until_it_is_corrected():
    visitor = Visitor()
    for name in ("step_size", "iterations", "start"):
        visitor.enter(name, "?")
    visitor.enter("iterations", "300")  # as it is, and yet an answer
    assert set(visitor.marked) == {"step_size", "start"}
    visitor.set("start", 3)
    visitor.set("speed", 60)
    visitor.press("reset")
    assert set(visitor.marked) == {"step_size"}
    visitor.set("presets", 2)
    assert visitor.marked == {}


def test_a_number_of_the_methods_own_is_typed_and_goes_with_its_method():
    visitor = Visitor("?method=adam")
    visitor.enter("hyperparameter_0", "1/2")
    assert visitor.settings.hyperparameters == (("beta1", 0.5),)
    visitor.enter("hyperparameter_1", "1,000,000")
    assert list(visitor.marked) == ["hyperparameter_1"]
    visitor.set("method", "momentum")
    assert visitor.marked == {}


def test_the_same_entry_may_come_again():
    visitor = Visitor()
    for _ in range(2):
        visitor.enter("step_size", "?")
        assert visitor.text("notice")
        visitor.page.view.tell()
        assert visitor.model("entries").tags == []


@pytest.mark.parametrize(
    "entry",
    ["", "step_size", "no_such 1", "points 1,2;3,4", "method adam", "hyperparameter_9 1", "\ud800 \ud800"],
)
def test_what_is_no_field_is_ignored(entry):
    visitor = Visitor("?chapter=line")
    visitor.model("entries").tags = [entry]
    assert visitor.settings == CHAPTERS["line"]
    assert set(visitor.marked) <= {"step_size"}


def test_a_text_is_kept_as_it_can_be_sent():
    entries = Entries(ColumnDataSource())
    entries.keep("start", "\ud800", "why")
    assert entries.rows() == [("start", "?", "why")]
    entries.keep("start", "2", "why")
    entries.drop("step_size")
    assert entries.rows() == [("start", "2", "why")]
