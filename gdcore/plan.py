"""What a run is to be, once its arguments have been checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdcore.arrays import Floats
from gdcore.methods import Method
from gdcore.minibatches import Batches
from gdcore.objectives import Objective
from gdcore.schedules import Schedule


@dataclass(frozen=True, eq=False)
class Plan:
    """The run that is asked for.

    Attributes
    ----------
    objective, method, start, step_size, iterations, precision, schedule, hyperparameters
        As for `descend`, none left out.
    deviation, seed
        Standard deviation of what is added to the gradients, and the seed it is drawn with.
    batches : Batches or None
        What the method sees in place of the objective.
    batch : int or None
        The number of samples in each, as asked for: with all of them there are no `batches`.
    """

    objective: Objective
    method: Method
    start: Floats
    step_size: float
    iterations: int
    precision: float | None
    schedule: Schedule
    hyperparameters: Mapping[str, float]
    deviation: float
    seed: int
    batches: Batches | None
    batch: int | None

    @cached_property
    def noise(self) -> Floats | None:
        """What is added to the gradients, of shape (iterations + 1, n), or None."""
        if not self.deviation:
            return None
        shape = (self.iterations + 1, self.start.size)
        return self.deviation * np.random.default_rng(self.seed).standard_normal(shape)

    @property
    def steps_alike(self) -> bool:
        """Whether the step size stays as it is."""
        return self.schedule.name == "constant"

    @property
    def step_sizes(self) -> Floats:
        """αₖ of each step asked for, of shape (iterations,)."""
        return self.step_size * self.schedule.factor(np.arange(self.iterations), self.iterations)
