import pytest
from bokeh.core.property.instance import InstanceDefault
from bokeh.core.serialization import Serializer
from bokeh.models import AllIndices, CDSView, ColumnDataSource, Selection, UnionRenderers

from dashboard.drawing.models import BareSource, BareView
from tests.dashboard.visitor import Visitor


@pytest.mark.parametrize("query", ["?chapter=curve", "?chapter=line", "?chapter=landscape"])
def test_a_page_makes_no_model_for_a_default_that_it_does_not_keep(query, monkeypatch):
    made, make = [], InstanceDefault.__call__

    def note(default):
        made.append(make(default))
        return made[-1]

    monkeypatch.setattr(InstanceDefault, "__call__", note)
    document = Visitor(query).document
    kept = {*document.models, document.config.notifications}
    assert [model for model in made if model not in kept] == []


def test_they_are_bokehs_own_in_the_browser():
    parts = {"selected": Selection(), "selection_policy": UnionRenderers(), "data": {"x": [1]}}
    own, bokehs = (Serializer().serialize(model(**parts)).content for model in (BareSource, ColumnDataSource))
    assert own | {"id": ""} == bokehs | {"id": ""}
    assert isinstance(BareSource(**parts), ColumnDataSource)
    assert isinstance(BareView(filter=AllIndices()), CDSView)
