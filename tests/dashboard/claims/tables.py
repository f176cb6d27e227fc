"""Claims of the theory's table, of the sweep's caption, of a race and of what was tuned."""

import re
from html import unescape

import numpy as np

from dashboard.explain import steps
from tests.dashboard.claims.case import Case, spectral_radius
from tests.dashboard.claims.forms import Untrue, form, hold, is_true
from tests.dashboard.claims.motions import factors, places
from tests.dashboard.claims.numbers import NUMBER, is_rounded, number
from tests.meaning import tells

TABLE = re.compile(
    r'<p class="caption">Curvature: (.*?)\.</p><table>(.*?)</table><p class="caption">(.*?)</p>', re.DOTALL
)
ROW = re.compile(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td></tr>')
NONE = '<p class="caption">No minimum has been reached whose curvature could be read.</p>'
ENDED = re.compile(
    r"(?P<how>Made the|Diverged after|Ended after|Stopped after) (?P<count>[\d,]+) steps?"
    rf"(?: asked for|, as (?P<why>the last moved θ by no more than {NUMBER}"
    r"|the next row would not be finite))?"
    rf": the loss is (?P<left>{NUMBER})(?P<below>, below all| above the least) that is known\."
)
LAST = '<p class="caption">'
STATUSES = {
    "Made": "iterations",
    "Diverged": "diverged",
    "Ended": "diverged",
    "Stopped": "converged",
}
TUNED = re.compile(
    r"([\w ]+) (?:arrives at step (\d+) with α = (\S.*)|keeps α = (.*), as none of "
    r"(?:the 4 most promising of )?(\d+) step sizes arrives)"
)
LIMITS = {
    "largest stable step 2/L": "gradient descent",
    "largest stable step 2(1 + β)/L": "momentum",
    "largest stable step 2(1 + β)/((1 + 2β)L)": "nesterov",
    "largest stable step of plain descent 2/L": None,
}


def hold_theory(case: Case, text: str) -> None:
    """Check the table of the theory, what is said beneath it, and how the run ended at its end."""
    text, _, ended = text.rpartition(LAST)
    hold_ended(case, unescape(ended.removesuffix("</p>")))
    if text == NONE:
        is_true(not case.is_bowl, "a bowl has a curvature")
        return
    match = TABLE.fullmatch(text)
    is_true(match, f"nobody knows how to check {text}")
    where, table, said = match.groups()
    is_true(where == ("everywhere the same" if case.is_bowl else "at the minimum beside its last row"), where)
    if said:
        hold(case, unescape(said))
    rows = dict(ROW.findall(table))
    try:
        hold_rows(case, rows)
    except Untrue as untrue:
        raise Untrue(f"{untrue}\n{rows}\n{case.settings}") from None


def hold_ended(case: Case, text: str) -> None:
    """Check what is said to have ended a run, after how many steps, and how high."""
    run, match = case.run, ENDED.fullmatch(text)
    is_true(match, f"nobody knows how to check {text}")
    why = match["why"] or ""
    is_true(STATUSES[match["how"].split()[0]] == run.status, f"{text} {run.status}")
    is_true(number(match["count"]) == len(run.loss) - 1, text)
    is_true(
        "finite" not in why or not np.isfinite(case.ground.value(case.next_row())), f"the next row is: {text}"
    )
    is_true(
        "no more" not in why or is_rounded(why.rpartition("than ")[2], case.settings.precision, 4),
        f"no: {text}",
    )
    lowest = run.objective.lowest
    is_true((run.loss[-1] < lowest) == match["below"].startswith(","), f"the least known is {lowest}: {text}")
    truth = run.loss[-1] if run.loss[-1] < lowest else run.excess[-1]
    is_true(is_rounded(match["left"], float(truth), 3), f"it is {truth}: {text}")


def hold_rows(case: Case, rows: dict[str, str]) -> None:
    found = case.spectrum[0] if case.is_bowl else hessian(case)
    is_true(found is not None, "there is no curvature at a kink")
    L, mu = float(found[-1]), max(float(found[0]), 0.0)
    slack = 1e-9 * L if case.is_bowl else (0.01 if mu > 1e-3 * L else 0.3) * L
    for name, truth in (("L, largest curvature", L), ("μ, smallest curvature", mu)):
        is_true(
            is_rounded(
                rows.pop(name), truth, 5, slack if truth == L else 1e-12 * L if case.is_bowl else slack
            ),
            f"{name}: {truth}",
        )
    kappa = rows.pop("κ = L/μ")
    if case.is_bowl:
        is_true((kappa == "∞") == (mu == 0), f"μ is {mu}")
    if kappa != "∞":
        is_true(number(kappa) < 1e13, "that is rounding")
        slack = 1e-6 if case.is_bowl else 0.05 + 0.01 * number(kappa)
        is_true(abs(number(kappa) * mu / L - 1) < 1e-4 + slack, f"L is {L}, μ {mu}")
    best, foretold, measured = (
        rows.pop(name)
        for name in (
            "best step of plain descent 2/(L + μ)",
            "factor a step, foretold",
            "factor a step, measured",
        )
    )
    is_true(
        best == "–" or abs(number(best) * (L + mu) / 2 - 1) < (1e-4 if case.is_bowl else 0.03),
        f"2/(L + μ) is {2 / (L + mu)}",
    )
    ((name, limit),) = rows.items()
    hold_limit(case, name, number(limit), L, mu > 1e-3 * L)
    if foretold != "–":
        hold_foretold(case, number(foretold), found)
    if measured != "–":
        hold_measured(case, number(measured))


def hessian(case: Case) -> np.ndarray | None:
    found = [case.ground.curvatures(each) for each in places(case, case.run)]
    return next((each for each in found if each is not None), None)


def hold_limit(case: Case, name: str, limit: float, L: float, is_round: bool) -> None:
    method, slack = LIMITS[name], 2e-4 if case.is_bowl else 0.02 if is_round else 0.3
    is_true(method in (case.run.method, None), f"{name}: the run is by {case.run.method}")
    is_true(
        method is not None or case.run.method not in LIMITS.values(),
        f"{case.run.method} has a limit of its own",
    )
    options = case.run.hyperparameters if method else {}
    below, above = (
        spectral_radius(method or "gradient descent", limit * share, L, options)
        for share in (1 - slack, 1 + slack)
    )
    is_true(below < 1 + 1e-9 < above, f"{name} = {limit}: the radii are {below} and {above}")


def hold_foretold(case: Case, said: float, curvatures: np.ndarray) -> None:
    run = case.run
    present = curvatures[curvatures > 1e-5 * curvatures[-1]]
    if case.is_bowl:
        parts = np.abs((run.theta[0] - case.bottom) @ case.spectrum[1])
        present = curvatures[(parts > 1e-11 * parts.max()) & (curvatures > 0)]
    radii = [spectral_radius(run.method, run.step_size, float(each), run.hyperparameters) for each in present]
    truth = max(radii, default=0.0)
    slack = 1e-4 if case.is_bowl else 0.02 * (1 + run.step_size * float(curvatures[-1]))
    is_true(abs(said - truth) <= slack * max(truth, 0.1), f"foretold is {said}, and the radius {truth}")


def hold_measured(case: Case, said: float) -> None:
    """Check a measured factor by what is left of the way after some, as far as rows tell one."""
    if np.linalg.norm(case.run.theta - case.end, axis=1).max() < 1e-4 * case.width:
        return  # the digits of the minimum decide
    rates = factors(case)
    logs = [np.log(each) if each > 0 else -np.inf for each in rates]
    is_true(
        any(abs(np.log(said) - each) <= 0.3 * abs(each) + 0.003 for each in logs),
        f"measured is {said}, and the rows say {rates}",
    )


@form(r"This run, with α = N, arrives at step K(?: and stops at step K)?\.")
def arrives(case: Case, alpha: str, step: str, last: str | None) -> None:
    is_true(is_rounded(alpha, case.settings.step_size, 4), "that is not α")
    hold_arrival(case, case.run, int(number(step)))
    is_true(
        last is None or (number(last) == case.run.steps and case.run.status == "converged"),
        f"it made {case.run.steps}",
    )


def hold_arrival(case: Case, run: object, step: int | None) -> None:
    around = places(case, run) if case.is_bowl else [*case.minima_of(run), *case.ground.minima]
    if step is None:
        if not case.ground.around(run.theta[-1], 1e-3).any():
            return  # level all around: it may be the floor of a minimum
        around = sorted(around, key=lambda each: float(np.linalg.norm(each - run.theta[-1])))[:1]
    windows = [case.arrivals(run, each) for each in around if not is_hidden(case, run, each)]
    if len(windows) < len(around):
        return
    if step is None:
        is_true(not any(late < np.inf for _, late in windows), f"it arrives: {windows}")
    else:
        is_true(any(early <= step <= late for early, late in windows), f"it arrives at {windows}")


def is_hidden(case: Case, run: object, point: np.ndarray) -> bool:
    """Return whether rounding hides how high the start is above a minimum."""
    value = abs(float(case.ground.value(point)))
    return not case.is_bowl and case.heights(run, point)[0] < 1e-9 * value


@form(
    r"This run, with α = N, (stops at step K, before it has arrived|does not arrive in K iterations?"
    r"|flies off|falls far below the picture|leaves the domain)\."
)
def does_not_arrive(case: Case, alpha: str, how: str, stop: str | None, made: str | None) -> None:
    is_true(is_rounded(alpha, case.settings.step_size, 4), "that is not α")
    hold_arrival(case, case.run, None)
    status = {"stops": "converged", "does": "iterations"}.get(how.split()[0], "diverged")
    is_true(status == case.run.status, case.run.status)
    is_true(
        number(stop or made or str(case.run.steps)) == case.run.steps,
        f"it made {case.run.steps}",
    )


def alone(case: Case, alpha: float, steps: int) -> object:
    """Return the run of a sweep: of one step size, without noise, minibatches or a schedule."""
    changes = {"noise": 0.0} if case.settings.chapter != "line" else {}
    return case.again(
        step_size=alpha, iterations=steps, precision=0.0, schedule="constant", batch=0, **changes
    )


@form(r"Quickest: α = N, K steps?\.")
def is_quickest(case: Case, alpha: str, steps: str) -> None:
    tried = 1000 if case.settings.method != "line search" else 200
    found = int(number(steps))
    hold_arrival(case, alone(case, number(alpha), max(tried, found)), found)


@form(r"No step size arrives within K steps\.")
def none_arrives(case: Case, tried: str) -> None:
    for size in np.logspace(*steps.exponents(case.objective, case.settings), 201)[::10]:
        hold_arrival(case, alone(case, float(size), min(int(number(tried)), 2000)), None)


@form(r"Swept without (?:noise|minibatches|a schedule)(?: or (?:noise|minibatches|a schedule))*(\.)")
def is_swept_without(case: Case, _: str) -> None:
    settings = case.settings
    is_true(settings.noise or settings.batch or settings.schedule != "constant", "there is none")


def hold_sweep(case: Case, text: str) -> None:
    match = re.fullmatch(r'<p>(.*?)</p><p class="caption">(.*?)</p>', text)
    is_true(match, f"nobody knows how to check {text}")
    hold(case, unescape(match.group(1)))
    is_true(tells(match.group(2), "ten-thousandth", "down", "tenth", "there"), match.group(2))


def hold_race(cases: list[Case], facts: dict[str, list]) -> None:
    """Check who arrived when, and how each ended."""
    for case, step, ended, end in zip(cases, facts["arrivals"], facts["endings"], facts["ends"], strict=True):
        hold_arrival(case, case.run, step)
        is_true(end == case.run.steps, f"it made {case.run.steps}")
        status = {"stopped": "converged", "not yet": "iterations"}.get(ended, "diverged")
        is_true(status == case.run.status, f"{ended}: {case.run.status}")


def hold_tuned(said: str, tuned: list[Case], tried: list[list[float]]) -> None:
    """Check what was tuned: each very run arrives when it is said to, or none of those tried does."""
    sentences = said.removeprefix("Tuned: ").removesuffix(".").split("; ")
    for sentence, one, sizes in zip(sentences, tuned, tried, strict=True):
        match = TUNED.fullmatch(sentence)
        is_true(match, f"nobody knows how to check {sentence}")
        method, step, alpha, kept, count = match.groups()
        is_true(method == one.run.method, method)
        is_true(is_rounded(alpha or kept, one.run.step_size, 4), f"α is {one.run.step_size}")
        hold_arrival(one, one.run, None if step is None else int(number(step)))
        if step is None:
            is_true(int(count) == len(sizes), f"{len(sizes)} were tried")
            for size in sizes[:4]:
                run = one.again(
                    method=method, step_size=size, hyperparameters=tuple(one.run.hyperparameters.items())
                )
                hold_arrival(one, run, None)
