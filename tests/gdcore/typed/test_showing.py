import re

import pytest
from hypothesis import assume, given

from gdcore.typed import showing
from gdcore.typed.reading import NotAFunction, tree
from tests.gdcore.typed.grammar import trees, written


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
    ],
)
def test_formulas_look_as_in_print(typed, text, latex):
    found = tree(typed, 2)
    assert showing.text(found) == text
    assert showing.latex(found) == latex


@given(trees)
def test_what_is_shown_says_the_same_as_what_was_typed(formula):
    """The shown text, its hidden signs put back, is the same tree but for brackets that do not matter."""
    try:
        found = tree(written(formula), 2)
    except NotAFunction:
        assume(False)
    shown = showing.text(found)
    assume("|" not in shown)
    try:
        again = tree(with_signs(shown), 2)
    except NotAFunction:
        assume(len(with_signs(shown)) > 200)
        raise
    assert showing.text(again) == shown


def with_signs(shown: str) -> str:
    return re.sub(r"(?<![a-z])([0-9.]+)(?=[a-zπ√(])", r"\1*", shown)


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
