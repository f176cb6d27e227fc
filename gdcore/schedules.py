"""Schedules: what the step size is multiplied by at each step of a run."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdcore.arrays import Floats

TORCH = "https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler."


@dataclass(frozen=True, eq=False)
class Schedule:
    """A rule for the step size αₖ = α · factor(k, K) of step k = 0 … K − 1.

    Attributes
    ----------
    name : str
        The schedule's name in `SCHEDULES`.
    factor : callable
        ``factor(k, iterations)`` → the factor at step k, an array of the shape of k, dimensionless and from 0
        to 1; 1 at step 0. K is the number of iterations asked for.
    latex, text : str
        αₖ, in LaTeX and in plain characters.
    source : str
        Where the rule is from.
    """

    name: str
    factor: Callable[[ArrayLike, int], Floats]
    latex: str
    text: str
    source: str


def _constant(k: ArrayLike, iterations: int) -> Floats:
    return np.ones_like(k, dtype=float)


def _step_decay(k: ArrayLike, iterations: int) -> Floats:
    halvings = np.floor_divide(5 * np.asarray(k), iterations)
    factors: Floats = np.power(0.5, halvings)
    return factors


def _exponential(k: ArrayLike, iterations: int) -> Floats:
    return 0.01 ** (np.asarray(k) / iterations)


def _cosine(k: ArrayLike, iterations: int) -> Floats:
    return np.cos(np.asarray(k) * (np.pi / (2 * iterations))) ** 2  # (1 + cos 2x)/2, without its cancellation


def _harmonic(k: ArrayLike, iterations: int) -> Floats:
    return 1 / (1 + np.asarray(k) * (10 / iterations))


SCHEDULES: dict[str, Schedule] = {
    schedule.name: schedule
    for schedule in (
        Schedule(
            "constant",
            _constant,
            latex=r"\alpha_k = \alpha",
            text="αₖ = α",
            source="B. Polyak, Introduction to Optimization, 1987, §1.4",
        ),
        Schedule(
            "step decay",
            _step_decay,
            latex=r"\alpha_k = \alpha \, 2^{-\lfloor 5 k / K \rfloor}",
            text="αₖ = α / 2^⌊5k/K⌋: halved four times, after each fifth of the run",
            source=TORCH + "StepLR.html",
        ),
        Schedule(
            "exponential",
            _exponential,
            latex=r"\alpha_k = \alpha \, 0.01^{k / K}",
            text="αₖ = α 0.01^(k/K): down to a hundredth at the end",
            source=TORCH + "ExponentialLR.html",
        ),
        Schedule(
            "cosine",
            _cosine,
            latex=r"\alpha_k = \tfrac{\alpha}{2} (1 + \cos(\pi k / K))",
            text="αₖ = α (1 + cos(πk/K)) / 2: down to 0 at the end",
            source="I. Loshchilov, F. Hutter, SGDR, 2016, arXiv:1608.03983, equation 5, in the form of "
            f"{TORCH}CosineAnnealingLR.html",
        ),
        Schedule(
            "1/k",
            _harmonic,
            latex=r"\alpha_k = \frac{\alpha}{1 + 10 k / K}",
            text="αₖ = α / (1 + k/κ) with κ = K/10: down to an eleventh at the end",
            source="H. Robbins, S. Monro, A Stochastic Approximation Method, 1951",
        ),
    )
}
