"""The same regression in two worlds, on x as it is and on standardised x: pictures, numbers and words."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import atan2, degrees, exp, inf, isinf, log

import numpy as np

from dashboard.chapters.line.problem import line_of
from dashboard.explain.theory import write_number
from dashboard.settings.values import Settings
from dashboard.wording.words import figure, whole
from gdcore import LeastSquares, Standardisation, descend, design

ARRIVED = 1e-4  # of the height of the start above the minimum
SIDE = 300  # pixels of a picture
MARGIN = 0.2  # of the way from the start to the minimum, around both
RINGS = 9  # each at a quarter of the height of the one outside it
STEPS = 300  # that are drawn at most
MOST_STEPS = 2**62
FURTHEST = 1e5  # pixels: what is longer is a line
SUBJECT = {True: "standardised x", False: "x as it is"}
CAPTION = (
    "Each path is that of plain descent from the same two numbers, at the best step 2/(L + μ) of its bowl. "
    "Standardised: z = (x − mean) / standard deviation. There θ₀ is the height at the mean of x, and θ₁ the "
    "rise per standard deviation; the answer is mapped back to the data's units. Steps: to a ten-thousandth "
    "of the height of the start; the best step is best for the worst of starts."
)


@dataclass(frozen=True, slots=True)
class World:
    """A bowl, what its θ is for x in its own units, and whether x is standardised in it."""

    objective: LeastSquares
    standardisation: Standardisation
    standardised: bool

    @property
    def is_lost(self) -> bool:
        """Whether rounding hides the minimum."""
        return not self.objective.mu

    @property
    def answer(self) -> tuple[float, ...]:
        """Intercept and slope at the minimum, in the data's units; none where they are lost."""
        found = self.standardisation.restore(self.objective.minimum)
        return () if self.is_lost else tuple(found.tolist())


def world(settings: Settings, standardised: bool) -> World:
    try:
        found = line_of(replace(settings, standardise=standardised))
    except ValueError:  # x too far from 0 to be descended on as they are: then they are only looked at
        data = line_of(replace(settings, standardise=True)).data
        return World(LeastSquares(design(data.x), data.y), Standardisation(0.0, 1.0), False)
    return World(found.objective, found.standardisation, standardised)


def steps(objective: LeastSquares, start: tuple[float, ...], step_size: float) -> float:
    """Steps of plain descent until the height is 10⁻⁴ of that at the start; infinite where it never is.

    Along the eigenvector of λᵢ the distance eᵢ becomes (1 − αλᵢ)ᵏ eᵢ, and the height is ½ Σ λᵢ eᵢ².
    Source: B. Polyak, Introduction to Optimization, 1987, §1.4.2.
    """
    shares = objective.eigenvectors.T @ (np.asarray(start) - objective.minimum)
    heights = (objective.eigenvalues * shares**2 / 2).tolist()
    factors = [abs(1 - step_size * curvature) for curvature in objective.eigenvalues.tolist()]
    modes = [(height, factor) for height, factor in zip(heights, factors, strict=True) if height]
    if not modes:
        return 0
    goal = ARRIVED * sum(heights)
    if any(factor > 1 for _, factor in modes) or sum(part for part, factor in modes if factor == 1) > goal:
        return inf
    rates = [(part, 2 * log(factor) if factor else -inf) for part, factor in modes]
    return find_first(lambda count: sum(part * exp(count * rate) for part, rate in rates) <= goal)


def find_first(holds: Callable[[int], bool]) -> float:
    """The least whole number above 0 from which on something holds; infinite beyond 2⁶²."""
    low, high = 0, 1
    while not holds(high):
        low, high = high, 2 * high
        if high > MOST_STEPS:
            return inf
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def describe_worlds(settings: Settings) -> str:
    """Both worlds as HTML; nothing in it is of a user's making but numbers."""
    worlds = [world(settings, standardised) for standardised in (False, True)]
    pictures = "".join(draw_world(each, settings) for each in worlds)
    return (
        f'<p>{describe_bowl(worlds[0])}</p><div class="worlds">{pictures}</div>{table(worlds, settings)}'
        f'<p class="caption">{CAPTION}</p>'
    )


def describe_bowl(raw: World) -> str:
    condition = raw.objective.condition_number
    if raw.is_lost:
        return (
            "As it is, x is so far from 0 for its spread that rounding hides the short way of the bowl. "
            "Standardised, the bowl is round."
        )
    steep = f"As it is, the bowl is {write_amount(condition)} times as steep one way as the other"
    if condition < 2:
        return f"{steep}: nearly round already."
    return (
        f"{steep}, and its contours are {write_amount(condition**0.5)} times as long as wide. A step that "
        "suits the steep way creeps along the flat one. Standardised, it is round: one step size suits all "
        "ways."
    )


def table(worlds: list[World], settings: Settings) -> str:
    bowls = [each.objective for each in worlds]
    rows = [
        ("condition number κ = L/μ", [write_amount(each.condition_number, 5) for each in bowls]),
        ("largest curvature L", [write_amount(each.L, 5) for each in bowls]),
        ("largest stable step 2/L", [write_number(each.largest_stable_step) for each in bowls]),
        ("best step 2/(L + μ)", [write_number(each.best_step) for each in bowls]),
        (
            "steps at the best step",
            [count_steps_taken(each, settings, each.objective.best_step) for each in worlds],
        ),
        (
            f"steps at α = {figure(settings.step_size)}",
            [count_steps_taken(each, settings, settings.step_size) for each in worlds],
        ),
        ("its answer: intercept", [write_answer(each, 0) for each in worlds]),
        ("its answer: slope", [write_answer(each, 1) for each in worlds]),
    ]
    looks = [' class="now"' if each.standardised == settings.standardise else "" for each in worlds]
    head = "".join(f'<th scope="col">{SUBJECT[each.standardised]}</th>' for each in worlds)
    body = "".join(row(name, cells, looks) for name, cells in rows)
    return f'<table class="step"><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>'


def row(name: str, cells: list[str], looks: list[str]) -> str:
    found = "".join(f"<td{look}>{cell}</td>" for cell, look in zip(cells, looks, strict=True))
    return f'<tr><th scope="row">{name}</th>{found}</tr>'


def count_steps_taken(each: World, settings: Settings, step_size: float) -> str:
    if each.is_lost:
        return "never"
    found = steps(each.objective, settings.start, step_size)
    if isinf(found):
        return "flies off" if step_size > each.objective.largest_stable_step else "never"
    return whole(int(found)) if found < 10**7 else figure(float(found), 3)


def write_answer(each: World, place: int) -> str:
    return figure(each.answer[place], 6) if each.answer else "lost"


def write_amount(value: float, digits: int = 3) -> str:
    if isinf(value):
        return "∞"
    return whole(round(value)) if 1000 <= value < 10**7 else figure(value, digits)


def draw_world(each: World, settings: Settings) -> str:
    """Contours at equal scales, the path at the best step, start and minimum."""
    start, objective = np.asarray(settings.start), each.objective
    middle = (start + objective.minimum) / 2
    half = (0.5 + MARGIN) * float(np.abs(start - objective.minimum).max()) or 1.0
    scale = SIDE / 2 / half
    run = descend(objective, settings.start, step_size=objective.best_step, iterations=STEPS)
    path = SIDE / 2 + scale * (run.theta - middle) * (1, -1)
    x, y = SIDE / 2 + scale * (objective.minimum - middle) * (1, -1)
    subject = SUBJECT[each.standardised]
    titles = ("height at the mean of x", "rise per standard deviation of x")
    across, up = titles if each.standardised else ("intercept", "rise per unit of x")
    return (
        f'<figure><svg viewBox="0 0 {SIDE} {SIDE}" role="img" aria-label="Contours over {subject}">'
        f"{draw_rings(objective, (middle, half, scale))}"
        f'<polyline class="path" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in path)}"/>'
        f'<circle class="start" cx="{path[0, 0]:.1f}" cy="{path[0, 1]:.1f}" r="5"/>'
        f'<circle class="minimum" cx="{x:.1f}" cy="{y:.1f}" r="5"/></svg>'
        f"<figcaption><b>{subject[0].upper()}{subject[1:]}</b><br>→ θ₀: {across}<br>↑ θ₁: {up}</figcaption>"
        "</figure>"
    )


def draw_rings(objective: LeastSquares, window: tuple[np.ndarray, float, float]) -> str:
    """The level lines of a bowl, whose half axes are √(2h/λ) along its eigenvectors."""
    middle, half, scale = window
    corners = middle[:, np.newaxis, np.newaxis] + half * np.stack(np.meshgrid((-1, 1), (-1, 1)))
    highest = float(objective.excess(corners).max())
    x, y = SIDE / 2 + scale * (objective.minimum - middle) * (1, -1)
    turned = -degrees(atan2(*objective.eigenvectors[::-1, 0]))
    with np.errstate(divide="ignore"):
        shape = scale * np.sqrt(2 * highest / objective.eigenvalues)
    axes = [np.minimum(shape / 2.0**ring, FURTHEST) for ring in range(RINGS)]
    drawn = "".join(f'<ellipse rx="{rx:.1f}" ry="{ry:.1f}"/>' for rx, ry in axes)
    return f'<g class="rings" transform="translate({x:.1f} {y:.1f}) rotate({turned:.2f})">{drawn}</g>'
