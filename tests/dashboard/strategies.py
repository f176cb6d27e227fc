"""Settings drawn at random, from all that the rules allow."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from dashboard.settings.kinds import (
    Choice,
    Formula,
    Names,
    Number,
    Point,
    Points,
    Several,
    Switch,
)
from dashboard.settings.rivals import Race, Rival, hyperparameter_rules
from dashboard.settings.values import CHAPTERS, OWN, RULES, STEP_SIZE, TYPED, Settings
from gdcore import METHODS, SOLVERS
from gdcore.descent import MOST_SAMPLES
from gdcore.tables import clean

MOST_STEPS = 300_000  # of all runs of a race
MOST_SEARCHED = 100  # of a line search, each of which tries up to sixty: a page has no room for many more
TENTHS = st.integers(-500, 500).map(lambda number: number / 10)
NAMES = st.text(st.characters(codec="utf-8"), max_size=50).map(clean).filter(bool)
FORMULAS = {1: ["x**2", "x**4 - 3*x**2 + x", "sin(3*x) + x**2/5"], 2: ["x*y + x**2 + y**2", "sin(x)*y + x^2"]}


def allowed(rule: Any) -> st.SearchStrategy:
    """The values that a rule allows."""
    match rule:
        case Number(low, high, True):
            return st.integers(low, high)
        case Number(low, high):
            return st.floats(low, high)
        case Choice(options):
            return st.sampled_from(options)
        case Several(options):
            return st.lists(st.sampled_from(options), unique=True).map(tuple)
        case Formula(size):
            return st.sampled_from(FORMULAS[size])
        case Race():
            return st.lists(rivals(rule.kept), max_size=rule.most, unique=True).map(tuple)
        case Points():
            return st.lists(st.tuples(TENTHS, TENTHS), min_size=2, max_size=30).filter(differ).map(tuple)
        case Names():
            return st.tuples(NAMES, NAMES)
        case Switch():
            return st.booleans()
        case Point(size, coordinate):
            return st.tuples(*[allowed(coordinate)] * size)


def settings(chapter: str | None = None, **narrowed: st.SearchStrategy) -> st.SearchStrategy[Settings]:
    """Settings of a chapter, or of any; some from a narrower choice than what is allowed."""
    if chapter is None:
        return st.one_of(*(settings(name, **narrowed) for name in CHAPTERS))
    rules = {name: allowed(rule) for name, rule in RULES[chapter].items()}
    others = {name: value for name, value in narrowed.items() if name in rules}
    return st.builds(Settings, **rules | others | {"chapter": st.just(chapter)}).map(sensible)


def sensible(found: Settings) -> Settings:
    """A formula only where the function is a typed one, points where they are shown; not too much work.

    No challenge: that fixes most of what is drawn.
    """
    if "line search" in (found.method, *(rival.method for rival in found.race)):
        found = replace(found, iterations=min(found.iterations, MOST_SEARCHED))
    largest = MOST_SAMPLES // found.iterations
    few = found.batch and min(found.batch, largest)  # None where a chapter has no batches
    small = [rival for rival in found.race if dict(rival.kept).get("batch", 0) <= largest]
    most = max(MOST_STEPS // found.iterations - 1, 0)
    first = CHAPTERS[found.chapter]
    formula = found.formula if found.function == TYPED else first.formula
    points, names = (found.points, found.names) if found.data == OWN else (first.points, first.names)
    found = replace(found, challenge=found.challenge and "")
    return replace(found, batch=few, race=tuple(small[:most]), formula=formula, points=points, names=names)


def differ(points: list[tuple[float, float]]) -> bool:
    """Whether a line can go through these points."""
    return len({x for x, _ in points}) > 1


def rivals(kept: dict[str, Any]) -> st.SearchStrategy[Rival]:
    """Runners of a race: SciPy's solvers, and methods with a step size and one hyperparameter, or none.

    Some of them are pinned, and have settings of their own.
    """
    solvers = st.sampled_from(list(SOLVERS)).map(Rival)
    return st.one_of(solvers, st.sampled_from(list(METHODS)).flatmap(lambda method: rival(method, kept)))


def rival(method: str, kept: dict[str, Any]) -> st.SearchStrategy[Rival]:
    rules = hyperparameter_rules(method)
    others = [st.tuples(st.tuples(st.just(name), allowed(rule))) for name, rule in rules.items()]
    pins = st.tuples(*(st.tuples(st.just(name), allowed(rule)) for name, rule in kept.items()))
    return st.builds(
        Rival,
        st.just(method),
        allowed(STEP_SIZE),
        st.one_of(st.just(()), *others),
        st.one_of(st.just(()), pins),
    )
