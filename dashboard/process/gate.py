"""What a client may change on its page, which is what the page itself sends up; all else is dropped unread.

Bokeh lets a client set every property and make any model: an icon given as a path is a file that the server
opens, a value may be packed a thousandfold, and what Bokeh refuses it logs at full length.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bokeh.core.serialization import Serialized
from bokeh.document import Document
from bokeh.model import Model

MOST_CHANGES = 4  # in one message, of which a page makes two: the ends of a range
MOST_CONNECTIONS = 8  # of one page, each of which is sent all that changes
MOST_CHARACTERS = 400  # of a text
LARGEST_WHOLE_NUMBER = 2**53  # as in JavaScript
NAMED_NUMBERS = {"nan": float("nan"), "+inf": float("inf"), "-inf": float("-inf")}

Event = dict[str, Any]


class Gate:
    """Stands before a document: passes on new `values` of some properties, and presses of `buttons`.

    A text may be as long as `longest` says of its model's name, by default `MOST_CHARACTERS`.
    """

    def __init__(
        self,
        document: Document,
        values: Iterable[tuple[Model, str]],
        buttons: Iterable[Model],
        longest: Mapping[str, int] | None = None,
    ) -> None:
        self.values, self.lengths = {}, {}
        for model, attribute in values:
            self.values[model.id, attribute] = model.lookup(attribute).property
            self.lengths[model.id] = (longest or {}).get(model.name, MOST_CHARACTERS)
        self.buttons = {button.id for button in buttons}
        self.last_act = time.monotonic()  # when something was last passed on
        self.document, self.apply = document, document.apply_json_patch
        document.apply_json_patch = self.patch
        document.replace_with_json = self.replace

    def patch(self, patch: Any, *, setter: Any = None) -> None:
        """Apply what is the page's own of a patch, as Bokeh's method of the document does of all."""
        content = patch.content if isinstance(patch, Serialized) else patch
        match content:
            case {"events": [*events]} if not crowded(self.document):
                passed = [wanted for event in events[:MOST_CHANGES] for wanted in self.wanted(event)]
                if passed:
                    self.last_act = time.monotonic()
                    self.apply({"events": passed}, setter=setter)

    def replace(self, document: Any) -> None:
        """Keep the document: no page sends one up."""

    def wanted(self, event: Any) -> Iterator[Event]:
        """The event, and nothing else that came in it, if it is one of the page's own."""
        match event:
            case {"kind": "ModelChanged", "model": {"id": str(id)}, "attr": str(attribute), "new": new}:
                wanted, longest = self.values.get((id, attribute)), self.lengths.get(id, MOST_CHARACTERS)
                if wanted is not None and is_plain(new, longest) and wanted.is_valid(value := number_or(new)):
                    yield {"kind": "ModelChanged", "model": {"id": id}, "attr": attribute, "new": value}
            case {"kind": "MessageSent", "msg_data": {"name": "button_click", "values": values}}:
                match values:
                    case {"model": {"id": str(id)}} | {"entries": [["model", {"id": str(id)}]]}:
                        if id in self.buttons:
                            yield press(id)


def press(id: str) -> Event:
    pressed = {"type": "event", "name": "button_click", "values": {"model": {"id": id}}}
    return {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": pressed}


def is_plain(value: Any, longest: int = MOST_CHARACTERS) -> bool:
    """Whether this is a short text, a number, true, false or nothing, or a list of at most one text."""
    match value:
        case None | bool() | float():
            return True
        case int():
            return abs(value) <= LARGEST_WHOLE_NUMBER
        case str():
            return len(value) <= longest
        case {"type": "number", "value": str(name)}:
            return name in NAMED_NUMBERS
        case [] | [str()]:
            return all(is_plain(each, longest) for each in value)
    return False


def number_or(value: Any) -> Any:
    return NAMED_NUMBERS[value["value"]] if isinstance(value, dict) else value


def crowded(document: Document) -> bool:
    """Whether one page has more connections than any visitor makes."""
    session = document.session_context and document.session_context.session
    return session is not None and session.connection_count > MOST_CONNECTIONS


def is_unheard(document: Document) -> bool:
    """Whether nobody is connected to a page: it has been fetched, and its visitor is about to."""
    session = document.session_context and document.session_context.session
    return session is not None and session.connection_count == 0
