"""The controls of a chapter: its groups, each with rows of settings and of what else stands there."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from dashboard.settings.chapter import BY_NAME
from dashboard.settings.groups import DRAWERS, GROUPS, PIECES, Group, Piece
from dashboard.settings.setting import Setting
from dashboard.settings.values import ENTRIES

Row = tuple[Setting | Piece, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A group of the rail, and what stands in it."""

    group: Group
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Drawer:
    """Parts of the rail that are opened together, if it has a title; else they are always in view."""

    name: str
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        return DRAWERS.get(self.name, "")

    @property
    def contents(self) -> str:
        """What is in it, where its title does not say it."""
        titles = [part.group.title for part in self.parts if part.group.title]
        return ", ".join(title for title in titles if title != self.title).lower()

    def is_within(self, names: Collection[str]) -> bool:
        """Whether all groups in it are among these."""
        return all(part.group.name in names for part in self.parts)


@cache
def groups(chapter: str) -> tuple[Part, ...]:
    """Return the groups of a chapter, without those in which nothing stands."""
    parts = (Part(group, tuple(rows(chapter, group.name))) for group in GROUPS)
    return tuple(part for part in parts if part.rows)


@cache
def rail(chapter: str) -> tuple[Drawer, ...]:
    """Return what stands in a chapter's rail, from top to bottom."""
    parts = (part for part in groups(chapter) if not part.group.is_instrument)
    return tuple(Drawer(name, tuple(own)) for name, own in groupby(parts, lambda part: part.group.drawer))


@cache
def instruments(chapter: str) -> tuple[Part, ...]:
    """Return what stands beside a chapter's figures."""
    return tuple(part for part in groups(chapter) if part.group.is_instrument)


def rows(chapter: str, group: str) -> Iterator[Row]:
    """Yield what stands beside each other in a group, from top to bottom."""
    found = [(each.place, each) for each in placed(chapter) if each.place and each.place.group == group]
    found.sort(key=lambda pair: (pair[0].row, pair[0].column))
    for _, row in groupby(found, key=lambda pair: pair[0].row):
        yield tuple(each for _, each in row)


def placed(chapter: str) -> Iterator[Setting | Piece]:
    """Yield the settings of a chapter, some of which have no place, and the pieces that go with it."""
    yield from ENTRIES[chapter]
    yield from (piece for piece in PIECES if not piece.needs or piece.needs in BY_NAME[chapter].sheets)
