"""Runs through rows of our own choice, and where they lead."""

import numpy as np

from gdcore import FUNCTIONS, Quadratic
from gdcore.run import Run

PARABOLA = FUNCTIONS["parabola"]  # its minimum is −4, at 3
TROUGH = Quadratic([[2.0, 2.0], [2.0, 2.0]], [-2.0, -2.0], 1.0)  # (x + y − 1)²


def through(points, objective=PARABOLA, *, noisy=False, **about):
    """A run through these points, whatever led it there."""
    theta = np.reshape(np.array(points, dtype=float), (-1, objective.n))
    gradient = objective.gradient(theta.T).T
    about = {
        "method": "gradient descent",
        "step_size": 0.1,
        "precision": None,
        "status": "iterations",
    } | about
    return Run(
        theta=theta,
        loss=objective.value(theta.T),
        gradient=gradient,
        estimate=gradient.copy() if noisy else gradient,
        excess=objective.excess(theta.T),
        objective=objective,
        iterations=len(theta) - 1,
        **about,
    )
