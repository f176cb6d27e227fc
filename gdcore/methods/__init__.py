"""Methods of descent: pure update rules in plain arithmetic, one family a file."""

from gdcore.methods.curvature import NEWTON
from gdcore.methods.method import Hyperparameter, Method, Recurrence
from gdcore.methods.moments import ADAM, ADAMW, AMSGRAD, NADAM
from gdcore.methods.plain import GRADIENT_DESCENT, HEAVY_BALL, NESTEROV
from gdcore.methods.scaled import ADADELTA, ADAGRAD, RMSPROP
from gdcore.methods.search import LINE_SEARCH
from gdcore.methods.signs import LION

METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        GRADIENT_DESCENT,
        HEAVY_BALL,
        NESTEROV,
        ADAGRAD,
        RMSPROP,
        ADADELTA,
        ADAM,
        AMSGRAD,
        NADAM,
        ADAMW,
        LION,
        NEWTON,
        LINE_SEARCH,
    )
}

__all__ = ["METHODS", "Hyperparameter", "Method", "Recurrence"]
