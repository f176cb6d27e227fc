import hashlib
import re

import pytest

from dashboard import opening


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
