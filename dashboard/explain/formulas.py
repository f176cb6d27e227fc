"""What is descended and by which rule, as printed formulas, and where each was published."""

import re
from functools import cache, lru_cache
from html import escape

from dashboard.wording.mathml import lines, mathml
from gdcore import METHODS, SCHEDULES, SOLVERS, LeastSquares, Objective, Run

MOST_KEPT = 16  # functions
ADDRESS = re.compile(r"https://\S+/generated/(\S+?)\.html")


def describe_formulas(run: Run, rivals: tuple[Run, ...] = ()) -> str:
    """Return the formulas of a run for the page: its rule, a schedule, rules of rivals, and its function."""
    others = dict.fromkeys(rival.method for rival in rivals if rival.method != run.method)
    schedule = "" if run.schedule == "constant" else describe_schedule(run.schedule)
    parts = [
        describe_method(run.method),
        schedule,
        *map(describe_method, others),
        describe_function(run.objective),
    ]
    return "".join(parts)


@lru_cache(maxsize=MOST_KEPT)
def describe_function(objective: Objective) -> str:
    """Return f as a formula, and where it is from."""
    name = r"J(\theta)" if isinstance(objective, LeastSquares) else ("f(x)", "f(x, y)")[objective.n - 1]
    return entry("Function", (mathml(f"{name} = {objective.latex}"),), objective.source)


@cache
def describe_method(name: str) -> str:
    """Return the update rule of a method, or what a solver does in words, and where it is from."""
    if name in SOLVERS:
        return entry(SOLVERS[name].name, (escape(SOLVERS[name].text),), SOLVERS[name].source)
    method = METHODS[name]
    seen = (mathml(r"g_k = \nabla f(\theta_k)"),) if "g_k" in method.latex else ()
    return entry(name, (*seen, *lines(method.latex)), method.source)


@cache
def describe_schedule(name: str) -> str:
    """Return the step size as a formula of k, and where it is from."""
    schedule = SCHEDULES[name]
    return entry(name, tuple(lines(schedule.latex)), schedule.source)


def entry(name: str, formulas: tuple[str, ...], source: str) -> str:
    """Return formulas under a name, and their source under them."""
    shown = "".join(f"<p>{formula}</p>" for formula in formulas)
    origin = ADDRESS.sub(r"\1", source)  # the name is enough, where there may be no internet
    cite = f'<p class="caption">{escape(origin)}</p>' if source else ""
    return f'<div class="formulas"><p class="caption">{escape(name)}</p>{shown}{cite}</div>'
