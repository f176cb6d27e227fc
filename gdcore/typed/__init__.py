"""Functions that a user typed, as objectives with exact derivatives."""

from gdcore.typed.objective import TypedFunction, defined_share, typed
from gdcore.typed.reading import Ambiguous, NotAFunction, read_constant

__all__ = ["Ambiguous", "NotAFunction", "TypedFunction", "defined_share", "read_constant", "typed"]
