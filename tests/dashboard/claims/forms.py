"""Every sentence that may be said of a run, as a pattern, with the check of what it claims.

A text is read sentence by sentence. One that has no pattern here fails: new words bring their own check.
"""

import re
from collections.abc import Callable

from tests.dashboard.claims.case import Case
from tests.dashboard.claims.numbers import NUMBER, POINT

TWO_SIGNS = re.compile(r"[+−-] ?−|\+ ?-")  # in a row, as where a negative number is added

FORMS: list[tuple[re.Pattern, Callable[..., None]]] = []


class Untrue(AssertionError):
    """A claim that the run does not bear out."""


def form(pattern: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a check of sentences of a pattern, in which N is a number, K a whole one, and P a point."""
    for name, meaning in (("N", NUMBER), ("K", r"\d[\d,]*"), ("P", POINT)):
        pattern = re.sub(rf"\b{name}\b", lambda _, text=meaning: f"({text})", pattern)

    def register(check: Callable[..., None]) -> Callable[..., None]:
        FORMS.append((re.compile(pattern), check))
        return check

    return register


def is_true(condition: object, why: str) -> None:
    if not condition:
        raise Untrue(why)


def hold(case: Case, text: str) -> list[str]:
    """Check all that a text claims of a run; return the names of the checks that were made."""
    place, made = 0, []
    while place < len(text):
        found = ((pattern.match(text, place), check) for pattern, check in FORMS)
        match, check = next((each for each in found if each[0]), (None, None))
        is_true(match, f"nobody knows how to check “{text[place:]}”")
        try:
            check(case, *match.groups())
        except Untrue as untrue:
            raise Untrue(f"“{match.group()}” — {untrue}\n{text}\n{case.settings}") from None
        made.append(check.__name__)
        place = match.end() + (text[match.end() : match.end() + 1] == " ")
    contradict(made, text)
    return made


def contradict(made: list[str], text: str) -> None:
    """Raise where two claims cannot both be true, whatever the run."""
    began, no_minimum = text.startswith("Converged"), "no minimum" in text or "Stopped" in text
    good = "Good:" in text or "On its way:" in text
    is_true(not (began and no_minimum), f"converged, and at no minimum: {text}")
    is_true(not ("Diverging" in text and (began or good)), f"well and ill at once: {text}")
    is_true(
        sum(word in text for word in ("Good:", "Creeping:", "On its way:", "Oscillating:", "Swinging:")) < 2,
        text,
    )
    is_true(not TWO_SIGNS.search(text), f"two signs in a row: {text}")
    is_true(len(made) == len(set(made)), f"said twice: {text}")
