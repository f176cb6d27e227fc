"""What people leave out of a formula, put back where it can be one thing only: bars, brackets and products.

Each function takes words and returns words; the last ones are as Python would have them. A formula that has
all its signs and brackets is left as it is.
"""

from collections.abc import Iterator

from gdcore.typed.refusals import Ambiguous, NotAFunction, doubt
from gdcore.typed.tokens import Token, write
from gdcore.typed.tree import VARIABLES

MOST_NESTED_BRACKETS = 60  # brackets within each other
MOST_STATES = 64  # of bars, of which it is not yet clear which of them belong together
SEVERAL = 2  # ways to pair them: there being more is no worse

OPEN, CLOSE = Token("sign", "("), Token("sign", ")")
TIMES = Token("sign", "*")


def complete(tokens: list[Token]) -> list[Token]:
    """Return the words with all signs and brackets; `Ambiguous` where they could be put in several ways."""
    _check_brackets(tokens)
    tokens = _call(_pair_bars(tokens))
    _check_brackets(tokens)
    return _multiply(tokens)


def _check_brackets(tokens: list[Token]) -> None:
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0:
            raise NotAFunction("a bracket is closed that was not opened")
        if depth > MOST_NESTED_BRACKETS:
            raise NotAFunction("the formula is nested too deeply; simplify it")
    if depth:
        raise NotAFunction(f"a bracket is not closed: {depth} more ) needed")


# |x| is abs(x)


def _pair_bars(tokens: list[Token]) -> list[Token]:
    """Return the words with abs( ) for | |."""
    if not any(token.text == "|" for token in tokens):
        return tokens
    match _find_pairings(tokens):
        case []:
            raise NotAFunction("the bars | do not make pairs: write abs(x) for |x|")
        case [opens]:
            return list(_replace_bars(tokens, opens))
        case _:
            raise doubt("|a|b|c|", "abs(a)*b*abs(c)", "abs(a*abs(b)*c)")


def _find_pairings(tokens: list[Token]) -> list[tuple[bool, ...]]:
    """Return for each bar whether it opens, in the ways in which all make pairs; of many, a few.

    A state is the number of bars that are open in each bracket, and whether a factor has just ended.
    """
    states: dict[tuple[tuple[int, ...], bool], list[tuple[bool, ...]]] = {((0,), False): [()]}
    for token, following in zip(tokens, [*tokens[1:], CLOSE], strict=True):
        reached: dict[tuple[tuple[int, ...], bool], list[tuple[bool, ...]]] = {}
        for (open_bars, ended), ways in states.items():
            for state, choice in _go_on(open_bars, ended, token, following):
                known = reached.get(state, []) + [way + choice for way in ways]
                reached[state] = known[:SEVERAL]
        if len(reached) > MOST_STATES:
            raise Ambiguous("the bars | could make pairs in many ways: write abs(x) for |x|")
        states = reached
    return [way for (open_bars, _), ways in states.items() if open_bars == (0,) for way in ways]


def _go_on(
    open_bars: tuple[int, ...], ended: bool, token: Token, following: Token
) -> Iterator[tuple[tuple[tuple[int, ...], bool], tuple[bool, ...]]]:
    """Yield the states after one more word, each with the choice that leads there."""
    *outer, here = open_bars
    if token.text == "(":
        yield ((*open_bars, 0), False), ()
    elif token.text == ")":
        if here == 0:
            yield (tuple(outer), True), ()
    elif token.text == "|":
        if ended and here:
            yield ((*outer, here - 1), True), (False,)
        signed = following.text in ("+", "-")  # after |x| they are signs of a sum, not of a factor
        begins = following.begins_factor or following.text == "|" or signed
        if begins and not (ended and here and signed):
            yield ((*outer, here + 1), False), (True,)
    else:
        yield (open_bars, token.ends_factor), ()


def _replace_bars(tokens: list[Token], opens: tuple[bool, ...]) -> Iterator[Token]:
    choices = iter(opens)
    for token in tokens:
        if token.text != "|":
            yield token
        elif next(choices):
            yield Token("name", "abs", token.spaced)
            yield OPEN
        else:
            yield CLOSE


# sin x is sin(x), and sin^2(x) is sin(x)^2


def _call(tokens: list[Token]) -> list[Token]:
    """Return the words with brackets around the argument of every function, and its power after them."""
    called: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].is_function:
            call, at = _complete_call(tokens, at)
            called += call
        else:
            called.append(tokens[at])
            at += 1
    return called


def _complete_call(tokens: list[Token], at: int) -> tuple[list[Token], int]:
    """Return the call of the function at a place, and the place after it."""
    function = tokens[at]
    power, begin = _take_power(tokens, at)
    if _peek(tokens, begin).text == "(":
        end = _closing(tokens, begin)
        argument, after = _call(tokens[begin + 1 : end]), end + 1
        if power and _peek(tokens, after).text == "**" and _factor_begins(tokens, after + 1):
            written = write(tokens[at : _end_of_factor(tokens, after + 1)])
            raise doubt(written, "a power of the function", "of what is in its brackets")
    else:
        argument, after = _take_argument(tokens, at, begin)
        _check_end(function, argument, tokens, after)
    call = [function, OPEN, *argument, CLOSE]
    # Brackets around a power, as it does not stand where it was typed: what follows is no part of it.
    return [OPEN._replace(spaced=function.spaced), *call, *power, CLOSE] if power else call, after


def _take_power(tokens: list[Token], at: int) -> tuple[list[Token], int]:
    """Return the power between a function's name and its argument, if any, and the place after it."""
    name, begin = tokens[at].text, at + 1
    if _peek(tokens, begin).text != "**":
        return [], begin
    end = _end_of_factor(tokens, begin + 1)
    power = tokens[begin:end]
    digits = [token for token in power[1:] if token.text not in "()"]
    if [token.text for token in digits[:1]] == ["-"]:
        inverse = {"sin": "asin", "cos": "acos", "tan": "atan"}.get(name, f"the inverse of {name}")
        raise doubt(f"{name}{write(power)}", f"1/{name}", inverse)
    if [token.kind for token in digits] != ["number"]:
        raise NotAFunction(_want_brackets(name))
    return power, end


def _take_argument(tokens: list[Token], at: int, begin: int) -> tuple[list[Token], int]:
    """Return an argument that has no brackets, and the place after it: one number, name or call."""
    first = _peek(tokens, begin)
    if first.is_function:
        return _complete_call(tokens, begin)
    if first.begins_factor:
        return [first], begin + 1
    raise NotAFunction(_want_brackets(tokens[at].text))


def _check_end(function: Token, argument: list[Token], tokens: list[Token], after: int) -> None:
    """Refuse an argument without brackets where it is not plain how far it goes."""
    following = _peek(tokens, after)
    is_root, sign = function.kind == "root", following.text
    if sign in (")", "+", "-") or (following.is_function and not is_root):
        return
    if sign in ("*", "/") and (is_root or (sign == "*" and _peek(tokens, after + 1).is_function)):
        return
    name, inner = function.text, write(argument)
    factor = after + 1 if sign in ("*", "/", "**") else after
    if not _factor_begins(tokens, factor):
        return  # whoever parses this tells what is missing
    rest = write(tokens[factor : _end_of_factor(tokens, factor)])
    if following.kind == "raised":
        rest = rest.strip("()")
    if name == "log" and inner in ("2", "10") and sign == "(":
        raise doubt(
            f"log{inner}{rest}",
            f"log({inner})*{rest}",
            f"log{rest}/log({inner}), the logarithm to base {inner}",
        )
    joint = {"*": "*", "/": "/", "**": "^"}.get(sign, "*")
    shown = f"√{inner}" if is_root else f"{name} {inner}"
    between = "" if argument[0].kind == "number" else " "
    written = f"{shown}{joint if factor > after else between}{rest}"
    raise doubt(
        written,
        f"{name}({inner}){joint}{rest}",
        f"{name}({inner}{joint}{rest})",
        instead=(f"{name} a{joint}b", f"{name}(a){joint}b", f"{name}(a{joint}b)"),
    )


def _want_brackets(name: str) -> str:
    return f"{name} needs brackets: write {name}(x)"


# 2x is 2*x


def _multiply(tokens: list[Token]) -> list[Token]:
    """Return the words with the sign of every product."""
    multiplied: list[Token] = []
    operators = [""]  # the last one in each bracket that is open
    starts = [0]  # where the term began that it is in
    for place, token in enumerate(tokens):
        before = multiplied[-1] if multiplied else OPEN
        if before.ends_factor and token.begins_factor:
            rest = tokens[place : _end_of_factor(tokens, place)]
            _check_factors(before, token)
            if operators[-1] == "/":
                _refuse_quotient(multiplied[starts[-1] :], rest)
            _check_powers(multiplied, rest)
            multiplied.append(TIMES)
        if token.text == "(":
            operators.append("")
            starts.append(len(multiplied) + 1)
        elif token.text == ")":
            operators.pop()
            starts.pop()
        elif before.ends_factor and token.text in ("+", "-", "*", "/"):
            operators[-1] = token.text
            if token.text in ("+", "-"):
                starts[-1] = len(multiplied) + 1
        elif token.kind == "sign" and token.text == "**" and _was_raised(multiplied):
            raise doubt("x²^3", "(x²)^3", "x^(2^3)")
        multiplied.append(token)
    return multiplied


def _check_factors(before: Token, token: Token) -> None:
    """Refuse two factors of which it is not plain that they are two."""
    one, other = write([before]), write([token])
    if token.kind == "number" and before.kind == "number":
        raise doubt(f"{one} {other}", f"{one}*{other}", f"{one}{other}")
    if token.kind == "number":
        one = "(…)" if one == ")" else one
        raise doubt(f"{one}{other}", f"{one}*{other}", f"{one}^{other}")
    if before.kind == "number" and any(sign in one for sign in "+-"):
        mantissa, exponent = one.lower().split("e")
        other = "(…)" if other == "(" else other
        sign = exponent[0]
        raise doubt(f"{one}{other}", f"({one})*{other}", f"{mantissa}*e {sign} {exponent[1:]}*{other}")


def _refuse_quotient(quotient: list[Token], rest: list[Token]) -> None:
    slash = max(
        place for place, token in enumerate(quotient) if token.text == "/" and _is_outside(quotient, place)
    )
    above, below, factor = write(quotient[:slash]), write(quotient[slash + 1 :]), write(rest)
    raise doubt(
        f"{above}/{below}{' ' if below[-1:].isalpha() else ''}{factor}",
        f"({above}/{below})*{factor}",
        f"{above}/({below}*{factor})",
        instead=("a/b c", "(a/b)*c", "a/(b*c)"),
    )


def _is_outside(tokens: list[Token], place: int) -> bool:
    """Whether a word is in none of the brackets."""
    inside = tokens[:place]
    return sum(token.text == "(" for token in inside) == sum(token.text == ")" for token in inside)


def _check_powers(tokens: list[Token], rest: list[Token]) -> None:
    """Refuse another factor after a power, where it could belong to the exponent."""
    spans = _find_powers(tokens)
    (last, _), (start, end) = spans[0], spans[-1]
    if len(spans) == 1 or (len(spans) == 2 and tokens[last].text == "("):
        return
    base, exponent, touches = tokens[start:end], tokens[end + 1 :], not rest[0].spaced
    if len(spans) == 2 and tokens[last].kind == "number":
        doubtful = not any(token.text in VARIABLES for token in base)
    else:
        doubtful = touches
    if doubtful:
        power, factor = f"{write(base)}^{write(exponent)}", write(rest)
        raise doubt(
            f"{power}{'' if touches else ' '}{factor}",
            f"({power})*{factor}",
            f"{write(base)}^({write(exponent)}*{factor})",
            instead=("a^b c", "(a^b)*c", "a^(b*c)"),
        )


def _find_powers(tokens: list[Token]) -> list[tuple[int, int]]:
    """Return the span of the factor that words end with, of what it is the exponent of, and so on."""
    end, spans = len(tokens), []
    while True:
        start = _start_of_factor(tokens, end - 1)
        spans.append((start, end))
        while start and tokens[start - 1].text in ("+", "-"):
            start -= 1
        if start < 2 or tokens[start - 1].text != "**":
            return spans
        end = start - 1


def _was_raised(tokens: list[Token]) -> bool:
    """Whether words end with an exponent in raised digits."""
    if not tokens or tokens[-1].text != ")":
        return False
    start = _start_of_factor(tokens, len(tokens) - 1)
    return bool(start) and tokens[start - 1].kind == "raised"


def _start_of_factor(tokens: list[Token], end: int) -> int:
    """Return the place where the factor begins that ends at a place."""
    if tokens[end].text != ")":
        return end
    depth, start = 0, end
    while True:
        depth += (tokens[start].text == ")") - (tokens[start].text == "(")
        if depth == 0:
            break
        start -= 1
    return start - 1 if start and tokens[start - 1].is_function else start


def _end_of_factor(tokens: list[Token], start: int) -> int:
    """Return the place after the factor that begins at a place."""
    return _closing(tokens, _skip_to_factor(tokens, start)) + 1


def _factor_begins(tokens: list[Token], start: int) -> bool:
    """Whether a factor stands at a place, or behind the signs and functions there."""
    return _peek(tokens, _skip_to_factor(tokens, start)).begins_factor


def _skip_to_factor(tokens: list[Token], start: int) -> int:
    """Return the place behind all signs and functions that stand at a place."""
    while _peek(tokens, start).is_function or _peek(tokens, start).text in ("+", "-"):
        start += 1
    return start


def _peek(tokens: list[Token], place: int) -> Token:
    """Return the word at a place; what is behind the last one is like a bracket that closes."""
    return tokens[place] if place < len(tokens) else CLOSE


def _closing(tokens: list[Token], opening: int) -> int:
    """Return the place of the bracket that closes the one at a place; the place itself where none opens."""
    depth = 0
    for place in range(opening, len(tokens)):
        depth += (tokens[place].text == "(") - (tokens[place].text == ")")
        if depth <= 0:
            return place
    return len(tokens)
