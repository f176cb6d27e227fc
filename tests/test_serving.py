from tests.serving import Server

LOG = """\
INFO bokeh.server.server: Starting Bokeh server
ERROR bokeh.application: could not open a page
Traceback (most recent call last):
  File "page.py", line 3, in build
    settings[chapter]
KeyError: 'lime'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "page.py", line 9, in open
ValueError: no such chapter
INFO tornado.access: 200 GET /dashboard
WARNING dashboard.serving: a connection was refused
INFO tornado.access: 200 GET /dashboard
Traceback (most recent call last):
KeyboardInterrupt
"""


def test_a_complaint_comes_with_its_whole_traceback(tmp_path):
    (tmp_path / "log").write_text(LOG)
    server = Server("", None, tmp_path / "log")
    fault, warning, end = server.complaints()
    assert fault.startswith("ERROR bokeh.application: could not open a page\nTraceback")
    assert "KeyError: 'lime'" in fault and fault.endswith("ValueError: no such chapter")
    assert warning == "WARNING dashboard.serving: a connection was refused"
    assert end.endswith("KeyboardInterrupt")


def test_what_was_there_before_is_no_complaint(tmp_path):
    (tmp_path / "log").write_text(LOG)
    server = Server("", None, tmp_path / "log")
    assert len(server.complaints(LOG.index("WARNING"))) == 2
    assert server.complaints(len(LOG)) == []
