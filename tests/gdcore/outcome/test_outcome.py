import numpy as np
import pytest

from gdcore import FUNCTIONS, Objective, bowl, descend, outcome, typed
from tests.gdcore.outcome.runs import PARABOLA, TROUGH, through


@pytest.mark.parametrize(
    ("objective", "options", "ending"),
    [
        (PARABOLA, {"step_size": 0.1, "precision": 1e-6}, "converged"),
        (PARABOLA, {"step_size": 0.0001, "precision": 0.01}, "stopped"),
        (PARABOLA, {"step_size": 0.1, "iterations": 200}, "used up"),
        (PARABOLA, {"step_size": 1.1}, "flew off"),
        (typed("x**3"), {"start": [-1.0], "step_size": 0.1}, "fell"),
        (typed("x - log(x)"), {"start": [3.0], "step_size": 10.0}, "left the domain"),  # 3 − 10 · 2/3
        (typed("-x"), {"start": [0.0], "step_size": 1.0, "iterations": 5}, "used up"),
    ],
)
def test_how_a_run_ends(objective, options, ending):
    options = {"iterations": 5000} | options
    assert outcome(descend(objective, options.pop("start", None), **options)).ending == ending


@pytest.mark.parametrize(
    ("options", "is_noisy", "is_plain"),
    [
        ({}, False, True),
        ({"noise": 1.0}, True, False),
        ({"method": "momentum"}, False, False),
        ({"schedule": "cosine"}, False, False),
    ],
)
def test_a_plain_run_is_of_descent_with_fixed_steps_and_without_noise(options, is_noisy, is_plain):
    found = outcome(descend(PARABOLA, iterations=20, **options))
    assert (found.is_noisy, found.is_plain) == (is_noisy, is_plain)


@pytest.mark.parametrize(("iterations", "has_arrived"), [(43, False), (44, True)])
def test_it_has_arrived_with_a_hundredth_of_the_way_left(iterations, has_arrived):
    found = outcome(descend(PARABOLA, step_size=0.05, iterations=iterations))  # 0.9⁴⁴ < 0.01 < 0.9⁴³
    assert found.has_arrived is has_arrived


def test_one_run_has_one_outcome():
    run = descend(bowl(4, 0), iterations=10)
    assert outcome(run) is outcome(run)


def test_a_run_that_noise_throws_out_is_kept_in_no_ball():
    assert outcome(descend(PARABOLA, step_size=1.1, noise=1.0, iterations=1000)).ball is None
    assert outcome(descend(PARABOLA, step_size=0.1, iterations=1000, precision=None)).ball is None


def test_a_run_without_noise_that_jumps_from_side_to_side_is_kept_by_none():
    assert outcome(descend(PARABOLA, step_size=1.0, iterations=200, precision=None)).ball is None


def test_noise_keeps_a_run_about_the_minimum_that_its_last_half_is_about():
    wells = FUNCTIONS["double well"]
    sides = []
    for seed in range(30):  # noise so strong that many of them change wells
        run = descend(wells, step_size=0.03, noise=15.0, seed=seed, iterations=300, precision=None)
        ball = outcome(run).ball
        if ball is None:
            continue
        late = run.theta[150:, 0]
        nearest = wells.minima[int(np.argmin(np.abs(np.ravel(wells.minima) - late.mean())))]
        assert ball.centre == pytest.approx(nearest)
        assert ball.radius == pytest.approx(np.sqrt(((late - nearest) ** 2).mean()))
        sides.append(nearest[0])
    assert min(sides) < 0 < max(sides)


@pytest.mark.parametrize(("iterations", "has_arrived"), [(100, False), (124, True)])
def test_who_came_from_far_away_has_arrived_at_a_minimum_out_of_sight(iterations, has_arrived):
    booth = FUNCTIONS["booth"]
    same = Objective(
        booth.formula, booth.partials, start=[1e4, -1.2e4], domain=booth.domain, minima=booth.minima
    )
    found = outcome(descend(same, step_size=0.02, iterations=iterations, precision=None))
    assert found.place.distance > 4 * booth.width
    assert bool(found.run.loss[-1] <= 1e-4 * found.run.loss[0]) is has_arrived
    assert found.has_arrived is has_arrived
    assert found.place.kind == ("minimum" if has_arrived else "slope")
    assert found.place.point.tolist() == [1.0, 3.0]


@pytest.mark.parametrize(("last", "kind"), [(0.01, "saddle"), (0.5, "slope")])
def test_a_level_place_is_one_where_the_run_was_steeper_before(last, kind):
    assert outcome(through([[1.0, 0.0], [last, 0.0]], typed("x^2 - y^2", 2))).place.kind == kind


def noisy(points, objective):
    """A noisy run: for its first half far away, then in turn at these points."""
    rows = [objective.domain[:, 1]] * (6 * len(points) - 1) + [*points] * 6
    return through(rows, objective, noisy=True)


@pytest.mark.parametrize(("aside", "is_ball"), [(0.9, True), (1.1, False)])
def test_a_ball_is_smaller_than_half_the_width(aside, is_ball):
    pit = Objective(lambda x: x * x, lambda x: (2 * x,), start=[1.0], domain=[(-1.0, 1.0)], minima=[[0.0]])
    assert (outcome(noisy([[aside], [-aside]], pit)).ball is not None) is is_ball


def test_a_ball_is_about_the_nearest_known_minimum_of_where_a_run_rests():
    ball = outcome(noisy([[3.9, 2.6], [3.3, 2.0]], FUNCTIONS["himmelblau"])).ball  # on average at (3.6, 2.3)
    assert ball.centre.tolist() == [3.0, 2.0] and not ball.around
    assert ball.radius == pytest.approx(np.sqrt((0.9**2 + 0.6**2 + 0.3**2) / 2))


@pytest.mark.parametrize(
    ("objective", "points"),
    [
        (typed("x^2 - y^2", 2), [[0.1, 0.0], [-0.1, 0.0], [0.0, 0.1], [0.0, -0.1]]),
        (typed("-x^2"), [[0.1], [-0.1]]),
        (typed("x"), [[0.1], [-0.1]]),
        (TROUGH, [[0.6, 0.5], [0.4, 0.5]]),
    ],
)
def test_about_a_saddle_a_maximum_a_slope_or_a_floor_there_is_no_ball(objective, points):
    assert outcome(noisy(points, objective)).ball is None


def test_who_came_from_far_away_has_come_to_the_minimum_that_is_nearest_now():
    place = outcome(through([[100.0, 100.0], [-6.0, 6.0]], FUNCTIONS["himmelblau"])).place
    assert place.kind == "minimum" and place.point == pytest.approx([-2.805118, 3.131312], abs=1e-6)
