"""The line: data, the line that is fitted to them, and the bowl of its loss."""

from pathlib import Path

from dashboard.chapters.line import faulty, figures, problem, program, rows, settings, words, worlds
from dashboard.settings.chapter import Chapter

CHAPTER = Chapter(
    name="line",
    place=2,
    title="Line",
    subject="a line",
    folder=Path(__file__).parent,
    settings=settings.SETTINGS,
    tips=settings.TIPS,
    objective=problem.objective,
    noise_is_in_data=True,
    rows=rows.rows,
    columns=rows.COLUMNS,
    height={"linear": "loss", "log": "gap"},
    coordinates=("θ₀", "θ₁"),
    gradient_columns=("gradient_intercept", "gradient_slope"),
    headings=rows.headings,
    figures={"fit": figures.fit, "path": figures.contours, "loss": figures.loss},
    words=("answer",),
    titles=figures.TITLES,
    layout="halves",
    now_columns=figures.NOW_COLUMNS,
    followers=("comet", "scatter", "lit", "batches"),
    facts=figures.facts,
    paint=figures.paint,
    roots=figures.roots,
    timeline_title=figures.title,
    height_label=figures.height_label,
    height_range=figures.heights,
    surface=figures.in_three_dimensions,
    sheets={"scaling": worlds.describe_worlds},
    presets=words.presets,
    answer=words.compare_slope,
    equation=words.equation,
    source=program.source,
    result=program.result,
    plain_program=program.program,
    faulty_program=faulty.program,
    hidden_program=faulty.hidden,
)
