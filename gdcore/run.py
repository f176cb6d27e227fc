"""What a run of descent returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from gdcore.arrays import Floats
from gdcore.methods import METHODS
from gdcore.objectives import Objective
from gdcore.schedules import SCHEDULES

if TYPE_CHECKING:
    import pandas as pd

Status = Literal["converged", "iterations", "diverged"]


@dataclass(frozen=True, eq=False)
class Run:
    """A run of descent as a table of K steps: row k is the state after k of them, row 0 the start.

    The arrays are read-only.

    Attributes
    ----------
    theta : ndarray, shape (K+1, n)
        The parameters.
    loss : ndarray, shape (K+1,)
        The objective's value at them.
    gradient : ndarray, shape (K+1, n)
        The objective's gradient at them.
    estimate : ndarray, shape (K+1, n)
        The gradient as the method saw it, that of the step's batch and with noise: the step from row k is
        made with row k of it. Without batches and noise it is `gradient` itself.
    excess : ndarray, shape (K+1,)
        Height of the loss above the objective's least known value, never negative.
    status : {"converged", "iterations", "diverged"}
        Why the run ended.
    objective, method, step_size, precision, iterations, hyperparameters, schedule, batch, seed
        What was run: names, and numbers as they were used. `iterations` is the number of steps asked for.
    batch_loss : ndarray, shape (K+1,), or None
        The loss of the batch that the step from row k uses, at row k; None without batches.
    """

    theta: Floats
    loss: Floats
    gradient: Floats
    estimate: Floats
    excess: Floats
    status: Status
    objective: Objective
    method: str
    step_size: float
    precision: float | None
    iterations: int
    hyperparameters: Mapping[str, float] = field(default_factory=dict)
    schedule: str = "constant"
    batch: int | None = None
    batch_loss: Floats | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        for rows in (self.theta, self.loss, self.gradient, self.estimate, self.excess, self.batch_loss):
            if rows is not None:
                rows.flags.writeable = False

    @cached_property
    def steps(self) -> int:
        """K, the number of steps made."""
        return len(self.loss) - 1

    @cached_property
    def step_sizes(self) -> Floats:
        """αₖ of each step, of shape (K,): the step size times the schedule's factor."""
        factors = SCHEDULES[self.schedule].factor(np.arange(self.steps), self.iterations)
        return _read_only(self.step_size * factors)

    @cached_property
    def velocity(self) -> Floats | None:
        """The momentum, or first moment, at each row, of shape (K+1, n); None where the method has none.

        Row 0 is zero; row k is what the method remembers of the first k rows of `estimate`, in its units:
        vₖ₊₁ = decay · vₖ + gain · gₖ.
        """
        inertia = METHODS[self.method].inertia
        if inertia is None:
            return None
        from scipy.signal import lfilter  # takes most of a second to import, and few runs need it

        decay, gain = inertia(**self.hyperparameters)
        rows = np.zeros_like(self.theta)
        rows[1:] = lfilter([gain], [1.0, -decay], self.estimate[:-1], axis=0)
        return _read_only(rows)

    @property
    def message(self) -> str:
        """A sentence on why the run ended, and how far above the minimum."""
        count = f"{self.steps} step" + "s" * (self.steps != 1)
        below = self.loss[-1] < self.objective.lowest
        left = f"the loss is {self.loss[-1] if below else self.excess[-1]:.3g}"
        left += ", below all that was known" if below else " above its least known value"
        if self.status == "diverged":
            return f"Diverged after {count}: {left}, or the next row would not be finite."
        if self.status == "converged":
            return f"Stopped after {count}: the last moved θ by no more than {self.precision:g}; {left}."
        return f"Made the {count} asked for; {left}."

    def to_frame(self) -> "pd.DataFrame":
        """Return the rows as a table: iteration, theta_0 …, loss and gradient_0 …."""
        import pandas as pd  # takes half a second to import, and only exports need it

        thetas = {f"theta_{i}": column for i, column in enumerate(self.theta.T)}
        gradients = {f"gradient_{i}": column for i, column in enumerate(self.gradient.T)}
        return pd.DataFrame({"iteration": range(self.steps + 1), **thetas, "loss": self.loss, **gradients})


def _read_only(rows: Floats) -> Floats:
    rows.flags.writeable = False
    return rows
