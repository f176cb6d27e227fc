import contextlib
import io
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.export.program import ALONE, program, program_file
from dashboard.runs.links import link, read
from dashboard.runs.problems import rivals_of, run_of, with_suggestions
from dashboard.settings.rivals import Rival
from dashboard.settings.values import CHAPTERS, TYPED
from tests.dashboard.strategies import settings
from tests.dashboard.visitor import arguments
from tests.examples import examples
from tests.serving import ROOT

SHORT = {
    "iterations": st.integers(1, 60),
    "samples": st.integers(2, 60),
    "noise": st.sampled_from([0.0, 1.0]),
    "bug": st.just(0),
}


def executed(source):
    """The names that a program leaves."""
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(source, "program", "exec"), names)
    return names


@examples(0.6)
@given(settings(**SHORT))
def test_a_program_makes_the_run_and_its_rivals_to_the_bit(made):
    made = with_suggestions(made)
    names = executed(program(made))
    found = [names["run"], *(names[f"rival_{number}"] for number in range(1, 1 + len(made.race)))]
    for again, run in zip(found, [run_of(made), *rivals_of(made)], strict=True):
        assert again.theta.tobytes() == run.theta.tobytes()
        assert again.loss.tobytes() == run.loss.tobytes()
        assert again.status == run.status


@pytest.mark.thorough
@pytest.mark.parametrize(
    "made",
    [
        CHAPTERS["curve"],
        replace(CHAPTERS["line"], batch=7, standardise=True, data="diabetes", step_size=0.1, iterations=50),
        replace(CHAPTERS["landscape"], race=(Rival("bfgs"), Rival("adam", 0.1))),
        replace(CHAPTERS["landscape"], function=TYPED, formula="sin(x)*y + x**2 + y**2", noise=0.5),
    ],
    ids=["curve", "line", "race", "typed"],
)
def test_a_reader_runs_it_beside_gdcore(made, tmp_path):
    (tmp_path / "gdcore").symlink_to(ROOT / "gdcore")
    file = tmp_path / "gradient-descent.py"
    end = "print(run.theta.tobytes().hex())"
    file.write_text(program(made) + end, encoding="utf-8")
    command = [sys.executable, "-W", "error", str(file)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/").stdout
    assert printed.splitlines()[-1] == run_of(made).theta.tobytes().hex()


@pytest.mark.parametrize(
    "made, is_alone",
    [
        (CHAPTERS["curve"], True),
        (CHAPTERS["line"], True),
        (CHAPTERS["landscape"], True),
        (replace(CHAPTERS["landscape"], race=(Rival("adam", 0.1),)), False),
        (replace(CHAPTERS["landscape"], function=TYPED, formula="sin(x)*y + x**2 + y**2"), False),
    ],
)
def test_what_is_saved_runs_alone_where_it_can(made, is_alone):
    saved = program_file(made)
    assert ("gdcore" not in saved) == (ALONE in saved) == is_alone
    assert link(replace(made, play=False)) in saved
    executed(saved)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_it_is_short_and_names_the_link_of_its_page(chapter):
    made = replace(CHAPTERS[chapter], iterations=7, play=True)
    source = program(made)
    assert len(source.splitlines()) < 25
    address = source.splitlines()[0].rpartition(" ")[2]
    assert read(arguments(address)) == (replace(made, play=False), [])
