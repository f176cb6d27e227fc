"""Functions to descend on, by name."""

from gdcore.objectives import Objective
from gdcore.quadratic import Quadratic

PARABOLA = Quadratic(
    [[2.0]],
    [-6.0],
    5.0,
    start=[15.0],
    domain=[(-15.0, 21.0)],
    name="parabola",
    latex="x^2 - 6x + 5",
    step_size=0.01,
)

FUNCTIONS: dict[str, Objective] = {function.name: function for function in (PARABOLA,)}
