from collections.abc import Iterator

import pytest

from tests.serving import Server, serve


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that only visit it."""
    with serve(tmp_path_factory.mktemp("server")) as running:
        yield running
