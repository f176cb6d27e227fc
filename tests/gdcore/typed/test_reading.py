import ast
from unittest.mock import Mock

import pytest

from gdcore import NotAFunction, typed
from gdcore.typed.reading import constant, read_constant, tree
from gdcore.typed.tree import Binary, Call, Minus, Number, Variable

x, y = Variable(0), Variable(1)


def number(digits: str) -> Number:
    return Number(digits)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x", x),
        ("-x^2", Minus(Binary("**", x, number("2"), 2.0))),
        ("-x**2", Minus(Binary("**", x, number("2"), 2.0))),
        ("x^2^2", Binary("**", x, Binary("**", number("2"), number("2"), 2.0), 4.0)),
        ("x - y - 1", Binary("-", Binary("-", x, y), number("1"))),
        ("x/y*2", Binary("*", Binary("/", x, y), number("2"))),
        ("2^-x", Binary("**", number("2"), Minus(x))),
        ("+sin(x)", Call("sin", x)),
        ("3.0*x", Binary("*", number("3"), x)),
        ("007*x", Binary("*", number("7"), x)),
        (".5*x", Binary("*", number("0.5"), x)),
        ("1E3*x", Binary("*", number("1000"), x)),
    ],
)
def test_trees_have_the_usual_precedence(text, found):
    assert tree(text, 2) == found


@pytest.mark.parametrize(
    ("kindly", "plainly"),
    [
        ("x² − 3·x³", "x**2 - 3*x**3"),
        ("2×π÷x", "2*pi/x"),
        ("x⁻¹²", "x**(-12)"),
        ("√(x)", "sqrt(x)"),
        ("  x +\n 1 ", "x+1"),
        ("x^2", "x**2"),
    ],
)
def test_signs_of_print_are_understood(kindly, plainly):
    assert tree(kindly, 2) == tree(plainly, 2)


@pytest.mark.parametrize(
    ("text", "n", "message"),
    [
        ("", 1, "nothing was typed; write a formula in x,"),
        ("sin", 1, "sin needs brackets"),
        ("y", 1, "y is not known: this is a function of x alone"),
        ("z + 1", 2, "z is not known; allowed are x and y, pi, e, numbers and sin cos"),
        ("xy", 1, "y is not known: this is a function of x alone"),
        ("Sinc(x)", 1, "Sinc is not known; allowed are x, pi"),
        ("x = 3", 1, "right-hand side of the equation only"),
        ("sin(x, x)", 2, "decimals with a point"),
        ("x$", 1, r"the sign \$ is not known"),
        ("x\x07", 1, r"the sign U\+0007 is not known"),
        ("x +", 1, r"ends in \+"),
        ("(x)x/", 1, "ends in /"),
        ("*x", 1, r"a term is missing before \*"),
        ("2(+/x)", 1, "a term is missing before /"),
        ("x*/2", 1, "a term is missing before /"),
        ("(x", 1, "a bracket is not closed"),
        ("x)", 1, "a bracket is closed that was not opened"),
        ("x" * 201, 1, "201 characters; at most 200"),
        ("(" * 40 + "x" + ")" * 40, 1, ""),
        ("-" * 100 + "x", 1, "nested too deeply"),
        ("(" * 90 + "x" + ")" * 90, 1, "nested too deeply"),
        ("+".join(["x"] * 100), 1, "nested too deeply"),
        ("+".join(["2*x"] * 25 + ["x*2"] * 25), 1, "too long"),
        ("9**9**9**9", 1, "a power of 3.8742e[+]08 is too high; exponents go from -20 to 20"),
        ("x**21", 1, "a power of 21 is too high"),
        ("x**-20.5", 1, "a power of -20.5 is too high"),
        ("1e16*x", 1, "too large"),
        ("1e-16*x", 1, "too small"),
        ("10**10*10**10", 1, "too large"),
        ("x + 1/0", 1, "no value, such as 1/0"),
        ("log(-1)*x", 1, "no value"),
        ("(-8)^0.5", 1, "no value"),
        ("()", 1, "cannot be read as a formula"),
        ("sin()", 1, "cannot be read as a formula"),
        ("__import__('os')", 1, "the sign _ is not known"),
        ("lambda", 1, "lambda is not known"),
    ],
)
def test_messages_say_what_came_and_what_is_allowed(text, n, message):
    if not message:
        assert tree(text, n) == x
        return
    with pytest.raises(NotAFunction, match=message) as caught:
        tree(text, n)
    line = str(caught.value)
    assert "\n" not in line and line.isprintable() and len(line) < 220


@pytest.mark.parametrize("text", [None, 5, b"x", ["x"]])
def test_only_text_is_read(text):
    with pytest.raises(NotAFunction, match="a formula is text, not a"):
        typed(text)
    with pytest.raises(NotAFunction, match="a formula is text, not a"):
        tree(text, 1)


def test_constants_have_their_values():
    assert constant(tree("2*pi + sqrt(16)^-1", 1)) == 2 * 3.141592653589793 + 0.25
    assert constant(tree("2*x", 1)) is None
    assert constant(tree("e", 1)) == 2.718281828459045


@pytest.mark.parametrize(("text", "value"), [("1/4", 0.25), ("2·10⁻³", 0.002), ("0", 0), ("-√9", -3)])
def test_a_number_may_be_typed_as_a_formula(text, value):
    assert read_constant(text) == value


@pytest.mark.parametrize("text", ["x", "x - x", "0x"])
def test_a_function_is_no_number(text):
    with pytest.raises(NotAFunction, match="a number is wanted"):
        read_constant(text)


SUM = "({})+({})".format("+".join("x" * 37), "+".join("x" * 38))  # 75 times x and 74 times +


@pytest.mark.parametrize(
    ("within", "beyond", "message"),
    [
        ("x" + " " * 199, "x" + " " * 200, "201 characters; at most 200"),
        ("-" * 60 + "x", "-" * 61 + "x", "nested too deeply"),
        ("-" + SUM, "-" + SUM.replace(")+(", ")+-("), "too long"),
        ("x^20", "x^20.01", "from -20 to 20"),
        ("x^-20", "x^-20.01", "from -20 to 20"),
        ("1e15x", "1.01e15x", "too large"),
        ("-1000000000000000x", "-1000000000000001x", "too large"),
        ("1e-15*x", "0.99e-15*x", "too small"),
        ("0x", "-0.99e-15*x", "too small"),
    ],
)
def test_what_is_allowed_goes_as_far_as_is_said(within, beyond, message):
    tree(within, 1)
    with pytest.raises(NotAFunction, match=message):
        tree(beyond, 1)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("3.0", "3"),
        ("100000", "100000"),
        ("1e6", "1e6"),
        ("12000000", "1.2e7"),
        ("1234000", "1234000"),
        ("1234567", "1234567"),
        ("123456789000", "123456789000"),
        ("0.0001", "0.0001"),
        ("0.00125", "0.00125"),
        ("0.00001", "1e-5"),
        ("0.0000125", "1.25e-5"),
        ("0.000012345678", "0.000012345678"),
    ],
)
def test_a_number_is_shown_exactly_and_in_few_characters(typed, shown):
    assert tree(typed, 1) == number(shown)
    assert float(shown) == float(typed)


@pytest.mark.parametrize("error", [SyntaxError, ValueError, MemoryError, RecursionError])
def test_whatever_python_cannot_parse_has_a_message(monkeypatch, error):
    monkeypatch.setattr(ast, "parse", Mock(side_effect=error))
    with pytest.raises(NotAFunction, match=r"cannot be read|nested too deeply"):
        tree("x + 1", 1)
