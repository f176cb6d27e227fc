"""The curve: one parameter, and the function it is descended on."""

from pathlib import Path

from dashboard.chapters.curve import figures, rows, settings
from dashboard.chapters.curve.program import program
from dashboard.chapters.curve.words import presets
from dashboard.chapters.shared import functions
from dashboard.settings.chapter import Chapter

CHAPTER = Chapter(
    name="curve",
    place=1,
    title="Curve",
    subject="a curve",
    folder=Path(__file__).parent,
    settings=settings.SETTINGS,
    tips=settings.TIPS,
    objective=functions.objective,
    rows=rows.rows,
    columns=rows.COLUMNS,
    height={"linear": "distance", "log": "distance"},
    coordinates=("x",),
    headings=rows.headings,
    figures={"path": figures.function, "loss": figures.distance},
    words=("numbers", "answer"),
    titles=figures.TITLES,
    now_columns=figures.NOW_COLUMNS,
    followers=("comet",),
    facts=figures.facts,
    paint=figures.paint,
    roots=figures.roots,
    timeline_title=figures.title,
    height_label=figures.height_label,
    height_range=figures.heights,
    presets=presets,
    source=functions.source,
    plain_program=program,
)
