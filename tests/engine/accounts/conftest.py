"""A house whose accounts are tried."""

from dataclasses import replace

import pytest

from tests.offices import House


@pytest.fixture
def mailing(small_house: House) -> House:
    """A house whose letters go out, to a server that nobody reaches in these tests."""
    tools = small_house.office.tools
    tools.settings = replace(tools.settings, smtp_url="smtp://127.0.0.1:9")
    return small_house
