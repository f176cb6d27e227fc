"""Claims on how a run moves: its rate, its sides, and how many steps are left."""

import numpy as np

from tests.dashboard.claims.case import LEAST, Case
from tests.dashboard.claims.forms import form, is_true
from tests.dashboard.claims.numbers import is_rounded, number

LONGEST = 6000  # steps that a run is continued
TIMES = 3.0  # by how much a forecast may be wrong: it is that of a steady rate


def longer(case: Case, steps: int) -> object:
    return case.again(iterations=int(steps), precision=0.0)


def arrives_about(case: Case, said: str) -> None:
    """Check a forecast of so many more steps, by making them where they are not too many."""
    ahead, made = number(said), case.run.steps
    most = min(made + TIMES * ahead + 5, LONGEST)
    run = longer(case, most)
    kept = min(made + 1, run.steps + 1)
    is_true(np.allclose(run.theta[:kept], case.run.theta[:kept]), "another run")
    windows = [case.arrivals(run, each) for each in places(case, run)]
    early, late = min(windows, default=(np.inf, np.inf))
    is_true(late >= made + ahead / TIMES - 5, f"it arrives at {late}, after {made}")
    is_true(early < np.inf or most == LONGEST, f"it has not arrived at {most}, after {made}")


def places(case: Case, run: object) -> list[np.ndarray]:
    """Return the minima that a run, or the case's own, may be about."""
    found = [*case.minima_of(run), *case.minima_of(case.run)] or case.ground.minima
    return sorted(found, key=lambda each: float(np.linalg.norm(each - case.end)))


@form(r"Creeping: at this rate it needs about N more steps\.")
def creeps(case: Case, said: str) -> None:
    is_true(number(said) > 0.98 * case.run.steps, "that is not many")
    arrives_about(case, said)


@form(r"On its way: at this rate it arrives in about N more steps?\.")
def is_on_its_way(case: Case, said: str) -> None:
    arrives_about(case, said)


@form(r"Creeping: the last step moved it by only N\.")
def creeps_along(case: Case, said: str) -> None:
    run = case.run
    last = float(np.linalg.norm(run.theta[-1] - run.theta[-2]))
    is_true(is_rounded(said, last, 2), f"it is {last} long")
    apart = min(float(np.linalg.norm(each - case.end)) for each in case.objective.minima)
    is_true(last * run.steps <= apart * 1.001, "that leads there")
    is_true(
        last <= 0.2 * np.linalg.norm(run.theta - run.theta[0], axis=1).max() or last < 0.05 * case.width,
        "a long step",
    )


def along_the_steepest(case: Case, run: object) -> np.ndarray:
    """Return the signed distances of rows along the direction of the largest curvature."""
    point = places(case, case.run)[0]
    if case.objective.n == 1:
        return run.theta[:, 0] - point[0]
    if case.is_bowl:
        return (run.theta - case.bottom) @ case.spectrum[1][:, -1]
    matrix = case.ground._differences(point, 1e-3 * case.width)
    return (run.theta - point) @ np.linalg.eigh(matrix)[1][:, -1]


def changes_sides(case: Case, run: object, last: int = 4) -> bool:
    along = along_the_steepest(case, run)
    seen = along[np.abs(along) > 2e-6 * np.abs(along).max()][-last:]
    return bool((seen[1:] * seen[:-1] < 0).all() and seen.size >= min(last, 3))


@form(r"Oscillating: each step changes sides( along the steepest direction)?, as α is above 1/L\.")
def oscillates(case: Case, _: str | None) -> None:
    is_true(changes_sides(case, case.run), "it stays on one side")
    found = case.spectrum[0] if case.is_bowl else case.ground.curvatures(places(case, case.run)[0])
    is_true(found is not None and case.run.step_size * found[-1] > 1 - 1e-6, f"the curvatures are {found}")
    is_true(case.is_plain, "that is no plain descent")


@form(r"Swinging: α = N is above 2/L = N here, too long to come to rest\.")
def swings(case: Case, alpha: str, limit: str) -> None:
    is_true(is_rounded(alpha, case.run.step_size, 2), f"α is {case.run.step_size}")
    found = case.ground.curvatures(places(case, case.run)[0])
    is_true(
        found is not None and is_rounded(limit, 2 / found[-1], 3, 0.005 / found[-1]),
        f"the curvatures are {found}",
    )
    is_true(number(alpha) > number(limit) and changes_sides(case, case.run), "it need not swing")
    run = longer(case, 4 * case.run.steps + 200)
    is_true(all(case.arrivals(run, each)[0] == np.inf for each in places(case, case.run)), "it comes to rest")


@form(r"Good: a step takes off N % of the distance\.")
def is_good(case: Case, said: str) -> None:
    is_true(case.is_plain, "that is no plain descent")
    shares = [100 * (1 - factor) for factor in factors(case)]
    # the last half of the way has no one factor where directions of two rates are left
    is_true(
        any(abs(number(said) - each) <= 0.25 * abs(each) + 0.2 for each in shares), f"it takes off {shares} %"
    )


def factors(case: Case) -> list[float]:
    """Return the factor of the distance in a step over the last half of the way, by each minimum."""
    found = []
    for point in places(case, case.run):
        gone = case.gone(case.run, point)
        near = np.flatnonzero(gone <= LEAST * gone.max())
        gone = gone[: near[0]] if near.size else gone
        half = gone[len(gone) // 2 :]
        if len(half) > 1:
            span = max(len(half) // 4, 1)
            first, last = half[:span].max(), half[-span:].max()
            found.append(float((last / first) ** (1 / max(len(half) - span, 1))))
    return found


@form(r"Neither nearer nor further: it jumps between N and N for ever\.")
def jumps_for_ever(case: Case, one: str, other: str) -> None:
    run = longer(case, 4 * case.run.steps + 50)
    between = sorted((number(one), number(other)))
    for rows in (run.theta[-2:, 0], run.theta[case.run.steps - 1 : case.run.steps + 1, 0]):
        apart = abs(rows[1] - rows[0])
        is_true(np.abs(np.sort(rows) - between).max() <= max(0.006, 1e-3 * apart), f"it jumps between {rows}")


@form(
    r"Neither nearer nor further along the steepest direction: at α = 2/L it jumps from side to side for ever"
    r"(?:; slope N; least squares says N)?\."
)
def jumps_along_the_steepest(case: Case, slope: str | None, best: str | None) -> None:
    from tests.dashboard.claims.places import check_answer

    is_true(case.is_plain and case.is_bowl, "that is no plain descent on a bowl")
    along = np.abs(along_the_steepest(case, longer(case, 4 * case.run.steps + 50)))
    is_true(along.min() > 0.99 * along.max(), f"the distance along it is {along.min()} to {along.max()}")
    if slope is not None:
        check_answer(case, slope, best)


@form(
    r"(Circling in noise|Noise keeps it moving): over the last half it is N from "
    r"(the minimum|a minimum|minimum [A-Z]|the only minimum known), on average\."
)
def moves_in_noise(case: Case, word: str, said: str, _: str) -> None:
    is_true(case.is_noisy, "there is no noise")
    late = case.run.theta[case.run.steps // 2 :]
    middle = minima_about(case, late.mean(axis=0))
    candidates = [*middle, *case.ground.minima] if not case.is_bowl else [case.bottom]
    fits = []
    for point in candidates:
        gone = np.linalg.norm(late - point, axis=1)
        mean, root = gone.mean(), np.sqrt((gone**2).mean())
        if mean * 0.94 <= number(said) <= root * 1.06:
            fits.append(point)
    is_true(fits, "there is none at that distance")
    if word.startswith("Circling"):
        sides = late - fits[0]
        shares = np.minimum((sides > 0).mean(axis=0), (sides < 0).mean(axis=0))
        is_true(shares.min() >= 0.08, f"it is on one side: {shares}")
    is_true(len(late) >= 5, "so few rows say nothing")
    spread = late.var(axis=0).sum() / ((late - fits[0]) ** 2).sum(axis=1).mean()
    is_true(spread > 0.15, f"only {spread} of the squared distance is spread")


def minima_about(case: Case, theta: np.ndarray) -> list[np.ndarray]:
    return case.ground.minima_near(theta, 0.03 * case.width)
