"""How often a thing may be done: as often as a class would, and no more."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

GUESSES_AT_ONCE = 40  # wrong codes from one address, behind which may be a school
SECONDS_A_GUESS = 3.0
ALL_GUESSES_AT_ONCE = 400
SECONDS_A_GUESS_OF_ALL = 1.0
MOST_ADDRESSES = 5000  # that are remembered

Clock = Callable[[], float]


class Bucket:
    """Holds `most` of something that is taken, and that comes back one by one, each in so many `seconds`."""

    def __init__(self, most: float, seconds: float, clock: Clock) -> None:
        self.most, self.seconds, self.clock = most, seconds, clock
        self.left, self.filled = most, clock()

    @property
    def is_empty(self) -> bool:
        return self._fill() < 1

    @property
    def is_full(self) -> bool:
        return self._fill() >= self.most

    def take(self) -> bool:
        """Take one, if there is one."""
        if self.is_empty:
            return False
        self.left -= 1
        return True

    def _fill(self) -> float:
        now = self.clock()
        self.left = min(self.most, self.left + max(0.0, now - self.filled) / self.seconds)
        self.filled = now
        return self.left


class Buckets:
    """A bucket for each key; of those beyond `most_keys` the one that was looked at longest ago is let go."""

    def __init__(self, most: float, seconds: float, clock: Clock, most_keys: int) -> None:
        self.most, self.seconds, self.clock, self.most_keys = most, seconds, clock, most_keys
        self.kept: OrderedDict[Hashable, Bucket] = OrderedDict()

    def of(self, key: Hashable) -> Bucket:
        """Return the bucket of a key; it is kept only once something is taken from it."""
        return self.kept.get(key) or Bucket(self.most, self.seconds, self.clock)

    def take(self, key: Hashable) -> bool:
        bucket = self.kept[key] = self.of(key)
        self.kept.move_to_end(key)
        if len(self.kept) > self.most_keys:
            self.kept.popitem(last=False)
        return bucket.take()


class Guesses:
    """Wrong codes, which are counted by address and all together.

    Who has guessed wrongly too often may not try again for a while, not even with a right code. Where all
    together have, nobody may who has guessed wrongly at all.
    """

    def __init__(self, clock: Clock) -> None:
        self.own = Buckets(GUESSES_AT_ONCE, SECONDS_A_GUESS, clock, MOST_ADDRESSES)
        self.all = Bucket(ALL_GUESSES_AT_ONCE, SECONDS_A_GUESS_OF_ALL, clock)

    def may(self, address: str) -> bool:
        """Return whether another code may be tried from an address."""
        own = self.own.of(address)
        return not own.is_empty and (own.is_full or not self.all.is_empty)

    def note(self, address: str) -> None:
        """Count a wrong code."""
        self.own.take(address)
        self.all.take()
