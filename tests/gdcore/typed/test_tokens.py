from itertools import product

import pytest

from gdcore.typed.refusals import NotAFunction
from gdcore.typed.tokens import WORDS, tokenize, write


def refusal(text: str, n: int = 2) -> str:
    with pytest.raises(NotAFunction) as caught:
        tokenize(text, n)
    return str(caught.value)


def test_words_have_their_text_and_whether_a_space_is_before_them():
    found = [(token.text, token.spaced) for token in tokenize(" 2 yx√4 sinπ (x)·y⁻¹²", 2)]
    assert found == [
        ("2", True),
        ("y", True),
        ("x", False),
        ("sqrt", False),
        ("4", False),
        ("sin", True),
        ("pi", False),
        ("(", True),
        ("x", False),
        (")", False),
        ("*", False),
        ("y", False),
        ("**", False),
        ("(", False),
        ("-", False),
        ("12", False),
        (")", False),
    ]


NUMBERS = {"0": "0", "007": "7", "00.5": "0.5", ".5": ".5", "5.": "5.", "1e-3": "1e-3"}
COMMAS = {"0,5": "0.5", "0,125": "0.125", "12,5e-3": "12.5e-3", "1234,567": "1234.567", "1,2345": "1.2345"}


@pytest.mark.parametrize(("text", "read"), (NUMBERS | COMMAS).items())
def test_numbers_are_written_as_python_reads_them(text, read):
    assert write(tokenize(text, 1)) == read


@pytest.mark.parametrize("text", ["arcsin", "ARCSIN", "sinxcosy", "xexpy", "expix", "sinhx", "pie", "XyLnx"])
def test_letters_are_known_names_side_by_side(text):
    names = [token.text for token in tokenize(text, 2)]
    assert "".join(names) == text.lower().replace("arc", "a")
    assert set(names) <= WORDS


def test_letters_side_by_side_can_be_one_thing_only():
    runs = ["".join(names) for length in (1, 2, 3) for names in product(sorted(WORDS), repeat=length)]
    assert len(set(runs)) == len(runs)


def test_of_a_word_that_is_not_known_twenty_letters_are_shown():
    assert refusal("q" * 20).startswith("q" * 20 + " is not known")
    assert refusal("q" * 21).startswith("q" * 17 + "... is not known")


@pytest.mark.parametrize(
    ("text", "n", "right"),
    [("f(x) = 2x", 1, "2x"), (" y=2x", 1, "2x"), ("f( x, y )=xy", 2, "xy"), ("z = xy", 2, "xy")],
)
def test_the_left_hand_side_of_an_equation_may_stand_before_a_formula(text, n, right):
    assert write(tokenize(text, n)) == right


@pytest.mark.parametrize(
    ("text", "n"),
    [("2y = x", 1), ("x + y = 3", 1), ("y = y = x", 1), ("2f(x) = x", 1), ("x = z = y", 2), ("xy = 3", 2)],
)
def test_an_equation_of_another_kind_is_refused(text, n):
    assert any(told in refusal(text, n) for told in ("not known", "right-hand side"))


def test_the_first_sign_that_is_not_known_is_shown():
    assert refusal("x # $").startswith("the sign # is not known")
