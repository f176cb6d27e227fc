from math import inf

import pytest

from dashboard.serving import defaults
from gdcore import work

defaults.install()  # pages are made here as the server makes them, in half the time


@pytest.fixture(autouse=True)
def without_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the count of work ends a run here: the clock, the last guard, would on a machine that is busy."""
    monkeypatch.setattr(work, "LEAST_SECONDS", inf)
