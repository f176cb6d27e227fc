"""Random formulas, with an evaluator of their own that knows nothing of the code under test."""

import mpmath
from hypothesis import strategies as st

FUNCTIONS = {
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "asin": mpmath.asin,
    "acos": mpmath.acos,
    "atan": mpmath.atan,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "exp": mpmath.exp,
    "log": mpmath.log,
    "ln": mpmath.log,
    "sqrt": mpmath.sqrt,
    "abs": abs,
}
EXPONENTS = ["2", "3", "5", "0", "1", "0.5", "1.5", "(-1)", "-2", "(1/3)", "pi"]
LEAVES = st.sampled_from(["x", "y", "x", "y", "2", "0.5", "3", "pi", "e", "1.25"])


class IllConditioned(Exception):
    """Rounding, or a step aside, would matter too much here for a comparison to mean anything."""


def _joined(children):
    signs = st.sampled_from("+-*/")
    return (
        st.tuples(children, signs, children)
        | st.tuples(st.sampled_from(sorted(FUNCTIONS)), children)
        | st.tuples(st.just("-"), children)
        | st.tuples(children, st.just("**"), st.sampled_from(EXPONENTS))
        | st.tuples(children, st.just("power"), children)
    )


trees = st.recursive(LEAVES, _joined, max_leaves=7)


def written(tree) -> str:
    """A tree as a user would type it, with all brackets."""
    match tree:
        case str():
            return tree
        case ("-", term):
            return f"(-{written(term)})"
        case (name, term):
            return f"{name}({written(term)})"
        case (left, "**", exponent):
            return f"({written(left)})**{exponent}"
        case (left, "power", right):
            return f"({written(left)})^({written(right)})"
        case (left, sign, right):
            return f"({written(left)} {sign} {written(right)})"


def evaluated(tree, x, y):
    """The value by mpmath; IllConditioned near the borders of what is defined."""
    match tree:
        case str():
            return _leaf(tree, x, y)
        case ("-", term):
            return -evaluated(term, x, y)
        case (name, term):
            return _within(FUNCTIONS[name](_argument(name, evaluated(term, x, y))))
        case (left, "**", exponent):
            power = {"(-1)": -1, "-2": -2, "(1/3)": mpmath.mpf(1) / 3, "pi": mpmath.pi}.get(exponent)
            return _raised(evaluated(left, x, y), mpmath.mpf(exponent) if power is None else power)
        case (left, "power", right):
            base = evaluated(left, x, y)
            return _raised(_argument("log", base), evaluated(right, x, y))
        case (left, sign, right):
            return _operated(sign, evaluated(left, x, y), evaluated(right, x, y))


def _leaf(name, x, y):
    known = {"x": x, "y": y, "pi": mpmath.pi, "e": mpmath.e}
    return known[name] if name in known else mpmath.mpf(name)


def _operated(sign, a, b):
    if sign == "/":
        return _within(a / _far_from_zero(b))
    return _within({"+": a + b, "-": a - b, "*": a * b}[sign])


def _raised(base, power):
    if power != int(power):
        base = _argument("log", base)
    return _within((_far_from_zero(base) if power < 2 else base) ** power)


def _argument(name, value):
    if name in ("log", "ln", "sqrt") and value < 0.05:
        raise IllConditioned
    if name in ("asin", "acos") and abs(value) > 0.95:
        raise IllConditioned
    if name == "tan":
        _far_from_zero(mpmath.cos(value))
    return _far_from_zero(value) if name == "abs" else value


def _far_from_zero(value):
    if abs(value) < 0.05:
        raise IllConditioned
    return value


def _within(value):
    if abs(value) > 1000:
        raise IllConditioned
    return value
