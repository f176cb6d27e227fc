"""Each challenge can be done, and is not done as it is given: by closed forms, SciPy, or loops of our own."""

import re
from math import cos, log, radians, sin, sqrt

import numpy as np
import pytest
from scipy.optimize import minimize, rosen, rosen_der

from dashboard.exercises.challenges import CHALLENGES, FIRST_ORDER, in_words, judge, next_challenge
from dashboard.exercises.goals import Arrive, EndAtFrom, NearLimit, Settle
from dashboard.runs.links import link, read
from dashboard.runs.problems import objective_of, runs_of
from dashboard.settings.values import rule_of
from gdcore import METHODS, SCHEDULES
from tests.dashboard.visitor import Visitor, arguments
from tests.meaning import tells

KAPPA = 100
POLYAK = (2 / (1 + 1 / sqrt(KAPPA))) ** 2, ((sqrt(KAPPA) - 1) / (sqrt(KAPPA) + 1)) ** 2
SOLUTIONS = {
    "five steps": "step_size=0.4",
    "watershed": "start=0.06",
    "hills": "step_size=0.16",
    "plateau": "method=adagrad&step_size=4",
    "edge": "step_size=1.82",
    "scales": "standardise=1&step_size=1",
    "minimum c": "method=adam&step_size=2.6",
    "beat adam": f"method=momentum&step_size={POLYAK[0]:.4f}&momentum={POLYAK[1]:.4f}",
    "valley": "method=momentum&step_size=0.003",
    "noise": "schedule=exponential&step_size=0.05",
}


def settings_of(name, changes=""):
    settings, complaints = read(arguments(f"?challenge={name}&{changes}"))
    assert complaints == []
    return settings


def judged(name, changes=""):
    run, *rivals = runs_of(settings_of(name, changes))
    return judge(name, run, tuple(rivals))


def numbers(text):
    """The numbers of a sentence."""
    return [float(found.replace("−", "-")) for found in re.findall(r"−?\d+(?:\.\d+)?", text)]


def is_done(name, changes=""):
    return judged(name, changes).done


def arrival(heights, gone):
    """The first row from which on all are inside of what is called arrived; None without one."""
    heights, gone = np.asarray(heights), np.asarray(gone)
    outside = np.flatnonzero(~((heights <= 1e-4 * heights[0]) & (gone <= 0.1 * gone[0])))
    last = int(outside[-1]) + 1 if outside.size else 0
    return last if last < len(heights) else None


def roll(slope, start, alpha, beta, steps):
    """Heavy ball by its two lines: β = 0 is plain descent."""
    theta, velocity = np.array(start, dtype=float), 0.0
    path = [theta]
    for _ in range(steps):
        velocity = beta * velocity + slope(theta)
        theta = theta - alpha * velocity
        path.append(theta)
    return np.array(path)


def adam(slope, start, alpha, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam as in Kingma and Ba, algorithm 1."""
    theta = np.array(start, dtype=float)
    m, v, path = 0 * theta, 0 * theta, [theta]
    for k in range(1, steps + 1):
        g = slope(theta)
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        theta = theta - alpha * (m / (1 - beta1**k)) / (np.sqrt(v / (1 - beta2**k)) + eps)
        path.append(theta)
    return np.array(path)


# What holds of each


@pytest.mark.parametrize("name", CHALLENGES)
def test_it_can_be_done_and_is_not_done_as_it_is_given(name):
    given, solved = judged(name), judged(name, SOLUTIONS[name])
    assert not given.done and numbers(given.words)
    assert solved.done and numbers(solved.words)
    assert given.words != solved.words


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_link_has_its_name_and_what_was_changed(name):
    settings = settings_of(name)
    assert link(settings) == f"?chapter={settings.chapter}&challenge={name.replace(' ', '+')}"
    solved = settings_of(name, SOLUTIONS[name])
    given = dict(each.split("=") for each in SOLUTIONS[name].split("&"))
    assert set(arguments(link(solved))) == {"chapter", "challenge", *given}
    assert settings_of(name, SOLUTIONS[name]) == solved


@pytest.mark.parametrize("name", CHALLENGES)
def test_its_words_are_whole_and_what_may_be_changed_is_there(name):
    challenge = CHALLENGES[name]
    assert challenge.task.endswith(".") and challenge.why.endswith(".") and numbers(challenge.task)
    settings = settings_of(name, SOLUTIONS[name])
    assert challenge.may and all(rule_of(settings, each) is not None for each in challenge.may)
    assert "_" not in in_words(*challenge.may)
    assert settings.method in challenge.methods or "method" not in challenge.may


@pytest.mark.parametrize("name", CHALLENGES)
def test_the_numbers_of_a_task_are_those_of_its_goal(name):
    task, goal = CHALLENGES[name].task, CHALLENGES[name].goal
    match goal:
        case Arrive():
            assert tells(task, "in at most", str(goal.within), "steps")
        case NearLimit():
            assert tells(task, "at least", f"{100 * goal.share:g} %")
        case Settle():
            assert tells(task, "at most", f"{goal.within:g}", "from the minimum")
        case EndAtFrom():
            assert tells(task, "from", f"{goal.low:g}", "to", f"{goal.high:g}")


@pytest.mark.parametrize(
    ("name", "shown"), [("watershed", []), ("hills", ["−0.51"]), ("minimum c", ["−3.78", "−3.28"])]
)
def test_a_minimum_that_is_asked_for_is_one(name, shown):
    challenge = CHALLENGES[name]
    end = challenge.goal.end if isinstance(challenge.goal, EndAtFrom) else challenge.goal
    apart = [float(np.abs(place - end.minimum).max()) for place in objective_of(settings_of(name)).minima]
    assert (
        min(apart) < 1e-5 and [f"{each:.2f}".replace("-", "−") for each in end.minimum][: len(shown)] == shown
    )
    assert tells(challenge.task, *shown)


def test_of_methods_those_are_free_that_see_slopes_alone():
    assert set(METHODS) - set(FIRST_ORDER) == {"newton", "line search"}


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["step_size"], "α"),
        (["start", "batch"], "the start and the batch"),
        (["step_size", "schedule", "momentum"], "α, the schedule of α and momentum’s β"),
    ],
)
def test_what_may_be_changed_is_listed_in_words(names, words):
    assert in_words(*names) == words


def test_they_follow_one_another_in_three_chapters():
    names = list(CHALLENGES)
    assert [next_challenge(name) for name in names] == [*names[1:], names[0]]
    assert {each.given["chapter"] for each in CHALLENGES.values()} == {"curve", "line", "landscape"}
    assert len({each.title for each in CHALLENGES.values()}) == len(names) >= 8


# Each by itself


@pytest.mark.parametrize("alpha", [0.05, 0.3, 0.302, 0.5, 0.698, 0.7, 0.95, 1.1])
def test_five_steps(alpha):
    shares = np.abs(1 - 2 * alpha) ** np.arange(6)  # of the distance; of the height its square
    assert is_done("five steps", f"step_size={alpha}") == bool((shares <= 0.01).any())


def test_five_steps_says_how_many_are_too_many():
    steps = next(k for k in range(999) if 0.98**k <= 0.01)
    assert numbers(judged("five steps").words) == [steps, steps - 5]
    assert tells(judged("five steps", "step_size=1.1").words, "after", "flown off")


def test_watershed():
    hilltop = float(np.sort(np.roots([4, 0, -4, 0.25]).real)[1])
    assert 0.06 < hilltop < 0.065
    assert is_done("watershed", f"start={hilltop - 0.002:.4f}")
    assert not is_done("watershed", f"start={hilltop + 0.002:.4f}")
    for outside in ("0.04", "6", "-1"):  # from 6 a step leaps into the left well
        assert tells(judged("watershed", f"start={outside}").words, "0.05", "to", "1")


@pytest.mark.parametrize(
    ("alpha", "beta"), [(0.02, 0.9), (0.06, 0.9), (0.16, 0.9), (0.24, 0.9), (0.05, 0.97)]
)
def test_hills(alpha, beta):
    def value(x):
        return x**2 / 10 + np.sin(3 * x)

    xs = np.linspace(-5, 5, 100_001)
    lowest = minimize(lambda x: value(x[0]), [xs[value(xs).argmin()]]).x[0]
    path = roll(lambda x: x / 5 + 3 * np.cos(3 * x), [4.5], alpha, beta, 200)[:, 0]
    ends = abs(path[-1] - lowest) < 0.02 and value(path[-1]) - value(lowest) < 1e-4 * (
        value(4.5) - value(lowest)
    )
    said = judged("hills", f"step_size={alpha}&momentum={beta}")
    assert said.done == ends
    assert numbers(said.words)[0] == pytest.approx(path[-1], abs=2e-3)


def test_plateau():
    x, height = 4.0, lambda x: x * x / (1 + x * x)
    path = roll(lambda x: 2 * x / (1 + x * x) ** 2, [x], 0.1, 0, 300)[:, 0]
    assert arrival(height(path), abs(path)) is None
    assert numbers(judged("plateau").words) == [300, pytest.approx(path[-1], abs=0.01)]
    # AdaGrad's first step is α long, whatever the slope: from 4 with α = 4 it is at 0
    assert numbers(judged("plateau", SOLUTIONS["plateau"]).words) == [1]


@pytest.mark.parametrize("share", [0.5, 0.9899, 0.9901, 0.997, 1.001])
def test_edge(share):
    design = objective_of(settings_of("edge")).X
    limit = 2 / (np.linalg.svd(design, compute_uv=False)[0] ** 2 / len(design))
    alpha = share * limit
    arrives = abs(1 - 2 * share) ** 1000 < 0.01
    said = judged("edge", f"step_size={float(alpha)!r}")
    assert said.done == (arrives and share >= 0.99)
    if arrives:
        assert tells(said.words, f"{int(1000 * share) / 10:g} %")
    else:
        assert "flown off" in said.words or "still" in said.words


def test_scales():
    bowl = objective_of(settings_of("scales"))
    moments = bowl.X.T @ bowl.X / bowl.m
    answer = np.linalg.lstsq(bowl.X, bowl.y, rcond=None)[0]
    for alpha in np.geomspace(1e-5, 2.1 / np.linalg.eigvalsh(moments)[-1], 40):
        path = roll(lambda theta: moments @ (theta - answer), [0.5, 0.5], alpha, 0, 50)
        apart = path - answer
        assert arrival(((apart @ moments) * apart).sum(axis=1), np.linalg.norm(apart, axis=1)) is None
    least = 1 - 0.01 ** (1 / 50)  # standardised, each step leaves the share |1 − α| of the distance
    for alpha, done in [
        (least - 0.002, False),
        (least + 0.002, True),
        (2 - least - 0.002, True),
        (1.95, False),
    ]:
        assert is_done("scales", f"standardise=1&step_size={alpha:.5f}") == done
        assert not is_done("scales", f"step_size={alpha:.5f}")


def himmelblau(theta):
    x, y = theta
    one, two = x * x + y - 11, x + y * y - 7
    return np.array([4 * x * one + 2 * two, 2 * one + 4 * y * two])


def test_minimum_c():
    c = minimize(lambda p: (p[0] ** 2 + p[1] - 11) ** 2 + (p[0] + p[1] ** 2 - 7) ** 2, [-4, -3], tol=1e-12).x
    for alpha in (0.5, 2.6, 4.0, 5.0):
        end = adam(himmelblau, [0, 0], alpha, 500)[-1]
        said = judged("minimum c", f"method=adam&step_size={alpha}")
        assert said.done == bool(np.linalg.norm(end - c) < 0.01)
        np.testing.assert_allclose(numbers(said.words)[:2], end, atol=2e-3)
    assert is_done("minimum c", SOLUTIONS["minimum c"])
    for alpha in (0.001, 0.01, 0.02):  # plain descent comes to A
        assert tells(judged("minimum c", f"step_size={alpha}").words, "(3, 2)")


def test_beat_adam():
    axes = np.array([[cos(radians(30)), sin(radians(30))], [-sin(radians(30)), cos(radians(30))]])
    hessian = axes.T @ np.diag([1 / KAPPA, 1]) @ axes

    def arrived(path):
        return arrival(((path @ hessian) * path).sum(axis=1), np.linalg.norm(path, axis=1))

    theirs = arrived(adam(lambda theta: hessian @ theta, [-4, 1], 1.3, 400))
    ours = arrived(
        roll(lambda theta: hessian @ theta, [-4, 1], round(POLYAK[0], 4), round(POLYAK[1], 4), 400)
    )
    plain = arrived(roll(lambda theta: hessian @ theta, [-4, 1], 1, 0, 400))
    assert ours < theirs < plain == pytest.approx(log(1e-2) / log(1 - 1 / KAPPA), rel=0.5)
    assert numbers(judged("beat adam", SOLUTIONS["beat adam"]).words) == [ours, theirs]
    assert numbers(judged("beat adam").words) == [plain, theirs]


@pytest.mark.parametrize(("alpha", "beta"), [(0.001, 0), (0.003, 0.9), (0.002, 0.9), (0.0005, 0.9)])
def test_valley(alpha, beta):
    path = roll(rosen_der, [-1.2, 1], alpha, beta, 1000)
    came = arrival(rosen(path.T), np.linalg.norm(path - 1, axis=1))
    said = judged("valley", f"step_size={alpha}{f'&method=momentum&momentum={beta}' * bool(beta)}")
    assert said.done == (came is not None and came <= 250)
    if came is not None:
        assert numbers(said.words)[0] == came


def expected_distance(alpha, schedule, steps=1000, curvatures=(1 / 2, 1)):
    """The root mean square of the distance over the last half of the steps, from its second moments."""
    total, factors = np.zeros(steps + 1), SCHEDULES[schedule].factor(np.arange(steps), steps)
    along = np.array([cos(radians(30)), sin(radians(30))]) @ [-4, 1]
    for curvature, square in zip(curvatures, [along**2, 17 - along**2], strict=True):
        squares = [square]
        for factor in factors:
            step = alpha * factor
            squares.append((1 - step * curvature) ** 2 * squares[-1] + step**2)
        total += squares
    return sqrt(total[steps // 2 :].mean())


@pytest.mark.parametrize(
    ("schedule", "alpha"),
    [("constant", 0.3), ("constant", 0.005), ("exponential", 0.05), ("1/k", 0.045), ("1/k", 0.3)],
)
def test_noise(schedule, alpha):
    expected, said = (
        expected_distance(alpha, schedule),
        judged("noise", f"schedule={schedule}&step_size={alpha}"),
    )
    assert said.done == (expected < 0.12)
    assert numbers(said.words)[0] == pytest.approx(expected, rel=0.6)


def test_no_constant_step_rests_in_noise():
    sizes = np.geomspace(0.005, 0.3, 25)
    assert min(expected_distance(alpha, "constant") for alpha in sizes) > 0.13
    assert not any(is_done("noise", f"step_size={alpha:.4f}") for alpha in sizes)


# On its page


@pytest.mark.parametrize("name", CHALLENGES)
def test_its_page_says_nothing_before_the_end_and_then_what_the_server_found(name):
    visitor = Visitor(f"?challenge={name}&{SOLUTIONS[name]}&speed=10000")
    assert not any(visitor.model("judged").data.values())
    assert not any(map(str.isdigit, visitor.text("verdict")))
    assert not any(map(len, visitor.model("ghost").data.values()))
    visitor.press("step")
    assert visitor.page.playing.player.finished or visitor.model("judged").data["done"] == []
    visitor.play()
    found = visitor.model("judged").data
    assert found["done"] == [True] and found["words"] == [judged(name, SOLUTIONS[name]).words]
    proof = Visitor(found["link"][0])
    proof.play_on()
    assert proof.settings.challenge == name and proof.model("judged").data["words"] == found["words"]
    visitor.press("reset")
    assert visitor.model("judged").data["done"] == []
