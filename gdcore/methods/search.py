"""Gradient descent that looks before it steps: backtracking until the loss is low enough."""

from collections.abc import Sequence
from typing import Any

from gdcore.methods.arithmetic import FAILURES, attempt, choose, every
from gdcore.methods.method import Hyperparameter, Method, one
from gdcore.objectives import Differentiable

TRIALS = 60  # steps tried, each shorter than the one before


def _search(
    objective: Differentiable,
    theta: Sequence[Any],
    gradient: Sequence[Any],
    state: tuple[()],
    step_size: Any,
    c: float,
    shrink: float,
) -> tuple[tuple[Any, ...], tuple[()]]:
    value = attempt(objective.formula, theta)
    slope = sum(g * g for g in gradient)
    if isinstance(value, float) and type(step_size) is float:
        return _first_low_enough(objective, theta, gradient, step_size, (value, slope, c, shrink)), state
    for _ in range(TRIALS):
        trial = tuple(t - step_size * g for t, g in zip(theta, gradient, strict=True))
        enough = attempt(objective.formula, trial) <= value - c * step_size * slope
        if every(enough):
            return trial, state
        step_size = choose(enough, step_size, shrink * step_size)
    return tuple(choose(enough, new, old) for new, old in zip(trial, theta, strict=True)), state


def _first_low_enough(
    objective: Differentiable,
    theta: Sequence[float],
    gradient: Sequence[float],
    step_size: float,
    numbers: tuple[float, float, float, float],
) -> tuple[float, ...]:
    """Return the same for one point of floats, twice as quickly: most of a run is this loop."""
    value, slope, c, shrink = numbers
    formula, ways = objective.formula, list(zip(theta, gradient, strict=True))
    for _ in range(TRIALS):
        trial = [t - step_size * g for t, g in ways]
        try:
            if formula(*trial) <= value - c * step_size * slope:
                return tuple(trial)
        except FAILURES:  # not defined there: a shorter step may be
            pass
        step_size *= shrink
    return tuple(theta)


LINE_SEARCH = Method(
    name="line search",
    latex=r"\theta_{k+1} = \theta_k - \alpha \rho^j \nabla f(\theta_k), \quad j \text{ the least with } "
    r"f(\theta_{k+1}) \le f(\theta_k) - c \alpha \rho^j \lVert \nabla f(\theta_k) \rVert^2",
    text="a = α; while f(θ − a ∇f(θ)) > f(θ) − c a ‖∇f(θ)‖²: a ← ρ a; θ ← θ − a ∇f(θ)",
    source="J. Nocedal, S. Wright, Numerical Optimization, 2nd ed., 2006, algorithm 3.1",
    move=_search,
    trials=1 + TRIALS,
    hyperparameters={
        "c": Hyperparameter(
            1e-4, 1e-10, 0.9, "Share of the promised decrease that is asked for. Try 0.5: shorter steps."
        ),
        "shrink": Hyperparameter(
            0.5, 0.1, 0.8, "ρ, what a step that is too long is multiplied by. Try 0.1 and 0.8."
        ),
    },
    suggest=one,
)
