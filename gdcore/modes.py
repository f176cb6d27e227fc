"""Descent on a quadratic without a loop: each eigendirection is a recurrence of its own.

With d = θ − θ*, noise w and step size α, θ ← θ − α (Ad + w) becomes eᵢ ← (1 − αλᵢ) eᵢ − α vᵢᵀw for the share
eᵢ = vᵢᵀd of the eigenvector vᵢ. Source: G. Goh, Why Momentum Really Works, Distill, 2017, first section.
"""

import numpy as np

from gdcore.methods import Method
from gdcore.quadratic import Quadratic
from gdcore.rows import Rows

FINE = np.arange(64.0)


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
    gradient = (axes * curvatures) @ shares
    shares *= shares
    excess = (curvatures / 2) @ shares
    return Rows(theta, excess + objective.lowest, gradient, excess)


def _powers(shares: np.ndarray, factors: np.ndarray, iterations: int) -> np.ndarray:
    """Return shareᵢ · factorᵢᵏ for k = 0 … iterations, of shape (n, iterations + 1).

    The powers below 64 times every 64th: much faster than a product or a power for each, and as exact.
    """
    factors = np.where(shares == 0, 0.0, factors)[:, None]  # lest 0 times an overflown power be NaN
    fine = shares[:, None] * factors**FINE
    coarse = factors ** np.arange(0.0, iterations + 1, FINE.size)
    return (coarse[:, :, None] * fine[:, None, :]).reshape(shares.size, -1)[:, : iterations + 1]


def _filtered(shares: np.ndarray, factors: np.ndarray, pushes: np.ndarray) -> np.ndarray:
    """Return the shares that each step multiplies and each push moves, of shape (n, K + 1)."""
    from scipy.signal import lfilter  # takes most of a second to import, and only noise needs it

    inputs = np.column_stack([shares, pushes])
    return np.array(
        [lfilter([1.0], [1.0, -factor], row) for factor, row in zip(factors, inputs, strict=True)]
    )
