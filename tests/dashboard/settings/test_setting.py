"""A setting is one entry: all else follows."""

import pytest
from bokeh.document import Document

from tests.dashboard.house import copy, moved_into
from tests.dashboard.markup import markup, part

FRICTION = """
FRICTION = Setting(
    name="friction",
    kind=Number(0, 1),
    default=0.5,
    about="slows the ball down",
    label="Friction μ",
    tip="What the ground takes from each step. Try 1.",
    widget=NumberField(0.1),
    place=Place("noise", row=9),
    is_used=lambda settings: settings.noise > 0,
)
SEEDED = [each.name for each in SETTINGS].index("seed")
SETTINGS = (*SETTINGS[:SEEDED], FRICTION, *SETTINGS[SEEDED:])
"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """The dashboard with one entry more: a friction, which the landscape has where there is noise."""
    dashboard = copy(tmp_path_factory.mktemp("grown"))
    with (dashboard / "chapters" / "landscape" / "settings.py").open("a", encoding="utf-8") as entries:
        entries.write(FRICTION)
    with moved_into(dashboard) as house:
        yield house


def open_page(house, **given):
    arguments = {name: [value.encode()] for name, value in ({"chapter": "landscape"} | given).items()}
    return house("page.page").Page(Document(), arguments)


def test_its_name_in_a_link_sets_it(grown):
    read, link = grown("runs.links").read, grown("runs.links").link
    settings, complaints = read(
        {"chapter": ["landscape"], "seed": ["7"], "friction": ["0.25"], "noise": ["2"]}
    )
    assert (settings.friction, complaints) == (0.25, [])
    assert link(settings) == "?chapter=landscape&noise=2&friction=0.25&seed=7"
    settings, (complaint,) = read({"chapter": ["landscape"], "friction": ["2"]})
    assert settings.friction == 0.5
    assert "from 0 to 1" in complaint


def test_it_has_a_widget_that_shows_and_sets_it(grown):
    page = open_page(grown, friction="0.25")
    spinner = page.view.controls["friction"].model
    assert (spinner.name, spinner.title, spinner.step, spinner.value) == ("friction", "Friction μ", 0.1, 0.25)
    assert spinner in page.view.roots()
    spinner.value = 0.75
    assert page.settings.friction == 0.75
    spinner.value = 7
    assert (page.settings.friction, spinner.value) == (0.75, 0.75)
    assert "friction has to be a number from 0 to 1" in page.view.words["notice"].text


def test_its_widget_is_there_where_it_is_used(grown):
    page = open_page(grown)
    assert not page.view.controls["friction"].model.visible
    page.view.controls["noise"].model.value = 1
    assert page.view.controls["friction"].model.visible


def test_it_stands_in_the_rail_with_its_tip(grown):
    html = markup(grown("serving.opening"), {"chapter": [b"landscape"]})
    tip = "What the ground takes from each step. Try 1."
    assert f'control-friction" data-tip="{tip}">⟨friction⟩' in part(html, "noise")
    assert html.count("⟨friction⟩") == 1
    assert grown("settings.tips").tips("landscape")["friction"] == tip


def test_it_is_a_line_of_the_readme(grown):
    assert "| `friction` | slows the ball down | – | – | 0.5 |\n" in grown("settings.readme").table()


def test_other_chapters_do_not_have_it(grown):
    settings, (complaint,) = grown("runs.links").read({"friction": ["0.25"]})
    assert grown("runs.links").link(settings) == "?chapter=curve"
    assert "not a setting of this page" in complaint
    assert "friction" not in grown("page.page").Page(Document(), {}).view.controls
