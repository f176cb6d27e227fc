"""One folder a chapter. They are found here, and handed to the rooms below, which know none by its name."""

from importlib import import_module
from pathlib import Path

from dashboard.settings.chapter import BY_NAME, Chapter


def find() -> list[Chapter]:
    """Return the chapters in the order of the navigation: each folder here that holds a `chapter.py`."""
    names = sorted(path.parent.name for folder in __path__ for path in Path(folder).glob("*/chapter.py"))
    found: list[Chapter] = [import_module(f"{__name__}.{name}.chapter").CHAPTER for name in names]
    return sorted(found, key=lambda chapter: chapter.place)


def register() -> None:
    """Hand the chapters to the rooms below."""
    BY_NAME.clear()
    BY_NAME.update({chapter.name: chapter for chapter in find()})


register()
