"""Names of minima: a letter where several are known, the same in figures as in sentences."""

from string import ascii_uppercase

import numpy as np

from gdcore import Objective

AS_LOW = 1e-9  # of the height of the picture: so little higher, a minimum is as low as another


def letters(objective: Objective) -> list[str]:
    """Return a letter for each listed minimum; empty for the only one, and where there are too many."""
    count = len(objective.minima)
    return list(ascii_uppercase[:count]) if 1 < count <= len(ascii_uppercase) else [""] * count


def letter(objective: Objective, point: np.ndarray | None) -> str:
    """Return the letter of a minimum; empty where it has none."""
    known = zip(letters(objective), objective.minima, strict=True)
    return next((name for name, place in known if point is not None and np.array_equal(place, point)), "")


def called(objective: Objective, point: np.ndarray | None) -> str:
    """Return what a sentence calls one of several minima: by its letter, if it has one."""
    name = letter(objective, point)
    return f"minimum {name}" if name else "a minimum"


def labels(objective: Objective) -> list[str]:
    """Return what stands beside each minimum: its letter, and that it is the lowest, where not all are."""
    low = [
        float(objective.excess(place)) <= AS_LOW * max(1.0, objective.height) for place in objective.minima
    ]
    if len(low) == 1:
        return ["minimum"]
    words = [""] * len(low) if all(low) else ["lowest" if each else "" for each in low]
    return [" ".join(filter(None, both)) or "local" for both in zip(letters(objective), words, strict=True)]
