"""What a request gets: a page of its own, or, where the server is full, a word that it is."""

import sys
from argparse import ArgumentParser
from functools import cache

from bokeh.application.application import ServerContext
from bokeh.document import Document
from bokeh.events import ConnectionLost

from dashboard import chapters
from dashboard.cards import card
from dashboard.controls import MOST_HYPERPARAMETERS
from dashboard.files import bokehjs, static
from dashboard.page import Page
from dashboard.tips import TITLES, tips

MOST_SESSIONS = 400
open_pages: set[str] = set()  # ids of sessions


@cache
def most_sessions() -> int:
    """How many pages this server holds at once: `bokeh serve dashboard --args --max-sessions 100`."""
    parser = ArgumentParser(prog="bokeh serve dashboard --args")
    parser.add_argument("--max-sessions", type=int, default=MOST_SESSIONS, help="pages held open at once")
    return parser.parse_known_args(sys.argv[1:])[0].max_sessions


def open_page(document: Document) -> None:
    """Build the page that a request asks for, in its document."""
    context = document.session_context
    app = context.server_context.application_context.url
    document.template_variables.update(
        app=app,
        server=app.rsplit("/", 1)[0],
        bokehjs=bokehjs,
        static=static,
        theme="system",
    )
    document.title = "Gradient descent, live"
    if places_taken(context.server_context) >= most_sessions():
        document.template_variables["layout"] = "full.html"
        return
    page = Page(document, context.request.arguments)
    open_pages.add(context.id)
    document.on_event(ConnectionLost, lambda _: page.left())
    forget_module(document)
    document.config.update(reconnect_session=False, notify_connection_status=False)
    settings = page.settings
    document.title += f": {TITLES[settings.chapter]}"
    document.template_variables.update(
        layout="embedded.html" if settings.show else "page.html",
        chapter=settings.chapter,
        theme=settings.theme,
        card=card(settings),
        board=settings.board,
        tips=tips(settings.chapter),
        places=MOST_HYPERPARAMETERS,
        titles=chapters.BY_NAME[settings.chapter].TITLES,
        figures={name: plot.name for name, plot in page.view.figures.items() if name != "surface"},
    )


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
