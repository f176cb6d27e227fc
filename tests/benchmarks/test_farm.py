"""Two servers behind nginx beside one, in one run: how many pages that play they carry."""

import json
import os
import subprocess
import sys

from playwright.sync_api import sync_playwright

from tests.browser.screen import READY
from tests.chromium import FLAGS, find_chromium
from tests.deploy.farm import farm
from tests.serving import ROOT

PLAYING = "?chapter=line&play=1&iterations=100000&step_size=0.0001"
PAGES = 60  # a server
RUSH, BROWSERS = 400, 4


def crowd(url: str, pids: list[int], *options: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.benchmarks.crowd", url, *options, "--pid", *map(str, pids)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def come(url: str, pids: list[int], visitors: int) -> dict:
    found, _ = crowd(url + PLAYING, pids, "--visitors", str(visitors), "--arrive", "5").communicate()
    return json.loads(found)


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


def test_a_whole_school_opens_its_pages_within_a_second(tmp_path):
    """400 visitors by their sockets, and a few browsers among them, before two servers."""
    with farm(tmp_path) as two, sync_playwright() as playwright:
        pids = [server.process.pid for server in two.servers]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        pages = [browser.new_context().new_page() for _ in range(BROWSERS)]
        options = ["--visitors", str(RUSH), "--arrive", str(RUSH), "--seconds", "0"]
        rush = crowd(two.nginx.url, pids, *options)
        for page in pages:
            page.set_default_timeout(300_000)
            page.goto(two.nginx.url, wait_until="commit")
        for page in pages:
            page.wait_for_function(READY)
        found = json.loads(rush.communicate()[0])
        browser.close()
    print(f"\n{RUSH} pages within a second: {found['opened']} opened, ", end="")
    print(f"median {found['open_median']:.1f} s, worst {found['open_worst']:.1f} s, ", end="")
    print(f"{found['opening_cpu']:.2f} s of CPU each; load average {os.getloadavg()[0]:.1f}", end="")
    assert found["opened"] == RUSH and not found["errors"]
    assert two.nginx.deaths == [] and two.nginx.alarms == []
