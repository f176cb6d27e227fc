"""Settings drawn at random, from all that the rules allow."""

from typing import Any

from hypothesis import strategies as st

from dashboard.settings import CHAPTERS, RULES, Choice, Number, Point, Settings, Several, Switch


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
    return st.builds(Settings, **rules | others | {"chapter": st.just(chapter)})
