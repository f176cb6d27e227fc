import re
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.drawing import linking as scripts
from dashboard.drawing.linking import FOLDER, in_order, link, link_body
from dashboard.drawing.sources import LANES
from dashboard.settings.chapter import BY_NAME
from tests.dashboard.visitor import Visitor

MODULES = [*FOLDER.glob("*.mjs"), *(chapter.module for chapter in BY_NAME.values())]
SOURCES = {path: path.read_text(encoding="utf-8") for path in MODULES}
NAMES = "abcdefgh"
ASKED = re.compile(r'\b(cell|fact)\("(\w+)"')
# Runs that bring every column and every fact there is.
QUERIES = {
    "curve": ("method=momentum", "schedule=cosine", "race=adam:0.1", "function=typed&formula=x**4"),
    "line": ("batch=10", "method=adam&schedule=cosine", "race=adam:0.1", "data=diabetes&standardise=1"),
    "landscape": ("method=nesterov", "schedule=1/k&noise=1", "race=adam:0.1", "function=bowl"),
}


@pytest.fixture
def modules(tmp_path, monkeypatch):
    """Writes modules, which are then linked in place of the page's: `modules(a="…", b="…")`; returns `a`."""
    monkeypatch.setattr(scripts, "FOLDER", tmp_path)

    def write(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.mjs").write_text(text, encoding="utf-8")
        return tmp_path / "a.mjs"

    return write


@pytest.mark.parametrize("chapter", BY_NAME)
def test_a_chapter_is_linked_into_one_module(chapter):
    path = BY_NAME[chapter].module
    text = link(path)
    assert re.findall(r"^(?:import|export)\b.*", text, re.MULTILINE) == [
        "export default (models, _event, _data, { index }) => {"
    ]
    for module in in_order(path)[:-1]:
        assert text.count(f"const ${module.name} = (() => {{") == 1


def test_every_module_is_part_of_a_page():
    paths = [*(chapter.module for chapter in BY_NAME.values()), FOLDER / "ticks.mjs", FOLDER / "arrow.mjs"]
    entries = chain.from_iterable(map(in_order, paths))
    assert {module.path for module in entries} == SOURCES.keys()


def test_what_is_imported_comes_first_and_private_names_stay_private(modules):
    path = modules(
        a='import { two as zwei } from "./b.mjs"\nconst one = 1\nexport default () => zwei + one\n',
        b='// Two.\nimport { one } from "./c.mjs"\n\nconst half = one / 2\nexport const two = 4 * half\n',
        c="const half = 0.5\nexport function one() {}\nexport class Other {}\n",
    )
    assert link.__wrapped__(path).splitlines() == [
        "const $c = (() => {",
        *("const half = 0.5", "function one() {}", "class Other {}"),
        *("return { one, Other }", "})()"),
        "const $b = (() => {",
        *("const { one } = $c", "const half = one / 2", "const two = 4 * half"),
        *("return { two }", "})()"),
        *("const { two: zwei } = $b", "const one = 1", "export default () => zwei + one"),
    ]


def test_a_function_has_what_it_returns_at_its_end():
    *_, last = link_body("ticks", "tickText(tick)").splitlines()
    assert last == "return tickText(tick)"
    assert "export" not in link_body("ticks", "tickText(tick)")


@pytest.mark.parametrize(
    ("texts", "complaint"),
    [
        (
            {"a": 'import { b } from "./b.mjs"\n', "b": "export const c = 1\n"},
            "imports b, which b.mjs does not",
        ),
        ({"a": 'import { b } from "./b.mjs"\n', "b": "export default 1\n"}, "b, which b.mjs does not export"),
        ({"a": 'import { b } from "./b.mjs"\n', "b": 'import { a } from "./a.mjs"\n'}, "circle: a → b → a"),
        ({"a": 'import b from "./b.mjs"\n'}, "import b from"),
        ({"a": 'import { b } from "elsewhere"\n'}, "elsewhere"),
        ({"a": 'import "./b.mjs"\n'}, "cannot be linked|can be linked"),
        ({"a": "export let b = 1\n"}, "export let b"),
        ({"a": "export const [b, c] = [1, 2]\n"}, "export const"),
        ({"a": "const b = 1\nexport { b }\n"}, "export { b }"),
        ({"a": 'export * from "./b.mjs"\n'}, re.escape("export *")),
    ],
)
def test_what_cannot_be_linked_is_refused(modules, texts, complaint):
    path = modules(**texts)
    with pytest.raises(ValueError, match=complaint):
        link.__wrapped__(path)


def test_a_default_export_cannot_be_imported(modules):
    path = modules(a='import { b } from "./b.mjs"\n', b="export const b = 1\nexport default b\n")
    with pytest.raises(ValueError, match=r"b\.mjs has a default export"):
        link.__wrapped__(path)


def test_a_chapter_imports_from_beside_it_and_from_those_that_all_share(modules, tmp_path):
    modules(b="export const b = 2\n")
    folder = tmp_path / "anywhere" / "own"
    folder.mkdir(parents=True)
    (folder / "c.mjs").write_text("export const c = 3\n")
    (folder / "a.mjs").write_text(
        'import { b } from "../../browser/b.mjs"\nimport { c } from "./c.mjs"\nexport default b * c\n'
    )
    assert link(folder / "a.mjs").splitlines()[-3:] == [
        "const { b } = $b",
        "const { c } = $c",
        "export default b * c",
    ]


def test_two_modules_of_one_name_are_refused(modules, tmp_path):
    modules(b="export const b = 2\n")
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "b.mjs").write_text("export const c = 3\n")
    (folder / "a.mjs").write_text(
        'import { b } from "../../browser/b.mjs"\nimport { c } from "./b.mjs"\nexport default b * c\n'
    )
    with pytest.raises(ValueError, match=r"two modules have the name b\.mjs"):
        link(folder / "a.mjs")


@given(st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES))))
def test_of_any_modules_each_that_is_needed_stands_once_and_after_what_it_imports(wanted):
    """There is no circle: a module imports only such as come later in the alphabet."""
    imports = {name: sorted(other for other in wanted.get(name, ()) if other > name) for name in NAMES}
    needed, edge = {"a"}, {"a"}
    while edge := {other for name in edge for other in imports[name]} - needed:
        needed |= edge
    with TemporaryDirectory() as folder, patch.object(scripts, "FOLDER", Path(folder)):
        for name, others in imports.items():
            lines = [f'import {{ {other} }} from "./{other}.mjs"' for other in others]
            (Path(folder) / f"{name}.mjs").write_text("\n".join([*lines, f"export const {name} = 1\n"]))
        order = [module.name for module in in_order(Path(folder) / "a.mjs")]
    assert sorted(order) == sorted(needed)
    assert [
        (name, other) for name in order for other in imports[name] if order.index(other) > order.index(name)
    ] == []


@pytest.mark.parametrize("chapter", BY_NAME)
def test_what_the_browser_asks_for_is_what_python_gives(chapter):
    known = {"cell": set(), "fact": set()}
    for query in QUERIES[chapter]:
        document = Visitor(f"?chapter={chapter}&{query}").document
        known["cell"] |= document.get_model_by_name("trace").data.keys()
        known["fact"] |= document.get_model_by_name("facts").data.keys()
    asked = set(ASKED.findall(link(BY_NAME[chapter].module)))
    assert len(asked) > 15
    assert [(kind, name) for kind, name in sorted(asked) if name not in known[kind]] == []


def test_the_browser_fills_the_columns_that_lanes_have():
    body = SOURCES[FOLDER / "race.mjs"].partition("function lanesOf(")[2].partition("\n}\n")[0]
    assert sorted(re.findall(r"^ {4}(\w+): ", body, re.MULTILINE)) == sorted(LANES)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_colours_come_from_python(path):
    assert re.findall(r"#[0-9A-Fa-f]{6}\b", SOURCES[path]) == []
