"""The chosen panels and a small transport as one root, which fits a frame or a host's page."""

from textwrap import fill

from bokeh.models import Column, Row
from bokeh.models.layouts import LayoutDOM

from dashboard.drawing import figures
from dashboard.page.view import View
from dashboard.settings.values import Settings

HEIGHT = 320  # pixels of a figure
LETTERS = 25  # in a line of its title: as many as the narrowest figure has room for
WRAP = {"flex-wrap": "wrap", "gap": "8px", "align-items": "center"}
FRAME = {"padding": "12px", "gap": "8px", "background": "var(--panel)"}
PANEL = {"flex": "1 1 300px"}


def embedding(view: View, settings: Settings) -> Column:
    """Return the one root of a page in a frame or in a page of others: its panels, and what plays them."""
    start = view.controls["start"].model  # dragged in the plot, not shown
    view.playhead.tags = [*view.playhead.tags, start]
    words = [view.words[name] for name in ("basin_words", "verdict", "notice") if name in view.words]
    transport = [*view.buttons.values(), view.words["counter"]]
    return Column(
        name="embedding",
        children=[wrapped(panels(view, settings)), view.playhead, wrapped(transport), *words],
        sizing_mode="stretch_width",
        stylesheets=[view.sheet],
        styles=FRAME,
    )


def panels(view: View, settings: Settings) -> list[LayoutDOM]:
    """The figures, each with its title, and the panels of words."""
    titles = {**view.chapter.titles, "loss": view.chapter.timeline_title(settings)}
    for name, plot in view.figures.items():
        title = figures.title(fill(titles["path" if name == "surface" else name], LETTERS))
        plot.update(title=title, sizing_mode="stretch_width", height=HEIGHT)
    plots = dict(view.figures)
    if "surface" in plots:
        both = [plots["path"], plots.pop("surface")]
        view.raised = plots["path"] = Column(name="path_panel", children=both, sizing_mode="stretch_width")
    words = [view.words[name] for name in view.chapter.words if name in view.panels]
    found = [*plots.values(), *words]
    for panel in found:
        panel.styles = PANEL
    return found


def wrapped(children: list[LayoutDOM]) -> Row:
    """A row that becomes several where there is too little room."""
    return Row(children=children, sizing_mode="stretch_width", styles=WRAP)
