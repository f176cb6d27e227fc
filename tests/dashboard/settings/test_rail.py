from itertools import chain
from pathlib import Path

import pytest

from dashboard.serving import opening
from dashboard.settings.groups import DRAWERS, FOLDS, GROUPS, PIECES
from dashboard.settings.rail import groups, instruments, rail
from dashboard.settings.setting import Setting
from dashboard.settings.values import CHAPTERS, ENTRIES
from tests.dashboard.markup import markup, part, placed
from tests.dashboard.visitor import Visitor, arguments

TEMPLATES = Path(opening.__file__).parents[1] / "templates"
PAGES = [f"?chapter={chapter}{board}" for chapter in CHAPTERS for board in ("", "&board=1")]


@pytest.mark.parametrize("query", [*PAGES, "?lesson=noise", "?bug=1"])
def test_every_model_of_a_page_stands_in_it_once(query):
    roots = [root.name for root in Visitor(query).document.roots]
    assert sorted(placed(markup(opening, arguments(query)))) == sorted(roots)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_setting_stands_in_its_group_with_its_tip(chapter):
    html = markup(opening, arguments(f"?chapter={chapter}"))
    for each in ENTRIES[chapter]:
        if each.place is not None and not each.template:
            control = f'<div class="control control-{each.name}" data-tip="{each.tip}">⟨{each.name}⟩</div>'
            assert control in part(html, each.place.group)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nothing_stands_where_something_else_does(chapter):
    places = [each.place for each in (*ENTRIES[chapter], *PIECES) if each.place is not None]
    places = [place for place in places if place.group in {part.group.name for part in groups(chapter)}]
    assert len(set(places)) == len(places)
    assert {place.group for place in places} <= {group.name for group in GROUPS}


def test_rows_of_a_group_and_what_stands_in_a_row_are_counted_from_one():
    places = {each.place for own in ENTRIES.values() for each in own if each.place is not None}
    places |= {piece.place for piece in PIECES}
    for group in GROUPS:
        rows = {place.row for place in places if place.group == group.name}
        assert rows == set(range(1, len(rows) + 1))
        for row in rows:
            columns = {place.column for place in places if (place.group, place.row) == (group.name, row)}
            assert columns == set(range(1, len(columns) + 1))


def test_settings_of_one_row_stand_side_by_side():
    rows = {
        part.group.name: [[each.name for each in row if isinstance(each, Setting)] for row in part.rows]
        for part in groups("line")
    }
    assert rows["data"] == [["data"], ["standardise"], ["samples", "seed"], ["noise", "batch"]]
    html = markup(opening, arguments("?chapter=line"))
    pairs = [pair.split("</div></div>")[0] for pair in part(html, "data").split('<div class="pair">')[1:]]
    assert [placed(pair) for pair in pairs] == [["samples", "seed"], ["noise", "batch"]]


def test_a_group_is_there_where_something_stands_in_it():
    names = {chapter: {part.group.name for part in groups(chapter)} for chapter in CHAPTERS}
    assert {"function", "own"} & names["curve"] == {"function"}
    assert {"function", "own"} & names["landscape"] == {"function"}
    assert {"function", "own"} & names["line"] == {"own"}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_folds_that_a_link_can_open_are_those_of_the_rail(chapter):
    html = markup(opening, arguments(f"?chapter={chapter}"))
    for fold in FOLDS:
        there = fold in {part.group.name for part in groups(chapter)}
        assert (f'data-fold="{fold}"' in html) == there


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_group_is_in_the_rail_or_beside_the_figures(chapter):
    in_rail = [each for drawer in rail(chapter) for each in drawer.parts]
    assert [*in_rail, *instruments(chapter)] == list(groups(chapter))
    html = markup(opening, arguments(f"?chapter={chapter}"))
    aside, main = (html.split(f"<{tag}", 1)[1].split(f"</{tag}>")[0] for tag in ("aside", "main"))
    assert all(f'<section class="{each.group.name}"' in aside for each in in_rail)
    assert all(f'<details data-fold="{each.group.name}"' in main for each in instruments(chapter))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_drawer_says_what_is_in_it(chapter):
    drawers = [drawer for drawer in rail(chapter) if drawer.title]
    assert [drawer.name for drawer in drawers] == list(DRAWERS)
    for drawer in drawers:
        titles = [each.group.title.lower() for each in drawer.parts]
        assert all(title in f"{drawer.title} {drawer.contents}".lower() for title in titles)


def test_all_templates_of_the_rail_are_used():
    used = {each.template for each in (*PIECES, *chain(*ENTRIES.values())) if each.template}
    assert used == {f"rail/{path.name}" for path in (TEMPLATES / "rail").iterdir()}


def test_what_is_of_the_proper_program_is_hidden_beside_one_with_a_fault():
    html = markup(opening, arguments("?bug=1"))
    hidden = {group.name for group in GROUPS if " hidden" in part(html, group.name).split(">")[0]}
    assert hidden == {"method", "race", "theory", "sweep"}
