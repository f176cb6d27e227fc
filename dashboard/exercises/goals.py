"""What a challenge asks of a run: each goal is a pure function of outcomes, and says in numbers what is."""

from collections.abc import Callable
from dataclasses import dataclass
from math import floor

import numpy as np

from dashboard.wording.words import counted, figure, point, tell_apart, whole
from gdcore import Outcome

SAME_PLACE = 1e-3  # of the domain's smaller width: so near each other, two minima are one
AWAY_DIGITS = 3  # of a distance that is asked for, or is left
STEP_SIZE_DIGITS = 6  # near a limit many count


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a run has done what was asked; `words` say what it did, or what is missing."""

    done: bool
    words: str


Goal = Callable[[Outcome, tuple[Outcome, ...]], Judged]  # of the run's own outcome, and of its rivals'


@dataclass(frozen=True, slots=True)
class Arrive:
    """To arrive within so many steps."""

    within: int

    def __call__(self, own: Outcome, rivals: tuple[Outcome, ...]) -> Judged:
        arrival = own.motion.arrival
        if arrival is None:
            return Judged(False, fell_short(own))
        late = arrival - self.within
        there = f"it arrived at step {whole(arrival)}"
        return Judged(False, f"{there}, {counted(late)} too late") if late > 0 else Judged(True, there)


@dataclass(frozen=True, slots=True)
class BeatRivals:
    """To arrive before every rival; they go by one `name`."""

    name: str

    def __call__(self, own: Outcome, rivals: tuple[Outcome, ...]) -> Judged:
        arrival = own.motion.arrival
        if arrival is None:
            return Judged(False, fell_short(own))
        theirs = [each.motion.arrival for each in rivals if each.motion.arrival is not None]
        they = f"{self.name} at step {whole(min(theirs))}" if theirs else f"{self.name} never"
        return Judged(not theirs or arrival < min(theirs), f"it arrived at step {whole(arrival)}, {they}")


@dataclass(frozen=True, slots=True)
class EndAt:
    """To end at one minimum of several."""

    minimum: tuple[float, ...]
    name: str

    def __call__(self, own: Outcome, rivals: tuple[Outcome, ...]) -> Judged:
        if own.run.status == "diverged":
            return Judged(False, fell_short(own))
        end = own.run.theta[-1]
        there = f"it ended at {point(end)}"
        if own.has_arrived and is_at(own, self.minimum):
            return Judged(True, f"{there}, which is {self.name}")
        away = figure(float(np.linalg.norm(end - self.minimum)), AWAY_DIGITS)
        return Judged(False, f"{there}, and {self.name} is {away} away")


@dataclass(frozen=True, slots=True)
class EndAtFrom:
    """To end at a minimum from a start between `low` and `high`, both included, on a curve."""

    low: float
    high: float
    end: EndAt

    def __call__(self, own: Outcome, rivals: tuple[Outcome, ...]) -> Judged:
        start = float(own.run.theta[0, 0])
        if not self.low <= start <= self.high:
            asked = f"from {figure(self.low)} to {figure(self.high)}"
            began, _ = tell_apart(start, self.low if start < self.low else self.high)
            return Judged(False, f"it started at {began}, and a start {asked} is asked for")
        return self.end(own, rivals)


@dataclass(frozen=True, slots=True)
class NearLimit:
    """To arrive with at least a `share` of the largest stable step size."""

    share: float

    def __call__(self, own: Outcome, rivals: tuple[Outcome, ...]) -> Judged:
        if own.motion.arrival is None or own.theory is None or own.theory.limit is None:
            return Judged(False, fell_short(own))
        share = own.run.step_size / own.theory.limit
        size = figure(own.run.step_size, STEP_SIZE_DIGITS)
        arrived = f"α = {size} arrived, and is {in_per_cent(share)} of the limit"
        return Judged(share >= self.share, f"{arrived}; {in_per_cent(self.share)} were asked for")


@dataclass(frozen=True, slots=True)
class Settle:
    """To be no further than so far from the minimum, in the root mean square of the last half of the run."""

    within: float

    def __call__(self, own: Outcome, rivals: tuple[Outcome, ...]) -> Judged:
        run = own.run
        if run.status == "diverged":
            return Judged(False, fell_short(own))
        late = run.theta[run.steps // 2 :] - run.objective.minima[0]
        away = float(np.sqrt((late**2).sum(axis=1).mean()))
        left, asked = tell_apart(away, self.within, AWAY_DIGITS)
        words = f"over its last half it was {left} from the minimum, on average; {asked} was asked for"
        return Judged(away <= self.within, words)


def is_at(own: Outcome, minimum: tuple[float, ...]) -> bool:
    """Whether the place where a run has come to is this one."""
    place, width = own.place.point, own.run.objective.width
    return place is not None and float(np.linalg.norm(place - minimum)) <= SAME_PLACE * width


def fell_short(own: Outcome) -> str:
    """Say how a run ended that has not arrived."""
    after = f"after {counted(own.run.steps)}"
    if own.run.status == "diverged":
        return f"{after} it had flown off"
    away = own.place.distance
    return (
        f"{after} it was still {figure(away, AWAY_DIGITS)} away"
        if away < np.inf
        else f"{after} it had not arrived"
    )


def in_per_cent(share: float) -> str:
    """A share in per cent, rounded down: what is not enough is not said to be."""
    return f"{figure(floor(1000 * share + 1e-9) / 10)} %"
