import re

from bokeh.models import Div
from hypothesis import given
from hypothesis import settings as cases
from hypothesis import strategies as st

from dashboard.explain.verdict import verdict
from dashboard.runs.links import link
from tests.dashboard.claims.forms import TWO_SIGNS
from tests.dashboard.strategies import settings
from tests.dashboard.visitor import Visitor

MODEST = {"iterations": st.integers(1, 50), "samples": st.integers(2, 50)}


@cases(max_examples=15)
@given(settings(**MODEST))
def test_no_words_of_a_page_have_two_signs_in_a_row(made):
    visitor = Visitor(link(made))
    divs = [div.text for div in visitor.document.select({"type": Div}) if div.name != "code"]
    facts = [fact for name, fact in visitor.facts.items() if isinstance(fact, str) and name != "link"]
    for text in (*divs, *facts, verdict(visitor.page.shown.run, visitor.settings)):
        assert not TWO_SIGNS.search(re.sub("<[^>]*>", "", text)), text
