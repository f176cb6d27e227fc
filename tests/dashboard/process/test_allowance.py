import pytest
from bokeh.document import Document
from hypothesis import given
from hypothesis import strategies as st

from dashboard.process.allowance import MOST_SECONDS, MOST_WAITING, SHARE, Acts, Allowance, allowance_of
from tests.dashboard.visitor import Clock


class Others(Document):
    """A document of a server's."""

    session_context = True


class Stage:
    """Acts that each take so many seconds of a core, as told, and are noted."""

    def __init__(self, document=None):
        self.clock, self.used = Clock(), Clock()
        self.document = document or Others()
        self.acts = Acts(self.document, Allowance(self.clock, self.used))
        self.done = []

    def ask(self, name, seconds, key):
        def act():
            self.used.now += seconds
            self.clock.now += seconds
            self.done.append(name)

        self.acts.do(act, key)

    def rest(self, seconds):
        self.clock.now += seconds
        for callback in list(self.document.session_callbacks):
            self.document.remove_timeout_callback(callback)
            callback.callback()

    def rest_to_the_end(self):
        while self.document.session_callbacks:
            (callback,) = self.document.session_callbacks
            self.rest(callback._timeout / 1000)


@pytest.mark.parametrize(("seconds", "wait"), [(0.99, 0), (1.5, 2)])  # a quarter of a second comes back each
def test_after_a_rest_a_second_may_be_used_at_once(seconds, wait):
    clock = Clock()
    allowance = Allowance(clock, Clock())
    clock.now += 1000
    assert allowance.wait == 0
    allowance.take(seconds)
    assert allowance.wait == pytest.approx(wait)
    clock.now += wait
    assert allowance.wait == pytest.approx(0)


ASKED = st.lists(st.tuples(st.sampled_from("abc"), st.floats(0.001, 2), st.floats(0, 1)), max_size=30)


@given(ASKED)
def test_the_newest_of_each_key_is_done_last_and_no_more_is_spent_than_is_allowed(asked):
    stage, newest = Stage(), {}
    for name, (key, seconds, pause) in enumerate(asked):
        stage.rest(pause)
        stage.ask(name, seconds, key)
        newest.pop(key, None)
        newest[key] = name
        longest = max(each for _, each, _ in asked)
        assert stage.used.now <= MOST_SECONDS + SHARE * stage.clock.now + longest + 1e-9
    stage.rest_to_the_end()
    assert stage.done == sorted(stage.done)
    last = {asked[name][0]: name for name in stage.done}
    assert last == newest


@given(st.lists(st.floats(0.001, 2), max_size=30))
def test_of_acts_without_a_common_key_none_is_left_out(seconds):
    stage = Stage()
    for name, each in enumerate(seconds):
        stage.ask(name, each, object())
    stage.rest_to_the_end()
    assert stage.done == list(range(len(seconds)))


def test_who_asks_without_end_is_not_remembered_without_end():
    stage = Stage()
    for name in range(5 * MOST_WAITING):
        stage.ask(name, 1.5, object())
    assert len(stage.acts.waiting) == MOST_WAITING
    assert len(stage.document.session_callbacks) == 1
    stage.acts.leave()
    assert stage.document.session_callbacks == []
    assert stage.done == [0]


@pytest.mark.parametrize("seconds", [0.01, 10])
def test_alone_on_a_document_without_a_server_nothing_waits(seconds):
    stage = Stage(Document())
    for name in range(20):
        stage.ask(name, seconds, "a")
    assert stage.done == list(range(20))


def test_what_waits_is_looked_at_when_there_is_something_to_spend_again():
    stage = Stage()
    stage.used.now = 100.0  # which others have used
    stage.ask("first", 2.0, "a")  # of which 1.0 was there, and a quarter comes back each second
    stage.clock.now -= 2.0
    stage.ask("second", 0.0, "b")
    (callback,) = stage.document.session_callbacks
    assert callback._timeout == 4000


def test_a_page_has_one_allowance_by_whatever_is_done_for_it():
    one, other = Document(), Document()
    assert allowance_of(one) is allowance_of(one) is not allowance_of(other)
