"""Descent: from an objective, a start and a method to the table of a run."""

import numpy as np
from numpy.typing import ArrayLike

from gdcore import checks, work
from gdcore.arrays import Floats
from gdcore.methods import METHODS
from gdcore.minibatches import Batches
from gdcore.modes import descend_by_modes, goes_by_modes
from gdcore.objectives import Objective, check_start
from gdcore.plan import Plan
from gdcore.regression import LeastSquares
from gdcore.rows import Rows, ending, largest_excess, least_loss
from gdcore.run import Run, Status
from gdcore.schedules import SCHEDULES
from gdcore.walk import descend_by_steps
from gdcore.work import Meter, TooLong

MOST_STEPS = 10_000_000  # steps of a run
MOST_SAMPLES = 20_000_000  # drawn in a run with batches
MOST_NOISE = 1e300


def descend(
    objective: Objective,
    start: ArrayLike | None = None,
    *,
    method: str = "gradient descent",
    step_size: float | None = None,
    iterations: int = 1000,
    precision: float | None = None,
    noise: float = 0.0,
    seed: int = 0,
    schedule: str = "constant",
    batch: int | None = None,
    most_work: float | None = None,
    **hyperparameters: float,
) -> Run:
    """Descend on an objective and return every step.

    Parameters
    ----------
    objective : Objective
        What to descend on.
    start : array_like, shape (n,), or a number where n = 1; optional
        Row 0; the objective's own start by default.
    method : str
        A name in `METHODS`.
    step_size : float, optional
        α, above 0; by default what the method suggests for the objective, see `Method.suggested_step`.
    iterations : int
        Largest number of steps, 1 to 10,000,000.
    precision : float, optional
        Stop after a step that moved θ by no more than this, in Euclidean length: in units of θ, 0 or more. By
        default there is no such rule. The rule is about the step, not about the distance that is left.
    noise : float
        Standard deviation of the Gaussian noise added to each coordinate of each gradient, 0 to 1e300.
    seed : int
        0 to 2³² − 1, of the noise and of the batches.
    schedule : str
        A name in `SCHEDULES`: how the step size changes over the iterations.
    batch : int, optional
        For a `LeastSquares` only: the number of samples whose mean gradient stands for that of all m, 1 to m.
        Each epoch takes every sample once, in a new order. By default, and with m, the gradient is the full
        one; otherwise batch · iterations may be 20,000,000.
    most_work : float, optional
        The most work that the run may be, in the unit of `gdcore.work`; by default there is no limit.
    **hyperparameters : float
        What the method takes beside the step size, by the names in `Method.hyperparameters`.

    Returns
    -------
    Run
        Rows 0 to K, all of them finite. The same arguments give the same run, to the bit.

    Raises
    ------
    ValueError
        If an argument is none of the above, or the loss or gradient at the start is not finite.
    TooLong
        If the run is more work than it may be: it is never cut short in silence. The error tells how many
        steps would not be; of a constant step size these are the first of the same run.

    Notes
    -----
    A run has diverged at the first row whose excess is above both 10⁴ times that of the start and any in the
    objective's domain, or whose loss is 10⁴ times the domain's height below the start and the least known
    value; this row is kept. So it has where the next row would not be finite.

    On a `Quadratic`, methods that are a linear recurrence are computed without a loop, see `gdcore.modes`.
    """
    plan = plan_run(
        objective,
        start,
        method=method,
        step_size=step_size,
        iterations=iterations,
        precision=precision,
        noise=noise,
        seed=seed,
        schedule=schedule,
        batch=batch,
        **hyperparameters,
    )
    return carry_out(plan, most_work)


def plan_run(
    objective: Objective,
    start: ArrayLike | None = None,
    *,
    method: str = "gradient descent",
    step_size: float | None = None,
    iterations: int = 1000,
    precision: float | None = None,
    noise: float = 0.0,
    seed: int = 0,
    schedule: str = "constant",
    batch: int | None = None,
    **hyperparameters: float,
) -> Plan:
    """Return the run that is asked for, no step of which is made yet; see `descend` for what it takes."""
    chosen = METHODS[checks.name("method", method, METHODS)]
    start = check_start(objective, start)
    options = chosen.checked(hyperparameters)
    if step_size is None:
        step_size = chosen.suggested_step(objective, **options)
    step_size = checks.positive("step_size", step_size)
    iterations = checks.whole("iterations", iterations, 1, MOST_STEPS)
    precision = None if precision is None else checks.not_negative("precision", precision)
    noise = checks.real("noise", noise, "a number from 0 to 1e300", lambda number: 0 <= number <= MOST_NOISE)
    seed = checks.whole("seed", seed, 0, checks.SEEDS - 1)
    return Plan(
        objective=objective,
        method=chosen,
        start=start,
        step_size=step_size,
        iterations=iterations,
        precision=precision,
        schedule=SCHEDULES[checks.name("schedule", schedule, SCHEDULES)],
        hyperparameters=options,
        deviation=noise,
        seed=seed,
        batches=_batches(objective, batch, iterations, seed),
        batch=None if batch is None else int(batch),
    )


def carry_out(plan: Plan, most_work: float | None = None) -> Run:
    """Return the run of a plan, see `descend`.

    Raises `TooLong` where it is more work than it may be, in the unit of `gdcore.work`.
    """
    with np.errstate(all="ignore"):
        rows, status = _ended(plan, _rows(plan, most_work))
        gradient = rows.gradient.T
        estimate, batch_loss = _seen(plan, rows, gradient)
    return Run(
        theta=rows.theta.T,
        loss=rows.loss,
        gradient=gradient,
        estimate=estimate,
        excess=rows.excess,
        status=status,
        objective=plan.objective,
        method=plan.method.name,
        step_size=plan.step_size,
        precision=plan.precision,
        iterations=plan.iterations,
        hyperparameters=plan.hyperparameters,
        schedule=plan.schedule.name,
        batch=plan.batch,
        batch_loss=None if plan.batch is None else batch_loss,
        seed=plan.seed,
    )


def work_of(plan: Plan) -> float:
    """Return the most work that a run may come to, in the unit of `gdcore.work`.

    That is what it is if it does not end early, and a line search tries all that it may at each step.
    """
    return work.most(plan)


def _rows(plan: Plan, most_work: float | None) -> Rows:
    """Return the rows of a run and maybe some beyond its end; raise TooLong where it is too much work."""
    if not goes_by_modes(plan):
        return descend_by_steps(plan, None if most_work is None else Meter(plan, most_work))
    if most_work is not None and work.most(plan) > most_work:
        raise TooLong(int(most_work // work.of_row(plan)))
    return descend_by_modes(plan)


def _seen(plan: Plan, rows: Rows, gradient: Floats) -> tuple[Floats, Floats]:
    """Return gradients (K+1, n) and losses (K+1,) at the rows, as the method saw them."""
    loss, estimate = rows.loss, gradient
    if plan.batches:
        loss, slopes = plan.batches.rows(rows.theta)
        estimate = slopes.T
    return (estimate if plan.noise is None else estimate + plan.noise[: loss.size]), loss


def _ended(plan: Plan, rows: Rows) -> tuple[Rows, Status]:
    """Return the rows up to the run's end, and why it ended there."""
    most = largest_excess(plan.objective, rows.excess[0])
    end = ending(rows, most, plan.precision, least_loss(plan.objective, rows.loss[0]))
    if not end:
        return rows, "iterations"
    if end[0] < 0:
        start = plan.start.tolist()
        raise checks.refuse("start", start, "a point where loss and gradient are finite")
    return rows.until(end[0]), end[1]


def _batches(objective: Objective, batch: object, iterations: int, seed: int) -> Batches | None:
    """Return the batches of a run; None where each would have all samples."""
    if batch is None:
        return None
    if not isinstance(objective, LeastSquares):
        raise checks.refuse("batch", batch, "None for an objective without samples")
    batch = checks.whole("batch", batch, 1, objective.m)
    if batch == objective.m:
        return None
    if batch * iterations > MOST_SAMPLES:
        allowed = f"at most {MOST_SAMPLES:,} in product"
        message = f"batch and iterations must be {allowed}, not {batch:,} × {iterations:,}"
        raise TooLong(MOST_SAMPLES // batch, message)
    return Batches(objective, batch, seed)
