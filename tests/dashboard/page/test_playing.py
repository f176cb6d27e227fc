"""How a run plays: among earlier rows the browser steps and replays alone, at the last the server goes on."""

import pytest

from tests.dashboard.visitor import Visitor


@pytest.fixture
def paused():
    """A page of 31 rows, 0 to 30, of a run that goes on to row 273."""
    visitor = Visitor()
    visitor.press("play")
    visitor.wait(1.0)
    visitor.press("play")
    assert visitor.length == 31
    return visitor


@pytest.mark.parametrize(("row", "length"), [(30, 32), (29, 31), (0, 31)])
def test_a_step_goes_on_only_from_the_last_row(paused, row, length):
    paused.set("playhead", 15)
    paused.set("playhead", row)
    paused.press("step")
    assert paused.length == length


def test_a_run_that_has_not_ended_plays_on_from_wherever_one_looks(paused):
    paused.set("playhead", 10)
    paused.press("play")
    paused.wait(1.0)
    assert paused.length == 61
    paused.press("play")
    paused.press("step")
    assert paused.length == 62, "whoever played on looks back no more"


def test_a_replay_that_has_come_to_what_is_sent_goes_on_and_is_one_no_more(paused):
    trace = paused.model("trace")
    trace.tags = ["at 10"]
    paused.set("playhead", 10)
    paused.press("play")
    for tag, replays in (("replay", True), ("follow", False)):
        trace.tags = [tag]
        assert paused.page.playing.replaying is replays and paused.page.playing.player.playing
    paused.play_on()
    assert paused.length == 274 and not paused.page.playing.goes_on


@pytest.mark.parametrize(("row", "length"), [(3, 1), (2, 4)])
def test_a_run_that_has_ended_is_begun_again_only_from_its_last_row(row, length):
    visitor = Visitor("?iterations=3")
    visitor.play()
    visitor.set("playhead", 0)
    visitor.set("playhead", row)
    visitor.press("play")
    assert visitor.length == length


def test_a_reset_and_another_setting_look_back_no_more(paused):
    for change in (lambda: paused.press("reset"), lambda: paused.set("step_size", 0.02)):
        paused.press("step")
        paused.press("step")
        paused.set("playhead", 0)
        change()
        paused.press("step")
        assert paused.length == 2
