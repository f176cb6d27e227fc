"""The landscape: two parameters, several minima or a narrow valley."""

from pathlib import Path

from dashboard.chapters.landscape import figures, rows, settings
from dashboard.chapters.landscape.program import program
from dashboard.chapters.shared import functions
from dashboard.settings.chapter import Chapter

CHAPTER = Chapter(
    name="landscape",
    place=3,
    title="Landscape",
    subject="a landscape",
    folder=Path(__file__).parent,
    settings=settings.SETTINGS,
    tips=settings.TIPS,
    objective=functions.objective,
    rows=rows.rows,
    columns=rows.COLUMNS,
    height={"linear": "f", "log": "gap"},
    coordinates=("x", "y"),
    gradient_columns=("gradient_x", "gradient_y"),
    headings=rows.headings,
    figures={"path": figures.path, "loss": figures.loss},
    words=("numbers", "answer"),
    captions={"path": "basin_words"},
    titles=figures.TITLES,
    now_columns=figures.NOW_COLUMNS,
    followers=("comet", "minima", "saddles", "arrows"),
    facts=figures.facts,
    paint=figures.paint,
    roots=figures.roots,
    timeline_title=figures.title,
    height_label=figures.height_label,
    height_range=figures.heights,
    surface=figures.in_three_dimensions,
    source=functions.source,
    plain_program=program,
)
