"""How long a typed function takes to be read, and to run, against ways that one would write by hand.

Run by ``python -m pytest tests/benchmarks -s``, which prints the figures.
"""

import contextlib
import statistics
import time
from collections.abc import Callable

import numpy as np

from gdcore import NotAFunction, Objective, descend, typed
from gdcore.elementary import cos, sin
from gdcore.typed import objective as reading
from tests.gdcore.typed.hostile import hostile

STEPS = 5000
ROUNDS = 7
SINE = "x**2/10 + sin(3*x)"


def test_hostile_lines_against_a_run_of_descent() -> None:
    typed("x**2 + sin(x)")  # what is imported by the first is there for all
    slowest = {}
    for n in (1, 2):
        for text in hostile():
            reading._typed.cache_clear()
            slowest[text, n] = spent(lambda text=text, n=n: answered(text, n))
    (text, n), longest = max(slowest.items(), key=lambda item: item[1])
    whole = statistics.median(spent(lambda: descend(sine(), iterations=STEPS)) for _ in range(ROUNDS))
    middle = statistics.median(slowest.values())
    print(
        f"\n{len(slowest)} hostile lines: {1000 * middle:.2f} ms the middle one, "
        f"{1000 * longest:.1f} ms the slowest, "
        f"{longest / whole:.2f} times {STEPS} steps of descent (n = {n}, {text[:60]!a})"
    )
    assert longest < 20 * whole


def test_5000_steps_against_a_function_written_by_hand() -> None:
    reading._typed.cache_clear()
    objective = typed(SINE)
    theirs = [spent(lambda: descend(sine(), iterations=STEPS, step_size=0.01)) for _ in range(ROUNDS)]
    ours = [spent(lambda: descend(objective, iterations=STEPS, step_size=0.01)) for _ in range(ROUNDS)]
    by_hand, as_typed = statistics.median(theirs), statistics.median(ours)
    print(
        f"\n{STEPS} steps: typed {1000 * as_typed:.1f} ms, by hand {1000 * by_hand:.1f} ms, "
        f"{as_typed / by_hand:.2f} times as long"
    )
    np.testing.assert_allclose(
        descend(objective, iterations=STEPS, step_size=0.01).theta,
        descend(sine(), iterations=STEPS, step_size=0.01).theta,
        rtol=1e-9,
    )
    assert as_typed < 5 * by_hand


def sine() -> Objective:
    return Objective(
        lambda x: x * x / 10 + sin(3 * x),
        lambda x: (x / 5 + 3 * cos(3 * x),),
        start=[3.6],
        domain=[(-5, 5)],
    )


def answered(text: str, n: int) -> None:
    with contextlib.suppress(NotAFunction):
        typed(text, n)


def spent(work: Callable[[], object]) -> float:
    """Return the seconds of processor time that the work takes."""
    before = time.process_time()
    work()
    return time.process_time() - before
