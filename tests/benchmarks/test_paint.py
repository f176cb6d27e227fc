"""When a cold browser first sees a figure, and how soon a path follows the finger on α, in one run.

Run by ``python -m pytest tests/benchmarks/test_paint.py -s``.
"""

from pathlib import Path
from statistics import median, quantiles

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.chromium import FLAGS, find_chromium
from tests.serving import Server, serve

ONE_FIGURE = Path(__file__).parent / "one_figure"
TURNS = 9  # browsers that come to each page, one after the other
MOST_TIMES = 1.2  # a page of one figure
LAPTOP = {"width": 1440, "height": 900}
# Milliseconds from the navigation to the frame after the first figure was drawn.
FIRST_FIGURE = """() => new Promise((done) => {
  const look = () => {
    const views = Object.values(window.Bokeh?.index?.roots ?? {})
    const drawn = window.Bokeh?.documents?.[0]?.is_idle
    if (views.length && drawn) requestAnimationFrame(() => done(performance.now()))
    else requestAnimationFrame(look)
  }
  look()
})"""
PAGES = ["?chapter=curve", "", "?chapter=line", "?chapter=landscape"]
MOVES = 120
# From each move of the pointer to the frame after the path that it asks for has come.
FOLLOWED = """() => {
  const model = (name) => Bokeh.documents[0].get_model_by_name(name)
  window.waits = []
  let moved = null
  addEventListener("pointermove", () => (moved ??= performance.now()), true)
  model("ghost").properties.data.change.connect(() => {
    const since = moved
    moved = null
    if (since !== null) requestAnimationFrame(() => window.waits.push(performance.now() - since))
  })
}"""


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory):
    with (
        serve(tmp_path_factory.mktemp("ours")) as ours,
        serve(tmp_path_factory.mktemp("theirs"), app=ONE_FIGURE) as theirs,
    ):
        yield ours, theirs


def first_figure(url: str) -> float:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(viewport=LAPTOP)
        page.goto(url, wait_until="commit")
        found = page.evaluate(FIRST_FIGURE)
        browser.close()
    return found


def test_a_cold_browser_sees_the_first_figure(servers: tuple[Server, Server]) -> None:
    ours, theirs = servers
    pages = {"one figure": theirs.url} | {query or "the opening": ours.url + query for query in PAGES}
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(TURNS):
        for name, url in pages.items():
            times[name].append(first_figure(url))
    least = {name: min(each) for name, each in times.items()}
    for name, each in times.items():
        share = median(each) / median(times["one figure"])
        print(
            f"\n{name}: {median(each):.0f} ms, least {least[name]:.0f} ms, {share:.2f} × one figure",
            end="",
        )
    assert least["the opening"] <= MOST_TIMES * least["one figure"]


@pytest.mark.parametrize("query", PAGES[:1] + PAGES[2:])
def test_a_path_follows_the_finger_on_alpha(servers: tuple[Server, Server], query: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        context = browser.new_context(viewport=LAPTOP)
        context.add_init_script("localStorage.setItem('introduced', '1')")
        waits = drag_alpha(context.new_page(), servers[0].url + query)
        browser.close()
    p95 = quantiles(waits, n=20)[-1]
    print(f"\n{query}: {len(waits)} paths; median {median(waits):.0f} ms, p95 {p95:.0f} ms", end="")
    assert len(waits) > MOVES / 10


def drag_alpha(page: Page, url: str) -> list[float]:
    """Drag the step size's slider to and fro, a move a frame."""
    page.goto(url)
    page.wait_for_function("window.Bokeh?.documents[0]?.is_idle")
    page.evaluate(FOLLOWED)
    box = page.get_by_role("slider").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for number in range(MOVES):
        page.mouse.move(x - 40 + abs(number % 40 - 20), y)
        page.evaluate("new Promise(requestAnimationFrame)")
    page.mouse.up()
    page.wait_for_function("window.waits.length > 0")
    return page.evaluate("window.waits")
