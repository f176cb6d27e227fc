"""Descent on a quadratic without a loop: each eigendirection is a recurrence of its own.

With d = θ − θ*, noise w and step size α, θ ← θ − α (Ad + w) becomes eᵢ ← (1 − αλᵢ) eᵢ − α vᵢᵀw for the share
eᵢ = vᵢᵀd of the eigenvector vᵢ; with momentum it becomes a recurrence of second order, see `Recurrence`.
Source: G. Goh, Why Momentum Really Works, Distill, 2017.
"""

import numpy as np

from gdcore.arrays import Floats
from gdcore.methods import Recurrence
from gdcore.plan import Plan
from gdcore.quadratic import Quadratic
from gdcore.rows import Rows

FINE_POWERS = 64  # lowest powers of a factor, see `_powers`


def goes_by_modes(plan: Plan) -> bool:
    """Return whether a run needs no loop: with a changing step only if without memory and noise."""
    if not isinstance(plan.objective, Quadratic) or plan.batches or not plan.method.recurrence:
        return False
    return plan.steps_alike or not (plan.deviation or plan.method.inertia)


def descend_by_modes(plan: Plan) -> Rows:
    """Return the K + 1 rows of a run for which `goes_by_modes`, not all of which need be finite.

    Raises TypeError for another run.
    """
    bowl, start = plan.objective, plan.start
    if not isinstance(bowl, Quadratic):
        raise TypeError(f"{bowl.name} is no quadratic")
    axes, curvatures = bowl.eigenvectors, bowl.eigenvalues
    shares = _shares(plan, bowl, axes.T @ (start - bowl.minimum))
    theta = axes @ shares
    theta += bowl.minimum[:, None]
    theta[:, 0] = start
    gradient = (axes * curvatures) @ shares
    shares *= shares
    excess = (curvatures / 2) @ shares
    return Rows(theta, excess + bowl.lowest, gradient, excess)


def _shares(plan: Plan, bowl: Quadratic, shares: Floats) -> Floats:
    """Return the distance along each eigenvector, first as given and then after each step: (n, K + 1)."""
    recurrence, options = plan.method.recurrence, plan.hyperparameters
    if recurrence is None:
        raise TypeError(f"{plan.method.name} is no linear recurrence")
    if not plan.steps_alike:
        rule = recurrence(bowl.eigenvalues[:, None], plan.step_sizes, **options)
        return _product(shares, *rule.poles)
    rule = recurrence(bowl.eigenvalues, plan.step_size, **options)
    if plan.noise is None and len(rule.poles) == 1:
        return _powers(shares, *rule.poles, plan.iterations)
    return _filtered(rule, _inputs(rule, shares, plan, bowl.eigenvectors))


def _powers(shares: Floats, factors: Floats, iterations: int) -> Floats:
    """Return shareᵢ · factorᵢᵏ for k = 0 … iterations, of shape (n, iterations + 1).

    The powers below 64 times every 64th: much faster than a product or a power for each, and as exact.
    """
    factors = np.where(shares == 0, 0.0, factors)[:, None]  # 0 times an overflown power is NaN
    fine = shares[:, None] * factors ** np.arange(float(FINE_POWERS))
    coarse = factors ** np.arange(0.0, iterations + 1, FINE_POWERS)
    return (coarse[:, :, None] * fine[:, None, :]).reshape(shares.size, -1)[:, : iterations + 1]


def _product(shares: Floats, factors: Floats) -> Floats:
    """Return each share times the factors of the steps so far, of shape (n, K + 1)."""
    return np.cumprod(np.column_stack([shares, factors]), axis=1, dtype=np.float64)


def _inputs(rule: Recurrence, shares: Floats, plan: Plan, axes: Floats) -> Floats:
    """Return what enters each recurrence from outside at each row, of shape (n, K + 1)."""
    inputs = np.zeros((shares.size, plan.iterations + 1))
    for row, weight in enumerate(rule.start):
        inputs[:, row] = weight * shares
    if plan.noise is not None:
        for delay, push in enumerate(rule.push, 1):
            inputs[:, delay:] += axes.T @ (push * plan.noise[:-delay].T)
    return inputs


def _filtered(rule: Recurrence, inputs: Floats) -> Floats:
    """Return the shares that each step's recurrence and inputs make, of the shape of the inputs."""
    from scipy.signal import lfilter  # takes most of a second to import, and few runs need it

    modes = zip(np.transpose(rule.poles), inputs, strict=True)
    return np.array([lfilter([1.0], [1.0, *-poles], row) for poles, row in modes])
