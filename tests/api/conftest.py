from collections.abc import Iterator

import pytest

from tests.api.programs import Desk
from tests.offices import House, _on_sqlite


@pytest.fixture
def api(small_house: House) -> Desk:
    """Programs of the university's people over the whole application."""
    return Desk(small_house)


@pytest.fixture(scope="module")
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The same, one for all tests of a file; at the end its data must be whole."""
    for house in _on_sqlite(request, tmp_path_factory.mktemp("desk") / "data"):
        yield Desk(house)
        assert house.broken() == []
