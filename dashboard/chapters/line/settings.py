"""The settings of the line: least squares by descent."""

from dataclasses import replace

from dashboard.exercises.puzzles import PUZZLES
from dashboard.settings.common import (
    BOARD,
    INTRO,
    ITERATIONS,
    METHOD,
    NOISE,
    OPEN,
    PLAY,
    PRECISION,
    RACE,
    SCALE,
    SCHEDULE,
    SEED,
    SPEED,
    START,
    STEP_SIZE,
    THEME,
    VIEW,
    challenge,
    lesson,
    show,
)
from dashboard.settings.kinds import Choice, Number
from dashboard.settings.own import NAMES, OWN, POINTS, STANDARDISE
from dashboard.settings.setting import Menu, NumberField, Place, Setting

POST = "post"  # the data of the tutorial, drawn at random

DATA = Setting(
    name="data",
    kind=Choice((POST, "diabetes", OWN)),
    default=POST,
    about="`post`, `diabetes` or `own`",
    label="Data",
    tip="The post's line, 442 patients (body-mass index, progress of diabetes), or data of your own.",
    widget=Menu(labels={POST: "the post's line", "diabetes": "diabetes, 442 patients", OWN: "your own"}),
    place=Place("data", row=1),
    of_problem=True,
)

SAMPLES = Setting(
    name="samples",
    kind=Number(2, 100_000, whole=True),
    default=100,
    about="how many points are drawn",
    label="Samples",
    tip="Points that the line is fitted to. Try 2, then 10,000: a step costs the same.",
    widget=NumberField(50),
    place=Place("data", row=3, column=1),
    is_used=lambda settings: settings.data == POST,
    of_problem=True,
)

BATCH = Setting(
    name="batch",
    kind=Number(0, 100_000, whole=True),
    default=0,
    about="samples that a step looks at; 0 is all",
    label="Batch size (0 = all)",
    tip="Samples that each step looks at; 0 is all. Try 1: cheap steps that never come to rest.",
    widget=NumberField(1),
    place=Place("data", row=4, column=2),
    is_pinned=True,
)

BUG = Setting(
    name="bug",
    kind=Number(0, len(PUZZLES), whole=True),
    default=0,
    about=f"a program with a fault to be spotted, 1 to {len(PUZZLES)}, which brings its settings",
)

SETTINGS = (
    DATA,
    POINTS,
    NAMES,
    STANDARDISE,
    SAMPLES,
    METHOD,
    replace(
        STEP_SIZE,
        default=0.001,
        tip="Step = α × gradient. Try 0.1: done in a hundred steps. Above 2/L it flies off.",
    ),
    SCHEDULE,
    BATCH,
    replace(
        START,
        default=(0.5, 0.5),
        label="Start: intercept, slope",
        tip="Intercept and slope of the first line. Drag the ring among the contours, too.",
    ),
    replace(
        ITERATIONS,
        default=5000,
        tip="The steps a run makes. The post makes 5000, and is not quite there.",
    ),
    replace(
        PRECISION,
        default=0.0,
        tip="Stops when a step moves θ by no more than this. 0 is off, as in the post. Try 0.01.",
    ),
    replace(
        NOISE,
        default=10.0,
        label="Noise in the data",
        tip="Scatter around the line. Triple it: the floor of the loss rises ninefold (54.7 → 492).",
        widget=NumberField(5),
        place=Place("data", row=4, column=1),
        is_used=lambda settings: settings.data == POST,
        is_pinned=False,
    ),
    replace(
        SEED,
        tip="Which random numbers the data are drawn from. 2015 is the post's.",
        place=Place("data", row=3, column=2),
        is_used=lambda settings: settings.data == POST or settings.batch > 0,
        is_pinned=False,
    ),
    RACE,
    replace(SPEED, default=400.0),
    SCALE,
    replace(VIEW, tip="The same bowl from above, or in three dimensions: drag to turn it."),
    PLAY,
    INTRO,
    THEME,
    BOARD,
    OPEN,
    lesson("line"),
    challenge("line"),
    BUG,
    show("fit", "path", "loss", "answer"),
)

TIPS = {  # of controls that are no settings
    "presets": "Step sizes worth seeing, by what they do. Best is 2/(L + μ); 2/L is the edge.",
    "own_file": "A CSV file: it stays on this server only while the page is open.",
    "own_save": "Writes the points of this page into a file, which the code reads.",
    "own_columns": "Which column is x and which is y. Try them the other way round.",
    "own_use": "Fits the line to what stands above.",
}
