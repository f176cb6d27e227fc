"""The places of a server: how many are taken, and whose is given up to a newcomer."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One page's place: when its visitor last did something, and how it is taken from it."""

    last_act: Callable[[], float]
    give_up: Callable[[], None]


class Occupancy:
    """Up to `most` places. Where all are taken, one at which nothing was done for `idle` seconds is given up.

    So a page is disturbed only where somebody waits.
    """

    def __init__(self, most: int, idle: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.idle, self.clock = most, idle, clock
        self.places: dict[str, Place] = {}

    def keep(self, sessions: Iterable[str]) -> None:
        """Free the places of all but these sessions."""
        there = set(sessions)
        self.places = {session: place for session, place in self.places.items() if session in there}

    @property
    def longest_idle(self) -> str | None:
        """The session whose place may be given up."""
        session = min(self.places, key=lambda each: self.places[each].last_act(), default=None)
        if session is None or self.clock() - self.places[session].last_act() < self.idle:
            return None
        return session

    @property
    def is_full(self) -> bool:
        """Whether there is no place, nor one that may be given up."""
        return len(self.places) >= self.most and self.longest_idle is None

    def take(self, session: str, place: Place) -> None:
        """Take a place; where there is none, the one at which nothing was done for longest."""
        if len(self.places) >= self.most and (longest := self.longest_idle) is not None:
            self.places.pop(longest).give_up()
        self.places[session] = place
