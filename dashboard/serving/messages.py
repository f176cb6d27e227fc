"""What a page is told in one turn goes in one message, and not in one for each property that has changed.

A message is three frames, each with a lock and a write of its own: where a class is told something, that cost
more than to find out what.
"""

from collections.abc import Awaitable
from typing import Any

from bokeh.document.events import DocumentPatchedEvent
from bokeh.protocol.messages.patch_doc import patch_doc
from bokeh.server import tornado
from bokeh.server.connection import ServerConnection


class Connection(ServerConnection):
    """A page's connection.

    A session notes the writes of a turn in a list, which is a new one each turn, and awaits them at its end.
    What has changed is written down at once, as it may change again.
    """

    turn: list[Any] | None = None
    unsent: patch_doc | None = None  # of that turn

    def send_patch_document(self, event: DocumentPatchedEvent) -> Awaitable[None]:
        message = self.protocol.create("PATCH-DOC", [event])
        if self.unsent is not None and self.turn is self.session._pending_writes:
            self.unsent.content["events"].extend(message.content["events"])
            self.unsent.add_buffers(*message.buffers)
            return sent_already()
        self.turn, self.unsent = self.session._pending_writes, message
        return self.send_unsent()

    async def send_unsent(self) -> None:
        message, self.unsent = self.unsent, None
        await self._socket.send_message(message)


async def sent_already() -> None:
    """Wait for nothing: this went with the first message of its turn."""


def install() -> None:
    """Have the server make such connections; more than once is the same as once."""
    tornado.ServerConnection = Connection
