"""Panels of ours in pages of others, which are served from another origin."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import pytest
from bokeh.embed import server_document
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Frame, Page, expect

from dashboard.drawing.palette import DARK, LIGHT
from tests.browser.screen import Outage
from tests.meaning import telling
from tests.serving import Server, serve

HEIGHT = 484  # pixels of a frame, as README has it
FAST = "speed=10000"
ARTICLE = """<!DOCTYPE html><html lang="en"><head><title>An article</title>
<meta name="viewport" content="width=device-width"></head><body style="margin: 0">{}</body></html>"""
READY = (
    "!document.body.classList.contains('loading') && window.Bokeh?.documents.length === {} "
    "&& Bokeh.documents.every((it) => it.is_idle)"
)


class Host:
    """Serves pages that embed ours, each with its Content-Security-Policy; call it to have one served."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, str]] = {}
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), partial(Answer, self.pages))
        self.origin = f"http://127.0.0.1:{self.http.server_port}"

    def __call__(self, content: str, policy: str) -> str:
        path = f"/{len(self.pages)}"
        self.pages[path] = (ARTICLE.format(content), policy)
        return self.origin + path


class Answer(BaseHTTPRequestHandler):
    def __init__(self, pages: dict[str, tuple[str, str]], *arguments: object) -> None:
        self.pages = pages
        super().__init__(*arguments)

    def do_GET(self) -> None:
        page, policy = self.pages.get(self.path, ("", "default-src 'none'"))
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class Reader:
    """Somebody who reads a host's page: what it asked for and complained of is kept."""

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url.replace("ws", "http", 1)))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("console", self.hear)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("warning", "error"):
            self.said.append(message.text)

    def framed(self, address: str, documents: int = 1) -> Frame:
        """Read a host's page; its only frame, with our page ready in it."""
        self.page.goto(address)
        frame = self.page.frame_locator("iframe").locator("body").element_handle().owner_frame()
        return await_documents(frame, documents)

    def embedded(self, address: str, documents: int = 1) -> Frame:
        """Read a host's page that has our figures in it, ready."""
        self.page.goto(address)
        return await_documents(self.page.main_frame, documents)


def await_documents(frame: Frame, count: int) -> Frame:
    frame.wait_for_function(READY.format(count))
    return frame


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    host = Host()
    thread = Thread(target=host.http.serve_forever)
    thread.start()
    yield host
    host.http.shutdown()
    host.http.server_close()
    thread.join()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, host: Host) -> Iterator[Server]:
    allowed = [host.origin.removeprefix("http://"), "127.0.0.1"]  # the host's, and for frames any of ours
    options = [f"--allow-websocket-origin={origin}" for origin in allowed]
    with serve(tmp_path_factory.mktemp("embedding"), *options) as running:
        yield running


@pytest.fixture
def read(browser: Browser, host: Host, server: Server):
    """Makes readers; at the end nothing was fetched from elsewhere, and no console has complained."""
    readers = []

    def make(width: int = 700, height: int = 900, **device: object) -> Reader:
        context = browser.new_context(viewport={"width": width, "height": height}, **device)
        readers.append(Reader(context.new_page()))
        return readers[-1]

    yield make
    for reader in readers:
        reader.page.context.close()
    known = (
        f"{host.origin}/",
        f"{origin(server)}/",
        "data:",
        f"blob:{host.origin}/",
        f"blob:{origin(server)}/",
    )
    assert [url for reader in readers for url in reader.asked if not url.startswith(known)] == []
    assert [text for reader in readers for text in reader.said] == []


def origin(server: Server) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(server.url))


def framing(server: Server, query: str, height: int = HEIGHT) -> tuple[str, str]:
    """A page with a frame, as README writes one, and the strictest policy that lets a frame in."""
    style = f"border: 0; width: 100%; height: {height}px"
    frame = f'<iframe src="{server.url}{query}" title="Descent" style="{style}"></iframe>'
    return frame, f"default-src 'none'; frame-src {origin(server)}; style-src 'unsafe-inline'"


def embedding(server: Server, *queries: str) -> tuple[str, str]:
    """A page with figures in it, and the policy that README gives for it."""
    scripts = [server_document(server.url, arguments=dict(parse_qsl(query))) for query in queries]
    return "\n".join(f"<div>{script}</div>" for script in scripts), policy(server)


def policy(server: Server) -> str:
    ours = origin(server)
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'unsafe-inline' 'unsafe-eval' blob: {ours}",
            f"connect-src {ours} {ours.replace('http', 'ws', 1)}",
            "style-src 'unsafe-inline'",
            "img-src data:",
        ]
    )


def find(frame: Frame, expression: str, index: int = 0):
    """The value of an expression in JavaScript, where `model(name)` finds a model of a document."""
    return frame.evaluate(code(expression), index)


def until(frame: Frame, condition: str, index: int = 0) -> None:
    frame.wait_for_function(code(condition), arg=index)


def code(expression: str) -> str:
    model = "(name) => Bokeh.documents[index].get_model_by_name(name)"
    return f"(index) => {{ const model = {model}; return {expression} }}"


def document_of(frame: Frame, *names: str) -> int:
    """Which of the documents on a page has these models: they come in any order."""
    code = "(names) => Bokeh.documents.findIndex((it) => names.every((name) => it.get_model_by_name(name)))"
    return frame.evaluate(code, list(names))


def figures(frame: Frame, index: int = 0) -> set[str]:
    models = "[...Bokeh.documents[index]._all_models.values()]"
    return set(find(frame, f"{models}.filter((it) => it.type === 'Plot').map((it) => it.name)", index))


ROWS = "model('trace').get_length()"
ENDED = f"model('play').label === 'Play' && {ROWS} > 1 && model('playhead').value === {ROWS} - 1"
END = re.compile("Converged at step|iterations used")
SHOWN = {
    "?show=loss": {"distance_plot"},
    "?show=path,loss": {"curve_plot", "distance_plot"},
    "?chapter=line&show=path,loss": {"path_plot", "loss_plot"},
    "?chapter=line&show=fit": {"fit_plot"},
}


@pytest.mark.parametrize("query", SHOWN)
def test_chosen_panels_play_in_a_frame_under_a_strict_policy(read, host, server, query):
    frame = read().framed(host(*framing(server, f"{query}&{FAST}")))
    assert figures(frame) == SHOWN[query]
    assert [button.inner_text() for button in frame.get_by_role("button").all() if button.is_visible()] == [
        "Play",
        "◀ Back",
        "Step ▶",
        "Reset",
    ]
    assert frame.locator("nav, aside, header").count() == 0
    frame.get_by_role("button", name="Play", exact=True).click()
    until(frame, ENDED)


@pytest.mark.parametrize("query", SHOWN)
@pytest.mark.parametrize("width", [500, 700, 1200])
def test_a_frame_of_the_advised_height_needs_no_scrollbar(read, host, server, query, width):
    height = 2 * HEIGHT if width < 650 and "," in query else HEIGHT  # the panels stand below each other
    frame = read(width).framed(host(*framing(server, f"{query}&{FAST}", height)))
    frame.get_by_role("button", name="Play", exact=True).click()
    until(frame, ENDED)
    expect(frame.locator("body")).to_contain_text(END)
    page = "document.documentElement"
    assert frame.evaluate(f"{page}.scrollWidth <= innerWidth")
    assert frame.evaluate(f"innerHeight - {page}.scrollHeight") >= 0


def test_two_embeddings_in_one_page_play_by_themselves(read, host, server):
    address = host(*embedding(server, f"show=loss&{FAST}", f"chapter=line&show=path,loss&{FAST}"))
    page = read().embedded(address, 2)
    curve, line = document_of(page, "distance_plot"), document_of(page, "path_plot", "loss_plot")
    assert figures(page, curve) == {"distance_plot"}
    assert figures(page, line) == {"path_plot", "loss_plot"}
    page.get_by_role("button", name="Play", exact=True).first.click()
    played = started(page, curve, line)
    stayed = curve + line - played
    until(page, ENDED, played)
    assert find(page, ROWS, stayed) == 1
    assert find(page, "model('playhead').value", stayed) == 0
    page.get_by_role("button", name="Step ▶", exact=True).last.click()
    page.get_by_role("button", name="Step ▶", exact=True).first.click()
    until(page, f"{ROWS} === 2", stayed)


def started(page: Frame, *indices: int) -> int:
    """Which of the documents has begun to play."""
    plays = "(it) => Bokeh.documents[it].get_model_by_name('trace').get_length() > 1"
    code = f"() => {list(indices)}.find({plays}) ?? -1"
    page.wait_for_function(f"({code})() >= 0")
    return page.evaluate(code)


COLOURS = {
    "the host is dark": ("", "dark", DARK),
    "the host is light": ("", "light", LIGHT),
    "dark is asked for": ("&theme=dark", "light", DARK),
    "light is asked for": ("&theme=light", "dark", LIGHT),
}
# Every other colour of text or a line that the canvas is painted in has to be of the theme, too.
PAINTED = """() => Bokeh.documents.flatMap((it) => [...it._all_models.values()]).flatMap((model) => [...model]
    .filter((property) => property.attr.endsWith("_color") && !property.is_unset)
    .map((property) => property.get_value()).map((it) => it?.value ?? it)
    .filter((it) => typeof it === "string" && it.startsWith("#")))"""


@pytest.mark.parametrize("way", ["frame", "page"])
@pytest.mark.parametrize(("theme", "scheme", "colours"), COLOURS.values(), ids=COLOURS)
def test_panels_are_in_the_colours_of_the_host_or_those_asked_for(
    read, host, server, way, theme, scheme, colours
):
    reader = read(color_scheme=scheme)
    query = f"chapter=line&show=path,loss{theme}"
    if way == "frame":
        frame = reader.framed(host(*framing(server, f"?{query}")))
    else:
        frame = reader.embedded(host(*embedding(server, query)))
    other = LIGHT if colours is DARK else DARK
    frame.wait_for_function("([code, it]) => eval(code)().includes(it)", arg=[PAINTED, colours["given"]])
    painted = set(frame.evaluate(PAINTED))
    assert painted & set(colours.values())
    assert not painted & set(other.values())
    for name in ("canvas", ".bk-Column"):
        assert commonest_colour(frame.locator(name).first.screenshot()) == colours["panel"]
    assert (
        in_hexadecimal(frame.get_by_text("Back").evaluate("(it) => getComputedStyle(it).color"))
        == colours["text"]
    )


def commonest_colour(screenshot: bytes) -> str:
    pixels = Image.open(io.BytesIO(screenshot)).convert("RGB")
    (red, green, blue), _ = Counter(pixels.get_flattened_data()).most_common(1)[0]
    return f"#{red:02X}{green:02X}{blue:02X}"


def in_hexadecimal(colour: str) -> str:
    """A colour as CSS computes it, rgb(26, 31, 46), written like those of the palette."""
    return "#" + "".join(
        f"{int(part):02X}" for part in colour.removeprefix("rgb(").removesuffix(")").split(",")
    )


@pytest.mark.parametrize("way", ["frame", "page"])
def test_keys_are_the_hosts(read, host, server, way):
    reader = read()
    if way == "frame":
        frame = reader.framed(host(*framing(server, "?show=loss")))
    else:
        frame = reader.embedded(host(*embedding(server, "show=loss")))
    frame.evaluate("window.left = []")
    frame.evaluate("addEventListener('keydown', (it) => window.left.push([it.key, it.defaultPrevented]))")
    frame.locator(".bk-Column").first.click(position={"x": 3, "y": 3})
    keys = [" ", "ArrowRight", "ArrowLeft", "r"]
    for key in keys:
        reader.page.keyboard.press(key)
    assert frame.evaluate("left") == [[key, False] for key in keys]
    assert find(frame, ROWS) == 1
    frame.get_by_role("button", name="Step ▶", exact=True).click()
    until(frame, f"{ROWS} === 2 && model('playhead').value === 1")


@pytest.mark.parametrize("way", ["frame", "page"])
@pytest.mark.parametrize("query", ["chapter=line&show=path,loss", "show=numbers,loss", "show=answer"])
def test_on_a_phone_panels_stand_below_each_other_in_the_width_there_is(read, host, server, way, query):
    reader = read(390, 844, has_touch=True, is_mobile=True)
    if way == "frame":
        frame = reader.framed(host(*framing(server, f"?{query}", 2 * HEIGHT)))
    else:
        frame = reader.embedded(host(*embedding(server, query)))
    assert frame.evaluate("document.documentElement.scrollWidth") <= 390
    boxes = [canvas.bounding_box() for canvas in frame.locator("canvas").all()]
    buttons = [button.bounding_box() for button in frame.get_by_role("button").all() if button.is_visible()]
    assert len(buttons) == 4
    for box in [*boxes, *buttons]:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize(
    "query", ["show=nonsense", "show=loss,nonsense", "show=loss,loss", "show=fit", "show="]
)
def test_wrong_panels_are_told_on_a_page_that_works(read, host, server, query):
    frame = read(1200).framed(host(*framing(server, f"?{query}&{FAST}", 860)))
    expect(frame.locator(".notice")).to_be_visible()
    expect(frame.locator(".notice")).to_contain_text(telling("path", "loss", "numbers", "answer"))
    frame.get_by_role("button", name="Play", exact=True).click()
    until(frame, ENDED)


def test_a_wrong_value_is_told_beside_the_panels(read, host, server):
    frame = read().framed(host(*framing(server, "?show=loss&step_size=<b>")))
    expect(frame.get_by_text("step_size = “<b>” is not allowed")).to_be_visible()
    assert figures(frame) == {"distance_plot"}


def test_panels_whose_socket_fails_say_so_in_the_hosts_page_and_are_asked_for_again(read, host, server):
    reader = read()
    outage = Outage(reader.page)
    outage.break_sockets()
    reader.page.goto(host(*embedding(server, "chapter=line&show=loss")))
    told = reader.page.get_by_role("status").filter(has_text="could not be loaded")
    expect(told).to_be_visible()
    page = await_documents(reader.page.main_frame, 1)
    assert figures(page) == {"loss_plot"}
    expect(told).to_have_count(0)
    assert outage.tries == 3
    assert reader.page.url.startswith(host.origin)
    reader.said.clear()  # what a browser and Bokeh say of a socket that fails
