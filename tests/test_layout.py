import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent

TOP_LEVEL = {
    "dashboard",
    "deploy",
    "gdcore",
    "tests",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "biome.json",
    "package.json",
    "package-lock.json",
    "README.md",
    "pyproject.toml",
    "requirements.txt",
    "requirements-dev.txt",
}
LEFT_BY_TOOLS = {"__pycache__", "node_modules", "venv"}

NUMERICS = {"numpy", "scipy", "sklearn", "pandas"}
MAY_IMPORT = {
    "gdcore": {"gdcore", *NUMERICS},
    "dashboard": {
        "dashboard",
        "gdcore",
        "bokeh",
        "threadpoolctl",
        "segno",
        *NUMERICS,
    },  # which scikit-learn brings
}
# What Bokeh's server is built on, where it has to be made stricter than Bokeh lets one.
BESIDES = [
    "dashboard/serving/files.py imports tornado",
    "dashboard/serving/handlers.py imports tornado",
    "dashboard/serving/internals.py imports tornado",
    "dashboard/serving/opening.py imports jinja2",
]


def imported(source: str) -> Iterator[str]:
    """The top-level packages that a module imports, its own by relative imports left out."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.partition(".")[0]


def strangers(folder: Path, allowed: set[str]) -> list[str]:
    """The imports of a folder's modules that are neither allowed nor Python's own."""
    return [
        f"{path.relative_to(folder.parent)} imports {name}"
        for path in sorted(folder.rglob("*.py"))
        for name in imported(path.read_text(encoding="utf-8"))
        if name not in allowed | sys.stdlib_module_names
    ]


def test_the_top_level_holds_nothing_else():
    names = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert names <= TOP_LEVEL | LEFT_BY_TOOLS


def test_imports_run_one_way():
    lines = [line for name, allowed in MAY_IMPORT.items() for line in strangers(ROOT / name, allowed)]
    assert set(lines) <= set(BESIDES)


def test_strangers_are_found_wherever_they_are_imported(tmp_path):
    package = tmp_path / "gdcore"
    (package / "inner").mkdir(parents=True)
    (package / "a.py").write_text("import math, bokeh.models\nfrom . import dashboard\nimport numpy as np")
    (package / "inner" / "b.py").write_text("def f():\n    from dashboard.rows import rows\n    return rows")
    assert strangers(package, MAY_IMPORT["gdcore"]) == [
        "gdcore/a.py imports bokeh",
        "gdcore/inner/b.py imports dashboard",
    ]


def test_six_packages_are_all_that_running_needs():
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    names = {re.match(r"[\w-]+", line)[0] for line in lines if line and not line.startswith("#")}
    assert names == {"bokeh", "numpy", "scipy", "scikit-learn", "pandas", "segno"}


# The rooms of the dashboard, from the ground up: each may import those before it, and itself.
ROOMS = (
    "wording",
    "exercises",
    "process",
    "settings",
    "runs",
    "explain",
    "room",
    "drawing",
    "chapters",
    "export",
    "page",
    "serving",
)


def imported_rooms(source: str) -> Iterator[str]:
    """The rooms that a module imports from."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dashboard"):
            parts = node.module.split(".")
            yield from parts[1:2] or [alias.name for alias in node.names]


def test_rooms_of_the_dashboard_import_those_below_them_only():
    folder = ROOT / "dashboard"
    above = [
        f"{path.relative_to(folder)} imports {room}"
        for place, own in enumerate(ROOMS)
        for path in sorted((folder / own).rglob("*.py"))
        for room in imported_rooms(path.read_text(encoding="utf-8"))
        if room not in ROOMS[: place + 1]
    ]
    assert above == []


def test_a_module_has_a_room():
    folder = ROOT / "dashboard"
    assert {path.name for path in folder.glob("*.py")} == {"__init__.py", "app_hooks.py", "main.py"}
    packages = {path.parent.name for path in folder.glob("*/*.py")}
    assert packages == set(ROOMS)


# A chapter is known by its folder, and asked by its value: elsewhere only links and lessons have its name.
CHAPTERS = {path.parent.name for path in (ROOT / "dashboard" / "chapters").glob("*/chapter.py")}
MARKUP = re.compile(rf"""["'.](?:{"|".join(CHAPTERS)})\b""")


def chapters_named(source: str) -> Iterator[str]:
    """The chapters that a module names in its strings, or imports from."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and node.value in CHAPTERS:
            yield node.value
        elif isinstance(node, ast.Import):
            yield from (found for alias in node.names if (found := folder_of(alias.name)))
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from {found for name in names if (found := folder_of(name))}


def folder_of(module: str) -> str | None:
    """The chapter in whose folder a module is."""
    found = re.match(r"dashboard\.chapters\.(\w+)", module)
    return found[1] if found and found[1] in CHAPTERS else None


def test_no_room_but_their_own_knows_a_chapter_by_name():
    folder = ROOT / "dashboard"
    elsewhere = [
        path
        for path in sorted(folder.rglob("*.*"))
        if path.relative_to(folder).parts[0] not in ("chapters", "exercises")
    ]
    named = [
        f"{path.relative_to(folder)} names {name}"
        for path in elsewhere
        if path.suffix == ".py"
        for name in chapters_named(path.read_text(encoding="utf-8"))
    ]
    named += [
        f"{path.relative_to(folder)} has {found}"
        for path in elsewhere
        if path.suffix in (".html", ".mjs", ".js", ".css")
        for found in MARKUP.findall(path.read_text(encoding="utf-8"))
    ]
    assert named == []


def test_a_chapter_that_is_named_is_found():
    source = """
from dashboard.chapters.line.problem import line_of
from dashboard.chapters import shared, landscape
import dashboard.chapters.curve.rows

if settings.chapter == "line" or other in ("curve", "x"):
    found = {"landscape": 1}[name]
"""
    assert sorted(chapters_named(source)) == ["curve", "curve", "landscape", "landscape", "line", "line"]
    assert MARKUP.findall("{% if chapter == 'curve' %} .line main {} name(\"landscape\") a line, curved") == [
        "'curve",
        ".line",
        '"landscape',
    ]


def asked_of(own: ast.Module, modules: set[str]) -> Iterator[tuple[str, str]]:
    """The modules that a module imports from, each with a name that it takes of it."""
    known = {}
    for node in ast.walk(own):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if f"{node.module}.{alias.name}" in modules:
                    known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                else:
                    yield node.module, alias.name
    for node in ast.walk(own):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            yield known[node.value.id], node.attr


def test_what_other_modules_call_says_what_it_does():
    paths = sorted((ROOT / "dashboard").rglob("*.py"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    trees = {
        name: ast.parse(path.read_text(encoding="utf-8")) for name, path in zip(names, paths, strict=True)
    }
    asked = {each for tree in trees.values() for each in asked_of(tree, trees.keys())}
    silent = [
        f"{name}.{node.name}"
        for name, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if (name, node.name) in asked and ast.get_docstring(node) is None
    ]
    assert len(asked) > 300 and silent == []


def test_what_a_module_asks_of_another_is_found():
    modules = {"dashboard.runs.links", "dashboard.page.view"}
    source = (
        "from dashboard.runs import links as l\nfrom dashboard.page.view import View\nl.read(View, here.x)"
    )
    asked = {("dashboard.page.view", "View"), ("dashboard.runs.links", "read")}
    assert set(asked_of(ast.parse(source), modules)) == asked
