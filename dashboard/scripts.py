"""The JavaScript that follows the playhead, read once a process."""

from functools import cache
from pathlib import Path

from bokeh.models import CustomJS, Model

FOLDER = Path(__file__).parent / "scripts"


@cache
def code(*names: str) -> str:
    """The named files, one after the other, as one module."""
    return "\n".join((FOLDER / f"{name}.mjs").read_text(encoding="utf-8") for name in names)


def script(*names: str, **models: Model) -> CustomJS:
    return CustomJS(code=code(*names), args=models, module=True)
