from collections.abc import Iterator

import pytest

from tests.deploy.farm import Farm, farm


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    """nginx and two servers for all tests that leave them running."""
    with farm(tmp_path_factory.mktemp("farm")) as running:
        yield running
