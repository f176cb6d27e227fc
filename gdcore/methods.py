"""Methods of descent: pure update rules in plain arithmetic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Method:
    """An update rule for one coordinate, or for an array of them: it uses arithmetic that both share.

    Attributes
    ----------
    name : str
        The method's name in `METHODS`.
    latex, text : str
        The update rule, in LaTeX and in plain characters.
    source : str
        Where the rule is from.
    init : callable
        ``init(theta, **hyperparameters)`` → state before the first step.
    update : callable
        ``update(theta, gradient, state, step_size, **hyperparameters)`` → (next θ, next state).
    hyperparameters : mapping
        Names and defaults of what the rule takes beside the step size.
    factor : callable, optional
        For rules that are a linear recurrence of first order with a fixed step:
        ``factor(curvature, step_size, **hyperparameters)`` is what one step multiplies the distance to the
        minimum by, along an eigendirection of that curvature; noise w of the gradient adds −α w. None for the
        other rules.
    """

    name: str
    latex: str
    text: str
    source: str
    init: Callable[..., Any]
    update: Callable[..., tuple[Any, Any]]
    hyperparameters: Mapping[str, float] = field(default_factory=dict)
    factor: Callable[..., Any] | None = None


def _no_state(theta: Any) -> tuple[()]:
    return ()


def _descend(theta: Any, gradient: Any, state: tuple[()], step_size: float) -> tuple[Any, tuple[()]]:
    return theta - step_size * gradient, state


def _factor(curvature: Any, step_size: float) -> Any:
    return 1 - step_size * curvature


GRADIENT_DESCENT = Method(
    name="gradient descent",
    latex=r"\theta_{k+1} = \theta_k - \alpha \nabla f(\theta_k)",
    text="θ ← θ − α ∇f(θ)",
    source="A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847",
    init=_no_state,
    update=_descend,
    factor=_factor,
)

METHODS: dict[str, Method] = {method.name: method for method in (GRADIENT_DESCENT,)}
