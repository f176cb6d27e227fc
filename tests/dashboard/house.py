"""A copy of the dashboard in a temporary place, to which a test adds something before it is imported."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.serving import ROOT

STUB = Path(__file__).parent / "chapters" / "ditch"
ITS_OWN = ("dashboard", "tests.dashboard.visitor")  # modules that come from the copy


def copy(folder: Path) -> Path:
    """Copy the dashboard into a folder, beside the `gdcore` that it needs."""
    (folder / "gdcore").symlink_to(ROOT / "gdcore")
    return shutil.copytree(
        ROOT / "dashboard", folder / "dashboard", ignore=shutil.ignore_patterns("__pycache__")
    )


def add_chapter(dashboard: Path) -> None:
    """Add a chapter to a copy: a folder, and nothing else."""
    shutil.copytree(STUB, dashboard / "chapters" / STUB.name)


class House:
    """The dashboard of a folder, whose modules are imported when they are asked for."""

    def __call__(self, name: str) -> ModuleType:
        return import_module(f"dashboard.{name}")

    def visit(self, query: str):
        """Open a page of this house."""
        return import_module("tests.dashboard.visitor").Visitor(query)


@contextmanager
def moved_into(dashboard: Path) -> Iterator[House]:
    """Import the dashboard anew, from another place, as long as the context lasts."""
    before = {name: module for name, module in sys.modules.items() if is_its_own(name)}
    path = list(sys.path)
    forget()
    sys.path.insert(0, str(dashboard.parent))
    try:
        yield House()
    finally:
        sys.path[:] = path
        forget()
        sys.modules.update(before)


def forget() -> None:
    for name in filter(is_its_own, list(sys.modules)):
        del sys.modules[name]


def is_its_own(name: str) -> bool:
    return any(name == own or name.startswith(f"{own}.") for own in ITS_OWN)
