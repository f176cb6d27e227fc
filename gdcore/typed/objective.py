"""From what a user typed to an objective."""

from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdcore import checks
from gdcore.arrays import Floats, Formula, Partials
from gdcore.objectives import Objective
from gdcore.typed import showing
from gdcore.typed.code import compiled
from gdcore.typed.quadratics import bowl
from gdcore.typed.reading import NotAFunction, tree
from gdcore.typed.survey import LATTICE_POINTS, Survey
from gdcore.typed.tree import Node

LARGEST_REACH = 1e6  # half a window's width


class TypedFunction(Objective):
    """An objective that need not be defined everywhere: there its arrays are NaN or infinite, silently."""

    def value(self, theta: ArrayLike) -> Floats:
        """Return f(θ), as `Objective` does."""
        with np.errstate(all="ignore"):
            return super().value(theta)

    def gradient(self, theta: ArrayLike) -> Floats:
        """Return ∇f(θ), as `Objective` does; NaN where f has no finite value."""
        with np.errstate(all="ignore"):
            return np.where(np.isfinite(self.value(theta)), super().gradient(theta), np.nan)

    def hessian(self, theta: ArrayLike) -> Floats:
        """Return ∇²f(θ), as `Objective` does; NaN where f has no finite value."""
        with np.errstate(all="ignore"):
            return np.where(np.isfinite(self.value(theta)), super().hessian(theta), np.nan)

    @cached_property
    def lowest(self) -> float:
        """The least finite value known: at the best of the minima, or else on a lattice of the domain."""
        points = np.transpose(self.minima) if self.minima else np.column_stack([self._lattice, self.start])
        values = self.value(points)
        return float(values[np.isfinite(values)].min())


def typed(text: str, n: int = 1, reach: float = 5.0) -> Objective:
    """Return the objective that a text describes, such as ``x**4 - 3*x**2 + x`` or ``sin(x)*y + x^2``.

    Parameters
    ----------
    text : str
        A formula of at most 200 characters, in x, y (for two coordinates), pi, e, numbers, the operators
        + - * / ** ^, brackets, | | and the functions sin cos tan asin acos atan sinh cosh tanh exp log ln
        sqrt abs. log and ln are the natural logarithm. − × · ÷ π √, raised digits and decimal commas are
        understood. Signs of products may be left out, and the brackets of a plain argument, where that can
        mean one thing only: 2x(x - 1), sin^2 x, but neither 1/2x nor sin x^2.
    n : int
        Number of coordinates, 1 or 2.
    reach : float
        The window and domain is −reach to reach in every coordinate: above 0, at most 10⁶.

    Returns
    -------
    Objective
        A `Quadratic` where the text is one that has a minimum. Its derivatives are exact to rounding. Its
        minima are those found in its hollows on a lattice of the window, at most 60, or 12 of two
        coordinates: they are verified to be minima, but there may be more. |u| has slope 0 where u = 0. A
        power whose exponent is not a whole number is defined for positive bases only.

    Raises
    ------
    NotAFunction
        If the text is none of this, or has no value and slope anywhere in the window. The message is a line
        of plain text for the one who typed it.
    ValueError
        If n or reach is none of the above.
    """
    if not isinstance(text, str):
        raise NotAFunction(f"a formula is text, not a {type(text).__name__}")
    n = checks.whole("n", n, 1, 2)
    within = f"a finite number above 0, at most {LARGEST_REACH:,.0f}"
    return _typed(text, n, checks.real("reach", reach, within, lambda number: 0 < number <= LARGEST_REACH))


def defined_share(objective: Objective) -> float:
    """Return the share of an objective's domain, 0 to 1, where its value is finite."""
    return _share(objective)


@lru_cache(maxsize=256)
def _typed(text: str, n: int, reach: float) -> Objective:
    node = tree(text, n)
    with np.errstate(all="ignore"):
        functions = compiled(node, n)
        survey = Survey(*functions, n, reach)
        if not survey.defined or survey.start is None:
            raise NotAFunction(f"the formula has no value with a slope anywhere from {-reach:g} to {reach:g}")
        return _objective(node, survey, functions)


def _objective(node: Node, survey: Survey, functions: tuple[Formula, Partials, Partials]) -> Objective:
    formula, partials, seconds = functions
    about: dict[str, Any] = {
        "start": survey.start,
        "domain": [(-survey.reach, survey.reach)] * survey.n,
        "name": "typed",
        "text": showing.text(node),
        "latex": showing.latex(node),
        "step_size": survey.step_size,
        "log_height": survey.log_height,
    }
    found = bowl(node, survey.n, **about)
    return found or TypedFunction(formula, partials, seconds=seconds, minima=survey.minima, **about)


@lru_cache(maxsize=256)
def _share(objective: Objective) -> float:
    axes = [np.linspace(low, high, LATTICE_POINTS[objective.n]) for low, high in objective.domain]
    with np.errstate(all="ignore"):
        values = objective.value(np.stack(np.meshgrid(*axes)))
    return float(np.isfinite(values).mean())
