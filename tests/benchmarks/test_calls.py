"""Calls of Python, counted: unlike seconds they are the same on every machine, however busy.

They are printed: `python -m pytest tests/benchmarks/test_calls.py -s`.
"""

import sys
from collections.abc import Callable

import pytest

from tests.dashboard.visitor import Visitor
from tests.serving import ROOT

OURS = tuple(f"{ROOT / folder}/" for folder in ("dashboard", "gdcore"))


def count(act: Callable[[], object]) -> dict[str, int]:
    """All calls, those of our own named functions, and how often one of our files calls into another."""
    found = {"calls": 0, "of ours": 0, "switches": 0}

    def look(frame, event, _):
        if event != "call":
            return
        found["calls"] += 1
        code, caller = frame.f_code, frame.f_back
        if not code.co_filename.startswith(OURS):
            return
        found["of ours"] += not code.co_name.startswith("<")
        while caller is not None and not caller.f_code.co_filename.startswith(OURS):
            caller = caller.f_back
        found["switches"] += caller is not None and caller.f_code.co_filename != code.co_filename

    sys.setprofile(look)
    try:
        act()
    finally:
        sys.setprofile(None)
    return found


@pytest.mark.parametrize("query", ["?chapter=curve", "?chapter=line", "?chapter=landscape"])
def test_an_opening_and_a_change_of_the_step_size(query):
    visitor = Visitor(query)
    for step_size in (0.09, 0.08):
        visitor.set("step_size", step_size)
    print(f"\n{query}: opening {count(lambda: Visitor(query))}")
    print(f"{query}: another step size {count(lambda: visitor.set('step_size', 0.1))}")
    assert visitor.settings.step_size == 0.1
