"""Switches that need no server: each of their words sets what the server would have set."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bokeh.models import CustomJS, Model, RadioButtonGroup

from dashboard.drawing.sources import source_of
from dashboard.page import controls, timeline
from dashboard.page.shown import Shown
from dashboard.page.view import View
from dashboard.settings.values import rule_of

Change = tuple[Model, str, Any]

SWITCH = "for (const [model, name, value] of looks[cb_obj.active]) model.setv({[name]: value})"
RANGE = ("start", "end", "reset_start", "reset_end")
AXIS = ("axis_label", "ticker", "formatter")


def scale_switch(view: View, shown: Shown) -> RadioButtonGroup:
    """Linear or logarithmic: the timeline as `view` paints it for either."""
    words = rule_of(shown.settings, "scale").options
    looks = [scaled(view, replace(shown, settings=replace(shown.settings, scale=word))) for word in words]
    paint_scale(view, shown)
    return switch(view, "scale", words, shown.settings.scale, looks)


def scaled(view: View, shown: Shown) -> list[Change]:
    paint_scale(view, shown)
    return list(timeline_changes(view))


def paint_scale(view: View, shown: Shown) -> None:
    view.paint_facts(shown)
    timeline.paint(view.kit, view.sources, view.figures["loss"], shown)


def timeline_changes(view: View) -> Iterator[Change]:
    """What a scale sets, as it is now: the facts first, which the playhead shows its row by."""
    plot = view.figures["loss"]
    yield view.sources.facts, "data", dict(view.sources.facts.data)
    foretold = source_of(plot, "foretold")
    yield foretold, "data", dict(foretold.data)
    yield from ((renderer, "visible", renderer.visible) for renderer in plot.renderers)
    glyphs = [renderer.glyph for renderer in plot.renderers]
    by_column = [glyph for glyph in glyphs if isinstance(getattr(glyph, "y", None), str)]
    yield from ((glyph, "y", {"field": glyph.y}) for glyph in by_column)
    yield from ((plot.left[0], name, getattr(plot.left[0], name)) for name in AXIS)
    yield from ((plot.y_range, name, getattr(plot.y_range, name)) for name in RANGE)
    yield plot, "y_scale", plot.y_scale


def view_switch(view: View, shown: Shown) -> RadioButtonGroup:
    """From above or in three dimensions: both are there, and one of them is visible."""
    words, chosen = rule_of(shown.settings, "view").options, shown.settings.view
    for word in ("surface", chosen):
        view.paint_view(replace(shown, settings=replace(shown.settings, view=word)))
    plots = {"contours": view.figures["path"], "surface": view.figures["surface"]}
    looks = [[(plot, "visible", word == name) for name, plot in plots.items()] for word in words]
    return switch(view, "view", words, chosen, looks)


def switch(
    view: View, name: str, words: tuple[str, ...], chosen: str, looks: list[list[Change]]
) -> RadioButtonGroup:
    group = controls.make_choice(name, words, view.sheet).model
    group.active = words.index(chosen)
    group.js_on_change("active", CustomJS(args={"looks": looks}, code=SWITCH))
    return group
