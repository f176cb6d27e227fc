import logging
from concurrent.futures import Future
from threading import Event

import numpy as np
import pytest
from bokeh.document import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.chapters.shared import basins
from dashboard.process import errand
from dashboard.process.errand import Errand
from dashboard.process.worker import Worker
from tests.dashboard.visitor import Visitor
from tests.waiting import wait_for

MAP = "?chapter=landscape&basins=1"
FEW = 30  # starts along each side: enough to tell, and quick


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(basins, "FINE", FEW)


@pytest.fixture
def worker(monkeypatch):
    """A worker of this test's own, which remembers nothing of others."""
    made = Worker()
    monkeypatch.setattr(errand, "WORKER", made)
    yield made
    made.close()


@pytest.fixture
def open_page(worker):
    return lambda query=MAP: Visitor(query)


def layer(visitor):
    return basins.layer_of(visitor.page.view.figures["path"])


def picture(visitor):
    return layer(visitor).data_source.data["image"][0]


def is_shown(visitor):
    return layer(visitor) is not None and layer(visitor).visible and layer(visitor).glyph.global_alpha == 1


def await_map(visitor):
    """Let the callbacks run until none is left."""
    wait_for(lambda: visitor.wait(0.2) or not visitor.callbacks, "the map")


def test_it_is_off_and_costs_nothing_until_it_is_asked_for(open_page, worker):
    visitor = open_page("?chapter=landscape")
    assert layer(visitor) is None and visitor.callbacks == [] and visitor.text("basin_words") == ""
    visitor.set("basins", True)
    assert visitor.text("basin_words") and len(visitor.callbacks) == 1 and not worker.tasks
    await_map(visitor)
    assert is_shown(visitor)
    assert "Colour: the minimum" in visitor.text("basin_words")
    assert "basins=1" in visitor.facts["link"] and visitor.linked.basins


def test_switching_it_leaves_the_run_where_it_is(open_page):
    visitor = open_page("?chapter=landscape&speed=100")
    visitor.press("play")
    visitor.wait(1)
    length = visitor.length
    visitor.set("basins", True)
    assert visitor.length >= length > 10 and visitor.page.playing.player.playing
    visitor.press("play")
    await_map(visitor)
    visitor.set("basins", False)
    assert not layer(visitor).visible and visitor.text("basin_words") == "" and visitor.callbacks == []
    assert "basins" not in visitor.facts["link"]


def test_it_lies_under_all_that_is_drawn_and_covers_the_picture(open_page):
    visitor = open_page()
    await_map(visitor)
    plot = visitor.page.view.figures["path"]
    assert layer(visitor).level == "image"
    assert all(each.level in ("glyph", "overlay") for each in plot.renderers if each is not layer(visitor))
    (x, y, dw, dh) = (layer(visitor).data_source.data[name][0] for name in ("x", "y", "dw", "dh"))
    facts = visitor.facts
    assert x <= facts["left"] and x + dw >= facts["right"]
    assert y <= facts["bottom"] and y + dh >= facts["top"]


@pytest.fixture
def held(monkeypatch):
    """Lets no map be drawn until it is set: until then a quarter of it is done."""
    released, draw = Event(), basins.draw

    def hold(wish, progress):
        while not released.wait(0.001):
            progress(0.25)
        return draw(wish, progress)

    monkeypatch.setattr(basins, "draw", hold)
    yield released
    released.set()


def test_progress_is_told_in_words(open_page, held):
    visitor = open_page()
    wait_for(lambda: visitor.wait(0.2) or "25 %" in visitor.text("basin_words"), "progress")
    assert len(visitor.callbacks) == 1 and layer(visitor) is None
    held.set()
    await_map(visitor)
    assert "Colour" in visitor.text("basin_words")


def test_another_step_size_brings_another_map_and_what_is_old_fades(open_page):
    visitor = open_page()
    await_map(visitor)
    first = picture(visitor)
    visitor.set("step_size", 0.01)
    assert layer(visitor).visible and layer(visitor).glyph.global_alpha < 0.5
    await_map(visitor)
    assert is_shown(visitor) and not np.array_equal(picture(visitor), first)
    visitor.set("step_size", 0.001)
    assert is_shown(visitor) and np.array_equal(picture(visitor), first), "it is kept"
    visitor.set("function", "rosenbrock")
    assert not layer(visitor).visible, "a map of another place is none of this one"
    await_map(visitor)
    assert is_shown(visitor)


@pytest.mark.parametrize(
    ("name", "value"), [("method", "newton"), ("schedule", "cosine"), ("iterations", 5), ("start", "30,0")]
)
def test_whatever_it_depends_on_brings_another_map(open_page, name, value):
    visitor = open_page()
    await_map(visitor)
    first = layer(visitor).data_source.data
    visitor.set(name, value)
    await_map(visitor)
    assert layer(visitor).data_source.data is not first and is_shown(visitor)


@pytest.mark.parametrize(
    ("name", "value"), [("speed", 100), ("scale", 0), ("noise", 3), ("start", "1,1"), ("precision", 0.1)]
)
def test_what_it_does_not_depend_on_leaves_it(open_page, name, value):
    visitor = open_page()
    await_map(visitor)
    first = layer(visitor).data_source.data
    visitor.set(name, value)
    assert visitor.callbacks == [] and layer(visitor).data_source.data is first and is_shown(visitor)


@pytest.fixture
def drawn(monkeypatch):
    """What is drawn from here on."""
    wishes, draw = [], basins.draw
    monkeypatch.setattr(basins, "draw", lambda wish, said: wishes.append(wish) or draw(wish, said))
    return wishes


def test_while_the_step_size_is_dragged_only_the_last_one_counts(open_page, worker, drawn):
    visitor = open_page("?chapter=landscape")
    visitor.set("basins", True)
    for step_size in np.linspace(0.001, 0.002, 30):
        visitor.set("step_size", float(step_size))
        assert len(visitor.callbacks) == 1 and not worker.tasks
    await_map(visitor)
    assert [wish.step_size for wish in drawn] == [0.002]


def test_the_one_before_is_given_up_for_a_newer_one(open_page, worker, held):
    visitor = open_page()
    visitor.wait(1)
    (before,) = worker.tasks.values()
    visitor.set("step_size", 0.002)
    assert before.waiting == 0 and not worker.tasks
    held.set()
    await_map(visitor)
    assert is_shown(visitor) and [wish.step_size for wish in worker.tasks] == [0.002]


def test_two_pages_share_a_map(open_page, drawn):
    one, other = open_page(), open_page()
    for visitor in (one, other):
        visitor.wait(1)
    await_map(one), await_map(other)
    assert len(drawn) == 1 and picture(one) is picture(other)
    assert is_shown(open_page()), "a third one finds it made"


def test_a_page_that_is_left_wants_nothing(open_page, worker, held):
    visitor = open_page()
    visitor.wait(1)
    (task,) = worker.tasks.values()
    visitor.page.on_disconnect()
    assert task.waiting == 0 and visitor.callbacks == [] and not worker.tasks


def test_toggling_it_quickly_leaves_at_most_one_thing_to_do(open_page, worker):
    visitor = open_page()
    for _ in range(100):
        visitor.set("basins", False)
        visitor.set("basins", True)
        assert len(visitor.callbacks) <= 1 and len(worker.tasks) <= 1
    await_map(visitor)
    assert is_shown(visitor)


def test_a_failure_is_told_on_its_page_and_nowhere_else(open_page, monkeypatch, caplog):
    def broken(wish, progress):
        raise RuntimeError("no map")

    other = open_page("?chapter=landscape&basins=1&step_size=0.002")
    await_map(other)
    visitor = open_page()
    monkeypatch.setattr(basins, "draw", broken)
    with caplog.at_level(logging.CRITICAL):
        await_map(visitor)
    assert "could not be made" in visitor.text("basin_words") and layer(visitor) is None
    assert is_shown(other) and "Colour" in other.text("basin_words")
    monkeypatch.undo()
    visitor.set("step_size", 0.003)
    await_map(visitor)
    assert is_shown(visitor)


def test_the_surface_has_none(open_page):
    visitor = open_page("?chapter=landscape&basins=1&view=surface")
    assert visitor.callbacks == [] and not visitor.model("basins").visible
    visitor.set("view", 0)
    await_map(visitor)
    assert is_shown(visitor) and visitor.model("basins").visible


def test_an_embedded_path_has_its_map_and_other_panels_none(open_page):
    visitor = open_page("?chapter=landscape&basins=1&show=path")
    await_map(visitor)
    assert is_shown(visitor) and "Colour" in visitor.text("basin_words")
    assert open_page("?chapter=landscape&basins=1&show=loss").callbacks == []


def test_the_bands_make_room_for_it(open_page):
    visitor = open_page("?chapter=landscape")
    bands = next(
        each for each in visitor.page.view.figures["path"].renderers if each.data_source.name == "bands"
    )
    visitor.set("basins", True)
    assert bands.visible
    await_map(visitor)
    assert not bands.visible
    visitor.set("basins", False)
    assert bands.visible


FAILED = "Map: this could not be made. Another step size may do."


class Unhurried:
    """Does its work when told to, in the order in which it was given."""

    def __init__(self):
        self.queue = []

    def submit(self, work, progress):
        future = Future()
        self.queue.append((future, work, progress))
        return future

    def work(self):
        if self.queue:
            future, work, progress = self.queue.pop(0)
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work(progress))
                except Exception as error:
                    future.set_exception(error)

    def shutdown(self, cancel_futures=False):
        pass


class Wanting:
    """An errand whose callbacks may be called late, and what it has shown last."""

    def __init__(self, fail):
        self.document, self.worker = Document(), Worker()
        self.thread = self.worker.thread = Unhurried()
        self.shown, self.fail, self.known = (None, None, ""), fail, []
        self.errand = Errand(self.document, "Map", self.draw, self.show, self.worker)
        self.wanted = None

    def show(self, *shown):
        self.shown = shown

    def draw(self, wish, progress):
        progress(0.5)
        if wish in self.fail:
            raise RuntimeError("no map")
        return str(wish)

    def want(self, wish):
        self.note()
        self.wanted = wish
        self.errand.want(wish)

    def note(self):
        """Remember what waits: any of it may be on its way already."""
        self.known += [each.callback for each in self.document.session_callbacks]

    def call(self, number):
        """Make one of the calls there ever were, taken back or not."""
        self.note()
        if self.known:
            self.known[number % len(self.known)]()

    def settle(self):
        for _ in range(100):
            self.thread.work()
            for callback in self.document.session_callbacks:
                callback.callback()


MOVES = st.one_of(
    st.tuples(st.just("want"), st.sampled_from([None, "a", "b", "c"])),
    st.tuples(st.just("call"), st.integers(0, 50)),
    st.tuples(st.just("work"), st.none()),
    st.tuples(st.just("leave"), st.none()),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MOVES, max_size=40), st.sets(st.sampled_from("abc"), max_size=2))
def test_in_whatever_order_things_come_the_last_wish_is_shown(moves, fail):
    page = Wanting(fail)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(errand, "log", logging.Logger("of failures that are meant"))
        for name, given_ in moves:
            if name == "want":
                page.want(given_)
            elif name == "call":
                page.call(given_)
            elif name == "work":
                page.thread.work()
            else:
                page.note()
                page.errand.leave()
                page.wanted = None
            assert len(page.document.session_callbacks) <= 1
            assert sum(task.waiting for task in page.worker.tasks.values()) <= 1
            assert page.shown[2] != FAILED or page.shown[0] in fail
        page.want(page.wanted)
        page.settle()
    assert page.document.session_callbacks == []
    assert all(task.waiting == 0 for task in page.worker.tasks.values())
    assert not set(page.worker.tasks) & fail, "a failure is not kept"
    if page.wanted in fail:
        assert page.shown == (page.wanted, None, FAILED)
    elif page.wanted is not None:
        assert page.shown == (page.wanted, page.wanted, "")


def test_what_failed_is_tried_again_once_something_else_was_wanted_and_not_before():
    page = Wanting({"a"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(errand, "log", logging.Logger("of failures that are meant"))
        page.want("a")
        page.settle()
        assert page.shown == ("a", None, FAILED)
        page.want("a")
        assert page.document.session_callbacks == [] and page.thread.queue == []
        assert page.shown == ("a", None, FAILED)
        page.fail.clear()
        page.want("b")
        page.settle()
        page.want("a")
        page.settle()
        assert page.shown == ("a", "a", "")


def test_a_failure_for_one_page_leaves_the_other_its_map():
    one, other = Wanting(set()), Wanting(set())
    other.worker = other.errand.worker = one.worker
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(errand, "log", logging.Logger("of failures that are meant"))
        for page in (one, other):
            page.want("a")
            page.call(0)
        one.errand.fail()
        assert one.shown == ("a", None, FAILED)
        other.thread = one.thread
        other.settle()
    assert other.shown == ("a", "a", "")
    assert one.worker.kept("a") == "a"
