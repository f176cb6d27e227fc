"""The dozen lines of plain NumPy that do the very run on the page."""

from dashboard.settings import Settings, plain
from gdcore import Run, post_data

POST = (100, 2015)  # samples and seed of the post's data


def script(run: Run, settings: Settings) -> str:
    return curve(run, settings) if settings.chapter == "curve" else line(run, settings)


def curve(run: Run, settings: Settings) -> str:
    noise, precision = settings.noise, settings.precision
    draws = f"noise = np.random.default_rng({settings.seed}).normal(0, {plain(noise)}, {settings.iterations})"
    lines = [
        "import numpy as np" if noise else "",
        draws if noise else "",
        f"x = {plain(settings.start[0])}",
        f"for k in range({steps(run, settings)}):",
        "    slope = 2 * x - 6" + " + noise[k]" * bool(noise),
        "    x_old = x",
        f"    x = x_old - {plain(settings.step_size)} * slope",
        f"    if abs(x - x_old) <= {plain(precision)}:" if precision else "",
        "        break" if precision else "",
        'print(f"x = {x:.6g} after {k + 1} steps")',
    ]
    return text(lines)


def line(run: Run, settings: Settings) -> str:
    first, second = map(plain, settings.start)
    precision = settings.precision
    lines = [
        "import numpy as np",
        *data(settings),
        *(["mean, scale = x.mean(), x.std()", "x = (x - mean) / scale"] if settings.standardise else []),
        "X = np.column_stack([np.ones_like(x), x])",
        f"theta = np.array([{first}, {second}])",
        f"for k in range({steps(run, settings)}):",
        "    gradient = X.T @ (X @ theta - y) / len(y)",
        "    old = theta",
        f"    theta = old - {plain(settings.step_size)} * gradient",
        f"    if np.linalg.norm(theta - old) <= {plain(precision)}:" if precision else "",
        "        break" if precision else "",
        "intercept, slope = theta",
        *(["slope = slope / scale", "intercept = intercept - slope * mean"] if settings.standardise else []),
        'print(f"intercept {intercept:.2f}, slope {slope:.2f} after {k + 1} steps")',
    ]
    return text(lines)


def data(settings: Settings) -> list[str]:
    if settings.data == "diabetes":
        return [
            "from sklearn.datasets import load_diabetes",
            "found = load_diabetes(scaled=False)",
            'x, y = found.data[:, found.feature_names.index("bmi")], found.target',
        ]
    drawn = f"make_regression({settings.samples}, 1, n_informative=1, noise={plain(settings.noise)}"
    seeded = f"random_state={settings.seed})"
    imported = "from sklearn.datasets import make_regression"
    if (settings.samples, settings.seed) == POST:
        return [imported, f"x, y = {drawn}, {seeded}", "x = x[:, 0]"]
    return [
        imported,
        f"x, y, slope = {drawn}, coef=True, {seeded}",
        "x = x[:, 0]",
        f"y = y + ({post_slope()} - slope) * x  # the post's slope, whatever the seed",
    ]


def post_slope() -> str:
    found = post_data(2, 0.0, 2015)
    return repr(float((found.y[1] - found.y[0]) / (found.x[1] - found.x[0])))


def steps(run: Run, settings: Settings) -> str:
    if run.status == "diverged":
        return f"{run.steps}"
    return str(settings.iterations)


def text(lines: list[str]) -> str:
    return "\n".join(filter(None, lines)) + "\n"
