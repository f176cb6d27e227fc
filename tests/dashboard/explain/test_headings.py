import pytest

from dashboard.explain.headings import headings
from tests.dashboard.visitor import Visitor


def told(query):
    visitor = Visitor(query)
    shown = visitor.page.shown
    return dict(headings(shown.rows, shown.run, shown.settings)), visitor


@pytest.mark.parametrize(
    "query",
    [
        "?chapter=curve&method=momentum&schedule=cosine&noise=1",
        "?chapter=curve&function=quartic&race=adam:0.1,momentum:0.01",
        "?chapter=line&batch=10&method=nesterov&race=adam:0.1,bfgs",
        "?chapter=landscape&method=momentum&schedule=1/k&race=adam:0.1",
    ],
)
def test_every_column_of_numbers_has_a_heading_of_its_own(query):
    found, visitor = told(query)
    numbers = [name for name, column in visitor.trace.items() if column.dtype.kind != "U"]
    assert list(found) == numbers
    assert len(set(found.values())) == len(found)
    assert found["iteration"] == "Iteration"


def test_units_are_those_of_the_data():
    raw, _ = told("?chapter=line&data=diabetes")
    assert raw["slope"] == "Slope θ₁, per kg/m²"
    standardised, _ = told("?chapter=line&data=diabetes&standardise=1")
    assert standardised["slope"] == "Slope θ₁"
    assert raw["intercept"] == standardised["intercept"] == "Intercept θ₀"
    assert raw["loss"] == "Loss J(θ)"


def test_a_rival_is_told_by_its_name():
    found, _ = told("?chapter=line&race=adam:0.1,bfgs")
    assert found["theta_1_1"] == "adam 0.1: θ₁"
    assert found["gap_2"] == "bfgs: height"


def test_the_distance_is_what_the_figure_shows():
    assert told("?chapter=curve")[0]["distance"] == "(x − x*)²"
    assert told("?chapter=curve&function=quartic")[0]["distance"] == "f(x) − f*"


def test_the_page_has_them_and_an_embedded_one_has_not():
    visitor = Visitor("?chapter=line")
    found, _ = told("?chapter=line")
    assert visitor.facts["headings"] == [list(pair) for pair in found.items()]
    assert "headings" not in Visitor("?chapter=line&show=loss").facts
