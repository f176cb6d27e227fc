import re
from dataclasses import replace

import pytest

from dashboard.chapters.line.problem import line_of
from dashboard.settings.tips import tips
from dashboard.settings.values import CHAPTERS
from tests.dashboard.visitor import Visitor


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_whatever_can_be_used_has_a_tip(chapter):
    visitor = Visitor(f"?chapter={chapter}")
    controls = set(visitor.controls) - {"open"}  # which fold is open: its summary says what it is
    assert {*controls, *visitor.page.view.buttons, "presets", "playhead", "copy", "theme"} <= set(
        tips(chapter)
    )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_tip_is_a_sentence_or_two(chapter):
    for tip in tips(chapter).values():
        assert tip[0].isupper() and tip.endswith((".", ").", ")"))
        assert 5 < len(tip) < 130


def test_the_floor_that_the_tip_on_noise_tells():
    floors = [line_of(replace(CHAPTERS["line"], noise=noise)).scipy.loss for noise in (10.0, 30.0)]
    told = [float(number) for number in re.findall(r"[\d.]+\d", tips("line")["noise"])]
    assert told == pytest.approx(floors, abs=0.5)
