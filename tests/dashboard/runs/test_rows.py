from base64 import b64decode
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.runs import rows
from dashboard.runs.problems import rivals_of, run_of
from dashboard.settings.chapter import BY_NAME, chapter_of
from dashboard.settings.rivals import Rival
from dashboard.settings.values import CHAPTERS
from gdcore import members
from tests.dashboard.strategies import settings

MODEST = {"iterations": st.integers(1, 500), "samples": st.integers(2, 500)}


def table_of(made):
    return chapter_of(made).rows(run_of(made))


@given(settings(**MODEST))
def test_columns_are_finite_and_as_long_as_the_run(made):
    table = table_of(made)
    assert {len(column) for column in table.values()} == {run_of(made).steps + 1}
    numbers = [column for column in table.values() if isinstance(column, np.ndarray)]
    assert all(np.isfinite(column).all() for column in numbers)
    assert list(table["iteration"]) == list(range(run_of(made).steps + 1))


@pytest.mark.parametrize("method", ["gradient descent", "momentum", "adam", "bfgs"])
def test_a_row_of_a_landscape_tells_where_its_next_step_leads(method):
    noise = 0.0 if method == "bfgs" else 0.3
    made = replace(
        CHAPTERS["landscape"], method=method, step_size=0.001, noise=noise, iterations=40, precision=0.0
    )
    made = replace(made, schedule="constant" if method == "bfgs" else "cosine")
    run = run_of(made)
    table = rows.table(run, chapter_of(made))
    for name, axis in (("x", 0), ("y", 1)):
        told = table.get(f"next_{name}")
        if told is None:
            told = table[name] - table["alpha"] * table[f"slope_{name}"]
        np.testing.assert_allclose(told[:-1], run.theta[1:, axis], rtol=1e-12)


def test_the_posts_distances():
    table = table_of(CHAPTERS["curve"])
    k = np.arange(274)
    np.testing.assert_allclose(table["x"], 3 + 12 * 0.98**k, rtol=1e-13)
    np.testing.assert_allclose(table["distance"], 144 * 0.98 ** (2 * k), rtol=1e-11)
    assert table["distance"][[1, -1]] == pytest.approx([138.2976, 0.0023323827468966617], rel=1e-12)
    np.testing.assert_allclose(table["f"], table["x"] ** 2 - 6 * table["x"] + 5, rtol=1e-12)
    np.testing.assert_allclose(table["slope"], 2 * table["x"] - 6, rtol=1e-11)
    np.testing.assert_array_equal(table["estimate"], table["slope"])


def test_noise_is_in_the_estimate_and_leads_to_the_next_row():
    table = table_of(replace(CHAPTERS["curve"], noise=5.0, iterations=50, precision=0.0))
    assert np.ptp(table["estimate"] - table["slope"]) > 5
    after = table["x"] - 0.01 * table["estimate"]
    np.testing.assert_allclose(table["x"][1:], after[:-1], rtol=1e-12)


def test_the_lines_loss_is_the_mean_of_squares_and_the_gap_what_is_above_the_floor():
    table, objective = table_of(CHAPTERS["line"]), run_of(CHAPTERS["line"]).objective
    for k in (0, 1, 100, 5000):
        residuals = table["intercept"][k] + table["slope"][k] * objective.X[:, 1] - objective.y
        assert table["loss"][k] == pytest.approx(np.mean(residuals**2) / 2, rel=1e-12)
    floor = np.mean((objective.X @ np.linalg.lstsq(objective.X, objective.y)[0] - objective.y) ** 2) / 2
    np.testing.assert_allclose(table["gap"], table["loss"] - floor, atol=1e-9)
    assert (table["gap"] > 0).all()


@given(st.integers(0, 20), st.integers(0, 30))
def test_a_part_is_rows_as_plain_numbers(start, count):
    table = table_of(CHAPTERS["curve"])
    part = rows.part(rows.Table(table), start, start + count)
    assert part == {name: list(column[start : start + count]) for name, column in table.items()}
    assert all(type(value) in (int, float) for column in part.values() for value in column)


def test_pages_that_play_the_same_run_share_its_numbers():
    run = run_of(CHAPTERS["line"])
    one, other = (rows.part(rows.table(run, BY_NAME["line"]), 300, 900) for _ in range(2))
    assert one == {name: column[300:900].tolist() for name, column in table_of(CHAPTERS["line"]).items()}
    for name, column in one.items():
        assert all(mine is theirs for mine, theirs in zip(column, other[name], strict=True))


def test_rows_go_on_while_a_rival_does_and_who_has_ended_stays():
    made = replace(CHAPTERS["curve"], step_size=0.5, race=(Rival("gradient descent", 0.01),))  # in one step
    own, (rival,) = run_of(made), rivals_of(made)
    assert own.steps < rival.steps
    table = rows.table(own, chapter_of(made), (rival,))
    assert {len(column) for column in table.values()} == {rival.steps + 1}
    assert table["iteration"].tolist() == list(range(rival.steps + 1))
    np.testing.assert_array_equal(table["x"][own.steps :], own.theta[-1, 0])
    np.testing.assert_array_equal(table["theta_1_0"], rival.theta[:, 0])
    np.testing.assert_array_equal(table["value_1"], rival.loss)


OUT_OF_DOMAIN = {"function": "typed", "formula": "x - log(x)", "start": (3.0,), "step_size": 10.0}


@pytest.mark.parametrize(("changes", "has_steps"), [({}, True), (OUT_OF_DOMAIN, False)])
def test_a_schedules_last_row_has_the_step_size_that_led_there(changes, has_steps):
    made = replace(CHAPTERS["curve"], schedule="1/k", **changes)
    run = run_of(made)
    alphas = rows.table(run, chapter_of(made))["alpha"]
    assert len(alphas) == run.steps + 1 and (run.steps > 0) is has_steps
    np.testing.assert_array_equal(alphas[:-1], run.step_sizes)
    assert alphas[-1] == (run.step_sizes[-1] if run.steps else made.step_size)


def test_a_column_is_lengthened_by_its_last_row():
    column = np.array([3.0, 1.0, 2.0])
    assert rows.pad(column, 5).tolist() == [3, 1, 2, 2, 2]
    assert rows.pad(column, 3) is column


def test_numbers_equal_what_has_the_same_ones():
    numbers = rows.Numbers([1.0, np.nan])
    assert numbers == numbers
    assert rows.Numbers([1.0]) == [1.0]
    assert (rows.Numbers([1.0]) == [2.0]) is False


@pytest.mark.parametrize(("samples", "every"), [(20, 1), (1000, 1), (1001, 2), (2500, 3)])
def test_a_batch_has_a_bit_for_each_sample_that_is_drawn(samples, every):
    made = replace(CHAPTERS["line"], samples=samples, batch=7, iterations=30, precision=0.0)
    lit = table_of(made)["batch"]
    drawn = members(samples, 7, made.seed, 0, 31)
    assert len(lit) == 31
    for text, batch in zip(lit[0:31], drawn, strict=True):
        count = -(-samples // every)
        raw = b64decode(text)
        assert len(raw) == -(-count // 8)
        bits = np.unpackbits(np.frombuffer(raw, dtype=np.uint8), bitorder="little")
        shown = np.flatnonzero(bits) * every
        assert shown.tolist() == sorted(each for each in batch.tolist() if each % every == 0)


@given(st.integers(1, 100_001))
def test_thinned_rows_keep_the_first_and_the_last_in_order(count):
    whole = {"iteration": np.arange(count), "value": np.arange(count) / 7}
    few = rows.thinned(whole)
    kept = few["iteration"]
    assert len(kept) <= min(count, 400)
    assert kept[0] == 0 and kept[-1] == count - 1
    assert (np.diff(kept) > 0).all()
    np.testing.assert_array_equal(kept[:100], np.arange(min(count, 100)))
    np.testing.assert_array_equal(few["value"], whole["value"][kept])


def test_few_rows_are_not_thinned():
    table = table_of(CHAPTERS["curve"])
    assert list(rows.thinned(table)) == list(table)
    for name, column in rows.thinned(table).items():
        np.testing.assert_array_equal(column, table[name])


@pytest.mark.parametrize(("count", "is_thinned"), [(400, False), (401, True)])
def test_four_hundred_rows_are_few(count, is_thinned):
    assert (len(rows.thinned({"iteration": np.arange(count)})["iteration"]) < count) is is_thinned


def test_batches_go_on_beside_a_rival_that_runs_longer():
    made = replace(CHAPTERS["line"], batch=7, iterations=60, precision=0.0, step_size=0.001)
    run = run_of(made)
    longer = run_of(replace(made, iterations=90))
    table = rows.table(run, chapter_of(made), (longer,))
    assert table["iteration"].tolist() == list(range(91))
    assert table["batch"][0:91] == rows.Lit(longer)[0:91]
