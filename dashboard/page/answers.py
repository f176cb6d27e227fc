"""What is done when a widget changes or a button is pressed: each in its turn, failing for itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from typing import Any

from bokeh.document import Document

from dashboard.page import own
from dashboard.process.allowance import Acts, allowance_of

Change = Callable[[str, Any, Any], None]


class Answers:
    """Makes the callbacks of a page's widgets.

    Parameters
    ----------
    document : Document
        Whose allowance of computing they share: what is more waits, in its order.
    on_failure : callable
        What is called where an answer raises.
    """

    def __init__(self, document: Document, on_failure: Callable[[], None]) -> None:
        self.acts = Acts(document, allowance_of(document))
        self.on_failure = on_failure
        self.painting = False

    def to_change(self, answer: Change) -> Change:
        """Answer new values of a property; of several that have to wait the last one, but every edit."""
        answer = self.guard(answer)

        def change(attribute: str, old: Any, new: Any) -> None:
            if not self.painting:
                key = object() if attribute == "tags" or own.is_edit(new) else answer
                self.acts.do(partial(answer, attribute, old, new), key)

        return change

    def to_press(self, answer: Callable[[], None]) -> Callable[[], None]:
        """Answer every press of a button."""
        answer = self.guard(answer)
        return lambda: self.acts.do(answer, object())

    @contextmanager
    def none(self) -> Iterator[None]:
        """Answer nothing meanwhile: what painting changes in widgets is no act of the visitor."""
        self.painting = True
        try:
            yield
        finally:
            self.painting = False

    def guard(self, answer: Callable[..., None]) -> Callable[..., None]:
        @wraps(answer)
        def guarded(*arguments: Any) -> None:
            try:
                answer(*arguments)
            except Exception:
                self.on_failure()

        return guarded

    def leave(self) -> None:
        """Answer nothing any more."""
        self.acts.leave()
