"""What a challenge fixes: all settings but those that it lets one change, and how a run is shown."""

from dataclasses import fields, replace

from dashboard.exercises.challenges import CHALLENGES, in_words
from dashboard.settings.values import SHOWING, Settings, changed, rule_of, value_of


def bring_back(settings: Settings, first: Settings) -> Settings:
    """Return a challenge as it is given, but for what may be changed of it and has been."""
    challenge = CHALLENGES[first.challenge]
    found = replace(first, **{name: getattr(settings, name) for name in SHOWING})
    if "method" in challenge.may and settings.method in challenge.methods:
        found = replace(found, method=settings.method, hyperparameters=settings.hyperparameters)
    for name in challenge.may:
        if name != "method" and rule_of(settings, name) is not None:
            found = changed(found, name, value_of(settings, name))
    return found


def explain_straying(settings: Settings, first: Settings) -> str:
    """Return what differs from a challenge and may not, and what may; nothing where nothing does."""
    challenge, held = CHALLENGES[first.challenge], bring_back(settings, first)
    astray = [each.name for each in fields(held) if getattr(settings, each.name) != getattr(held, each.name)]
    if "method" in astray and "method" in challenge.may:
        return f"The method of this challenge may be {', '.join(challenge.methods)}"
    if not astray:
        return ""
    return f"This challenge fixes {in_words(*astray)}; what may be changed is {in_words(*challenge.may)}"
