"""What the answers of a class came to: computed here from what was answered, whatever a browser says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from dashboard.explain.sweeps import iterations, sweep_one
from dashboard.explain.sweeps import wish as sweep_wish
from dashboard.process.worker import Progress
from dashboard.room.questions import MOST_WORK, Question, run_settings, settings_of
from dashboard.room.state import State
from dashboard.runs.problems import arguments_of, objective_of, plan, run_of
from dashboard.settings.values import Settings, own_runner
from gdcore import METHODS, Run, TooLong, carry_out, outcome, sweep

MOST_CURVES = 30  # that are told apart; above there is a band
BEST = 5
PERCENTILES = (10, 50, 90)
MOST_POINTS = 200  # of a curve
NEAR = 0.01  # of the domain's smaller width: what ends no further from a minimum has come to it
MOST_KEPT = 1024  # results
NO_MINIMUM, LEFT = -1, -2  # in place of a minimum's number, as `gdcore.basins` has it


@dataclass(frozen=True, slots=True)
class Wish:
    """All that a tally depends on: a question and its answers, each an alias, a vote and a text."""

    question: Question
    answers: tuple[tuple[str, int, str], ...]
    is_revealed: bool

    @property
    def last(self) -> dict[str, str]:
        """The answers that count, by alias: where there are two votes, the second."""
        return {alias: text for alias, vote, text in sorted(self.answers, key=lambda each: each[1])}


@dataclass(frozen=True, slots=True)
class Result:
    """What one answer came to.

    `steps` are those after which its run stays where it has arrived, or None; `minimum` is the number of the
    one that it ends at, `NO_MINIMUM` or `LEFT`; `is_right` is None where nothing is right or wrong.
    """

    steps: int | None = None
    minimum: int | None = None
    ending: str = ""
    is_right: bool | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What the answers came to, by alias.

    Attributes
    ----------
    results : mapping of str to Result
        Of each who answered.
    bars : tuple of tuple of int
        Of a guess: for each vote how many chose each option.
    swept : tuple of (float, float)
        Of picked step sizes, once revealed: step sizes and the steps of each, NaN where it does not arrive.
    best : tuple of str
        Who arrived first, of those who did.
    iterations : tuple of int
        The steps at which `heights` and `band` are told.
    heights : mapping of str to tuple of float
        Where the fewest steps are looked for: how far the loss of each is above the least known value.
    band : tuple of tuple of float
        Of more than `MOST_CURVES` heights: the 10, 50 and 90 % percentiles.
    """

    results: Mapping[str, Result] = field(default_factory=dict)
    bars: tuple[tuple[int, ...], ...] = ()
    swept: tuple[tuple[float, float], ...] = ()
    best: tuple[str, ...] = ()
    iterations: tuple[int, ...] = ()
    heights: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    band: tuple[tuple[float, ...], ...] = ()


def wish_of(state: State) -> Wish | None:
    """The tally of a room; None while it must not be seen: until the vote is closed."""
    is_secret = state.phase == "ask" and state.activity != "own"
    if state.question is None or is_secret or state.phase == "ended":
        return None
    answers = [
        (state.seats[seat].alias, vote, answer.text)
        for (vote, seat), answer in sorted(state.answers.items(), key=lambda each: each[1].at)
        if seat in state.seats and not state.seats[seat].is_removed
    ]
    return Wish(state.question, tuple(answers), state.phase == "revealed")


def tally(wish: Wish, progress: Progress = lambda share: None) -> Tally:
    """Return what the answers came to; `progress` is told the share that is done, and may end the work."""
    return TALLIES[wish.question.activity](wish, progress)


def of_guess(wish: Wish, progress: Progress) -> Tally:
    """Count the options; whether one is right, is not told before it is revealed."""
    votes = range(1, max((vote for _, vote, _ in wish.answers), default=1) + 1)
    bars = tuple(
        tuple(
            sum((vote, str(option)) == each[1:] for each in wish.answers)
            for option in range(len(wish.question.options))
        )
        for vote in votes
    )
    right = wish.question.right if wish.is_revealed else None
    results = {
        alias: Result(is_right=None if right is None else text == str(right))
        for alias, text in wish.last.items()
    }
    return Tally(results, bars)


def of_step_sizes(wish: Wish, progress: Progress) -> Tally:
    """Sweep over the step sizes that were picked, all at once."""
    settings, picked = settings_of(wish.question.link), wish.last
    found = {}
    if picked:
        objective = objective_of(settings)
        given = METHODS[settings.method].defaults | dict(settings.hyperparameters)
        sizes = [float(text) for text in picked.values()]
        steps = iterations(objective, settings.method)
        made = sweep(
            objective,
            settings.start,
            sizes,
            method=settings.method,
            iterations=steps,
            progress=progress,
            **given,
        )
        found = dict(zip(picked, map(whole, made.steps.tolist()), strict=True))
    results = {alias: Result(steps) for alias, steps in found.items()}
    return Tally(results, swept=curve(settings, progress) if wish.is_revealed else (), best=first(results))


def whole(steps: float) -> int | None:
    return int(steps) if np.isfinite(steps) else None


def curve(settings: Settings, progress: Progress) -> tuple[tuple[float, float], ...]:
    """The page's own sweep: step sizes, and the steps of each."""
    made = sweep_one(sweep_wish(settings, own_runner(settings)), progress)
    return tuple(zip(made.step_sizes.tolist(), made.steps.tolist(), strict=True))


def of_runs(wish: Wish, progress: Progress) -> Tally:
    """Look at the run of each answer."""
    results = {alias: score.result for alias, score in score_all(wish, progress).items()}
    return Tally(results, best=first(results))


def of_fewest_steps(wish: Wish, progress: Progress) -> Tally:
    """Rank the runs by their steps, and lay their losses over each other."""
    scores = score_all(wish, progress)
    results = {alias: score.result for alias, score in scores.items()}
    heights = {alias: score.heights for alias, score in scores.items() if score.heights is not None}
    longest = max(map(len, heights.values()), default=1)
    at = np.unique(np.linspace(0, longest - 1, min(longest, MOST_POINTS)).round().astype(int))
    drawn = {alias: each[np.minimum(at, len(each) - 1)] for alias, each in heights.items()}
    band = np.percentile(list(drawn.values()), PERCENTILES, axis=0) if len(drawn) > MOST_CURVES else ()
    return Tally(
        results,
        best=first(results),
        iterations=tuple(at.tolist()),
        heights={alias: tuple(each.tolist()) for alias, each in drawn.items()},
        band=tuple(tuple(each.tolist()) for each in band),
    )


def score_all(wish: Wish, progress: Progress) -> dict[str, "Score"]:
    """Return what each answer came to, by alias."""
    scores = {}
    for done, (alias, text) in enumerate(wish.last.items(), 1):
        scores[alias] = score(wish.question, text)
        progress(done / len(wish.last))
    return scores


TALLIES = {
    "guess": of_guess,
    "step size": of_step_sizes,
    "start": of_runs,
    "steps": of_fewest_steps,
    "own": of_runs,
}


def first(results: Mapping[str, Result]) -> tuple[str, ...]:
    """The aliases of those who arrived first; of equals those who answered first."""
    arrived = {alias: each.steps for alias, each in results.items() if each.steps is not None}
    return tuple(sorted(arrived, key=arrived.__getitem__)[:BEST])


@dataclass(frozen=True, eq=False, slots=True)
class Score:
    """What a run came to; where losses are compared, also how far each row is above the least known value."""

    result: Result
    heights: np.ndarray | None = None


@lru_cache(maxsize=MOST_KEPT)
def score(question: Question, text: str) -> Score:
    """Return what the run of an answer came to; equal answers have one run."""
    made = run(run_settings(question, text))
    if made is None:
        return Score(Result(ending="too long"))
    if question.activity == "start":
        return Score(settled(made))
    ended = outcome(made)
    heights = made.excess if question.activity == "steps" else None
    return Score(Result(ended.motion.arrival, ending=ended.ending), heights)


def run(settings: Settings) -> Run | None:
    """Return the run of settings without its rivals; None where it is more work than an answer may be."""
    if settings.bug:
        return run_of(settings)
    try:
        return carry_out(plan(arguments_of(settings, own_runner(settings))), MOST_WORK)
    except TooLong:
        return None


def settled(run: Run) -> Result:
    """Return the minimum that a run ends at, and since when, by the rule of `gdcore.basins`."""
    if run.status == "diverged":
        return Result(minimum=LEFT)
    for number, minimum in enumerate(run.objective.minima):
        outside = np.flatnonzero(np.linalg.norm(run.theta - minimum, axis=1) > NEAR * run.objective.width)
        if not outside.size or outside[-1] < run.steps:
            return Result(int(outside[-1]) + 1 if outside.size else 0, number)
    return Result(minimum=NO_MINIMUM)
