import re
from dataclasses import replace
from html import escape, unescape

import pytest

from dashboard.explain.formulas import (
    describe_formulas,
    describe_function,
    describe_method,
    describe_schedule,
)
from dashboard.runs.problems import run_of
from dashboard.settings.values import CHAPTERS
from gdcore import (
    FUNCTIONS,
    METHODS,
    SCHEDULES,
    SOLVERS,
    LeastSquares,
    descend,
    design,
    post_data,
    solve,
    typed,
)
from tests.dashboard.visitor import Visitor


@pytest.mark.parametrize("name", METHODS)
def test_each_method_has_its_rule_and_its_source(name):
    shown = unescape(describe_method(name))
    assert name in shown and "<math>" in shown
    assert METHODS[name].source.split("https:")[0] in shown


def test_a_gradient_with_a_name_is_said_to_be_one():
    assert "∇" in describe_method("adam") and "∇" not in describe_method("adam").split("</p>")[2]


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_each_function_has_its_formula_and_its_source(function):
    assert escape(function.source) in describe_function(function)
    assert (
        describe_function(function).count("<mo>=</mo>") + describe_function(function).count('em">=</mo>') == 1
    )


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_function_is_one_of_its_parameters(function):
    named = re.search(r"<mi>f</mi>.*?</mo>(.*?)<mo form=\"postfix\"", describe_function(function))[1]
    assert re.findall(r"<mi>(.)</mi>", named) == ["x", "y"][: function.n]


def test_a_function_that_somebody_typed_has_no_source():
    parabola = describe_function(FUNCTIONS["parabola"])
    assert describe_function(typed("x^2")).count('"caption"') == parabola.count('"caption"') - 1 == 1


def test_a_line_has_the_mean_of_squares():
    data = post_data()
    shown = describe_function(LeastSquares(design(data.x), data.y))
    assert "<mi>J</mi>" in shown and "‖" in shown and "Legendre" in shown


@pytest.mark.parametrize("name", SCHEDULES)
def test_each_schedule_has_its_formula(name):
    assert "<msub><mi>α</mi><mi>k</mi></msub>" in describe_schedule(name)


@pytest.mark.parametrize("name", SOLVERS)
def test_each_solver_says_what_it_does_and_where_it_is_from(name):
    shown = unescape(describe_method(name))
    assert SOLVERS[name].text in shown and SOLVERS[name].source in shown


def test_an_address_is_given_by_the_name_that_it_documents():
    assert "in the form of torch.optim.SGD<" in describe_method("momentum")


def test_what_rivals_do_is_told_once():
    parabola = FUNCTIONS["parabola"]
    rivals = (descend(parabola, method="adam"), descend(parabola, method="adam"), solve(parabola))
    shown = describe_formulas(descend(parabola, schedule="cosine"), rivals)
    assert shown.count("Kingma") == 1 and "BFGS" in shown and "SGDR" in shown
    assert "Polyak" not in describe_formulas(
        descend(parabola)
    )  # of a constant step size there is nothing to tell


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_page_shows_the_formulas_of_its_run(chapter):
    visitor = Visitor(f"?chapter={chapter}")
    assert visitor.text("formulas") == describe_formulas(run_of(visitor.settings))
    visitor.set("method", "lion")
    assert "Chen" in visitor.text("formulas")
    assert visitor.text("formulas") == describe_formulas(run_of(replace(visitor.settings, method="lion")))
