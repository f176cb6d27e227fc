import re

from tests.dashboard.house import add_chapter, copy
from tests.serving import serve


def test_a_server_finds_a_chapter_by_its_folder_and_plays_it(tmp_path):
    dashboard = copy(tmp_path)
    add_chapter(dashboard)
    with (
        serve(tmp_path, app=dashboard, cwd=tmp_path) as server,
        server.visit("?chapter=ditch&play=1&speed=1000") as visit,
    ):
        assert re.search(r'aria-current="page">\s*Ditch<', visit.html)
        visit.follow(lambda: len(visit.model("trace").data["iteration"]) == 51)
        assert server.complaints() == []
