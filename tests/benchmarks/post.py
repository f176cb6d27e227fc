"""The post's own loop, the yardstick of the benchmarks."""

import numpy as np


def post_loop(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, step_size: float, iterations: int
) -> tuple[list[np.ndarray], list[float]]:
    """Return every θ and the cost at every θ but the last, as a reader of the post would compute them."""
    m = len(y)
    thetas, costs = [theta], []
    for _ in range(iterations):
        error = np.dot(X, theta) - y
        costs.append(np.sum(error**2) / (2 * m))
        theta = theta - step_size * X.T.dot(error) / m
        thetas.append(theta)
    return thetas, costs
