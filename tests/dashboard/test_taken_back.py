"""Calls that a page takes back while they wait for their turn with the document, in Bokeh's own session."""

import asyncio

import pytest
from bokeh.server.session import ServerSession
from tornado.ioloop import IOLoop

from tests.dashboard.visitor import Visitor

LATE = 5  # milliseconds; by then what was due has come, and waits


def meanwhile(visitor, milliseconds, act, look):
    """What is seen of a page once a call has come that fell due in somebody else's turn, who acted on it."""

    async def both():
        session = ServerSession("x", visitor.document, IOLoop.current())

        async def turn():
            await asyncio.sleep((milliseconds + LATE) / 1000)
            act()

        await session.with_document_locked(turn)
        seen = await session.with_document_locked(look)  # whoever waited has had a turn by now
        session.destroy()
        return seen

    return asyncio.run(both())


def acts(visitor):
    return {
        "leave": visitor.page.on_disconnect,
        "switch it off": lambda: visitor.set("basins", False),
        "want another": lambda: visitor.set("step_size", 0.002),
    }


@pytest.mark.parametrize("act", ["leave", "switch it off", "want another"])
def test_a_map_that_is_not_wanted_any_more_is_not_begun(caplog, act):
    visitor = Visitor("?chapter=landscape")
    shown = visitor.page.map
    shown.settled = 1
    visitor.set("basins", True)
    shown.settled = 60_000  # of what is wanted from here on

    def look():
        return shown.wish, shown.task, shown.callback, visitor.text("basin_words")

    wish, task, callback, words = meanwhile(visitor, 1, acts(visitor)[act], look)
    assert caplog.records == []
    assert task is None and "could not" not in words
    assert (wish is None) == (callback is None) == (act != "want another")


def test_pause_is_pause_though_a_tick_is_on_its_way():
    visitor = Visitor()
    visitor.press("play")
    period = visitor.callbacks[0].period
    visitor.clock.now += 1
    lengths = []

    def pause():
        visitor.press("play")
        lengths.append(visitor.length)
        visitor.clock.now += 1

    playing, length = meanwhile(
        visitor, period, pause, lambda: (visitor.page.playing.player.playing, visitor.length)
    )
    assert not playing
    assert length == lengths[0] > 1
