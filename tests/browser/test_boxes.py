"""Texts of no page lie over each other, are cut off or leave their panel."""

import pytest

from tests.browser.walk import BOXES, Walker, stops

STOPS = {stop.name: stop for stop in stops()}
# Of all pages that tests.browser.walk looks at, those on which most things are in sight.
CHOSEN = (
    "curve",
    "landscape",
    "curve, method momentum",
    "curve, open sweep",
    "line, open problem",
    "line, diabetes",
    "line, race",
    "function beale",
    "landscape, open problem",
)
STYLE = """<style>
  body { font: 16px/20px sans-serif; margin: 0 }
  div, p, pre { position: absolute; margin: 0; white-space: nowrap }
</style>"""
MADE = {
    "overlap": '<p style="left: 10px; top: 10px">one</p><p style="left: 20px; top: 14px">other</p>',
    "cut": '<div style="width: 60px; height: 20px; overflow: hidden">longer than its box</div>',
    "has to be scrolled to": '<div style="width: 60px; overflow: auto">longer than its box</div>',
    "cut in its field": '<select style="width: 60px"><option>longer than its field</option></select>',
    "half covered": '<p>covered in part</p><div style="inset: 0 0 0 50px; background: red"></div>',
    "leaves its panel": '<div class="panel" style="width: 60px">longer than its panel</div>',
    "leaves the window": '<p style="right: -20px">beyond the edge</p>',
    "cut in its figure": "<canvas></canvas>",
}
FINE = """
  <p>beside</p><p style="left: 80px">each other</p>
  <p style="top: 20px">one above</p><p style="top: 40px">another</p>
  <pre style="top: 60px; width: 60px; height: 20px; overflow: auto">can be scrolled to</pre>
  <p style="top: 90px">hidden by what is over it</p>
  <div style="top: 90px; width: 300px; height: 20px; background: white">a sheet</div>
  <p style="top: 120px; visibility: hidden">unseen</p><p style="top: 120px">seen</p>
"""
WRITE = """(texts) => {
    const brush = document.querySelector("canvas").getContext("2d")
    brush.clearRect(0, 0, 300, 150)
    for (const [text, x, y] of texts) brush.fillText(text, x, y)
}"""


@pytest.fixture
def made(new_screen):
    """Makes a page of its own, and returns what is found there."""
    page = new_screen("").page

    def find(html, texts=()):
        page.set_content(STYLE + html)
        page.evaluate(BOXES)
        if texts:
            page.evaluate(WRITE, texts)
        return page.evaluate("findCollisions()")

    return find


def test_made_collisions_are_found_and_nothing_else(made):
    assert made(FINE) == []
    for kind, html in MADE.items():
        found = made(html, [("over the right edge", 240, 50)] if "canvas" in html else ())
        assert [fault.split(":")[0] for fault in found] == [kind]
    assert made('<div class="panel" style="width: 60px"><button style="width: 90px">x</button></div>') != []
    assert made("<canvas></canvas>", [("one", 20, 50), ("other", 90, 50)]) == []
    assert made("<canvas></canvas>", [("one", 20, 50), ("other", 25, 52)]) == ['overlap: "one" and "other"']


@pytest.fixture(scope="module")
def german(browser, server):
    """One page for all that is looked at: a window that changes its size costs little."""
    context = browser.new_context(locale="de-DE", reduced_motion="reduce")
    yield Walker(context.new_page(), server.url)
    context.close()


@pytest.mark.parametrize("name", CHOSEN)
def test_nothing_collides(german, name):
    assert [(fault.where, fault.words) for fault in german.walk(STOPS[name])] == []
