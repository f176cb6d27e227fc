"""The page around a document, as its template writes it, with the name of each root where that stands."""

import re
from types import ModuleType, SimpleNamespace
from typing import Any

MACROS = "{% macro embed(root) %}⟨{{ root }}⟩{% endmacro %}"


class Roots:
    """Roots by their names, which they are shown as."""

    def __getattr__(self, name: str) -> str:
        return name

    def __getitem__(self, name: str) -> str:
        return name


def markup(opening: ModuleType, arguments: dict[str, list[bytes]]) -> str:
    """The page that a link asks for, of a server with room."""
    server = SimpleNamespace(sessions=[])
    page = opening.describe(SimpleNamespace(url="/dashboard", server_context=server), arguments)
    template, variables = page["template"], page["template_variables"]
    given: dict[str, Any] = {"roots": Roots(), "macros": template.environment.from_string(MACROS)}
    return template.render(**variables, **given, title=page["title"], plot_script="")


def placed(html: str) -> list[str]:
    """The names of the roots that stand in a page, in their order."""
    return re.findall("⟨(.+?)⟩", html)


def part(html: str, group: str) -> str:
    """A group of the rail, folded or not."""
    found = re.search(
        rf'<(details data-fold|section class)="{group}".*?</(details|section)>', html, re.DOTALL
    )
    return found[0] if found else ""
