import pytest

from tests.api.programs import Desk
from tests.offices import House


@pytest.fixture
def api(small_house: House) -> Desk:
    """Programs of the university's people over the whole application."""
    return Desk(small_house)
