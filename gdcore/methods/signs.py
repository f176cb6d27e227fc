"""Lion: each coordinate moves by α, one way or the other."""

from gdcore.arrays import Number
from gdcore.methods.arithmetic import sign
from gdcore.methods.method import Hyperparameter, Method, width, zeros


def _lion(
    theta: Number,
    gradient: Number,
    state: tuple[Number],
    step_size: Number | float,
    beta1: float,
    beta2: float,
    weight_decay: float,
) -> tuple[Number, tuple[Number]]:
    way = sign(beta1 * state[0] + (1 - beta1) * gradient)
    mean = beta2 * state[0] + (1 - beta2) * gradient
    return theta - step_size * (way + weight_decay * theta), (mean,)


def _averaged(beta2: float, **others: float) -> tuple[float, float]:
    return beta2, 1 - beta2


LION = Method(
    name="lion",
    latex=r"c_{k+1} = \beta_1 m_k + (1 - \beta_1) g_k, \quad "
    r"\theta_{k+1} = \theta_k - \alpha (\operatorname{sign} c_{k+1} + \lambda \theta_k), \quad "
    r"m_{k+1} = \beta_2 m_k + (1 - \beta_2) g_k",
    text="g = ∇f(θ); θ ← θ − α (sign(β₁ m + (1 − β₁) g) + λ θ); m ← β₂ m + (1 − β₂) g",
    source="X. Chen et al., Symbolic Discovery of Optimization Algorithms, 2023, arXiv:2302.06675, "
    "algorithm 2",
    init=zeros(1),
    update=_lion,
    hyperparameters={
        "beta1": Hyperparameter(
            0.9, 0.0, 0.9999, "Share of the memory in the direction taken. Try 0: the sign of the gradient."
        ),
        "beta2": Hyperparameter(0.99, 0.0, 0.9999, "How long gradients are remembered. Try 0.9."),
        "weight_decay": Hyperparameter(
            0.0, 0.0, 10.0, "λ, how hard θ is pulled to 0. Try 0.1 and compare where it settles."
        ),
    },
    suggest=width(1 / 200),
    inertia=_averaged,
)
