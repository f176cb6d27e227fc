"""What a request gets: the page around the figures, then these; on a full server, a word that it is full."""

import asyncio
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from weakref import ref

from bokeh.application.application import ServerContext
from bokeh.document import Document
from bokeh.events import ConnectionLost
from bokeh.model import Model
from bokeh.models import Div
from bokeh.server.contexts import ApplicationContext
from jinja2 import Environment, FileSystemLoader

from dashboard.page.cards import card
from dashboard.page.classroom import RoomPage
from dashboard.page.confined import hidden_groups
from dashboard.page.controls import MOST_HYPERPARAMETERS
from dashboard.page.embedding import embedding
from dashboard.page.page import Page
from dashboard.page.shelves import SHELVES
from dashboard.page.tasks import task
from dashboard.page.view import View
from dashboard.runs.budget import affordable
from dashboard.runs.links import read
from dashboard.runs.problems import runs_of
from dashboard.serving.classes import following
from dashboard.serving.entrance import Wanted, open_room, variables, wanted
from dashboard.serving.files import STATIC, bokehjs, static
from dashboard.serving.occupancy import Occupancy, Place
from dashboard.serving.reach import from_outside
from dashboard.settings.chapter import BY_NAME, Chapter, chapter_of
from dashboard.settings.rail import instruments, rail
from dashboard.settings.tips import tips
from dashboard.settings.values import CHAPTERS, Settings
from gdcore import outcome

MOST_SESSIONS = 400
IDLE_MINUTES = 10  # after which a page's place may be given to another
SECONDS_TO_TELL = 2  # a page that its place was given up
TITLE = "Gradient descent, live"
CLASS = "A class, live"
FOLDER = Path(__file__).parent.parent
dismissing: set[asyncio.Task[None]] = set()  # which the event loop alone would forget


@cache
def occupancy() -> Occupancy:
    """Return this server's places: `bokeh serve dashboard --args --max-sessions 100 --idle-minutes 5`."""
    parser = ArgumentParser(prog="bokeh serve dashboard --args")
    parser.add_argument("--max-sessions", type=int, default=MOST_SESSIONS, help="pages held open at once")
    parser.add_argument(
        "--idle-minutes",
        type=float,
        default=IDLE_MINUTES,
        help="after which a page at which nothing was done gives its place to a newcomer, if all are taken",
    )
    given = parser.parse_known_args(sys.argv[1:])[0]
    return Occupancy(given.max_sessions, 60 * given.idle_minutes)


def is_full(server_context: ServerContext) -> bool:
    """Whether a newcomer finds no place.

    No callback counts pages at their end: where there is one, Bokeh collects garbage after each page, which
    in a full server takes longer than to build a page.
    """
    places = occupancy()
    places.keep(session.id for session in server_context.sessions)
    return places.is_full


@cache
def read_static(name: str) -> str:
    """Return a script that stands in what is sent first: it is needed most where nothing else comes."""
    return (STATIC / name).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a template has to know of models that are not built yet."""

    roots: tuple[Model, ...]  # stand for the page's own: of the same names, in the same order
    figures: dict[str, str]  # names of plots


@lru_cache(maxsize=256)
def outline(chapter: str, show: tuple[str, ...]) -> Outline:
    """Return the outline of a chapter's page, or of some of its panels."""
    settings = replace(CHAPTERS[chapter], show=show)
    view = View(settings)
    roots = [embedding(view, settings)] if view.embedded else view.roots()
    figures = {name: plot.name for name, plot in view.figures.items() if name != "surface"}
    return Outline(tuple(Div(name=root.name) for root in roots), figures)


@cache
def template() -> Any:
    return Environment(loader=FileSystemLoader(FOLDER / "templates")).get_template("index.html")


@cache
def panels(chapter: Chapter) -> Any:
    """Return the chapter's panels as a template, which that of the page includes."""
    return template().environment.from_string(chapter.template)


def describe(context: ApplicationContext, arguments: Mapping[str, Sequence[bytes | str]]) -> dict[str, Any]:
    """Return title, roots, template and its variables of the page that a link asks for."""
    shared = {
        "app": context.url,
        "server": context.url.rsplit("/", 1)[0],
        "bokehjs": bokehjs,
        "static": static,
        "loading": read_static("loading.js"),
    }
    heading, roots, own = describe_content(context, arguments)
    return {
        "title": heading,
        "roots": roots,
        "template": template(),
        "template_variables": shared | own,
    }


def describe_content(
    context: ApplicationContext, arguments: Mapping[str, Sequence[bytes | str]]
) -> tuple[str, list[Model], dict[str, Any]]:
    """Return title, roots and template variables: of a run, of a class, or of a server that is full."""
    if is_full(context.server_context):
        return TITLE, [], {"layout": "full.html", "theme": "system"}
    wish = wanted(arguments)
    if wish is not None:
        return CLASS, [Div(name="room")], {"who": read_static("who.js")} | variables(wish)
    settings, _ = read(arguments)
    roots = list(outline(settings.chapter, settings.show).roots)
    return title(settings), roots, describe_run_page(settings) | {"opens": is_bare(arguments)}


def describe_run_page(settings: Settings) -> dict[str, Any]:
    """Return what the template of a run's page has to know, or that of some of its panels."""
    chapter = chapter_of(settings)
    return {
        "layout": "embedded.html" if settings.show else "page.html",
        "chapter": chapter,
        "chapters": BY_NAME.values(),
        "panels": panels(chapter),
        "theme": settings.theme,
        "card": card(settings),
        "task": task(settings),
        "hidden": hidden_groups(settings),
        "shelves": SHELVES,
        "board": settings.board,
        "tips": tips(settings.chapter),
        "rail": rail(settings.chapter),
        "instruments": instruments(settings.chapter),
        "places": MOST_HYPERPARAMETERS,
        "titles": chapter.titles,
        "figures": outline(settings.chapter, settings.show).figures,
    }


def title(settings: Settings) -> str:
    return f"{TITLE}: {chapter_of(settings).subject}"


def is_bare(arguments: Mapping[str, Sequence[bytes | str]]) -> bool:
    """Whether a link asks for no more than the page."""
    return all(name.startswith("bokeh-") for name in arguments)


def prepare(arguments: Mapping[str, Sequence[bytes | str]]) -> None:
    """Compute the runs that a link asks for: the page finds them done."""
    if wanted(arguments) is not None:
        return
    with suppress(ValueError):
        settings = affordable(read(arguments)[0])
        outcome(runs_of(settings)[0])


def open_page(document: Document) -> None:
    """Build the page that a request asks for, in its document; where all places are taken, nothing."""
    context = document.session_context
    document.title = TITLE
    if is_full(context.server_context):
        return
    wish = wanted(context.request.arguments)
    if wish is not None:
        enter(document, wish)
        return
    page = Page(document, context.request.arguments)
    occupancy().take(context.id, place_of(page))
    document.on_event(ConnectionLost, lambda _: page.on_disconnect())
    settle(document)
    document.title = title(page.settings)


def settle(document: Document) -> None:
    """Do what every page needs once it is built."""
    forget_module(document)
    document.config.update(reconnect_session=False, notify_connection_status=False)


def enter(document: Document, wish: Wanted) -> None:
    """Build a page of a class."""
    context, request = document.session_context, document.session_context.request
    base = f"{request.protocol}://{request.host}{request.path.removesuffix('/ws')}"
    address = request.remote_ip or ""
    base = from_outside(base, address) if wish.is_teacher else base
    page = open_room(document, following(), wish, address, base)
    following().start()
    occupancy().take(context.id, place_of(page))
    settle(document)
    document.title = CLASS


def place_of(page: Page | RoomPage) -> Place:
    there = ref(page)  # or the last ones of a class would be kept until somebody else comes

    def last_act() -> float:
        page = there()
        return page.last_act if page else 0.0

    def give_up() -> None:
        page = there()
        if page is not None:
            giving_up = asyncio.get_running_loop().create_task(dismiss(page))
            dismissing.add(giving_up)
            giving_up.add_done_callback(dismissing.discard)

    return Place(last_act, give_up)


async def dismiss(page: Page | RoomPage) -> None:
    """Tell a page that its place was given up, and close its sockets, whether or not it has heard."""
    session = page.gate.document.session_context.session
    with suppress(TimeoutError):
        await asyncio.wait_for(session.with_document_locked(page.give_up), SECONDS_TO_TELL)
    for connection in list(session._subscribed_connections):  # there is no public way
        connection._socket.close()
    session.request_expiration()


def forget_module(document: Document) -> None:
    """Let go of the module that `main.py` was run in for this page: nothing of it is needed any more.

    At the end of a page Bokeh would look for what refers to it among all objects of all pages.
    """
    for module in document.modules._modules:
        sys.modules.pop(module.__name__, None)
    document.modules._modules.clear()
