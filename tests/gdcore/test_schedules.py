import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import FUNCTIONS, SCHEDULES, descend

PARABOLA = FUNCTIONS["parabola"]
FORMULAS = {
    "constant": lambda k, K: 1.0,
    "step decay": lambda k, K: 1 / 2 ** (5 * k // K),
    "exponential": lambda k, K: np.exp(np.log(0.01) * k / K),
    "cosine": lambda k, K: (1 + np.cos(np.pi * k / K)) / 2,
    "1/k": lambda k, K: (K / 10) / (K / 10 + k),
}


def test_the_schedules_are_in_order():
    assert list(SCHEDULES) == list(FORMULAS)


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedules_tell_about_themselves(name):
    schedule = SCHEDULES[name]
    assert schedule.name == name
    assert schedule.latex and schedule.text.startswith("αₖ = α") and schedule.source


@pytest.mark.parametrize("name", SCHEDULES)
@given(st.integers(1, 3000))
def test_factors_are_those_of_the_formula(name, iterations):
    factors = SCHEDULES[name].factor(np.arange(iterations), iterations)
    expected = [FORMULAS[name](k, iterations) for k in range(iterations)]
    assert factors.shape == (iterations,)
    np.testing.assert_allclose(factors, expected, rtol=1e-9, atol=1e-12)
    assert factors[0] == 1
    assert (np.diff(factors) <= 0).all()
    assert (factors > 0).all()


@pytest.mark.parametrize("name", ["exponential", "cosine"])
def test_factors_obey_the_recursion_that_torch_documents(name):
    K = 100
    factors = SCHEDULES[name].factor(np.arange(K), K)
    k = np.arange(K - 1)
    ratio = {
        "exponential": np.full(K - 1, 0.01 ** (1 / K)),
        "cosine": (1 + np.cos((k + 1) * np.pi / K)) / (1 + np.cos(k * np.pi / K)),
    }[name]
    np.testing.assert_allclose(factors[1:] / factors[:-1], ratio, rtol=1e-9)


def test_the_step_is_halved_after_each_fifth():
    factors = SCHEDULES["step decay"].factor(np.arange(1000), 1000)
    assert factors[[0, 199, 200, 399, 400, 600, 800, 999]].tolist() == [
        1, 1, 0.5, 0.5, 0.25, 0.125, 0.0625, 0.0625,
    ]  # fmt: skip


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("noise", [0.0, 1.0])
@pytest.mark.parametrize("method", ["gradient descent", "momentum", "adam"])
def test_runs_step_as_their_schedule_says(name, noise, method):
    run = descend(PARABOLA, method=method, step_size=0.05, iterations=40, schedule=name, noise=noise)
    expected = 0.05 * np.array([FORMULAS[name](k, 40) for k in range(40)])
    np.testing.assert_allclose(run.step_sizes, expected, rtol=1e-9, atol=1e-15)
    assert run.schedule == name
    moves = -np.diff(run.theta[:, 0])
    if method == "gradient descent":
        np.testing.assert_allclose(moves, expected * run.estimate[:-1, 0], rtol=1e-6, atol=1e-12)
    if method == "momentum":
        np.testing.assert_allclose(moves, expected * run.velocity[1:, 0], rtol=1e-6, atol=1e-12)


def test_a_run_that_ends_early_keeps_the_schedule_of_the_steps_asked_for():
    run = descend(PARABOLA, step_size=0.3, iterations=1000, precision=0.1, schedule="cosine")
    assert (run.status, run.iterations) == ("converged", 1000)
    assert len(run.step_sizes) == run.steps < 20
    assert run.step_sizes[-1] > 0.29


def test_decaying_steps_settle_noise_that_a_fixed_one_keeps():
    arguments = {"step_size": 0.2, "iterations": 5000, "noise": 5.0, "seed": 3}
    fixed, decaying = (descend(PARABOLA, schedule=name, **arguments) for name in ("constant", "1/k"))
    assert decaying.excess[-500:].mean() < fixed.excess[-500:].mean() / 4


@pytest.mark.parametrize("name", ["linear", None, ["constant"], 1])
def test_schedules_that_are_none_are_told(name):
    with pytest.raises(
        ValueError, match="schedule must be one of 'constant', 'step decay', 'exponential', 'cosine', '1/k'"
    ):
        descend(PARABOLA, schedule=name)
