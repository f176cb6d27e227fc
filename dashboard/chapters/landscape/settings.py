"""The settings of the landscape: descent in two parameters."""

from dataclasses import replace

from dashboard.settings.common import (
    BOARD,
    FORMULA,
    FUNCTION,
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
    functions,
    lesson,
    show,
)
from dashboard.settings.kinds import Formula, Number, Switch
from dashboard.settings.setting import Box, NumberField, Place, Setting
from gdcore import FUNCTIONS

FIRST = FUNCTIONS["himmelblau"]

CONDITION = Setting(
    name="condition",
    kind=Number(1, 10_000),
    default=25.0,
    about="of the `bowl`: its condition number",
    label="Condition κ",
    tip="Longest over shortest axis, squared. Try 1, then 1000: α must suit the steep side.",
    widget=NumberField(5),
    place=Place("function", row=3, column=1),
    is_used=lambda settings: settings.function == "bowl",
    of_problem=True,
)

ROTATION = Setting(
    name="rotation",
    kind=Number(-180, 180),
    default=30.0,
    about="of the `bowl`, in degrees",
    label="Rotation, °",
    tip="Turns the bowl. AdaGrad and Adam notice it, plain descent does not.",
    widget=NumberField(15),
    place=Place("function", row=3, column=2),
    is_used=lambda settings: settings.function == "bowl",
    of_problem=True,
)

BASINS = Setting(
    name="basins",
    kind=Switch(),
    default=False,
    about="1 colours every start by the minimum it leads to",
    label="Basin map",
    tip="Each start in the colour of the minimum it leads to. Drag the start across a border.",
    widget=Box(),
    place=Place("function", row=4),
    is_used=lambda settings: settings.view == "contours",
    changes_run=False,
)

SETTINGS = (
    replace(
        FUNCTION,
        kind=functions(2),
        default=FIRST.name,
        tip="Each has one lesson: it stands in the panel below, at the right.",
        place=Place("function", row=1),
    ),
    replace(
        FORMULA,
        kind=Formula(2),
        example="(x**2 - 2)**2/4 + x*y + y**2",
        label="f(x, y) =",
        tip="Your own function of x and y, as you write it: y sin(x) + x^2. Its gradient is exact.",
        place=Place("function", row=2),
    ),
    CONDITION,
    ROTATION,
    METHOD,
    replace(
        STEP_SIZE,
        default=FIRST.step_size,
        tip="How far each step goes. Try ten times as much: the valley's walls throw it back.",
    ),
    SCHEDULE,
    replace(
        START,
        default=tuple(FIRST.start.tolist()),
        label="Start: x, y",
        tip="Where descent begins. Drag the ring, or click: across a ridge it ends in another valley.",
    ),
    replace(
        ITERATIONS,
        default=1000,
        tip="The most steps a run may make.",
    ),
    replace(
        PRECISION,
        default=0.000001,
        tip="Stops when a step moves by no more than this; 0 is off.",
    ),
    replace(
        NOISE,
        label="Noise on the gradient",
        tip="Scatter of the gradient that each step goes by. It keeps the run from settling.",
    ),
    SEED,
    RACE,
    replace(SPEED, default=40.0),
    replace(SCALE, default="log"),
    replace(VIEW, tip="From above, or in three dimensions: drag to turn it."),
    BASINS,
    PLAY,
    INTRO,
    THEME,
    BOARD,
    OPEN,
    lesson("landscape"),
    challenge("landscape"),
    show("path", "loss", "numbers", "answer"),
)

TIPS = {  # of controls that are no settings
    "presets": "Step sizes around one that suits this function and method.",
}
