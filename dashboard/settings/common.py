"""The settings that several chapters have; each of them says what it has otherwise."""

from dashboard.exercises.challenges import CHALLENGES
from dashboard.exercises.lessons import LESSONS
from dashboard.settings.groups import DRAWERS, FOLDS
from dashboard.settings.kinds import Choice, Formula, Number, Point, Several, Switch
from dashboard.settings.rivals import Race
from dashboard.settings.setting import Menu, NumberField, Place, Setting, Tag, TextField, Words
from gdcore import FUNCTIONS, METHODS, SCHEDULES, SOLVERS

TYPED = "typed"  # the function that a user wrote
MOST_RIVALS = 5
FIRST_METHODS = ("gradient descent", "momentum", "nesterov", "rmsprop", "adam")  # the others under "more"
STEP_SIZES = Number(1e-12, 100)
COORDINATE = Number(-1000, 1000)


def functions(size: int) -> Choice:
    """Return the names of the functions with so many parameters, and the word for one that is typed."""
    return Choice((*(name for name, each in FUNCTIONS.items() if each.n == size), TYPED))


FUNCTION = Setting(
    name="function",
    kind=functions(1),
    about="what is descended, or `typed`",
    label="Function",
    widget=Menu(labels={TYPED: "your own, typed"}),
    of_problem=True,
)

FORMULA = Setting(
    name="formula",
    kind=Formula(1),
    default="",
    about=r"a typed function of x, or of x and y, as one writes it: `x^4 - 3x² + x`, `y sin x + \|x\|`",
    label="f(x) =",
    widget=TextField(),
    is_used=lambda settings: settings.function == TYPED,
    of_problem=True,
)

METHOD = Setting(
    name="method",
    kind=Choice(tuple(METHODS)),
    default="gradient descent",
    about="the update rule: `momentum`, `adam`, …; its own numbers go by their names: `beta1`, …",
    label="Method",
    tip="The rule each step follows. Try momentum, then Adam: the same slopes, other steps.",
    widget=Menu(first=FIRST_METHODS),
    place=Place("method", row=1),
    of_problem=True,
)

STEP_SIZE = Setting(
    name="step_size",
    kind=STEP_SIZES,
    about="α; without it, one that suits function, data and method",
    label="Step size α",
    widget=NumberField(0.01),
    place=Place("step-size", row=1),
)

SCHEDULE = Setting(
    name="schedule",
    kind=Choice(tuple(SCHEDULES)),
    default="constant",
    about="of α: `step decay`, `exponential`, `cosine`, `1/k`",
    label="Schedule of α",
    tip="How α changes on the way. With noise, try 1/k: the run settles closer to the minimum.",
    widget=Menu(),
    place=Place("method", row=3),
    is_pinned=True,
)

START = Setting(
    name="start",
    kind=Point(2, COORDINATE),
    about="x₀, or intercept and slope, or x and y; without it, one that suits the function",
    widget=TextField(),
    place=Place("start", row=1),
    is_pinned=True,
)

ITERATIONS = Setting(
    name="iterations",
    kind=Number(1, 100_000, whole=True),
    about="the most steps; fewer, and told, where that is more work than a page may be",
    label="Iterations",
    widget=NumberField(100),
    place=Place("stop", row=1),
)

PRECISION = Setting(
    name="precision",
    kind=Number(0, 10),
    about="stop when a step is no longer than this; 0 is off",
    label="Precision",
    widget=NumberField(0.001),
    place=Place("stop", row=2),
)

NOISE = Setting(
    name="noise",
    kind=Number(0, 1000),
    default=0.0,
    about="of the gradient, or (line) of the data",
    widget=NumberField(1),
    place=Place("noise", row=1, column=1),
    of_problem=True,
    is_pinned=True,
)

SEED = Setting(
    name="seed",
    kind=Number(0, 2**32 - 1, whole=True),
    default=2015,
    about="of whatever is random",
    label="Seed",
    tip="Which random numbers the noise is drawn from. The same seed gives the same run.",
    widget=NumberField(1),
    place=Place("noise", row=1, column=2),
    of_problem=True,
    is_pinned=True,
)

RACE = Setting(
    name="race",
    kind=Race(MOST_RIVALS, STEP_SIZES, tuple(SOLVERS)),
    default=(),
    about="rivals: `adam:0.1,momentum:0.01:momentum=0.8,bfgs`",
    label="Rivals: method:α, …",
    tip="The whole race, as the link has it: adam:0.1, momentum:0.01:momentum=0.8, bfgs.",
    widget=TextField(),
    place=Place("race", row=2),
)

SPEED = Setting(
    name="speed",
    kind=Number(0.2, 10_000),
    about="steps a second; up to 1.5 each is shown in three beats",
    label="Speed, steps/s",
    tip="Steps a second. The run is the same at any speed. Try 1: each step is shown in three beats.",
    widget=NumberField(10),
    place=Place("start", row=2),
    changes_run=False,
)

SCALE = Setting(
    name="scale",
    kind=Choice(("linear", "log")),
    default="linear",
    about="of the loss: `linear` or `log`",
    tip="Linear shows what is left; log shows the rate: a line, if each step takes the same share.",
    widget=Words(),
    changes_run=False,
)

VIEW = Setting(
    name="view",
    kind=Choice(("contours", "surface")),
    default="contours",
    about="of the bowl, or of the landscape: `contours` or `surface`",
    widget=Words(),
    changes_run=False,
)

PLAY = Setting(
    name="play",
    kind=Switch(),
    default=False,
    about="1 starts at once",
    tip="Runs the descent, row by row, or halts it. Key: space.",
    changes_run=False,
)

INTRO = Setting(
    name="intro",
    kind=Switch(),
    default=True,
    about="0 skips the opening, which a first visit of the bare page begins with",
    changes_run=False,
)

THEME = Setting(
    name="theme",
    kind=Choice(("system", "light", "dark")),
    default="system",
    about="`light` or `dark`",
    tip="Light or dark.",
    changes_run=False,
)

BOARD = Setting(
    name="board",
    kind=Switch(),
    default=False,
    about="1 is a page for a projector",
    tip="For a projector: larger type, step sizes on the keys 1 to 6, and the truth hidden.",
    changes_run=False,
)

OPEN = Setting(
    name="open",
    kind=Choice((*dict.fromkeys((*FOLDS, *DRAWERS)), "")),
    default="",
    about="what is open beside or in the rail: `theory`, `sweep`, `method`, …",
    widget=Tag(),
    changes_run=False,
)


def lesson(chapter: str) -> Setting:
    """Return the setting that chooses one of a chapter's lessons."""
    names = (name for name, each in LESSONS.items() if each.given["chapter"] == chapter)
    return Setting(
        name="lesson",
        kind=Choice((*names, "")),
        default="",
        about="a guess, a run and why, which brings its settings",
    )


def challenge(chapter: str) -> Setting:
    """Return the setting that chooses one of a chapter's challenges."""
    names = (name for name, each in CHALLENGES.items() if each.given["chapter"] == chapter)
    return Setting(
        name="challenge",
        kind=Choice((*names, "")),
        default="",
        about="a task, with all settings that it does not let one change",
    )


def show(*panels: str) -> Setting:
    """Return the setting that chooses some of a chapter's panels."""
    return Setting(
        name="show",
        kind=Several(panels),
        default=(),
        about="panels to embed, of those of the chapter",
        changes_run=False,
    )
