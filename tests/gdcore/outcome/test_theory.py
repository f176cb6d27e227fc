import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from gdcore import FUNCTIONS, METHODS, Quadratic, bowl, descend, outcome, typed
from gdcore.outcome.theory import largest_stable_step


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
