"""Claims on why a run was ended: small steps, a coarse rule, chance; and on how it flew off."""

import numpy as np

from tests.dashboard.claims.case import Case, spectral_radius
from tests.dashboard.claims.forms import form, is_true
from tests.dashboard.claims.numbers import coordinates, is_rounded, number


def left(case: Case, run: object) -> tuple[float, float]:
    """Return how far a run's end is from the minimum that the case is about, and how steep it is there."""
    slope = float(np.linalg.norm(run.gradient[-1])) if run.status != "diverged" else np.inf
    places = case.minima_of(run) or case.ground.minima
    apart = min((float(case.gone(run, each)[-1]) for each in places), default=np.inf)
    return (apart, slope) if run.status != "diverged" else (np.inf, np.inf)


def comes_nearer(case: Case, **changes: object) -> bool:
    here, there = left(case, case.run), left(case, case.again(**changes))
    return there[0] < here[0] or there[1] < here[1]


@form(r"(α is too small)\.")
def too_small(case: Case, _: str) -> None:
    longer = {"iterations": 20 * case.run.steps + 100}
    larger = [case.settings.step_size * times for times in (10, 3, 30, 100)]
    is_true(
        any(comes_nearer(case, step_size=size, **longer) for size in larger), "a larger one ends no nearer"
    )


@form(r"(The precision is too coarse)\.")
def too_coarse(case: Case, _: str) -> None:
    longer = min(100 * case.run.steps + 1000, 20_000)
    finer = [case.settings.precision / times for times in (30, 1e4, 1e7)]
    is_true(
        any(comes_nearer(case, precision=each, iterations=longer) for each in finer),
        "a finer one ends no nearer",
    )


@form(r"(α is too large)\.")
def too_large(case: Case, _: str) -> None:
    longer = {"iterations": 20 * case.run.steps + 1000, "precision": case.settings.precision / 1e4}
    smaller = [case.settings.step_size / times for times in (3, 10)]
    is_true(
        any(comes_nearer(case, step_size=size, **longer) for size in smaller), "a smaller one ends no nearer"
    )


def check_slope(case: Case, said: str) -> float:
    slope = float(np.linalg.norm(case.run.gradient[-1]))
    is_true(is_rounded(said, slope, 2), f"it is {slope}")
    return slope


@form(r"The slope there is (only |still )?N\.")
def slope_there(case: Case, only: str | None, said: str) -> None:
    slope = check_slope(case, said)
    slopes = np.linalg.norm(case.run.gradient, axis=1)
    is_true(only != "only " or slope <= max(slopes.max(), usual(case)), f"it was never above {slopes.max()}")
    is_true(only != "still " or slope > 0.05 * slopes.max(), f"it was {slopes.max()}")


@form(r"One step was short; the slope there is (still|only) N\.")
def short_step(case: Case, word: str, said: str) -> None:
    slope = check_slope(case, said)
    steepest = np.linalg.norm(case.run.gradient, axis=1).max()
    is_true((word == "still") <= (slope > 0.05 * steepest), f"it was {steepest}")
    is_true((word == "only") <= (slope < 0.2 * max(steepest, usual(case))), f"it was {steepest}")


def usual(case: Case) -> float:
    return case.objective.height / case.width


@form(r"The schedule had brought α down to N\.")
def brought_down(case: Case, said: str) -> None:
    last = float(case.run.step_sizes[-1])
    is_true(is_rounded(said, last, 2) and last < 0.51 * case.run.step_size, f"α is {last}")


@form(r"By chance (the minibatches|noise) made one step tiny\.")
def by_chance(case: Case, by: str) -> None:
    is_true(case.is_noisy and bool(case.run.batch) == (by != "noise"), "there is none")
    long = case.run.step_sizes[-1] * np.linalg.norm(case.run.gradient[-2])
    is_true(long > case.run.precision, "without it the step would have been as short")


def is_there(case: Case, steps: str, said: str, loss: str | None = None) -> None:
    is_true(number(steps) == case.run.steps, f"it made {case.run.steps}")
    for one, other in zip(coordinates(said), case.end, strict=True):
        is_true(abs(one - other) <= 6e-4 * abs(other) + 1e-12, f"θ is {case.end}")
    is_true(loss is None or is_rounded(loss, float(case.run.loss[-1]), 3), f"it is {case.run.loss[-1]}")


def flew(case: Case) -> None:
    run = case.run
    is_true(run.status == "diverged", run.status)
    lowest = run.objective.lowest
    is_true(
        run.loss[-1] - lowest > 0.999 * max(1e4 * (run.loss[0] - lowest), run.objective.height), "it is near"
    )


@form(r"Diverging: it flew off\. After K steps? it is at P, where the loss is N\.( Try a smaller α\.)?")
def flew_off(case: Case, steps: str, said: str, loss: str, advice: str | None) -> None:
    flew(case)
    is_there(case, steps, said, loss)
    is_true(not case.is_noisy, "noise threw it out")
    if advice is None:
        return
    smaller = [
        case.settings.step_size / times
        for times in (10, 100, 1e3, 1e4, 1e6, 1e8)
        if case.settings.step_size / times > 1e-12
    ]
    runs = [case.again(step_size=size) for size in smaller]
    is_true(
        any(each.loss[-1] <= each.loss[0] or each.status != "diverged" for each in runs),
        "a smaller one does too",
    )


@form(r"Flew off: after K steps? it is at P, where the loss is N, and there the run is ended\.")
def flew_off_somehow(case: Case, steps: str, said: str, loss: str) -> None:
    flew(case)
    is_there(case, steps, said, loss)


@form(
    r"Flew off for a while: after K steps? it is at P, where the loss is N, "
    r"though α is not above (2/L|the largest stable α of \w+) = N\."
)
def flew_off_for_a_while(case: Case, steps: str, said: str, loss: str, name: str, limit: str) -> None:
    flew(case)
    is_there(case, steps, said, loss)
    is_limit(case, name, limit)
    is_true(case.run.step_size <= number(limit) * 1.001, "it is above")


@form(r"Falling: after K steps? it is at P, where the loss is N, far below all of the picture\.")
def fell(case: Case, steps: str, said: str, loss: str) -> None:
    is_true(case.run.status == "diverged", case.run.status)
    is_there(case, steps, said, loss)
    lattice = np.stack(np.meshgrid(*(np.linspace(*ends, 101) for ends in case.objective.domain)))
    values = case.ground.value(lattice)
    low, high = values.min(), values[np.isfinite(values)].max()
    is_true(case.run.loss[-1] < low - 10 * (high - low), f"the picture goes down to {low}")


@form(
    r"Left the domain: after K steps? it is at P, and the next step leads "
    r"to where the function is undefined, or too large to compute\."
)
def left_the_domain(case: Case, steps: str, said: str) -> None:
    is_true(case.run.status == "diverged", case.run.status)
    is_there(case, steps, said)
    there = case.next_row()
    value, slope = case.ground.value(there), case.ground.slope(there)
    is_true(
        not (
            np.isfinite(there).all()
            and np.isfinite(value)
            and np.isfinite(slope).all()
            and (np.abs(there) < 1e100).all()
        ),
        f"it leads to {there}",
    )


def is_limit(case: Case, name: str, said: str) -> None:
    """Check the largest stable step of a run's method on its bowl: there the spectral radius is 1."""
    L = float(case.spectrum[0][-1])
    is_true(name != "2/L" or is_rounded(said, 2 / L, 4), f"2/L is {2 / L}")
    is_true(name == "2/L" or name.endswith(case.run.method), "that is another method's")
    below, above = (
        spectral_radius(case.run.method, number(said) * share, L, case.run.hyperparameters)
        for share in (0.998, 1.002)
    )
    is_true(below < 1 + 1e-9 < above, f"the radii are {below} and {above}")


@form(r"Diverging: α = N is above (2/L|the largest stable α of \w+) = N\.")
def above_the_limit(case: Case, alpha: str, name: str, limit: str) -> None:
    flew(case)
    is_true(is_rounded(alpha, case.run.step_size, 2), f"α is {case.run.step_size}")
    is_true(
        number(alpha) > number(limit) and case.run.step_size * float(case.spectrum[0][-1]) > 0, "it is below"
    )
    is_limit(case, name, limit)


@form(r"Each step multiplies (the distance|the steepest part of the distance) by N\.")
def multiplies(case: Case, _: str, said: str) -> None:
    directions = case.spectrum[1]
    along = (case.run.theta - case.bottom) @ directions[:, -1]
    factor = np.abs(along[1:] / along[:-1])[np.abs(along[:-1]) > 1e-9 * np.abs(along).max()]
    is_true(is_rounded(said, float(np.median(factor)), 3, 1e-3), f"it is {np.median(factor)}")


@form(
    r"Diverging, although α (?:= N is below|is not above) (2/L|the largest stable α of \w+) = N: "
    r"(the minibatches|the noise) threw it out\."
)
def thrown_out(case: Case, alpha: str | None, name: str, limit: str, by: str) -> None:
    flew(case)
    is_true(case.is_noisy and bool(case.run.batch) == (by != "the noise"), "there is none")
    is_limit(case, name, limit)
    is_true(case.run.step_size <= number(limit) * 1.001, "it is above")
    is_true(alpha is None or number(alpha) < number(limit), "it is not below")
