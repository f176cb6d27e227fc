import pytest
from bokeh.models import GlyphRenderer, PanTool, Range1d, ResetTool, WheelZoomTool

from dashboard.drawing import figures


@pytest.fixture
def kit():
    return figures.Kit()


@pytest.fixture
def plot(kit):
    return kit.frame("some_plot", "Iteration", "Loss")


def test_a_frame_has_fixed_ranges_named_axes_and_three_tools(plot):
    assert isinstance(plot.x_range, Range1d) and isinstance(plot.y_range, Range1d)
    assert (plot.below[0].axis_label, plot.left[0].axis_label) == ("Iteration", "Loss")
    assert {type(tool) for tool in plot.toolbar.tools} == {PanTool, WheelZoomTool, ResetTool}
    assert plot.toolbar.active_drag is None and plot.toolbar.active_scroll is None


def test_what_is_looked_at_is_what_a_reset_comes_back_to(plot):
    figures.look_at(plot, (-1.0, 2.0), (3.0, 5.0))
    for axis, ends in ((plot.x_range, (-1, 2)), (plot.y_range, (3, 5))):
        assert (axis.start, axis.end) == (axis.reset_start, axis.reset_end) == ends


def test_frames_of_one_kit_have_ranges_of_their_own(kit, plot):
    other = kit.frame("other_plot", "x", "y")
    figures.look_at(plot, (-1.0, 2.0), (3.0, 5.0))
    assert (other.x_range.start, other.x_range.end) == (0, 1)


@pytest.mark.parametrize("draw", ["line", "ghost", "dots", "present", "minimum"])
def test_marks_draw_the_columns_they_are_given(kit, plot, draw):
    source = kit.source({"a": [1], "b": [2]})
    getattr(kit, draw)(plot, source, "a", "b")
    (renderer,) = plot.renderers
    assert isinstance(renderer, GlyphRenderer)
    assert (renderer.glyph.x, renderer.glyph.y) == ("a", "b")
    assert renderer.data_source is source


def test_a_layer_is_drawn_once_when_it_is_wanted_and_in_its_place(kit, plot):
    drawn = {name: kit.source({"x": [], "y": []}, name) for name in ("first", "lower", "upper", "last")}

    def draw(name):
        kit.line(plot, drawn[name], "x", "y")

    def names():
        return [renderer.data_source.name for renderer in plot.renderers]

    kit.later("below", plot, lambda: draw("lower"))
    draw("first")
    kit.later("above", plot, lambda: [draw("upper"), draw("upper")])
    draw("last")
    assert names() == ["first", "last"]
    kit.bring("above")
    assert names() == ["first", "upper", "upper", "last"]
    kit.bring("below")
    kit.bring("above")
    assert names() == ["lower", "first", "upper", "upper", "last"]
