"""Descent on a quadratic without a loop: each eigendirection is a recurrence of its own.

With d = θ − θ*, noise w and step size α, θ ← θ − α (Ad + w) becomes eᵢ ← (1 − αλᵢ) eᵢ − α vᵢᵀw for the share
eᵢ = vᵢᵀd of the eigenvector vᵢ; with momentum it becomes a recurrence of second order, see `Recurrence`.
Source: G. Goh, Why Momentum Really Works, Distill, 2017.
"""

from collections.abc import Mapping

import numpy as np

from gdcore.methods import Method, Recurrence
from gdcore.quadratic import Quadratic
from gdcore.rows import Rows

FINE = np.arange(64.0)


def goes_by_modes(method: Method, schedule: str, noise: np.ndarray | None) -> bool:
    """Return whether a method has no need of a loop: a changing step only without memory and noise."""
    return bool(method.recurrence) and (schedule == "constant" or (not method.inertia and noise is None))


def descend_by_modes(
    objective: Quadratic,
    method: Method,
    start: np.ndarray,
    step_size: float | np.ndarray,
    iterations: int,
    noise: np.ndarray | None,
    hyperparameters: Mapping[str, float],
) -> Rows:
    """Return the K + 1 rows of a method for which `goes_by_modes`, not all of which need be finite.

    `noise`, of shape (K+1, n), is added to the gradients. `step_size` is one number, or one a step.
    """
    axes, curvatures = objective.eigenvectors, objective.eigenvalues
    shares = axes.T @ (start - objective.minimum)
    if np.ndim(step_size):
        rule = method.recurrence(curvatures[:, None], step_size, **hyperparameters)
        shares = _product(shares, *rule.poles)
    else:
        rule = method.recurrence(curvatures, step_size, **hyperparameters)
        if noise is None and len(rule.poles) == 1:
            shares = _powers(shares, *rule.poles, iterations)
        else:
            shares = _filtered(rule, _inputs(rule, shares, axes, iterations, noise))
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


def _product(shares: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Return each share times the factors of the steps so far, of shape (n, K + 1)."""
    return np.cumprod(np.column_stack([shares, factors]), axis=1)


def _inputs(
    rule: Recurrence, shares: np.ndarray, axes: np.ndarray, iterations: int, noise: np.ndarray | None
) -> np.ndarray:
    """Return what enters each recurrence from outside at each row, of shape (n, K + 1)."""
    inputs = np.zeros((shares.size, iterations + 1))
    for row, weight in enumerate(rule.start):
        inputs[:, row] = weight * shares
    if noise is not None:
        for delay, weight in enumerate(rule.push, 1):
            inputs[:, delay:] += axes.T @ (weight * noise[:-delay].T)
    return inputs


def _filtered(rule: Recurrence, inputs: np.ndarray) -> np.ndarray:
    """Return the shares that each step's recurrence and inputs make, of the shape of the inputs."""
    from scipy.signal import lfilter  # takes most of a second to import, and few runs need it

    modes = zip(np.transpose(rule.poles), inputs, strict=True)
    return np.array([lfilter([1.0], [1.0, *-poles], row) for poles, row in modes])
