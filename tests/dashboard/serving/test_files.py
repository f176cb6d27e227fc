import hashlib
import os

import pytest
from bokeh.settings import settings
from tornado.testing import AsyncHTTPTestCase
from tornado.web import Application, StaticFileHandler

from dashboard.serving import files


@pytest.mark.parametrize("name", ["board.css", "page.js", "theme.js", "icon.svg"])
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


@pytest.fixture
def sheet(tmp_path, monkeypatch):
    """A style sheet of two parts."""
    monkeypatch.setattr(files, "STATIC", tmp_path)
    (tmp_path / "first.css").write_text("a { color: red }\n")
    (tmp_path / "last.css").write_text("a { color: blue }\n")
    (tmp_path / "whole.css").write_text('@import "first.css";\n@import "last.css";\n')
    return tmp_path / "whole.css"


def test_a_style_sheet_has_the_address_of_all_that_it_imports(sheet):
    version = files.static("whole.css").partition("?v=")[2]
    joined = b"a { color: red }\n\na { color: blue }\n\n"
    assert hashlib.sha512(joined).hexdigest().startswith(version)
    (sheet.parent / "last.css").write_text("a { color: grey }\n")
    assert files.static("whole.css").partition("?v=")[2] != version


class TestSending(AsyncHTTPTestCase):
    @pytest.fixture(autouse=True)
    def use(self, sheet):
        self.folder = sheet.parent
        self.whole = files.content(sheet)

    def get_app(self):
        return Application([("/(.*)", files.Versioned, {"path": str(self.folder)})])

    def test_a_style_sheet_is_sent_with_what_it_imports(self):
        answer = self.fetch("/whole.css")
        assert answer.body == self.whole and b"blue" in answer.body and b"@import" not in answer.body

    def test_a_part_of_it_is_sent_if_asked_for(self):
        answer = self.fetch("/whole.css", headers={"Range": "bytes=5-20"})
        assert (answer.code, answer.body) == (206, self.whole[5:21])

    def test_it_is_as_new_as_the_newest_that_it_imports(self):
        os.utime(self.folder / "last.css", (2_000_000_000, 2_000_000_000))
        assert self.fetch("/whole.css").headers["Last-Modified"] == "Wed, 18 May 2033 03:33:20 GMT"
