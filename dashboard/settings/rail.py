"""The rail of a chapter: its groups, each with rows of settings and of what else stands there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from dashboard.settings.chapter import BY_NAME
from dashboard.settings.groups import GROUPS, PIECES, Group, Piece
from dashboard.settings.setting import Setting
from dashboard.settings.values import ENTRIES

Row = tuple[Setting | Piece, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A group of the rail, and what stands in it."""

    group: Group
    rows: tuple[Row, ...]


@cache
def rail(chapter: str) -> tuple[Part, ...]:
    """Return the groups of a chapter's rail, without those in which nothing stands."""
    titles = BY_NAME[chapter].groups
    groups = (replace(group, title=titles.get(group.name, group.title)) for group in GROUPS)
    parts = (Part(group, tuple(rows(chapter, group.name))) for group in groups)
    return tuple(part for part in parts if part.rows)


def rows(chapter: str, group: str) -> Iterator[Row]:
    """Yield what stands beside each other in a group, from top to bottom."""
    found = [each for each in placed(chapter) if each.place.group == group]
    found.sort(key=lambda each: (each.place.row, each.place.column))
    for _, row in groupby(found, key=lambda each: each.place.row):
        yield tuple(row)


def placed(chapter: str) -> Iterator[Setting | Piece]:
    """Yield the settings of a chapter that stand in the rail, and the pieces that go with its sheets."""
    yield from (each for each in ENTRIES[chapter] if each.place is not None)
    yield from (piece for piece in PIECES if not piece.needs or piece.needs in BY_NAME[chapter].sheets)
