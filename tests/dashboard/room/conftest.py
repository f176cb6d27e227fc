from contextlib import closing

import pytest

from dashboard.room.store import Store
from tests.dashboard.room.classroom import Classroom


@pytest.fixture
def memory():
    with closing(Store(":memory:")) as store:
        yield store


@pytest.fixture
def classroom(memory):
    """A room of three pupils."""
    return Classroom(memory, pupils=3)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "rooms.db"
