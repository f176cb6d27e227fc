"""The modules of `browser/` and of the chapters, each linked with what it imports into one text to be sent.

A `CustomJS` has no address that it could import from. So what a module imports stands before it, each module
as a function of its own that is called once: private names stay private, and nothing is renamed. There is
nothing to build and no file that could go stale. The syntax is a strict part of JavaScript's:
`import { a, b as c } from "./module.mjs"` and `export` before a `const`, `function` or `class`, each at the
beginning of a line; all else is refused. A chapter, wherever its folder is, imports from
`"../../browser/module.mjs"`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bokeh.models import CustomJS

FOLDER = Path(__file__).parent.parent / "browser"
IMPORT = re.compile(r'^import \{([^{}]*)\} from "(\./|\.\./\.\./browser/)(\w+)\.mjs"\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|class|(?:async )?function) (\w+))", re.MULTILINE)
DEFAULT = re.compile(r"^export default ", re.MULTILINE)
OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
COMMENT = re.compile(r"^ *(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Module:
    """One file: what it imports from which other, what it exports, and its text without either word."""

    path: Path
    imports: dict[Path, tuple[str, ...]]
    exports: tuple[str, ...]
    text: str

    @classmethod
    def parse(cls, path: Path, source: str) -> "Module":
        """Read a file's text; raise ValueError where it imports or exports in another way."""
        lines = COMMENT.sub("", source)
        imports: dict[Path, tuple[str, ...]] = {}
        for names, place, other in IMPORT.findall(lines):
            imported = (path.parent if place == "./" else FOLDER) / f"{other}.mjs"
            imports[imported] = (
                *imports.get(imported, ()),
                *(each.strip() for each in names.split(",") if each.strip()),
            )
        text = EXPORT.sub("", IMPORT.sub("", lines))
        if wrong := OTHER.search(DEFAULT.sub("", text)):
            raise ValueError(f"{path.name}: {wrong[0]!r} is not among what can be linked")
        return cls(path, imports, tuple(EXPORT.findall(lines)), text.strip("\n"))

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def linked(self) -> str:
        """The text, after the names that it imports."""
        found = (
            f"const {{ {', '.join(names).replace(' as ', ': ')} }} = ${other.stem}"
            for other, names in self.imports.items()
        )
        return "\n".join([*found, self.text])

    @property
    def called(self) -> str:
        """The module as a function that is called once and returns what is exported."""
        if DEFAULT.search(self.text):
            raise ValueError(f"{self.name}.mjs has a default export and so cannot be imported")
        return f"const ${self.name} = (() => {{\n{self.linked}\nreturn {{ {', '.join(self.exports)} }}\n}})()"


@cache
def link(path: Path) -> str:
    """Return a module and all that it imports as the text of one module."""
    *others, entry = in_order(path)
    return "\n".join([*(other.called for other in others), entry.linked]) + "\n"


def link_body(name: str, expression: str) -> str:
    """Return the body of a function that returns an expression in what a module of `browser/` exports."""
    return f"{link(FOLDER / f'{name}.mjs')}return {expression}\n"


def script(path: Path, /, **args: Any) -> CustomJS:
    """Return what runs the default export of a module with these models and values."""
    return CustomJS(code=link(path), args=args, module=True)


def in_order(path: Path) -> list[Module]:
    """Return a module after all that it imports; raise ValueError where an import is wrong."""
    found: dict[Path, Module] = {}
    for module in visit(path, found, ()):
        found[module.path] = module
        for other, names in module.imports.items():
            exported = found[other].exports
            if missing := [each for each in names if each.split(" as ")[0] not in exported]:
                raise ValueError(
                    f"{module.name}.mjs imports {missing[0]}, which {other.name} does not export"
                )
    named = Counter(module.name for module in found.values())
    if twice := [name for name, count in named.items() if count > 1]:
        raise ValueError(f"two modules have the name {twice[0]}.mjs")
    return list(found.values())


def visit(path: Path, found: dict[Path, Module], above: tuple[str, ...]) -> Iterator[Module]:
    """Yield what is not found yet of a module and its imports, those first; `above` leads to it."""
    if path.stem in above:
        raise ValueError(f"modules import each other in a circle: {' → '.join([*above, path.stem])}")
    if path in found:
        return
    module = Module.parse(path, path.read_text(encoding="utf-8"))
    for other in module.imports:
        yield from visit(other, found, (*above, path.stem))
    yield module
