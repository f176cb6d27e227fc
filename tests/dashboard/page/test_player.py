import numpy as np
import pytest
from bokeh.document import Document
from bokeh.models import ColumnDataSource
from hypothesis import given
from hypothesis import strategies as st

from dashboard.page import player
from dashboard.page.player import Player
from dashboard.runs.rows import Table
from tests.dashboard.visitor import Clock, Steady

COUNT = 101


def table(count=COUNT):
    return Table({"iteration": np.arange(count), "value": np.sqrt(np.arange(count))})


class Stage:
    """A player with its own document, source and clock, on which 101 rows are loaded."""

    def __init__(self):
        self.document, self.clock, self.pace, self.stops = Document(), Clock(), Steady(), 0
        self.failures = 0
        self.source = ColumnDataSource({"iteration": [], "value": []})
        self.player = Player(self.document, self.source, self.stopped, self.failed, self.clock, self.pace)
        self.player.load(table())

    def stopped(self):
        self.stops += 1

    def failed(self):
        self.failures += 1

    def tick(self, seconds):
        self.clock.now += seconds
        for callback in self.document.session_callbacks:
            callback.callback()

    @property
    def periods(self):
        """Milliseconds between the ticks of each callback there is."""
        return [callback.period for callback in self.document.session_callbacks]

    @property
    def length(self):
        """Rows streamed so far, which are the first ones of the table, each once and in order."""
        sent = len(self.source.data["iteration"])
        assert self.source.data["iteration"] == list(range(sent))
        assert self.source.data["value"] == np.sqrt(np.arange(sent)).tolist()
        return sent


@pytest.fixture
def stage():
    return Stage()


def test_a_loaded_run_shows_its_first_row_and_rests(stage):
    assert stage.length == 1
    assert not stage.player.playing
    assert stage.periods == []


TICKS = st.lists(st.integers(0, 200).map(lambda n: n / 64), max_size=60)  # in binary, so that sums are exact


@given(ticks=TICKS, speed=st.sampled_from([1, 2, 30, 64, 400, 10_000]))
def test_rows_due_by_the_clock_are_streamed_whenever_the_ticks_come(ticks, speed):
    stage = Stage()
    stage.player.play(speed)
    for seconds in ticks:
        stage.tick(seconds)
        assert stage.length == min(COUNT, 1 + int(stage.clock.now * speed))
        assert stage.player.playing == (stage.length < COUNT) == bool(stage.periods)
    assert stage.stops == (stage.length == COUNT)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["play", "pause", "step", "load", "halt", "hold", "resume"]), st.integers(0, 64)
        )
    )
)
def test_whatever_is_pressed_no_row_is_lost_or_doubled(presses):
    stage = Stage()
    for press in presses:
        before = stage.length
        if isinstance(press, int):
            stage.tick(press / 64)
        else:
            getattr(stage.player, press)(*{"play": [30], "load": [table()]}.get(press, []))
        assert stage.length >= before or press == "load"
        assert len(stage.periods) == (stage.player.playing and not stage.player.held)


def test_one_message_carries_all_columns_of_all_rows_that_are_due(stage):
    events = []
    stage.document.add_root(stage.source)
    stage.document.on_change(events.append)
    stage.player.play(100)
    events.clear()
    stage.tick(0.5)
    assert [event.kind for event in events] == ["ColumnsStreamed"]
    assert len(stage.source.data["value"]) == 51


def test_who_is_far_behind_catches_up_in_several_messages(stage):
    stage.player.load(table(20_000))
    stage.player.play(400)
    for seconds, expected in [(12, 2049), (0, 4097), (0, 4801), (0, 4801), (1, 5201)]:
        stage.tick(seconds)
        assert stage.length == expected
    stage.pace.period = 8.0
    stage.tick(0)
    stage.tick(20)  # as many rows as fall due in two of these periods
    assert stage.length == 5201 + 2 * 8 * 400


def test_a_pause_comes_with_all_that_is_due(stage):
    stage.player.load(table(20_000))
    stage.player.play(400)
    stage.clock.now += 30
    stage.player.pause()
    assert stage.length == 12_001


def test_a_tick_with_nothing_due_sends_nothing(stage):
    stage.document.add_root(stage.source)
    stage.player.play(1)
    events = []
    stage.document.on_change(events.append)
    stage.tick(0.5)
    assert events == []


@pytest.mark.parametrize(
    ("speed", "period", "milliseconds"), [(30, 0.05, 50), (30, 1.0, 1000), (2, 0.05, 500)]
)
def test_ticks_come_as_the_pace_says_and_no_more_often_than_rows(stage, speed, period, milliseconds):
    stage.pace.period = period
    stage.player.play(speed)
    assert stage.periods == [milliseconds]


def test_ticks_follow_the_pace_while_it_plays(stage):
    stage.player.play(10)
    stage.pace.period = 0.8
    stage.tick(0.1)
    assert stage.periods == [800]
    stage.pace.period = 0.7
    stage.tick(0.1)
    assert stage.periods == [800], "a small change is not worth another callback"
    assert stage.length == 3


def test_while_nobody_looks_nothing_is_sent_and_then_all_that_fell_due(stage):
    stage.player.play(10)
    stage.player.hold()
    assert stage.player.playing
    assert stage.periods == []
    stage.tick(3)
    assert stage.length == 1
    stage.player.resume()
    assert stage.length == 31
    assert len(stage.periods) == 1


def test_a_run_that_ended_while_nobody_looked_ends_when_somebody_does(stage):
    stage.player.play(10)
    stage.player.hold()
    stage.tick(1000)
    stage.player.resume()
    assert (stage.length, stage.stops, stage.periods) == (COUNT, 1, [])


def test_what_rests_is_neither_held_nor_resumed(stage):
    stage.player.hold()
    stage.player.resume()
    assert not stage.player.playing
    assert stage.length == 1


def test_a_pause_sends_what_is_due_and_time_then_passes_for_nothing(stage):
    stage.player.play(10)
    stage.clock.now += 1
    stage.player.pause()
    assert stage.length == 11
    assert stage.periods == []
    stage.clock.now += 100
    stage.player.play(10)
    stage.tick(0.5)
    assert stage.length == 16


def test_another_speed_goes_on_from_here(stage):
    stage.player.play(10)
    stage.tick(1)
    stage.player.play(20)
    assert len(stage.periods) == 1
    stage.tick(1)
    assert stage.length == 31


def test_a_step_is_one_row_and_halts(stage):
    stage.player.play(10)
    stage.player.step()
    assert stage.length == 2
    assert not stage.player.playing
    stage.player.step()
    assert stage.length == 3


def test_steps_beyond_the_end_do_nothing(stage):
    for _ in range(COUNT + 5):
        stage.player.step()
    assert stage.length == COUNT
    assert stage.player.finished


def test_the_end_is_told_once_and_ends_the_callback(stage):
    stage.player.play(30)
    stage.tick(1000)
    stage.tick(1000)
    assert stage.length == COUNT
    assert stage.stops == 1
    assert stage.periods == []
    stage.player.pause()
    stage.player.halt()


def test_another_run_replaces_the_one_that_plays(stage):
    stage.player.play(30)
    stage.tick(1)
    stage.player.load(table(5))
    assert stage.length == 1
    assert stage.periods == []
    stage.player.play(30)
    stage.tick(1)
    assert stage.length == 5


def test_a_run_of_one_row_is_finished_at_once(stage):
    stage.player.load(table(1))
    assert stage.player.finished
    stage.player.play(30)
    stage.tick(0.05)
    assert not stage.player.playing


def test_a_tick_that_fails_is_told_and_is_the_last(stage):
    stage.player.play(30)
    stage.player.rows = {"iteration": np.arange(COUNT)}
    stage.tick(1)
    stage.tick(1)
    assert stage.failures == 1
    assert stage.stops == 0
    assert stage.periods == []


def test_a_page_with_a_crowd_of_connections_is_played_no_more(stage, monkeypatch):
    monkeypatch.setattr(player, "crowded", lambda document: document is stage.document)
    stage.player.play(30)
    stage.tick(1)
    assert stage.length == 1
    assert stage.periods == []
