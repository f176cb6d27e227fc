"""Methods that divide each coordinate's gradient by a running size of it."""

from gdcore.arrays import Number
from gdcore.methods.arithmetic import root
from gdcore.methods.method import Hyperparameter, Method, one, width, zeros

TORCH = "https://docs.pytorch.org/docs/stable/generated/torch.optim."


def eps(default: float) -> Hyperparameter:
    """Return the number that keeps a division from one by zero."""
    text = "Added below the line, against a division by 0. Try 0.1: small gradients stay small."
    return Hyperparameter(default, 1e-16, 1.0, text)


def _sum_up(
    theta: Number, gradient: Number, state: tuple[Number], step_size: Number | float, eps: float
) -> tuple[Number, tuple[Number]]:
    total = state[0] + gradient * gradient
    return theta - step_size * gradient / (root(total) + eps), (total,)


def _average(
    theta: Number,
    gradient: Number,
    state: tuple[Number],
    step_size: Number | float,
    smoothing: float,
    eps: float,
) -> tuple[Number, tuple[Number]]:
    square = smoothing * state[0] + (1 - smoothing) * gradient * gradient
    return theta - step_size * gradient / (root(square) + eps), (square,)


def _match_units(
    theta: Number,
    gradient: Number,
    state: tuple[Number, Number],
    step_size: Number | float,
    rho: float,
    eps: float,
) -> tuple[Number, tuple[Number, Number]]:
    square = rho * state[0] + (1 - rho) * gradient * gradient
    move = root(state[1] + eps) / root(square + eps) * gradient
    return theta - step_size * move, (square, rho * state[1] + (1 - rho) * move * move)


ADAGRAD = Method(
    name="adagrad",
    latex=r"s_{k+1} = s_k + g_k^2, \quad "
    r"\theta_{k+1} = \theta_k - \alpha \frac{g_k}{\sqrt{s_{k+1}} + \epsilon}",
    text="g = ∇f(θ); s ← s + g²; θ ← θ − α g / (√s + ε)",
    source="J. Duchi, E. Hazan, Y. Singer, Adaptive Subgradient Methods, JMLR 12, 2011, in the form of "
    f"{TORCH}Adagrad.html",
    init=zeros(1),
    update=_sum_up,
    hyperparameters={"eps": eps(1e-10)},
    suggest=width(1 / 20),
)

RMSPROP = Method(
    name="rmsprop",
    latex=r"s_{k+1} = \rho s_k + (1 - \rho) g_k^2, \quad "
    r"\theta_{k+1} = \theta_k - \alpha \frac{g_k}{\sqrt{s_{k+1}} + \epsilon}",
    text="g = ∇f(θ); s ← ρ s + (1 − ρ) g²; θ ← θ − α g / (√s + ε)",
    source="T. Tieleman, G. Hinton, Lecture 6.5, Neural Networks for Machine Learning, 2012, in the form of "
    f"{TORCH}RMSprop.html",
    init=zeros(1),
    update=_average,
    hyperparameters={
        "smoothing": Hyperparameter(
            0.99, 0.0, 0.99999, "ρ, how long squared gradients are remembered. 0: each step is ±α; try 0.5."
        ),
        "eps": eps(1e-8),
    },
    suggest=width(1 / 200),
)

ADADELTA = Method(
    name="adadelta",
    latex=r"s_{k+1} = \rho s_k + (1 - \rho) g_k^2, \quad "
    r"\Delta = \frac{\sqrt{u_k + \epsilon}}{\sqrt{s_{k+1} + \epsilon}} g_k, \quad "
    r"u_{k+1} = \rho u_k + (1 - \rho) \Delta^2, \quad \theta_{k+1} = \theta_k - \alpha \Delta",
    text="g = ∇f(θ); s ← ρ s + (1 − ρ) g²; Δ = √(u + ε) / √(s + ε) g; u ← ρ u + (1 − ρ) Δ²; θ ← θ − α Δ",
    source=f"M. Zeiler, ADADELTA, 2012, arXiv:1212.5701, algorithm 1, in the form of {TORCH}Adadelta.html",
    init=zeros(2),
    update=_match_units,
    hyperparameters={
        "rho": Hyperparameter(
            0.9, 0.0, 0.99999, "ρ, how long squared gradients and moves are remembered. Try 0.5 and 0.99."
        ),
        "eps": Hyperparameter(
            1e-6, 1e-16, 1.0, "Sets the first move, about √ε. Try 0.01: it gets going at once."
        ),
    },
    suggest=one,
)
