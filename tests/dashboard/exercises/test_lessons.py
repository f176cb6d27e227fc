"""Every number and claim of a lesson, against the runs themselves or a closed form."""

import re

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from dashboard.exercises.lessons import LESSONS, next_lesson
from dashboard.page.cards import card
from dashboard.runs.links import link, read
from dashboard.runs.problems import rivals_of, run_of
from gdcore import FUNCTIONS, bowl, descend, outcome
from tests.dashboard.visitor import Visitor, arguments
from tests.meaning import tells


def settings_of(query):
    settings, complaints = read(arguments(query))
    assert complaints == []
    return settings


def run_in(name):
    return run_of(settings_of(f"?lesson={name}"))


@pytest.mark.parametrize("name", LESSONS)
def test_a_link_of_a_lesson_is_short_and_brings_all_it_needs(name):
    settings = settings_of(f"?lesson={name}")
    assert settings.lesson == name
    assert link(settings) == f"?chapter={settings.chapter}&lesson={name.replace(' ', '+')}"
    for key, value in LESSONS[name].given.items():
        if key != "race":
            found = getattr(settings, key)
            assert str(found).strip("(),") == value or float(np.squeeze(found)) == float(value)


def test_what_a_visitor_changes_in_a_lesson_stays_changed():
    visitor = Visitor("?lesson=overshoot")
    visitor.set("step_size", 0.01)  # the chapter's own
    assert visitor.linked == visitor.settings
    assert visitor.linked.step_size == 0.01
    settings = settings_of("?lesson=overshoot&step_size=0.3")
    assert (settings.step_size, settings.speed) == (0.3, 6)


def test_another_chapter_and_an_unknown_lesson_are_told():
    settings, complaints = read(arguments("?lesson=rolling"))
    assert len(complaints) == 1 and "overshoot" in complaints[0] and settings.lesson == ""
    settings, complaints = read(arguments("?lesson=momentum&chapter=curve"))
    assert len(complaints) == 1 and settings.chapter == "landscape"


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_one_right_answer_and_says_why(name):
    lesson = LESSONS[name]
    assert len(set(lesson.options)) == len(lesson.options) in (3, 4)
    assert 0 <= lesson.right < len(lesson.options)
    assert lesson.question.endswith("?") and lesson.why.endswith(".")


@pytest.mark.parametrize("name", LESSONS)
def test_a_teachers_tips_do_not_tell_the_answer(name):
    lesson = LESSONS[name]
    tips = card(settings_of(f"?lesson={name}")).tips
    assert tips == (lesson.ask, lesson.mistake) and "?" in lesson.ask
    assert not any(lesson.options[lesson.right] in tip for tip in tips)


def test_noise_draws_no_ball_before_it_is_guessed():
    assert not Visitor("?lesson=noise").model("ball").data["xs"]
    free = Visitor(card(settings_of("?lesson=noise")).free[1])
    assert len(free.model("ball").data["xs"]) == 1


def test_the_right_answer_is_what_the_run_does():
    right = {name: lesson.options[lesson.right] for name, lesson in LESSONS.items()}
    assert f"about {round(run_in('step size').steps, -1)}" in right["step size"]
    apart = run_in("overshoot").theta[:30, 0] - 3
    assert (apart[1:] * apart[:-1] < 0).all() and (np.diff(np.abs(apart)) < 0).all()
    assert tells(right["overshoot"], "side to side", "nearer")
    long = run_in("conditioning").theta @ run_in("conditioning").objective.eigenvectors[:, 0]
    assert 1 / 4 < long[-1] / long[0] < 1 / 2 and "third" in right["conditioning"]
    assert run_in("local minima").theta[-1, 0] > 0 and right["local minima"] == "In the right well"
    assert outcome(run_in("noise")).ball.around and "wanders about it" in right["noise"]
    settings = settings_of("?lesson=momentum")
    plain, heavy = (outcome(run).motion.arrival for run in (run_of(settings), *rivals_of(settings)))
    assert 2 * heavy < plain and tells(right["momentum"], "Momentum", "more than twice as soon")


def test_lessons_lead_from_one_to_the_next():
    names = list(LESSONS)
    assert names == ["step size", "overshoot", "conditioning", "local minima", "noise", "momentum"]
    assert [next_lesson(name) for name in names] == [*names[1:], None]


def test_a_first_page_of_a_lesson_gives_nothing_away():
    visitor = Visitor("?lesson=overshoot")
    said = visitor.text("verdict")
    assert "guess" in said and not tells(said, "Converged") and not any(map(str.isdigit, said))
    assert len(visitor.model("ghost").data["x"]) == 0


@pytest.mark.parametrize("name", LESSONS)
def test_nothing_that_is_set_in_a_lesson_tells_how_it_ends(name):
    visitor = Visitor(f"?lesson={name}")
    loss = visitor.page.view.figures["loss"]
    for scale in ("log", "linear"):
        visitor.set("scale", ["linear", "log"].index(scale))
        assert not any(each.visible for each in loss.renderers if each.name == "theory_line")
    visitor.set("precision", 0.01)
    assert visitor.text("verdict") == "Press Play, or drag the dot."
    assert len(visitor.model("ghost").data["x"]) == 0
    free = Visitor(card(visitor.settings).free[1])
    free.set("precision", 0.01)
    assert "Ahead" in free.text("verdict")


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_knows_its_own_run(name):
    visitor = Visitor(f"?lesson={name}&theme=dark&speed=77")
    assert visitor.facts["as_given"] is True
    visitor.set("speed", 33)
    assert visitor.facts["as_given"] is True
    visitor.set("step_size", 0.123)
    assert visitor.facts["as_given"] is False
    assert Visitor("?step_size=0.123").facts["as_given"] is True


@pytest.mark.parametrize("name", LESSONS)
def test_on_its_own_the_run_of_a_lesson_is_the_same(name):
    asked = card(settings_of(f"?lesson={name}"))
    free = settings_of(asked.free[1])
    assert free.lesson == "" and settings_of(asked.own).lesson == name
    np.testing.assert_array_equal(run_of(free).theta, run_in(name).theta)
    assert free.race == settings_of(asked.own).race


def test_step_size():
    steps = {
        alpha: next(k for k in range(1, 999) if 24 * alpha * (1 - 2 * alpha) ** (k - 1) <= 1e-3)
        for alpha in (0.1, 0.01)
    }
    assert steps == {0.1: 36, 0.01: 273}
    assert run_in("step size").steps == 36 and "step 36" in LESSONS["step size"].why


def test_overshoot():
    x = run_in("overshoot").theta[:, 0]
    assert x[1] == pytest.approx(-6.6)
    assert ((x[1:] - 3) * (x[:-1] - 3) < 0).all()
    np.testing.assert_allclose((x[1:20] - 3) / (x[:19] - 3), -0.8)


def test_conditioning():
    run = run_in("conditioning")
    assert run.objective.condition_number == pytest.approx(100)
    assert run.objective.largest_stable_step == pytest.approx(2)
    along, across = run.objective.eigenvectors.T @ run.theta[[0, 1, 100]].T
    assert abs(across[1]) < 1e-12
    assert along[2] / along[0] == pytest.approx(0.99**100) == pytest.approx(0.37, abs=0.005)
    assert descend(bowl(1, 30), step_size=1.0, iterations=1).excess[-1] == pytest.approx(0, abs=1e-30)


def test_local_minima():
    well = FUNCTIONS["double well"]
    run = run_in("local minima")
    low, right = (
        minimize_scalar(lambda x: well.value([x]), bounds=ends, method="bounded")
        for ends in ((-2, 0), (0.5, 2))
    )
    assert low.x < 0 and low.fun < right.fun
    assert round(float(run.theta[-1, 0]), 2) == 0.98 and right.x == pytest.approx(0.97, abs=0.005)
    assert right.fun - low.fun == pytest.approx(0.5, abs=0.01)
    hill = minimize_scalar(lambda x: -well.value([x]), bounds=(-0.9, 0.9), method="bounded").x
    assert hill == pytest.approx(0.06, abs=0.005)
    assert descend(well, 0.05, step_size=0.01, iterations=2000).theta[-1, 0] < 0


def test_noise():
    run = run_in("noise")
    late = run.theta[run.steps // 2 :]
    assert np.sqrt((late**2).sum(axis=1).mean()) == pytest.approx(1.0, abs=0.05)
    assert np.linalg.norm(run.theta[:100], axis=1).min() < 0.5
    shrinking = run_of(settings_of("?lesson=noise&schedule=1/k"))
    assert np.linalg.norm(shrinking.theta[-1]) == pytest.approx(0.14, abs=0.005)


def test_momentum():
    settings = settings_of("?lesson=momentum")
    plain, heavy = (outcome(run).motion.arrival for run in (run_of(settings), *rivals_of(settings)))
    assert (heavy, plain) == (88, 232)
    assert np.sqrt(0.9) == pytest.approx(0.95, abs=0.005)  # the factor of a swinging heavy ball
    assert re.findall(r"step (\d+), plain descent at (\d+)", LESSONS["momentum"].why) == [("88", "232")]
