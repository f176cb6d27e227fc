"""The README's table of settings: `python -m dashboard.settings.readme` writes it anew."""

import re
from collections.abc import Iterable
from pathlib import Path

from dashboard.settings.setting import Setting
from dashboard.settings.values import ENTRIES

README = Path(__file__).parents[2] / "README.md"
TABLE = re.compile(r"^\| name \| is \|.*?\n(?=\n)", re.MULTILINE | re.DOTALL)


def table() -> str:
    """Return a line a setting, in the order of the link: its name, what it is, and each chapter's default."""
    head = [["name", "is", *ENTRIES], ["---"] * (2 + len(ENTRIES))]
    lines = [*head, *(cells(name) for name in in_order(ENTRIES.values()))]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def cells(name: str) -> list[str]:
    entries = [{each.name: each for each in own}.get(name) for own in ENTRIES.values()]
    about = next(each.about for each in entries if each is not None)
    return [f"`{name}`", about, *map(default, entries)]


def default(setting: Setting | None) -> str:
    """Return the default as a link has it; a dash where a chapter has no such setting."""
    return "–" if setting is None else setting.kind.write(setting.default)


def in_order(chapters: Iterable[tuple[Setting, ...]]) -> list[str]:
    """Return the names of all settings, each after those that are before it in a chapter."""
    names: list[str] = []
    for own in chapters:
        place = 0
        for each in own:
            if each.name not in names:
                names.insert(place, each.name)
            place = names.index(each.name) + 1
    return names


if __name__ == "__main__":
    README.write_text(TABLE.sub(lambda _: table(), README.read_text(encoding="utf-8")), encoding="utf-8")
