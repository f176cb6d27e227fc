"""Challenges: a problem, what may be changed about it, and a goal that the server judges a run by.

The numbers of a task are those of its goal; that it can be done, and is not done as it is given, is tested.
"""

from dataclasses import dataclass

from dashboard.exercises.goals import Arrive, BeatRivals, EndAt, EndAtFrom, Goal, Judged, NearLimit, Settle
from gdcore import METHODS, Run, outcome

# Methods that know nothing but slopes: the others would be there in a step or two.
FIRST_ORDER = tuple(name for name, method in METHODS.items() if not (method.reads_objective or method.trials))
ARRIVED = "Arrived: at most a ten-thousandth of the height is left."
CALLED = {
    "step_size": "α",
    "method": "the method with its numbers",
    "hyperparameters": "the method’s numbers",
    "schedule": "the schedule of α",
    "start": "the start",
    "momentum": "momentum’s β",
    "standardise": "whether x is standardised",
}


@dataclass(frozen=True, slots=True)
class Challenge:
    """A task, and a `goal` that judges its run.

    `given` are settings as in a link. Of these and all others only those that `may` be changed, which are
    settings or numbers of the method; if that is among them, it may be one of `methods`. How a run is shown
    is always free. `why` is said once it is done.
    """

    title: str
    task: str
    given: dict[str, str]
    may: tuple[str, ...]
    goal: Goal
    why: str
    methods: tuple[str, ...] = FIRST_ORDER


CHALLENGES = {
    "five steps": Challenge(
        title="Five steps",
        task=f"Arrive at the minimum, x = 3, in at most 5 steps. {ARRIVED}",
        given={"chapter": "curve", "start": "15", "step_size": "0.01", "speed": "6"},
        may=("step_size",),
        goal=Arrive(5),
        why="A step leaves the share |1 − 2α| of the way. Five of them have to leave a hundredth or less: α "
        "may lie on either side of ½.",
    ),
    "watershed": Challenge(
        title="The watershed",
        task="Left of the hill, starts lead into the left well, the lower one. How far right may a start be? "
        "Start from 0.05 to 1, and end in the left well.",
        given={
            "chapter": "curve",
            "function": "double well",
            "start": "0.5",
            "step_size": "0.05",
            "iterations": "100",
            "precision": "0",
            "speed": "12",
        },
        may=("start",),
        goal=EndAtFrom(0.05, 1.0, EndAt((-1.02990,), "the left well")),
        why="The hilltop is the watershed: its slope is 0, and on either side it leads away from it. A step "
        "looks at nothing but the slope where it stands.",
    ),
    "hills": Challenge(
        title="Over the hills",
        task="Plain descent would stay in the first dip. Momentum may roll on: end in the lowest dip of all, "
        "at x = −0.51.",
        given={
            "chapter": "curve",
            "function": "bumpy valley",
            "method": "momentum",
            "start": "4.5",
            "step_size": "0.02",
            "iterations": "200",
            "precision": "0",
            "speed": "30",
        },
        may=("step_size", "momentum"),
        goal=EndAt((-0.512214,), "the lowest dip"),
        why="With enough speed it rolls over the hills between; with too much, past the lowest dip as well.",
    ),
    "plateau": Challenge(
        title="Off the plateau",
        task=f"At x = 4 the slope is almost 0, and steps are tiny. Arrive in at most 15 steps. {ARRIVED}",
        given={"chapter": "curve", "function": "plateau", "start": "4", "step_size": "0.1", "speed": "30"},
        may=("step_size", "method"),
        goal=Arrive(15),
        why="Methods that divide by the slopes so far make steps of about α, however small the slope is.",
    ),
    "edge": Challenge(
        title="The edge",
        task="Find the largest α that still arrives within 1000 steps: at least 99 % of the limit, above "
        "which every run flies off.",
        given={"chapter": "line", "iterations": "1000", "step_size": "0.001", "speed": "400"},
        may=("step_size",),
        goal=NearLimit(0.99),
        why="The limit is 2/L, where L is the curvature of the steepest direction of the bowl.",
    ),
    "scales": Challenge(
        title="Two scales",
        task="Body-mass index and progress of diabetes, of 442 patients. Arrive in at most 50 steps. "
        f"{ARRIVED}",
        given={
            "chapter": "line",
            "data": "diabetes",
            "iterations": "200",
            "step_size": "0.001",
            "speed": "40",
        },
        may=("step_size", "standardise"),
        goal=Arrive(50),
        why="In the data’s own units the bowl is a long valley, which no α goes down in time. Standardised, "
        "it is round.",
    ),
    "minimum c": Challenge(
        title="Minimum C",
        task="From (0, 0) downhill leads to minimum A. End at minimum C, at (−3.78, −3.28), all the same.",
        given={
            "chapter": "landscape",
            "function": "himmelblau",
            "start": "0,0",
            "step_size": "0.001",
            "iterations": "500",
            "speed": "60",
        },
        may=("step_size", "method"),
        goal=EndAt((-3.77931, -3.283186), "minimum C"),
        why="Adam’s first steps are about as long as α, whatever the slope: with a large one it leaps from "
        "valley to valley, and settles in one of them.",
    ),
    "beat adam": Challenge(
        title="Beat Adam",
        task="Adam, with a well-chosen α, runs beside you down a long bowl, κ = 100. Arrive first. "
        f"{ARRIVED}",
        given={
            "chapter": "landscape",
            "function": "bowl",
            "condition": "100",
            "start": "-4,1",
            "step_size": "1",
            "race": "adam:1.3",
            "iterations": "400",
            "precision": "0",
        },
        may=("step_size", "method"),
        goal=BeatRivals("Adam"),
        why="On a bowl, momentum with the right numbers is about the fastest that slopes alone allow.",
        methods=("gradient descent", "momentum", "nesterov"),
    ),
    "valley": Challenge(
        title="The valley",
        task="Rosenbrock’s valley bends, and its floor is nearly level. Arrive at (1, 1) in at most 250 "
        f"steps. {ARRIVED}",
        given={
            "chapter": "landscape",
            "function": "rosenbrock",
            "start": "-1.2,1",
            "step_size": "0.001",
            "iterations": "1000",
            "speed": "100",
        },
        may=("step_size", "method"),
        goal=Arrive(250),
        why="Its steep walls forbid a large α. Along the floor, speed has to be gathered from step to step.",
    ),
    "noise": Challenge(
        title="At rest in noise",
        task="Each step sees the slope with noise on it. Over the last half of 1000 steps, be at most 0.12 "
        "from the minimum, on average (root mean square).",
        given={
            "chapter": "landscape",
            "function": "bowl",
            "condition": "2",
            "noise": "1",
            "start": "-4,1",
            "step_size": "0.3",
            "iterations": "1000",
            "precision": "0",
            "speed": "200",
        },
        may=("step_size", "schedule"),
        goal=Settle(0.12),
        why="A fixed α passes on a fixed share of the noise; a small one would not get there in time. A "
        "schedule has both: long steps first, short ones at last.",
    ),
}


def judge(name: str, run: Run, rivals: tuple[Run, ...]) -> Judged:
    """Say whether a run beside its rivals has done a challenge."""
    return CHALLENGES[name].goal(outcome(run), tuple(map(outcome, rivals)))


def next_challenge(name: str) -> str:
    """Return the challenge that follows; after the last comes the first."""
    names = list(CHALLENGES)
    return names[(names.index(name) + 1) % len(names)]


def in_words(*names: str) -> str:
    """Return what settings, or numbers of the method, are called in a sentence."""
    *first, last = (CALLED.get(name, f"the {name.replace('_', ' ')}") for name in names)
    return f"{', '.join(first)} and {last}" if first else last
