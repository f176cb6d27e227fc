"""Kinds of values: what each allows, reads and writes."""

import pytest

from dashboard.settings.kinds import (
    Choice,
    Formula,
    Names,
    NotAllowed,
    Number,
    Point,
    Points,
    Several,
    Switch,
    plain,
    read_typed,
)

UNIT, WHOLE = Number(0, 1), Number(1, 9, whole=True)
PLANE = Point(2, Number(-10, 10))


def refuses(call, *words):
    with pytest.raises(NotAllowed) as caught:
        call()
    assert all(word in str(caught.value) for word in words)
    return caught.value


@pytest.mark.parametrize(
    ("rule", "text", "value"),
    [
        (UNIT, "0", 0.0),
        (UNIT, "1", 1.0),
        (UNIT, "1e-3", 0.001),
        (WHOLE, "9", 9),
        (WHOLE, "3.0", 3),
        (Choice(("a", "b")), " a ", "a"),
        (Switch(), " True ", True),
        (Switch(), "0", False),
        (Switch(), "FALSE", False),
        (PLANE, "1,-2.5", (1.0, -2.5)),
        (Points(), "1,2;3,4;", ((1.0, 2.0), (3.0, 4.0))),
        (Points(), "", ()),
        (Names(), "a, b ", ("a", "b")),
        (Several(("a", "b", "c")), "c, a", ("c", "a")),
        (Formula(1), " x^2 ", "x^2"),
        (Formula(2), "", ""),
    ],
)
def test_a_text_is_read(rule, text, value):
    found = rule.read(text)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("rule", "text", "allowed"),
    [
        (UNIT, "1.01", "a number from 0 to 1"),
        (UNIT, "-0.01", "a number from 0 to 1"),
        (UNIT, "1,5", "a number from 0 to 1"),
        (Number(1e-12, 100), "0", "from 1 × 10⁻¹² to 100"),
        (Number(0.0001, 1), "0", "from 0.0001 to 1"),
        (WHOLE, "2.5", "a whole number from 1 to 9"),
        (WHOLE, "10", "a whole number from 1 to 9"),
        (Choice(("a", "", "b")), "c", "a or b"),
        (Switch(), "yes", "0 or 1"),
        (PLANE, "1", "2 numbers from -10 to 10, separated by a comma"),
        (PLANE, "1,2,3", "2 numbers"),
        (PLANE, "1,11", "2 numbers"),
        (Point(1, UNIT), "2", "a number from 0 to 1"),
        (Points(), "1,2", "2 to 10,000 points"),
        (Points(), "1,2;1,3", "x are not all the same"),
        (Points(), "1,2;3,a", "2 to 10,000 points"),
        (Points(), "1,2;3", "2 to 10,000 points"),
        (Names(), "a", "two names"),
        (Names(), "a,", "two names"),
        (Names(), "a,b,c", "two names"),
        (Several(("a", "b")), "a,a", "one or more of a, b"),
        (Several(("a", "b")), "c", "one or more of a, b"),
        (Formula(1), "y", "a function of x, like x^4"),
        (Formula(2), "z", "a function of x and y, like y sin(x)"),
    ],
)
def test_what_is_not_allowed_is_refused_with_what_is(rule, text, allowed):
    refuses(lambda: rule.read(text), allowed)


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (UNIT, True),
        (UNIT, "1"),
        (UNIT, None),
        (UNIT, float("nan")),
        (Switch(), 1),
        (PLANE, [1.0, 2.0]),
        (PLANE, (1.0,)),
        (Points(), [(1.0, 2.0), (3.0, 4.0)]),
        (Points(), ((1.0,), (2.0,))),
        (Points(), (1.0, 2.0)),
        (Names(), ["a", "b"]),
        (Names(), ("a", 1)),
        (Names(), ("a", "")),
        (Names(), ("a", " b")),
        (Formula(1), 5),
    ],
)
def test_values_of_another_kind_are_refused(rule, value):
    refuses(lambda: rule.check(value), rule.allowed)


def test_a_whole_number_is_one_and_another_is_a_float():
    assert type(WHOLE.check(3.0)) is int and type(UNIT.check(1)) is float


@pytest.mark.parametrize(
    ("rule", "text", "value"),
    [
        (UNIT, "0,5", 0.5),
        (UNIT, "1/2", 0.5),
        (PLANE, "1; 2", (1.0, 2.0)),
        (PLANE, "0,5; 1", (0.5, 1.0)),
        (PLANE, "1, 2", (1.0, 2.0)),
        (PLANE, "1 2", (1.0, 2.0)),
        (PLANE, " 1,2 ", (1.0, 2.0)),
        (Point(1, UNIT), "0,25", (0.25,)),
        (Choice(("a",)), "a", "a"),
    ],
)
def test_numbers_are_read_as_people_write_them(rule, text, value):
    assert read_typed(rule, text) == value


def test_what_could_be_two_things_is_refused_with_both():
    refuses(lambda: PLANE.read_typed("1,2,3"), "decimal commas", "semicolon")
    assert "decimal" not in str(refuses(lambda: PLANE.read_typed("1")))
    assert "decimal" not in str(refuses(lambda: PLANE.read_typed("a,b c")))
    refuses(lambda: PLANE.read_typed("1,2 3,4; "), "2 numbers")
    refuses(lambda: UNIT.read_typed("1.000,5"), "a number from 0 to 1")


def test_points_too_long_for_a_link_are_not_in_it():
    few = tuple((float(n), 1.0) for n in range(10))
    assert Points().short(few) == Points().write(few) == ";".join(f"{n},1" for n in range(10))
    exact = ((1.0, 2.0),) * 500  # of 3 characters each, and 499 between: 1,999
    assert len(Points().write(exact)) == 1999 and Points().short(exact)
    assert Points().short(((1.0, 2.0),) * 499 + ((1.0, 22.0),)) != ""  # 2,000
    assert Points().short(((1.0, 2.0),) * 499 + ((1.0, 222.0),)) == ""
    assert Points().short(((1.0, 2.0),) * 2001) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5000.0, "5000"),
        (0.01, "0.01"),
        (1e-5, "0.00001"),
        (2e-9, "0.000000002"),
        (1e-9, "1e-09"),
        (-1e-12, "-1e-12"),
        (-0.5, "-0.5"),
        (1e15, "1000000000000000"),
    ],
)
def test_plain_numbers_have_no_power_of_ten_down_to_a_billionth(value, text):
    assert plain(value) == text


def test_a_value_as_it_stands_in_its_field():
    assert PLANE.display((1.0, -2.5)) == "1, -2.5"
    assert PLANE.show((1.0, -2.5)) == "1; -2.5"
    assert PLANE.write((1.0, -2.5)) == "1,-2.5"
    assert Switch().write(True) == "1" and Switch().write(False) == "0"
    assert Several(("a", "b")).write(("b", "a")) == "b,a"


def test_a_refusal_says_what_is_allowed_and_what_is_wrong():
    assert str(NotAllowed("a number")) == "a number" and NotAllowed("a number").why == "allowed: a number"
    assert str(NotAllowed("a number", "it is a word")) == "a number (it is a word)"
    assert NotAllowed("a number", "it is a word").why == "it is a word"
