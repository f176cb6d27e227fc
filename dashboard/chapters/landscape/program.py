"""A landscape's run in plain NumPy: named functions and bowls, by methods that take each coordinate alike."""

from dashboard.chapters.shared.code import steps, text
from dashboard.chapters.shared.functions import objective as objective_of
from dashboard.settings.kinds import plain
from dashboard.settings.values import TYPED, Settings
from gdcore import METHODS, Quadratic, Run

GRADIENTS = {  # by function, the lines that compute the gradient at (x, y), in the order of `gdcore`
    "rosenbrock": ["slack = y - x * x", "return np.array([-2 * (1 - x) - 400 * x * slack, 200 * slack])"],
    "himmelblau": [
        "one, two = x * x + y - 11, x + y * y - 7",
        "return np.array([4 * x * one + 2 * two, 2 * one + 4 * y * two])",
    ],
    "beale": [
        "one, two, three = 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y",
        "across = 2 * (one * (y - 1) + two * (y * y - 1) + three * (y * y * y - 1))",
        "return np.array([across, 2 * x * (one + 2 * y * two + 3 * y * y * three)])",
    ],
    "six-hump camel": [
        "across = x * (8 - 8.4 * (x * x) + 2 * (x * x) * (x * x)) + y",
        "return np.array([across, x + y * (16 * (y * y) - 8)])",
    ],
    "saddle": ["return np.array([x, y * y * y - y])"],
    "two wells": ["return np.array([4 * x * (x * x - 1) + 0.25 + y / 2, 2 * y + x / 2])"],
}
FADING = ["b1, b2 = {beta1} * b1, {beta2} * b2"]
AVERAGES = ["m = {beta1} * m + (1 - {beta1}) * g", "v = {beta2} * v + (1 - {beta2}) * g * g"]
ADAM = [*FADING, *AVERAGES, "size = np.sqrt(v / (1 - b2)) + {eps}"]
STEPS = {  # by method, what it begins with, and how it comes from `old`, with the gradient g, to `theta`
    "gradient descent": ([], ["theta = old - alpha * g"]),
    "momentum": (["v = 0.0"], ["v = {momentum} * v + g", "theta = old - alpha * v"]),
    "nesterov": (["v = 0.0"], ["v = {momentum} * v + g", "theta = old - alpha * (g + {momentum} * v)"]),
    "adagrad": (["s = 0.0"], ["s = s + g * g", "theta = old - alpha * g / (np.sqrt(s) + {eps})"]),
    "rmsprop": (
        ["s = 0.0"],
        [
            "s = {smoothing} * s + (1 - {smoothing}) * g * g",
            "theta = old - alpha * g / (np.sqrt(s) + {eps})",
        ],
    ),
    "adadelta": (
        ["s, u = 0.0, 0.0"],
        [
            "s = {rho} * s + (1 - {rho}) * g * g",
            "move = np.sqrt(u + {eps}) / np.sqrt(s + {eps}) * g",
            "u = {rho} * u + (1 - {rho}) * move * move",
            "theta = old - alpha * move",
        ],
    ),
    "adam": (["m, v, b1, b2 = 0.0, 0.0, 1.0, 1.0"], [*ADAM, "theta = old - alpha * (m / (1 - b1)) / size"]),
    "amsgrad": (
        ["m, v, u, b1, b2 = 0.0, 0.0, 0.0, 1.0, 1.0"],
        [
            *FADING,
            *AVERAGES,
            "u = np.maximum(u, v)",
            "size = np.sqrt(u / (1 - b2)) + {eps}",
            "theta = old - alpha * (m / (1 - b1)) / size",
        ],
    ),
    "nadam": (
        ["m, v, product = 0.0, 0.0, 1.0"],
        [
            *(
                f"{name} = {{beta1}} * (1 - 0.5 * 0.96 ** ((k + {ahead}) * {{momentum_decay}}))"
                for name, ahead in (("now", 1), ("later", 2))
            ),
            "product = product * now",
            *AVERAGES,
            "ahead = later / (1 - product * later) * m + (1 - now) / (1 - product) * g",
            "theta = old - alpha * ahead / (np.sqrt(v / (1 - {beta2} ** (k + 1))) + {eps})",
        ],
    ),
    "adamw": (
        ["m, v, b1, b2 = 0.0, 0.0, 1.0, 1.0"],
        [*ADAM, "theta = old - alpha * {weight_decay} * old - alpha * (m / (1 - b1)) / size"],
    ),
    "lion": (
        ["m = 0.0"],
        [
            "way = np.sign({beta1} * m + (1 - {beta1}) * g)",
            "m = {beta2} * m + (1 - {beta2}) * g",
            "theta = old - alpha * (way + {weight_decay} * old)",
        ],
    ),
}
SCHEDULES = {  # by schedule, what α is multiplied by at step k of K
    "step decay": "0.5 ** (5 * k // {K})",
    "exponential": "0.01 ** (k / {K})",
    "cosine": "np.cos(k * (np.pi / (2 * {K}))) ** 2",
    "1/k": "(1 / (1 + k * (10 / {K})))",
}


def program(run: Run, settings: Settings) -> str:
    """Return the lines that make the run; nothing where they would be more than the rule itself."""
    slopes = gradient(settings)
    if not slopes or settings.method not in STEPS:
        return ""
    begun, stepped = STEPS[settings.method]
    chosen = METHODS[settings.method].defaults | dict(settings.hyperparameters)
    numbers = {name: plain(value) for name, value in chosen.items()}
    alpha, noise, precision = plain(settings.step_size), settings.noise, settings.precision
    factor = SCHEDULES.get(settings.schedule, "").format(K=settings.iterations)
    draws = f"np.random.default_rng({settings.seed}).standard_normal(({settings.iterations + 1}, 2))"
    x, y = map(float, settings.start)
    lines = [
        "import numpy as np",
        "def gradient(x, y):",
        *(f"    {line}" for line in slopes),
        f"noise = {plain(noise)} * {draws}" if noise else "",
        *begun,
        f"theta, alpha = np.array([{x}, {y}]), {alpha}",
        f"for k in range({steps(run, settings)}):",
        "    old, g = theta, gradient(*theta)" + " + noise[k]" * bool(noise),
        f"    alpha = {alpha} * {factor}" if factor else "",
        *(f"    {line.format(**numbers)}" for line in stepped),
        f"    if np.linalg.norm(theta - old) <= {plain(precision)}:" if precision else "",
        "        break" if precision else "",
        'print(f"x = {theta[0]:.6g}, y = {theta[1]:.6g} after {k + 1} steps")',
    ]
    return text(lines)


def gradient(settings: Settings) -> list[str]:
    """Return the lines of a function that returns the gradient at (x, y); none for what is typed freely."""
    objective = objective_of(settings)
    if isinstance(objective, Quadratic):
        at = ", ".join(
            f"{axis} - {plain(value)}" for axis, value in zip("xy", objective.minimum.tolist(), strict=True)
        )
        rows = ", ".join(f"[{', '.join(map(plain, row))}]" for row in objective.A.tolist())
        return [f"A = np.array([{rows}])", f"return A @ [{at}]"]
    return [] if settings.function == TYPED else GRADIENTS[settings.function]
