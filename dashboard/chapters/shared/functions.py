"""Functions that a visitor chooses by name or types: the problem, and the lines that make it."""

from dashboard.settings.kinds import plain
from dashboard.settings.values import TYPED, Settings
from gdcore import FUNCTIONS, Objective, bowl, typed


def objective(settings: Settings) -> Objective:
    """Return the function of some settings: by its name, a bowl of some shape, or one that was typed."""
    if settings.function == TYPED:
        return typed(settings.formula, len(settings.start))
    if settings.function == "bowl":
        return bowl(settings.condition, settings.rotation)
    return FUNCTIONS[settings.function]


def source(settings: Settings) -> tuple[str, list[str]]:
    """Return what to import, and the lines that make `objective`."""
    if settings.function == TYPED:
        return "descend, typed", [f"objective = typed({settings.formula!r}, {len(settings.start)})"]
    if settings.function == "bowl":
        numbers = f"{plain(settings.condition)}, {plain(settings.rotation)}"
        return "bowl, descend", [f"objective = bowl({numbers})"]
    return "FUNCTIONS, descend", [f"objective = FUNCTIONS[{settings.function!r}]"]
