"""Frames a second that a playing page draws in a real Chromium, beside a page that draws nothing, in one run.

Run by ``python -m pytest tests/benchmarks -s``.
"""

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.chromium import FLAGS, find_chromium
from tests.serving import serve

PAGES = [
    "?chapter=curve&play=1&iterations=100000&step_size=0.000001&precision=0",
    "?chapter=line&play=1&iterations=100000&step_size=0.0001",
    "?chapter=line&play=1&iterations=100000&step_size=0.0001&speed=10000",
]
COUNT = """seconds => new Promise(done => {
  const times = []
  const frame = time => {
    times.push(time)
    if (time - times[0] < 1000 * seconds) return requestAnimationFrame(frame)
    done((times.length - 1) / (time - times[0]) * 1000)
  }
  requestAnimationFrame(frame)
})"""
SECONDS = 4


@pytest.fixture
def page():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser.new_page(viewport={"width": 1440, "height": 900})
        browser.close()


@pytest.mark.parametrize("query", PAGES)
def test_frames_of_a_playing_page(tmp_path, page: Page, query: str) -> None:
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    still = page.evaluate(COUNT, SECONDS)
    with serve(tmp_path) as server:
        page.goto(server.url + query)
        page.wait_for_function("Bokeh.documents[0]?.get_model_by_name('playhead')?.value > 100")
        before = len(sent)
        playing = page.evaluate(COUNT, SECONDS)
        up = len(sent) - before
    print(
        f"\n{query}: {playing:.0f} frames a second, an empty page {still:.0f}; {up} WebSocket frames up",
        end="",
    )
    assert up == 0
