"""Functions to descend on, by name."""

from gdcore.curves import CURVES
from gdcore.landscapes import LANDSCAPES
from gdcore.objectives import Objective

FUNCTIONS: dict[str, Objective] = {function.name: function for function in (*CURVES, *LANDSCAPES)}
