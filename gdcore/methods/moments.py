"""Adam and those that came of it: a running mean of the gradient over the root of one of its square."""

from gdcore.arrays import Number
from gdcore.methods.arithmetic import larger, root
from gdcore.methods.method import Hyperparameter, Method, width, zeros
from gdcore.methods.scaled import TORCH, eps

# Running means of the gradient and of its square, and β₁ᵏ and β₂ᵏ.
Averages = tuple[Number, Number, float, float]

BETA1 = Hyperparameter(0.9, 0.0, 0.9999, "How long gradients are remembered: the momentum. Try 0, then 0.99.")
BETA2 = Hyperparameter(0.999, 0.0, 0.999999, "How long squared gradients are remembered: the scale. Try 0.9.")
BETAS = {"beta1": BETA1, "beta2": BETA2, "eps": eps(1e-8)}


def _adam(
    theta: Number,
    gradient: Number,
    state: Averages[Number],
    step_size: Number | float,
    beta1: float,
    beta2: float,
    eps: float,
) -> tuple[Number, Averages[Number]]:
    mean, square, faded1, faded2 = state
    faded1, faded2 = beta1 * faded1, beta2 * faded2
    mean = beta1 * mean + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient * gradient
    size = root(square / (1 - faded2)) + eps
    return theta - step_size * (mean / (1 - faded1)) / size, (mean, square, faded1, faded2)


def _amsgrad(
    theta: Number,
    gradient: Number,
    state: tuple[Number, Number, Number, float, float],
    step_size: Number | float,
    beta1: float,
    beta2: float,
    eps: float,
) -> tuple[Number, tuple[Number, Number, Number, float, float]]:
    mean, square, peak, faded1, faded2 = state
    faded1, faded2 = beta1 * faded1, beta2 * faded2
    mean = beta1 * mean + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient * gradient
    peak = larger(peak, square)
    size = root(peak / (1 - faded2)) + eps
    return theta - step_size * (mean / (1 - faded1)) / size, (mean, square, peak, faded1, faded2)


def _nadam(
    theta: Number,
    gradient: Number,
    state: tuple[Number, Number, int, float],
    step_size: Number | float,
    beta1: float,
    beta2: float,
    eps: float,
    momentum_decay: float,
) -> tuple[Number, tuple[Number, Number, int, float]]:
    mean, square, count, product = state
    count += 1
    now = beta1 * (1 - 0.5 * 0.96 ** (count * momentum_decay))
    later = beta1 * (1 - 0.5 * 0.96 ** ((count + 1) * momentum_decay))
    product *= now
    mean = beta1 * mean + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient * gradient
    ahead = later / (1 - product * later) * mean + (1 - now) / (1 - product) * gradient
    size = root(square / (1 - beta2**count)) + eps
    return theta - step_size * ahead / size, (mean, square, count, product)


def _adamw(
    theta: Number,
    gradient: Number,
    state: Averages[Number],
    step_size: Number | float,
    beta1: float,
    beta2: float,
    eps: float,
    weight_decay: float,
) -> tuple[Number, Averages[Number]]:
    shrunk = theta - step_size * weight_decay * theta
    return _adam(shrunk, gradient, state, step_size, beta1, beta2, eps)


def _averaged(beta1: float, **others: float) -> tuple[float, float]:
    return beta1, 1 - beta1


MEAN = r"m_{k+1} = \beta_1 m_k + (1 - \beta_1) g_k, \quad "
MOMENTS = MEAN + r"v_{k+1} = \beta_2 v_k + (1 - \beta_2) g_k^2, \quad "
FIRST = r"\hat m = \frac{m_{k+1}}{1 - \beta_1^{k+1}}, \quad "
MEANS = FIRST + r"\hat v = \frac{v_{k+1}}{1 - \beta_2^{k+1}}, \quad "
STEP = r"\theta_{k+1} = \theta_k - \alpha \frac{\hat m}{\sqrt{\hat v} + \epsilon}"
RUNNING = "g = ∇f(θ); m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; "
SUGGEST = width(1 / 200)

ADAM = Method(
    name="adam",
    latex=MOMENTS + MEANS + STEP,
    text=RUNNING + "m̂ = m / (1 − β₁ᵏ); v̂ = v / (1 − β₂ᵏ); θ ← θ − α m̂ / (√v̂ + ε)",
    source="D. Kingma, J. Ba, Adam, 2014, arXiv:1412.6980, algorithm 1",
    init=zeros(2, 1.0, 1.0),
    update=_adam,
    hyperparameters=BETAS,
    suggest=SUGGEST,
    inertia=_averaged,
)

AMSGRAD = Method(
    name="amsgrad",
    latex=MOMENTS + r"u_{k+1} = \max(u_k, v_{k+1}), \quad " + MEANS.replace("v_{k+1}", "u_{k+1}") + STEP,
    text=RUNNING + "u ← max(u, v); m̂ = m / (1 − β₁ᵏ); v̂ = u / (1 − β₂ᵏ); θ ← θ − α m̂ / (√v̂ + ε)",
    source="S. Reddi, S. Kale, S. Kumar, On the Convergence of Adam and Beyond, 2018, algorithm 2, "
    f"in the form of {TORCH}Adam.html",
    init=zeros(3, 1.0, 1.0),
    update=_amsgrad,
    hyperparameters=BETAS,
    suggest=SUGGEST,
    inertia=_averaged,
)

NADAM = Method(
    name="nadam",
    latex=MOMENTS + r"\mu_k = \beta_1 (1 - \tfrac{1}{2} 0.96^{k \psi}), \quad "
    r"\hat m = \frac{\mu_{k+2} m_{k+1}}{1 - \prod_{i=1}^{k+2} \mu_i} "
    r"+ \frac{(1 - \mu_{k+1}) g_k}{1 - \prod_{i=1}^{k+1} \mu_i}, \quad "
    r"\hat v = \frac{v_{k+1}}{1 - \beta_2^{k+1}}, \quad " + STEP,
    text=RUNNING + "μₖ = β₁ (1 − ½ 0.96^(kψ)); m̂ = μₖ₊₁ m / (1 − μ₁⋯μₖ₊₁) + (1 − μₖ) g / (1 − μ₁⋯μₖ); "
    "v̂ = v / (1 − β₂ᵏ); θ ← θ − α m̂ / (√v̂ + ε)",
    source=f"T. Dozat, Incorporating Nesterov Momentum into Adam, 2016, in the form of {TORCH}NAdam.html",
    init=zeros(2, 0, 1.0),
    update=_nadam,
    hyperparameters=BETAS
    | {
        "momentum_decay": Hyperparameter(
            0.004, 0.0, 1.0, "ψ, how soon the momentum grows from β₁/2 to β₁. Try 0: it stays at the half."
        )
    },
    suggest=SUGGEST,
    inertia=_averaged,
)

ADAMW = Method(
    name="adamw",
    latex=MOMENTS + MEANS + STEP.replace(r"\theta_k -", r"(1 - \alpha \lambda) \theta_k -"),
    text=RUNNING + "m̂ = m / (1 − β₁ᵏ); v̂ = v / (1 − β₂ᵏ); θ ← θ − α λ θ − α m̂ / (√v̂ + ε)",
    source="I. Loshchilov, F. Hutter, Decoupled Weight Decay Regularization, 2017, arXiv:1711.05101, "
    "algorithm 2",
    init=zeros(2, 1.0, 1.0),
    update=_adamw,
    hyperparameters=BETAS
    | {
        "weight_decay": Hyperparameter(
            0.01, 0.0, 10.0, "λ, how hard θ is pulled to 0. Try 1: it settles short of the minimum."
        )
    },
    suggest=SUGGEST,
    inertia=_averaged,
)
