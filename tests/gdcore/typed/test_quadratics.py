import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import FUNCTIONS, NotAFunction, Objective, Quadratic, descend, typed
from gdcore.typed.quadratics import coefficients
from gdcore.typed.reading import tree

WHOLE = st.integers(-9, 9)


@pytest.mark.parametrize(
    "text",
    [
        "x**2 - 6*x + 5",
        "x^2 - 6*x^1 + 5*x^0",
        "(x - 3)^2 - 4",
        "5 - x*(6 - x)",
        "(2*x**2 - 12*x + 10)/2",
        "-(6*x - x**2) + 5",
        "x**2 - 6*x + 5 + 0*x*x*x",
    ],
)
def test_the_parabola_typed_runs_as_the_parabola_does(text):
    parabola = FUNCTIONS["parabola"]
    ours = descend(typed(text), 15, step_size=0.01, iterations=2000, precision=0.001)
    theirs = descend(parabola, 15, step_size=0.01, iterations=2000, precision=0.001)
    assert ours.theta.tolist() == theirs.theta.tolist()
    assert ours.loss.tolist() == theirs.loss.tolist()
    assert ours.gradient.tolist() == theirs.gradient.tolist()
    assert ours.excess.tolist() == theirs.excess.tolist()
    assert ours.status == theirs.status


@given(*[WHOLE] * 6)
def test_coefficients_are_the_very_ones(a, b, c, d, e, f):
    text = f"{a}*x^2 + {b}*x*y + {c}*y^2 + {d}*x + {e}*y + {f}".replace("+ -", "- ")
    A, slopes, level = coefficients(tree(text, 2), 2)
    assert A.tolist() == [[2 * a, b], [b, 2 * c]]
    assert slopes.tolist() == [d, e]
    assert level == f


@given(*[WHOLE] * 6)
def test_a_quadratic_is_one_where_it_has_a_minimum(a, b, c, d, e, f):
    text = f"{a}*x^2 + {b}*x*y + {c}*y^2 + {d}*x + {e}*y + {f}".replace("+ -", "- ")
    objective = typed(text, 2)
    definite = a > 0 and 4 * a * c > b * b
    assert isinstance(objective, Quadratic) or not definite
    theta = np.random.default_rng(1).uniform(-5, 5, (2, 50))
    x, y = theta
    values = a * x**2 + b * x * y + c * y**2 + d * x + e * y + f
    np.testing.assert_allclose(
        objective.value(theta), values, rtol=1e-9, atol=1e-9 * (1 + np.abs(values).max())
    )


@pytest.mark.parametrize(
    "text", ["-x**2", "x**2 - y**2", "x*y", "x", "3", "x**2 + y", "x**3", "1/x", "sin(x)"]
)
def test_what_has_no_least_point_is_no_quadratic(text):
    objective = typed(text, 2)
    assert isinstance(objective, Objective)
    assert not isinstance(objective, Quadratic)


@pytest.mark.parametrize(
    "cubic", ["x*x*x", "x*x*y", "x*y*y", "y*y*y", "x*x*x*x", "x*x/(x + 3)", "x*x/(y + 3)"]
)
def test_what_is_of_a_higher_degree_or_a_quotient_is_no_quadratic(cubic):
    assert coefficients(tree("x*x + y*y", 2), 2)
    assert coefficients(tree(f"x*x + y*y + {cubic}", 2), 2) is None


@pytest.mark.parametrize(
    ("text", "curvature"), [("x**2/3", 2 / 3), ("pi*x^2", 2 * np.pi), ("(0.1*x)^2", 0.02)]
)
def test_fractions_are_rounded_once(text, curvature):
    assert typed(text).A.tolist() == [[curvature]]


@pytest.mark.parametrize(
    "text", ["(" * 28 + "x-x+1.000001" + ")**2" * 28, "x*x*" + "1e15*" * 30 + "1", "x**2/(x-x)", "x**2/(0*x)"]
)
def test_what_is_beyond_floats_is_left_alone(text):
    try:
        assert not isinstance(typed(text), Quadratic)
    except NotAFunction as error:
        assert str(error)
