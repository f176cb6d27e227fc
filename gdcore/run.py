"""What a run of descent returns."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from gdcore.objectives import Objective

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
        The gradient as the method saw it, with noise: the step from row k is made with row k of it. Without
        noise it is `gradient` itself.
    excess : ndarray, shape (K+1,)
        Height of the loss above the objective's least known value, never negative.
    status : {"converged", "iterations", "diverged"}
        Why the run ended.
    objective, method, step_size, precision
        What was run.
    """

    theta: np.ndarray
    loss: np.ndarray
    gradient: np.ndarray
    estimate: np.ndarray
    excess: np.ndarray
    status: Status
    objective: Objective
    method: str
    step_size: float
    precision: float | None

    def __post_init__(self) -> None:
        for rows in (self.theta, self.loss, self.gradient, self.estimate, self.excess):
            rows.flags.writeable = False

    @property
    def steps(self) -> int:
        """K, the number of steps made."""
        return len(self.loss) - 1

    @property
    def message(self) -> str:
        """A sentence on why the run ended, and how far above the minimum."""
        count = f"{self.steps} step" + "s" * (self.steps != 1)
        left = f"the loss is {self.excess[-1]:.3g} above its least known value"
        if self.status == "diverged":
            return f"Diverged after {count}: {left} and the steps lead further away."
        if self.status == "converged":
            return f"Stopped after {count}: the last moved θ by no more than {self.precision:g}; {left}."
        return f"Made the {count} asked for; {left}."

    def to_frame(self) -> "pd.DataFrame":
        """Return the rows as a table: iteration, theta_0 …, loss and gradient_0 …."""
        import pandas as pd  # takes half a second to import, and only exports need it

        thetas = {f"theta_{i}": column for i, column in enumerate(self.theta.T)}
        gradients = {f"gradient_{i}": column for i, column in enumerate(self.gradient.T)}
        return pd.DataFrame({"iteration": range(self.steps + 1), **thetas, "loss": self.loss, **gradients})
