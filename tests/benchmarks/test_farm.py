"""Two servers behind nginx beside one, in one run: how many pages that play they carry."""

import json
import subprocess
import sys

from tests.deploy.farm import farm
from tests.serving import ROOT

PLAYING = "?chapter=line&play=1&iterations=100000&step_size=0.0001"
PAGES = 60  # a server


def come(url: str, pids: list[int], visitors: int) -> dict:
    command = [sys.executable, "-m", "tests.benchmarks.crowd", url + PLAYING, "--visitors", str(visitors)]
    command += ["--arrive", "5", "--pid", *map(str, pids)]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def test_two_servers_carry_nearly_twice_the_pages_of_one(tmp_path):
    with farm(tmp_path) as two:
        pids = [server.process.pid for server in two.servers]
        pages = two.nginx.url
        both = come(pages, pids, 2 * PAGES)
        shares = two.opened
    one_folder = tmp_path / "one"
    one_folder.mkdir()
    with farm(one_folder) as one:
        alone = come(one.servers[0].url, [one.servers[0].process.pid], PAGES)
    tell("one server", alone, PAGES)
    tell("two servers", both, 2 * PAGES)
    print(f"\npages on each of the two: {shares}; ", end="")
    print(f"CPU a page {both['cores'] / alone['cores'] / 2:.2f} times that of one server", end="")
    assert both["opened"] == 2 * PAGES and not both["silent"]
    assert both["rows"] > 0.9 * alone["rows"]
    assert both["cores"] < 2 * 1.5 * alone["cores"]


def tell(name: str, found: dict, pages: int) -> None:
    rows, late = found["rows"] / 400, found["gap_p99"]
    print(f"\n{name}, {pages} pages: {rows:.1%} of the rows due, gap p99 {late:.2f} s, ", end="")
    print(f"{found['cores']:.2f} cores", end="")
