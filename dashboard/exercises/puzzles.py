"""Spot the bug: runs of programs with one fault, which the link only numbers, with settings that show it."""

from gdcore import BUGS

LINE = {"chapter": "line", "iterations": "300", "speed": "40"}
PUZZLES: tuple[tuple[str, dict[str, str]], ...] = (
    ("sum", LINE | {"step_size": "0.03", "speed": "2"}),
    ("ones", LINE | {"step_size": "0.05", "start": "40,0.5"}),
    ("plus", LINE | {"step_size": "0.05", "speed": "10"}),
    ("no x", LINE | {"step_size": "0.05", "start": "-30,10"}),
    ("first", LINE | {"step_size": "0.02", "start": "0.5,20"}),
    ("in turn", LINE | {"step_size": "0.7", "samples": "12", "seed": "7", "start": "-30,10", "speed": "5"}),
)
NUMBERS = tuple(str(number) for number in range(1, len(PUZZLES) + 1))  # as a link has them
# For teachers: what to ask, and what pupils get wrong.
TIPS = (
    "Before: what would a sound run look like here? Say first what is odd about this one, and only then why.",
    "Many name a fault that they have made themselves. Ask of each: would the loss do this, the path, the"
    " line?",
)
assert {name for name, _ in PUZZLES} == set(BUGS)


def bug_of(number: int) -> str:
    """The name of the bug of a puzzle, the first of which is 1."""
    return PUZZLES[number - 1][0]


def given(number: int) -> dict[str, str]:
    """The settings that a puzzle brings, as a link has them."""
    return PUZZLES[number - 1][1]
