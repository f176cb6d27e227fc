from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.export.columns import columns
from dashboard.runs.problems import rivals_of, run_of, with_suggestions
from dashboard.runs.rows import table
from dashboard.settings.chapter import chapter_of
from dashboard.settings.rivals import Rival
from dashboard.settings.values import CHAPTERS
from tests.dashboard.strategies import settings
from tests.examples import examples

THETA = {"curve": ("x",), "line": ("intercept", "slope"), "landscape": ("x", "y")}
LOSS = {"curve": "f", "line": "loss", "landscape": "f"}
GRADIENT = {
    "curve": ("slope",),
    "line": ("gradient_intercept", "gradient_slope"),
    "landscape": ("gradient_x", "gradient_y"),
}
SHORT = {
    "iterations": st.integers(1, 50),
    "samples": st.integers(2, 50),
    "noise": st.sampled_from([0.0, 1.0]),
}


def columns_of(made):
    run = run_of(made)
    return run, columns(run, table(run, chapter_of(made), rivals_of(made)), chapter_of(made))


@examples(0.4)
@given(settings(**SHORT))
def test_every_number_of_the_run_is_in_a_column(made):
    made = with_suggestions(made)
    run, found = columns_of(made)
    assert len({len(column) for column in found.values()}) == 1
    assert all(name[0].isalpha() for name in found)  # no formula in a spreadsheet
    rows = slice(0, run.steps + 1)
    for axis, name in enumerate(THETA[made.chapter]):
        np.testing.assert_array_equal(found[name][rows], run.theta[:, axis])
    for axis, name in enumerate(GRADIENT[made.chapter]):
        np.testing.assert_array_equal(found[name][rows], run.gradient[:, axis])
    np.testing.assert_array_equal(found[LOSS[made.chapter]][rows], run.loss)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_all_are_as_long_as_the_longest_run_of_a_race(chapter):
    made = replace(CHAPTERS[chapter], step_size=2.5, race=(Rival("bfgs"), Rival("adam", 0.01)))
    run, found = columns_of(made)
    longest = max(each.steps for each in (run, *rivals_of(made)))
    assert {len(column) for column in found.values()} == {longest + 1}
    assert longest > run.steps


def test_batches_are_no_numbers():
    made = replace(CHAPTERS["line"], batch=5, iterations=20)
    _, found = columns_of(made)
    assert "batch_loss" in found
    assert {column.dtype.kind for column in found.values()} <= {"i", "f"}
