import contextlib
import io
import json
import re
from dataclasses import replace

import bokeh.plotting
import numpy as np
import pytest
from bokeh.embed import json_item

from dashboard.export.notebook import notebook
from dashboard.runs.problems import run_of
from dashboard.settings.rivals import Rival
from dashboard.settings.values import CHAPTERS, TYPED

MADE = {
    "curve": CHAPTERS["curve"],
    "line": replace(CHAPTERS["line"], batch=7, iterations=50),
    "landscape": replace(CHAPTERS["landscape"], race=(Rival("bfgs"), Rival("adam", 0.1))),
    "diverging": replace(CHAPTERS["landscape"], step_size=10.0),
    "flat": replace(CHAPTERS["landscape"], function=TYPED, formula="y*0"),
    "half defined": replace(CHAPTERS["curve"], function=TYPED, formula="sqrt(x)", start=(2.0,), scale="log"),
    "undefined around": replace(CHAPTERS["landscape"], function=TYPED, formula="log(x*y)", start=(1.0, 1.0)),
}


def cells(made, kind):
    return ["".join(c["source"]) for c in json.loads(notebook(made))["cells"] if c["cell_type"] == kind]


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_its_cells_make_the_run_its_rows_and_its_figures(made, monkeypatch):
    figures = []
    monkeypatch.setattr(bokeh.plotting, "show", figures.append)
    monkeypatch.setattr(bokeh.plotting, "output_notebook", lambda *_, **__: None)
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in cells(made, "code"):
            exec(compile(cell, "cell", "exec"), names)
    run = run_of(made)
    assert names["run"].theta.tobytes() == run.theta.tobytes()
    np.testing.assert_array_equal(names["rows"]["loss"], run.loss)
    assert [json_item(figure)["doc"]["title"] for figure in figures] != []
    assert len(figures) == 2
    drawn = figures[1].renderers[-2].data_source.data
    assert (
        any(np.array_equal(column, run.theta[:, 0]) for column in drawn.values()) or made.chapter == "curve"
    )


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_it_is_a_notebook_of_format_4_5(made):
    found = json.loads(notebook(made))
    assert set(found) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (found["nbformat"], found["nbformat_minor"]) == (4, 5)
    assert {"name", "display_name"} <= set(found["metadata"]["kernelspec"])
    ids = [cell["id"] for cell in found["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", id) for id in ids)
    for cell in found["cells"]:
        needed = {"id", "cell_type", "metadata", "source"}
        more = {"outputs", "execution_count"} if cell["cell_type"] == "code" else set()
        assert set(cell) == needed | more
        assert all(line.endswith("\n") for line in cell["source"][:-1])


def test_its_title_has_the_link():
    assert "?chapter=line&batch=7&iterations=50" in cells(MADE["line"], "markdown")[0]
