"""What a method of descent is: its rule, what it takes, and what is known of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from gdcore import checks
from gdcore.arrays import Floats
from gdcore.methods.arithmetic import zero
from gdcore.objectives import Objective


@dataclass(frozen=True)
class Hyperparameter:
    """A number that a rule takes beside its step size.

    Attributes
    ----------
    default : float
        Dimensionless, as all of them are but `eps`, which has the units of the gradient.
    low, high : float
        Bounds, both allowed.
    text : str
        What it does, and what to try.
    """

    default: float
    low: float
    high: float
    text: str

    def checked(self, name: str, value: object) -> float:
        """Return `value` as a float; raise ValueError unless it is a number within the bounds."""
        allowed = f"a number from {self.low:g} to {self.high:g}"
        return checks.real(name, value, allowed, lambda number: self.low <= number <= self.high)


class Recurrence(NamedTuple):
    """A fixed-step method along an eigendirection of a quadratic, as a linear recurrence.

    With e the distance to the minimum and w the noise of the gradient,
    eₖ = Σᵢ poles[i] eₖ₋₁₋ᵢ + Σᵢ push[i] wₖ₋₁₋ᵢ + (start[k] e₀ for the first k). The poles have the shape of
    the curvatures; of step sizes that differ, so has `push`.
    """

    poles: tuple[Floats, ...]
    start: tuple[float, ...]
    push: tuple[Floats | float, ...]


def no_state(theta: Any) -> tuple[()]:
    """Return the state of a rule that remembers nothing."""
    return ()


def zeros(count: int, *others: Any) -> Callable[[Any], tuple[Any, ...]]:
    """Return an `init` of so many zeros of the shape of θ, and of what else the state begins with."""

    def init(theta: Any) -> tuple[Any, ...]:
        return (zero(theta),) * count + others

    return init


def own_step(objective: Objective, **hyperparameters: float) -> float:
    """Return the step size that the objective suggests: for rules whose step is α times a gradient."""
    return objective.step_size


def width(share: float) -> Callable[..., float]:
    """Return a suggestion for rules whose steps have the units of θ: that share of the narrowest axis."""

    def suggest(objective: Objective, **hyperparameters: float) -> float:
        return objective.width * share

    return suggest


def one(objective: Objective, **hyperparameters: float) -> float:
    """Return 1: for rules that find the length of their steps themselves."""
    return 1.0


@dataclass(frozen=True, eq=False)
class Method:
    """An update rule. It is pure, and written in arithmetic that a Python float and an array share.

    Attributes
    ----------
    name : str
        The method's name in `METHODS`.
    latex, text : str
        The update rule, in LaTeX and in plain characters.
    source : str
        Where the rule is from.
    init : callable
        ``init(theta)`` → state before the first step.
    update : callable or None
        For rules that treat each coordinate alike:
        ``update(theta, gradient, state, step_size, *hyperparameters)`` → (next θ, next state), of one
        coordinate, or of an array of any shape. The hyperparameters are in the order of the mapping, and may
        be given by name.
    move : callable or None
        For rules that read the objective beside its gradient:
        ``move(objective, theta, gradient, state, step_size, *hyperparameters)`` → (next θ, next state). θ is
        a sequence of n coordinates, each a float or an array; a tuple of n comes back.
    hyperparameters : mapping of str to Hyperparameter
        What the rule takes beside the step size.
    suggest : callable
        ``suggest(objective, **hyperparameters)`` → step size, see `suggested_step`.
    inertia : callable or None
        ``inertia(**hyperparameters)`` → (decay, gain) of a method with a velocity, which is the first entry
        of its state: v ← decay · v + gain · gradient.
    trials : int
        The most evaluations of the objective that a step may try; 0 for rules that try none.
    recurrence : callable or None
        ``recurrence(curvatures, step_size, **hyperparameters)`` → `Recurrence`, for rules that are one on a
        quadratic.
    stability : callable or None
        ``stability(**hyperparameters)`` → the largest α · L with which that recurrence does not grow, L being
        the largest curvature: dimensionless.
    """

    name: str
    latex: str
    text: str
    source: str
    init: Callable[[Any], Any] = no_state
    update: Callable[..., tuple[Any, Any]] | None = None
    move: Callable[..., tuple[Any, Any]] | None = None
    hyperparameters: Mapping[str, Hyperparameter] = field(default_factory=dict)
    suggest: Callable[..., float] = own_step
    inertia: Callable[..., tuple[float, float]] | None = None
    trials: int = 0
    recurrence: Callable[..., Recurrence] | None = None
    stability: Callable[..., float] | None = None

    @property
    def rule(self) -> Callable[..., tuple[Any, Any]]:
        """The update rule: `move`, or else `update`; TypeError for a method that has neither."""
        rule = self.move or self.update
        if rule is None:
            raise TypeError(f"{self.name} has no update rule")
        return rule

    @property
    def reads_objective(self) -> bool:
        """Whether the rule asks the objective for more than its gradient."""
        return self.move is not None

    @cached_property
    def defaults(self) -> MappingProxyType[str, float]:
        """The hyperparameters' default values by name."""
        return MappingProxyType({name: each.default for name, each in self.hyperparameters.items()})

    def checked(self, given: Mapping[str, object]) -> dict[str, float]:
        """Return all hyperparameters, the given and else the default ones, in the rule's order.

        Raises ValueError for a name that the method has not or a value that is out of its bounds.
        """
        for name, value in given.items():
            if name not in self.hyperparameters:
                allowed = "among " + ", ".join(self.hyperparameters) if self.hyperparameters else "none"
                raise checks.refuse(f"hyperparameters of {self.name}", {name: value}, allowed)
        return self.defaults | {
            name: self.hyperparameters[name].checked(name, value) for name, value in given.items()
        }

    def suggested_step(self, objective: Objective, **hyperparameters: float) -> float:
        """Return a step size to begin with, above 0; hyperparameters that are left out are the default ones.

        It is in the units of θ² over those of the loss, or of θ, or dimensionless, as the method wants it.
        """
        return self.suggest(objective, **self.defaults | hyperparameters)

    def step(
        self,
        objective: Objective,
        theta: Floats,
        gradient: Floats,
        state: Any,
        step_size: Any,
        **hyperparameters: float,
    ) -> tuple[Floats, Any]:
        """Return the next θ and state of one or of many starts at once, whatever the method.

        Parameters
        ----------
        objective : Objective
            What is descended on.
        theta, gradient : ndarray, shape (n, …)
            The points and the gradients at them.
        state
            What ``init(theta)`` or the step before gave.
        step_size : float or ndarray
            α, of a shape that fits (…).
        **hyperparameters : float
            Those that are not the default ones.

        Returns
        -------
        tuple
            Next θ, of shape (n, …), and next state. Nothing is raised for numbers that are or become not
            finite.
        """
        options = self.defaults | hyperparameters
        with np.errstate(all="ignore"):
            if not self.reads_objective:
                return self.rule(theta, gradient, state, step_size, **options)
            moved, state = self.rule(objective, theta, gradient, state, step_size, **options)
            return np.stack(moved), state
