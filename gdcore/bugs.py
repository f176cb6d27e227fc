"""Programs for the line that have one fault each, and the runs that they make."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdcore import checks
from gdcore.arrays import Floats
from gdcore.regression import LeastSquares
from gdcore.rows import Rows, ending, largest_excess
from gdcore.run import Run, Status

MOST_STEPS = 100_000
STEPS_BETWEEN_LOOKS = 1000  # steps between two looks at whether the run has ended

Slopes = Callable[[LeastSquares], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Bug:
    """A fault in a program of descent on a line, in words and as what it computes.

    Attributes
    ----------
    text : str
        The fault, as a reader of the program would name it.
    wrong, right : str
        The line of the program that has the fault, and what it should be.
    symptom : str
        Where to look for it, without naming it.
    why : str
        How the fault makes what is seen.
    slopes : callable
        From the objective to B, (2, 2), and d, (2,): the program takes Bθ − d for the gradient.
    in_turn : bool
        Whether θ₁ is updated with the θ₀ that has been updated already.
    """

    text: str
    wrong: str
    right: str
    symptom: str
    why: str
    slopes: Slopes
    in_turn: bool = False

    def step(self, objective: LeastSquares, step_size: float) -> tuple[Floats, Floats]:
        """Return M, (2, 2), and v, (2,), of the program's step θ ← Mθ + v."""
        B, d = self.slopes(objective)
        M, v = np.eye(2) - step_size * B, step_size * d
        if self.in_turn:  # θ₀ of the second row is what the first row gives
            second = np.array([0.0, 1.0]) - step_size * B[1]
            M[1] = second[0] * M[0] + [0.0, second[1]]
            v[1] = second[0] * v[0] + step_size * d[1]
        return M, v


def _true(objective: LeastSquares) -> tuple[Floats, Floats]:
    """Return XᵀX/m and Xᵀy/m: with them there is no fault."""
    return objective.X.T @ objective.X / objective.m, objective.X.T @ objective.y / objective.m


def _plus(objective: LeastSquares) -> tuple[Floats, Floats]:
    A, b = _true(objective)
    return -A, -b


def _summed(objective: LeastSquares) -> tuple[Floats, Floats]:
    A, b = _true(objective)
    return objective.m * A, objective.m * b


def _without_ones(objective: LeastSquares) -> tuple[Floats, Floats]:
    A, b = _true(objective)
    only = np.array([0.0, 1.0])
    return A * np.outer(only, only), b * only


def _of_the_first(objective: LeastSquares) -> tuple[Floats, Floats]:
    x, y = objective.X[0], objective.y[0]
    return np.outer(x, x), y * x


def _without_x(objective: LeastSquares) -> tuple[Floats, Floats]:
    A, b = _true(objective)
    return np.stack([A[0], A[0]]), np.array([b[0], b[0]])


BUGS = {
    "plus": Bug(
        text="A plus for a minus: steps go uphill",
        wrong="theta = theta + alpha * gradient",
        right="theta = theta - alpha * gradient",
        symptom="The loss grows from the first step on, and θ walks away from the minimum without turning "
        "back.",
        why="The gradient points uphill. Added, it makes each step lead further from the minimum, on the "
        "same side: a step size that is too large would jump from side to side.",
        slopes=_plus,
    ),
    "sum": Bug(
        text="No 1/m: a sum instead of a mean",
        wrong="gradient = X.T @ (X @ theta - y)",
        right="gradient = X.T @ (X @ theta - y) / m",
        symptom="It flies off from side to side, as with far too large a step, and yet α is below 2/L.",
        why="Without 1/m the gradient is m times as long, so that α acts like m times α: far above 2/L.",
        slopes=_summed,
    ),
    "ones": Bug(
        text="X has no column of ones",
        wrong="X = x[:, np.newaxis]",
        right="X = np.column_stack([np.ones_like(x), x])",
        symptom="Look at θ's path: in one direction it never moves. The loss stops above the floor.",
        why="Without the column of ones the model is y = θ₁x: nothing moves the intercept from where it "
        "began, and the slope is that of a line through the origin.",
        slopes=_without_ones,
    ),
    "in turn": Bug(
        text="θ₁ is updated with the new θ₀",
        wrong="theta_1 = theta_1 - alpha * slope_1(theta_0_new, theta_1)",
        right="theta_1 = theta_1 - alpha * slope_1(theta_0, theta_1)",
        symptom="The loss falls to its floor: the answer is right. Yet the steps do not cross the contours "
        "squarely.",
        why="Each step moves along one coordinate after the other, the second from where the first has "
        "led. It arrives here, but it is another method (coordinate descent), and 2/L is not its "
        "limit.",
        slopes=_true,
        in_turn=True,
    ),
    "first": Bug(
        text="Only the first sample counts",
        wrong="gradient = X[0] * (X[0] @ theta - y[0])",
        right="gradient = X.T @ (X @ theta - y) / m",
        symptom="The line goes through one point and cares for no other; the loss settles above its floor.",
        why="A loop over the samples that returns too early looks at one of them. Its error goes to zero,"
        " along a line of θ that all fit that one point.",
        slopes=_of_the_first,
    ),
    "no x": Bug(
        text="The error is not multiplied by x",
        wrong="slope_1 = np.mean(X @ theta - y)",
        right="slope_1 = np.mean((X @ theta - y) * x)",
        symptom="Intercept and slope always change by the same amount; the loss settles far above its floor.",
        why="The derivative by θ₁ has the factor x. Without it both parts are the mean error: θ walks "
        "along a diagonal, and stops where the mean error is zero.",
        slopes=_without_x,
    ),
}


def descend_wrongly(
    objective: LeastSquares,
    start: ArrayLike | None = None,
    *,
    bug: str,
    step_size: float = 0.01,
    iterations: int = 1000,
    precision: float | None = None,
) -> Run:
    """Descend on a line by a program with a fault.

    Parameters
    ----------
    objective : LeastSquares
        A line: its `X` has a column of ones and one of x.
    start : array_like, shape (2,), optional
        Row 0; the objective's own start by default.
    bug : str
        A name in `BUGS`.
    step_size : float
        α, above 0, in units of the problem.
    iterations : int
        Largest number of steps, 1 to 100,000.
    precision : float, optional
        Stop after a step that moved θ by no more than this, in units of θ.

    Returns
    -------
    Run
        Rows 0 to K, all of them finite. `loss` and `gradient` are the true ones at θ, and `estimate` is what
        the program takes for the gradient, (θₖ − θₖ₊₁)/α. It ends as a run of `descend` does.

    Raises
    ------
    ValueError
        If an argument is none of the above.
    """
    if bug not in BUGS:
        raise checks.refuse("bug", bug, "one of " + ", ".join(map(repr, BUGS)))
    start = objective.start if start is None else checks.array("start", start, (2,))
    step_size = checks.positive("step_size", step_size)
    iterations = checks.whole("iterations", iterations, 1, MOST_STEPS)
    precision = None if precision is None else checks.not_negative("precision", precision)
    M, v = BUGS[bug].step(objective, step_size)
    with np.errstate(all="ignore"):
        rows, status = _rows(objective, start, M, v, iterations, precision)
        taken = (rows.theta - (M @ rows.theta + v[:, np.newaxis])) / step_size
    return Run(
        theta=rows.theta.T,
        loss=rows.loss,
        gradient=rows.gradient.T,
        estimate=np.where(np.isfinite(taken), taken, rows.gradient).T,
        excess=rows.excess,
        status=status,
        objective=objective,
        method="gradient descent",
        step_size=step_size,
        precision=precision,
        iterations=iterations,
    )


def _rows(
    objective: LeastSquares,
    start: Floats,
    M: Floats,
    v: Floats,
    iterations: int,
    precision: float | None,
) -> tuple[Rows, Status]:
    """Return the rows of θ ← Mθ + v up to the run's end, and why it ended there."""
    most = largest_excess(objective, float(objective.excess(start)))
    blocks, point, left = [Rows.at(objective, start[:, np.newaxis])], tuple(start.tolist()), iterations
    while left > 0:
        points = _points(point, M.tolist(), v.tolist(), min(left, STEPS_BETWEEN_LOOKS))
        blocks.append(Rows.at(objective, np.array(points).T))
        point, left = points[-1], left - len(points)
        if ending(Rows.joined([blocks[-2].last, blocks[-1]]), most, precision):
            break
    rows = Rows.joined(blocks)
    end = ending(rows, most, precision)
    return (rows.until(end[0]), end[1]) if end else (rows, "iterations")


def _points(
    point: tuple[float, float], M: list[list[float]], v: list[float], count: int
) -> list[tuple[float, float]]:
    """Return the points after one. Floats are ten times as quick as arrays of two."""
    (x, y), ((a, b), (c, d)), (e, f) = point, M, v
    found = []
    for _ in range(count):
        x, y = a * x + b * y + e, c * x + d * y + f
        found.append((x, y))
    return found
