"""A basin map beside the same loop in NumPy without any cleverness, and beside a run for each start.

Run by ``python -m pytest tests/benchmarks -s``, which prints the ratios.
"""

import numpy as np
import pytest

from gdcore import FUNCTIONS, METHODS, Objective, basins, descend
from tests.benchmarks.test_descent import compared, seconds

POINTS, STEPS = 150, 400
SAMPLE = 100  # of the starts have a run of their own


def plain(objective: Objective, method: str) -> tuple[np.ndarray, np.ndarray]:
    """All starts for all steps, each row looked at as it comes: which minimum, and since when."""
    starts = np.stack(np.meshgrid(*(np.linspace(*side, POINTS) for side in objective.domain)))
    theta = starts.reshape(2, -1)
    rule, alpha = METHODS[method], METHODS[method].suggested_step(objective)
    state = rule.init(theta)
    reach = np.ptp(objective.domain, axis=1).min() / 100
    left = np.zeros(theta.shape[1], dtype=bool)
    since = np.zeros((len(objective.minima), theta.shape[1]), dtype=int)
    with np.errstate(all="ignore"):
        limit = np.maximum(1e4 * objective.excess(theta), objective.height)
        for k in range(STEPS + 1):
            left |= ~(np.isfinite(theta).all(axis=0) & (objective.excess(theta) <= limit))
            distances = [np.linalg.norm(theta - goal[:, np.newaxis], axis=0) for goal in objective.minima]
            since = np.where(np.array(distances) > reach, k + 1, since)
            if k < STEPS:
                theta, state = rule.step(objective, theta, objective.gradient(theta), state, alpha)
    nearest = np.argmin(np.nan_to_num(distances, nan=np.inf), axis=0)
    steps = since[nearest, np.arange(nearest.size)]
    settled = ~left & (steps <= STEPS)
    return np.where(left, -2, np.where(settled, nearest, -1)), np.where(settled, steps, STEPS)


# Adam is followed to the end: the plain loop is beaten where starts come to rest.
@pytest.mark.parametrize(
    ("method", "goal"), [("gradient descent", 1), ("momentum", 1), ("newton", 1), ("adam", 0.5)]
)
def test_a_map_against_the_plain_loop_and_against_single_runs(method: str, goal: float) -> None:
    objective = FUNCTIONS["himmelblau"]
    x, y = (np.linspace(*side, POINTS) for side in objective.domain)

    def ours() -> tuple[np.ndarray, np.ndarray]:
        found = basins(objective, x, y, method=method, iterations=STEPS)
        return found.minimum.ravel(), found.steps.ravel()

    def theirs() -> tuple[np.ndarray, np.ndarray]:
        return plain(objective, method)

    def one_by_one() -> None:
        for start in starts:
            descend(objective, start, method=method, iterations=STEPS)

    starts = np.random.default_rng(0).uniform(*objective.domain.T, (SAMPLE, 2))
    slow, fast = compared(
        f"{POINTS} × {POINTS} starts, {method}, the plain loop", theirs, ours, goal, repeats=1
    )
    share = SAMPLE / POINTS**2
    print(f"  a run for each start: {seconds(one_by_one, 3) / share / fast:.0f} times as long as the map")
    for found, expected in zip(ours(), theirs(), strict=True):
        assert np.mean(found == expected) > 0.999
    assert slow > goal * fast
