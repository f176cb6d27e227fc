"""Rivals: how they are read, written and refused."""

import pytest

from dashboard.settings.kinds import NotAllowed, Number, Point
from dashboard.settings.rivals import Race, Rival, hyperparameter_rules, write_rival
from gdcore import METHODS

RACE = Race(
    2,
    Number(0, 10),
    ("bfgs",),
    {"start": Point(1, Number(-9, 9)), "seed": Number(0, 9, whole=True)},
    {"start": (1.0,), "seed": 5},
)


@pytest.mark.parametrize(
    ("text", "rivals"),
    [
        ("bfgs", (Rival("bfgs"),)),
        ("adam:0.1", (Rival("adam", 0.1),)),
        (" adam : 0.1 , bfgs ,", (Rival("adam", 0.1), Rival("bfgs"))),
        ("momentum:0.1:momentum=0.5", (Rival("momentum", 0.1, (("momentum", 0.5),)),)),
        ("adam:0.1:start=3:seed=7", (Rival("adam", 0.1, (), (("start", (3.0,)), ("seed", 7))),)),
        ("adam:0.1:start=3", (Rival("adam", 0.1, (), (("start", (3.0,)), ("seed", 5))),)),
        ("adam:0.1:seed=7", (Rival("adam", 0.1, (), (("start", (1.0,)), ("seed", 7))),)),
        ("", ()),
    ],
)
def test_rivals_are_methods_with_their_numbers(text, rivals):
    assert RACE.read(text) == rivals


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("adam", "at most 2 methods"),
        ("bfgs:0.1", "at most 2 methods"),
        ("typo:0.1", "at most 2 methods"),
        ("bfgs,bfgs,bfgs", "at most 2 methods"),
        ("adam:11", "the step size: a number from 0 to 10"),
        ("adam:0.1:momentum=0.5", "adam has beta1, beta2"),
        ("gradient descent:0.1:momentum=0.5", "no hyperparameters"),
        ("momentum:0.1:momentum=2", "momentum: a number from"),
        ("adam:0.1:seed=10", "seed: a whole number from 0 to 9"),
    ],
)
def test_other_rivals_are_refused(text, why):
    with pytest.raises(NotAllowed) as caught:
        RACE.read(text)
    assert why in str(caught.value)


@pytest.mark.parametrize("value", [[], (Rival("bfgs"),) * 3])
def test_rivals_of_another_kind_or_too_many_are_refused(value):
    with pytest.raises(NotAllowed) as caught:
        RACE.check(value)
    assert RACE.allowed in str(caught.value)


def test_of_a_pinned_run_its_start_is_written_and_what_is_not_the_default():
    made = (Rival("adam", 0.1, (), (("start", (1.0,)), ("seed", 5))), Rival("bfgs"))
    assert RACE.write(made) == "adam:0.1:start=1,bfgs"
    assert RACE.write(RACE.read("adam:0.1:start=3:seed=7")) == "adam:0.1:start=3:seed=7"
    two = Race(1, Number(0, 1), (), {"start": Point(2, Number(-10, 10))}, {"start": (0.0, 0.0)})
    assert two.write(two.read("adam:0.1:start=3;4")) == "adam:0.1:start=3;4"
    assert write_rival(Rival("momentum", 0.1, (("momentum", 0.5),))) == "momentum:0.1:momentum=0.5"


def test_hyperparameters_have_the_limits_of_their_method():
    rules = hyperparameter_rules("adam")
    assert {name: (rule.low, rule.high) for name, rule in rules.items()} == {
        name: (each.low, each.high) for name, each in METHODS["adam"].hyperparameters.items()
    }
    assert hyperparameter_rules("bfgs") == {}
