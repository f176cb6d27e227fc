import pytest

from dashboard.runs.problems import run_of
from dashboard.settings.chapter import BY_NAME
from dashboard.settings.groups import FOLDS
from dashboard.settings.values import CHAPTERS, RULES

CHAPTER = pytest.mark.parametrize("chapter", BY_NAME.values(), ids=BY_NAME)


@CHAPTER
def test_a_chapter_is_in_the_folder_of_its_name(chapter):
    assert chapter.folder.name == chapter.name
    assert chapter.module.is_file() and "{{ over_iterations(" in chapter.template


@CHAPTER
def test_the_panels_that_a_link_can_choose_are_those_there_are(chapter):
    assert RULES[chapter.name]["show"].options == chapter.panels
    assert set(chapter.captions) <= set(chapter.figures) == set(chapter.titles)
    assert set(chapter.sheets) <= set(FOLDS)


@CHAPTER
def test_every_run_has_the_columns_that_are_told(chapter):
    run = run_of(CHAPTERS[chapter.name])
    assert tuple(chapter.rows(run)) == chapter.columns
    assert set(chapter.height) == {"linear", "log"}
    assert set(chapter.height.values()) <= set(chapter.columns)
    assert len(chapter.coordinates) == run.objective.n
    assert not set(chapter.gradient_columns) & set(chapter.columns)


def test_the_navigation_has_them_in_their_order():
    places = [chapter.place for chapter in BY_NAME.values()]
    assert places == sorted(set(places))


def test_a_chapter_cannot_be_changed():
    chapter = next(iter(BY_NAME.values()))
    with pytest.raises(AttributeError):
        chapter.title = "Another"
