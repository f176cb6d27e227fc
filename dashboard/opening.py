"""What a request gets: the page around the figures, then these; on a full server, a word that it is full."""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from bokeh import __version__ as bokeh_version
from bokeh.application.application import ServerContext
from bokeh.document import Document
from bokeh.events import ConnectionLost
from bokeh.model import Model
from bokeh.models import Div
from bokeh.server.contexts import ApplicationContext
from jinja2 import Environment, FileSystemLoader

from dashboard import chapters
from dashboard.cards import card
from dashboard.controls import MOST_HYPERPARAMETERS
from dashboard.embedding import embedding
from dashboard.links import read
from dashboard.page import Page
from dashboard.settings import CHAPTERS, Settings
from dashboard.tips import TITLES, tips
from dashboard.view import View

MOST_SESSIONS = 400
TITLE = "Gradient descent, live"
FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
open_pages: set[str] = set()  # ids of sessions


@cache
def most_sessions() -> int:
    """How many pages this server holds at once: `bokeh serve dashboard --args --max-sessions 100`."""
    parser = ArgumentParser(prog="bokeh serve dashboard --args")
    parser.add_argument("--max-sessions", type=int, default=MOST_SESSIONS, help="pages held open at once")
    return parser.parse_known_args(sys.argv[1:])[0].max_sessions


@cache
def static(name: str) -> str:
    """Where a static file is, below the app: a digest of its content lets caches keep it for good."""
    return f"static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


@cache
def script_of_loading() -> str:
    """Return what stands in the page itself: it is needed most where nothing else comes."""
    return (STATIC / "loading.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a template has to know of models that are not built yet."""

    roots: tuple[Model, ...]  # stand for the page's own: of the same names, in the same order
    figures: dict[str, str]  # names of plots


@lru_cache(maxsize=256)
def outline(chapter: str, show: tuple[str, ...]) -> Outline:
    """Return the outline of a chapter's page, or of some of its panels."""
    view = View(replace(CHAPTERS[chapter], show=show))
    roots = [embedding(view)] if view.embedded else view.roots()
    figures = {name: plot.name for name, plot in view.figures.items() if name != "surface"}
    return Outline(tuple(Div(name=root.name) for root in roots), figures)


@cache
def template() -> Any:
    return Environment(loader=FileSystemLoader(FOLDER / "templates")).get_template("index.html")


def describe(context: ApplicationContext, arguments: Mapping[str, Sequence[bytes | str]]) -> dict[str, Any]:
    """Return title, roots, template and its variables of the page that a link asks for."""
    app = context.url
    shared = {
        "app": app,
        "bokeh": app.rsplit("/", 1)[0] + "/static/js",
        "version": bokeh_version,
        "static": static,
        "loading": script_of_loading(),
    }
    if places_taken(context.server_context) >= most_sessions():
        variables = {"layout": "full.html", "theme": "system"}
        return {"title": TITLE, "roots": [], "template": template(), "template_variables": shared | variables}
    settings, _ = read(arguments)
    outlined = outline(settings.chapter, settings.show)
    variables = {
        "layout": "embedded.html" if settings.show else "page.html",
        "chapter": settings.chapter,
        "theme": settings.theme,
        "card": card(settings),
        "board": settings.board,
        "tips": tips(settings.chapter),
        "places": MOST_HYPERPARAMETERS,
        "titles": chapters.BY_NAME[settings.chapter].TITLES,
        "figures": outlined.figures,
    }
    return {
        "title": title(settings),
        "roots": list(outlined.roots),
        "template": template(),
        "template_variables": shared | variables,
    }


def title(settings: Settings) -> str:
    return f"{TITLE}: {TITLES[settings.chapter]}"


def open_page(document: Document) -> None:
    """Build the page that a request asks for, in its document; where all places are taken, nothing."""
    context = document.session_context
    document.title = TITLE
    if places_taken(context.server_context) >= most_sessions():
        return
    page = Page(document, context.request.arguments)
    open_pages.add(context.id)
    document.on_event(ConnectionLost, lambda _: page.left())
    forget_module(document)
    document.config.update(reconnect_session=False, notify_connection_status=False)
    document.title = title(page.settings)


def places_taken(server_context: ServerContext) -> int:
    """How many pages are open.

    No callback counts them at their end: where there is one, Bokeh collects garbage after each page, which
    in a full server takes longer than to build a page.
    """
    open_pages.intersection_update(session.id for session in server_context.sessions)
    return len(open_pages)


def forget_module(document: Document) -> None:
    """Let go of the module that `main.py` was run in for this page: nothing of it is needed any more.

    At the end of a page Bokeh would look for what refers to it among all objects of all pages.
    """
    for module in document.modules._modules:
        sys.modules.pop(module.__name__, None)
    document.modules._modules.clear()
