"""The ditch, a chapter for tests: ½ depth · x², of which nothing but the loss is to be seen."""

from functools import lru_cache
from pathlib import Path

from bokeh.models import Plot
from dashboard.chapters.ditch.settings import SETTINGS, TIPS

from dashboard.drawing.figures import Kit
from dashboard.drawing.sources import Sources
from dashboard.runs.rows import Rows, iterations
from dashboard.settings.chapter import Chapter
from dashboard.settings.values import Settings
from gdcore import Quadratic, Run


@lru_cache
def ditch(depth: float) -> Quadratic:
    return Quadratic([[depth]], [0.0], 0.0, start=[4.0], domain=[(-5.0, 5.0)], step_size=0.2 / depth)


def rows(run: Run) -> Rows:
    return {"iteration": iterations(run), "x": run.theta[:, 0], "loss": run.loss}


def loss(kit: Kit, sources: Sources, settings: Settings) -> Plot:
    plot = kit.frame("loss_plot", "Iteration", "Loss")
    kit.later("theory", plot, lambda: kit.foretold(plot))
    kit.line(plot, sources.path, "iteration", "loss")
    kit.present(plot, sources.now, "iteration", "loss")
    return plot


CHAPTER = Chapter(
    name="ditch",
    place=4,
    title="Ditch",
    subject="a ditch",
    folder=Path(__file__).parent,
    settings=SETTINGS,
    tips=TIPS,
    objective=lambda settings: ditch(settings.depth),
    coordinates=("x",),
    rows=rows,
    columns=("iteration", "x", "loss"),
    height={"linear": "loss", "log": "loss"},
    headings=lambda run, settings: {"iteration": "Iteration", "x": "x", "loss": "Loss"},
    gradient_columns=("slope",),
    figures={"loss": loss},
    titles={"loss": "Loss in the ditch"},
    words=("answer",),
    now_columns=("iteration", "loss"),
    facts=lambda run, settings: {"depth": settings.depth, "mark_every": 1},
    paint=lambda plots, run, settings, before: None,
    roots=lambda plots: list(plots.values()),
    timeline_title=lambda settings: "Loss in the ditch",
    height_label=lambda run, scale: "Loss",
    height_range=lambda run, found: (0.0, float(run.loss[0])),
    source=lambda settings: (
        "Quadratic, descend",
        [f"objective = Quadratic([[{settings.depth!r}]], [0.0], 0.0)"],
    ),
)
