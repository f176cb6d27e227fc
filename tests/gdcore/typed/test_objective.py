import subprocess
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from gdcore import METHODS, NotAFunction, Objective, descend, typed
from tests.gdcore.typed.hostile import hostile


def works(objective: Objective) -> None:
    """What the dashboard asks of an objective, without a warning."""
    assert objective.text and objective.latex and objective.step_size > 0
    assert np.isfinite(objective.lowest) and np.isfinite(objective.height)
    for minimum in objective.minima:
        assert np.isfinite(objective.value(minimum))
    mesh = np.stack(np.meshgrid(*[np.linspace(low, high, 9) for low, high in objective.domain]))
    for values in (objective.value(mesh), objective.gradient(mesh), objective.hessian(mesh)):
        assert values.dtype == float
    run = descend(objective, iterations=20)
    assert np.isfinite(run.theta).all() and np.isfinite(run.loss).all() and np.isfinite(run.gradient).all()


@pytest.mark.thorough
@pytest.mark.parametrize("n", [1, 2])
def test_every_hostile_line_has_a_message_or_works(n):
    answers = {"message": 0, "works": 0}
    for text in hostile():
        try:
            objective = typed(text, n)
        except NotAFunction as error:
            line = str(error)
            assert line and line.isprintable() and len(line) <= 240, ascii(text)
            answers["message"] += 1
        else:
            works(objective)
            answers["works"] += 1
    assert min(answers.values()) > 40


@given(st.text(max_size=220), st.integers(1, 2))
def test_any_text_has_a_message_or_works(text, n):
    try:
        works(typed(text, n))
    except NotAFunction as error:
        assert str(error).isprintable()


@given(st.text(alphabet="xy12e.+-*/^() ", max_size=40))
def test_texts_that_are_nearly_formulas_have_a_message_or_work(text):
    try:
        works(typed(text, 2))
    except NotAFunction as error:
        assert str(error).isprintable()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("x**4 - 3*x**2 + x*y", lambda x, y: x**4 - 3 * x**2 + x * y),
        ("sin(x)*y + x^2", lambda x, y: np.sin(x) * y + x**2),
        ("exp(-x^2 - y^2)/(1 + abs(x*y))", lambda x, y: np.exp(-(x**2) - y**2) / (1 + abs(x * y))),
    ],
)
def test_gradients_are_those_of_central_differences(text, plain):
    objective = typed(text, 2)
    for theta in np.random.default_rng(2).uniform(-2, 2, (20, 2)):
        assert objective.value(theta) == pytest.approx(plain(*theta), rel=1e-12, abs=1e-14)
        slopes = approx_fprime(theta, lambda point: plain(*point), 1e-7)
        np.testing.assert_allclose(objective.gradient(theta), slopes, atol=2e-5)
        columns = [
            (objective.gradient(theta + step) - objective.gradient(theta - step)) / 2e-6
            for step in 1e-6 * np.eye(2)
        ]
        np.testing.assert_allclose(objective.hessian(theta), columns, atol=1e-6)


@pytest.mark.parametrize("text", ["sqrt(x)", "log(x)", "x**x", "1/x", "tan(x)", "exp(exp(x))"])
def test_arrays_are_silent_where_there_is_no_value(text):
    objective = typed(text)
    theta = np.linspace(-20, 20, 41)[None]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        values, slopes = objective.value(theta), objective.gradient(theta)
        curvatures = objective.hessian(theta)
    undefined = ~np.isfinite(values)
    assert np.isnan(slopes[0][undefined]).all()
    assert np.isnan(curvatures[0, 0][undefined]).all()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("text", ["x - log(x)", "x**1.5", "sqrt(x)", "abs(x)", "1/x"])
def test_every_method_runs_on_it(method, text):
    run = descend(typed(text), method=method, iterations=50)
    assert np.isfinite(run.theta).all() and np.isfinite(run.loss).all()


def test_the_lowest_value_is_finite_even_by_a_pole():
    assert np.isfinite(typed("log(x^2 + y^2)", 2).lowest)
    assert np.isfinite(typed("-1/(x^2 + y^2)", 2).lowest)


def test_the_same_text_is_answered_from_memory():
    assert typed("x**2 + 1/x") is typed("x**2 + 1/x", 1, 5)
    assert typed("x**2 + 1/x") is not typed("x**2 + 1/x", 2)


NEEDLE = "log(1 - (1e15*(1e3*(x - 0.8)))^2)"  # it has a value at 0.8 alone, beside the lattice


@pytest.mark.parametrize(
    "text", ["sqrt(-1 - x*x)", "1/(x - x)", "log(x - 9)", "(-2)**x", "sqrt(-x^2)", NEEDLE]
)
def test_what_is_defined_nowhere_in_the_window_is_refused(text):
    with pytest.raises(NotAFunction, match="no value with a slope anywhere from -5 to 5"):
        typed(text)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n": 3}, "n must be a whole number from 1 to 2"),
        ({"n": True}, "n must be"),
        ({"reach": 0}, "reach must be a finite number above 0, at most 1,000,000"),
        ({"reach": -1}, "reach must be"),
        ({"reach": 1_000_001}, "reach must be"),
        ({"reach": np.nan}, "reach must be"),
    ],
)
def test_bad_arguments_are_told(arguments, message):
    with pytest.raises(ValueError, match=message):
        typed("x", **arguments)


@pytest.mark.parametrize("n", [1, 2])
@pytest.mark.parametrize("reach", [0.5, 3, 1_000_000])
def test_the_domain_reaches_as_far_in_every_direction(n, reach):
    np.testing.assert_array_equal(typed("x^3", n, reach).domain, [[-reach, reach]] * n)


@pytest.mark.parametrize(("text", "n", "lowest"), [("x^3", 1, -125), ("x*y", 2, -25), ("x^4 - 2x^2", 1, -1)])
def test_the_lowest_value_is_that_of_a_minimum_or_on_the_border(text, n, lowest):
    assert typed(text, n).lowest == pytest.approx(lowest)


def test_importing_takes_nothing_along_that_is_slow():
    lines = "import sys, gdcore; print([name for name in ('scipy.optimize', 'sympy') if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"
