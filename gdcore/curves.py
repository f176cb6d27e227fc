"""Functions of one parameter, each with something that descent does on it."""

from gdcore.elementary import cos, sign, sin
from gdcore.objectives import Objective
from gdcore.quadratic import Quadratic

PARABOLA = Quadratic(
    [[2.0]],
    [-6.0],
    5.0,
    start=[15.0],
    domain=[(-15.0, 21.0)],
    name="parabola",
    latex="x^2 - 6x + 5",
    text="x² − 6x + 5",
    step_size=0.01,
    lesson="Each step shrinks the distance to the minimum by the same factor.",
    source="An Introduction to Gradient Descent in Python, its first example",
)

DOUBLE_WELL = Objective(
    lambda x: (x * x - 1) * (x * x - 1) + x / 4,
    lambda x: (4 * x * (x * x - 1) + 0.25,),
    seconds=lambda x: (12 * x * x - 4,),
    start=[1.8],
    domain=[(-2.0, 2.0)],
    minima=[[-1.0298959850506604], [0.96714893788303]],
    name="double well",
    latex=r"(x^2 - 1)^2 + \tfrac{x}{4}",
    text="(x² − 1)² + x/4",
    step_size=0.01,
    lesson="Which of the two minima is reached depends on the start; from the right it is the shallower.",
    source="The tilted double well, a usual first example of a local minimum",
)

BUMPY_VALLEY = Objective(
    lambda x: x * x / 10 + sin(3 * x),
    lambda x: (x / 5 + 3 * cos(3 * x),),
    seconds=lambda x: (0.2 - 9 * sin(3 * x),),
    start=[4.5],
    domain=[(-5.0, 5.0)],
    minima=[
        [-0.5122140283561128],
        [-2.560806938073543],
        [1.53658988014775],
        [-4.608298882423005],
        [3.5847518173037196],
    ],
    name="bumpy valley",
    latex=r"\tfrac{x^2}{10} + \sin 3x",
    text="x²/10 + sin 3x",
    step_size=0.02,
    lesson="Descent ends in the first dip below the start; momentum may roll through it to a deeper one.",
    source="A parabola and a sine, after L. Rastrigin, Systems of Extremal Control, 1974",
)

QUARTIC = Objective(
    lambda x: (x * x) * (x * x),
    lambda x: (4 * x * x * x,),
    seconds=lambda x: (12 * x * x,),
    start=[2.0],
    domain=[(-2.5, 2.5)],
    minima=[[0.0]],
    name="quartic",
    latex="x^4",
    text="x⁴",
    step_size=0.01,
    lesson="The curvature vanishes at the minimum: x falls only as 1/√k, and each further digit takes "
    "a hundred times as many steps.",
    source="Y. Nesterov, Lectures on Convex Optimization, 2018: convex, and not strongly so",
)

ABSOLUTE = Objective(
    abs,
    lambda x: (sign(x),),
    seconds=lambda x: (0 * x,),
    start=[5.0],
    domain=[(-6.0, 6.0)],
    minima=[[0.0]],
    name="absolute",
    latex=r"\lvert x \rvert",
    text="|x|",
    step_size=0.03,
    lesson="The slope is 1 however near the minimum is: fixed steps end in jumping over it and back.",
    source="N. Shor, Minimization Methods for Non-Differentiable Functions, 1985",
)

PLATEAU = Objective(
    lambda x: x * x / (1 + x * x),
    lambda x: (2 * x / ((1 + x * x) * (1 + x * x)),),
    seconds=lambda x: ((2 - 6 * x * x) / ((1 + x * x) * (1 + x * x) * (1 + x * x)),),
    start=[4.0],
    domain=[(-6.0, 6.0)],
    minima=[[0.0]],
    name="plateau",
    latex=r"\frac{x^2}{1 + x^2}",
    text="x² / (1 + x²)",
    step_size=0.1,
    lesson="Far out the slope is almost 0 and steps are tiny, though the minimum is far away.",
    source="S. Geman, D. McClure, Statistical Methods for Tomographic Image Reconstruction, 1987",
)

CURVES = (PARABOLA, DOUBLE_WELL, BUMPY_VALLEY, QUARTIC, ABSOLUTE, PLATEAU)
