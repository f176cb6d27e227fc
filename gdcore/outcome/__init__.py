"""The truth of a run: how it ended, where, what is there, and at which rate it came.

All that a page says of a run in words is said from the one value that `outcome` returns.
"""

from gdcore.outcome.motion import Ball, Motion
from gdcore.outcome.outcome import Ending, Outcome, outcome
from gdcore.outcome.place import Place, place_at
from gdcore.outcome.theory import Theory

__all__ = ["Ball", "Ending", "Motion", "Outcome", "Place", "Theory", "outcome", "place_at"]
