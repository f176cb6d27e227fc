import hashlib
import os

import pytest
from bokeh.settings import settings
from tornado.web import StaticFileHandler

from dashboard.serving import files


@pytest.mark.parametrize("name", ["page.css", "page.js", "theme.js", "icon.svg"])
def test_a_static_file_has_the_address_of_its_content(name):
    path, _, version = files.static(name).partition("?v=")
    content = (files.STATIC.parent / path).read_bytes()
    assert len(version) == 12
    assert hashlib.sha512(content).hexdigest().startswith(version)


def test_a_script_of_bokeh_has_the_address_that_bokeh_would_give_it():
    path, _, version = files.bokehjs("bokeh.min.js").partition("?v=")
    whole = StaticFileHandler.get_content_version(str(settings.bokehjs_path() / path.removeprefix("static/")))
    assert whole.startswith(version) and len(version) == 12


def test_another_content_has_another_address_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "STATIC", tmp_path)
    (tmp_path / "page.css").write_text("one")
    first = files.static("page.css")
    (tmp_path / "page.css").write_text("two")
    os.utime(tmp_path / "page.css", ns=(1, 1))  # of the same length, and maybe of the same moment
    assert files.static("page.css") != first


def test_a_file_is_read_once(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "STATIC", tmp_path)
    (tmp_path / "read_once.css").write_text("one")
    first = files.static("read_once.css")
    monkeypatch.setattr(type(tmp_path), "read_bytes", None)
    assert files.static("read_once.css") == first
