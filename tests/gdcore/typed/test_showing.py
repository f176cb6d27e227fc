import mpmath
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gdcore.typed import showing
from gdcore.typed.code import compiled
from gdcore.typed.reading import MOST_CHARACTERS, NotAFunction, tree
from tests.gdcore.typed.grammar import IllConditioned, evaluated, trees, written


@pytest.mark.parametrize(
    ("typed", "text", "latex"),
    [
        ("x**4 - 3*x**2 + x", "x⁴ − 3x² + x", "x^{4} - 3 x^{2} + x"),
        ("sin(x)*y + x^2", "sin(x)·y + x²", r"\sin\left(x\right) \cdot y + x^{2}"),
        ("-x^2", "−x²", "-x^{2}"),
        ("(-x)^-2", "(−x)⁻²", r"\left(-x\right)^{-2}"),
        ("x - (y - 1)", "x − (y − 1)", r"x - \left(y - 1\right)"),
        ("x/(2*y)", "x/(2y)", r"\frac{x}{2 y}"),
        ("(x + 1)/2", "(x + 1)/2", r"\frac{x + 1}{2}"),
        ("2*3*x", "2·3·x", r"2 \cdot 3 \cdot x"),
        ("x*3", "x·3", r"x \cdot 3"),
        ("2*pi*x", "2π·x", r"2 \pi \cdot x"),
        ("-3*x*y", "−3x·y", r"-3 x \cdot y"),
        ("x*((-3)*y)", "x·(−3y)", r"x \cdot \left(-3 y\right)"),
        ("x*((-y)/2)", "x·(−y/2)", r"x \cdot \frac{-y}{2}"),
        ("x*((y+1)/2)", "x·(y + 1)/2", r"x \cdot \frac{y + 1}{2}"),
        ("x*(-y)", "x·(−y)", r"x \cdot \left(-y\right)"),
        ("e^x + exp(y)", "e^x + exp(y)", "e^{x} + e^{y}"),
        ("exp(x)^2", "exp(x)²", r"\left(e^{x}\right)^{2}"),
        ("sqrt(abs(log(x)))", "√(|ln(x)|)", r"\sqrt{\left|\ln\left(x\right)\right|}"),
        ("asin(x)^0.5", "asin(x)^0.5", r"\arcsin\left(x\right)^{0.5}"),
        ("x^(y+1)", "x^(y + 1)", "x^{y + 1}"),
        ("(x^2)^3", "(x²)³", r"\left(x^{2}\right)^{3}"),
        ("1e-9*x", "1e-9·x", r"10^{-9} \cdot x"),
        ("2.5e-9*x", "2.5e-9·x", r"2.5 \cdot 10^{-9} \cdot x"),
        ("1e5*x + 0.001", "100000x + 0.001", "100000 x + 0.001"),
        ("abs(2*abs(x))", "abs(2|x|)", r"\mathrm{abs}\left(2 \left|x\right|\right)"),
        ("abs(x)*abs(y)", "|x|·|y|", r"\left|x\right| \cdot \left|y\right|"),
    ],
)
def test_formulas_look_as_in_print(typed, text, latex):
    found = tree(typed, 2)
    assert showing.text(found) == text
    assert showing.latex(found) == latex


@given(trees, st.floats(-3, 3), st.floats(-3, 3))
@example(("abs", (("abs", "x"), "*", "2")), 1.5, 0.0)
@example((("abs", "x"), "*", ("y", "*", ("abs", "x"))), 1.5, 0.5)
def test_what_is_shown_is_read_as_the_same_function(formula, x, y):
    """The shown text, typed as it is, has the value that the formula has by an evaluator of its own."""
    try:
        shown = showing.text(tree(written(formula), 2))
    except NotAFunction:
        assume(False)
    assume(len(shown) <= MOST_CHARACTERS)
    again = compiled(tree(shown, 2), 2)[0]
    try:
        expected = float(evaluated(formula, mpmath.mpf(x), mpmath.mpf(y)))
    except (IllConditioned, ArithmeticError, ValueError):
        return
    assert again(x, y) == pytest.approx(expected, rel=1e-8, abs=1e-8)


def test_a_tower_of_powers_is_shown_at_once():
    tower = "**".join(["x"] * 55)
    assert showing.text(tree(tower, 1)).startswith("x^(x^(x^(")
    assert showing.latex(tree(tower, 1)).startswith("x^{x^{x^{")


@given(trees)
def test_latex_closes_what_it_opens(formula):
    try:
        shown = showing.latex(tree(written(formula), 2))
    except NotAFunction:
        assume(False)
    assert shown.count("{") == shown.count("}")
    assert shown.count(r"\left") == shown.count(r"\right")
