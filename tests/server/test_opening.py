import re
from urllib.request import urlopen

import pytest

from dashboard.serving.files import content
from tests.serving import ROOT, serve
from tests.waiting import wait_for

FULL = "All places are taken"


def test_a_full_server_says_so_until_a_place_is_free(tmp_path):
    soon = ["--unused-session-lifetime", "1", "--check-unused-sessions", "20"]
    with serve(tmp_path, *soon, "--args", "--max-sessions", "1") as server:
        with server.visit() as visit:
            assert FULL not in visit.html
            assert FULL in server.fetch()
        wait_for(lambda: FULL not in server.fetch(), "a free place")


@pytest.mark.parametrize("query", ["?show=loss", "?chapter=line&show=path,fit"])
def test_chosen_panels_come_without_the_page_around_them(server, query):
    with server.visit(query) as visit:
        assert "<nav" not in visit.html
        assert [root.name for root in visit.session.document.roots] == ["embedding"]


def test_panels_can_be_put_into_another_page(server):
    address = f"{server.url}/autoload.js?bokeh-autoload-element=here&bokeh-app-path=/dashboard&show=loss"
    with urlopen(address, timeout=60) as answer:
        assert "root.Bokeh" in answer.read().decode("utf-8")
    assert server.complaints() == []


@pytest.mark.parametrize("query", ["", "?show=loss"])
def test_links_to_style_theme_and_icon_name_their_content(server, query):
    page = server.fetch(query)
    for name in ("page.css", "theme.js", "icon.svg"):
        [path] = re.findall(rf'="(/dashboard/static/{re.escape(name)}\?v=[0-9a-f]+)"', page)
        with urlopen(server.url.removesuffix("/dashboard") + path, timeout=60) as answer:
            assert answer.read() == content(ROOT / "dashboard/static" / name)
