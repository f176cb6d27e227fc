import pytest
from bokeh.core.has_props import HasProps
from bokeh.core.property.descriptors import PropertyDescriptor
from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.document import Document
from bokeh.model import Model
from bokeh.models import Div, Slider
from bokeh.plotting import figure
from bokeh.themes import Theme

from dashboard.serving import defaults

BOKEHS_OWN = [
    (HasProps, "_overridden_defaults", classmethod(defaults.overridden_defaults)),
    (HasProps, "themed_values", lambda model: getattr(model, "__themed_values__", None)),
    (PropertyDescriptor, "has_unstable_default", defaults.has_unstable_default),
    (PropertyDescriptor, "instance_default", defaults.instance_default),
]


@pytest.fixture
def plain(monkeypatch):
    """Bokeh as it is, until `defaults.install` is called."""
    for owner, name, own in BOKEHS_OWN:
        monkeypatch.setattr(owner, name, own)


def of_all_classes():
    """By class and property: what a new model has by default, and whether it is one of its own."""
    found = {}
    for kind in Model.model_class_reverse_map.values():
        model = object.__new__(kind)
        model.__dict__.update(_property_values={}, _unstable_default_values={}, _unstable_themed_values={})
        for name in kind.properties():
            descriptor = kind.lookup(name)
            if not isinstance(descriptor, PropertyDescriptor):  # another name for one
                continue
            if descriptor.has_unstable_default(model):
                found[kind, name] = "its own"
            else:
                value = descriptor.instance_default(model)
                assert not isinstance(value, Model | PropertyValueContainer)
                found[kind, name] = repr(value)
    return found


def test_every_property_of_every_model_has_the_default_that_bokeh_gives_it(plain):
    bokehs = of_all_classes()
    defaults.install()
    assert of_all_classes() == bokehs and len(bokehs) > 5000
    assert of_all_classes() == bokehs, "when it is looked up for the second time"


def page():
    """A document with a figure, widgets, and a theme."""
    document = Document(theme=Theme(json={"attrs": {"Axis": {"axis_label": "themed"}, "Div": {"width": 7}}}))
    plot = figure(width=300)
    plot.line([1, 2], [3, 4])
    for root in (plot, Div(text="a"), Slider(start=0, end=1, value=0.5, styles={"color": "red"})):
        document.add_root(root)
    return document


def written(document):
    """A document as it is sent, with its models by the order in which they come."""
    order = {}

    def named(part):
        if isinstance(part, dict):
            return {
                name: order.setdefault(each, len(order)) if name == "id" else named(each)
                for name, each in part.items()
            }
        return [named(each) for each in part] if isinstance(part, list | tuple) else part

    return named(document.to_json(deferred=False)["roots"])


def test_a_page_is_written_as_before(plain):
    bokehs = written(page())
    defaults.install()
    assert written(page()) == bokehs and "themed" in str(bokehs)


def test_lists_and_models_are_shared_by_nobody(plain):
    defaults.install()
    one, other = Div(), Div()
    one.tags.append("mine")
    one.styles["color"] = "red"
    assert other.tags == [] and other.styles == {}
    assert figure().x_range is not figure().x_range
    assert figure().toolbar is not figure().toolbar
