"""Gradient descent, computed whole: objectives, methods, runs. No plotting here."""

from gdcore.data import Data, Standardisation, design, diabetes_data, post_data
from gdcore.descent import descend
from gdcore.functions import FUNCTIONS
from gdcore.methods import METHODS, Method
from gdcore.objectives import Objective
from gdcore.quadratic import Quadratic
from gdcore.regression import LeastSquares
from gdcore.run import Run

__all__ = [
    "FUNCTIONS",
    "METHODS",
    "Data",
    "LeastSquares",
    "Method",
    "Objective",
    "Quadratic",
    "Run",
    "Standardisation",
    "descend",
    "design",
    "diabetes_data",
    "post_data",
]
