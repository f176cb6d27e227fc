"""Functions that a user typed, as objectives with exact derivatives."""

from gdcore.typed.objective import TypedFunction, defined_share, typed
from gdcore.typed.reading import NotAFunction

__all__ = ["NotAFunction", "TypedFunction", "defined_share", "typed"]
