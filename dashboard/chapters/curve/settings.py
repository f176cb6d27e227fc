"""The settings of the curve: descent in one parameter."""

from dataclasses import replace

from dashboard.settings.common import (
    BOARD,
    COORDINATE,
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
    challenge,
    lesson,
    show,
)
from dashboard.settings.kinds import Point
from dashboard.settings.setting import NumberField, Place

SETTINGS = (
    replace(
        FUNCTION,
        default="parabola",
        tip="The post's parabola, or one with several minima, a kink or a plateau.",
        place=Place("function", row=1),
    ),
    replace(
        FORMULA,
        example="x**4 - 3*x**2 + x",
        tip="Your own function of x, as you write it: x^4 - 3x^2 + x. Its slope is exact.",
        place=Place("function", row=2),
    ),
    METHOD,
    replace(
        STEP_SIZE,
        default=0.01,
        tip="Step = α × slope. Try 0.1, then 0.9: same rate, different path.",
    ),
    SCHEDULE,
    replace(
        START,
        kind=Point(1, COORDINATE),
        default=(15.0,),
        label="Start x₀",
        tip="Where descent begins. Drag the ring in the plot, too: from the left of 3 it walks right.",
        widget=NumberField(0.5),
    ),
    replace(
        ITERATIONS,
        default=300,
        tip="The most steps a run may make. Try 1000 with α = 0.001.",
    ),
    replace(
        PRECISION,
        default=0.001,
        tip="Stops when a step moves x by no more than this; 0 is off. Try 0.1: far too soon.",
    ),
    replace(
        NOISE,
        label="Noise on the slope",
        tip="Scatter of the slope that each step goes by. Try 10 with precision 0: it never rests.",
    ),
    SEED,
    RACE,
    replace(SPEED, default=30.0),
    SCALE,
    PLAY,
    INTRO,
    THEME,
    BOARD,
    OPEN,
    lesson("curve"),
    challenge("curve"),
    show("path", "loss", "numbers", "answer"),
)

TIPS = {  # of controls that are no settings
    "presets": "Step sizes worth seeing, by what they do. Try 1.1, then press Play.",
}
