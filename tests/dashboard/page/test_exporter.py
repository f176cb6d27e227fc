from concurrent.futures import Future

import numpy as np
import pytest

from dashboard.export.notebook import notebook
from dashboard.export.program import program_file
from dashboard.page import exporter
from dashboard.page.exporter import FAILED
from dashboard.runs.problems import run_of
from tests.dashboard.visitor import Visitor


class ByHand:
    """A maker whose work is done when it is told to."""

    def __init__(self):
        self.works = []

    def submit(self, make, settings):
        self.works.append((Future(), make, settings))
        return self.works[-1][0]

    def finish(self, number=-1):
        future, make, settings = self.works[number]
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(make(settings))
        except Exception as error:
            future.set_exception(error)


@pytest.fixture
def maker(monkeypatch):
    found = ByHand()
    monkeypatch.setattr(exporter, "MAKER", found)
    monkeypatch.setattr(exporter, "standalone", lambda settings: f"page of {settings.chapter}")
    return found


def ask(visitor, *kind):
    visitor.model("parcel").tags = list(kind)
    return visitor.model("parcel").data


def test_a_run_goes_out_as_arrays_and_the_parcel_is_emptied():
    visitor = Visitor("?chapter=line")
    data = ask(visitor, "csv")
    run = run_of(visitor.settings)
    assert isinstance(data["intercept"], np.ndarray)
    assert data["slope"].tobytes() == run.theta[:, 1].tobytes()
    assert ask(visitor) == {}


@pytest.mark.parametrize("kind, make", [("script", program_file), ("notebook", notebook)])
def test_a_text_is_that_of_the_settings_now(kind, make):
    visitor = Visitor("?chapter=curve")
    visitor.set("step_size", 0.9)
    assert ask(visitor, kind) == {"text": [make(visitor.settings)]}


def test_a_page_of_its_own_comes_when_it_is_made(maker):
    visitor = Visitor("?chapter=landscape")
    assert ask(visitor, "standalone") == {}
    maker.finish()
    visitor.wait(0)
    assert visitor.model("parcel").data == {"text": ["page of landscape"]}


def test_what_is_not_wanted_any_more_does_not_come(maker):
    visitor = Visitor()
    ask(visitor, "standalone")
    ask(visitor)
    maker.finish()
    assert visitor.callbacks == []
    assert visitor.model("parcel").data == {}


def test_between_making_and_handing_over_another_thing_may_be_wanted(maker):
    visitor = Visitor()
    ask(visitor, "standalone")
    maker.finish()
    wanted = dict(ask(visitor, "script"))
    visitor.wait(0)
    assert visitor.model("parcel").data == wanted


def test_a_visitor_who_leaves_is_made_nothing(maker):
    visitor = Visitor()
    ask(visitor, "standalone")
    visitor.page.on_disconnect()
    assert maker.works[0][0].cancelled()
    assert visitor.callbacks == []


def test_a_failure_is_told_and_the_page_goes_on(maker, monkeypatch, caplog):
    monkeypatch.setattr(exporter, "standalone", lambda _: 1 / 0)
    visitor = Visitor()
    ask(visitor, "standalone")
    maker.finish()
    visitor.wait(0)
    assert visitor.text("notice") == FAILED
    assert "ZeroDivisionError" in caplog.text
    visitor.play()
    assert visitor.length == 274


@pytest.mark.parametrize("kind", ["", "nothing of ours", "<script>"])
def test_an_unknown_wish_is_none(kind):
    assert ask(Visitor(), kind) == {}


@pytest.mark.parametrize("kind", ["script", "notebook"])
def test_a_program_whose_fault_is_sought_is_not_handed_out(kind):
    visitor = Visitor("?chapter=line&bug=1")
    assert ask(visitor, kind) == {}
    assert set(ask(visitor, "csv")) > {"intercept", "slope"}


def test_an_embedded_page_has_no_parcel():
    assert Visitor("?show=loss").model("parcel") is None
