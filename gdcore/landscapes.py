"""Functions of two parameters, each with something that descent does on it."""

from functools import lru_cache
from math import cos, radians, sin, sqrt

import numpy as np

from gdcore import checks
from gdcore.arrays import Number
from gdcore.objectives import Objective
from gdcore.quadratic import Quadratic

JAMIL_YANG = "M. Jamil, X.-S. Yang, A Literature Survey of Benchmark Functions, 2013, arXiv:1308.4008, no. "
DIAGONAL = np.array([[-1.0, 1.0], [1.0, 1.0]]) / sqrt(2)  # across y = x, then along it


@lru_cache(maxsize=64)
def bowl(condition: float = 25.0, rotation: float = 30.0) -> Quadratic:
    """Return an elongated bowl with its minimum at the origin: ½ uᵀu/κ along its valley, ½ vᵀv across.

    Parameters
    ----------
    condition : float
        Condition number κ, 1 to 10,000, dimensionless.
    rotation : float
        Direction of the valley in degrees from the x axis, −180 to 180.

    Returns
    -------
    Quadratic
        With L = 1 and μ = 1/κ, so that the same step sizes are stable for all κ.

    Raises
    ------
    ValueError
        If an argument is out of its range.
    """
    condition = checks.real("condition", condition, "a number from 1 to 10,000", lambda k: 1 <= k <= 10_000)
    rotation = checks.real("rotation", rotation, "a number from -180 to 180", lambda a: abs(a) <= 180)
    along, across = cos(radians(rotation)), sin(radians(rotation))
    return Quadratic.around(
        [0.0, 0.0],
        [1 / condition, 1.0],
        [[along, -across], [across, along]],
        start=[-4.0, 1.0],
        domain=[(-5.0, 5.0), (-5.0, 5.0)],
        name="bowl",
        latex=r"\tfrac{1}{2} (u^2 / \kappa + v^2)",
        text=f"½ (u²/κ + v²), κ = {condition:g}, turned by {rotation:g}°",
        step_size=1.8,
        lesson="Steps that are nearly too long for the steep direction zigzag, while the flat one "
        "takes about κ steps.",
        source="G. Goh, Why Momentum Really Works, Distill, 2017",
    )


def _rosenbrock_slopes(x: Number, y: Number) -> tuple[Number, Number]:
    slack = y - x * x
    return -2 * (1 - x) - 400 * x * slack, 200 * slack


ROSENBROCK = Objective(
    lambda x, y: (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x),
    _rosenbrock_slopes,
    seconds=lambda x, y: (2 - 400 * (y - 3 * x * x), -400 * x, 200.0),
    start=[-1.2, 1.0],
    domain=[(-2.0, 2.0), (-1.0, 3.0)],
    minima=[[1.0, 1.0]],
    name="rosenbrock",
    latex="(1 - x)^2 + 100 (y - x^2)^2",
    text="(1 − x)² + 100 (y − x²)²",
    step_size=0.001,
    lesson="The curved valley is found in a few steps, and then followed very slowly.",
    source="H. Rosenbrock, An Automatic Method for Finding the Greatest or Least Value of a Function, 1960",
    log_height=True,
)


def _himmelblau_slopes(x: Number, y: Number) -> tuple[Number, Number]:
    one, two = x * x + y - 11, x + y * y - 7
    return 4 * x * one + 2 * two, 2 * one + 4 * y * two


HIMMELBLAU = Objective(
    lambda x, y: (x * x + y - 11) * (x * x + y - 11) + (x + y * y - 7) * (x + y * y - 7),
    _himmelblau_slopes,
    seconds=lambda x, y: (12 * x * x + 4 * y - 42, 4 * (x + y), 12 * y * y + 4 * x - 26),
    start=[0.0, 0.0],
    domain=[(-6.0, 6.0), (-6.0, 6.0)],
    minima=[
        [3.0, 2.0],
        [3.5844283403304917, -1.8481265269644036],
        [-3.779310253377747, -3.2831859912861696],
        [-2.805118086952745, 3.131312518250573],
    ],
    saddles=[
        [3.385154183607021, 0.07385187983774928],
        [0.08667750455539636, 2.884254701174776],
        [-3.0730257507643897, -0.08135304428796751],
        [-0.12796134673068008, -1.9537149802445763],
    ],
    name="himmelblau",
    latex="(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    text="(x² + y − 11)² + (x + y² − 7)²",
    step_size=0.001,
    lesson="Four minima are equally deep: which one is reached depends on the start and on the method.",
    source="D. Himmelblau, Applied Nonlinear Programming, 1972",
    log_height=True,
)

BOOTH = Quadratic.around(
    [1.0, 3.0],
    [2.0, 18.0],
    DIAGONAL,
    start=[-8.0, -6.0],
    domain=[(-10.0, 10.0), (-10.0, 10.0)],
    name="booth",
    latex="(x + 2y - 7)^2 + (2x + y - 5)^2",
    text="(x + 2y − 7)² + (2x + y − 5)²",
    step_size=0.01,
    lesson="A bowl of condition number 9: the steep direction is settled first, the flat one sets the pace.",
    source=JAMIL_YANG + "17",
    log_height=True,
)

MATYAS = Quadratic.around(
    [0.0, 0.0],
    [0.04, 1.0],
    DIAGONAL[:, ::-1],
    start=[-9.0, -4.0],
    domain=[(-10.0, 10.0), (-10.0, 10.0)],
    name="matyas",
    latex="0.26 (x^2 + y^2) - 0.48 xy",
    text="0.26 (x² + y²) − 0.48 xy",
    step_size=0.5,
    lesson="A long, nearly flat valley along x = y: the curvature there is 25 times less than across.",
    source=JAMIL_YANG + "71",
    log_height=True,
)


def _beale_terms(x: Number, y: Number) -> tuple[Number, Number, Number]:
    return 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y


def _beale(x: Number, y: Number) -> Number:
    one, two, three = _beale_terms(x, y)
    return one * one + two * two + three * three


def _beale_slopes(x: Number, y: Number) -> tuple[Number, Number]:
    one, two, three = _beale_terms(x, y)
    return (
        2 * (one * (y - 1) + two * (y * y - 1) + three * (y * y * y - 1)),
        2 * x * (one + 2 * y * two + 3 * y * y * three),
    )


def _beale_seconds(x: Number, y: Number) -> tuple[Number, Number, Number]:
    one, two, three = _beale_terms(x, y)
    first, second, third = y - 1, y * y - 1, y * y * y - 1
    slopes = one + 2 * y * two + 3 * y * y * three
    return (
        2 * (first * first + second * second + third * third),
        2 * (slopes + x * (first + 2 * y * second + 3 * y * y * third)),
        2 * x * (x + 4 * x * y * y + 9 * x * y * y * y * y + 2 * two + 6 * y * three),
    )


BEALE = Objective(
    _beale,
    _beale_slopes,
    seconds=_beale_seconds,
    start=[1.0, -1.5],
    domain=[(-4.5, 4.5), (-4.5, 4.5)],
    minima=[[3.0, 0.5]],
    saddles=[[0.0, 1.0], [0.10053793732415836, -2.644513585023125]],
    name="beale",
    latex="(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2",
    text="(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
    step_size=0.005,
    lesson="Steep walls force a small step, and the flat floor between them then takes very many.",
    source="E. Beale, On an Iterative Method for Finding a Local Minimum, 1958; " + JAMIL_YANG + "10",
    log_height=True,
)


def _camel(x: Number, y: Number) -> Number:
    u, v = x * x, y * y
    return (4 - 2.1 * u + u * u / 3) * u + x * y + (4 * v - 4) * v


SIX_HUMP_CAMEL = Objective(
    _camel,
    lambda x, y: (
        x * (8 - 8.4 * (x * x) + 2 * (x * x) * (x * x)) + y,
        x + y * (16 * (y * y) - 8),
    ),
    seconds=lambda x, y: (8 - 25.2 * (x * x) + 10 * (x * x) * (x * x), 1.0, 48 * (y * y) - 8),
    start=[2.0, 1.0],
    domain=[(-2.2, 2.2), (-1.2, 1.2)],
    minima=[
        [0.08984201310031806, -0.7126564030207396],
        [-0.08984201310031806, 0.7126564030207396],
        [1.703606714969981, -0.7960835686726251],
        [-1.703606714969981, 0.7960835686726251],
        [1.6071047529201972, 0.5686514548841314],
        [-1.6071047529201972, -0.5686514548841314],
    ],
    saddles=[
        [0.0, 0.0],
        [1.1092053368047865, -0.7682680925095399],
        [-1.1092053368047865, 0.7682680925095399],
        [1.6380679841897785, 0.22867406904439408],
        [-1.6380679841897785, -0.22867406904439408],
        [1.2960702671671092, 0.6050843880386585],
        [-1.2960702671671092, -0.6050843880386585],
    ],
    name="six-hump camel",
    latex=r"(4 - 2.1 x^2 + \tfrac{x^4}{3}) x^2 + xy + (4y^2 - 4) y^2",
    text="(4 − 2.1x² + x⁴/3) x² + xy + (4y² − 4) y²",
    step_size=0.005,
    lesson="Of six minima only two are the lowest; from a corner, descent ends in a shallow one.",
    source="L. Dixon, G. Szegő, Towards Global Optimisation 2, 1978; " + JAMIL_YANG + "30",
    log_height=True,
)

SADDLE = Objective(
    lambda x, y: x * x / 2 + (y * y) * (y * y) / 4 - y * y / 2,
    lambda x, y: (x, y * y * y - y),
    seconds=lambda x, y: (1.0, 0.0, 3 * (y * y) - 1),
    start=[1.5, 0.0],
    domain=[(-2.0, 2.0), (-2.0, 2.0)],
    minima=[[0.0, 1.0], [0.0, -1.0]],
    saddles=[[0.0, 0.0]],
    name="saddle",
    latex=r"\tfrac{1}{2} x^2 + \tfrac{1}{4} y^4 - \tfrac{1}{2} y^2",
    text="½x² + ¼y⁴ − ½y²",
    step_size=0.1,
    lesson="Started on the ridge y = 0, descent stalls at the saddle; noise or a nudge frees it.",
    source="Y. Nesterov, Introductory Lectures on Convex Optimization, 2004, example 1.2.2",
)

TWO_WELLS = Objective(
    lambda x, y: (x * x - 1) * (x * x - 1) + x / 4 + y * y + x * y / 2,
    lambda x, y: (4 * x * (x * x - 1) + 0.25 + y / 2, 2 * y + x / 2),
    seconds=lambda x, y: (12 * x * x - 4, 0.5, 2.0),
    start=[1.7, 1.5],
    domain=[(-2.0, 2.0), (-2.0, 2.0)],
    minima=[[-1.044549849020595, 0.2611374622551487], [0.9837255824178243, -0.24593139560445607]],
    saddles=[[0.060824266602770634, -0.015206066650692658]],
    name="two wells",
    latex=r"(x^2 - 1)^2 + \tfrac{x}{4} + y^2 + \tfrac{xy}{2}",
    text="(x² − 1)² + x/4 + y² + xy/2",
    step_size=0.02,
    lesson="Descent goes down into the nearest well; the deeper one is behind the ridge.",
    source="The tilted quartic potential in x, coupled to a parabola in y",
)

LANDSCAPES = (
    bowl(),
    ROSENBROCK,
    HIMMELBLAU,
    BOOTH,
    MATYAS,
    BEALE,
    SIX_HUMP_CAMEL,
    SADDLE,
    TWO_WELLS,
)
