import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import members
from gdcore.batches import draw


@given(st.integers(1, 300), st.data())
def test_each_epoch_has_every_sample_once(m, data):
    batch, seed = data.draw(st.integers(1, m)), data.draw(st.integers(0, 2**32 - 1))
    steps = -(-m // batch)  # of an epoch
    found = members(m, batch, seed, 0, 3 * steps)
    assert len(found) == 3 * steps
    for epoch in range(3):
        batches = found[epoch * steps : (epoch + 1) * steps]
        assert sorted(np.concatenate(batches).tolist()) == list(range(m))
        assert [len(rows) for rows in batches[:-1]] == [batch] * (steps - 1)
        assert len(batches[-1]) == m - batch * (steps - 1)


@given(st.integers(2, 200), st.integers(1, 200), st.integers(0, 5), st.integers(0, 9000), st.integers(0, 40))
def test_any_step_is_found_without_those_before(m, batch, seed, first, count):
    batch = min(batch, m)
    whole = members(m, batch, seed, max(first - 50, 0), first + count)
    part = members(m, batch, seed, first, first + count)
    assert len(part) == count
    for one, other in zip(whole[len(whole) - count :], part, strict=True):
        np.testing.assert_array_equal(one, other)


def test_epochs_and_seeds_differ_and_are_repeatable():
    one, again, other = (np.concatenate(members(50, 7, seed, 0, 16)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()
    assert (one[:50] != one[50:100]).any()
    drawn = np.concatenate(members(20, 1, 3, 0, 20 * 2000)).reshape(2000, 20)
    np.testing.assert_allclose(drawn.mean(axis=0), 9.5, atol=0.6)  # each place is as likely as another


@pytest.mark.parametrize(
    ("m", "samples"),
    [(1, 4096), (100, 4000), (2048, 4096), (2049, 2049), (4096, 4096), (4097, 4097), (9000, 9000)],
)
def test_a_draw_is_as_many_epochs_as_have_4096_samples_and_one_at_least(m, samples):
    found = draw(m, min(m, 50), 0, 0)
    assert found.order.size == found.sizes.sum() == samples
    assert draw(m, min(m, 50), 0, 2).first == 2 * found.starts.size


def test_steps_of_two_draws_follow_each_other():
    whole = members(9, 2, 5, 0, 2280)  # 455 epochs of five steps are a draw
    part = members(9, 2, 5, 2270, 2280)
    assert len(whole) == 2280 and len(part) == 10
    for one, other in zip(whole[-10:], part, strict=True):
        np.testing.assert_array_equal(one, other)
