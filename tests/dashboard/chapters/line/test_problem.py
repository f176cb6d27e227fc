from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from dashboard.chapters.line.problem import line_of
from dashboard.runs.problems import run_of
from dashboard.settings.values import CHAPTERS
from tests.dashboard.strategies import settings

LINES = settings("line", samples=st.integers(2, 300), iterations=st.integers(1, 200))
POST = CHAPTERS["line"]


def answers(line):
    """The same line by five ways, as rows of (intercept, slope)."""
    x, y = line.data.x, line.data.y
    by_scipy, by_numpy = linregress(x, y), np.polynomial.polynomial.polyfit(x, y, 1)
    return [
        (by_scipy.intercept, by_scipy.slope),
        by_numpy,
        (line.scipy.intercept, line.scipy.slope),
        (line.sklearn.intercept, line.sklearn.slope),
        line.standardisation.restore(line.objective.minimum),
    ]


@given(LINES)
def test_every_way_to_fit_the_line_finds_the_same(made):
    first, *others = answers(line_of(made))
    for other in others:
        np.testing.assert_allclose(other, first, rtol=1e-6, atol=1e-6)


def test_the_posts_answer():
    fit = line_of(POST).scipy
    assert (fit.intercept, fit.slope) == pytest.approx((1.489415850864546, 63.41907482437299), rel=1e-12)


@given(LINES)
def test_the_loss_of_a_fit_is_half_the_mean_of_squares_and_the_least_there_is(made):
    line = line_of(made)
    for fit in (line.scipy, line.sklearn):
        errors = fit.intercept + fit.slope * line.data.x - line.data.y
        assert fit.loss == pytest.approx(errors @ errors / len(errors) / 2, rel=1e-9, abs=1e-12)
        assert fit.loss == pytest.approx(line.objective.lowest, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("data", ["post", "diabetes"])
def test_standardised_data_have_the_identity_for_a_hessian(data):
    line = line_of(replace(POST, data=data, standardise=True))
    np.testing.assert_allclose(line.objective.eigenvalues, [1, 1], rtol=1e-9)
    raw = line_of(replace(POST, data=data))
    np.testing.assert_allclose(line.data.x, raw.data.x)
    assert line.scipy == raw.scipy


def test_raw_diabetes_data_are_ill_conditioned():
    assert line_of(replace(POST, data="diabetes")).objective.condition_number == pytest.approx(
        26_333, rel=1e-3
    )


def test_real_data_are_not_drawn():
    real = replace(POST, data="diabetes")
    assert line_of(real) is line_of(replace(real, seed=1, samples=7, noise=3.0))


@pytest.mark.parametrize(
    "change", [{"seed": 1}, {"samples": 99}, {"noise": 9.0}, {"data": "diabetes"}, {"standardise": True}]
)
def test_other_data_are_another_problem(change):
    assert line_of(replace(POST, **change)) is not line_of(POST)
    assert not np.array_equal(run_of(replace(POST, **change)).theta, run_of(POST).theta)
