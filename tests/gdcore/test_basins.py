import importlib

import numpy as np
import pytest

from gdcore import FUNCTIONS, METHODS, Objective, Quadratic, basins, descend, typed

module = importlib.import_module("gdcore.basins")  # the package has the function under this name

POINTS = 50
STEPS = 400
NUDGE = 1e-9  # of the domain: arrays may be rounded unlike floats, and borders of basins are sharp
TWO_WELLS = "(x**2 - 2)**2/4 + x*y + y**2"
CASES = [
    ("himmelblau", {}),
    ("himmelblau", {"step_size": 0.01}),  # flies off from many starts
    ("himmelblau", {"method": "newton"}),
    ("himmelblau", {"method": "line search"}),
    ("himmelblau", {"method": "adam", "step_size": 0.1}),
    ("booth", {"method": "adamw", "step_size": 1.38, "beta1": 0.64}),  # rests, and is thrown out again
    ("six-hump camel", {"method": "momentum", "schedule": "1/k"}),
    ("two wells", {"method": "nesterov", "schedule": "cosine"}),
    ("rosenbrock", {"method": "momentum", "step_size": 0.0005, "momentum": 0.95}),
    ("bowl", {"step_size": 1.9}),
    ("beale", {"method": "lion"}),
    (TWO_WELLS, {"method": "adagrad", "schedule": "step decay"}),
    (TWO_WELLS, {"method": "newton", "step_size": 0.7}),
]


def objective_of(name):
    return FUNCTIONS[name] if name in FUNCTIONS else typed(name, 2)


def ends(objective, start, *, rows=STEPS, iterations=STEPS, **arguments):
    """Which minimum the rows of a single run settle at, and since which row: by the definition."""
    run = descend(objective, start, iterations=iterations, **arguments)
    if run.status == "diverged" and run.steps <= rows:
        return -2, rows
    theta = run.theta[: rows + 1]
    reach = np.ptp(objective.domain, axis=1).min() / 100
    distances = [np.linalg.norm(theta - minimum, axis=1) for minimum in objective.minima]
    nearest = int(np.argmin([distance[-1] for distance in distances]))
    if distances[nearest][-1] > reach:
        return -1, rows
    outside = np.flatnonzero(distances[nearest] > reach)
    return nearest, int(outside[-1]) + 1 if outside.size else 0


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_it_agrees_with_single_runs_at_random_points(name, arguments):
    objective = objective_of(name)
    low, high = objective.domain.T
    starts = np.random.default_rng(8).uniform(low, high, (POINTS, 2))
    found = basins(objective, *starts.T, **arguments)
    same = 0
    for minimum, steps, start in zip(found.minimum.diagonal(), found.steps.diagonal(), starts, strict=True):
        if (minimum, steps) == ends(objective, start, **arguments):
            same += 1
            continue
        beside = [start + shift * NUDGE * (high - low) for shift in (-1, 0, 1)]
        minima, counts = zip(*(ends(objective, each, **arguments) for each in beside), strict=True)
        assert minimum in minima and (len(set(minima)) > 1 or min(counts) <= steps <= max(counts))
    assert same >= 0.9 * POINTS


def test_steps_that_are_too_long_for_a_minimum_lead_away_though_slowly_at_first():
    start, alpha = [1.5537997029267094, -0.8896441119460174], 0.047595020335907345
    found = basins(FUNCTIONS["beale"], start[:1], start[1:], step_size=alpha)
    assert (found.minimum, found.steps) == ends(FUNCTIONS["beale"], start, step_size=alpha) == (-1, STEPS)
    early = basins(FUNCTIONS["beale"], start[:1], start[1:], step_size=alpha, iterations=130)
    assert early.minimum == 0, "it comes near"


def test_on_a_round_bowl_the_steps_are_those_of_the_closed_form():
    bowl = Quadratic(np.eye(2), [0.0, 0.0], domain=[(-1, 1), (-1, 1)])
    x = y = np.linspace(-1, 1, 41) + 1e-3
    found = basins(bowl, x, y, step_size=0.1)
    distance = np.hypot(*np.meshgrid(x, y))
    expected = np.ceil(np.log(np.minimum(0.02 / distance, 1)) / np.log(0.9))
    assert (found.minimum == 0).all() and found.iterations == 400
    np.testing.assert_array_equal(found.steps, expected)


def test_who_is_a_hundredth_of_the_width_away_has_come_to_a_minimum_and_who_is_further_has_not():
    floor = Quadratic(np.diag([1.0, 0.0]), [0.0, 0.0], domain=[(-50, 50), (-60, 60)])
    found = basins(floor, [0.0], [1.0, 1.001], step_size=0.5)
    assert found.minimum.tolist() == [[0], [-1]]
    assert found.steps.tolist() == [[0], [400]]


def test_a_ridge_divides_two_basins_and_whoever_is_on_it_stays_there():
    y = np.linspace(-2, 2, 41)
    found = basins(FUNCTIONS["saddle"], np.linspace(-2, 2, 9), y)
    assert (found.minimum[y > 0.01] == 0).all()
    assert (found.minimum[y < -0.01] == 1).all()
    assert (found.minimum[np.isclose(y, 0)] == -1).all()


def test_above_the_largest_stable_step_nobody_settles():
    bowl = FUNCTIONS["booth"]
    x = y = np.linspace(-9, 9, 20)
    inside = basins(bowl, x, y, step_size=0.99 * bowl.largest_stable_step, iterations=2000)
    beyond = basins(bowl, x, y, step_size=1.01 * bowl.largest_stable_step, iterations=2000)
    assert (inside.minimum == 0).all()
    assert (beyond.minimum == -2).all()


def test_a_schedule_may_be_laid_out_for_more_steps_than_are_followed():
    objective = FUNCTIONS["himmelblau"]
    starts = np.random.default_rng(9).uniform(-6, 6, (POINTS, 2))
    found = basins(objective, *starts.T, schedule="exponential", iterations=60, horizon=300)
    for minimum, steps, start in zip(found.minimum.diagonal(), found.steps.diagonal(), starts, strict=True):
        assert (minimum, steps) == ends(objective, start, rows=60, iterations=300, schedule="exponential")
    assert not np.array_equal(
        found.steps, basins(objective, *starts.T, schedule="exponential", iterations=60).steps
    )


@pytest.mark.parametrize("method", ["adam", "nadam", "newton", "momentum", "line search"])
def test_it_does_not_matter_who_is_followed_together(method, monkeypatch):
    x, y = np.linspace(-6, 6, 13), np.linspace(-5, 7, 11)
    whole = basins(FUNCTIONS["himmelblau"], x, y, method=method, iterations=150)
    monkeypatch.setattr(module, "STARTS_TOGETHER", 17)
    parts = basins(FUNCTIONS["himmelblau"], x, y, method=method, iterations=150)
    np.testing.assert_array_equal(parts.minimum, whole.minimum)
    np.testing.assert_array_equal(parts.steps, whole.steps)
    assert len(np.unique(whole.minimum)) > 2


def test_where_there_is_no_minimum_or_no_value_none_is_reached():
    slope = basins(typed("x**3 + y**2", 2), [-1.0, 4.0], [1.0])
    assert slope.minimum[0, 0] == -2
    assert basins(typed("x + y", 2), [0.0], [0.0]).minimum == -1
    half = basins(typed("x - log(x) + y**2", 2), [-1.0, 2.0], [1.0], step_size=0.1)
    assert half.minimum.tolist() == [[-2, 0]]
    steep = basins(typed("sqrt(x) + y**2", 2), [0.0, 1.0], [1.0], method="lion")
    assert steep.minimum[0, 0] == -2, "the gradient at the start is infinite"


def sloping(slope):
    """As high as x, on a picture that is 2 high above −1; its slope need not be that of its height."""
    return Objective(
        lambda x, y: x + 0 * y,
        lambda x, y: (slope(x) + 0 * x, 0 * x),
        start=[0, 0],
        domain=[(-1, 1), (-1, 1)],
    )


def lost_of(starts, slope, **arguments):
    found = basins(sloping(slope), starts, [0.0], **arguments)
    assert set(found.minimum[0]) <= {-1, -2}
    return [x for x, minimum in zip(starts, found.minimum[0], strict=True) if minimum == -2]


def test_who_falls_ten_thousand_heights_of_the_picture_is_lost():
    """20,000 below −1, or below a lower start: by steps of 50 that is after 400 of them."""
    starts = [-11.0, -1.0, -0.5, 48.5, 49.5]
    assert lost_of(starts, lambda x: 1.0, step_size=50, iterations=400) == []
    assert lost_of(starts, lambda x: 1.0, step_size=50, iterations=401) == [-11.0, -1.0, -0.5, 48.5]


def test_who_climbs_ten_thousand_times_as_high_as_it_was_is_lost():
    """From 0, which is 1 high, the 101st step of 99 leads to a height of 10,000."""
    starts = [-1.0, 0.0, 1.0]
    assert lost_of(starts, lambda x: -1.0, step_size=99, iterations=101) == [-1.0]
    assert lost_of(starts, lambda x: -1.0, step_size=99, iterations=102) == [-1.0, 0.0]


@pytest.mark.parametrize("numbers", [4, 16_384])
def test_who_comes_back_from_far_away_is_lost_nevertheless(numbers, monkeypatch):
    """By threes up to 2, from there to a million, from there to 0; and from there on slowly down."""
    monkeypatch.setattr("gdcore.ensemble.NUMBERS_CACHED", numbers)  # those of one row, and of all

    def slope(x):
        return np.select([x > 5, x > 1, x > -1], [x, -1e6, 1e-3], -3.0)

    assert lost_of([0.5, 2.0, -4.0, -7.0], slope, step_size=1.0, iterations=40) == [2.0, -4.0, -7.0]


@pytest.mark.parametrize(("iterations", "lost"), [(2, []), (3, [3.0]), (4, [3.0, 4.0])])
def test_who_comes_to_where_the_slope_is_infinite_is_lost(iterations, lost):
    def slope(x):
        return np.where(x > 0, 1.0, np.inf)

    assert lost_of([3.0, 4.0, 99.0], slope, step_size=1.0, iterations=iterations) == lost


def test_blocks_are_put_together_while_they_fit_into_one(monkeypatch):
    monkeypatch.setattr(module, "STARTS_TOGETHER", 5)
    ends = module.Ends(FUNCTIONS["bowl"], METHODS["momentum"], {"momentum": 0.9}, [0.1], 11)
    places = np.split(np.arange(11), np.cumsum([2, 3, 0, 2, 2, 1]))
    blocks = [ends.begin(place, np.array([place, -place], dtype=float)) for place in places]
    filled = module._filled(blocks)
    assert [block.place.tolist() for block in filled] == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10]]
    for block in filled:
        assert block.theta.tolist() == [block.place.tolist(), (-block.place).tolist()]


@pytest.mark.parametrize("together", [4096, 700])
def test_progress_grows_to_one_and_may_end_the_work(together, monkeypatch):
    monkeypatch.setattr(module, "STARTS_TOGETHER", together)

    class Enough(Exception):
        pass

    def stop(share):
        shares.append(share)
        if share > 0.4:
            raise Enough

    shares = []
    basins(FUNCTIONS["himmelblau"], np.linspace(-6, 6, 50), np.linspace(-6, 6, 50), progress=shares.append)
    assert shares == sorted(shares) and 0 <= shares[0] < 0.2 and shares[-1] == 1
    shares = []
    with pytest.raises(Enough):
        basins(FUNCTIONS["himmelblau"], np.linspace(-6, 6, 50), np.linspace(-6, 6, 50), progress=stop)
    assert sum(share > 0.4 for share in shares) == 1


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"objective": FUNCTIONS["parabola"]}, "objective"),
        ({"x": [np.nan]}, "x"),
        ({"y": [[1.0]]}, "y"),
        ({"method": "sgd"}, "method"),
        ({"schedule": "never"}, "schedule"),
        ({"step_size": 0}, "step_size"),
        ({"iterations": 0}, "iterations"),
        ({"iterations": 100_001}, "iterations"),
        ({"horizon": 10}, "horizon"),
        ({"horizon": 10_000_001}, "horizon"),
        ({"beta1": 0.5}, "hyperparameters"),
    ],
)
def test_bad_arguments_are_named(changes, word):
    given = {"objective": FUNCTIONS["himmelblau"], "x": [0.0], "y": [0.0]} | changes
    with pytest.raises(ValueError, match=f"^{word}.* must be"):
        basins(given.pop("objective"), given.pop("x"), given.pop("y"), **given)


def test_the_longest_schedule_is_one_of_ten_million_steps():
    found = basins(FUNCTIONS["himmelblau"], [3.0], [2.0], iterations=1, horizon=10_000_000, schedule="1/k")
    assert (found.minimum, found.steps) == (0, 0)
