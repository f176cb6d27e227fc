import numpy as np
import pytest

from gdcore import FUNCTIONS, METHODS, Objective, Quadratic, descend, outcome, sweep, typed
from gdcore.sweep import Sweep
from tests.gdcore.outcome.runs import TROUGH

BOWL = Quadratic([[1.0, 0.0], [0.0, 0.1]], [0.0, 0.0], start=[3.0, -2.0], domain=[(-4, 4), (-4, 4)])


def steps_by_hand(objective, start, method, step_size, iterations, minimum):
    """The step after which a single run stays near a minimum in height and in distance, or infinity."""
    run = descend(objective, start, method=method, step_size=step_size, iterations=iterations)
    if run.steps < iterations:
        return np.inf
    height = run.loss - objective.value(minimum)
    gone = np.linalg.norm(run.theta - minimum, axis=1)
    outside = np.flatnonzero((height > 1e-4 * height[0]) | (gone > 0.1 * gone[0]))
    if outside.size == 0:
        return 0
    return np.inf if outside[-1] == iterations else outside[-1] + 1


@pytest.mark.parametrize("method", METHODS)
def test_a_sweep_agrees_with_single_runs(method):
    step_sizes = np.geomspace(1e-3, 1.9, 12)
    found = sweep(BOWL, [3.0, -2.0], step_sizes, method=method, iterations=200)
    assert found.step_sizes.tolist() == step_sizes.tolist()
    for step_size, steps, loss in zip(step_sizes, found.steps, found.loss, strict=True):
        assert steps == steps_by_hand(BOWL, [3.0, -2.0], method, step_size, 200, np.zeros(2))
        run = descend(BOWL, method=method, step_size=step_size, iterations=200)
        assert run.steps < 200 or loss == pytest.approx(run.loss[-1], rel=1e-6, abs=1e-12)


def test_fifty_random_step_sizes_on_himmelblau_agree_with_single_runs():
    objective = FUNCTIONS["himmelblau"]
    step_sizes = 10 ** np.random.default_rng(0).uniform(-4, -1.9, 50)
    found = sweep(objective, objective.start, step_sizes, iterations=300)
    assert 20 < np.isfinite(found.steps).sum() < 50
    for step_size, steps in zip(step_sizes, found.steps, strict=True):
        run = descend(objective, step_size=step_size, iterations=300)
        nearest = min(objective.minima, key=lambda place: np.linalg.norm(place - run.theta[-1]))
        by_hand = steps_by_hand(objective, objective.start, "gradient descent", step_size, 300, nearest)
        assert steps == by_hand


def test_the_best_step_of_a_bowl_is_found():
    start = [30.0, -20.0]  # the more there is to go, the less the two parts' own starts matter
    bowl = Quadratic([[1.0, 0.0], [0.0, 0.1]], [0.0, 0.0], start=start, domain=[(-40, 40), (-40, 40)])
    found = sweep(bowl, start, [0.5, 1.0, 1.5, 1.9, 1.99])
    assert found.step_sizes[found.best] == 1.5
    assert found.steps[3] < found.steps[4]


def far(floor):
    """A bowl whose minimum is far from its picture, and far from height 0."""
    return Objective(
        lambda x, y: (x - 1000) ** 2 + (y - 1000) ** 2 + floor,
        lambda x, y: (2 * (x - 1000), 2 * (y - 1000)),
        start=[-900.0, -900.0],
        domain=[(-5, 5)] * 2,
        minima=[[1000.0, 1000.0]],
    )


@pytest.mark.parametrize("iterations", [1, 2, 85])  # far away, 85 steps of 0.0264 leave a hundredth
@pytest.mark.parametrize(
    ("objective", "start", "method"),
    [
        (TROUGH, [5.0, 3.0], "gradient descent"),
        (TROUGH, [5.0, 3.0], "momentum"),
        (far(1e7), [-900.0, -900.0], "gradient descent"),
        (far(-1e7), [-900.0, -900.0], "gradient descent"),
        (FUNCTIONS["double well"], [1.8], "gradient descent"),
        (typed("(x + 2*y - 7)^2 + (2*x + y - 5)^2 + x^4", 2), [3.0, 1.0], "momentum"),
        (FUNCTIONS["rosenbrock"], [-1.0, 1.0], "newton"),
        (typed("x^2 - y^2", 2), [1.0, 0.0], "gradient descent"),  # to a saddle
        (typed("x"), [1.0], "gradient descent"),
        (typed("abs(x)"), [0.5], "gradient descent"),
    ],
)
def test_a_sweep_says_what_the_outcome_of_each_run_is(objective, start, method, iterations):
    step_sizes = [0.005, 0.02, 0.0264, 0.05]
    found = sweep(objective, start, step_sizes, method=method, iterations=iterations)
    for step_size, steps in zip(step_sizes, found.steps, strict=True):
        run = descend(objective, start, method=method, step_size=step_size, iterations=iterations)
        arrival = outcome(run).motion.arrival
        assert steps == (np.inf if arrival is None else arrival)


@pytest.mark.parametrize("minima", [[[-1.0], [1.0]], []])
@pytest.mark.parametrize("iterations", [50, 200])
def test_who_ends_in_a_minimum_above_the_start_has_arrived_where_no_more_is_left_at_all(iterations, minima):
    # A step of 0.1 leaps from −1.1, where the left well has the height 1, to 0.9, in the right one.
    stairs = Objective(
        lambda x: np.where(x < 0, 100 * (x + 1) ** 2, 50 + (x - 1) ** 2),
        lambda x: (np.where(x < 0, 200 * (x + 1), 2 * (x - 1)),),
        start=[-1.1],
        domain=[(-2, 2)],
        minima=minima,
    )
    found = sweep(stairs, [-1.1], [0.005, 0.004, 0.1], iterations=iterations)
    arrival = outcome(descend(stairs, step_size=0.1, iterations=iterations)).motion.arrival
    assert found.steps.tolist() == [1, 3, arrival or np.inf]  # 0.2³ < 0.01 < 0.2²
    assert (arrival is None) is (iterations == 50) and found.loss == pytest.approx([0, 0, 50], abs=1e-6)


@pytest.mark.parametrize("known", [0, 1, 2])
@pytest.mark.parametrize("unit", [1e-3, 1e3])
def test_in_another_unit_it_takes_as_many_steps(unit, known):
    wells = FUNCTIONS["double well"]
    other = Objective(
        lambda x: wells.formula(x / unit),
        lambda x: (wells.partials(x / unit)[0] / unit,),
        start=unit * wells.start,
        domain=unit * wells.domain,
        minima=[unit * minimum for minimum in wells.minima[:known]],
    )
    step_sizes = np.linspace(0.01, 0.2, 9)
    found = sweep(other, [2.0 * unit], step_sizes * unit**2, iterations=100)
    np.testing.assert_array_equal(found.steps, sweep(wells, [2.0], step_sizes, iterations=100).steps)


def test_an_end_on_a_slope_hides_none_that_has_arrived_above_it():
    # A step of 1.1 leads from 1.9 out of the well about 1 and down the slope beside it.
    brink = Objective(
        lambda x: np.where(x > 0, (x - 1) ** 2, 1 + x),
        lambda x: (np.where(x > 0, 2 * (x - 1), 1.0),),
        start=[1.9],
        domain=[(-2, 2)],
    )
    found = sweep(brink, [1.9], [1.1, 0.25], iterations=50)
    assert found.steps.tolist() == [np.inf, 7] and found.loss[0] < -50  # 0.5⁷ < 0.01 < 0.5⁶


def test_many_ends_by_one_minimum_all_count():
    bowl = Objective(lambda x: x * x, lambda x: (2 * x,), start=[3.9], domain=[(-2, 2)])
    ends = np.linspace(0.0005, 0.0389, 240)  # each of them is less than a hundredth of the way
    found = sweep(bowl, [3.9], (1 - (ends / 3.9) ** (1 / 10)) / 2, iterations=10)
    assert (found.steps <= 10).all() and found.loss == pytest.approx(ends**2)


@pytest.mark.parametrize(
    ("steps", "loss", "best"),
    [
        ([9, 5, 7], [0.0, 1.0, 0.0], 1),
        ([9, 5, 5], [0.0, 1.0, 0.5], 2),
        ([np.inf, 9, np.inf], [0.0, 1.0, 0.5], 1),
        ([np.inf, np.inf, np.inf], [2.0, np.inf, 1.0], 2),
        ([5, 5, 5], [1.0, 1.0, 1.0], 0),
    ],
)
def test_the_best_arrives_first_and_of_equals_the_lower_one_counts(steps, loss, best):
    assert Sweep(np.ones(3), np.array(steps), np.array(loss)).best == best


def test_progress_is_told_every_sixteen_steps_as_a_share():
    told = []
    sweep(BOWL, BOWL.start, [0.1], method="momentum", iterations=40, progress=told.append)
    assert told == [16 / 40, 32 / 40]
    told.clear()
    sweep(BOWL, BOWL.start, [0.1], iterations=40, progress=told.append)
    assert told == [], "plain descent on a quadratic takes no step"


def test_what_progress_raises_ends_the_work():
    def stop(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        sweep(BOWL, BOWL.start, [0.1], method="adam", iterations=40, progress=stop)


def test_a_sweep_makes_a_hundred_thousand_steps_and_no_more():
    slow = sweep(FUNCTIONS["parabola"], [15.0], [2.4e-5], iterations=100_000)
    assert slow.steps[0] == np.ceil(np.log(0.01) / np.log1p(-4.8e-5))  # each step leaves 1 − 2α
    with pytest.raises(ValueError, match=r"^iterations must be"):
        sweep(FUNCTIONS["parabola"], [15.0], [2.4e-5], iterations=100_001)


def test_a_thousand_steps_are_made_where_nobody_says_how_many():
    factors = 0.01 ** (1 / np.array([999.5, 1000.5]))  # a hundredth of the way is left after 1000, and 1001
    found = sweep(FUNCTIONS["parabola"], [15.0], (1 - factors) / 2)
    assert found.steps.tolist() == [1000, np.inf]


def test_where_there_is_no_way_to_go_nothing_can_fly_off():
    found = sweep(BOWL, [0.0, -2.0], [5.0])  # each step leaves half of y, and would make x −4 times as large
    assert found.steps.tolist() == [7] and found.loss == pytest.approx([0], abs=1e-9)  # 0.5⁷ < 0.01 < 0.5⁶


@pytest.mark.parametrize("about", [{}, {"method": "momentum", "momentum": 0.0}])
def test_where_the_last_tenth_of_the_distance_takes_longest_it_counts(about):
    long = Quadratic(np.diag([1.0, 1000.0]), [0.0, 0.0])  # a step of 0.001 leaves nothing of y, 0.999 of x
    found = sweep(long, [1.0, 1.0], [0.001], iterations=3000, **about)
    assert found.steps.tolist() == [np.ceil(np.log(0.1 * np.sqrt(2)) / np.log(0.999))]


def test_where_all_step_sizes_leave_the_finite_numbers_none_arrives():
    found = sweep(BOWL, BOWL.start, [50.0, 90.0], method="momentum", iterations=1000)
    assert found.steps.tolist() == found.loss.tolist() == [np.inf, np.inf] and found.best == 0


def test_a_minimum_that_is_not_listed_is_arrived_at():
    valley = FUNCTIONS["bumpy valley"]
    found = sweep(valley, [8.0], [0.02])
    assert np.isfinite(found.steps[0])


def test_near_in_height_but_far_away_is_not_there():
    long = Quadratic(np.diag([1.0, 1e-9]), [0.0, 0.0])
    found = sweep(long, [1.0, 1.0], [1.0], iterations=1000)
    assert found.steps[0] == np.inf and found.loss[0] < 1e-4 * float(long.value([1.0, 1.0]))


def test_the_floor_is_the_minimum_that_is_reached():
    objective = FUNCTIONS["double well"]
    found = sweep(objective, objective.start, [0.01], iterations=500)
    assert np.isfinite(found.steps[0])
    assert found.loss[0] > objective.lowest + 0.1


def test_a_single_step_is_enough_where_it_arrives():
    found = sweep(FUNCTIONS["parabola"], [15.0], [0.4, 0.5], iterations=1)  # 1/L is 0.5
    assert found.steps.tolist() == [np.inf, 1]


def test_what_leaves_the_finite_numbers_never_arrives():
    found = sweep(BOWL, [3.0, -2.0], [1.0, 50.0], iterations=1000)
    assert np.isfinite(found.steps[0]) and found.steps[1] == found.loss[1] == np.inf
    assert found.best == 0


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"step_sizes": [0.1, 0.0]}, "step_sizes"),
        ({"start": [1.0]}, "start"),
        ({"iterations": 0}, "iterations"),
    ],
)
def test_bad_arguments_are_named(changes, word):
    given = {"start": [3.0, -2.0], "step_sizes": [0.1]} | changes
    with pytest.raises(ValueError, match=f"^{word} must be"):
        sweep(BOWL, given.pop("start"), given.pop("step_sizes"), **given)


STAY = [(BOWL, method) for method in METHODS]
# Where a minimum is listed rounded, rules that divide by the gradient's size leave it.
STAY += [
    (FUNCTIONS[name], method)
    for name in ("booth", "double well")
    for method in ("gradient descent", "momentum")
]


@pytest.mark.parametrize(("objective", "method"), STAY)
def test_who_starts_at_a_minimum_has_arrived_before_the_first_step(objective, method):
    minimum = objective.minima[0]
    found = sweep(objective, minimum, [0.01, 0.1], method=method, iterations=40)
    np.testing.assert_array_equal(found.steps, 0)
    np.testing.assert_allclose(found.loss, objective.value(minimum), atol=1e-12)


def test_each_run_is_measured_by_the_minimum_it_came_to_listed_or_not():
    wells = FUNCTIONS["double well"]
    unlisted = Objective(
        wells.formula, wells.partials, start=wells.start, domain=wells.domain, seconds=wells.seconds
    )
    step_sizes = np.linspace(0.01, 0.2, 40)
    known, found = (sweep(each, [2.0], step_sizes, iterations=200) for each in (wells, unlisted))
    arrived = np.isfinite(found.steps)
    assert set(np.sign(found.loss[arrived])) == {-1, 1}, "it comes to both"
    assert not arrived.all()
    np.testing.assert_array_equal(found.steps, known.steps)
