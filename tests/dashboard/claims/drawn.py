"""Valid settings of all chapters, drawn at random: step sizes near the suggested one, and far off."""

from dataclasses import replace

import numpy as np

from dashboard.runs.problems import objective_of, standardise_if_needed, with_suggestions
from dashboard.settings.rivals import Rival
from dashboard.settings.values import CHAPTERS, FIRST_NAMES, FIRST_POINTS, OWN, STEP_SIZE, TYPED, Settings
from gdcore import FUNCTIONS, METHODS, SCHEDULES, SOLVERS

Rng = np.random.Generator
PRECISIONS = (0.0, 0.0, 0.0, 1e-9, 1e-6, 1e-4, 1e-3, 1e-3, 0.01, 0.1, 1.0)
ITERATIONS = (1, 2, 5, 10, 30, 60, 100, 100, 200, 300)
OFFSETS = ("", " + 2", " - 7.5", " + 1000")
CURVES = (
    "{a}*x**2 + {b}*x",
    "x**4 - {a}*x**2 + {b}*x",
    "x**4 - {c}*x**3",
    "x**3 - {a}*x",
    "x**5 - {c}*x**3 + {b}*x",
    "x**6 + {b}*x",
    "(x - {b})**4",
    "sin({a}*x) + x/{c}",
    "sin({c}*x) + x**2/{c}",
    "{c}*cos(x/{c})",
    "cos({a}*x)",
    "abs(x - {b})",
    "abs({a}*x) + x**2",
    "abs(sin({a}*x))",
    "abs(x - {a}) + abs(x + {c})",
    "sqrt(abs(x - {b}))",
    "sqrt(x**2 + {a})",
    "x - sqrt(x)",
    "exp({b}*x) - {a}*x",
    "exp(-x**2) + x**2/{c}",
    "1 - exp(-(x - {b})**2)",
    "log(x) + {a}/x",
    "x*log(x)",
    "{a}/x + x",
    "1/x**2 + {a}*x**2",
    "-x**2 + {a}",
    "x**3",
    "{b}*x",
    "{c}",
    "atan(x - {b})**2",
    "x**2/(1 + x**2) + sin({a}*x)/{c}",
)
LANDSCAPES = (
    "{a}*x**2 + {b}*x*y + {c}*y**2",
    "x**2 + {a}*y**2 + {b}*x",
    "x*y",
    "x**2 - {a}*y**2",
    "x**2 - y**2 + y**4/{c}",
    "(x*y - {a})**2",
    "(x + y - {b})**2",
    "(x**2 + y**2 - {a})**2",
    "(x**2 + y - {c})**2 + (x + y**2 - {a})**2",
    "(1 - x)**2 + {c}*(y - x**2)**2",
    "abs(x - {b}) + abs(y)",
    "abs(x) + y**2",
    "sin(x)*cos(y)",
    "sin({a}*x) + y**2 + x**2/{c}",
    "exp(-x**2 - y**2)*{c} + x**2 + y**2",
    "sqrt(x**2 + y**2)",
    "sqrt(x**2 + {a}*y**2 + 1)",
    "log(1 + x**2 + {a}*y**2)",
    "x**4 + y**4 - {a}*x*y",
    "x**3 + y**2 - {a}*x",
    "x**2*y**2",
    "x + y",
    "1/(x**2 + y**2) + x**2 + y**2",
    "x**4 + y**2",
    "(x**2 - {a})**2/4 + x*y + y**2",
)


def draw(rng: Rng) -> Settings:
    """Return settings of any chapter; a run of them has at most a few hundred steps."""
    chapter = rng.choice(["curve", "curve", "line", "landscape", "landscape"])
    home = {"curve": curve, "line": line, "landscape": landscape}[chapter](rng)
    settings = with_run(home, rng)
    return settings if runs_at(settings) else draw(rng)


def curve(rng: Rng) -> Settings:
    settings = CHAPTERS["curve"]
    if rng.random() < 0.4:
        names = [name for name, each in FUNCTIONS.items() if each.n == 1]
        return replace(settings, function=str(rng.choice(names)))
    return replace(settings, function=TYPED, formula=formula(CURVES, rng))


def landscape(rng: Rng) -> Settings:
    settings = CHAPTERS["landscape"]
    if rng.random() < 0.5:
        names = [name for name, each in FUNCTIONS.items() if each.n == 2]
        condition = float(rng.choice([1, 2, 10, 100, 10_000]))
        return replace(
            settings,
            function=str(rng.choice(names)),
            condition=condition,
            rotation=float(rng.integers(-180, 181)),
        )
    return replace(settings, function=TYPED, formula=formula(LANDSCAPES, rng))


def formula(shapes: tuple[str, ...], rng: Rng) -> str:
    a, c = (float(rng.choice([0.1, 0.5, 1, 2, 3, 5, 9, 20])) for _ in range(2))
    b = float(rng.integers(-40, 41)) / 10
    shape = shapes[rng.integers(len(shapes))] + OFFSETS[rng.integers(len(OFFSETS))]
    return shape.format(a=f"{a:g}", b=f"({b:g})", c=f"{c:g}")


def line(rng: Rng) -> Settings:
    kind = rng.choice(["post", "diabetes", OWN, OWN])
    settings = replace(CHAPTERS["line"], data=str(kind), standardise=bool(rng.random() < 0.4))
    if kind == OWN:
        return standardise_if_needed(replace(settings, points=table(rng), names=FIRST_NAMES))
    batch = int(rng.choice([0, 0, 1, 10, 100]))
    return replace(
        settings,
        samples=int(rng.choice([2, 10, 100, 1000])),
        noise=float(rng.choice([0.0, 10, 100])),
        seed=int(rng.integers(100)),
        batch=batch,
    )


def table(rng: Rng) -> tuple[tuple[float, float], ...]:
    """Return points as people have them: years, heights in mm, weights in kg, prices."""
    m = int(rng.integers(2, 30))
    middle, spread = ((2000, 25), (1700, 120), (75, 12), (0, 1), (1e4, 3e3), (0.01, 0.004))[rng.integers(6)]
    x = np.round(rng.normal(middle, spread, m), 3)
    y = np.round(rng.normal(0, 10) * (x - middle) / spread + rng.normal(0, 2, m) + rng.choice([0, 500]), 3)
    return tuple(zip(x.tolist(), y.tolist(), strict=True)) if np.ptp(x) > 0 else FIRST_POINTS


def with_run(settings: Settings, rng: Rng) -> Settings:
    """Return settings with a method, a step size, a start and an end drawn at random."""
    method = str(rng.choice(list(METHODS))) if rng.random() < 0.6 else "gradient descent"
    given = {}
    for name, each in METHODS[method].hyperparameters.items():
        if rng.random() < 0.2:
            given[name] = float(rng.uniform(each.low, each.high))
    settings = with_suggestions(replace(settings, method=method, hyperparameters=tuple(given.items())))
    noise = settings.noise
    if settings.chapter != "line":
        noise = float(rng.choice([0.1, 1, 10])) if rng.random() < 0.15 else 0.0
    return replace(
        settings,
        start=start(settings, rng),
        step_size=step_size(settings, rng),
        schedule=str(rng.choice(list(SCHEDULES))) if rng.random() < 0.2 else "constant",
        noise=noise,
        seed=int(rng.integers(1000)),
        iterations=int(rng.choice(ITERATIONS)),
        precision=float(rng.choice(PRECISIONS)),
        race=rivals(rng),
    )


def step_size(settings: Settings, rng: Rng) -> float:
    """Return the suggested step size, one around it, a number that tells, or one far off."""
    objective, kind = objective_of(settings), rng.random()
    size = settings.step_size
    if kind < 0.55:
        size *= 10 ** rng.normal(0, 0.7)
    elif kind < 0.75:
        size *= 10 ** rng.uniform(-5, 2)
    elif kind < 0.9 and hasattr(objective, "L") and objective.L > 0:
        size = rng.choice([0.1, 0.5, 1, 1.05, 1.5, 1.9, 2, 2.0001, 2.1, 3]) / objective.L
    elif kind < 0.95 and hasattr(objective, "L") and objective.L > 0:
        size = 2 / objective.L * (1 + rng.choice([-1, 1]) * 10 ** rng.uniform(-9, -2))
    size = min(max(float(size), STEP_SIZE.low), STEP_SIZE.high)
    return float(f"{size:.3g}") if rng.random() < 0.5 else size


def start(settings: Settings, rng: Rng) -> tuple[float, ...]:
    """Return the suggested start, one in the picture, one far out, one at or by a minimum."""
    objective, kind = objective_of(settings), rng.random()
    low, high = objective.domain.T
    if kind < 0.4:
        point = np.array(settings.start)
    elif kind < 0.75:
        point = np.round(rng.uniform(low, high), 3)
    elif kind < 0.85:
        point = rng.uniform(low, high) * rng.choice([2, 10, 50])
    elif objective.minima:
        point = objective.minima[rng.integers(len(objective.minima))].copy()
        point += float(rng.choice([0, 1e-6, 0.01])) * np.ptp(objective.domain, axis=1)
    else:
        point = np.round(rng.uniform(low, high))
    return tuple(np.clip(point, -1000, 1000).tolist())


def rivals(rng: Rng) -> tuple[Rival, ...]:
    if rng.random() < 0.8:
        return ()
    solver = Rival(str(rng.choice(list(SOLVERS))))
    return (solver, Rival(str(rng.choice(list(METHODS))), float(10 ** rng.uniform(-3, 0))))


def runs_at(settings: Settings) -> bool:
    """Return whether value and slope are finite at the start."""
    objective = objective_of(settings)
    with np.errstate(all="ignore"):
        value, slope = objective.value(settings.start), objective.gradient(settings.start)
    return bool(np.isfinite(value) and np.isfinite(slope).all())
