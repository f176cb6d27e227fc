import contextlib
import io
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import linregress

from dashboard.chapters.landscape.program import GRADIENTS, STEPS
from dashboard.chapters.line.problem import line_of
from dashboard.chapters.line.program import MOST_WRITTEN
from dashboard.export.script import script
from dashboard.page.own import as_file
from dashboard.runs.problems import run_of, with_suggestions
from dashboard.settings.chapter import chapter_of
from dashboard.settings.values import CHAPTERS
from gdcore import FUNCTIONS
from tests.dashboard.strategies import settings

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def code(chapter="curve", **changes):
    made = replace(CHAPTERS[chapter], **changes)
    return script(run_of(made), made)


def executed(source):
    """The numbers that a script prints, and the names it leaves."""
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, "script", "exec"), names)
    return [float(number) for number in NUMBER.findall(printed.getvalue())], names


def printed(chapter="curve", **changes):
    return executed(code(chapter, **changes))[0]


def test_the_posts_curve():
    assert printed() == [3.04829, 273]


def test_the_posts_line():
    assert printed("line") == [1.20, 62.81, 5000]


def test_a_line_descended_long_enough_is_that_of_least_squares():
    found = linregress(line_of(CHAPTERS["line"]).data.x, line_of(CHAPTERS["line"]).data.y)
    assert printed("line", step_size=1.0, iterations=200)[:2] == [
        round(found.intercept, 2),
        round(found.slope, 2),
    ]


@pytest.mark.parametrize("samples", [2, 3, 57, 1000])
@pytest.mark.parametrize("seed", [0, 2015, 2**32 - 1])
def test_the_script_draws_the_data_of_the_page(samples, seed):
    made = replace(CHAPTERS["line"], samples=samples, seed=seed, noise=7.5, iterations=1)
    _, names = executed(script(run_of(made), made))
    np.testing.assert_allclose(names["x"], line_of(made).data.x, rtol=1e-12)
    np.testing.assert_allclose(names["y"], line_of(made).data.y, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("data", ["post", "diabetes"])
def test_standardised_or_not_the_line_is_told_in_the_datas_units(data, standardise):
    alpha = 0.001 if data == "diabetes" and not standardise else 0.5
    made = replace(CHAPTERS["line"], data=data, standardise=standardise, step_size=alpha, iterations=60)
    expected = line_of(made).standardisation.restore(run_of(made).theta[-1])
    assert executed(script(run_of(made), made))[0] == pytest.approx([*expected, 60], abs=0.006)


def test_the_scripts_standardised_diabetes_fit_is_linregress():
    found = linregress(
        line_of(replace(CHAPTERS["line"], data="diabetes")).data.x,
        line_of(replace(CHAPTERS["line"], data="diabetes")).data.y,
    )
    answer = printed("line", data="diabetes", standardise=True, step_size=0.5, iterations=100)
    assert answer[:2] == pytest.approx([found.intercept, found.slope], abs=0.006)


@pytest.mark.parametrize("chapter", ["curve", "line"])
def test_a_diverging_script_stops_where_the_page_does(chapter):
    made = replace(CHAPTERS[chapter], step_size=2.5)
    run = run_of(made)
    assert run.status == "diverged"
    answer, names = executed(script(run, made))
    assert answer[-1] == run.steps
    end = names["theta"] if chapter == "line" else [names["x"]]
    np.testing.assert_allclose(end, run.theta[-1], rtol=1e-9)


MODEST = {
    "bug": st.just(0),  # what a faulty program is, the page does not say
    "iterations": st.integers(1, 300),
    "samples": st.integers(2, 100),
    "precision": st.sampled_from([0.0, 0.01, 1.0]),
}


PLAIN = {
    "function": st.just("parabola"),
    "method": st.just("gradient descent"),
    "schedule": st.just("constant"),
    "batch": st.just(0),
}
OF_THE_POST = st.sampled_from(["curve", "line"])


@given(OF_THE_POST.flatmap(lambda chapter: settings(chapter, **MODEST | PLAIN)))
def test_the_script_makes_the_very_run_of_the_page(made):
    run = run_of(made)
    moves = np.linalg.norm(np.diff(run.theta, axis=0), axis=1)
    clear = np.abs(moves - made.precision) > 1e-9 * (1 + np.abs(run.theta).max())
    assume(not made.precision or clear.all())  # else rounding decides where it stops
    answer, names = executed(script(run, made))
    assert answer[-1] == run.steps
    scale = np.abs(run.theta).max()
    if made.chapter == "curve":
        end = [names["x"]]
        rounding = 1e-9 * scale + 1e-12  # of the distance to the minimum, too
        assert answer[0] == pytest.approx(run.theta[-1, 0], rel=1e-5, abs=rounding)
    else:
        end = names["theta"]
    np.testing.assert_allclose(end, run.theta[-1], rtol=1e-7, atol=1e-9 * scale + 1e-12)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"noise": 10.0},
        {"chapter": "line"},
        {"chapter": "line", "data": "diabetes", "standardise": True},
        {"chapter": "landscape", "method": "adam", "noise": 1.0},
    ],
    ids=str,
)
def test_a_reader_can_run_the_script_as_it_is(changes):
    source = code(**{"iterations": 20} | changes)
    command = [sys.executable, "-I", "-W", "error", "-c", source]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert [float(number) for number in NUMBER.findall(answer)] == executed(source)[0]


SHORT = MODEST | {"noise": st.sampled_from([0.0, 10.0]), "seed": st.integers(0, 9999)}


@given(settings(**SHORT))
def test_the_script_is_short_and_its_lines_fit(made):
    source = script(run_of(made), made)
    assert len(source.splitlines()) <= 24
    assert max(map(len, source.splitlines())) <= 110
    assert "dashboard" not in source


OWN_POINTS = tuple((float(number), 3.0 * number + number % 5) for number in range(500))


@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("method", ["gradient descent", "adam"])
@pytest.mark.parametrize("count", [3, MOST_WRITTEN, MOST_WRITTEN + 1, 500])
def test_a_script_on_own_data_makes_the_very_run_of_the_page(
    count, method, standardise, tmp_path, monkeypatch
):
    names = ("größe", "b")
    given = {"data": "own", "points": OWN_POINTS[:count], "names": names, "iterations": 40}
    made = with_suggestions(replace(CHAPTERS["line"], **given, standardise=standardise, method=method))
    (tmp_path / "points.csv").write_text(as_file(made), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    source, run = script(run_of(made), made), run_of(made)
    assert ("points.csv" in source) == (count > MOST_WRITTEN)
    _, found = executed(source)
    end = found["theta"] if "theta" in found else found["run"].theta[-1]
    np.testing.assert_allclose(end, run.theta[-1], rtol=1e-9)


PLAIN_FUNCTIONS = [name for name in FUNCTIONS if FUNCTIONS[name].n == 2]


@given(
    settings(
        "landscape",
        **MODEST
        | {
            "function": st.sampled_from(PLAIN_FUNCTIONS),
            "method": st.sampled_from(list(STEPS)),
            "noise": st.sampled_from([0.0, 0.3]),
        },
    )
)
def test_a_landscapes_script_needs_no_package_of_ours_and_makes_the_very_run(made):
    made = with_suggestions(made)
    source, run = script(run_of(made), made), run_of(made)
    assert "gdcore" not in source
    answer, names = executed(source)
    assert answer[-1] == run.steps
    if made.function in GRADIENTS and made.schedule == "constant":
        assert names["theta"].tobytes() == run.theta[-1].tobytes()
    np.testing.assert_allclose(names["theta"], run.theta[-1], rtol=1e-6, atol=1e-6 * np.abs(run.theta).max())


@given(OF_THE_POST.flatmap(lambda chapter: settings(chapter, **SHORT | PLAIN)))
def test_the_posts_own_runs_need_no_package_of_ours(made):
    assert "gdcore" not in script(run_of(made), made)


@given(settings(**MODEST | {"noise": st.sampled_from([0.0, 1.0])}))
def test_any_other_script_makes_the_very_run_of_the_page_to_the_bit(made):
    made = with_suggestions(made)
    plainly = chapter_of(made).plain_program
    assume(not (plainly and plainly(run_of(made), made)))
    _, names = executed(script(run_of(made), made))
    np.testing.assert_array_equal(names["run"].theta, run_of(made).theta)
    np.testing.assert_array_equal(names["run"].loss, run_of(made).loss)
