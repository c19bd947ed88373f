"""An office whose frozen files cost nothing: for what happens around the PDF, not in it."""

import pytest

from tests.engine.cheap import made_cheap
from tests.offices import House


@pytest.fixture
def quick_house(small_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The small house with cheap files."""
    made_cheap(monkeypatch)
    return small_house


@pytest.fixture
def quick_houses(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The house on each database, with cheap files."""
    made_cheap(monkeypatch)
    return house
