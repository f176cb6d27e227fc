from string import ascii_uppercase

import numpy as np
import pytest

from dashboard.explain.minima import called, labels, letter, letters
from gdcore import FUNCTIONS, Objective, typed

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


@pytest.mark.parametrize(("count", "last"), [(2, "B"), (26, "Z"), (27, "")])
def test_there_are_letters_for_26(count, last):
    places = [[float(each)] for each in range(count)]
    many = Objective(lambda x: 0 * x, lambda x: (0 * x,), start=[0.0], domain=[(-1, 99)], minima=places)
    assert letters(many)[-1] == letter(many, np.array(places[-1])) == last


@pytest.mark.parametrize(
    ("scale", "higher", "shown"),
    [
        (1.0, 0.5e-7, ["A", "B"]),  # a thousand-millionth of a picture that is 100 high
        (1.0, 1.5e-7, ["A lowest", "B"]),
        (1e-4, 0.5e-9, ["A", "B"]),  # and at least of 1
        (1e-4, 1.5e-9, ["A lowest", "B"]),
    ],
)
def test_a_minimum_that_is_hardly_higher_is_as_low(scale, higher, shown):
    """On c x², from −10 to 10, of 0 and the point which is so much higher."""
    places = [[0.0], [(higher / scale) ** 0.5]]
    two = Objective(
        lambda x: scale * x * x, lambda x: (2 * scale * x,), start=[1.0], domain=[(-10, 10)], minima=places
    )
    assert labels(two) == shown


def test_the_only_minimum_needs_no_letter():
    parabola = FUNCTIONS["parabola"]
    assert labels(parabola) == ["minimum"] and letter(parabola, parabola.minima[0]) == ""


def test_a_sentence_calls_a_minimum_by_the_letter_beside_it():
    himmelblau = FUNCTIONS["himmelblau"]
    names = [called(himmelblau, place) for place in himmelblau.minima]
    assert names == ["minimum A", "minimum B", "minimum C", "minimum D"]
    assert called(himmelblau, np.zeros(2)) == called(himmelblau, None) == "a minimum"
