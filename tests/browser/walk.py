"""All pages of the dashboard, at all widths, in light and dark: where do texts collide?

    python -m tests.browser.walk [WORD …] [--url URL] [--pictures FOLDER]

Walks the pages whose names have one of the words, or all; prints a line for each fault, and their number.
"""

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from dashboard.exercises.challenges import CHALLENGES
from dashboard.exercises.lessons import LESSONS
from dashboard.exercises.puzzles import PUZZLES
from dashboard.settings.groups import DRAWERS, FOLDS
from gdcore import FUNCTIONS, METHODS, SCHEDULES, SOLVERS
from tests.browser.screen import READY
from tests.chromium import FLAGS, find_chromium
from tests.serving import serve

BOXES = (Path(__file__).parent / "boxes.js").read_text()
SIZES = ((1440, 900), (1366, 768), (1280, 720), (1024, 768), (390, 844))
SETTLED = "() => Bokeh.documents[0].is_idle && new Promise((done) => setTimeout(() => done(true), 60))"
MOST_LOOKS = 8  # until what is wrong stays wrong
PLAYED = "() => Bokeh.documents[0].get_model_by_name('play').label === 'Play'"

Query = dict[str, object]
Sizes = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Fault:
    """Texts that collide, or are cut off: at which size and when, which, and on what page."""

    where: str
    words: str
    page: Page


def pages() -> Iterator[tuple[str, Query]]:
    """Yield each page that is walked: what it is, and its settings as a link has them."""
    for chapter in ("curve", "line", "landscape"):
        bare: Query = {"chapter": chapter}
        yield chapter, bare
        yield f"{chapter}, board", bare | {"board": 1}
        yield f"{chapter}, log or linear", bare | {"scale": "linear" if chapter == "landscape" else "log"}
        for fold in (*DRAWERS, *FOLDS):
            yield f"{chapter}, open {fold}", bare | {"open": fold}
        for method in METHODS:
            yield f"{chapter}, method {method}", bare | {"method": method, "open": "method"}
            yield f"{chapter}, rows of {method}", bare | {"method": method, "open": "rows"}
        for schedule in SCHEDULES:
            yield f"{chapter}, schedule {schedule}", bare | {"schedule": schedule, "open": "theory"}
        yield f"{chapter}, flies off", bare | {"step_size": 2.5, "iterations": 100}
        yield f"{chapter}, creeps", bare | {"step_size": 0.0001, "iterations": 50}
        yield f"{chapter}, noise", bare | {"noise": 20, "open": "noise"}
        race = ",".join((*(f"{name}:0.01" for name in ("adam", "momentum", "nesterov")), *list(SOLVERS)[:2]))
        yield f"{chapter}, race", bare | {"race": race, "open": "race"}
        yield f"{chapter}, race of one", bare | {"race": "adam:0.1", "open": "race"}
    for function in FUNCTIONS.values():
        chapter = ("curve", "landscape")[function.n - 1]
        bare = {"chapter": chapter, "function": function.name}
        yield f"function {function.name}", bare
        yield f"function {function.name}, open problem", bare | {"open": "problem"}
        yield f"function {function.name}, open theory", bare | {"open": "theory", "board": 1}
        if function.n == 2:
            yield f"function {function.name}, surface", bare | {"view": "surface"}
            yield f"function {function.name}, basins", bare | {"basins": 1}
    typed = {"chapter": "landscape", "formula": "sin(8*x)*sin(8*y)", "open": "problem"}
    yield "typed landscape", typed
    yield "typed landscape, surface", typed | {"view": "surface"}
    yield "typed curve", {"chapter": "curve", "formula": "x^4 - 3x^2 + x + sin(8x)/10", "open": "problem"}
    line: Query = {"chapter": "line"}
    yield "line, surface", line | {"view": "surface"}
    yield "line, batch", line | {"batch": 1, "open": "data"}
    yield "line, diabetes", line | {"data": "diabetes", "open": "scaling"}
    yield "line, diabetes standardised", line | {"data": "diabetes", "standardise": 1, "open": "data"}
    own = {"data": "own", "points": "1000000,2;2000000,-30000.5;3,4", "names": "area,monthly rent"}
    yield "line, own data", line | own | {"open": "own"}
    for lesson in LESSONS:
        for board in ({}, {"board": 1}):
            yield f"lesson {lesson}{', board' if board else ''}", {"lesson": lesson, **board}
    for number in range(1, len(PUZZLES) + 1):
        yield f"bug {number}", {"bug": number}
    for challenge in CHALLENGES:
        for board in ({}, {"board": 1}):
            yield f"challenge {challenge}{', board' if board else ''}", {"challenge": challenge, **board}
    for chapter in ("curve", "line", "landscape"):
        yield f"embedded {chapter}", {"chapter": chapter, "show": "path,loss,answer"}
    yield "opening", {}


class Walker:
    """Looks at one page at a time, in one window that changes its size."""

    def __init__(self, page: Page, url: str, sizes: Sizes = SIZES) -> None:
        self.page, self.url, self.sizes = page, url, sizes
        page.add_init_script(BOXES)

    def walk(self, query: Query) -> Iterator[Fault]:
        """Yield what is wrong with a page, at rest and where its run has ended."""
        self.page.set_viewport_size(viewport(self.sizes[0]))
        self.page.goto(f"{self.url}?{urlencode(query)}")
        self.page.wait_for_function(READY)
        yield from self.look("at rest")
        play = self.page.get_by_role("button", name="Play", exact=True)
        if "open" not in query and play.count():
            play.click()
            self.page.wait_for_function(PLAYED)
            yield from self.look("at the end", reverse=True)

    def look(self, when: str, reverse: bool = False) -> Iterator[Fault]:
        """Yield what is wrong with what is shown now, at every size."""
        for width, height in self.sizes[::-1] if reverse else self.sizes:
            self.page.set_viewport_size(viewport((width, height)))
            for words in find_collisions(self.page):
                yield Fault(f"{width}×{height}, {when}", words, self.page)


def viewport(size: tuple[int, int]) -> ViewportSize:
    return {"width": size[0], "height": size[1]}


def find_collisions(page: Page) -> list[str]:
    """Return what is wrong with the page and stays so: while it is laid out, much collides."""
    found: list[str] = []
    for _ in range(MOST_LOOKS):
        page.wait_for_function(SETTLED)
        before, found = found, page.evaluate("findCollisions()")
        if not found or found == before:
            break
    return found


def walk_class(board: Walker, phone: Walker) -> Iterator[Fault]:
    """Yield what is wrong on the board and on a phone of a class, in each activity."""
    board.page.goto(f"{board.url}?room=new")
    board.page.wait_for_url(re.compile("room=[A-Z]{4}$"))
    phone.page.goto(board.page.url)
    board.page.locator("#here", has_text="1 here").wait_for()
    activities = board.page.get_by_label("Activity")
    names = activities.locator("option").evaluate_all("(options) => options.map(({ value }) => value)")

    def look(when: str) -> Iterator[Fault]:
        yield from board.look(f"board, {when}")
        yield from phone.look(f"phone, {when}")

    yield from look("nothing asked")
    for name in names:
        activities.select_option(name)
        for press in ("Ask", "Submit", "Close", "Reveal", "Next"):
            page = phone.page if press == "Submit" else board.page
            if press == "Submit" and phone.page.get_by_role("radio").count():
                phone.page.get_by_role("radio").first.check()
            button = page.get_by_role("button", name=press, exact=True)
            page.wait_for_timeout(300)
            if button.is_visible():
                button.click()
                page.wait_for_timeout(700)
                yield from look(f"{name}, {press}")


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.browser.walk", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("words", nargs="*", help="walk pages whose names have one of these")
    parser.add_argument("--url", help="of a server that runs, instead of one of its own")
    parser.add_argument("--pictures", type=Path, help="where to put a picture of each size with a fault")
    parser.add_argument("--locale", default="en-GB", help="of the browser: de-DE, ar-EG, …")
    parser.add_argument("--theme", choices=("light", "dark"), help="instead of both in turn")
    given = parser.parse_args()
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        if given.url:
            return walk_all(browser, given.url, given)
        with serve(Path(folder)) as server:
            return walk_all(browser, server.url, given)


def walk_all(browser: Browser, url: str, given: Namespace) -> int:
    """Print all faults, and return 1 if there are any."""

    def walker() -> Walker:
        return Walker(browser.new_context(locale=given.locale, reduced_motion="reduce").new_page(), url)

    def wanted(name: str) -> bool:
        return not given.words or any(word in name for word in given.words)

    page, count = walker(), 0
    for place, (name, query) in enumerate((name, query) for name, query in pages() if wanted(name)):
        theme = given.theme or ("light", "dark")[place % 2]
        shown = {"theme": theme, "speed": 10_000} if query else {}
        count += tell(f"{name}, {theme}", page.walk(query | shown), given.pictures)
    if wanted("class"):
        count += tell("class", walk_class(walker(), walker()), given.pictures)
    print(f"{count} faults")
    return min(count, 1)


def tell(name: str, faults: Iterator[Fault], pictures: Path | None) -> int:
    """Print what is wrong with a page, take pictures of it, and return how many faults there are."""
    print(name, file=sys.stderr, flush=True)
    count = 0
    for fault in faults:
        count += 1
        print(f"{name}, {fault.where}: {fault.words}", flush=True)
        if pictures:
            pictures.mkdir(exist_ok=True)
            fault.page.screenshot(path=pictures / f"{name}, {fault.where}.png".replace("/", " "))
    return count


if __name__ == "__main__":
    sys.exit(main())
