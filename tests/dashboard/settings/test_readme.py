import pytest

from dashboard.settings.readme import README, TABLE, in_order, table
from dashboard.settings.values import CHAPTERS, ENTRIES


def test_the_readme_has_the_table_of_all_settings():
    assert TABLE.findall(README.read_text(encoding="utf-8")) == [table()], (
        "python -m dashboard.settings.readme writes it anew"
    )


def test_a_line_has_the_default_of_each_chapter():
    lines = {cells[0].strip(" `"): cells[2:] for cells in map(split, table().splitlines()[2:])}
    assert lines["iterations"] == ["300", "5000", "1000"]
    assert lines["batch"] == ["–", "0", "–"]
    assert lines["start"][:2] == ["15", "0.5,0.5"]


def split(line):
    """The cells of a line, whose text may have a line of its own, escaped."""
    return [cell.strip() for cell in line.replace(r"\|", "¦").strip("|").split("|")]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_order_is_that_of_every_chapters_link(chapter):
    names = [each.name for each in ENTRIES[chapter]]
    assert [name for name in in_order(ENTRIES.values()) if name in names] == names
