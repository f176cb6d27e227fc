"""One folder a chapter. They are found here, and handed to the rooms below, which know none by its name.

Settings are handed down first: the one dataclass of them has a field for whatever any chapter has.
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from dashboard.settings.chapter import Chapter
from dashboard.settings.setting import EVERY

NAMES = sorted(path.parent.name for path in Path(__file__).parent.glob("*/chapter.py"))


def load(part: str) -> list[ModuleType]:
    """Return that part of every chapter."""
    return [import_module(f"{__name__}.{name}.{part}") for name in NAMES]


EVERY.update({each.name: each for module in load("settings") for each in module.SETTINGS})
found: list[Chapter] = [module.CHAPTER for module in load("chapter")]

from dashboard.settings.values import add_chapters  # noqa: E402  # it makes the dataclass of EVERY

add_chapters(sorted(found, key=lambda each: each.place))
