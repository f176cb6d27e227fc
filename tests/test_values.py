"""What is handed from room to room does not change on its way: it can be shared, and be a key."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
GROW = {"Code", "Ensemble"}  # while they are made, and are seen by nobody else
ARRAYS = {"Floats", "Integers", "ndarray"}


def values(source: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The dataclasses of a module: what each is called, its decorator's arguments, and its fields' types."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            types = [ast.unparse(each.annotation) for each in node.body if isinstance(each, ast.AnnAssign)]
            for decorator in node.decorator_list:
                if ast.unparse(decorator).startswith("dataclass"):
                    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
                    yield node.name, {each.arg: ast.unparse(each.value) for each in keywords}, " ".join(types)


def all_values() -> list[tuple[str, dict[str, str], str]]:
    files = [path for name in ("gdcore", "dashboard") for path in sorted((ROOT / name).rglob("*.py"))]
    return [each for path in files for each in values(path.read_text(encoding="utf-8"))]


def test_values_are_frozen():
    assert {name for name, given, _ in all_values() if given.get("frozen") != "True"} == GROW


def test_what_holds_arrays_is_equal_to_itself_alone():
    """Arrays have no single answer whether they are equal, and no hash."""
    hold = {name: given for name, given, types in all_values() if ARRAYS & set(re.findall(r"\w+", types))}
    assert {name for name, given in hold.items() if given.get("eq") != "False"} <= GROW


def test_values_are_found_with_what_is_said_of_them():
    source = (
        "@dataclass\nclass A:\n    x: Floats | None\n@dataclass(frozen=False, slots=True)\nclass B: ...\n"
    )
    source += "@final\nclass C: ...\n"
    assert list(values(source)) == [
        ("A", {}, "Floats | None"),
        ("B", {"frozen": "False", "slots": "True"}, ""),
    ]
