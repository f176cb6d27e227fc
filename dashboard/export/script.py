"""The dozen lines that do the very run on the page: plain NumPy for the post's own, else with `gdcore`."""

from textwrap import wrap

from dashboard.settings.kinds import plain
from dashboard.settings.values import OWN, TYPED, Settings
from gdcore import Run, post_data

MOST_WRITTEN = 200  # points
WIDTH = 100  # of a line
POST = (100, 2015)  # samples and seed of the post's data


HIDDEN = "# This program has a fault, and is hidden until you have named it.\n"


def script(run: Run, settings: Settings) -> str:
    if settings.bug:
        return HIDDEN
    if not is_the_posts(settings):
        return with_gdcore(run, settings)
    return curve(run, settings) if settings.chapter == "curve" else line(run, settings)


def is_the_posts(settings: Settings) -> bool:
    """Whether this is plain descent on the post's parabola, or on a line with all samples."""
    plain_descent = settings.method == "gradient descent" and settings.schedule == "constant"
    known = settings.chapter == "line" or (settings.chapter == "curve" and settings.function == "parabola")
    return plain_descent and known and not settings.batch


def with_gdcore(run: Run, settings: Settings) -> str:
    """The call of `descend` that made the run."""
    imported, made = objective(settings)
    lines = [*made, *descended("run", run, settings), *answer(settings)]
    return text([*numpy(settings), f"from gdcore import {imported}", *lines])


def numpy(settings: Settings) -> list[str]:
    """The line that a user's own points need."""
    return ["import numpy as np"] if settings.data == OWN else []


def descended(name: str, run: Run, settings: Settings) -> list[str]:
    """The lines that make the run of `objective` by that name."""
    given = {
        "start": list(settings.start),
        "method": settings.method,
        "step_size": settings.step_size,
        "schedule": settings.schedule if settings.schedule != "constant" else None,
        "iterations": settings.iterations,
        "precision": settings.precision or None,
        "noise": settings.noise if settings.noise and settings.chapter != "line" else None,
        "seed": settings.seed if settings.batch or (settings.noise and settings.chapter != "line") else None,
        "batch": run.batch,
        **dict(settings.hyperparameters),
    }
    return call(f"{name} = descend", given)


def call(function: str, given: dict[str, object]) -> list[str]:
    """A call with the objective and the arguments that are given, one a line."""
    arguments = [f"    {name}={value!r}," for name, value in given.items() if value is not None]
    return [f"{function}(", "    objective,", *arguments, ")"]


def objective(settings: Settings) -> tuple[str, list[str]]:
    """What to import, and the lines that make `objective`."""
    if settings.chapter == "line":
        made = source(settings)
        scale = ["scale = Standardisation.of(data.x)"] if settings.standardise else []
        x = "scale.apply(data.x)" if settings.standardise else "data.x"
        names = [
            "LeastSquares",
            *["Standardisation"] * settings.standardise,
            "descend",
            "design",
            made[-1].removeprefix("data = ").split("(")[0],
        ]
        return ", ".join(names), [*made, *scale, f"objective = LeastSquares(design({x}), data.y)"]
    if settings.function == TYPED:
        return "descend, typed", [f"objective = typed({settings.formula!r}, {len(settings.start)})"]
    if settings.function == "bowl":
        numbers = f"{plain(settings.condition)}, {plain(settings.rotation)}"
        return "bowl, descend", [f"objective = bowl({numbers})"]
    return "FUNCTIONS, descend", [f"objective = FUNCTIONS[{settings.function!r}]"]


def answer(settings: Settings) -> list[str]:
    if settings.chapter != "line":
        return ["print(run.theta[-1], run.loss[-1], run.steps)"]
    restored = "scale.restore(run.theta[-1])" if settings.standardise else "run.theta[-1]"
    return [
        f"intercept, slope = {restored}",
        'print(f"intercept {intercept:.2f}, slope {slope:.2f} after {run.steps} steps")',
    ]


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


def source(settings: Settings) -> list[str]:
    """The lines that make `data` with `gdcore`."""
    if settings.data == OWN:
        return [*own(settings), "data = own_data(x, y)"]
    if settings.data == "diabetes":
        return ["data = diabetes_data()"]
    return [f"data = post_data({settings.samples}, {plain(settings.noise)}, {settings.seed})"]


def own(settings: Settings) -> list[str]:
    """The lines that make x and y of a user's own data: written out, or from the file that the page saves."""
    if len(settings.points) > MOST_WRITTEN:
        return [
            "# points.csv is what “Save” writes, under “Your data”",
            'x, y = np.loadtxt("points.csv", delimiter=",", skiprows=1, unpack=True)',
        ]
    x, y = (", ".join(map(plain, column)) for column in zip(*settings.points, strict=True))
    return [*wrapped(f"x = np.array([{x}])"), *wrapped(f"y = np.array([{y}])")]


def wrapped(text: str) -> list[str]:
    return wrap(text, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)


def data(settings: Settings) -> list[str]:
    if settings.data == OWN:
        return own(settings)
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
