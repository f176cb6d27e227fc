from bokeh.models import Plot
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.runs.links import link
from dashboard.serving import opening
from dashboard.settings.values import CHAPTERS
from tests.dashboard.strategies import settings
from tests.dashboard.visitor import Visitor
from tests.examples import examples


@examples(0.2)
@given(settings=settings(iterations=st.integers(1, 50), samples=st.integers(2, 50)))
@example(settings=CHAPTERS["curve"])
@example(settings=CHAPTERS["line"])
@example(settings=CHAPTERS["landscape"])
def test_the_page_around_a_document_has_a_place_for_each_of_its_roots_in_their_order(settings):
    visitor = Visitor(link(settings))
    outlined = opening.outline(settings.chapter, settings.show)
    assert [root.name for root in outlined.roots] == [root.name for root in visitor.document.roots]
    plots = {model.name for model in visitor.document.models if isinstance(model, Plot)}
    assert set(outlined.figures.values()) <= plots
