"""The settings of the ditch: one that no other chapter has, and those that every page needs."""

from dataclasses import replace

from dashboard.settings import common
from dashboard.settings.kinds import Number, Point
from dashboard.settings.setting import NumberField, Place, Setting

DEPTH = Setting(
    name="depth",
    kind=Number(0.1, 10),
    default=2.0,
    about="how deep the ditch is",
    label="Depth",
    tip="Curvature of the ditch. Try 4.",
    widget=NumberField(0.5),
    place=Place("function"),
    of_problem=True,
)

SETTINGS = (
    DEPTH,
    common.METHOD,
    replace(common.STEP_SIZE, default=0.1, tip="How far each step goes."),
    common.SCHEDULE,
    replace(
        common.START,
        kind=Point(1, common.COORDINATE),
        default=(4.0,),
        label="Start x₀",
        tip="Where descent begins.",
        widget=NumberField(0.5),
    ),
    replace(common.ITERATIONS, default=50, tip="The most steps a run may make."),
    replace(common.PRECISION, default=0.0, tip="Stops when a step moves x by no more than this."),
    replace(common.NOISE, label="Noise", tip="Scatter of the slope that each step goes by."),
    common.SEED,
    common.RACE,
    replace(common.SPEED, default=20.0),
    common.SCALE,
    common.PLAY,
    common.THEME,
    common.BOARD,
    common.OPEN,
    common.lesson("ditch"),
    common.show("loss", "answer"),
)

TIPS = {"presets": "Step sizes around one that suits the ditch."}
