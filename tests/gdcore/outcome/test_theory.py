import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from gdcore import FUNCTIONS, METHODS, Objective, Quadratic, bowl, descend, outcome, typed
from gdcore.outcome.theory import curvature, largest_stable_step
from gdcore.solvers import solve
from tests.gdcore.outcome.runs import TROUGH, through


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 1.2, 1.9])
def test_a_parabolas_factor_is_foretold_and_measured(share):
    found = outcome(descend(FUNCTIONS["parabola"], step_size=share / 2, iterations=60))
    theory = found.theory
    assert (theory.L, theory.mu, theory.condition_number, theory.exact) == (2, 2, 1, True)
    assert theory.rate == pytest.approx(abs(1 - share), abs=1e-12)
    assert found.motion.rate == pytest.approx(abs(1 - share), rel=1e-6)


@pytest.mark.parametrize("condition", [2, 25, 100])
def test_the_best_step_shrinks_by_kappa_minus_one_over_kappa_plus_one(condition):
    found = outcome(descend(bowl(condition, 20), step_size=2 / (1 + 1 / condition), iterations=300))
    assert found.theory.condition_number == pytest.approx(condition)
    assert found.theory.best == pytest.approx(2 / (1 + 1 / condition))
    assert found.theory.rate == pytest.approx((condition - 1) / (condition + 1))
    assert found.motion.rate == pytest.approx(found.theory.rate, rel=1e-3)


def test_a_heavy_ball_is_foretold_by_the_root_of_beta_where_it_swings():
    run = descend(bowl(25, 0), method="momentum", step_size=0.5, momentum=0.8, iterations=400)
    theory = outcome(run).theory
    assert theory.rate == pytest.approx(np.sqrt(0.8))
    fall = linregress(np.arange(run.steps + 1)[50:], np.log(np.maximum(run.excess[50:], 1e-300))).slope
    assert theory.rate == pytest.approx(np.exp(fall / 2), rel=0.02)


def test_elsewhere_the_curvature_is_that_of_the_minimum_reached():
    found = outcome(descend(FUNCTIONS["himmelblau"], step_size=0.01, iterations=200))
    at_three_two = np.array([[74.0, 20.0], [20.0, 34.0]])  # of the second derivatives, by hand
    np.testing.assert_allclose([found.theory.mu, found.theory.L], np.linalg.eigvalsh(at_three_two))
    assert not found.theory.exact
    assert found.motion.rate == pytest.approx(found.theory.rate, rel=0.01)
    assert outcome(descend(FUNCTIONS["rosenbrock"], iterations=10)).theory is None


def test_noise_and_schedules_have_no_fixed_rate():
    noisy = outcome(descend(bowl(4, 0), noise=1.0, iterations=50))
    assert noisy.theory.rate is None and noisy.motion.rate is None
    assert outcome(descend(bowl(4, 0), schedule="cosine", iterations=50)).theory.rate is None


@pytest.mark.parametrize("text", ["abs(x) + x**2", "abs(sin(3*x))", "abs(x)", "sqrt(abs(x))"])
def test_at_a_kink_no_curvature_is_claimed(text):
    run = descend(typed(text), [0.01], step_size=1e-4, iterations=20)
    assert outcome(run).place.kind == "minimum"
    assert outcome(run).theory is None


def test_the_least_curvature_counts_however_small():
    long = Quadratic(np.diag([1e-12, 1.0]), [0.0, 0.0])
    found = outcome(descend(long, [1.0, 1.0], step_size=1.0, iterations=100))
    assert found.theory.rate == pytest.approx(1 - 1e-12, abs=1e-15)
    assert found.motion.rate == pytest.approx(1, abs=1e-9)
    assert not found.has_arrived


@given(
    st.sampled_from(["gradient descent", "momentum", "nesterov"]), st.floats(0, 0.999), st.floats(0.01, 100)
)
def test_a_methods_limit_is_where_the_largest_root_of_its_recurrence_becomes_one(method, momentum, L):
    options = {} if method == "gradient descent" else {"momentum": momentum}
    limit = largest_stable_step(method, L, **options)

    def largest(alpha):
        """Of the companion matrix of two steps of the method on ½Lx², made by running it."""
        rule = METHODS[method]

        def step(x, v):
            state = () if method == "gradient descent" else (v,)
            x, state = rule.update(x, L * x, state, alpha, *options.values())
            return np.array([x, *state][:2] if state else [x, 0.0])

        return np.abs(np.linalg.eigvals(np.column_stack([step(1.0, 0.0), step(0.0, 1.0)]))).max()

    assert largest(0.999 * limit) < 1 + 1e-9
    assert largest(1.001 * limit) > 1


def foretold(run):
    return outcome(run).theory.rate


@pytest.mark.parametrize(
    ("start", "rate"),
    [
        ([1.0, 0.0], 1 - 1.9 / 4),  # along the valley, where the curvature is 1/4
        ([0.0, 1.0], 0.9),  # across it, 1
        ([1e3, 1e-8], 0.9),
        ([1e3, 1e-10], 1 - 1.9 / 4),  # of the way, a millionth of a millionth is rounding
        ([0.0, 0.0], None),
    ],
)
def test_a_rate_is_that_of_the_slowest_direction_in_which_there_is_a_way_to_go(start, rate):
    shifted = Quadratic(np.diag([0.25, 1.0]), [-0.75, -5.0])  # about (3, 5)
    run = descend(shifted, [3 + start[0], 5 + start[1]], step_size=1.9, iterations=5, precision=None)
    assert foretold(run) == (rate and pytest.approx(rate))


def test_along_a_floor_there_is_no_way_to_go():
    found = outcome(descend(TROUGH, [5.0, -3.0], step_size=0.1, iterations=5)).theory
    assert (found.L, found.mu, found.condition_number, found.best) == (pytest.approx(4), 0, np.inf, None)
    assert found.rate == pytest.approx(1 - 0.1 * 4) and found.exact
    bent = outcome(through([[2.0, 1.0], [2.0, 0.5]], typed("(x*y - 1)^2", 2), step_size=0.1)).theory
    # There the gradient of xy is (1/2, 2), so the curvature along it is 2 (1/4 + 4).
    assert (bent.L, bent.mu, bent.condition_number) == (pytest.approx(8.5), 0, np.inf)
    assert bent.rate == pytest.approx(1 - 0.1 * 8.5) and bent.best is None and not bent.exact
    gentle = through([[2.0, 1.0], [2.0, 0.5]], typed("(x*y - 1)^2/100", 2), step_size=0.1)
    assert foretold(gentle) == pytest.approx(1 - 0.1 * 0.085)
    assert np.abs(bent.steepest) == pytest.approx(np.array([0.5, 2]) / np.sqrt(4.25))


def test_the_steepest_direction_and_the_centre_are_those_of_the_bottom():
    found = outcome(descend(bowl(4, 30), step_size=0.5, iterations=9)).theory
    assert np.abs(found.steepest) == pytest.approx([1 / 2, np.sqrt(3) / 2])  # square to 30 degrees
    assert found.centre.tolist() == [0, 0]


@pytest.mark.parametrize(("method", "best"), [("gradient descent", 1.6), ("momentum", None)])
def test_a_best_step_is_known_of_plain_descent(method, best):
    found = outcome(descend(bowl(4, 0), method=method, step_size=0.5, iterations=50)).theory
    assert found.best == (best and pytest.approx(best))  # 2/(1 + 1/4)


@pytest.mark.parametrize(
    ("objective", "points"),
    [
        (typed("x^2 - y^2", 2), [[0.1, 0.0], [0.0, 0.0]]),
        (typed("x"), [[1.0], [0.9]]),
        (FUNCTIONS["himmelblau"], [[1.0, 1.0], [0.5, 0.5]]),
        (typed("x^4"), [[0.1], [0.0]]),  # nothing curves at its minimum
        (Quadratic([[0.0]], [0.0], 7.0), [[1.0], [1.0]]),  # or anywhere
    ],
)
def test_there_is_no_theory_of_a_saddle_a_slope_or_a_bottom_without_curvature(objective, points):
    assert outcome(through(points, objective)).theory is None


def test_of_scipys_solvers_a_bottom_is_known_and_neither_limit_nor_rate():
    found = outcome(solve(bowl(4, 0))).theory
    assert (found.L, found.mu) == (1, 0.25) and (found.limit, found.best, found.rate) == (None, None, None)


@pytest.mark.parametrize(
    ("method", "L", "limit"),
    [("gradient descent", 0.5, 4), ("gradient descent", 0.0, None), ("adam", 1.0, None), ("bfgs", 1.0, None)],
)
def test_a_largest_stable_step_is_known_where_it_curves_and_of_some_methods(method, L, limit):
    assert largest_stable_step(method, L) == limit


def test_a_hyperparameter_that_is_not_given_is_the_default_one():
    assert largest_stable_step("momentum", 2.0) == pytest.approx((1 + 0.9) * 2 / 2)
    assert largest_stable_step("momentum", 2.0, momentum=0.5) == pytest.approx(1.5)


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e3])
@pytest.mark.parametrize(("share", "is_smooth"), [(0.04, True), (0.06, False)])
def test_slopes_beside_a_bottom_are_those_of_its_curvature_but_for_a_twentieth(share, is_smooth, unit):
    # The slopes are steeper by a share than the formula of the second derivative says.
    bent = Objective(
        lambda x: (1 + share) * x * x,
        lambda x: (2 * (1 + share) * x,),
        start=[unit],
        domain=[(-unit, unit)],
        seconds=lambda x: (2 + 0 * x,),
    )
    assert (curvature(bent, np.array([0.0])) is not None) is is_smooth


def valley(steep, flat, fourth=0.0):
    """A valley along y that has these second derivatives at 0."""
    return Objective(
        lambda x, y: steep * x * x / 2 + flat * y * y / 2 + fourth * y**4,
        lambda x, y: (steep * x, flat * y + 4 * fourth * y**3),
        start=[1.0, 1.0],
        domain=[(-2, 2)] * 2,
        seconds=lambda x, y: (steep, 0, flat + 12 * fourth * y * y),
    )


@pytest.mark.parametrize(("share", "is_told"), [(1e-11, True), (1e-13, False)])
@pytest.mark.parametrize("steep", [1e-3, 1.0, 1e3])
def test_a_curvature_that_is_but_rounding_is_none(steep, share, is_told):
    found, _ = curvature(valley(steep, share * steep), np.zeros(2))
    assert found == pytest.approx([share * steep if is_told else 0, steep], abs=0)


def test_at_a_minimum_nothing_curves_down():
    rounded = valley(1.0, -1e-9, fourth=100.0)  # as rounding makes it
    found = outcome(through([[1.0, 0.0], [0.0, 0.0]], rounded)).theory
    assert (found.L, found.mu, found.condition_number, found.best) == (1, 0, np.inf, None)


def test_where_a_second_derivative_is_not_finite_no_curvature_is_told():
    assert curvature(typed("sqrt(abs(x))^3"), np.array([0.0])) is None
