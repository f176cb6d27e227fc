import re
from xml.etree import ElementTree

import numpy as np
import pytest

from dashboard.wording.mathml import lines, mathml
from gdcore import FUNCTIONS, METHODS, SCHEDULES, typed

CALLS = {"sin": np.sin, "sqrt": np.sqrt, "abs": np.abs}
WRITTEN = {
    **{name: (function.latex, function.value) for name, function in FUNCTIONS.items() if name != "bowl"},
    "typed": (
        r"\frac{\sin\left(2 x\right)}{\sqrt{1 + x^{2}}} + \left|x\right|",
        lambda theta: np.sin(2 * theta[0]) / np.sqrt(1 + theta[0] ** 2) + abs(theta[0]),
    ),
}


def parsed(html):
    """The tree of MathML: ElementTree refuses what is not closed."""
    return ElementTree.fromstring(f"<p>{html}</p>")


def as_python(nodes):
    """A row of MathML in Python, with the signs of its products."""
    written = ""
    for part in map(part_of, nodes):
        ends, begins = re.search(r"[a-z0-9)]$", written), re.match(r"[a-z0-9(]", part)
        written += ("*" if ends and begins and not written.endswith("sin") else "") + part
    return written


def part_of(node):
    inner = [child for child in node if child.tag != "mspace"]
    match node.tag:
        case "mo" if node.text == "|":
            return "abs(" if node.get("form") == "prefix" else ")"
        case "mo" | "mi" | "mn":
            return (node.text or "").replace("−", "-")
        case "mrow" | "math":
            return f"({as_python(inner)})"
        case "mfrac":
            return f"({part_of(inner[0])}/{part_of(inner[1])})"
        case "msqrt":
            return f"sqrt({as_python(inner)})"
        case "msup":
            return f"{part_of(inner[0])}**{part_of(inner[1])}"
    raise AssertionError(node.tag)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_formula_in_mathml_is_worth_what_the_function_is(name):
    latex, value = WRITTEN[name]
    nodes = [node for math in parsed(mathml(latex)) for node in math if node.tag != "mspace"]
    written = as_python(nodes).replace("sin3*x", "sin(3*x)")
    for theta in np.random.default_rng(5).uniform(-2, 2, (20, 2)):
        x, y = theta.tolist()
        n = FUNCTIONS[name].n if name in FUNCTIONS else 1
        assert eval(written, CALLS | {"x": x, "y": y}) == pytest.approx(float(value(theta[:n])), rel=1e-12)


@pytest.mark.parametrize("latex", [each.latex for each in (*METHODS.values(), *SCHEDULES.values())])
def test_every_rule_is_drawn(latex):
    shown = lines(latex)
    assert len(shown) == latex.count(r"\quad") + 1 - latex.endswith(r"\quad ")
    for line in shown:
        assert "\\" not in line and "{" not in line
        assert all(math.tag == "math" for math in parsed(line))


def test_scripts_stand_where_they_belong():
    assert mathml(r"\theta_{k+1}^2") == (
        "<math><msubsup><mi>θ</mi><mrow><mi>k</mi><mo>+</mo><mn>1</mn></mrow><mn>2</mn></msubsup></math>"
    )
    assert mathml(r"\hat m").count("<mover") == 1


@pytest.mark.parametrize(
    ("latex", "forms", "stretchy"),
    [
        ("(x)", ["prefix", "postfix"], "false"),
        (r"\lvert x \rvert", ["prefix", "postfix"], "false"),
        (r"\left(x\right)", ["prefix", "postfix"], "true"),
        (r"\left|x\right|", ["prefix", "postfix"], "true"),
    ],
)
def test_brackets_stand_close_to_what_is_in_them_and_grow_where_they_should(latex, forms, stretchy):
    brackets = list(parsed(mathml(latex)).iter("mo"))
    assert [each.get("form") for each in brackets] == forms
    assert {each.get("stretchy") for each in brackets} == {stretchy}


@pytest.mark.parametrize(
    ("latex", "spaces"),
    [(r"\sin x", 1), (r"\sin(x)", 0), (r"\exp\left(x\right)", 0), (r"\operatorname{sign} x", 1)],
)
def test_a_name_stands_apart_from_what_it_is_of_unless_that_is_in_brackets(latex, spaces):
    assert len(list(parsed(mathml(latex)).iter("mspace"))) == spaces


def test_words_in_a_formula_stay_on_one_line():
    (words,) = parsed(mathml(r"\text{if k is odd}")).iter("mtext")
    assert words.text == "if k is odd".replace(" ", "\N{NO-BREAK SPACE}")


def test_a_line_may_break_between_terms_and_not_within_brackets():
    assert len(parsed(mathml("a + b = c - d"))) == 4
    assert len(parsed(mathml("(a + b - c)^2"))) == 1
    assert len(parsed(mathml(r"\left(a + b\right) - \lvert a + b \rvert"))) == 2


def test_a_sign_in_front_is_no_place_to_break():
    assert len(parsed(mathml(typed("-x^3").latex))) == 1


@pytest.mark.parametrize("latex", [r"\unknown x", r"\frac{1}", "x^", "{x", "(x"])
def test_what_cannot_be_drawn_is_refused(latex):
    with pytest.raises(ValueError, match=r"formula|known"):
        mathml(latex)


def test_less_than_is_escaped():
    assert "&lt;" in mathml("x < 1")
