"""A page of the dashboard in Chromium: what its visitor sees and does, and what lies under it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, WebSocket, expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
READY = "window.Bokeh?.documents[0]?.is_idle && !document.body.classList.contains('loading')"
MODEL = "Bokeh.documents[0].get_model_by_name"
# All that is shown of the row under the playhead, read in one go, while nothing else can run.
SHOWN = """() => {
    const model = (name) => Bokeh.documents[0].get_model_by_name(name)
    const html = (name) => new DOMParser().parseFromString(model(name)?.text ?? "", "text/html")
    const text = (name) => html(name).body.textContent
    const row = (name, index) => Object.fromEntries(
        model(name).columns().map((column) => [column, model(name).get(column)[index]]))
    const playhead = model("playhead").value
    return {
        rows: model("trace").get_length(),
        playhead,
        counter: Number(text("counter").split(" of ")[0]),
        row: row("trace", playhead),
        now: row("now", 0),
        path: Array.from(model("path").get("iteration")),
        numbers: text("numbers"),
        answer: text("answer"),
    }
}"""

# Opens what the one element found is shut up in, through the widgets' shadow roots.
REVEAL = """([element, another]) => {
    if (another) return
    for (let each = element; each; each = each.parentElement ?? each.getRootNode().host) {
        if (each.matches("details:not(.beside)")) each.open = true
    }
}"""


class Screen:
    """Opens pages of one server in one context, and keeps what they say, ask for and send."""

    def __init__(self, context: BrowserContext, url: str, page: Page | None = None) -> None:
        self.url = url
        self.origin = "{0.scheme}://{0.netloc}/".format(urlsplit(url))
        self.said: list[str] = []
        self.asked: list[str] = []
        self.sent = 0
        self.largest = 0
        self.dialogs: list[str] = []
        self.is_as_new = True
        self.page = page or context.new_page()
        self.listeners: dict[Any, Callable[[Any], Any]] = {
            "console": self.hear,
            "pageerror": lambda error: self.said.append(f"page error: {error}"),
            "request": self.note_request,
            "websocket": self.note_socket,
            "dialog": lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()),
        }
        for event, listener in self.listeners.items():
            self.page.on(event, listener)

    @property
    def context(self) -> BrowserContext:
        """The page's context, which a test asks for to change it: then it is of no use to the next one."""
        self.is_as_new = False
        return self.page.context

    def forget_page(self) -> None:
        """Hear nothing more of the page: another screen is to have it."""
        for event, listener in self.listeners.items():
            self.page.remove_listener(event, listener)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type != "log" or not message.text.startswith(("[bokeh", "Bokeh items were rendered")):
            self.said.append(f"{message.type}: {message.text}")

    def note_request(self, request: Request) -> None:
        self.asked.append(request.url)

    def note_socket(self, socket: WebSocket) -> None:
        self.asked.append(socket.url.replace("ws", "http", 1))
        socket.on("framesent", self.count_frame)

    def count_frame(self, frame: str | bytes) -> None:
        self.sent += 1
        self.largest = max(self.largest, len(frame))

    @property
    def asked_outside(self) -> list[str]:
        inside = (self.origin, "data:", f"blob:{self.origin}", "blob:null/")
        return [url for url in self.asked if not url.startswith(inside)]

    def open(self, query: str = "") -> "Screen":
        self.page.goto(self.url + query)
        return self.await_ready()

    def await_ready(self) -> "Screen":
        self.until(READY)
        return self

    def until(self, condition: str, argument: Any = None) -> None:
        """Wait for a condition in JavaScript; there `model(name)` finds a model, `it` is the argument."""
        code = f"(it) => {{ const model = (name) => {MODEL}(name); return {condition} }}"
        self.page.wait_for_function(code, arg=argument)

    def find(self, expression: str, argument: Any = None) -> Any:
        """The value of an expression in JavaScript, with the names of `until`."""
        code = f"(it) => {{ const model = (name) => {MODEL}(name); return {expression} }}"
        return self.page.evaluate(code, argument)

    # What is shown

    @property
    def shown(self) -> dict[str, Any]:
        return self.page.evaluate(SHOWN)

    def column(self, source: str, name: str) -> list[float]:
        return self.find("Array.from(model(it[0]).get(it[1]))", [source, name])

    def table(self, source: str) -> dict[str, list[float]]:
        return self.find(
            "Object.fromEntries(model(it).columns().map((name) => [name, Array.from(model(it).get(name))]))",
            source,
        )

    def value(self, name: str, attribute: str = "value") -> Any:
        return self.find("model(it[0])[it[1]]", [name, attribute])

    @property
    def link(self) -> dict[str, str]:
        """The settings in the address bar."""
        query = urlsplit(self.page.url).query
        return {name: values[0] for name, values in parse_qs(query).items()}

    @property
    def verdict(self) -> Locator:
        return self.page.locator(".verdict")

    @property
    def notice(self) -> Locator:
        return self.page.locator(".notice")

    # What the visitor uses

    def button(self, name: str) -> Locator:
        self.reveal(self.page.get_by_role("button", name=name, exact=True, include_hidden=True))
        return self.page.get_by_role("button", name=name, exact=True)

    def field(self, label: str) -> Locator:
        self.reveal(self.page.get_by_label(label, exact=True))
        return self.page.get_by_label(label, exact=True)

    def handle(self, name: str) -> Locator:
        return self.page.get_by_role("slider", name=name)

    def enter(self, label: str, value: str) -> None:
        self.field(label).fill(value)
        self.field(label).press("Enter")

    def unfold(self, section: str) -> None:
        """Open the drawer that a section is in, the instrument or the menu of this name."""
        named = self.page.locator("summary, h2", has_text=section)
        fold = self.page.locator("details").filter(has=named)
        if fold.get_attribute("open") is None:
            fold.locator("> summary").click()

    def reveal(self, control: Locator) -> None:
        """Open the drawer, or the menu, that a control is shut up in."""
        control.evaluate_all(REVEAL)

    def await_setting(self, **settings: str | None) -> None:
        """Wait until the address has these settings; None is for one that is not there."""
        self.until(
            "Object.entries(it).every(([name, value]) =>"
            " new URLSearchParams(location.search).get(name) === value)",
            settings,
        )

    def await_row(self, row: int) -> None:
        self.until("model('playhead').value === it", row)

    def await_end(self) -> None:
        """Wait until a run that plays, or is replayed, has ended and its last row is shown."""
        self.until(
            "model('play').label === 'Play' && model('trace').get_length() > 1"
            " && model('playhead').value === model('trace').get_length() - 1"
        )

    def play(self) -> None:
        """Press Play, and wait until what plays from then on has ended."""
        self.find(
            "void (window.ended = false, model('play').properties.label.change.connect("
            "() => (window.ended = model('play').label === 'Play')))"
        )
        self.button("Play").click()
        self.until("window.ended")
        self.await_end()

    @contextmanager
    def dragging(self, handle: Locator, steps: int = 3) -> Iterator["Drag"]:
        """Hold a handle with the mouse, which moves in so many steps, for as long as the context lasts."""
        mouse = self.page.mouse
        drag = Drag(*self.middle(handle), lambda x, y: mouse.move(x, y, steps=steps))
        drag.by(0, 0)
        mouse.down()
        yield drag
        mouse.up()

    @contextmanager
    def touching(self, handle: Locator) -> Iterator["Drag"]:
        """Hold a handle with a finger for as long as the context lasts."""
        devtools = self.page.context.new_cdp_session(self.page)

        def touch(what: str, *points: dict[str, float]) -> None:
            devtools.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": list(points)})

        x, y = self.middle(handle)
        touch("touchStart", {"x": x, "y": y})
        yield Drag(x, y, lambda x, y: touch("touchMove", {"x": x, "y": y}))
        touch("touchEnd")
        devtools.detach()

    def middle(self, handle: Locator) -> tuple[float, float]:
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    # What has been shown

    def watch(self) -> None:
        """Keep, from here on, every row that is shown, for `watched`."""
        self.find(
            "void (window.watched = [], model('now').properties.data.change.connect("
            "() => window.watched.push(model('now').get('iteration')[0])))"
        )

    @property
    def watched(self) -> list[int]:
        return self.find("window.watched")


class Drag:
    """A mouse or a finger that holds something."""

    def __init__(self, x: float, y: float, move: Callable[[float, float], None]) -> None:
        self.x, self.y, self.move = x, y, move

    def by(self, right: float, down: float = 0) -> None:
        self.x, self.y = self.x + right, self.y + down
        self.move(self.x, self.y)


class Outage:
    """The first two who ask are turned away, and whoever comes later gets through."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tries = 0

    def break_sockets(self) -> None:
        self.page.route_web_socket("**/ws*", lambda route: self.meet(route.close, route.connect_to_server))

    def break_scripts(self) -> None:
        self.page.route("**/bokeh.min.js*", lambda route: self.meet(route.abort, route.continue_))

    def meet(self, refuse: Callable[[], object], let_through: Callable[[], object]) -> None:
        self.tries += 1
        if self.tries <= 2:
            refuse()
        else:
            let_through()


expect.set_options(timeout=30_000)
