"""What is handed from room to room does not change on its way: it can be shared, and be a key."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
GROW = {"Code", "Ensemble"}  # while they are made, and are seen by nobody else


def is_frozen(decorator: ast.expr) -> bool:
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    return any(each.arg == "frozen" and ast.unparse(each.value) == "True" for each in keywords)


def open_to_change(source: str) -> set[str]:
    """The dataclasses of a module whose fields may be set."""
    classes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    return {
        each.name
        for each in classes
        for decorator in each.decorator_list
        if ast.unparse(decorator).startswith("dataclass") and not is_frozen(decorator)
    }


def test_values_are_frozen():
    files = [path for name in ("gdcore", "dashboard") for path in sorted((ROOT / name).rglob("*.py"))]
    found = [open_to_change(path.read_text(encoding="utf-8")) for path in files]
    assert set().union(*found) == GROW


def test_one_that_may_change_is_found():
    source = "@dataclass\nclass A: ...\n@dataclass(frozen=False, slots=True)\nclass B: ...\n"
    source += "@dataclass(slots=True, frozen=True)\nclass C: ...\n@final\nclass D: ...\n"
    assert open_to_change(source) == {"A", "B"}
