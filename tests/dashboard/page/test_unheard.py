"""While nobody is connected to a page its run waits: what was not seen is not skipped."""

from types import SimpleNamespace

import pytest

from dashboard.page import player
from dashboard.process import gate
from tests.dashboard.page.test_player import Stage


@pytest.fixture
def heard(monkeypatch):
    """Whether somebody is connected: a list that is empty where nobody is."""
    connections = []
    monkeypatch.setattr(player, "is_unheard", lambda document: not connections)
    return connections


def test_a_run_waits_for_its_visitor(heard):
    stage = Stage()
    stage.player.play(10)
    for _ in range(3):
        stage.tick(1)
    assert stage.length == 1
    assert stage.player.playing and len(stage.periods) == 1
    heard.append("a visitor")
    stage.tick(0.5)
    assert stage.length == 6, "half a second is five rows, and those before do not count"


def test_whoever_is_cut_off_goes_on_from_the_rows_there_are(heard):
    stage = Stage()
    heard.append("a visitor")
    stage.player.play(10)
    stage.tick(2)
    heard.clear()
    stage.tick(30)
    assert stage.length == 21
    heard.append("the visitor again")
    stage.tick(0.5)
    assert stage.length == 26


@pytest.mark.parametrize(
    ("connections", "unheard", "crowded"),
    [(0, True, False), (1, False, False), (8, False, False), (9, False, True)],
)
def test_one_connection_is_a_visitor_and_nine_are_a_crowd(connections, unheard, crowded):
    session = SimpleNamespace(connection_count=connections)
    document = SimpleNamespace(session_context=SimpleNamespace(session=session))
    assert (gate.is_unheard(document), gate.crowded(document)) == (unheard, crowded)


def test_a_document_without_a_server_is_neither():
    document = SimpleNamespace(session_context=None)
    assert not gate.is_unheard(document)
    assert not gate.crowded(document)
