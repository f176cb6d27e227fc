from random import Random

import pytest

from dashboard.drawing.palette import DARK, LIGHT
from dashboard.room.names import (
    ALIASES,
    CODE_LETTERS,
    COLOURS,
    colour_of,
    digest,
    draw_alias,
    draw_code,
    draw_secret,
    read_code,
)
from dashboard.room.rooms import MOST_SEATS

LOOK_ALIKES = ("IL", "OQD", "UV", "CG", "EF", "S5", "B8", "Z2")


def brightness(colour):
    """Relative luminance, by WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("alike", LOOK_ALIKES)
def test_of_letters_that_look_alike_a_code_has_one_at_most(alike):
    assert len(set(alike) & set(CODE_LETTERS)) <= 1


def test_a_code_can_be_typed_in_any_case_and_with_spaces_about():
    code = draw_code(Random(0))
    assert len(code) == 4 and read_code(f" {code.lower()}\n") == code


def test_the_code_of_the_contract_is_one():
    assert read_code("kept") == "KEPT"


def test_what_is_typed_may_have_64_characters_and_no_more():
    assert read_code("KEPT".center(64)) == "KEPT" and read_code("KEPT".center(65)) is None
    assert digest("x" * 64) != digest("") == digest("x" * 65)


@pytest.mark.parametrize(
    "text", ["", "ABC", "KEPTS", "K3PT", "ΚEPT", "KEPT" * 1000, None, 4, b"KEPT", ["KEPT"]]
)
def test_what_is_no_code_is_none(text):
    assert read_code(text) is None


def test_there_is_an_alias_for_every_seat():
    assert len(set(ALIASES)) >= MOST_SEATS


def test_colours_of_a_small_class_differ():
    taken = []
    for _ in range(2 * len(COLOURS)):
        taken.append(draw_alias(taken, Random(len(taken))))
        assert len(set(map(colour_of, taken))) == min(len(taken), len(COLOURS))


def test_an_alias_is_drawn_once():
    taken = []
    for _ in range(len(ALIASES)):
        taken.append(draw_alias(taken, Random(len(taken))))
    assert sorted(taken) == sorted(ALIASES)
    with pytest.raises(ValueError, match="empty"):
        draw_alias(taken)


@pytest.mark.parametrize("colour", COLOURS.values())
@pytest.mark.parametrize("panel", [LIGHT["panel"], DARK["panel"]])
def test_every_colour_stands_out_from_both_panels(colour, panel):
    assert contrast(colour, panel) >= 3


def test_an_alias_has_the_colour_that_it_names():
    assert colour_of("teal fox") == COLOURS["teal"]


def test_secrets_are_128_bits_and_each_is_another():
    drawn = {draw_secret() for _ in range(100)}
    assert len(drawn) == 100 and all(len(each) == 22 for each in drawn)  # 22 · 6 bits


@pytest.mark.parametrize("forged", [None, 3, "", b"x", [], "x" * 10**6, "\ud800"])
def test_what_is_no_secret_is_that_of_nobody(forged):
    assert digest(forged) != digest(draw_secret())
