"""What only the curve has to say: the post's step sizes, by what they do on its parabola."""

from dashboard.settings.values import Settings
from gdcore import Quadratic

POSTS = {"too small": 0.001, "the post": 0.01, "quick": 0.1, "zigzag": 0.9, "for ever": 1.0, "too big": 1.1}


def presets(settings: Settings, objective: Quadratic) -> dict[str, float] | None:
    """Return the post's step sizes; of another parabola, none."""
    return POSTS if settings.function == "parabola" else None
