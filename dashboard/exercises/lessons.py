"""Six lessons, each of which asks for a guess, runs, and says what happened and why.

A lesson brings its chapter and its settings, as a link has them; its numbers are those of this very run.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lesson:
    """`given` are settings as in a link; `right` is the index of the option that happens.

    For teachers, `ask` says what to ask before and after, and `mistake` what pupils often get wrong.
    """

    title: str
    given: dict[str, str]
    scene: str
    question: str
    options: tuple[str, ...]
    right: int
    why: str
    ask: str
    mistake: str


LESSONS = {
    "step size": Lesson(
        title="Step size",
        given={"chapter": "curve", "step_size": "0.1", "speed": "6"},
        scene="With α = 0.01, descent from 15 stops after 273 steps. Here α is ten times as large.",
        question="How many steps does it take?",
        options=("Far fewer: about 40", "As many: about 270", "Ten times as many", "It never stops"),
        right=0,
        why="It stops at step 36. A step takes off 2α of the way that is left: with α = 0.1 a fifth, with α ="
        " 0.01 one part in fifty. While no step passes the minimum, a larger α is quicker.",
        ask="Before: a step of 0.24 becomes 2.4. Is the second step as long as the first? After: at which"
        " α is the first step the last one?",
        mistake="Ten times the α must be a tenth of the steps. But steps shrink with the slope, so it is only"
        " about that. And “quicker” soon turns into “the larger the better”: the next lesson is for "
        "that.",
    ),
    "overshoot": Lesson(
        title="Overshoot",
        given={"chapter": "curve", "step_size": "0.9", "speed": "6"},
        scene="Now α = 0.9. The first step goes from 15 to −6.6: past the minimum at 3, to the other side.",
        question="What does the run do next?",
        options=(
            "It flies off",
            "It jumps from side to side, ever nearer",
            "It jumps between two points for ever",
            "It creeps back from the left",
        ),
        right=1,
        why="Each step multiplies the distance by 1 − 2α = −0.8: the sign changes, and a fifth is taken off, "
        "just as with α = 0.1. At α = 1 the factor is −1, for ever; above that it grows: 2/L is the "
        "limit.",
        ask="Have everybody point: left or right, nearer or further? Step three times by hand before you "
        "press Play. After: which other α is exactly as quick?",
        mistake="Many take every jump over the minimum for a failure. Others say that it must come to rest "
        "after two or three jumps: ask by which factor the distance shrinks.",
    ),
    "conditioning": Lesson(
        title="Conditioning",
        given={
            "chapter": "landscape",
            "function": "bowl",
            "condition": "100",
            "step_size": "1",
            "iterations": "100",
            "precision": "0",
            "speed": "15",
        },
        scene="This bowl is ten times as long as it is wide: κ = 100. With α = 1, a round one is done in one "
        "step, and steps above 2 fly off.",
        question="How much of the long way is left after 100 steps?",
        options=("Nothing", "A tenth", "About a third", "It flies off"),
        right=2,
        why="Across the valley one step is enough. Along it the slope is a hundred times gentler, so a step "
        "takes off one part in a hundred, and 0.99¹⁰⁰ = 37 % is left. α cannot be larger: the steep side "
        "forbids it.",
        ask="Before: point at the slope across and along the valley. Which of the two does α suit? After:"
        " what happens to the 100 steps at κ = 1000?",
        mistake="“A hundred steps are plenty.” The path looks as if it had stopped, and pupils take that for "
        "the end: the stop is in the eye, the loss still falls.",
    ),
    "local minima": Lesson(
        title="Local minima",
        given={"chapter": "curve", "function": "double well", "start": "1.8", "speed": "6"},
        scene="Two wells: the left one is lower. Descent begins on the right, at 1.8.",
        question="Where does it end?",
        options=(
            "In the left well, the lowest",
            "In the right well",
            "On the hill between",
            "Beyond the left well",
        ),
        right=1,
        why="It ends at 0.98, in the right well, half a unit above the lowest point. A step looks at the "
        "slope where it stands, and that leads down, never over the hill. Drag the start left of 0.06, "
        "and press Play.",
        ask="Before: what does the point know, standing at 1.8? After: find two starts close together "
        "that end in different wells.",
        mistake="Descent is taken for a search that sees the whole curve, or for a ball with speed that rolls"
        " over the hill. It sees one slope, and has no speed.",
    ),
    "noise": Lesson(
        title="Noise",
        given={
            "chapter": "landscape",
            "function": "bowl",
            "condition": "4",
            "noise": "1",
            "step_size": "0.3",
            "iterations": "600",
            "precision": "0",
            "scale": "log",
            "speed": "60",
        },
        scene="Each step sees the gradient with noise on it, as with minibatches. α stays 0.3.",
        question="Does the run come to rest at the minimum?",
        options=("Yes, noise averages out", "No, it wanders about it", "No, it flies off"),
        right=1,
        why="It gets there soon, and then wanders: over its last half it is 1.0 away, on average. A step of "
        "fixed size passes on a fixed share of the noise. With the schedule 1/k the steps shrink, and the"
        " same noise leaves it 0.14 away.",
        ask="Before: how long is a step at the minimum, without noise, and with it? After: what would "
        "half of α change, and what would it cost?",
        mistake="That noise cancels out is true of an average, and not of the last point. Some wait for it to"
        " settle: ask what should make the steps shorter.",
    ),
    "momentum": Lesson(
        title="Momentum",
        given={
            "chapter": "landscape",
            "function": "bowl",
            "condition": "100",
            "step_size": "1",
            "race": "momentum:1",
            "iterations": "300",
            "precision": "0",
            "speed": "30",
        },
        scene="The long bowl again. Plain descent races momentum, which keeps nine tenths of its last move, "
        "with the same α = 1.",
        question="Who arrives first?",
        options=(
            "Plain descent: momentum overshoots",
            "Both at once: they see the same slopes",
            "Momentum, more than twice as soon",
        ),
        right=2,
        why="Momentum swings, yet arrives at step 88, plain descent at 232. Along the valley small moves add "
        "up, a step takes off 5 % instead of 1 %; across it they cancel. Arrived: all but a ten-"
        "thousandth of the height.",
        ask="Before: which of the two moves further in its first step? After: what would 99 hundredths of"
        " the last move do instead of nine tenths?",
        mistake="“It overshoots, so it is slower.” Swinging looks like waste. And momentum is taken for a "
        "larger α: across the valley that would fly off.",
    ),
}


def next_lesson(name: str) -> str | None:
    """The lesson that follows; None after the last."""
    return dict(zip(LESSONS, list(LESSONS)[1:], strict=False)).get(name)
