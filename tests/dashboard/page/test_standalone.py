import json
import re
from base64 import b64decode, b64encode
from dataclasses import replace
from gzip import decompress
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

import numpy as np
import pytest

from dashboard.page import standalone as module
from dashboard.page.own import Own
from dashboard.page.shown import Shown
from dashboard.page.standalone import document_of, standalone
from dashboard.runs.problems import run_of
from dashboard.settings.chapter import chapter_of
from dashboard.settings.rivals import Rival
from dashboard.settings.values import CHAPTERS, TYPED

pytestmark = pytest.mark.thorough

HOSTILE = "</script><i id=hostile onclick=alert(1)>\"'&"
MADE = {
    "curve": CHAPTERS["curve"],
    "line": replace(CHAPTERS["line"], batch=7, iterations=50),
    "landscape": replace(CHAPTERS["landscape"], race=(Rival("bfgs"), Rival("adam", 0.1)), basins=True),
    "typed": replace(CHAPTERS["landscape"], function=TYPED, formula="log(x*y)", start=(1.0, 1.0)),
    "diverging": replace(CHAPTERS["line"], step_size=2.5),
}


class Page(HTMLParser):
    """The elements of a page: what they refer to, and the scripts by their type."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.scripts = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        if self.elements and self.elements[-1][0] == "script":
            self.scripts.append((self.elements[-1][1].get("type"), data))

    def handle_endtag(self, tag):
        self.elements.append((f"/{tag}", {}))


@pytest.fixture(scope="module")
def pages():
    return {name: standalone(made) for name, made in MADE.items()}


def trace_of(html):
    """The columns of the rows that are in a page."""
    text = next(data for kind, data in Page(html).scripts if kind == "application/json")
    found = []

    def look(value):
        if isinstance(value, dict):
            if value.get("name") == "ColumnDataSource" and value["attributes"].get("name") == "trace":
                found.append(dict(value["attributes"]["data"]["entries"]))
            for each in value.values():
                look(each)
        elif isinstance(value, list):
            for each in value:
                look(each)

    look(json.loads(unescape(text)))
    return found[0]


def numbers(column):
    assert column["type"] == "ndarray"
    return np.frombuffer(decompress(b64decode(column["array"]["data"])), dtype=column["dtype"])


@pytest.mark.parametrize("name", MADE)
def test_all_rows_are_in_it_to_the_bit(pages, name):
    run, trace = run_of(MADE[name]), trace_of(pages[name])
    theta = {"curve": ["x"], "line": ["intercept", "slope"]}.get(MADE[name].chapter, ["x", "y"])
    for axis, column in enumerate(theta):
        assert numbers(trace[column])[: run.steps + 1].tobytes() == run.theta[:, axis].tobytes()


@pytest.mark.parametrize("name", MADE)
def test_it_refers_to_nothing_outside(pages, name):
    found = Page(pages[name]).elements
    named = [
        (tag, attributes[key]) for tag, attributes in found for key in ("src", "href") if key in attributes
    ]
    assert [(tag, address) for tag, address in named if not address.startswith("data:")] == []
    assert "SCRIPTS-OF" not in pages[name]


@pytest.mark.parametrize("name", MADE)
def test_its_policy_lets_its_own_scripts_run_and_no_others(pages, name):
    page = Page(pages[name])
    [policy] = [attributes["content"] for tag, attributes in page.elements if attributes.get("http-equiv")]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    run = [data for kind, data in page.scripts if kind != "application/json"]
    hashes = {f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in run}
    assert set(rules["script-src"].split()) == hashes | {"'unsafe-eval'", "blob:"}
    assert rules["default-src"] == "'none'"


@pytest.mark.parametrize("patched", ["verdict", "summary"])
def test_words_in_its_html_are_text(monkeypatch, patched):
    monkeypatch.setattr(module, patched, lambda *_: HOSTILE)
    html = standalone(MADE["curve"])
    assert "<i id=hostile" not in html
    shown = [*(attributes.get("data-ended") for _, attributes in Page(html).elements)]
    assert HOSTILE in shown or unescape(html).count(HOSTILE) == 1


def test_text_among_the_models_ends_no_script(monkeypatch):
    before = len(Page(standalone(MADE["curve"])).scripts)
    monkeypatch.setattr("dashboard.page.view.link", lambda _: HOSTILE)
    html = standalone(MADE["curve"])
    assert "<i id=hostile" not in html
    assert len(Page(html).scripts) == before


def test_batches_of_a_long_run_are_left_out(monkeypatch):
    assert "batch" in trace_of(standalone(MADE["line"]))
    monkeypatch.setattr(module, "MOST_LIT", 100)
    assert "batch" not in trace_of(standalone(MADE["line"]))


@pytest.mark.parametrize("name", ["curve", "line", "landscape"])
def test_the_scale_switch_sets_what_the_page_shows_at_either(name):
    found, wanted = (documents(replace(MADE[name], scale=scale)) for scale in ("linear", "log"))
    switched = switch(found, "scale").js_property_callbacks["change:active"][0].args["looks"]
    first = look(loss_plot(found))
    set_all(switched[1])
    assert look(loss_plot(found)) == look(loss_plot(wanted)) != first
    assert found.get_model_by_name("facts").data["scale"] == ["log"]
    set_all(switched[0])
    assert look(loss_plot(found)) == first


def set_all(changes):
    for model, attribute, value in changes:
        setattr(model, attribute, value["field"] if attribute == "y" else value)


def documents(made):
    return document_of(chapter_of(made), Shown.of(made, Own()))


def switch(document, name):
    return document.get_model_by_name(name)


def loss_plot(document):
    return document.get_model_by_name("distance_plot") or document.get_model_by_name("loss_plot")


def look(plot):
    axis = plot.left[0]
    return [
        type(plot.y_scale),
        type(axis.ticker),
        type(axis.formatter),
        axis.axis_label,
        (plot.y_range.start, plot.y_range.end, plot.y_range.reset_start, plot.y_range.reset_end),
        [(renderer.visible, getattr(renderer.glyph, "y", None)) for renderer in plot.renderers],
    ]


@pytest.mark.parametrize("name", ["line", "landscape"])
@pytest.mark.parametrize("view", ["contours", "surface"])
def test_the_view_switch_shows_one_of_both(name, view):
    document = documents(replace(MADE[name], view=view, basins=False))
    plots = {"contours": "path_plot", "surface": "surface_plot"}

    def visible():
        return [word for word, plot in plots.items() if document.get_model_by_name(plot).visible]

    assert visible() == [view]
    looks = switch(document, "view").js_property_callbacks["change:active"][0].args["looks"]
    for word, changes in zip(plots, looks, strict=True):
        for model, attribute, value in changes:
            setattr(model, attribute, value)
        assert visible() == [word]


def test_a_curve_has_no_view_to_switch():
    assert (
        re.search(r"contours", standalone(MADE["curve"]).rpartition("</style>")[2].partition("<script")[0])
        is None
    )
