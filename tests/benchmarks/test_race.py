"""Races and sweeps beside plain NumPy loops that do the same, in turns in one run."""

import numpy as np

from dashboard.runs.links import read
from dashboard.runs.problems import rivals_of, run_of
from dashboard.runs.problems import run as kept
from gdcore import FUNCTIONS, sweep
from tests.benchmarks.test_descent import compared

VALLEY = FUNCTIONS["rosenbrock"]
RIVALS = "momentum:0.0005,nesterov:0.0005,rmsprop:0.01,adam:0.05,adagrad:0.3"
ITERATIONS = 1000


def loop(step_size: float) -> np.ndarray:
    """Plain descent on two-element arrays."""
    theta, losses = VALLEY.start, []
    for _ in range(ITERATIONS):
        losses.append(VALLEY.formula(*theta))
        theta = theta - step_size * np.array(VALLEY.partials(*theta))
    return theta


def test_a_race_of_six_against_six_plain_loops() -> None:
    settings, complaints = read(
        {"chapter": ["landscape"], "function": ["rosenbrock"], "race": [RIVALS], "precision": ["0"]}
    )
    assert complaints == []

    def ours() -> None:
        kept.cache_clear()
        run_of(settings), rivals_of(settings)

    def theirs() -> None:
        for _ in range(6):
            loop(0.001)

    slow, fast = compared("a race of six, six plain loops", theirs, ours, goal=1, repeats=3)
    assert slow > fast


def test_a_sweep_of_200_step_sizes_against_a_loop_for_each() -> None:
    step_sizes = np.geomspace(1e-5, 1.2e-3, 200)

    def theirs() -> np.ndarray:
        return np.array([loop(step_size) for step_size in step_sizes[::50]])

    def ours() -> np.ndarray:
        return sweep(VALLEY, VALLEY.start, step_sizes, iterations=ITERATIONS).loss

    slow, fast = compared("a sweep of 200, four of the loops", theirs, ours, goal=1, repeats=1)
    expected = VALLEY.value(theirs().T)
    np.testing.assert_allclose(ours()[::50], expected, rtol=1e-9)
    assert 50 * slow > fast
