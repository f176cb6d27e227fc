"""A tree as people write it: in plain characters and in LaTeX."""

import re

from gdcore.typed.tree import VARIABLES, Binary, Call, Minus, Node, Number, Variable

SUM, NEGATIVE, PRODUCT, POWER, ATOM = range(5)  # how firmly a term holds together
RAISED = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
TEXT_NAMES = {"sqrt": "√", "log": "ln"}
LATEX_NAMES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "log": "ln"}

BRACKETS = (r"\left(", r"\right)")

Shown = tuple[str, int]


def text(node: Node) -> str:
    """Return the formula in Unicode characters, such as x⁴ − 3x² + x, which may be typed as it is."""
    return _text(node)[0]


def latex(node: Node) -> str:
    """Return the formula in LaTeX, such as x^{4} - 3 x^{2} + x."""
    return _latex(node)[0]


def _text(node: Node) -> Shown:
    match node:
        case Number(digits):
            return ("π" if digits == "pi" else digits), ATOM
        case Variable(index):
            return VARIABLES[index], ATOM
        case Minus(term):
            return "−" + _wrapped(_text(term), PRODUCT), NEGATIVE
        case Call("abs", term):
            inner = text(term)
            return (f"abs({inner})" if "|" in inner else f"|{inner}|"), ATOM
        case Call(name, term):
            return f"{TEXT_NAMES.get(name, name)}({text(term)})", ATOM
        case Binary("**", left, right):
            power = _text(right)
            whole = re.fullmatch("−?[0-9]+", power[0])
            raised = power[0].translate(RAISED) if whole else "^" + _wrapped(power, ATOM)
            return _wrapped(_text(left), ATOM) + raised, POWER
        case Binary("*", left, right):
            return _product(_text(left), _text(right), "·")
        case Binary("/", left, right):
            over = _text(left)
            level = min(over[1] or PRODUCT, PRODUCT)
            return f"{_wrapped(over, NEGATIVE)}/{_wrapped(_text(right), POWER)}", level
        case Binary(operator, left, right):
            sign = "−" if operator == "-" else "+"
            return f"{text(left)} {sign} {_wrapped(_text(right), PRODUCT)}", SUM
    raise TypeError(f"no form for {node!r}")


def _latex(node: Node) -> Shown:
    match node:
        case Number(digits):
            return _latex_number(digits)
        case Variable(index):
            return VARIABLES[index], ATOM
        case Minus(term):
            return "-" + _wrapped(_latex(term), PRODUCT, *BRACKETS), NEGATIVE
        case Call("abs", term):
            inner = latex(term)
            is_nested = "|" in inner
            return (rf"\mathrm{{abs}}\left({inner}\right)" if is_nested else rf"\left|{inner}\right|"), ATOM
        case Call("sqrt", term):
            return rf"\sqrt{{{latex(term)}}}", ATOM
        case Call("exp", term):
            return f"e^{{{latex(term)}}}", POWER
        case Call(name, term):
            return rf"\{LATEX_NAMES.get(name, name)}\left({latex(term)}\right)", ATOM
        case Binary("**", left, right):
            return f"{_wrapped(_latex(left), ATOM, *BRACKETS)}^{{{latex(right)}}}", POWER
        case Binary("*", left, right):
            return _product(_latex(left), _latex(right), r" \cdot ", " ", *BRACKETS)
        case Binary("/", left, right):
            return rf"\frac{{{latex(left)}}}{{{latex(right)}}}", PRODUCT
        case Binary(operator, left, right):
            return f"{latex(left)} {operator} {_wrapped(_latex(right), PRODUCT, *BRACKETS)}", SUM
    raise TypeError(f"no form for {node!r}")


def _wrapped(shown: Shown, least: int, opening: str = "(", closing: str = ")") -> str:
    """Return a term, in brackets unless it holds together well enough."""
    return shown[0] if shown[1] >= least else opening + shown[0] + closing


def _product(left: Shown, right: Shown, sign: str, beside: str = "", *brackets: str) -> Shown:
    """Return a product, without its sign after a number: 3x, but neither x3 nor 3·4."""
    first, second = _wrapped(left, NEGATIVE, *brackets), _wrapped(right, PRODUCT, *brackets)
    after_number = re.fullmatch(r"[-−]?[0-9.]+", first) and not second[0].isdigit()
    level = NEGATIVE if left[1] == NEGATIVE else PRODUCT
    return f"{first}{beside if after_number else sign}{second}", level


def _latex_number(digits: str) -> Shown:
    if digits == "pi":
        return r"\pi", ATOM
    mantissa, mark, exponent = digits.partition("e")
    if mantissa == "1" and mark:
        return f"10^{{{int(exponent)}}}", POWER
    if mantissa and mark:
        return rf"{mantissa} \cdot 10^{{{int(exponent)}}}", PRODUCT
    return digits, ATOM
