"""How much faster `descend` is than the loops one would write by hand, both timed in turns in one run.

Run by ``python -m pytest tests/benchmarks -s``, which prints the ratios.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
import pytest

from gdcore import LeastSquares, Objective, descend, design, members, post_data
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

    slow, fast = compared(f"{samples} samples, the post's loop", theirs, ours, goal)
    thetas, costs = post_loop(X, data.y, start, STEP_SIZE, ITERATIONS)
    run = descend(objective, start, step_size=STEP_SIZE, iterations=ITERATIONS)
    np.testing.assert_allclose(run.theta, thetas, rtol=1e-9)
    np.testing.assert_allclose(run.loss[:-1], costs, rtol=1e-9)
    assert slow > fast


def test_5000_steps_of_adam_against_a_loop_on_arrays() -> None:
    valley = Objective(
        lambda x, y: (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x),
        lambda x, y: (-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
        start=[-1.2, 1],
        domain=[(-2, 2), (-1, 3)],
        minima=[(1, 1)],
    )

    def theirs() -> np.ndarray:
        theta, m, v = valley.start, np.zeros(2), np.zeros(2)
        thetas, losses = [theta], [valley.formula(*theta)]
        for k in range(1, ITERATIONS + 1):
            gradient = np.array(valley.partials(*theta))
            m = 0.9 * m + 0.1 * gradient
            v = 0.999 * v + 0.001 * gradient**2
            theta = theta - 0.02 * (m / (1 - 0.9**k)) / (np.sqrt(v / (1 - 0.999**k)) + 1e-8)
            thetas.append(theta)
            losses.append(valley.formula(*theta))
        return np.array(thetas)

    def ours() -> np.ndarray:
        return descend(valley, method="adam", step_size=0.02, iterations=ITERATIONS).theta

    slow, fast = compared("Adam, a loop on arrays", theirs, ours, goal=5, repeats=5)
    np.testing.assert_allclose(ours()[:500], theirs()[:500], rtol=1e-6)
    assert slow > fast


@pytest.mark.parametrize("method", ["momentum", "nesterov"])
def test_5000_steps_with_momentum_against_a_loop(method: str) -> None:
    data = post_data()
    X = design(data.x)
    fit = LeastSquares(X, data.y)

    def theirs() -> np.ndarray:
        theta, velocity = fit.start, np.zeros(2)
        thetas, losses = [theta], []
        for _ in range(ITERATIONS):
            error = X @ theta - data.y
            losses.append(error @ error / (2 * len(error)))
            gradient = X.T @ error / len(error)
            velocity = 0.9 * velocity + gradient
            theta = theta - STEP_SIZE * (gradient + 0.9 * velocity if method == "nesterov" else velocity)
            thetas.append(theta)
        return np.array(thetas)

    def ours() -> np.ndarray:
        return descend(fit, method=method, step_size=STEP_SIZE, iterations=ITERATIONS).theta

    slow, fast = compared(f"{method}, a loop", theirs, ours, goal=100, repeats=50)
    np.testing.assert_allclose(ours(), theirs(), rtol=1e-9, atol=1e-9)
    assert slow > fast


@pytest.mark.parametrize(("batch", "goal"), [(1, 5), (10, 4), (50, 3)])
def test_5000_steps_of_minibatches_against_a_loop(batch: int, goal: int) -> None:
    data = post_data()
    X = design(data.x)
    fit = LeastSquares(X, data.y)

    def theirs() -> np.ndarray:
        theta = fit.start
        thetas, losses = [theta], []
        for rows in members(len(data.x), batch, 0, 0, ITERATIONS):
            full = X @ theta - data.y
            losses.append(full @ full / (2 * len(full)))
            part = X[rows]
            theta = theta - STEP_SIZE * part.T @ (part @ theta - data.y[rows]) / len(rows)
            thetas.append(theta)
        return np.array(thetas)

    def ours() -> np.ndarray:
        return descend(fit, step_size=STEP_SIZE, iterations=ITERATIONS, batch=batch).theta

    slow, fast = compared(f"batches of {batch}, a loop", theirs, ours, goal, repeats=5)
    np.testing.assert_allclose(ours(), theirs(), rtol=1e-9, atol=1e-9)
    assert slow > fast


def compared(
    name: str, theirs: Callable, ours: Callable, goal: float, repeats: int = REPEATS
) -> tuple[float, float]:
    """Return the median seconds of both, timed in turns, and print how they compare."""
    ours(), theirs()
    rounds = [(seconds(theirs, 1), seconds(ours, repeats)) for _ in range(ROUNDS)]
    slow, fast = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(
        f"\n{name}: {slow * 1e3:.1f} ms, descend {fast * 1e3:.3g} ms, "
        f"{slow / fast:.3g} times faster (goal {goal})"
    )
    return slow, fast


def seconds(work: Callable[[], None], repeats: int) -> float:
    """Return the median time of `work` over some repeats."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)
