"""How much faster `descend` is than the post's own loop, both timed in turns in one run.

Run by ``python -m pytest tests/benchmarks -s``, which prints the ratios.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
import pytest

from gdcore import LeastSquares, descend, design, post_data
from tests.benchmarks.post import post_loop

ITERATIONS = 5000
STEP_SIZE = 0.001
ROUNDS = 7  # of one post's loop and REPEATS runs of ours each
REPEATS = 200


@pytest.mark.parametrize(("samples", "goal"), [(100, 300), (10_000, 1000)])
def test_5000_steps_against_the_posts_loop(samples: int, goal: int) -> None:
    data = post_data(samples)
    X = design(data.x)
    objective = LeastSquares(X, data.y)
    start = objective.start

    def theirs() -> None:
        post_loop(X, data.y, start, STEP_SIZE, ITERATIONS)

    def ours() -> None:
        descend(objective, start, step_size=STEP_SIZE, iterations=ITERATIONS)

    ours(), theirs()
    rounds = [(seconds(theirs, 1), seconds(ours, REPEATS)) for _ in range(ROUNDS)]
    slow, fast = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(
        f"\n{samples:>6} samples: the post's loop {slow * 1e3:.1f} ms, descend {fast * 1e6:.0f} µs, "
        f"{slow / fast:.0f} times faster (goal {goal})"
    )
    thetas, costs = post_loop(X, data.y, start, STEP_SIZE, ITERATIONS)
    run = descend(objective, start, step_size=STEP_SIZE, iterations=ITERATIONS)
    np.testing.assert_allclose(run.theta, thetas, rtol=1e-9)
    np.testing.assert_allclose(run.loss[:-1], costs, rtol=1e-9)
    assert slow > fast


def seconds(work: Callable[[], None], repeats: int) -> float:
    """Return the median time of `work` over some repeats."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)
