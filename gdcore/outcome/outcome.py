"""One run, one outcome."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np

from gdcore.outcome.motion import Ball, Motion, ball_of, distances, heights, is_near, motion_of
from gdcore.outcome.place import Place, known_minimum, place_at
from gdcore.outcome.theory import Theory, theory_of
from gdcore.rows import largest_excess, least_loss
from gdcore.run import Run

Ending = Literal["converged", "stopped", "used up", "flew off", "fell", "left the domain"]
OUTCOMES_KEPT = 32


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a run came to.

    Attributes
    ----------
    run : Run
        The run itself.
    ending : str
        "converged": the stop rule ended it where it had arrived; "stopped": the stop rule ended it elsewhere;
        "used up": it made all its steps; "flew off": the loss rose above the limit of `descend`; "fell": it
        fell below the floor of that; "left the domain": the next row would not be finite.
    place : Place
        What is at its last row.
    theory : Theory or None
        Of the minimum there.
    motion : Motion
        How it moved about that.
    ball : Ball or None
        How noise keeps it about a minimum; None without noise, and where it has not come to rest.
    """

    run: Run
    ending: Ending
    place: Place
    theory: Theory | None
    motion: Motion
    ball: Ball | None

    @cached_property
    def is_noisy(self) -> bool:
        """Whether the method saw another gradient than the objective's."""
        return self.run.estimate is not self.run.gradient

    @cached_property
    def is_plain(self) -> bool:
        """Whether it is plain descent with fixed steps and without noise."""
        return self.run.method == "gradient descent" and self.run.schedule == "constant" and not self.is_noisy

    @property
    def has_arrived(self) -> bool:
        """Whether the last row is within a ten-thousandth of the way down, and a tenth of the way there."""
        return self.motion.has_arrived


@lru_cache(maxsize=OUTCOMES_KEPT)
def outcome(run: Run) -> Outcome:
    """Return what a run came to; one run has one outcome.

    Parameters
    ----------
    run : Run
        Of any objective and method, a solver's too.

    Returns
    -------
    Outcome
        A value: nothing in it changes.
    """
    with np.errstate(all="ignore"):
        slopes = np.linalg.norm(run.gradient, axis=1)
        place = _come_to(run, place_at(run.objective, run.theta[-1], float(slopes.max())))
        theory = theory_of(run, place)
        motion = motion_of(run, place, theory)
        return Outcome(
            run=run,
            ending=_ending(run, motion),
            place=place,
            theory=theory,
            motion=motion,
            ball=_ball(run),
        )


def _come_to(run: Run, place: Place) -> Place:
    """Return the place; of a slope the known minimum where the run has arrived, as it came from far away."""
    known = known_minimum(run.objective, run.theta[-1]) if place.kind == "slope" else None
    if known is None:
        return place
    return known if is_near(heights(run, known), distances(run, known), run.objective.width)[-1] else place


def _ending(run: Run, motion: Motion) -> Ending:
    if run.status == "iterations":
        return "used up"
    if run.status == "converged":
        return "converged" if motion.has_arrived else "stopped"
    if run.excess[-1] > largest_excess(run.objective, run.excess[0]):
        return "flew off"
    return "fell" if run.loss[-1] < least_loss(run.objective, run.loss[0]) else "left the domain"


def _ball(run: Run) -> Ball | None:
    """Return the ball about the minimum that the last half of a noisy run is about."""
    if run.estimate is run.gradient or run.status == "diverged":
        return None
    place = place_at(run.objective, run.theta[run.steps // 2 :].mean(axis=0))
    if place.point is None or place.flat or place.kind not in ("minimum", "slope"):
        return None
    return ball_of(run, place.point, run.objective.width / 2)
