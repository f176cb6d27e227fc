"""Style sheets, each joined with what it imports into the one that is sent: a browser asks once.

A sheet names its parts in the order of the cascade, as `@import "css/rail.css";`, each on a line of its own.
What is imported imports nothing itself.
"""

import re
from pathlib import Path

IMPORT = re.compile(r'^@import "([\w/-]+\.css)";$', re.MULTILINE)


def parts(file: Path) -> tuple[Path, ...]:
    """Return a sheet and the files that it imports."""
    return (file, *(file.parent / name for name in IMPORT.findall(file.read_text(encoding="utf-8"))))


def join(file: Path) -> str:
    """Return the text of a sheet, with each import's own text in its place."""
    text = file.read_text(encoding="utf-8")
    return IMPORT.sub(lambda found: (file.parent / found[1]).read_text(encoding="utf-8"), text)
