from dataclasses import replace

import numpy as np
import pytest
from bokeh.document import Document
from bokeh.models import ColumnDataSource, Range1d, ResetTool, WheelZoomTool

from dashboard.chapters.line import figures as line
from dashboard.chapters.line.rows import COLUMNS
from dashboard.chapters.shared import surface
from dashboard.drawing.figures import Kit
from dashboard.drawing.palette import LIGHT
from dashboard.drawing.places import window
from dashboard.drawing.sources import Sources
from dashboard.runs.problems import objective_of, run_of
from dashboard.settings.values import CHAPTERS, Settings

POST = CHAPTERS["line"]
PROBLEMS = {
    "post": POST,
    "diabetes": replace(POST, data="diabetes"),
    "standardised": replace(POST, standardise=True),
    "two samples": replace(POST, samples=2),
    "start outside": replace(POST, start=(300.0, -200.0)),
}


class Sheet:
    """A surface in a document, which counts the messages that its painting costs."""

    def __init__(self) -> None:
        kit = Kit()
        sources = Sources.empty(kit, COLUMNS, line.NOW_COLUMNS)
        self.rings = kit.source({"xs": [], "ys": [], "height": []}, "rings")
        self.plot = surface.build(kit, sources, self.rings, sources.facts)
        self.document = Document()
        self.document.add_root(self.plot)
        self.messages = 0
        self.document.on_change(self.count)

    def count(self, _: object) -> None:
        self.messages += 1

    def paint(self, settings: Settings) -> None:
        run = run_of(settings)
        surface.paint(self.plot, run.objective, window(run.objective, run))

    @property
    def grid(self) -> ColumnDataSource:
        return self.document.get_model_by_name("grid")


@pytest.fixture
def sheet():
    return Sheet()


@pytest.mark.parametrize("settings", PROBLEMS.values(), ids=PROBLEMS)
def test_the_heights_are_the_loss_above_its_floor(sheet, settings):
    sheet.paint(settings)
    data, objective = sheet.grid.data, objective_of(settings)
    X, y = objective.X, objective.y
    floor = np.mean((X @ np.linalg.lstsq(X, y)[0] - y) ** 2) / 2
    for row, slope in enumerate(data["along"]):
        for column, intercept in enumerate(data["across"]):
            loss = np.mean((X @ [intercept, slope] - y) ** 2) / 2
            assert floor + data["height"][row, column] == pytest.approx(loss, rel=1e-9)


@pytest.mark.parametrize("settings", PROBLEMS.values(), ids=PROBLEMS)
def test_the_window_is_that_of_the_contours(sheet, settings):
    sheet.paint(settings)
    facts, data = line.facts(run_of(settings), settings), sheet.grid.data
    for name, low, high in (("across", "left", "right"), ("along", "bottom", "top")):
        places = data[name]
        assert (places[0], places[-1]) == (facts[low], facts[high])
        np.testing.assert_allclose(np.diff(places), (facts[high] - facts[low]) / (len(places) - 1), rtol=1e-9)


def test_the_same_bowl_is_sent_once(sheet):
    for settings in (POST, POST, replace(POST, step_size=1.1), replace(POST, start=(3.0, 4.0))):
        sheet.paint(settings)
    assert sheet.messages == 1


@pytest.mark.parametrize("other", [name for name in PROBLEMS if name != "post"])
def test_another_bowl_or_window_is_sent(sheet, other):
    sheet.paint(POST)
    sheet.paint(PROBLEMS[other])
    sheet.paint(POST)
    assert sheet.messages == 3


def test_what_is_sent_has_columns_of_one_length(sheet):
    sheet.paint(POST)
    assert {len(column) for column in sheet.grid.data.values()} == {surface.POINTS}


def test_it_stands_without_axes_or_panning_in_fixed_ranges(sheet):
    plot = sheet.plot
    assert {type(tool) for tool in plot.toolbar.tools} == {WheelZoomTool, ResetTool}
    assert isinstance(plot.x_range, Range1d) and isinstance(plot.y_range, Range1d)
    assert not [part for side in ("below", "left", "center") for part in getattr(plot, side)]


def test_the_script_finds_what_it_reads_and_fills_by_name(sheet):
    assert [source.name for source in sheet.plot.tags] == [
        *("grid", "rings", "path", "marks", "now", "ghost", "lanes", "facts")
    ]
    drawn = {renderer.data_source.name for renderer in sheet.plot.renderers}
    assert drawn.isdisjoint(source.name for source in sheet.plot.tags)
    assert sheet.plot.tags[1] is sheet.rings


def test_only_what_follows_the_playhead_is_drawn_on_the_upper_canvas(sheet):
    upper = {each.data_source.name for each in sheet.plot.renderers if each.level == "overlay"}
    lower = {each.data_source.name for each in sheet.plot.renderers} - upper
    assert upper == {"forecast", "trail", "rivals", "stops", "truth", "present"}
    assert lower == {"box", "sheet", "levels", "words"}


def test_all_its_colours_have_a_twin_in_the_dark(sheet):
    for renderer in sheet.plot.renderers:
        glyph = renderer.glyph
        for name in glyph.properties_with_values(include_defaults=False):
            if name.endswith("_color") and name in glyph.dataspecs():
                assert getattr(glyph, name) in {*LIGHT.values(), "fill", "colour", None}
