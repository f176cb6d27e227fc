import asyncio
from types import SimpleNamespace

import pytest
from bokeh.document import Document
from bokeh.server.views.ws import WSHandler

from dashboard.process import allowance
from dashboard.process.allowance import MOST_SECONDS, SHARE, Allowance
from dashboard.serving import handlers
from dashboard.serving.handlers import SocketHandler

COST, TIMES = 0.04, 200  # seconds of processor time that a document takes, and how often it is asked for


class Machine:
    """A clock, and a processor that only answers to messages keep busy."""

    def __init__(self):
        self.now = self.used = 0.0

    async def sleep(self, seconds):
        self.now += max(seconds, 0.001)  # as a timer does

    async def handle(self, socket, message):
        self.used += COST
        self.now += COST
        return message.msgtype


@pytest.fixture
def machine(monkeypatch):
    machine = Machine()
    monkeypatch.setattr(WSHandler, "_handle", lambda socket, message: machine.handle(socket, message))
    monkeypatch.setattr(handlers, "asyncio", SimpleNamespace(sleep=machine.sleep))
    return machine


def socket_of(document):
    socket = object.__new__(SocketHandler)
    socket.connection = SimpleNamespace(session=SimpleNamespace(document=document))
    return socket


def test_a_document_pulled_without_end_takes_its_pages_share_and_no_more(machine):
    document = Document()
    allowance.kept[document] = Allowance(lambda: machine.now, lambda: machine.used)
    sockets = [socket_of(document) for _ in range(4)]

    async def pull():
        for number in range(TIMES):
            message = SimpleNamespace(msgtype="PULL-DOC-REQ")
            assert await sockets[number % 4]._handle(message) == "PULL-DOC-REQ"

    asyncio.run(pull())
    assert machine.used == pytest.approx(TIMES * COST)
    assert machine.used <= MOST_SECONDS + COST + SHARE * machine.now


def test_the_first_documents_and_all_patches_wait_for_nothing(machine):
    async def come():
        for _ in range(20):
            await socket_of(Document())._handle(SimpleNamespace(msgtype="PULL-DOC-REQ"))
            await socket_of(Document())._handle(SimpleNamespace(msgtype="PATCH-DOC"))

    asyncio.run(come())
    assert machine.now == pytest.approx(machine.used)


def test_the_allowance_goes_with_its_document():
    document = Document()
    assert allowance.allowance_of(document) is allowance.allowance_of(document)
    assert allowance.allowance_of(Document()) is not allowance.allowance_of(document)


def test_no_frame_waits_for_the_one_before_it(monkeypatch):
    done = []
    monkeypatch.setattr(WSHandler, "open", lambda socket: done.append("open"))
    socket = object.__new__(SocketHandler)
    socket.ws_connection = SimpleNamespace(set_nodelay=lambda on: done.append(("at once", on)))
    socket.open()
    assert done == [("at once", True), "open"]
