import numpy as np
import pytest

from gdcore import FUNCTIONS, METHODS, Quadratic, descend, sweep

BOWL = Quadratic([[1.0, 0.0], [0.0, 0.1]], [0.0, 0.0], start=[3.0, -2.0], domain=[(-4, 4), (-4, 4)])


def steps_by_hand(objective, start, method, step_size, iterations, goal, floor):
    """The step after which a single run stays within the goal, or infinity."""
    run = descend(objective, start, method=method, step_size=step_size, iterations=iterations)
    if run.steps < iterations:
        return np.inf
    limit = floor + goal * (run.loss[0] - floor)
    outside = np.flatnonzero(run.loss > limit)
    if outside.size == 0:
        return 0
    return np.inf if outside[-1] == iterations else outside[-1] + 1


@pytest.mark.parametrize("method", METHODS)
def test_a_sweep_agrees_with_single_runs(method):
    step_sizes = np.geomspace(1e-3, 1.9, 12)
    found = sweep(BOWL, [3.0, -2.0], step_sizes, method=method, iterations=200, goal=1e-3)
    for step_size, steps in zip(step_sizes, found.steps, strict=True):
        assert steps == steps_by_hand(BOWL, [3.0, -2.0], method, step_size, 200, 1e-3, 0.0)


def test_fifty_random_step_sizes_on_rosenbrock_agree_with_single_runs():
    objective = FUNCTIONS["rosenbrock"]
    step_sizes = 10 ** np.random.default_rng(0).uniform(-4, -2.2, 50)
    found = sweep(objective, objective.start, step_sizes, iterations=300, goal=0.2)
    for step_size, steps in zip(step_sizes, found.steps, strict=True):
        by_hand = steps_by_hand(objective, objective.start, "gradient descent", step_size, 300, 0.2, 0.0)
        assert steps == by_hand


def test_the_best_step_of_a_bowl_is_found():
    step_sizes = np.linspace(0.1, 1.99, 190)
    best = step_sizes[sweep(BOWL, [3.0, -2.0], step_sizes, goal=1e-12).best]
    assert best == pytest.approx(2 / 1.1, rel=0.05)


def test_the_floor_is_the_minimum_that_is_reached():
    objective = FUNCTIONS["double well"]
    found = sweep(objective, objective.start, [0.01], iterations=500)
    assert np.isfinite(found.steps[0])
    assert found.loss[0] > objective.lowest + 0.1


def test_what_leaves_the_finite_numbers_never_arrives():
    found = sweep(BOWL, [3.0, -2.0], [1.0, 50.0], iterations=1000)
    assert np.isfinite(found.steps[0]) and found.steps[1] == found.loss[1] == np.inf
    assert found.best == 0


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"step_sizes": [0.1, 0.0]}, "step_sizes"),
        ({"start": [1.0]}, "start"),
        ({"iterations": 0}, "iterations"),
    ],
)
def test_bad_arguments_are_named(changes, word):
    given = {"start": [3.0, -2.0], "step_sizes": [0.1]} | changes
    with pytest.raises(ValueError, match=f"^{word} must be"):
        sweep(BOWL, given.pop("start"), given.pop("step_sizes"), **given)
