"""The program with a fault that makes the run of a puzzle: for whoever has found the fault, and before."""

from dashboard.chapters.line.program import data, restore_answer, standardise_x
from dashboard.chapters.shared.code import steps, text
from dashboard.exercises.puzzles import bug_of
from dashboard.settings.kinds import plain
from dashboard.settings.values import Settings
from gdcore import BUGS, Run

ONES = "X = np.column_stack([np.ones_like(x), x])"
AT_ONCE = ("gradient = X.T @ (X @ theta - y) / m", "theta = theta - alpha * gradient")
BY_PARTS = (
    "slope_0 = np.mean(X @ theta - y)",
    "slope_1 = np.mean((X @ theta - y) * x)",
    "theta = theta - alpha * np.array([slope_0, slope_1])",
)
SOUND = ""  # the name of no fault
VEIL = "▒" * 12
TOLD = "# One of the hidden lines has the fault."
IN_TURN = (
    "theta_0_new = theta_0 - alpha * slope_0(theta_0, theta_1)",
    "theta_1 = theta_1 - alpha * slope_1(theta_0, theta_1)",
    "theta_0 = theta_0_new",
)


def program(run: Run, settings: Settings) -> str:
    """The lines that make this run, the faulty one marked."""
    name = bug_of(settings.bug)
    bug = BUGS[name]
    return program_of(run, settings, name).replace(bug.right, f"{bug.wrong}  # the fault")


def program_of(run: Run, settings: Settings, name: str) -> str:
    """The lines of a sound program, written so that the fault of a name has its line."""
    make = in_turn if name == "in turn" else by_theta
    right = [
        "import numpy as np",
        *data(settings),
        *standardise_x(settings),
        f"m, alpha = len(y), {plain(settings.step_size)}",
        *make(run, settings, name),
        *restore_answer(settings),
        'print(f"intercept {intercept:.2f}, slope {slope:.2f}")',
    ]
    return text(right)


def hidden(run: Run, settings: Settings) -> str:
    """The lines of a sound program, the same for every fault, without those that a fault may be in."""
    shown = program_of(run, settings, SOUND)
    for line in (ONES, *AT_ONCE):
        shown = shown.replace(line, f"{line.partition('=')[0]}= {VEIL}")
    return f"{TOLD}\n{shown}"


def by_theta(run: Run, settings: Settings, name: str) -> list[str]:
    """The loop over a vector θ; without a column of ones it has the slope only."""
    first, second = map(plain, settings.start)
    alone = name == "ones"
    return [
        ONES,
        f"theta = np.array([{second}])" if alone else f"theta = np.array([{first}, {second}])",
        *loop(run, settings, BY_PARTS if name == "no x" else AT_ONCE, "theta"),
        f"intercept, slope = {first}, theta[0]" if alone else "intercept, slope = theta",
    ]


def in_turn(run: Run, settings: Settings, name: str) -> list[str]:
    """The loop over θ₀ and θ₁, each with a slope of its own."""
    first, second = map(plain, settings.start)
    return [
        "slope_0 = lambda theta_0, theta_1: np.mean(theta_0 + theta_1 * x - y)",
        "slope_1 = lambda theta_0, theta_1: np.mean((theta_0 + theta_1 * x - y) * x)",
        f"theta_0, theta_1 = {first}, {second}",
        *loop(run, settings, IN_TURN, "np.array([theta_0, theta_1])"),
        "intercept, slope = theta_0, theta_1",
    ]


def loop(run: Run, settings: Settings, step: tuple[str, ...], theta: str) -> list[str]:
    lines = list(step)
    if settings.precision:
        small = f"if np.linalg.norm({theta} - old) <= {plain(settings.precision)}:"
        lines = [f"old = {theta}", *lines, small, "    break"]
    return [f"for k in range({steps(run, settings)}):", *(f"    {line}" for line in lines)]
