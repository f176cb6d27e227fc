import asyncio
import json

import numpy as np
import pytest
from bokeh.document import Document
from bokeh.models import ColumnDataSource, PlainText
from bokeh.protocol import Protocol
from bokeh.server.session import ServerSession

from dashboard.serving.messages import Connection


class Socket:
    """Keeps what is sent."""

    def __init__(self):
        self.sent = []

    async def send_message(self, message):
        self.sent.append(message)


class There:
    """A page's session with some connections, and what its visitor's document has by now."""

    def __init__(self, connections=1):
        self.document, self.word = Document(), PlainText(text="")
        self.source = ColumnDataSource({"k": [0]})
        self.document.add_root(self.word)
        self.document.add_root(self.source)
        self.session = ServerSession("a session", self.document)
        self.copy = Document.from_json(self.document.to_json())
        self.sockets = [Socket() for _ in range(connections)]
        self.connections = [Connection(Protocol(), each, None, self.session) for each in self.sockets]

    async def do(self, act):
        await self.session.with_document_locked(act)

    @property
    def events(self):
        """How many events came in each message, on each socket."""
        return [[len(message.content["events"]) for message in socket.sent] for socket in self.sockets]

    def received(self):
        """The models of a copy that was told all that was sent."""
        for message in self.sockets[0].sent:
            read = Protocol().assemble(message.header_json, message.metadata_json, message.content_json)
            for buffer in message.buffers:
                read.assemble_buffer(buffer.ref, buffer.to_bytes())
            read.apply_to_document(self.copy)
        return self.copy.roots


def play(lesson, connections=1):
    async def open_and_play():
        there = There(connections)
        await lesson(there)
        return there

    return asyncio.run(open_and_play())


def test_what_changes_in_one_turn_is_one_message_to_each_connection():
    async def lesson(there):
        def act():
            there.word.text = "a"
            there.word.tags = ["b"]
            there.source.stream({"k": [1]})

        await there.do(act)
        await there.do(lambda: setattr(there.word, "text", "c"))

    there = play(lesson, connections=2)
    assert there.events == [[3, 1]] * 2
    assert [json.loads(message.content_json)["events"][-1]["kind"] for message in there.sockets[0].sent] == [
        "ColumnsStreamed",
        "ModelChanged",
    ]


def test_rows_that_follow_new_data_in_the_same_turn_come_once():
    async def lesson(there):
        def act():
            there.source.data = {"k": np.arange(5.0)}
            there.source.stream({"k": np.array([7.0])})
            there.word.tags = [PlainText(text="new", name="made")]

        await there.do(act)

    word, source = play(lesson).received()
    assert list(source.data["k"]) == [0, 1, 2, 3, 4, 7]
    assert word.tags[0].text == "new"


@pytest.mark.filterwarnings(
    "ignore:coroutine"
)  # what a turn that failed has changed is never sent, as before
def test_after_a_turn_that_failed_the_next_one_is_sent():
    async def lesson(there):
        def fail():
            there.word.text = "lost"
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await there.do(fail)
        await there.do(lambda: setattr(there.word, "text", "kept"))

    there = play(lesson)
    assert there.events == [[1]] and there.received()[0].text == "kept"
