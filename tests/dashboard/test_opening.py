import hashlib
import re

import pytest
from bokeh.models import Plot
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dashboard import opening
from dashboard.links import link
from dashboard.settings import CHAPTERS
from tests.dashboard.strategies import settings
from tests.dashboard.visitor import Visitor


@pytest.mark.parametrize("name", ["page.css", "page.js", "theme.js", "icon.svg"])
def test_a_static_file_has_the_address_of_its_content(name):
    path, _, version = opening.static(name).partition("?v=")
    content = (opening.STATIC.parent / path).read_bytes()
    assert len(version) == 12
    assert hashlib.sha256(content).hexdigest().startswith(version)


def test_another_content_has_another_address(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "STATIC", tmp_path)
    address = opening.static.__wrapped__
    (tmp_path / "page.css").write_text("one")
    first = address("page.css")
    assert re.fullmatch(r"static/page\.css\?v=[0-9a-f]{12}", first)
    (tmp_path / "page.css").write_text("other")
    assert address("page.css") != first


def test_a_file_is_read_once(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "STATIC", tmp_path)
    (tmp_path / "read_once.css").write_text("one")
    first = opening.static("read_once.css")
    (tmp_path / "read_once.css").write_text("other")
    assert opening.static("read_once.css") == first
    opening.static.cache_clear()


@examples(max_examples=20)
@given(settings=settings(iterations=st.integers(1, 50), samples=st.integers(2, 50)))
@example(settings=CHAPTERS["curve"])
@example(settings=CHAPTERS["line"])
@example(settings=CHAPTERS["landscape"])
def test_the_page_around_a_document_has_a_place_for_each_of_its_roots_in_their_order(settings):
    visitor = Visitor(link(settings))
    outlined = opening.outline(settings.chapter, settings.show)
    assert [root.name for root in outlined.roots] == [root.name for root in visitor.document.roots]
    plots = {model.name for model in visitor.document.models if isinstance(model, Plot)}
    assert set(outlined.figures.values()) <= plots
