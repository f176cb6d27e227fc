"""The regression in plain NumPy, and the lines that make it with `gdcore`."""

from dashboard.chapters.shared.code import is_plain, steps, text, wrap_lines
from dashboard.settings.kinds import plain
from dashboard.settings.values import OWN, Settings
from gdcore import Run, post_data

MOST_WRITTEN = 200  # points
POST = (100, 2015)  # samples and seed of the post's data


def program(run: Run, settings: Settings) -> str:
    """Return the lines of plain descent on all samples; for all else, nothing."""
    if not is_plain(settings):
        return ""
    first, second = map(plain, settings.start)
    precision = settings.precision
    lines = [
        "import numpy as np",
        *data(settings),
        *standardise_x(settings),
        "X = np.column_stack([np.ones_like(x), x])",
        f"theta = np.array([{first}, {second}])",
        f"for k in range({steps(run, settings)}):",
        "    gradient = X.T @ (X @ theta - y) / len(y)",
        "    old = theta",
        f"    theta = old - {plain(settings.step_size)} * gradient",
        f"    if np.linalg.norm(theta - old) <= {plain(precision)}:" if precision else "",
        "        break" if precision else "",
        "intercept, slope = theta",
        *restore_answer(settings),
        'print(f"intercept {intercept:.2f}, slope {slope:.2f} after {k + 1} steps")',
    ]
    return text(lines)


def standardise_x(settings: Settings) -> list[str]:
    """Return the lines that standardise `x`; none where it stays as it is."""
    return ["mean, scale = x.mean(), x.std()", "x = (x - mean) / scale"] if settings.standardise else []


def restore_answer(settings: Settings) -> list[str]:
    """Return the lines that bring `intercept` and `slope` back to the data's units, if need be."""
    back = ["slope = slope / scale", "intercept = intercept - slope * mean"]
    return back if settings.standardise else []


def source(settings: Settings) -> tuple[str, list[str]]:
    """Return what to import, and the lines that make `objective`."""
    made = source_of_data(settings)
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


def result(settings: Settings) -> list[str]:
    """Return the lines that print the answer in the data's units."""
    restored = "scale.restore(run.theta[-1])" if settings.standardise else "run.theta[-1]"
    return [
        f"intercept, slope = {restored}",
        'print(f"intercept {intercept:.2f}, slope {slope:.2f} after {run.steps} steps")',
    ]


def source_of_data(settings: Settings) -> list[str]:
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
    return [*wrap_lines(f"x = np.array([{x}])"), *wrap_lines(f"y = np.array([{y}])")]


def data(settings: Settings) -> list[str]:
    """Return the lines that make `x` and `y`."""
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
