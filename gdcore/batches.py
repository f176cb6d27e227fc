"""Minibatches: which samples the batch of each step has.

Every epoch passes once over all samples in its own order, and cuts it into batches; the last of an epoch
has what is left over. Epochs are drawn some at a time from a generator of their own, so that any step's batch
is found without those before it.
"""

from typing import NamedTuple

import numpy as np

from gdcore.arrays import Integers

SAMPLES_DRAWN = 4096  # samples drawn at a time, or one epoch if that has more


class Draw(NamedTuple):
    """Consecutive steps and their samples: step first + i has order[starts[i]] to before starts[i + 1]."""

    first: int
    order: Integers
    starts: Integers

    @property
    def sizes(self) -> Integers:
        """The number of samples of each step."""
        return np.diff(self.starts, append=self.order.size)


def members(m: int, batch: int, seed: int, first: int, last: int) -> list[Integers]:
    """Return the samples in the batch of each step, in the order they were drawn.

    Parameters
    ----------
    m : int
        Number of samples.
    batch : int
        Samples a step, 1 to m.
    seed : int
        Of the run.
    first, last : int
        Steps `first` to `last` − 1: step k leads from row k of a run to row k + 1.

    Returns
    -------
    list of ndarray of int
        One array a step, with `batch` of the numbers 0 to m − 1, all different; with fewer at an epoch's end
        where m is no multiple of `batch`.
    """
    found = []
    for index in draws(m, batch, first, last):
        each = draw(m, batch, seed, index)
        groups = np.split(each.order, each.starts[1:])
        found += groups[max(first - each.first, 0) : last - each.first]
    return found


def draws(m: int, batch: int, first: int, last: int) -> range:
    """Return the indices of the draws that have steps `first` to `last` − 1 of a run.

    Parameters
    ----------
    m, batch : int
        Numbers of all samples, and of those of a step.
    first, last : int
        Steps.
    """
    steps = steps_of_a_draw(m, batch)
    return range(first // steps, -(-last // steps))


def draw(m: int, batch: int, seed: int, index: int) -> Draw:
    """Return a draw: one epoch, or as many as have about 4096 samples.

    Parameters
    ----------
    m, batch : int
        Numbers of all samples, and of those of a step.
    seed : int
        Of the run.
    index : int
        Which draw, from 0 on: none before it has to be made.
    """
    starts = np.add.outer(np.arange(_epochs(m)) * m, np.arange(0, m, batch)).ravel()
    samples = np.tile(np.arange(m), (_epochs(m), 1))
    order = np.random.default_rng([seed, index]).permuted(samples, axis=1)
    return Draw(index * starts.size, order.ravel(), starts)


def steps_of_a_draw(m: int, batch: int) -> int:
    """Return the number of steps that a draw is for."""
    return _epochs(m) * -(-m // batch)


def _epochs(m: int) -> int:
    return max(SAMPLES_DRAWN // m, 1)
