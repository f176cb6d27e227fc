import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

import pytest

from tests.serving import ROOT, serve

LOADED = re.compile(r"""(?:src|href)=["']([^"'#?][^"']*)["']""")
ADDRESS = re.compile(r"""(?:https?:|wss?:)?//[\w.-]+\.\w+[^\s"'<>)]*""")
NAMESPACES = ("http://www.w3.org/",)
CHAPTERS = ["", "?chapter=line", "?chapter=line&show=fit,loss"]
HOSTILE = [
    "step_size=abc&seed=nan&speed=1e400",
    "step_size=" + "9" * 7000,
    "step_size=0.1&step_size=0.2&start=%00&precision=%FF%FE",
    "noise=%3Cscript%3Ealert(1)%3C/script%3E&theme=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "%3Cscript%3Ealert(1)%3C/script%3E=1&chapter=nowhere",
    "chapter=line&start=",
]


def outside(text: str) -> list[str]:
    """The addresses in a text that lead to another host."""
    return [found for found in ADDRESS.findall(text) if not found.startswith(NAMESPACES)]


def test_can_be_served_from_any_folder(tmp_path):
    with serve(tmp_path, app=ROOT / "dashboard", cwd=tmp_path) as server:
        with server.visit() as visit:
            assert visit.session.document.roots
        assert server.complaints() == []


@pytest.mark.parametrize("query", CHAPTERS)
def test_a_page_asks_only_its_own_server_and_finds_all_there(server, query):
    html = server.fetch(query)
    assert outside(html) == []
    files = {urljoin(server.url, path) for path in LOADED.findall(html) if "chapter=" not in path}
    assert {".css", ".svg", ".js"} <= {Path(urlsplit(file).path).suffix for file in files}
    for file in files:
        with urlopen(file, timeout=60) as answer:
            text = answer.read().decode("utf-8")
        assert Path(urlsplit(file).path).name.startswith("bokeh") or outside(text) == []


@pytest.mark.parametrize("query", CHAPTERS)
def test_a_visitor_gets_a_page_at_rest(server, query):
    with server.visit(query) as visit:
        assert visit.session.document.roots
        assert visit.model("notice").text == ""
        assert list(visit.model("trace").data["iteration"]) == [0]
        assert visit.model("play").label == "Play"
        assert outside(str(visit.session.document.to_json())) == []


def test_play_in_a_link_streams_the_run_to_its_end(server):
    with server.visit("?play=1&speed=200") as visit:
        assert visit.model("play").label == "Pause"
        trace, lengths = visit.model("trace"), []
        visit.session.document.on_change(lambda _: lengths.append(len(trace.data["iteration"])))
        visit.follow(lambda: visit.model("play").label == "Play")
        assert list(trace.data["iteration"]) == list(range(274))
        assert trace.data["x"][-1] == pytest.approx(3.0482947486472045, rel=1e-13)
        assert "Converged at step 273" in visit.model("verdict").text
        assert lengths == sorted(lengths)
        assert len(set(lengths)) > 2, "the rows came all at once"


def test_a_widget_is_answered(server):
    with server.visit() as visit:
        visit.model("step_size").value = 1.1
        visit.follow(lambda: visit.model("facts").data["link"] == ["?chapter=curve&step_size=1.1"])
        visit.follow(lambda: "Diverging" in visit.model("verdict").text)


@pytest.mark.parametrize("value", [float("nan"), 1e9, None])
def test_a_refused_value_is_put_back_in_the_browser(server, value):
    with server.visit() as visit:
        visit.model("step_size").value = value
        visit.follow(lambda: visit.model("step_size").value == 0.01)
        visit.follow(lambda: "number from" in visit.model("notice").text)


def test_visitors_do_not_meet(server):
    with server.visit() as one, server.visit() as other:
        one.model("step_size").value = 0.5
        one.follow(lambda: one.model("facts").data["step_size"] == [0.5])
        other.model("noise").value = 1.0
        other.follow(lambda: "noise" in other.model("facts").data["link"][0])
        assert other.model("facts").data["step_size"] == [0.01]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: query[:40])
def test_a_hostile_link_gives_a_page_that_says_so(server, query):
    before = len(server.log)
    with server.visit(f"?{query}") as visit:
        assert visit.session.document.roots
        assert visit.model("notice").render_as_text
        assert 20 < len(visit.model("notice").text) < 400
        assert list(visit.model("trace").data["iteration"]) == [0]
        assert "alert(1)" not in visit.html
    assert server.complaints(before) == []
