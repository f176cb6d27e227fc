"""The settings of data that a visitor brings, for a chapter that takes such."""

from dashboard.settings.kinds import Names, Points, Switch
from dashboard.settings.setting import Box, Place, Setting, TextField

OWN = "own"  # the data that a user brings
# to begin with: floor space in m², rent in €
FIRST_POINTS = ((28, 420), (35, 540), (41, 560), (48, 690), (55, 700), (62, 860), (74, 950), (90, 1180))
FIRST_NAMES = ("floor space in m²", "rent in €")

POINTS = Setting(
    name="points",
    kind=Points(),
    default=(),
    example=FIRST_POINTS,
    about="your own data: `1,2;3.5,4`",
    tip="One point a line, x and y. Change a number, or paste a table in their place, and use it.",
    widget=TextField(is_hidden=True),
    place=Place("own"),
    template="rail/own.html",
    of_problem=True,
)

NAMES = Setting(
    name="names",
    kind=Names(),
    default=("x", "y"),
    example=FIRST_NAMES,
    about="what x and y of your own data are: `area,rent`",
    of_problem=True,
)

STANDARDISE = Setting(
    name="standardise",
    kind=Switch(),
    default=False,
    about="1 brings x to mean 0 and spread 1",
    label="Standardise x",
    tip="Brings x to mean 0 and spread 1. The diabetes data hardly move without it.",
    widget=Box(),
    place=Place("data", row=2),
    of_problem=True,
)
