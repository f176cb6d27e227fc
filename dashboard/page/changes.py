"""From one page's settings to the next: what a change brings with it, and what it leaves as it was."""

from dataclasses import replace

from dashboard.runs import race
from dashboard.runs.problems import with_suggestions
from dashboard.settings.values import CHAPTERS, EXAMPLES, OWN, TYPED, Settings, are_of_one_run


def follow_up(settings: Settings, name: str) -> Settings:
    """Return settings after one was changed: another function, or another method, brings what suits it."""
    if name == "formula":
        function = TYPED if settings.formula else CHAPTERS[settings.chapter].function
        settings = replace(settings, function=function)
    if name == "function" and settings.function == TYPED and not settings.formula:
        settings = replace(settings, formula=EXAMPLES[settings.chapter]["formula"])
    if name == "function" and settings.function != TYPED:
        settings = replace(settings, formula="")
    if name in ("function", "formula"):
        return with_suggestions(replace(settings, hyperparameters=(), race=race.drop_pins(settings.race)))
    if name == "standardise" and settings.data == OWN:
        return with_suggestions(settings)
    if name == "method":
        settings = replace(settings, hyperparameters=())
        return replace(settings, step_size=with_suggestions(settings).step_size)
    return settings


def are_but_for_step_size(before: Settings, after: Settings) -> bool:
    """Whether these are the same, or differ in their step size alone."""
    return replace(before, step_size=after.step_size) == after


def is_display_change(before: Settings, after: Settings) -> bool:
    """Whether these differ in how a run is shown, and not in the run."""
    return before != after and are_of_one_run(before, after)
