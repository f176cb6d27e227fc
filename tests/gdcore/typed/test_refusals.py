import pytest

from gdcore.typed.refusals import Ambiguous, doubt
from tests.meaning import tells


def test_a_doubt_names_what_was_typed_and_each_reading():
    refusal = doubt("x2", "x*2", "x^2")
    assert isinstance(refusal, Ambiguous)
    assert tells(str(refusal), "x2", "x*2", "x^2")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_has_more_than_thirty_characters_is_told_in_general_terms(place):
    def told(length: int, *instead: str) -> str:
        texts = ["x"] * 3
        texts[place] = "y" * length
        return str(doubt(*texts, instead=instead))

    assert tells(told(30, "a b", "a*b", "ab"), "y" * 30)
    assert tells(told(31, "a b", "a*b", "ab"), "a b", "a*b", "ab")
    assert told(31, "a b", "a*b", "ab").count("a b") == 1
    assert tells(told(31), "y" * 31)
