import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.process.pace import BUSY, LOOK_SECONDS, QUICKEST, SLOWEST, Meter, Pace
from tests.dashboard.visitor import Clock


class Process:
    """A pace with clocks that go when told to."""

    def __init__(self):
        self.wall, self.used = Clock(), Clock()
        self.pace = Pace(self.wall, self.used)

    def work(self, share, seconds=LOOK_SECONDS):
        """Let time pass, of which the process uses a share of one core; the period after it."""
        self.wall.now += seconds
        self.used.now += share * seconds
        return self.pace.look()


@pytest.fixture
def process():
    return Process()


def test_an_idle_process_ticks_quickly(process):
    assert process.pace.look() == QUICKEST
    assert process.work(0.01) == QUICKEST


@given(st.floats(1.1, 30))
def test_load_that_grows_with_the_ticks_settles_at_the_share_aimed_at(load):
    process = Process()
    period = QUICKEST
    for _ in range(40):
        period = process.work(load * BUSY * QUICKEST / period)  # each tick costs the same
    assert load * BUSY * QUICKEST / period == pytest.approx(BUSY, rel=0.01)


def test_a_busy_process_ticks_slowly_but_does_tick(process):
    assert [process.work(1.0) for _ in range(30)][-1] == SLOWEST


def test_it_quickens_when_the_work_is_done(process):
    busy = [process.work(1.0) for _ in range(30)]
    calm = [process.work(0.0) for _ in range(30)]
    assert busy == sorted(busy)
    assert calm == sorted(calm, reverse=True)
    assert calm[-1] == QUICKEST


def test_a_moment_is_too_short_to_judge_by(process):
    assert process.work(1.0, LOOK_SECONDS / 4) == QUICKEST


def test_half_a_second_is_enough_to_judge_by(process):
    assert process.work(1.0, 0.5) > QUICKEST


@given(st.lists(st.tuples(st.floats(0, 64), st.floats(0, 1000))))
def test_the_period_stays_within_its_bounds(works):
    process = Process()
    assert all(QUICKEST <= process.work(share, seconds) <= SLOWEST for share, seconds in works)


def test_rows_come_twenty_times_a_second_and_at_worst_every_other_second(process):
    assert process.work(0.0) == 0.05
    assert [process.work(1.0) for _ in range(30)][-1] == 2.0


def test_a_meter_counts_what_is_used_while_it_is_entered():
    cpu = Clock(5.0)
    meter = Meter(cpu)
    for used in (2.0, 3.0):
        with meter:
            cpu.now += used
        cpu.now += 10.0
    assert meter() == 5.0


def test_from_one_look_to_the_next_the_period_is_at_most_1_6_times_as_long_or_as_short(process):
    assert [process.work(1.0) for _ in range(2)] == pytest.approx([0.05 * 1.6, 0.05 * 1.6**2])
    for _ in range(30):
        process.work(1.0)
    assert [process.work(0.0) for _ in range(2)] == pytest.approx([2.0 / 1.6, 2.0 / 1.6**2])


def test_a_moment_is_too_short_after_a_look_too(process):
    process.work(0.0)
    assert process.work(1.0, 0.125) == QUICKEST
    assert process.work(1.0, 0.375) > QUICKEST
