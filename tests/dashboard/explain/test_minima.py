from string import ascii_uppercase

import numpy as np
import pytest

from dashboard.explain.minima import called, labels, letter, letters
from gdcore import FUNCTIONS, typed

SEVERAL = [name for name, each in FUNCTIONS.items() if len(each.minima) > 1]
MANY = typed("x**2/1000 + sin(x)", 1, 100.0)


def lowest(objective):
    """Which of the listed minima are as low as any, by their own values."""
    values = np.array([float(objective.value(place)) for place in objective.minima])
    return np.isclose(values, values.min(), rtol=0, atol=1e-8).tolist()


@pytest.mark.parametrize("name", SEVERAL)
def test_where_minima_differ_the_lowest_are_named_so(name):
    objective = FUNCTIONS[name]
    low = lowest(objective)
    said = [label.endswith("lowest") for label in labels(objective)]
    assert said == (low if not all(low) else [False] * len(low))
    assert [label[0] for label in labels(objective)] == list(ascii_uppercase[: len(low)])


def test_among_more_minima_than_letters_the_lowest_is_named_and_the_others_are_local():
    assert len(MANY.minima) > 26
    assert letters(MANY) == [""] * len(MANY.minima)
    named = {True: "lowest", False: "local"}
    assert labels(MANY) == [named[low] for low in lowest(MANY)]


def test_the_only_minimum_needs_no_letter():
    parabola = FUNCTIONS["parabola"]
    assert labels(parabola) == ["minimum"] and letter(parabola, parabola.minima[0]) == ""


def test_a_sentence_calls_a_minimum_by_the_letter_beside_it():
    himmelblau = FUNCTIONS["himmelblau"]
    names = [called(himmelblau, place) for place in himmelblau.minima]
    assert names == ["minimum A", "minimum B", "minimum C", "minimum D"]
    assert called(himmelblau, np.zeros(2)) == called(himmelblau, None) == "a minimum"
