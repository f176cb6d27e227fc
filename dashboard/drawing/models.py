"""Bokeh's own models, made without what is thrown away at once, and changed only where something differs.

Bokeh makes the default of a property even where it is given another value. Of a page's models four in ten
were made so: a seventh of what opening it costs.
"""

from typing import Any

from bokeh.core.has_props import Local
from bokeh.core.properties import Override
from bokeh.core.property.singletons import Undefined
from bokeh.model import Model
from bokeh.models import CDSView, ColumnDataSource, GlyphRenderer, LinearAxis, Plot

NAMES_THERE = ("__view_model__", "__view_module__", "__qualified_model__")


def without_defaults(model: type[Model], *names: str) -> type[Model]:
    """Return a class of models that are the same in the browser, and here have no default for some parts.

    Parameters
    ----------
    model : type of Model
        Bokeh's class.
    *names : str
        Properties whose default is a model. Whoever makes one of the class gives each of them.
    """
    known = {name: getattr(model, name) for name in NAMES_THERE}
    return type(model.__name__, (model, Local), known | {name: Override(default=Undefined) for name in names})


BareAxis = without_defaults(LinearAxis, "ticker", "formatter", "major_label_policy")
BarePlot = without_defaults(Plot, "x_range", "y_range", "x_scale", "y_scale", "title", "toolbar")
BareRenderer = without_defaults(GlyphRenderer, "view")
BareSource = without_defaults(ColumnDataSource, "selected", "selection_policy")
BareView = without_defaults(CDSView, "filter")


def change(model: Model, **values: Any) -> None:
    """Set those properties of a model that differ: setting an equal value costs a message."""
    model.update(**{name: value for name, value in values.items() if getattr(model, name) != value})
