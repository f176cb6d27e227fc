"""No sentence about a run is false: thousands of random runs, and the links that once were told wrongly."""

import numpy as np
import pytest

from dashboard.explain import sweeps
from dashboard.explain.theory import describe_theory
from dashboard.explain.verdict import verdict
from dashboard.runs import race
from dashboard.runs.links import read
from dashboard.runs.problems import run_of
from gdcore import outcome
from tests.dashboard.claims.drawn import draw
from tests.dashboard.claims.held import hold_race, hold_run, hold_sweep, hold_tuned
from tests.dashboard.visitor import arguments
from tests.meaning import tells

pytestmark = pytest.mark.thorough

PARTS, RUNS = 8, 170  # of each part
SWEPT, TUNED = 4, 2  # of each of some parts: they take many runs each


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_said_of_random_runs_is_true(part):
    rng = np.random.default_rng([9, part])
    for _ in range(RUNS):
        settings = draw(rng)
        hold_run(settings)
        if settings.race:
            hold_race(settings)


@pytest.mark.parametrize("part", range(5))
def test_what_is_said_of_random_sweeps_and_tuned_races_is_true(part):
    rng = np.random.default_rng([10, part])
    for _ in range(SWEPT):
        hold_sweep(draw(rng))
    for _ in range(TUNED):
        hold_tuned(draw(rng))


YEARS = "2010,3;2011,5;2012,4;2013,7;2014,8;2015,8;2016,10;2017,11;2018,10;2019,13"
CURVE, LINE, LANDSCAPE = (f"?chapter={name}" for name in ("curve", "line", "landscape"))
TYPED = f"{CURVE}&formula="


def settings_of(query):
    settings, complaints = read(arguments(query))
    assert complaints == []
    return settings


@pytest.mark.parametrize(
    ("query", "said", "unsaid"),
    [
        (f"{LINE}&data=own&points={YEARS}", ["least squares", "1.0242", "Creeping"], ["Good"]),
        (f"{LINE}&data=own&points=170,60;180,75;165,55;190,90", ["Creeping"], ["Oscillating"]),
        (f"{CURVE}&method=adam&step_size=1", ["Stopped early"], ["too small", "steps are"]),
        (f"{TYPED}x**4-20*x**3&start=5", ["from a minimum"], ["lowest point", "Falling", "no minimum"]),
        (f"{TYPED}5*cos(x/6)&start=10", ["a minimum"], ["lowest point", "Falling"]),
        (f"{CURVE}&function=quartic", ["minimum", "0.29"], ["no minimum", "Converged"]),
        (f"{LANDSCAPE}&function=matyas&precision=0.01", ["Stopped early", "away"], ["Converged"]),
        (f"{CURVE}&function=plateau&start=50", ["Stopped early", "minimum", "50"], ["Converged"]),
        (f"{CURVE}&noise=10&step_size=0.0001&precision=0.1", ["Stopped early"], ["Converged"]),
        (f"{LANDSCAPE}&formula=(x%2By-1)**2", ["floor of a flat valley"], ["no minimum"]),
        (f"{CURVE}&function=bumpy valley&start=8", ["minimum", "0.005"], ["no minimum"]),
        (f"{TYPED}sin(9*x)%2Bx/10&start=4.3", ["from local minimum"], ["no minimum yet"]),
        (f"{TYPED}abs(sin(3*x))&start=4.3", ["none known is lower"], ["no minimum yet"]),
        (f"{LANDSCAPE}&function=himmelblau&method=newton", ["a maximum: level"], ["no minimum yet"]),
        (f"{LANDSCAPE}&step_size=0.000001", ["Creeping"], ["stalled", "slope is only"]),
        (f"{LINE}&samples=100&batch=100&step_size=0.1", ["least squares says"], ["Circling", "noise"]),
        (f"{TYPED}x-sqrt(x)&method=adam&step_size=0.5", ["Left the domain"], ["ever further", "Diverging"]),
        (f"{CURVE}&method=newton&step_size=3&schedule=exponential&start=0", ["Flew off"], ["Diverging"]),
        (f"{CURVE}&start=3&noise=1&step_size=0.5", [], ["Diverging"]),
        (f"{CURVE}&step_size=1.1&start=3", ["Converged", "step 1", "x = 3", "at the minimum"], ["Diverging"]),
        (f"{LANDSCAPE}&function=beale&step_size=0.05", [], ["ever further"]),
        (f"{CURVE}&step_size=1", ["Neither", "15", "−9", "for ever"], []),
        (f"{LINE}&batch=1&step_size=1.827&iterations=20000", ["1.827", "above", "2/L = 1.8269"], []),
        (f"{LINE}&batch=1&step_size=1.8269&iterations=20000", ["1.8269", "below", "2/L = 1.82693"], []),
        (f"{TYPED}abs(x)&start=0.00001&step_size=0.00003&precision=0", ["1 × 10⁻⁵", "−2 × 10⁻⁵"], []),
        (f"{CURVE}&step_size=1&start=3.00001&precision=0", ["3.00001", "2.99999", "for ever"], []),
        (f"{TYPED}abs(x)&start=5&step_size=0.1&precision=0.1", ["no longer than 0.1", "4.9"], ["below"]),
        (f"{LINE}&data=own&points=1,0.1;2,0.1;3,0.1&step_size=0.3", ["slope 0;", "says 0"], ["10⁻"]),
        (f"{CURVE}&step_size=0.000001&iterations=20000&precision=0", ["20,000"], ["20000"]),
        (f"{CURVE}&start=1000&step_size=0.0001", ["x = 941.93", "938.93", "minimum"], ["e-0"]),
    ],
)
def test_a_link_that_was_told_wrongly(query, said, unsaid):
    settings = settings_of(query)
    text = verdict(run_of(settings), settings)
    hold_run(settings)
    assert tells(text, *said) and not any(each in text for each in unsaid), text


@pytest.mark.parametrize(
    ("query", "row"),
    [
        (f"{CURVE}&method=nesterov&step_size=0.7", "2(1 + β)/((1 + 2β)L)</th><td>0.67857"),
        (f"{CURVE}&method=momentum&step_size=1.8", "2(1 + β)/L</th><td>1.9"),
        (f"{CURVE}&method=adam", "of plain descent 2/L</th><td>1<"),
        (f"{CURVE}&step_size=0.0000001&precision=0", "factor a step, foretold</th><td>0.9999998<"),
        (f"{CURVE}&step_size=1&precision=0", "factor a step, foretold</th><td>1<"),
        (f"{CURVE}&step_size=0.45&precision=0&iterations=5", "the loss is 1.44 × 10⁻⁸ above"),
    ],
)
def test_the_table_of_theory_tells_each_run_its_own_numbers(query, row):
    settings = settings_of(query)
    assert row in describe_theory(run_of(settings))
    hold_run(settings)


def test_no_curvature_is_claimed_at_a_kink():
    settings = settings_of(f"{TYPED}abs(x)%2Bx**2")
    assert "largest curvature" not in describe_theory(run_of(settings))
    hold_run(settings)


def test_a_run_has_one_ending():
    settings = settings_of(f"{CURVE}&open=sweep")
    found = outcome(run_of(settings))
    assert (found.ending, found.run.steps, found.motion.arrival) == ("converged", 273, 228)
    caption = sweeps.caption(
        settings, sweeps.sweep_one(sweeps.wish(settings, sweeps.runners(settings)[0])), found
    )
    assert tells(caption, "arrives", "228", "stops", "273")
    hold_sweep(settings)


def test_a_sweep_tells_what_ended_the_run():
    settings = settings_of(f"{CURVE}&step_size=0.0001&iterations=20000&open=sweep")
    caption = sweeps.caption(
        settings,
        sweeps.sweep_one(sweeps.wish(settings, sweeps.runners(settings)[0])),
        outcome(run_of(settings)),
    )
    assert "before it has arrived" in caption and "does not arrive" not in caption


def test_tuned_step_sizes_were_tried():
    settings = settings_of(f"{LANDSCAPE}&function=himmelblau&method=newton&race=momentum:0.001")
    _, said = race.tune(settings, lambda share: None)
    assert "newton keeps α" in said and "momentum arrives at step" in said
    hold_tuned(settings)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (CURVE, ["Converged", "273", "x = 3.048", "0.048", "minimum"]),
        (f"{CURVE}&step_size=0.0001&iterations=100000", ["minimum", "5", "too small"]),
        (LINE, ["5000", "slope 62.81", "least squares", "63.42"]),
        (f"{CURVE}&step_size=1.1", ["Diverging", "1.1", "above", "2/L = 1", "distance", "1.2"]),
        (f"{CURVE}&step_size=0.5", ["Converged", "one step", "x = 3", "at the minimum"]),
    ],
)
def test_the_numbers_of_the_post(query, words):
    settings = settings_of(query)
    assert tells(verdict(run_of(settings), settings), *words)
    hold_run(settings)
