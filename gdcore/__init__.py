"""Gradient descent, computed whole: objectives, methods, runs. No plotting here."""

from gdcore.basins import Basins, basins
from gdcore.batches import members
from gdcore.bugs import BUGS, Bug, descend_wrongly
from gdcore.data import Data, Standardisation, design, diabetes_data, own_data, post_data
from gdcore.descent import carry_out, descend, plan_run, work_of
from gdcore.functions import FUNCTIONS
from gdcore.landscapes import bowl
from gdcore.methods import METHODS, Hyperparameter, Method
from gdcore.objectives import Objective
from gdcore.outcome import Outcome, Place, outcome
from gdcore.quadratic import Quadratic
from gdcore.regression import LeastSquares
from gdcore.run import Run
from gdcore.schedules import SCHEDULES, Schedule
from gdcore.solvers import SOLVERS, Solver, solve
from gdcore.sweep import Sweep, sweep
from gdcore.tables import Table, read_table
from gdcore.typed import Ambiguous, NotAFunction, defined_share, read_constant, typed
from gdcore.work import TooLong

__all__ = [
    "BUGS",
    "FUNCTIONS",
    "METHODS",
    "SCHEDULES",
    "SOLVERS",
    "Ambiguous",
    "Basins",
    "Bug",
    "Data",
    "Hyperparameter",
    "LeastSquares",
    "Method",
    "NotAFunction",
    "Objective",
    "Outcome",
    "Place",
    "Quadratic",
    "Run",
    "Schedule",
    "Solver",
    "Standardisation",
    "Sweep",
    "Table",
    "TooLong",
    "basins",
    "bowl",
    "carry_out",
    "defined_share",
    "descend",
    "descend_wrongly",
    "design",
    "diabetes_data",
    "members",
    "outcome",
    "own_data",
    "plan_run",
    "post_data",
    "read_constant",
    "read_table",
    "solve",
    "sweep",
    "typed",
    "work_of",
]
