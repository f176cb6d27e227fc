"""What is left out of a formula: put back where it can be one thing, refused with its readings where not."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gdcore.typed.code import compiled
from gdcore.typed.reading import Ambiguous, NotAFunction, tree
from tests.meaning import tells

NAMES = ("sin", "cos", "tan", "asin", "atan", "exp", "log", "sqrt", "pi", "e")
PLAIN = {name: getattr(math, name) for name in NAMES} | {"abs": abs}
PLACES = [(0.7, 1.3), (-1.1, 0.4), (2.3, -0.6)]


def agree(typed: str, plainly: str, n: int = 2) -> None:
    """Compare with Python's own arithmetic, wherever that has a value that rounding does not decide."""
    formula = compiled(tree(typed, n), n)[0]
    for place in PLACES:
        expected, aside = (evaluate(plainly, place, shift) for shift in (1.0, 1 + 1e-13))
        if abs(expected - aside) <= 1e-10 * abs(expected):
            assert formula(*place[:n]) == pytest.approx(expected, rel=1e-9), (typed, plainly)


def evaluate(plainly: str, place: tuple[float, float], shift: float) -> float:
    """Return what Python makes of it; NaN where that is no real number."""
    x, y = (coordinate * shift for coordinate in place)
    try:
        value = eval(plainly, {"__builtins__": {}, **PLAIN}, {"x": x, "y": y})
    except (ArithmeticError, ValueError):
        return math.nan
    return math.nan if isinstance(value, complex) else value


@pytest.mark.parametrize(
    ("typed", "plainly"),
    [
        ("x^4 - 3x^2 + x", "x**4 - 3*x**2 + x"),
        ("2(x+1)(x-1)", "2*(x+1)*(x-1)"),
        ("x y + xy", "2*x*y"),
        ("x²y − 2·x×y", "x**2*y - 2*x*y"),
        ("x^2y^3", "x**2*y**3"),
        ("(x+1)^2(y-2)^2", "(x+1)**2*(y-2)**2"),
        ("2πx", "2*pi*x"),
        ("2x/3", "2*x/3"),
        ("-2x^2", "-2*x**2"),
        ("2ex", "2*e*x"),
        ("xe^x", "x*e**x"),
        ("e^-x sin x", "e**-x*sin(x)"),
        ("e^(-x)cos(y)", "e**-x*cos(y)"),
        ("2^x y", "2**x*y"),
        ("sin^2(x) + cos² x", "1"),
        ("sin^2(xy)", "sin(x*y)**2"),
        ("sin x cos y", "sin(x)*cos(y)"),
        ("sinxcosy", "sin(x)*cos(y)"),
        ("2sin x + 1", "2*sin(x) + 1"),
        ("1/sin x", "1/sin(x)"),
        ("sin sin x", "sin(sin(x))"),
        ("√2/2", "sqrt(2)/2"),
        ("2√(x²+1) + √3", "2*sqrt(x**2+1) + sqrt(3)"),
        ("√√(x^2)", "sqrt(sqrt(x**2))"),
        ("x ln(x²)", "x*log(x**2)"),
        ("arctan(x) + arcsin(x/9)", "atan(x) + asin(x/9)"),
        ("|x|", "abs(x)"),
        ("|x||y|", "abs(x)*abs(y)"),
        ("||x|-1|", "abs(abs(x)-1)"),
        ("|2|x||", "abs(2*abs(x))"),
        ("|x - |y||", "abs(x - abs(y))"),
        ("|x|-2|y|", "abs(x)-2*abs(y)"),
        ("2|x-1|/3", "2*abs(x-1)/3"),
        ("sin|x|", "sin(abs(x))"),
        ("|x|^2|y|", "x*x*abs(y)"),
        ("0,5x + 1,25", "0.5*x + 1.25"),
        ("0,125x - 12,5", "0.125*x - 12.5"),
        ("cos^2(π) sin x", "cos(pi)**2*sin(x)"),
        ("sin²(π/4)y", "sin(pi/4)**2*y"),
        ("X^2 + Sin(X)", "x**2 + sin(x)"),
        ("f(x, y) = x y", "x*y"),
        ("z = x + y", "x + y"),
        ("√x·sin y", "sqrt(x)*sin(y)"),
        ("√x/2 + √x*y", "sqrt(x)/2 + sqrt(x)*y"),
        ("sin x √(y²)", "sin(x)*sqrt(y*y)"),
        ("sin x·cos y", "sin(x)*cos(y)"),
        ("sin^(2)(x) + cos^(2)x", "1"),
        ("x^2^3 y", "x**8*y"),
        ("2^(x)y", "2**x*y"),
        ("2^(sin(x))y", "2**sin(x)*y"),
        ("(x)^(2)y + (x²)^3", "x**2*y + x**6"),
        ("y − 2x^2y", "y - 2*x**2*y"),
        ("1/2*x y + x/2 − 3y", "x*y/2 + x/2 - 3*y"),
        ("(x/2)y + x·(1/2)y", "x*y"),
        ("2e3x", "2000*x"),
        ("|-x| + |+y| − |x|", "abs(y)"),
        ("(|x|+1)|y|(x+1)", "(abs(x)+1)*abs(y)*(x+1)"),
    ],
)
def test_what_people_write_is_read(typed, plainly):
    agree(typed, plainly)


@pytest.mark.parametrize(("typed", "plainly"), [("f(x) = 2x", "2*x"), ("y = x^2", "x**2"), ("xx", "x*x")])
def test_in_one_parameter(typed, plainly):
    agree(typed, plainly, 1)


# Formulas made at random, each with what it means in Python's words.

Pair = tuple[str, str]
ATOMS = st.sampled_from(
    [("x", "x"), ("y", "y"), ("π", "pi"), ("x²", "x**2"), ("y^3", "y**3"), ("x⁻¹", "(1/x)"), ("Y", "y")]
)
COEFFICIENTS = st.sampled_from(
    [("", "1"), ("2", "2"), ("0,5", "0.5"), ("1.25", "1.25"), ("3·", "3"), ("3 × ", "3"), ("−2", "-2")]
)
ENDS = st.sampled_from(
    [("", "1"), (" sin x", "sin(x)"), ("√2", "sqrt(2)"), (" e^x", "exp(x)"), (" cos² y", "cos(y)**2")]
)
DIVISORS = st.sampled_from([("", "1"), ("/3", "3"), ("/(2y)", "(2*y)"), (" / x²", "x**2"), ("÷π", "pi")])
AROUND = st.sampled_from(
    [
        ("({})", "({})"),
        ("sin({})", "sin({})"),
        ("cos^2({})", "cos({})**2"),
        ("sin²({})", "sin({})**2"),
        ("({})²", "({})**2"),
        ("({})^2", "({})**2"),
        ("e^({})", "exp({})"),
        ("abs({})", "abs({})"),
        ("√(1 + ({})²)", "sqrt(1 + ({})**2)"),
    ]
)


@st.composite
def sums(draw: st.DrawFn, depth: int = 1) -> Pair:
    """Draw a sum of products, most of whose signs are left out."""
    typed, plainly = draw(products(depth))
    for _ in range(draw(st.integers(0, 2))):
        sign, (term, meant) = draw(st.sampled_from([" + ", " - ", "−", "+"])), draw(products(depth))
        if term.startswith("−"):
            term, meant = f"({term})", f"({meant})"
        typed, plainly = typed + sign + term, f"{plainly} {sign.strip().replace('−', '-')} {meant}"
    return typed, plainly


@st.composite
def products(draw: st.DrawFn, depth: int) -> Pair:
    typed, plainly = draw(COEFFICIENTS)
    for _ in range(draw(st.integers(1, 3))):
        if depth and draw(st.booleans()):
            inner, meant = draw(sums(depth - 1))
            form, means = draw(AROUND)
            factor, meant = form.format(inner), means.format(meant)
        else:
            factor, meant = draw(ATOMS)
        gap = draw(st.sampled_from(["", " ", "·", "*"])) if typed[-1:] not in ("", "·", " ", "−") else ""
        typed, plainly = typed + gap + factor, f"{plainly}*{meant}"
    (end, meant), (divisor, by) = draw(ENDS), draw(DIVISORS)
    if end.strip() in ("sin x", "cos² y", "e^x") and divisor:
        divisor, by = "", "1"  # how far does such an argument, or such an exponent, go?
    return typed + end + divisor, f"({plainly}*{meant}/({by}))"


@given(sums())
def test_signs_left_out_are_those_that_are_meant(formula):
    typed, plainly = formula
    assume(len(typed) <= 150)
    try:
        agree(typed, plainly)
    except NotAFunction as refusal:
        assert any(word in str(refusal) for word in ("nested too deeply", "too long", "a constant in")), typed


@given(sums(0), sums(0))
def test_bars_within_bars_are_read_where_signs_stand_beside_them(inner, outer):
    agree(f"|{outer[0]} + |{inner[0]}||", f"abs({outer[1]} + abs({inner[1]}))")
    agree(f"||{inner[0]}| − ({outer[0]})|", f"abs(abs({inner[1]}) - ({outer[1]}))")


# What could be two things

VALUES = st.sampled_from(["x", "y", "2", "7", "(x+1)", "pi"])
FACTORS = st.sampled_from(["x", "y", "(y-2)", "sin(x)", "pi"])
WORDS = st.sampled_from(["sin", "cos", "ln", "exp"])


def refuse(typed: str, *readings: str) -> None:
    """Expect a refusal that names these readings, which are not the same function."""
    with pytest.raises(Ambiguous) as caught:
        tree(typed, 2)
    told = str(caught.value)
    assert told.isprintable() and len(told) < 220
    for reading in readings:
        assert reading in told, (typed, reading, told)
        tree(reading, 2)


@given(VALUES, VALUES, FACTORS, st.sampled_from(["", " "]))
def test_a_factor_after_a_quotient_is_above_or_below(one, other, factor, gap):
    assume(not (gap == "" and other == "pi" and factor[0].isalpha()))
    refuse(f"{one}/{other}{gap}{factor}", f"({one}/{other})*{factor}", f"{one}/({other}*{factor})")
    agree(f"{one}/{other}*{factor}", f"(({one})/({other}))*{factor}")
    agree(f"{one}/({other}{gap}{factor})", f"({one})/(({other})*{factor})")


@given(
    WORDS, st.sampled_from(["x", "y", "3"]), st.sampled_from([("^", "2"), ("/", "2"), ("*", "y"), (" ", "y")])
)
def test_an_argument_without_brackets_ends_in_doubt(name, argument, following):
    sign, rest = following
    joint = "*" if sign == " " else sign
    refuse(f"{name} {argument}{sign}{rest}", f"({argument}){joint}{rest}", f"({argument}{joint}{rest})")
    agree(
        f"{name}({argument}){joint}{rest}",
        f"{name.replace('ln', 'log')}(({argument})){joint.replace('^', '**')}{rest}",
    )


@given(
    st.sampled_from(["e", "2", "10"]),
    st.sampled_from(["2", "-3", "0.5"]),
    FACTORS,
    st.sampled_from(["", " "]),
)
def test_a_factor_after_a_constant_power_is_beside_or_above(base, exponent, factor, gap):
    refuse(
        f"{base}^{exponent}{gap}{factor}", f"({base}^{exponent})*{factor}", f"{base}^({exponent}*{factor})"
    )


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("sin x²", ["sin(x)^2", "sin(x^2)"]),
        ("√x²", ["sqrt(x)^2", "sqrt(x^2)"]),
        ("√xy", ["sqrt(x)*y", "sqrt(x*y)"]),
        ("e^xy", ["(e^x)*y", "e^(x*y)"]),
        ("e^-x²y", ["(e^-x^2)*y", "e^(-x^2*y)"]),
        ("x²^3", ["(x²)^3", "x^(2^3)"]),
        ("sin^-1(x)", ["1/sin", "asin"]),
        ("sin⁻¹ x", ["1/sin", "asin"]),
        ("|x|y|x|", ["abs(a)*b*abs(c)", "abs(a*abs(b)*c)"]),
        ("1,234", ["1.234", "1234"]),
        ("12,500x", ["12.500", "12500"]),
        ("x2", ["x*2", "x^2"]),
        ("2 3", ["2*3", "23"]),
        ("(x+1)2", ["*2", "^2"]),
        ("2e-3x", ["(2e-3)*x", "2*e - 3*x"]),
        ("log10(x)", ["log(10)*(x)", "log(x)/log(10)"]),
        ("1/" + "2" * 30 + "x", ["(a/b)*c", "a/(b*c)"]),
    ],
)
def test_what_could_be_two_things_is_refused_with_both(typed, readings):
    with pytest.raises(Ambiguous) as caught:
        tree(typed, 2)
    assert all(reading in str(caught.value) for reading in readings)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("|x", "bars"),
        ("x||", "bars"),
        ("|(x|)", "bars"),
        ("sin^x(y)", r"write sin\(x\)"),
        ("√", r"write sqrt\(x\)"),
        ("1.234,5", "no sign between thousands"),
        ("1,2,3", "no sign between thousands"),
        ("[x+1]", "round brackets"),
        ("x··y", "term is missing"),
        ("|" * 100, "bars"),
        ("|x" * 100, "bars"),
        ("√" * 100 + "x", "nested too deeply"),
        ("sin" * 64 + "x", "nested too deeply"),
    ],
)
def test_what_is_nothing_is_refused_with_a_hint(typed, message):
    with pytest.raises(NotAFunction, match=message):
        tree(typed, 2)


AROUND_DOUBT = ["{}", "1 + {}", "y·x − {} + 1", "2({})", "3·exp({})·y"]


@pytest.mark.parametrize("around", AROUND_DOUBT)
@pytest.mark.parametrize(
    ("typed", "written", "one", "other"),
    [
        ("1/2x", "1/2x", "(1/2)*x", "1/(2*x)"),
        ("1/x y", "1/x y", "(1/x)*y", "1/(x*y)"),
        ("1/x(y)", "1/x (y)", "(1/x)*(y)", "1/(x*(y))"),
        ("1/pi x", "1/pi x", "(1/pi)*x", "1/(pi*x)"),
        ("1/-x y", "1/-x y", "(1/-x)*y", "1/(-x*y)"),
        ("-1/2x", "-1/2x", "(-1/2)*x", "-1/(2*x)"),
        ("2·x/3y", "2*x/3y", "(2*x/3)*y", "2*x/(3*y)"),
        ("x/y/2x", "x/y/2x", "(x/y/2)*x", "x/y/(2*x)"),
        ("x/(y/2)x", "x/(y/2)x", "(x/(y/2))*x", "x/((y/2)*x)"),
        ("(x+1)/2(y-1)", "(x+1)/2(y-1)", "((x+1)/2)*(y-1)", "(x+1)/(2*(y-1))"),
        ("sin 2x", "sin 2x", "sin(2)*x", "sin(2*x)"),
        ("sin x y", "sin x y", "sin(x)*y", "sin(x*y)"),
        ("sin x·y", "sin x*y", "sin(x)*y", "sin(x*y)"),
        ("sin x/2", "sin x/2", "sin(x)/2", "sin(x/2)"),
        ("sin x²", "sin x^2", "sin(x)^2", "sin(x^2)"),
        ("sin x^-2", "sin x^-2", "sin(x)^-2", "sin(x^-2)"),
        ("sin x/cos y", "sin x/cosy", "sin(x)/cosy", "sin(x/cosy)"),
        ("sin|x|^2", "sin abs(x)^2", "sin(abs(x))^2", "sin(abs(x)^2)"),
        ("√2x", "√2x", "sqrt(2)*x", "sqrt(2*x)"),
        ("√xy", "√x y", "sqrt(x)*y", "sqrt(x*y)"),
        ("√x sin y", "√x siny", "sqrt(x)*siny", "sqrt(x*siny)"),
        ("log2(x)", "log2(x)", "log(2)*(x)", "log(x)/log(2)"),
        ("log3(x)", "log 3(x)", "log(3)*(x)", "log(3*(x))"),
        ("ln2(x)", "ln 2(x)", "ln(2)*(x)", "ln(2*(x))"),
        ("log 2x", "log 2x", "log(2)*x", "log(2*x)"),
        ("2^3x", "2^3x", "(2^3)*x", "2^(3*x)"),
        ("2^-3 x", "2^-3 x", "(2^-3)*x", "2^(-3*x)"),
        ("x^yx", "x^yx", "(x^y)*x", "x^(y*x)"),
        ("2^sin(x)y", "2^sin(x)y", "(2^sin(x))*y", "2^(sin(x)*y)"),
        ("(1+1)^2x", "(1+1)^2x", "((1+1)^2)*x", "(1+1)^(2*x)"),
        ("x^2^3y", "x^2^3y", "(x^2^3)*y", "x^(2^3*y)"),
        ("x2", "x2", "x*2", "x^2"),
        ("(x+1)2", "(…)2", "(…)*2", "(…)^2"),
        ("2 3", "2 3", "2*3", "23"),
        ("2e-3x", "2e-3x", "(2e-3)*x", "2*e - 3*x"),
        ("2E+3(x)", "2E+3(…)", "(2E+3)*(…)", "2*e + 3*(…)"),
        ("sin^-1(x)", "sin^-1", "1/sin", "asin"),
        ("cos^(-1)(x)", "cos^-1", "1/cos", "acos"),
        ("exp⁻¹ x", "exp^-1", "1/exp", "the inverse of exp"),
        ("sin²(x)³", "sin^2(x)^3", "a power of the function", "of what is in its brackets"),
        ("sin²(x)^3", "sin^2(x)^3", "a power of the function", "of what is in its brackets"),
        ("sin x*(1" + "+1" * 15 + ")", "sin a*b", "sin(a)*b", "sin(a*b)"),
        ("2^3(1" + "+1" * 15 + ")", "a^b c", "(a^b)*c", "a^(b*c)"),
    ],
)
def test_the_part_in_doubt_is_shown_and_nothing_else(around, typed, written, one, other):
    with pytest.raises(Ambiguous) as caught:
        tree(around.format(typed), 2)
    assert str(caught.value).startswith(f"{written} could be ")
    assert tells(str(caught.value), one, other)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("sin x^", r"ends in \^"),
        ("(sin x^)", r"a term is missing before \)"),
        ("sin x*", r"ends in \*"),
        ("2sin x/−", "ends in -"),
        ("√x^", r"ends in \^"),
        ("sin²(x)^", r"ends in \^"),
        ("^2x", r"a term is missing before \^"),
        ("x(+)y", r"a term is missing before \)"),
        ("sin x^sin", r"write sin\(x\)"),
        ("(sin^)2", r"write sin\(x\)"),
        ("sin^(2x)(y)", r"write sin\(x\)"),
        ("sin^(y)(x)", r"write sin\(x\)"),
        ("x - ((y", "2 more"),
    ],
)
def test_what_is_not_yet_complete_is_not_taken_for_a_doubt(typed, message):
    with pytest.raises(NotAFunction, match=message) as caught:
        tree(typed, 2)
    assert not isinstance(caught.value, Ambiguous)


@pytest.mark.parametrize("within", ["{}x{}", "2({}x{}) + 1", "sin({}x{})", "({}|x|{})"])
def test_sixty_brackets_may_be_within_each_other(within):
    spare = 60 - (within.count("(") + within.count("|") // 2)
    tree(within.format("(" * spare, ")" * spare), 1)
    with pytest.raises(NotAFunction, match="nested too deeply"):
        tree(within.format("(" * (spare + 1), ")" * (spare + 1)), 1)


def test_sixty_functions_may_be_within_each_other():
    tree("√" * 60 + "x", 1)
    with pytest.raises(NotAFunction, match="nested too deeply"):
        tree("√" * 61 + "x", 1)
