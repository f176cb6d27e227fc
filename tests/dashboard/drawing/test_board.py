import pytest
from bokeh.models import BooleanFilter, CDSView, Plot

from dashboard.drawing.board import FORECASTS, LARGER
from dashboard.drawing.palette import TRUTH
from tests.dashboard.visitor import Visitor

CHAPTERS = ["curve", "line", "landscape"]


def plots(query):
    """The figures of a page, by name, those built when they are first asked for among them."""
    visitor = Visitor(query)
    return {plot.name: plot for plot in visitor.document.select({"type": Plot})}


def is_truth(renderer):
    colours = (getattr(renderer.glyph, name, None) for name in ("line_color", "fill_color", "text_color"))
    return TRUTH in colours


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("view", ["", "&view=surface"])
def test_the_truth_and_forecasts_are_kept_back_and_nothing_else(chapter, view):
    renderers = [
        renderer
        for plot in plots(f"?chapter={chapter}&board=1&scale=log&open=sweep{view}").values()
        for renderer in plot.renderers
    ]
    kept_back = [renderer for renderer in renderers if isinstance(renderer.view.filter, BooleanFilter)]
    wanted = [each for each in renderers if is_truth(each) or each.data_source.name in FORECASTS]
    assert kept_back == wanted
    assert len(wanted) >= 4
    assert len({renderer.view.filter for renderer in kept_back}) == 1
    assert list(kept_back[0].view.filter.booleans) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_its_figures_are_written_and_drawn_larger(chapter):
    board, desk = plots(f"?chapter={chapter}&board=1"), plots(f"?chapter={chapter}")
    for name, plot in board.items():
        for size in ("axis_label_text_font_size", "major_label_text_font_size"):
            large, small = (float(getattr(each.left[0], size)[:-2]) for each in (plot, desk[name]))
            assert large > small
        for large, small in zip(plot.renderers, desk[name].renderers, strict=True):
            for size in ("line_width", "size"):
                if isinstance(value := getattr(small.glyph, size, None), int | float):
                    assert getattr(large.glyph, size) == pytest.approx(LARGER * value)


@pytest.mark.parametrize("query", ["", "?chapter=line", "?chapter=line&show=path,loss&board=1"])
def test_a_page_that_is_no_board_keeps_nothing_back(query):
    views = Visitor(query).document.select({"type": CDSView})
    assert not any(isinstance(view.filter, BooleanFilter) for view in views)


def test_the_link_says_that_it_is_a_board_and_no_more():
    visitor = Visitor("?chapter=line&board=1")
    assert visitor.facts["link"] == "?chapter=line&board=1"
    visitor.play()
    assert visitor.facts["link"] == "?chapter=line&board=1"
