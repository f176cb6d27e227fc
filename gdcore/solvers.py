"""SciPy's minimisers beside descent: what they do from the same start, row by row."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdcore import checks
from gdcore.arrays import Floats
from gdcore.objectives import Objective, check_start
from gdcore.rows import Rows, ending, largest_excess, least_loss
from gdcore.run import Run, Status
from gdcore.work import ITERATION, TooLong, of_evaluation

MOST_ITERATIONS = 100_000
MOST_EVALUATIONS = 20_000  # of a simplex, which may tremble for ever where rounding keeps it from shrinking


@dataclass(frozen=True)
class Solver:
    """One of SciPy's minimisers.

    Attributes
    ----------
    name : str
        As it is written for people.
    text : str
        What it does, in one or two sentences.
    source : str
        Where it was published.
    by_gradient : bool
        Whether it reads the gradient. One that does not may rest for a step, so that a short step does not
        tell that it has arrived; its `precision` is the size of its simplex.
    """

    name: str
    text: str
    source: str
    by_gradient: bool = True


SOLVERS: dict[str, Solver] = {
    "bfgs": Solver(
        "BFGS",
        "Learns the curvature from how the gradient changes, steps as Newton's method would with it, and "
        "searches along each step for a point that is low enough.",
        "J. Nocedal, S. Wright, Numerical Optimization, 2nd ed. 2006, algorithm 6.1",
    ),
    "cg": Solver(
        "Conjugate gradient",
        "Bends each direction by the one before it, so that steps do not undo each other, and searches along "
        "it for a point that is low enough.",
        "J. Nocedal, S. Wright, Numerical Optimization, 2nd ed. 2006, equations 5.44-5.45 (Polak-Ribière)",
    ),
    "nelder-mead": Solver(
        "Nelder-Mead",
        "Uses no gradient: a simplex of n + 1 points mirrors, stretches and shrinks itself downhill. The row "
        "is its best point, which may rest for some steps.",
        "J. Nelder, R. Mead, A Simplex Method for Function Minimization, The Computer Journal 7, 1965",
        by_gradient=False,
    ),
}


class SolverRun(Run):
    """The run of a solver: its step size, 1, is a formality, as solvers choose their own."""

    @property
    def velocity(self) -> None:
        """None: what a solver remembers is no velocity."""
        return None

    @property
    def message(self) -> str:
        """A sentence on why the run ended, and how far above the minimum."""
        if self.status != "converged" or self._rests:
            return super().message
        count = f"{self.steps} step" + "s" * (self.steps != 1)
        left = f"the loss is {self.excess[-1]:.3g} above its least known value"
        return f"Stopped after {count}: {SOLVERS[self.method].name} sees nothing left to gain; {left}."

    @property
    def _rests(self) -> bool:
        """Whether the last step was no longer than the precision, which ends the solvers with a gradient."""
        if self.precision is None or not self.steps or not SOLVERS[self.method].by_gradient:
            return False
        return bool(np.linalg.norm(self.theta[-1] - self.theta[-2]) <= self.precision)


def solve(
    objective: Objective,
    start: ArrayLike | None = None,
    *,
    solver: str = "bfgs",
    iterations: int = 1000,
    precision: float | None = None,
    most_work: float | None = None,
) -> SolverRun:
    """Minimise an objective by one of SciPy's solvers and return every iterate.

    Parameters
    ----------
    objective : Objective
        What to minimise.
    start : array_like, shape (n,), or a number where n = 1; optional
        Row 0; the objective's own start by default.
    solver : str
        A name in `SOLVERS`.
    iterations : int
        Largest number of iterations, 1 to 100,000.
    precision : float, optional
        As for `descend`: stop after a step that moved θ by no more than this, in units of θ, 0 or more. For
        "nelder-mead" stop where no corner of the simplex is further from the best one, in any coordinate. By
        default, and if they apply earlier for "bfgs" and "cg", SciPy's own rules end the run.
    most_work : float, optional
        As for `descend`.

    Returns
    -------
    Run
        Rows 0 to K, all of them finite, of step size 1. Its status is "converged" where the solver stopped by
        itself; "diverged" is as for `descend`.

    Raises
    ------
    ValueError
        If an argument is none of the above, or the loss or gradient at the start is not finite.
    TooLong
        As for `descend`.

    Notes
    -----
    An iteration evaluates the objective a few times at least: counts of steps do not compare with those of
    `descend`, where one step reads one gradient.
    """
    if not isinstance(solver, str) or solver not in SOLVERS:
        raise checks.refuse("solver", solver, "one of " + ", ".join(map(repr, SOLVERS)))
    start = check_start(objective, start)
    iterations = checks.whole("iterations", iterations, 1, MOST_ITERATIONS)
    precision = None if precision is None else checks.not_negative("precision", precision)
    with np.errstate(all="ignore"):
        first = Rows.at(objective, start[:, None])
        if ending(first, np.inf, None):
            raise checks.refuse("start", start.tolist(), "a point where loss and gradient are finite")
        path = _Path(objective, start, np.inf if most_work is None else most_work)
        rows, status = _solved(path, first, solver, iterations, precision)
    gradient = rows.gradient.T
    return SolverRun(
        theta=rows.theta.T,
        loss=rows.loss,
        gradient=gradient,
        estimate=gradient,
        excess=rows.excess,
        status=status,
        objective=objective,
        method=solver,
        step_size=1.0,
        precision=precision,
        iterations=iterations,
    )


class _Path:
    """The points that a solver comes to, and how much work it may still be."""

    def __init__(self, objective: Objective, start: Floats, most_work: float) -> None:
        self.objective, self.left = objective, most_work
        self.points = [start]

    def spend(self, work: float) -> None:
        """Count work; raise TooLong where it is more than is left."""
        self.left -= work
        if self.left < 0:
            raise TooLong(len(self.points) - 1)

    def add(self, point: Floats) -> None:
        self.spend(ITERATION)
        self.points.append(point)

    def height(self, theta: Floats) -> float:
        """Return f(θ), and infinity where it is not defined: no solver takes a step there."""
        self.spend(of_evaluation(self.objective))
        value = float(self.objective.value(theta))
        return np.inf if np.isnan(value) else value

    def slope(self, theta: Floats) -> Floats:
        self.spend(of_evaluation(self.objective))
        return self.objective.gradient(theta)


def _solved(
    path: _Path, first: Rows, solver: str, iterations: int, precision: float | None
) -> tuple[Rows, Status]:
    """Return the rows of a run up to its end, and why it ended there."""
    objective, points = path.objective, path.points
    most = largest_excess(objective, first.excess.item())
    least = least_loss(objective, first.loss.item())
    moves = precision if SOLVERS[solver].by_gradient else None

    def record(intermediate_result: Any) -> None:
        path.add(np.array(intermediate_result.x))
        latest = Rows.at(objective, np.array(points[-2:]).T)
        if ending(latest, most, moves, least):
            raise StopIteration

    _minimise(path, solver, record, iterations, precision)
    rows = Rows.at(objective, np.array(points).T)
    end = ending(rows, most, moves, least)
    if end:
        return rows.until(end[0]), end[1]
    return rows, "iterations" if len(points) > iterations else "converged"


def _minimise(
    path: _Path,
    solver: str,
    record: Callable[..., None],
    iterations: int,
    precision: float | None,
) -> None:
    """Hand each iterate to `record`, until SciPy sees its own end, or that of the run is recorded."""
    from scipy.optimize import minimize  # takes a while to import, and few runs need it

    options: dict[str, float] = {"maxiter": iterations}
    if not SOLVERS[solver].by_gradient:  # SciPy counts its first simplex as an iteration
        options = {"maxiter": iterations + 1, "maxfev": MOST_EVALUATIONS}
        if precision is not None:
            options |= {"xatol": precision, "fatol": np.inf}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            minimize(
                path.height,
                path.points[0],
                method=solver,
                jac=path.slope if SOLVERS[solver].by_gradient else None,
                callback=record,
                options=options,
            )
        except TooLong:
            raise
        except (ArithmeticError, ValueError, np.linalg.LinAlgError):  # numbers too large for the solver
            pass
