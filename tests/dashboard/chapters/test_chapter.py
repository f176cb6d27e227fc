"""A chapter is one folder: all else follows."""

import json

import numpy as np
import pytest

from tests.dashboard.house import STUB, add_chapter, copy, moved_into
from tests.dashboard.markup import markup, part
from tests.dashboard.visitor import arguments

FACTOR = 1 - 0.1 * 2.0  # of the distance a step: the step size times the depth
STEPS = 50


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    dashboard = copy(tmp_path_factory.mktemp("house"))
    add_chapter(dashboard)
    with moved_into(dashboard) as found:
        yield found


def ask(visitor, *kind):
    visitor.model("parcel").tags = list(kind)
    return visitor.model("parcel").data


def test_it_is_found_by_its_folder_after_those_before_it(house):
    assert list(house("settings.chapter").BY_NAME) == ["curve", "line", "landscape", "ditch"]
    assert house("settings.chapter").BY_NAME["ditch"].folder.name == STUB.name


def test_its_page_has_what_it_has_and_no_more(house):
    visitor = house.visit("?chapter=ditch&depth=4")
    assert visitor.settings.depth == 4
    assert visitor.facts["depth"] == 4
    assert visitor.controls["depth"].model.title == "Depth"
    assert not {"function", "data", "view", "basins"} & visitor.controls.keys()
    assert visitor.facts["link"] == "?chapter=ditch&depth=4"
    assert visitor.model("notice").text == ""


def test_the_page_around_it_names_it_and_has_a_place_for_each_of_its_roots(house):
    html = markup(house("serving.opening"), arguments("?chapter=ditch"))
    assert "<title>Gradient descent, live: a ditch</title>" in html
    assert 'chapter=ditch" aria-current="page">Ditch</a>' in html
    assert "⟨depth⟩" in part(html, "function")
    for root in house.visit("?chapter=ditch").document.roots:
        assert html.count(f"⟨{root.name}⟩") == 1
    assert ">Ditch</a>" in markup(house("serving.opening"), arguments("?chapter=line"))


def test_it_plays_to_its_end(house):
    visitor = house.visit("?chapter=ditch")
    assert visitor.length == 1
    visitor.play()
    assert visitor.length == STEPS + 1
    np.testing.assert_allclose(visitor.trace["x"], 4 * FACTOR ** np.arange(STEPS + 1), rtol=1e-12)
    assert visitor.text("verdict").startswith("50 iterations used: x = ")


def test_it_races_and_is_shown_on_a_logarithmic_scale(house):
    visitor = house.visit("?chapter=ditch&race=adam:0.1&scale=log&open=sweep")
    visitor.play()
    assert len(visitor.facts["runners"]) == 2
    assert visitor.trace["gap_1"][0] == 16
    assert visitor.facts["rise"] == 0
    assert dict(visitor.facts["headings"])["theta_1_0"] == "adam 0.1: x"


def test_its_rows_its_program_and_its_notebook_can_be_taken_away(house):
    visitor = house.visit("?chapter=ditch&depth=3")
    data = ask(visitor, "csv")
    assert list(data) == ["iteration", "x", "loss", "slope"]
    np.testing.assert_allclose(data["slope"], 3 * data["x"], rtol=1e-12)
    made = {}
    exec(*ask(visitor, "script")["text"], made)
    assert made["run"].theta[:, 0].tobytes() == data["x"].tobytes()
    notebook = json.loads(*ask(visitor, "notebook")["text"])
    assert any("Quadratic([[3.0]]" in "".join(cell["source"]) for cell in notebook["cells"])


def test_it_can_be_taken_away_as_a_page_and_be_embedded(house):
    settings = house("settings.values").CHAPTERS["ditch"]
    html = house("page.standalone").standalone(settings)
    assert "Gradient descent on a ditch" in html and "in a ditch of depth" in html
    visitor = house.visit("?chapter=ditch&show=loss")
    assert [root.name for root in visitor.document.roots] == ["embedding"]


def test_its_settings_are_lines_of_the_readme(house):
    table = house("settings.readme").table()
    assert "| `depth` | how deep the ditch is | – | – | – | 2 |\n" in table
