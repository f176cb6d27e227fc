"""Formulas in MathML, which browsers draw by themselves, from the part of LaTeX that gdcore writes."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

TOKEN = re.compile(
    r"(?P<words>\\(?:text|operatorname|mathrm)\{[^}]*\})|(?P<command>\\[A-Za-z]+|\\,)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<letter>[A-Za-z])|(?P<sign>\S)"
)
LETTERS = {
    **{"alpha": "α", "beta": "β", "epsilon": "ε", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ"},
    **{"pi": "π", "rho": "ρ", "psi": "ψ", "Delta": "Δ"},
}
FUNCTIONS = ("sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "exp", "ln", "max")
OPENING = {"(": "(", r"\lVert": "‖", r"\lvert": "|", r"\lfloor": "⌊"}
CLOSING = {")": ")", r"\rVert": "‖", r"\rvert": "|", r"\rfloor": "⌋"}
BRACKETS = OPENING | CLOSING
SHOWN = {r"\cdot": "·", r"\le": "≤", r"\nabla": "∇", r"\prod": "∏", r"\top": "⊤", "-": "−"}
BREAKS = ("+", "-", "=", r"\le")  # where a line that is too long may go on in the next
SPACES = {r"\,": ".17em", r"\quad": "1em"}
THIN = '<mspace width=".17em"></mspace>'


@lru_cache(maxsize=256)
def mathml(latex: str) -> str:
    """Return a formula as MathML, in pieces between which a line may break.

    Parameters
    ----------
    latex : str
        Letters, numbers, + - =, brackets, scripts, and the commands that are named in this module.

    Raises
    ------
    ValueError
        If it has another command, or what it opens is not closed.
    """
    return " ".join(f"<math>{piece}</math>" for piece in _Reader(latex).pieces())


def lines(latex: str) -> list[str]:
    """Return the formulas of a rule, which LaTeX has beside each other, as MathML each."""
    return [mathml(each) for each in re.split(r",\s*\\quad\s*", latex.strip().removesuffix(r"\quad"))]


class _Reader:
    """Reads LaTeX from left to right."""

    def __init__(self, latex: str) -> None:
        self.tokens = [(match.lastgroup or "", match[0]) for match in TOKEN.finditer(latex)]
        self.at = 0

    def pieces(self) -> Iterator[str]:
        """Yield the terms of a formula, each with the sign before it."""
        piece, depth = "", 0
        while self.at < len(self.tokens):
            sign = self.peek()
            if sign in BREAKS and depth == 0 and piece:
                yield piece
                piece = f'<mo lspace="0" rspace=".25em">{SHOWN.get(sign, sign)}</mo>'
                self.take()
                continue
            depth += (sign in OPENING or sign == r"\left") - (sign in CLOSING or sign == r"\right")
            piece += self.scripted()
        if depth:
            raise ValueError("a bracket of the formula is not closed")
        yield piece

    def peek(self) -> str:
        if self.at == len(self.tokens):
            raise ValueError("the formula ends too early")
        return self.tokens[self.at][1]

    def take(self) -> tuple[str, str]:
        self.peek()
        self.at += 1
        return self.tokens[self.at - 1]

    def scripted(self) -> str:
        """Return what comes next, with what is below and above it."""
        base, scripts = self.atom(), {}
        while self.at < len(self.tokens) and self.peek() in ("_", "^"):
            _, place = self.take()
            scripts[place] = self.atom()
        match "".join(sorted(scripts)):
            case "_":
                return f"<msub>{base}{scripts['_']}</msub>"
            case "^":
                return f"<msup>{base}{scripts['^']}</msup>"
            case "^_":
                return f"<msubsup>{base}{scripts['_']}{scripts['^']}</msubsup>"
        return base

    def atom(self) -> str:
        kind, token = self.take()
        match kind:
            case "words":
                words = escape(token.partition("{")[2].removesuffix("}")).replace(" ", "\N{NO-BREAK SPACE}")
                return f"<mtext>{words}</mtext>" if token.startswith(r"\text") else self.function(words)
            case "number":
                return f"<mn>{token}</mn>"
            case "letter":
                return f"<mi>{token}</mi>"
            case "command":
                return self.command(token)
        return self.group() if token == "{" else _sign(token)

    def group(self) -> str:
        """Return what is up to the brace that closes."""
        row = ""
        while self.peek() != "}":
            row += self.scripted()
        self.take()
        return f"<mrow>{row}</mrow>"

    def function(self, name: str) -> str:
        is_bracketed = self.peek() in (*OPENING, r"\left")
        return f"<mi>{name}</mi>" + ("" if is_bracketed else THIN)

    def command(self, token: str) -> str:
        name = token[1:]
        if name in ("left", "right"):
            return _sign(self.take()[1], form="prefix" if name == "left" else "postfix", stretchy="true")
        if name in ("frac", "tfrac"):
            return f"<mfrac>{self.atom()}{self.atom()}</mfrac>"
        if name == "sqrt":
            return f"<msqrt>{self.atom()}</msqrt>"
        if name == "hat":
            return f'<mover accent="true">{self.atom()}<mo>^</mo></mover>'
        if name in FUNCTIONS:
            return self.function(name)
        if name in LETTERS:
            return f"<mi>{LETTERS[name]}</mi>"
        if token in SPACES:
            return f'<mspace width="{SPACES[token]}"></mspace>'
        return _sign(token)


def _sign(token: str, form: str = "", stretchy: str = "false") -> str:
    if token in BRACKETS or form:
        form = form or ("prefix" if token in OPENING else "postfix")
        return f'<mo form="{form}" stretchy="{stretchy}">{BRACKETS.get(token, token)}</mo>'
    if token.startswith("\\") and token not in SHOWN:
        raise ValueError(f"{token} is no part of LaTeX that is known here")
    return f"<mo>{escape(SHOWN.get(token, token))}</mo>"
