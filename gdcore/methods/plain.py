"""Gradient descent, and the two that add a momentum to it."""

from gdcore.arrays import Floats, Number
from gdcore.methods.method import Hyperparameter, Method, Recurrence, zeros
from gdcore.objectives import Objective

TORCH = "https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html"
MOMENTUM = {
    "momentum": Hyperparameter(
        0.9, 0.0, 0.999, "Share of the velocity kept each step. 0 is gradient descent; try 0.5, then 0.99."
    )
}


def _descend(
    theta: Number, gradient: Number, state: tuple[()], step_size: Number | float
) -> tuple[Number, tuple[()]]:
    return theta - step_size * gradient, state


def _descent(curvature: Floats, step_size: Floats | float) -> Recurrence:
    return Recurrence(poles=(1 - step_size * curvature,), start=(1.0,), push=(-step_size,))


def _roll(
    theta: Number, gradient: Number, state: tuple[Number], step_size: Number | float, momentum: float
) -> tuple[Number, tuple[Number]]:
    velocity = momentum * state[0] + gradient
    return theta - step_size * velocity, (velocity,)


def _rolling(curvature: Floats, step_size: float, momentum: float) -> Recurrence:
    poles = (1 + momentum - step_size * curvature, -momentum + 0 * curvature)
    return Recurrence(poles, start=(1.0, -momentum), push=(-step_size,))


def _look_ahead(
    theta: Number, gradient: Number, state: tuple[Number], step_size: Number | float, momentum: float
) -> tuple[Number, tuple[Number]]:
    velocity = momentum * state[0] + gradient
    return theta - step_size * (gradient + momentum * velocity), (velocity,)


def _looking_ahead(curvature: Floats, step_size: float, momentum: float) -> Recurrence:
    shrunk = 1 - step_size * curvature
    return Recurrence(
        poles=((1 + momentum) * shrunk, -momentum * shrunk),
        start=(1.0, -momentum),
        push=(-step_size * (1 + momentum), step_size * momentum),
    )


def _stable_descent() -> float:
    """Return 2. Source: B. Polyak, Introduction to Optimization, 1987, §1.4.2, theorem 3."""
    return 2.0


def _stable_roll(momentum: float) -> float:
    """Return 2 (1 + β). Source: B. Polyak, Introduction to Optimization, 1987, §3.2.1, theorem 1."""
    return 2 * (1 + momentum)


def _stable_look_ahead(momentum: float) -> float:
    """Return 2 (1 + β) / (1 + 2β): there the root of z² − (1 + β) s z + β s, s = 1 − αL, is −1.

    Source: L. Lessard, B. Recht, A. Packard, Analysis and Design of Optimization Algorithms via Integral
    Quadratic Constraints, 2016, appendix A (the roots of Nesterov's recurrence on a quadratic).
    """
    return 2 * (1 + momentum) / (1 + 2 * momentum)


def _slowed(objective: Objective, momentum: float) -> float:
    """Return the objective's step over what the velocity sums up to, 1/(1 − β) gradients."""
    return objective.step_size * (1 - momentum)


def _kept(momentum: float) -> tuple[float, float]:
    return momentum, 1.0


GRADIENT_DESCENT = Method(
    name="gradient descent",
    latex=r"\theta_{k+1} = \theta_k - \alpha \nabla f(\theta_k)",
    text="θ ← θ − α ∇f(θ)",
    source="A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847",
    update=_descend,
    recurrence=_descent,
    stability=_stable_descent,
)

HEAVY_BALL = Method(
    name="momentum",
    latex=r"v_{k+1} = \beta v_k + \nabla f(\theta_k), \quad \theta_{k+1} = \theta_k - \alpha v_{k+1}",
    text="v ← β v + ∇f(θ); θ ← θ − α v",
    source="B. Polyak, Some methods of speeding up the convergence of iteration methods, 1964, "
    f"in the form of {TORCH}",
    init=zeros(1),
    update=_roll,
    hyperparameters=MOMENTUM,
    suggest=_slowed,
    inertia=_kept,
    recurrence=_rolling,
    stability=_stable_roll,
)

NESTEROV = Method(
    name="nesterov",
    latex=r"v_{k+1} = \beta v_k + \nabla f(\theta_k), \quad "
    r"\theta_{k+1} = \theta_k - \alpha (\nabla f(\theta_k) + \beta v_{k+1})",
    text="v ← β v + ∇f(θ); θ ← θ − α (∇f(θ) + β v)",
    source="I. Sutskever et al., On the importance of initialization and momentum in deep learning, 2013, "
    f"in the form of {TORCH}",
    init=zeros(1),
    update=_look_ahead,
    hyperparameters=MOMENTUM,
    suggest=_slowed,
    inertia=_kept,
    recurrence=_looking_ahead,
    stability=_stable_look_ahead,
)
