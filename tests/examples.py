"""How many random examples a test tries, where they are dearer or cheaper than most."""

from hypothesis import settings


def examples(share: float) -> settings:
    """Settings for this share of the examples that other tests try, whichever profile is loaded."""
    return settings(max_examples=max(1, round(share * settings.default.max_examples)))
