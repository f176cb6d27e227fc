"""What a model has where nothing was set is looked up once for each class, and not for each model.

Bokeh asks for the default of every property, of every model that is made, and again when it is written. It
goes through all base classes for each; that was half of what opening a page costs.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from bokeh.core.has_props import HasProps
from bokeh.core.property.descriptors import PropertyDescriptor

overridden_defaults = HasProps._overridden_defaults.__func__  # Bokeh's own
has_unstable_default = PropertyDescriptor.has_unstable_default
instance_default = PropertyDescriptor.instance_default

overridden: Callable[[Any], dict[str, Any]] = cache(overridden_defaults)


@cache
def is_made_anew(descriptor: PropertyDescriptor, kind: type[HasProps]) -> bool:
    """Whether each model of a class has a default of its own, as lists and other models are."""
    overrides = kind.__overridden_defaults__.get(descriptor.name)
    return descriptor.property._may_have_unstable_default() or descriptor.is_unstable(overrides)


@cache
def shared(descriptor: PropertyDescriptor, kind: type[HasProps]) -> Any:
    """The default that all models of a class share."""
    return descriptor.property.themed_default(kind, descriptor.name, None)


def themed_values(model: HasProps) -> dict[str, Any] | None:
    """What a theme sets: looked up where it is, and in no other place."""
    return model.__dict__.get("__themed_values__")


def kind_of(model: HasProps) -> Any:
    return type(model)


def is_unstable(descriptor: PropertyDescriptor, model: HasProps) -> bool:
    return is_made_anew(descriptor, kind_of(model))


def default(descriptor: PropertyDescriptor, model: HasProps) -> Any:
    themed, kind = themed_values(model), kind_of(model)
    if is_made_anew(descriptor, kind) or (themed is not None and descriptor.name in themed):
        return instance_default(descriptor, model)
    return shared(descriptor, kind)


def install() -> None:
    """Have Bokeh look them up here; more than once is the same as once."""
    HasProps._overridden_defaults = classmethod(overridden)
    HasProps.themed_values = themed_values
    PropertyDescriptor.has_unstable_default = is_unstable
    PropertyDescriptor.instance_default = default
