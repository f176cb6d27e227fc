"""The run as one HTML file with figures, rows and playhead, to be opened from disk without a server.

The rows are in it, and the playhead is that of the page: only a new run needs a server.
"""

import re
from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from bokeh.core.templates import get_env
from bokeh.document import Document
from bokeh.embed import file_html
from bokeh.models.layouts import LayoutDOM
from bokeh.resources import INLINE
from bokeh.themes import Theme

from dashboard.drawing import sheets
from dashboard.explain.verdict import verdict
from dashboard.export.program import title, without_page
from dashboard.page.looks import scale_switch, view_switch
from dashboard.page.own import Own
from dashboard.page.shown import Shown
from dashboard.page.view import STYLE, View
from dashboard.runs import rows
from dashboard.settings.chapter import Chapter, chapter_of
from dashboard.settings.kinds import plain
from dashboard.settings.tips import tips
from dashboard.settings.values import Settings

FOLDER = Path(__file__).parent.parent
MOST_LIT = 2_000_000  # bytes of batches: of a longer run they are left out, and no samples light up
SCRIPT = re.compile(r"<script(?![^>]*application/json)[^>]*>(.*?)</script>", re.DOTALL)


def standalone(settings: Settings) -> str:
    """The HTML file of a run, its rivals and its rows."""
    settings = replace(without_page(settings), basins=False)
    chapter = chapter_of(settings)
    shown = Shown.of(settings, Own())
    document = document_of(chapter, shown)
    html = file_html(
        document,
        INLINE,
        template=environment().get_template("standalone.html"),
        template_variables={
            "standalone": True,
            "chapter": chapter,
            "panels": environment().from_string(chapter.template),
            "theme": settings.theme,
            "titles": chapter.titles,
            "tips": tips(settings.chapter),
            "summary": summary(settings),
            "ended": verdict(shown.run, settings),
            "static": static,
        },
        suppress_callback_warning=True,
    )
    return guarded(html)


def document_of(chapter: Chapter, shown: Shown) -> Document:
    """A document with the page's figures, words and transport, all rows of the run in its trace."""
    view = View(replace(shown.settings, show=chapter.panels))
    view.sheet.css = STYLE  # its colours are those of the page around it
    view.words["verdict"].render_as_text = True
    panels = view.panels_of_figures()
    view.kit.bring("theory")  # nobody could later
    view.paint(shown, None, ghost={})
    switches = [scale_switch(view, shown)]
    if view.raised is not None:
        switches.append(view_switch(view, shown))
    view.sources.trace.data = whole(shown.rows)
    words = [view.words[name] for name in (*chapter.words, "counter", "verdict")]
    return document_with([*panels, *switches, view.playhead, *view.buttons.values(), *words], view, shown)


def document_with(roots: list[LayoutDOM], view: View, shown: Shown) -> Document:
    document = Document(theme=theme(), title=title(shown.settings))
    with document.models.freeze():
        for root in roots:
            document.add_root(root)
    document.js_on_event("document_ready", view.ready(is_served=False))
    return document


def whole(table: rows.Rows) -> dict[str, object]:
    """All rows; who is in which batch only where that is not too long."""
    lit = {name: column for name, column in table.items() if isinstance(column, rows.Lit)}
    numbers = {name: column for name, column in table.items() if name not in lit}
    short = {name: column[0 : len(column)] for name, column in lit.items() if size(column) <= MOST_LIT}
    return numbers | short


def size(column: rows.Lit) -> int:
    return len(column) * (column.m // column.every) // 6  # of base64, six bits a byte


def summary(settings: Settings) -> str:
    """What is run, in a line."""
    start = ", ".join(map(plain, settings.start))
    return f"{settings.method}, α = {plain(settings.step_size)}, from {start}"


@cache
def theme() -> Theme:
    return Theme(filename=FOLDER / "theme.yaml")


@cache
def environment() -> Any:
    """Bokeh's own environment, which finds its macros and this project's templates."""
    found = get_env()
    found.loader.searchpath.append(str(FOLDER / "templates"))
    return found


@cache
def static(name: str) -> str:
    file = FOLDER / "static" / name
    return sheets.join(file) if file.suffix == ".css" else file.read_text(encoding="utf-8")


def guarded(html: str) -> str:
    """The page with a policy: no script runs but those that are in it now, and nothing is fetched."""
    hashes = " ".join(sorted({f"'sha256-{digest(script)}'" for script in SCRIPT.findall(html)}))
    return html.replace("SCRIPTS-OF-THIS-PAGE", hashes, 1)


def digest(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()
