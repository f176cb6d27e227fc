"""The modules of `browser/`, each linked with what it imports into the one text that Bokeh can send.

A `CustomJS` has no address that it could import from. So what a module imports stands before it, each module
as a function of its own that is called once: private names stay private, and nothing is renamed. There is
nothing to build and no file that could go stale. The syntax is a strict part of JavaScript's:
`import { a, b as c } from "./module.mjs"` and `export` before a `const`, `function` or `class`, each at the
beginning of a line; all else is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bokeh.models import CustomJS

FOLDER = Path(__file__).parent.parent / "browser"
IMPORT = re.compile(r'^import \{([^{}]*)\} from "\./(\w+)\.mjs"\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|class|(?:async )?function) (\w+))", re.MULTILINE)
DEFAULT = re.compile(r"^export default ", re.MULTILINE)
OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
COMMENT = re.compile(r"^ *(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Module:
    """One file: what it imports from which other, what it exports, and its text without either word."""

    name: str
    imports: dict[str, tuple[str, ...]]
    exports: tuple[str, ...]
    text: str

    @classmethod
    def parse(cls, name: str, source: str) -> "Module":
        """Read a file's text; raise ValueError where it imports or exports in another way."""
        lines = COMMENT.sub("", source)
        imports: dict[str, tuple[str, ...]] = {}
        for names, other in IMPORT.findall(lines):
            imports[other] = (
                *imports.get(other, ()),
                *(each.strip() for each in names.split(",") if each.strip()),
            )
        text = EXPORT.sub("", IMPORT.sub("", lines))
        if wrong := OTHER.search(DEFAULT.sub("", text)):
            raise ValueError(f"{name}.mjs: {wrong[0]!r} is not among what can be linked")
        return cls(name, imports, tuple(EXPORT.findall(lines)), text.strip("\n"))

    @property
    def linked(self) -> str:
        """The text, after the names that it imports."""
        found = (
            f"const {{ {', '.join(names).replace(' as ', ': ')} }} = ${other}"
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
def link(name: str) -> str:
    """Return a module and all that it imports as the text of one module."""
    *others, entry = in_order(name)
    return "\n".join([*(other.called for other in others), entry.linked]) + "\n"


def link_body(name: str, expression: str) -> str:
    """Return the body of a function that returns an expression in what a module exports."""
    return f"{link(name)}return {expression}\n"


def script(name: str, **args: Any) -> CustomJS:
    """Return what runs the default export of a module with these models and values."""
    return CustomJS(code=link(name), args=args, module=True)


def in_order(name: str) -> list[Module]:
    """Return a module after all that it imports; raise ValueError where an import is wrong."""
    found: dict[str, Module] = {}
    for module in visit(name, found, ()):
        found[module.name] = module
        for other, names in module.imports.items():
            exported = found[other].exports
            if missing := [each for each in names if each.split(" as ")[0] not in exported]:
                raise ValueError(f"{module.name}.mjs imports {missing[0]}, which {other}.mjs does not export")
    return list(found.values())


def visit(name: str, found: dict[str, Module], above: tuple[str, ...]) -> Iterator[Module]:
    """Yield what is not found yet of a module and its imports, those first; `above` leads to it."""
    if name in above:
        raise ValueError(f"modules import each other in a circle: {' → '.join([*above, name])}")
    if name in found:
        return
    module = Module.parse(name, (FOLDER / f"{name}.mjs").read_text(encoding="utf-8"))
    for other in module.imports:
        yield from visit(other, found, (*above, name))
    yield module
