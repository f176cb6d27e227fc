"""Descent on a quadratic without a loop: each eigendirection is a recurrence of its own.

With d = θ − θ* and a step size α, θ ← θ − α (Ad + w) becomes eᵢ ← (1 − αλᵢ) eᵢ − α vᵢᵀw for the share eᵢ = vᵢᵀd
of the eigenvector vᵢ. Source: G. Goh, Why Momentum Really Works, Distill, 2017, "First Steps: Gradient Descent".
"""

import numpy as np

from gdcore.methods import Method
from gdcore.quadratic import Quadratic
from gdcore.rows import Rows

BLOCK = 64


def descend_by_modes(
    objective: Quadratic,
    method: Method,
    start: np.ndarray,
    step_size: float,
    iterations: int,
    noise: np.ndarray | None,
) -> Rows:
    """Return the K + 1 rows of a method that has a `factor`, not all of which need be finite.

    `noise`, of shape (K+1, n), is added to the gradients.
    """
    axes, curvatures = objective.eigenvectors, objective.eigenvalues
    factors = method.factor(curvatures, step_size, **method.hyperparameters)
    shares = axes.T @ (start - objective.minimum)
    if noise is None:
        shares = _powers(shares, factors, iterations)
    else:
        shares = _filtered(shares, factors, axes.T @ (-step_size * noise[:-1].T))
    theta = axes @ shares
    theta += objective.minimum[:, None]
    theta[:, 0] = start
    gradient = axes @ (curvatures[:, None] * shares)
    excess = (curvatures / 2) @ (shares * shares)
    return Rows(theta, excess + objective.lowest, gradient, excess)


def _powers(shares: np.ndarray, factors: np.ndarray, iterations: int) -> np.ndarray:
    """Return shareᵢ · factorᵢᵏ for k = 0 … iterations, of shape (n, iterations + 1).

    Sixty-four powers and their multiples: much faster than one product after the other, and it rounds less.
    """
    factors = np.where(shares == 0, 0.0, factors)  # lest 0 times an overflown power be NaN
    fine = _products(shares, factors, BLOCK)
    coarse = _products(np.ones_like(shares), factors**BLOCK, iterations // BLOCK + 1)
    return (coarse[:, :, None] * fine[:, None, :]).reshape(len(shares), -1)[:, : iterations + 1]


def _products(first: np.ndarray, factors: np.ndarray, count: int) -> np.ndarray:
    table = np.repeat(factors[:, None], count, axis=1)
    table[:, 0] = first
    return np.multiply.accumulate(table, axis=1)


def _filtered(shares: np.ndarray, factors: np.ndarray, pushes: np.ndarray) -> np.ndarray:
    """Return the shares that each step multiplies and each push moves, of shape (n, K + 1)."""
    from scipy.signal import lfilter  # takes most of a second to import, and only noise needs it

    inputs = np.column_stack([shares, pushes])
    return np.array(
        [lfilter([1.0], [1.0, -factor], row) for factor, row in zip(factors, inputs, strict=True)]
    )
