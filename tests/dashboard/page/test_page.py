import gc
import html
import json
import weakref
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from bokeh.core.json_encoder import serialize_json
from bokeh.document import Document
from bokeh.models import ColumnDataSource, DataRange1d, Plot, TablerIcon
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from dashboard.chapters.line.problem import line_of
from dashboard.explain.verdict import BEFORE
from dashboard.export.script import script
from dashboard.runs import rows
from dashboard.runs.problems import rivals_of, run_of
from dashboard.settings.chapter import chapter_of
from dashboard.settings.values import CHAPTERS, RULES
from tests.dashboard.visitor import Visitor
from tests.examples import examples
from tests.meaning import tells

NAN = float("nan")
BUTTONS = ["play", "step", "back", "reset"]
GOOD_OF_BOTH = {
    "step_size": [1e-6, 0.5, 1.0, 1.1, 100.0],
    "iterations": [1, 7, 10_000],
    "precision": [0, 10],
    "noise": [0, 3.5, 1000],
    "seed": [0, 2**32 - 1],
    "speed": [1, 10_000],
    "scale": [0, 1],
    "method": ["adam", "newton", "line search", "nesterov", "gradient descent"],
    "schedule": ["cosine", "1/k", "constant"],
    "race": ["adam:0.1", "momentum:0.01:momentum=0.5, bfgs ,nelder-mead"],
}
GOOD = {
    "curve": GOOD_OF_BOTH
    | {
        "start": [3, -1000.0, 1000.0],
        "function": ["double well", "typed", "absolute", "parabola"],
        "formula": ["x**4 - 3*x**2 + x", "log(x)", "x**2 - 6*x + 5"],
    },
    "landscape": GOOD_OF_BOTH
    | {
        "start": ["0,0", "-1000, 1000", " 3 , 4 "],
        "function": ["rosenbrock", "bowl", "typed", "saddle"],
        "formula": ["x*y + x^2 + y^2", "sin(x)*y + x**2"],
        "condition": [1, 10_000],
        "rotation": [-180, 0],
        "view": [1],
    },
    "line": GOOD_OF_BOTH
    | {
        "batch": [1, 7, 100],
        "start": ["0,0", "-1000, 1000", " 3 , 4 "],
        "samples": [2, 3, 5000],
        "data": ["diabetes", "post"],
        "standardise": [True, False],
        "view": [1],
    },
}
NUMBERS = ("step_size", "iterations", "precision", "noise", "seed", "speed")
BAD_OF_BOTH = {name: [None, NAN, float("inf"), -1e9, 1e12, -1] for name in NUMBERS} | {
    "scale": [None, 2, 99, -1],
    "method": ["", "sgd"],
    "schedule": ["", "never"],
    "race": ["adam", "adam:0", "sgd:0.1", "adam:0.1:momentum=1", "bfgs," * 6],
}
BAD = {
    "curve": BAD_OF_BOTH
    | {
        "start": [None, NAN, 1e9],
        "function": ["", "rosenbrock"],
        "formula": ["9**9**9**9", "y", "__import__('os')", "1/2x"],
    },
    "landscape": BAD_OF_BOTH
    | {
        "start": ["", "1", "1,2,3"],
        "function": ["", "parabola"],
        "formula": ["9**9**9**9", "z", "__import__('os')"],
        "condition": [None, 0.5, 1e5],
        "rotation": [None, 181],
    },
    "line": BAD_OF_BOTH
    | {
        "start": ["", "1", "1,2,3", "a,b", "nan,1", "1e9,1", "<b>,1", ","],
        "samples": [None, 1, 100_001],
        "view": [None, 2, -1],
        "data": ["", "iris", "<script>"],
    },
}
BROUGHT = {  # what else changes with a setting: what suits it
    "function": ("start", "step_size", "formula"),
    "formula": ("start", "step_size", "function"),
    "method": ("step_size",),
}
WIDGETS = ["step_size_slider", "presets", "playhead"]


def cases(table):
    return [
        pytest.param(chapter, name, values, id=f"{chapter}-{name}")
        for chapter in table
        for name, values in table[chapter].items()
    ]


@pytest.fixture
def curve():
    return Visitor()


@pytest.fixture
def line():
    return Visitor("?chapter=line")


def check_consistent(visitor: Visitor) -> None:
    """All that the page shows follows from its settings, and from nothing else."""
    made, page = visitor.settings, visitor.page
    for name, control in visitor.controls.items():
        shown = control.to_setting(getattr(control.model, control.attribute))
        assert shown == getattr(made, name), name
    assert visitor.linked == made
    run = run_of(made)
    table, trace = rows.table(run, chapter_of(made), rivals_of(made)), visitor.trace
    assert list(trace) == list(table)
    for name, column in trace.items():
        np.testing.assert_array_equal(column, table[name][: visitor.length])
    assert visitor.facts["step_size"] == made.step_size
    assert visitor.facts["iterations"] == made.iterations == visitor.model("playhead").end
    slider = visitor.model("step_size_slider")
    assert slider.start <= slider.value <= slider.end
    assert slider.value == pytest.approx(np.clip(np.log10(made.step_size), slider.start, slider.end))
    if made.open == "code":
        lines = html.unescape(visitor.text("code").removeprefix("<pre>").removesuffix("</pre>"))
        assert lines == script(run, made)
    assert visitor.model("play").label == ("Pause" if page.playing.player.playing else "Play")
    assert len(visitor.callbacks) == page.playing.player.playing
    facts = visitor.facts
    assert all(np.isfinite(value) for value in facts.values() if isinstance(value, int | float))
    timeline = page.view.figures["loss"]
    assert timeline.x_range.start <= 0 and timeline.x_range.end >= made.iterations
    for plot in visitor.document.select({"type": Plot}):
        for axis in (plot.x_range, plot.y_range):
            assert axis.start < axis.end
            assert (axis.start, axis.end) == (axis.reset_start, axis.reset_end) or plot.name in (
                "path_plot",
                "surface_plot",
            )


# Opening


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_page_opens_at_rest_on_the_first_row(chapter):
    visitor = Visitor(f"?chapter={chapter}")
    check_consistent(visitor)
    assert visitor.settings == CHAPTERS[chapter]
    assert visitor.length == 1
    assert visitor.text("notice") == ""
    assert visitor.text("verdict") == BEFORE


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_name_is_given_once(chapter):
    visitor = Visitor(f"?chapter={chapter}")
    names = Counter(model.name for model in visitor.document.models)
    contract = [*visitor.controls, *BUTTONS, *WIDGETS, "trace", "notice", "verdict"]
    assert {name: names[name] for name in contract} == dict.fromkeys(contract, 1)
    assert isinstance(visitor.model("trace"), ColumnDataSource)
    assert next(iter(visitor.trace)) == "iteration"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_document_is_sound_and_can_be_sent(chapter):
    document = Visitor(f"?chapter={chapter}").document
    document.validate()
    text = serialize_json(document.to_json(deferred=False))
    assert Document.from_json(json.loads(text)).get_model_by_name("trace").data["iteration"] == [0]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nothing_ranges_itself_or_comes_from_elsewhere(chapter):
    document = Visitor(f"?chapter={chapter}").document
    assert list(document.select({"type": DataRange1d})) == []
    assert list(document.select({"type": TablerIcon})) == []


def test_pages_share_no_models():
    one, other = Visitor(), Visitor()
    assert (
        one.document.models.isdisjoint(other.document.models)
        if hasattr(one.document.models, "isdisjoint")
        else True
    )
    assert not {id(model) for model in one.document.models} & {id(model) for model in other.document.models}
    one.set("step_size", 0.5)
    assert other.settings == CHAPTERS["curve"]
    check_consistent(other)


@pytest.mark.parametrize("query", ["", "?chapter=line", "?play=1", "?chapter=line&play=1"])
def test_a_page_that_is_left_can_be_collected(query):
    visitor = Visitor(query)
    visitor.press("play")
    visitor.wait(0.1)
    documents = weakref.ref(visitor.document)
    del visitor
    gc.collect()
    assert documents() is None


def test_complaints_about_a_link_are_shown_as_text():
    visitor = Visitor("?step_size=<script>alert(1)</script>&noise=x")
    assert visitor.model("notice").render_as_text
    assert len(visitor.text("notice").splitlines()) == 2
    check_consistent(visitor)


@pytest.mark.parametrize("query", ["?show=loss", "?chapter=line&show=fit,answer,path", "?show=answer&play=1"])
def test_chosen_panels_come_as_one_root_with_a_transport_and_play(query):
    visitor = Visitor(query)
    (root,) = visitor.document.roots
    assert root.name == "embedding"
    for name in [*BUTTONS, "playhead", "verdict", "notice", "counter", "trace", "start"]:
        assert visitor.model(name) is not None
    assert visitor.model("step_size") is None
    visitor.press("reset")
    visitor.play()
    assert visitor.length == run_of(visitor.settings).steps + 1
    assert visitor.text("verdict") not in ("", BEFORE)
    visitor.document.validate()


def test_an_embedded_figure_is_titled_as_what_it_shows():
    def titled(query):
        return " ".join(Visitor(query).model("distance_plot").title.text.split())

    assert "Squared distance" in titled("?show=loss")
    assert "Height" in titled("?show=loss&formula=x**4")


def test_many_complaints_are_counted():
    visitor = Visitor("?" + "&".join(f"unknown{i}=1" for i in range(20)))
    assert "15 more" in visitor.text("notice")
    assert len(visitor.text("notice").splitlines()) == 6


# Playing


def test_the_posts_curve_plays_to_its_end(curve):
    lengths = []
    curve.document.on_change(lambda _: lengths.append(curve.length))
    curve.play()
    check_consistent(curve)
    assert list(curve.trace["iteration"]) == list(range(274))
    assert curve.trace["x"][-1] == pytest.approx(3.0482947486472045, rel=1e-14)
    assert tells(curve.text("verdict"), "Converged", "273", "x = 3.048")
    assert lengths == sorted(lengths)


def test_the_posts_line_plays_to_its_end(line):
    line.play()
    check_consistent(line)
    data = line_of(line.settings).data
    best = linregress(data.x, data.y)
    assert line.length == 5001
    assert (round(line.trace["intercept"][-1], 2), round(line.trace["slope"][-1], 2)) == (1.20, 62.81)
    assert "62.81" in line.text("verdict") and f"{best.slope:.2f}" in line.text("verdict")
    assert line.trace["loss"][[0, -1]] == pytest.approx([1950, 54.92], rel=0.05)


def test_rows_come_at_the_speed_that_is_set(curve):
    curve.press("play")
    curve.wait(2.0)
    assert curve.length == 61
    curve.set("speed", 100)
    assert curve.length in (61, 62)
    curve.wait(1.0)
    assert curve.length in (161, 162)
    check_consistent(curve)


def test_play_pauses_and_goes_on(curve):
    curve.press("play")
    curve.wait(1.0)
    curve.press("play")
    check_consistent(curve)
    assert not curve.callbacks
    paused = curve.length
    curve.wait(5.0)
    assert curve.length == paused == 31
    curve.play()
    assert curve.length == 274


def test_a_pause_that_sends_the_last_row_ends_the_run(curve):
    curve.press("play")
    curve.clock.now += 1000
    curve.press("play")
    assert curve.length == 274
    assert "Converged" in curve.text("verdict")
    check_consistent(curve)


def test_a_link_can_start_playing():
    visitor = Visitor("?play=1")
    check_consistent(visitor)
    visitor.wait(1.0)
    assert 25 < visitor.length <= 31


def test_steps_are_single_rows_to_the_end():
    visitor = Visitor("?iterations=3")
    for length in (2, 3, 4, 4):
        visitor.press("step")
        assert visitor.length == length
        check_consistent(visitor)
    assert visitor.text("verdict").startswith("3 iterations used")


def test_a_step_while_it_plays_halts_it(curve):
    curve.press("play")
    curve.press("step")
    assert not curve.callbacks
    assert curve.length == 2
    check_consistent(curve)


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("query", ["", "&noise=5&seed=7", "&step_size=1.9"])
def test_a_reset_replays_the_very_same_rows(chapter, query):
    visitor = Visitor(f"?chapter={chapter}&speed=10000{query}")
    visitor.play()
    first = visitor.trace
    visitor.press("reset")
    assert visitor.length == 1
    assert not visitor.callbacks
    check_consistent(visitor)
    visitor.play()
    for name, column in visitor.trace.items():
        np.testing.assert_array_equal(column, first[name])


def test_a_reset_while_it_plays_halts_it(curve):
    curve.press("play")
    curve.wait(1.0)
    curve.press("reset")
    assert curve.length == 1
    assert curve.text("verdict") == BEFORE
    check_consistent(curve)


def test_play_after_the_end_begins_again(curve):
    curve.play()
    curve.press("play")
    assert curve.length == 1
    curve.wait(1.0)
    assert curve.length == 31


def test_a_drag_of_the_playhead_pauses(curve):
    curve.press("play")
    curve.wait(2.0)
    curve.set("playhead", 10)
    assert not curve.callbacks
    assert curve.length == 61
    check_consistent(curve)


def test_back_among_earlier_rows_the_browser_steps_and_replays_alone(curve):
    curve.play()
    curve.set("playhead", 10)
    curve.press("step")
    curve.press("play")
    assert curve.length == 274
    assert not curve.callbacks
    curve.press("reset")
    curve.press("step")
    assert curve.length == 2
    curve.play()
    assert curve.length == 274


@pytest.mark.parametrize("value", [1e9, NAN, -5, 0.5])
def test_the_playhead_may_be_anywhere(curve, value):
    curve.press("play")
    curve.wait(1.0)
    curve.set("playhead", value)
    curve.press("reset")
    curve.play()
    assert curve.length == 274


def test_a_hidden_page_is_sent_nothing_and_then_all(curve):
    curve.press("play")
    curve.model("trace").tags = ["hidden"]
    assert not curve.callbacks
    curve.wait(2.0)
    assert curve.length == 1
    curve.model("trace").tags = []
    assert curve.length == 61
    check_consistent(curve)


def test_a_diverging_run_ends(curve):
    curve.set("step_size", 1.1)
    curve.play()
    check_consistent(curve)
    assert "Diverging" in curve.text("verdict")
    assert curve.trace["distance"] == pytest.approx(144 * 1.44 ** np.arange(curve.length), rel=1e-9)


# Widgets


@pytest.mark.parametrize(("chapter", "name", "values"), cases(GOOD))
def test_every_widget_gives_a_consistent_page(chapter, name, values):
    visitor = Visitor(f"?chapter={chapter}")
    for value in values:
        visitor.press("play")
        visitor.wait(0.3)
        visitor.set(name, value)
        check_consistent(visitor)
        assert visitor.text("notice") == ""
        others = (*BROUGHT.get(name, ()), name)
        expected = {each: getattr(CHAPTERS[chapter], each) for each in others}
        assert replace(visitor.settings, **expected) == CHAPTERS[chapter]
    visitor.document.validate()


@pytest.mark.thorough
@pytest.mark.parametrize(("chapter", "name", "values"), cases(BAD))
def test_a_bad_value_is_refused_and_all_stays(chapter, name, values):
    visitor = Visitor(f"?chapter={chapter}&play=1")
    visitor.wait(1.0)
    before = visitor.length
    for value in values:
        visitor.set(name, value)
        assert visitor.settings == replace(CHAPTERS[chapter], play=True)
        assert RULES[chapter][name].allowed in visitor.text("notice")
        assert visitor.length == before > 1
        assert visitor.callbacks
        check_consistent(visitor)
        visitor.page.view.tell()


def test_a_notice_goes_with_the_next_good_value(curve):
    curve.set("step_size", NAN)
    assert curve.text("notice")
    curve.set("step_size", 0.02)
    assert curve.text("notice") == ""


@pytest.mark.parametrize("value", [1e9, NAN, -1e9, float("inf")])
def test_a_bad_exponent_is_put_back(curve, value):
    curve.set("step_size_slider", value)
    assert curve.settings == CHAPTERS["curve"]
    check_consistent(curve)


@pytest.mark.parametrize("value", [99, -1, 6])
def test_a_preset_that_is_none_is_put_back(curve, value):
    curve.set("presets", value)
    assert curve.settings == CHAPTERS["curve"]
    assert curve.shown("presets") == 1
    check_consistent(curve)


@pytest.mark.thorough
@pytest.mark.parametrize("chapter", ["curve", "line"])
@pytest.mark.parametrize("step_size", [0.001, 0.01, 0.5, 1.0, 1.1])
def test_the_slider_sets_round_step_sizes(chapter, step_size):
    visitor = Visitor(f"?chapter={chapter}&step_size=0.3")
    visitor.set("step_size_slider", float(np.log10(step_size)) + 0.0015)
    assert visitor.settings.step_size == step_size
    check_consistent(visitor)


@pytest.mark.thorough
@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("index", range(6))
def test_every_preset_sets_its_step_size(chapter, index):
    visitor = Visitor(f"?chapter={chapter}&step_size=0.3")
    assert visitor.shown("presets") is None
    visitor.set("presets", index)
    assert f"{visitor.settings.step_size:.3g}" in visitor.model("presets").labels[index]
    assert visitor.shown("presets") == index
    check_consistent(visitor)


def test_a_change_forecasts_the_run_in_few_points(line):
    line.set("step_size", 0.01)
    ghost, run = line.model("ghost").data, run_of(line.settings)
    assert ghost["iteration"][0] == 0 and ghost["iteration"][-1] == 5000
    np.testing.assert_array_equal(ghost["slope"], run.theta[ghost["iteration"], 1])
    assert len(ghost["slope"]) <= 400
    line.press("reset")
    assert len(line.model("ghost").data["slope"]) == 0


@pytest.mark.parametrize(
    "set_alpha",
    [
        lambda page: page.set("step_size", 0.5),
        lambda page: page.enter("step_size", "1/2"),
        lambda page: page.set("presets", 3),
        lambda page: page.set("step_size_slider", float(np.log10(0.5))),
    ],
    ids=["field", "typed", "preset", "slider"],
)
def test_another_step_size_while_it_plays_plays_at_once(curve, set_alpha):
    curve.press("play")
    curve.wait(2.0)
    played = curve.trace["x"]
    assert len(played) > 20
    set_alpha(curve)
    assert curve.settings.step_size in (0.5, 0.9)
    assert curve.model("play").label == "Pause" and curve.page.playing.player.playing
    assert curve.length == 1 and curve.text("verdict") == ""
    np.testing.assert_array_equal(curve.model("ghost").data["x"], played)
    curve.wait(0.1)
    assert curve.length > 1
    curve.play_on()
    np.testing.assert_array_equal(curve.trace["x"], run_of(curve.settings).theta[:, 0])
    assert curve.text("verdict").startswith("Converged")


def test_a_finger_that_drags_the_step_size_leaves_the_ghost_of_the_run_before(curve):
    curve.press("play")
    curve.wait(2.0)
    played = curve.trace["x"]
    for step_size in (0.02, 0.03, 0.04):
        curve.set("step_size", step_size)
        curve.wait(0.1)
    np.testing.assert_array_equal(curve.model("ghost").data["x"], played)


def test_another_step_size_takes_over_from_a_replay(curve):
    curve.play()
    played = curve.trace["x"]
    curve.set("playhead", 20)
    curve.model("trace").tags = ["at 20"]
    curve.model("trace").tags = ["replay"]
    curve.press("play")
    curve.set("step_size", 0.1)
    assert curve.model("play").label == "Pause" and curve.page.playing.player.playing
    np.testing.assert_array_equal(curve.model("ghost").data["x"], played)


@pytest.mark.parametrize("last", [["at 20"], ["at 273"]])
def test_a_replay_that_rests_is_none_any_more(curve, last):
    curve.play()
    curve.model("trace").tags = ["replay"]
    curve.model("trace").tags = last
    curve.set("step_size", 0.1)
    assert curve.model("play").label == "Play" and not curve.callbacks
    assert "Ahead" in curve.text("verdict")


def test_a_hidden_replay_goes_on(curve):
    curve.play()
    for tags in (["replay"], ["hidden"], []):
        curve.model("trace").tags = tags
    curve.set("step_size", 0.1)
    assert curve.page.playing.player.playing


@pytest.mark.parametrize(("name", "value"), [("start", 10), ("iterations", 100), ("noise", 1)])
def test_any_other_change_of_the_run_stops_it(curve, name, value):
    curve.press("play")
    curve.wait(2.0)
    curve.set(name, value)
    assert curve.model("play").label == "Play" and not curve.callbacks
    assert "Ahead" in curve.text("verdict")


@pytest.mark.parametrize("name", ["speed", "scale"])
def test_how_a_run_is_shown_does_not_restart_it(curve, name):
    curve.press("play")
    curve.wait(1.0)
    curve.set(name, {"speed": 60, "scale": 1}[name])
    assert curve.length == 31
    assert curve.callbacks
    check_consistent(curve)


def test_a_log_scale_leaves_no_row_out(line):
    line.set("scale", 1)
    plot = line.page.view.figures["loss"]
    line.play()
    gap = line.trace["gap"]
    assert plot.y_range.start <= gap.min() and plot.y_range.end >= gap.max()
    assert plot.y_range.start > 0


def test_standardised_or_not_the_data_on_show_are_the_same(line):
    before = line.model("facts").data["scipy_slope"]
    line.set("standardise", True)
    assert line.model("facts").data["scipy_slope"] == before
    check_consistent(line)


def test_a_tick_that_fails_stops_its_own_run_and_tells_its_visitor_and_nobody_else_notices(caplog):
    visitor, other = Visitor("?play=1"), Visitor("?play=1")
    visitor.page.playing.player.rows = {"iteration": np.arange(100)}  # columns that are not the source's
    for each in (visitor, other):
        each.wait(1.0)
    assert visitor.callbacks == []
    assert "Reset" in visitor.text("notice")
    assert visitor.model("play").label == "Play"
    assert other.callbacks
    assert other.length > 1
    assert other.text("notice") == ""
    assert len(caplog.records) == 1
    visitor.press("reset")
    visitor.play()
    assert visitor.text("notice") == ""
    check_consistent(visitor)


@pytest.mark.parametrize("deed", ["play", "step", "reset", "iterations", "playhead", "presets"])
def test_an_answer_that_fails_stops_its_own_run_and_tells_its_visitor(line, deed, monkeypatch, caplog):
    line.press("play")
    with monkeypatch.context() as patch:
        for name in ("load", "play", "step", "pause"):
            patch.setattr(line.page.playing.player, name, lambda *_: 1 / 0)
        line.press(deed) if deed in BUTTONS else line.set(deed, 3)
    assert line.callbacks == []
    assert "Reset" in line.text("notice")
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]
    line.press("reset")
    check_consistent(line)


PRESSES = st.sampled_from(["play", "step", "reset", "wait", "drag", "hide", "look"])
CHANGES = st.sampled_from(
    [(name, value) for table in (GOOD, BAD) for name, values in table["curve"].items() for value in values]
)


@examples(0.1)
@given(st.lists(st.one_of(PRESSES, CHANGES), min_size=5, max_size=12))
def test_whatever_is_done_in_whatever_order_the_page_is_consistent(deeds):
    visitor = Visitor()
    for deed in deeds:
        match deed:
            case "wait":
                visitor.wait(0.7)
            case "drag":
                visitor.set("playhead", visitor.length // 2)
            case "hide" | "look":
                visitor.model("trace").tags = ["hidden"] * (deed == "hide")
            case str():
                visitor.press(deed)
            case (name, value):
                visitor.set(name, value)
        if not visitor.page.playing.player.held:
            check_consistent(visitor)
