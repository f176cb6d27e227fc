"""Newton's method: the step to where the quadratic that fits best at θ is level."""

from collections.abc import Sequence
from math import nan
from typing import Any

import numpy as np

from gdcore.methods.arithmetic import FAILURES, choose, finite, real
from gdcore.methods.method import Method, one
from gdcore.objectives import Objective

SINGULAR = 4 * np.finfo(float).eps  # a determinant that is such a share of its two products is rounding


def _newton(
    objective: Objective, theta: Sequence[Any], gradient: Sequence[Any], state: tuple[()], step_size: Any
) -> tuple[tuple[Any, ...], tuple[()]]:
    solve = {1: _solve_one, 2: _solve_two}.get(len(theta), _solve)
    moves = solve(objective, theta, gradient)
    fine = _all_finite(moves)
    moves = [choose(fine, move, slope) for move, slope in zip(moves, gradient, strict=True)]
    return tuple(t - step_size * move for t, move in zip(theta, moves, strict=True)), state


def _solve_one(objective: Objective, theta: Sequence[Any], gradient: Sequence[Any]) -> tuple[Any, ...]:
    (curvature,) = _seconds(objective, theta)
    (slope,) = gradient
    return (choose(curvature == 0, slope, slope / choose(curvature == 0, 1.0, curvature)),)


def _solve_two(objective: Objective, theta: Sequence[Any], gradient: Sequence[Any]) -> tuple[Any, ...]:
    xx, xy, yy = _seconds(objective, theta)
    x, y = gradient
    determinant = xx * yy - xy * xy
    flat = abs(determinant) <= SINGULAR * (abs(xx * yy) + xy * xy)
    determinant = choose(flat, 1.0, determinant)
    return (
        choose(flat, x, (yy * x - xy * y) / determinant),
        choose(flat, y, (xx * y - xy * x) / determinant),
    )


def _solve(objective: Objective, theta: Sequence[Any], gradient: Sequence[Any]) -> Sequence[Any]:
    """Return H⁻¹∇f of any n; the identity stands for a Hessian that is singular or not finite."""
    hessian = np.moveaxis(objective.hessian(np.array(theta)), (0, 1), (-2, -1))
    slopes = np.moveaxis(np.array(gradient), 0, -1)[..., None]
    usual = np.eye(len(theta))
    hessian = np.where(np.isfinite(hessian).all(axis=(-2, -1), keepdims=True), hessian, usual)
    full = np.linalg.matrix_rank(hessian, hermitian=True) == len(theta)
    moves = np.linalg.solve(np.where(full[..., None, None], hessian, usual), slopes)
    moves = np.moveaxis(moves[..., 0], -1, 0)
    return list(moves) if moves.ndim > 1 else moves.tolist()


def _seconds(objective: Objective, theta: Sequence[Any]) -> tuple[Any, ...]:
    """Return the second partials, upper triangle, each NaN where it is none."""
    try:
        return tuple(map(real, objective.seconds(*theta)))
    except FAILURES:
        return (nan,) * (len(theta) * (len(theta) + 1) // 2)


def _all_finite(moves: Sequence[Any]) -> Any:
    fine = finite(moves[0])
    for move in moves[1:]:
        fine = fine & finite(move)
    return fine


NEWTON = Method(
    name="newton",
    latex=r"\theta_{k+1} = \theta_k - \alpha H(\theta_k)^{-1} \nabla f(\theta_k)",
    text="θ ← θ − α H⁻¹ ∇f(θ), H the Hessian at θ; θ ← θ − α ∇f(θ) where H is singular",
    source="J. Nocedal, S. Wright, Numerical Optimization, 2nd ed., 2006, §2.2 and §3.3",
    move=_newton,
    suggest=one,
)
