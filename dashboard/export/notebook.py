"""The run as a notebook: made again to the bit, its rows as a table, and its figures.

The format is that of nbformat 4.5, https://nbformat.readthedocs.io/en/latest/format_description.html.
"""

import json
from typing import Any

from dashboard.chapters.shared.code import text
from dashboard.export.program import WHERE, address, imports, make_runs, print_ends, title
from dashboard.settings.values import Settings

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
SETUP = """\
import numpy as np
from bokeh.plotting import figure, output_notebook, show
from bokeh.resources import INLINE

output_notebook(INLINE, hide_banner=True)
"""
ROWS = """\
rows = run.to_frame()
rows
"""
LOSS = """\
scale = {scale!r}
height = run.excess if scale == "log" else run.loss
loss = figure(width=720, height=320, title="Loss over iterations", y_axis_type=scale)
loss.xaxis.axis_label, loss.yaxis.axis_label = "Iteration", "Loss"
loss.line(rows["iteration"], np.where(height > 0, height, np.nan) if scale == "log" else height)
show(loss)
"""
CURVE = """\
x = np.linspace(*objective.domain[0], 400)
with np.errstate(all="ignore"):
    f = objective.value(x[np.newaxis])
path = figure(width=720, height=320, title="The run on the curve")
path.line(x, np.where(np.isfinite(f), f, np.nan), line_color="navy", line_alpha=0.5, line_width=3)
path.scatter(rows["theta_0"], rows["loss"], color="teal")
show(path)
"""
PATH = """\
(left, right), (bottom, top) = objective.domain
x, y = np.meshgrid(np.linspace(left, right, 200), np.linspace(bottom, top, 200))
with np.errstate(all="ignore"):
    height = np.ma.masked_invalid(objective.excess(np.stack([x, y])))
path = figure(width=560, height=480, title="The path of θ", match_aspect=True)
if height.count() and height.max() > 0:
    path.contour(x, y, height, height.max() * 3.0 ** np.arange(-9, 1), line_color="navy", line_alpha=0.3)
path.line(rows["theta_0"], rows["theta_1"], line_color="teal", line_width=2)
path.scatter(rows["theta_0"].iloc[[0, -1]], rows["theta_1"].iloc[[0, -1]], color="teal", size=8)
show(path)
"""


def notebook(settings: Settings) -> str:
    """The text of an .ipynb file: cells that are still to be run."""
    cells = [
        markdown(f"# {title(settings)}\n\nThe run of `{address(settings)}`, to the bit. {WHERE}"),
        code(text([*imports(settings), *make_runs(settings), *print_ends(settings)])),
        code(ROWS),
        code(SETUP),
        code(LOSS.format(scale=settings.scale)),
        code(CURVE if len(settings.start) == 1 else PATH),
    ]
    found = {
        "cells": [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells)],
        "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": lines(source)}


def code(source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": lines(source),
    }


def lines(source: str) -> list[str]:
    return source.strip().splitlines(keepends=True)
