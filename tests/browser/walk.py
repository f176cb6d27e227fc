"""All pages of the dashboard, at all widths, in light and dark: where do texts collide?

    python -m tests.browser.walk [WORD …] [--url URL] [--pictures FOLDER] [--locale LOCALE] [--theme THEME]

Walks the pages whose names have one of the words, or all; prints a line for each fault, and their number.
"""

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from dashboard.exercises.challenges import CHALLENGES
from dashboard.exercises.lessons import LESSONS
from dashboard.exercises.puzzles import PUZZLES
from dashboard.settings.groups import DRAWERS, FOLDS
from gdcore import FUNCTIONS, METHODS, SCHEDULES, SOLVERS, Objective
from tests.browser.screen import READY
from tests.chromium import FLAGS, find_chromium
from tests.dashboard.exercises.test_challenges import SOLUTIONS
from tests.serving import serve

BOXES = (Path(__file__).parent / "boxes.js").read_text()
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES = ((1440, 900), (1366, 768), (1280, 720), (1024, 768), (390, 844))
SETTLED = """() => (window.Bokeh?.documents[0].is_idle ?? true) &&
    new Promise((done) => setTimeout(() => done(true), 60))"""
MOST_LOOKS = 8  # until what is wrong stays wrong
HALF_WAY = """() => {
    const playhead = Bokeh.documents[0].get_model_by_name("playhead")
    playhead.value = playhead.end >> 1
}"""
PLAYED = """() => {
    const [page] = Bokeh.documents
    const [play, trace, facts] = ["play", "trace", "facts"].map((name) => page.get_model_by_name(name))
    return play.label === "Play" && trace.get_length() > facts.get("last")[0]
}"""
# Time that goes on only when it is told to: a step in three beats would be over before it is looked at.
STAND_STILL = """() => {
    const frame = requestAnimationFrame
    window.begun = window.still = performance.now()
    performance.now = () => window.still
    window.requestAnimationFrame = (call) => frame(() => call(window.still))
}"""
CHAPTERS = ("curve", "line", "landscape")
RIVALS = ",".join((*(f"{name}:0.01" for name in ("adam", "momentum", "nesterov")), *list(SOLVERS)[:2]))
WRONG = {"step_size": "twelve", "method": "magic", "iterations": -5, "start": "somewhere", "colour": "red"}
PUPILS = 12
PRESSES = ("Ask", "Show", "Submit", "Pause", "Go on", "Close", "Reveal", "Next")
LONG = " + ".join(f"sin({number} x)/{number}" for number in range(2, 14))

Query = dict[str, object]
Sizes = tuple[tuple[int, int], ...]
Act = Callable[[Page], object]
Acts = tuple[tuple[str, Act], ...]


def press(name: str) -> Act:
    """Return what presses a button, if it is in sight."""

    def press_button(page: Page) -> None:
        for button in page.get_by_role("button", name=name, exact=True).all():
            button.click()

    return press_button


def play(page: Page) -> None:
    press("Play")(page)
    page.wait_for_function(PLAYED)


def wait_until(milliseconds: int) -> Act:
    """Return what has the page believe that so much time has gone by since its step began."""
    return lambda page: page.evaluate("(time) => (window.still = window.begun + time)", milliseconds)


def step_slowly(page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    page.evaluate(STAND_STILL)
    page.locator(".transport").get_by_role("button", name="Step ▶").click()
    wait_until(500)(page)


def answer(page: Page, right: bool) -> None:
    """Choose an option of a lesson or of a program with a fault."""
    options, place = page.get_by_role("radio"), int(page.locator(".card").get_attribute("data-right") or 0)
    options.nth(place if right else (place + 1) % options.count()).click()


def open_tips(page: Page) -> None:
    page.locator(".card .tips > summary").click()


def open_menu(number: int) -> Act:
    return lambda page: page.locator("header .menu > summary").nth(number).click()


def go_half_way(page: Page) -> None:
    page.evaluate(HALF_WAY)


def leave_for_the_disk(page: Page) -> None:
    """Export the page as a file of its own, and open that."""
    page.locator("[data-fold=export] > summary").click()
    with page.expect_download() as download:
        page.locator("[data-fold=export] button", has_text="Web page").click()
    page.goto(download.value.path().rename(download.value.path().with_suffix(".html")).as_uri())
    page.wait_for_function(READY)


PLAYS: Acts = (("at the end", play),)
BACK: Acts = (*PLAYS, ("half-way", go_half_way))
REVEALS: Acts = (*PLAYS, ("revealed", press("Reveal")))
TIPS: Acts = (("with tips", open_tips),)
GUESSES: Acts = (("guessed", lambda page: answer(page, right=False)), *PLAYS, *TIPS)
SPOTS: Acts = (*PLAYS, *GUESSES[:1], ("spotted", lambda page: answer(page, right=True)), *TIPS)
BEATS: Acts = (("beat 1", step_slowly), ("beat 2", wait_until(1000)), ("beat 3", wait_until(1480)))
MENUS: Acts = (("lessons open", open_menu(0)), ("menu open", open_menu(1)))
ON_DISK: Acts = (("on disk", leave_for_the_disk), *BACK)
OPENING: Acts = (("after a run", play), ("after two runs", play))


@dataclass(frozen=True)
class Stop:
    """A page of the walk: its name, its settings as a link has them, and what is done there before a look."""

    name: str
    query: Query
    acts: Acts = PLAYS


@dataclass(frozen=True)
class Fault:
    """Texts that collide, or are cut off: at which size and when, which, and on what page."""

    where: str
    words: str
    page: Page


def stops() -> Iterator[Stop]:
    """Yield all pages that are walked."""
    for chapter in CHAPTERS:
        yield from stops_of(chapter)
    for function in FUNCTIONS.values():
        yield from stops_of_function(function)
    yield from typed()
    yield from data()
    for lesson in LESSONS:
        yield Stop(f"lesson {lesson}", {"lesson": lesson}, GUESSES)
        yield Stop(f"lesson {lesson}, board", {"lesson": lesson, "board": 1}, REVEALS)
    for number in range(1, len(PUZZLES) + 1):
        yield Stop(f"bug {number}", {"bug": number}, SPOTS)
    yield Stop("bug 1, board", {"bug": 1, "board": 1}, REVEALS)
    for challenge in CHALLENGES:
        given: Query = {"challenge": challenge}
        yield Stop(f"challenge {challenge}", given)
        yield Stop(f"challenge {challenge}, board", given | {"board": 1})
        yield Stop(f"challenge {challenge}, done", given | dict(parse_qsl(SOLUTIONS[challenge])))
    for chapter in CHAPTERS:
        for panels in ("path,loss,answer", "path", "loss", "numbers,answer", "fit,path,loss,answer"):
            yield Stop(f"embedded {chapter}, {panels}", {"chapter": chapter, "show": panels})
    yield Stop("opening", {}, OPENING)


def stops_of(chapter: str) -> Iterator[Stop]:
    """Yield what there is in every chapter."""
    bare: Query = {"chapter": chapter}
    yield Stop(chapter, bare, BACK)
    yield Stop(f"{chapter}, board", bare | {"board": 1}, REVEALS)
    yield Stop(f"{chapter}, menus", bare, MENUS)
    yield Stop(f"{chapter}, beats", bare | {"speed": 1}, BEATS)
    yield Stop(f"{chapter}, beats on a board", bare | {"speed": 1, "board": 1}, BEATS)
    yield Stop(f"{chapter}, on disk", bare, ON_DISK)
    yield Stop(f"{chapter}, wrong link", bare | WRONG)
    yield Stop(f"{chapter}, log or linear", bare | {"scale": "linear" if chapter == "landscape" else "log"})
    for fold in dict.fromkeys((*DRAWERS, *FOLDS)):
        yield Stop(f"{chapter}, open {fold}", bare | {"open": fold})
    for method in METHODS:
        yield Stop(f"{chapter}, method {method}", bare | {"method": method, "open": "method"}, ())
        yield Stop(f"{chapter}, rows of {method}", bare | {"method": method, "open": "rows"}, ())
    for schedule in SCHEDULES:
        yield Stop(f"{chapter}, schedule {schedule}", bare | {"schedule": schedule, "open": "theory"}, ())
    for board in ({}, {"board": 1}):
        where = f"{chapter}{', board' if board else ''}"
        yield Stop(f"{where}, flies off", bare | board | {"step_size": 2.5, "iterations": 100}, BACK)
        yield Stop(f"{where}, creeps", bare | board | {"step_size": 0.0001, "iterations": 50})
        yield Stop(f"{where}, race", bare | board | {"race": RIVALS}, BACK)
    yield Stop(f"{chapter}, noise", bare | {"noise": 20, "open": "noise"}, ())
    yield Stop(f"{chapter}, race in its drawer", bare | {"race": RIVALS, "open": "race"})
    yield Stop(f"{chapter}, race of one", bare | {"race": "adam:0.1", "open": "race"}, ())


def stops_of_function(function: Objective) -> Iterator[Stop]:
    bare: Query = {"chapter": ("curve", "landscape")[function.n - 1], "function": function.name}
    name = f"function {function.name}"
    yield Stop(name, bare)
    yield Stop(f"{name}, open problem", bare | {"open": "problem"}, ())
    yield Stop(f"{name}, open theory", bare | {"open": "theory", "board": 1}, ())
    if function.n == 2:
        yield Stop(f"{name}, surface", bare | {"view": "surface"})
        yield Stop(f"{name}, basins", bare | {"basins": 1})


def typed() -> Iterator[Stop]:
    """Yield pages of functions that somebody typed: with many minima, high, low, long, without a minimum."""
    formulas = {
        "landscape": (
            "sin(8*x)*sin(8*y)",
            "1e6*(x^2 + 2 y^2)",
            "1e-6*(x^2 + y^4)",
            "x + y",
            f"x^2 + y^2 + {LONG}",
        ),
        "curve": (
            "x^4 - 3x^2 + x + sin(8x)/10",
            "1e9 x^2",
            "1e-9 (x - 1/3)^2",
            "-x",
            f"x^2 + {LONG}",
            "sqrt(x)",
        ),
    }
    for chapter, each in formulas.items():
        for place, formula in enumerate(each):
            query: Query = {"chapter": chapter, "formula": formula}
            yield Stop(f"typed {chapter} {place}", query | {"open": "problem"})
            if chapter == "landscape":
                yield Stop(f"typed {chapter} {place}, surface", query | {"view": "surface"})


def data() -> Iterator[Stop]:
    """Yield pages of the line with this and that data."""
    line: Query = {"chapter": "line"}
    own = line | {"data": "own"}
    far = own | {"points": "1000000,2;2000000,-30000.5;3,4", "names": "area,monthly rent"}
    near = own | {"points": "0.00001,0.00002;0.00003,0.00001;0.00002,0.00005", "names": "x,y"}
    yield Stop("line, surface", line | {"view": "surface"})
    yield Stop("line, batch", line | {"batch": 1, "open": "data"})
    yield Stop("line, diabetes", line | {"data": "diabetes", "open": "scaling"})
    yield Stop("line, diabetes standardised", line | {"data": "diabetes", "standardise": 1, "open": "data"})
    yield Stop("line, own data, none yet", own | {"open": "own"})
    yield Stop("line, own data, far", far | {"open": "own"})
    yield Stop("line, own data, far, closed", far)
    yield Stop("line, own data, far, standardised", far | {"standardise": 1, "open": "scaling"})
    yield Stop("line, own data, far, board", far | {"board": 1})
    yield Stop("line, own data, near", near)


class Walker:
    """Looks at one page at a time, in one window that changes its size."""

    def __init__(self, page: Page, url: str, sizes: Sizes = SIZES) -> None:
        self.page, self.url, self.sizes, self.looks = page, url, sizes, 0
        page.add_init_script(BOXES)

    def walk(self, stop: Stop) -> Iterator[Fault]:
        """Yield what is wrong with a page, at rest and after each thing that is done there."""
        when = "at rest"
        try:
            self.open(stop.query)
            yield from self.look(when)
            for place, (when, act) in enumerate(stop.acts):
                act(self.page)
                self.page.mouse.move(0, 0)  # else a tip stands there
                yield from self.look(when, reverse=place % 2 == 0)
        except PlaywrightError as error:
            yield Fault(when, f"cannot be looked at: {error.message.splitlines()[0]}", self.page)

    def open(self, query: Query) -> None:
        """Open a page, fast: but the bare one, whose first visit has the opening, at its own speed."""
        self.page.set_viewport_size(viewport(self.sizes[0]))
        self.page.goto(f"{self.url}?{urlencode({'speed': 10_000} | query if query else {})}")
        self.page.wait_for_function(READY)

    def walk_refused(self) -> Iterator[Fault]:
        """Yield what is wrong with the page that a link gets which does not open."""
        self.page.goto(f"{self.url}?bokeh-session-id=another")
        yield from self.look("refused")

    def look(self, when: str, reverse: bool = False) -> Iterator[Fault]:
        """Yield what is wrong with what is shown now, at every size."""
        for width, height in self.sizes[::-1] if reverse else self.sizes:
            self.page.set_viewport_size(viewport((width, height)))
            self.looks += 1
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


def walk_class(board: Walker, phones: Sequence[Walker]) -> Iterator[Fault]:
    """Yield what is wrong on the board and on the first phone of a class, in each activity."""
    phone = phones[0].page
    board.page.goto(f"{board.url}?room=new")
    board.page.wait_for_url(re.compile("room=[A-Z]{4}$"))
    for each in phones:
        each.page.goto(board.page.url)
    board.page.locator("#here", has_text=f"{len(phones)} here").wait_for()
    activities = board.page.get_by_label("Activity")
    names = activities.locator("option").evaluate_all("(options) => options.map(({ value }) => value)")

    def look(when: str) -> Iterator[Fault]:
        yield from board.look(f"board, {when}")
        yield from phones[0].look(f"phone, {when}")

    yield from look("nothing asked")
    for name in names:
        activities.select_option(name)
        yield from board.look(f"board, {name} chosen")
        for word in PRESSES:
            page = phone if word == "Submit" else board.page
            if word == "Submit" and phone.get_by_role("radio").count():
                phone.get_by_role("radio").first.check()
            button = page.get_by_role("button", name=word, exact=True)
            page.wait_for_timeout(300)
            if button.is_visible():
                button.click()
                page.wait_for_timeout(700)
                yield from look(f"{name}, {word}")
    phone.goto(f"{board.url}?room=QQQQ")
    yield from phones[0].look("phone, wrong code")


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.browser.walk", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("words", nargs="*", help="walk pages whose names have one of these")
    parser.add_argument("--url", help="of a server that runs, instead of one of its own")
    parser.add_argument("--pictures", type=Path, help="where to put a picture of each size with a fault")
    parser.add_argument("--locale", default="en-GB", help="of the browser: de-DE, ar-EG, …")
    parser.add_argument("--theme", choices=THEMES, help="instead of both in turn")
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
    wanted_stops = [stop for stop in stops() if wanted(stop.name)]
    for place, stop in enumerate(wanted_stops):
        theme = given.theme or THEMES[place % 2]
        page.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        count += tell(f"{stop.name}, {theme}", page.walk(stop), given.pictures)
    if wanted("refused"):
        count += tell("refused", page.walk_refused(), given.pictures)
    walkers = [page]
    if wanted("class"):
        board, *phones = [walker() for _ in range(1 + PUPILS)]
        walkers += [board, phones[0]]
        count += tell("class", walk_class(board, phones), given.pictures)
    looks = sum(each.looks for each in walkers)
    print(f"{len(wanted_stops)} pages, {looks} looks, {count} faults")
    return min(count, 1)


def tell(name: str, faults: Iterator[Fault], pictures: Path | None) -> int:
    """Print what is wrong with a page, take pictures of it, and return how many faults there are."""
    print(name, file=sys.stderr, flush=True)
    count = 0
    for fault in faults:
        count += 1
        print(f"{name}, {fault.where}: {fault.words}", flush=True)
        if pictures:
            take(fault.page, pictures / f"{name}, {fault.where}.png".replace("/", " "))
    return count


def take(page: Page, picture: Path) -> None:
    """Take a picture, if there is none yet."""
    picture.parent.mkdir(exist_ok=True)
    if not picture.exists():
        page.screenshot(path=picture)


if __name__ == "__main__":
    sys.exit(main())
