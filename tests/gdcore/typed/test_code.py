import mpmath
import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gdcore.typed.code import compiled
from gdcore.typed.reading import NotAFunction, tree
from tests.gdcore.typed.grammar import EXPONENTS, FUNCTIONS, IllConditioned, evaluated, trees, written

PLACES = st.floats(-3, 3).map(lambda number: round(number, 3))
ORDERS = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2)]


def derivatives(formula, x, y):
    """The value and all first and second partial derivatives, by differences of sixty digits."""
    with mpmath.workdps(60):
        return [
            float(mpmath.diff(lambda x, y: evaluated(formula, x, y), (x, y), order) if any(order) else value)
            for order in ORDERS
            for value in [evaluated(formula, mpmath.mpf(x), mpmath.mpf(y))]
        ]


def ours(text, n, *place):
    formula, partials, seconds = compiled(tree(text, n), n)
    return [formula(*place), *partials(*place), *seconds(*place)]


@given(trees, PLACES, PLACES)
@example(("abs", ("x", "*", "y")), 1.5, -1.0)
@example((("x", "power", "y"), "/", ("sqrt", "x")), 1.5, -1.0)
def test_value_and_derivatives_are_those_of_the_formula(formula, x, y):
    try:
        expected = derivatives(formula, x, y)
    except (IllConditioned, ArithmeticError, ValueError):
        assume(False)
    try:
        found = ours(written(formula), 2, x, y)
    except NotAFunction:  # a constant power beyond 20, or a constant part too small
        assume(False)
    scale = 1 + max(map(abs, expected))
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9 * scale)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("place", [0.3, 0.7])
def test_every_function_alone(name, place):
    expected = derivatives((name, "x"), place, 0.0)
    np.testing.assert_allclose(ours(f"{name}(x)", 2, place, 0.0), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("sign", ["+", "-", "*", "/"])
@pytest.mark.parametrize("number", ["0", "1", "-1", "2"])
def test_0_and_1_are_left_out_only_where_they_change_nothing(sign, number):
    wave = ("sin", ("x", "*", "y"))
    for formula in [(wave, sign, number), (number, sign, wave)]:
        if formula[1:] != ("/", "0"):
            expected = derivatives(formula, 0.7, 1.1)
            np.testing.assert_allclose(ours(written(formula), 2, 0.7, 1.1), expected, rtol=1e-12)


@pytest.mark.parametrize(
    "formula", [("-", "x"), ("x", "/", "2"), ("2", "/", "x"), ("-", ("y", "/", "x")), ("-", ("2", "*", "y"))]
)
def test_a_sign_and_a_quotient_alone(formula):
    expected = derivatives(formula, 0.7, 1.1)
    np.testing.assert_allclose(ours(written(formula), 2, 0.7, 1.1), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("exponent", EXPONENTS)
def test_every_exponent_alone(exponent):
    expected = derivatives(("x", "**", exponent), 0.7, 1.1)
    np.testing.assert_allclose(ours(f"x**{exponent}", 2, 0.7, 1.1), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("exponent", range(-20, 21))
@pytest.mark.parametrize("place", [-1.3, 0.9])
def test_every_whole_power(exponent, place):
    expected = [
        place**exponent,
        exponent * place ** (exponent - 1),
        exponent * (exponent - 1) * place ** (exponent - 2),
    ]
    np.testing.assert_allclose(ours(f"x**({exponent})", 1, place), expected, rtol=1e-12)


@given(trees, st.lists(PLACES, min_size=2, max_size=2))
def test_arrays_and_floats_agree(formula, place):
    try:
        functions = compiled(tree(written(formula), 2), 2)
    except NotAFunction:
        assume(False)
    for function in functions:
        try:
            of_floats = np.array(function(*place), dtype=float)
        except (ArithmeticError, ValueError):
            continue
        assert of_floats.dtype == float
        with np.errstate(all="ignore"):
            results = function(*(np.full(3, number) for number in place))
        results = results if isinstance(results, tuple) else (results,)
        for of_float, of_array in zip(np.atleast_1d(of_floats), results, strict=True):
            assert np.shape(of_array) in ((), (3,))
            if abs(of_float) < 1e6:
                np.testing.assert_allclose(of_array, of_float, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    "text",
    ["sqrt(x)", "log(x)", "x**0.5", "x**1.5", "x**x", "asin(x - 3)", "0*log(x)", "log(x)**0", "x**(1/3)"],
)
def test_what_is_not_defined_is_nan_or_an_error_and_never_complex(text):
    formula, *_ = compiled(tree(text, 1), 1)
    with np.errstate(all="ignore"):
        values = formula(np.array([-2.0, -0.5]))
    assert np.isnan(values).all()
    assert values.dtype == float
    with pytest.raises((ValueError, ArithmeticError)):
        formula(-2.0)


def test_the_slope_of_a_kink_is_zero():
    _, partials, seconds = compiled(tree("abs(x) + abs(3*x - 6)", 1), 1)
    assert partials(0.0) == (-3.0,)
    assert partials(2.0) == (1.0,)
    assert partials(5.0) == (4.0,)
    assert seconds(0.0) == (0.0,)


def lines(text, n):
    """How many lines there are for the value, the slopes and the curvatures, beside the answer."""
    return [function.__code__.co_nlocals - n for function in compiled(tree(text, n), n)]


SLOPES_AND_CURVATURES = [
    ("sin(x) + 3", 1, 2),  # cos x, from one line; −sin x, from two
    ("3 + sin(x)", 1, 2),
    ("sin(x) - 3", 1, 2),
    ("sin(x)/1", 1, 2),
    ("3 - sin(x)", 2, 3),  # −cos x; −(−sin x), whose signs are not reckoned with
    ("x*sin(x)", 4, 6),  # sin x + x·cos x; x·(−sin x) + 2·cos x
    ("sin(x)*x", 4, 6),
    ("x**3", 2, 1),  # 3·x·x; 6·x
    ("5/x", 3, 6),  # q = 5/x: −q/x; −2·(−q/x)/x
]


@pytest.mark.parametrize(("text", "slope", "curvature"), SLOPES_AND_CURVATURES)
def test_no_line_adds_0_or_multiplies_by_0_or_1(text, slope, curvature):
    assert lines(text, 1)[1:] == [slope, curvature]
    assert lines(text, 2) == lines(text, 1)  # of y, which is not in it, all is 0


@pytest.mark.parametrize("text", ["sqrt(x) + y", "y - sqrt(x)", "y + x**0.5", "y + 3/x", "y + 2*log(x)"])
def test_what_has_no_slope_along_one_coordinate_may_have_one_along_the_other(text):
    partials = compiled(tree(text, 2), 2)[1]
    with np.errstate(all="ignore"):
        along_x, along_y = partials(np.zeros(1), np.ones(1))
    assert not np.isfinite(along_x).any() and along_y == 1


def test_code_grows_with_the_formula_and_not_with_its_nesting():
    def nested(depth: int) -> int:
        return max(lines("sin(" * depth + "x*y" + ")" * depth, 2))

    assert nested(20) - nested(15) == nested(15) - nested(10) > 0
    assert max(lines("sin(x*y) + sin(x*y)", 2)) < max(lines("sin(x*y)", 2)) + 10


def test_compiled_code_knows_the_elementary_functions_and_nothing_else():
    formula = compiled(tree("sin(x)", 1), 1)[0]
    assert formula.__globals__["__builtins__"] == {}
