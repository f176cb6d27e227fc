"""Gradient descent, computed whole: objectives, methods, runs. No plotting here."""

from gdcore.batches import members
from gdcore.data import Data, Standardisation, design, diabetes_data, post_data
from gdcore.descent import descend
from gdcore.functions import FUNCTIONS
from gdcore.landscapes import bowl
from gdcore.methods import METHODS, Hyperparameter, Method
from gdcore.objectives import Objective
from gdcore.quadratic import Quadratic
from gdcore.regression import LeastSquares
from gdcore.run import Run
from gdcore.schedules import SCHEDULES, Schedule

__all__ = [
    "FUNCTIONS",
    "METHODS",
    "SCHEDULES",
    "Data",
    "Hyperparameter",
    "LeastSquares",
    "Method",
    "Objective",
    "Quadratic",
    "Run",
    "Schedule",
    "Standardisation",
    "bowl",
    "descend",
    "design",
    "diabetes_data",
    "members",
    "post_data",
]
