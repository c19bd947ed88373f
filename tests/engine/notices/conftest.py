"""A university that writes letters."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select

from engine.notices.models import Letter
from engine.office import OFFICE
from tests.engine.cheap import made_cheap
from tests.offices import House
from tests.postoffice import PostOffice

BASE = "https://edms.example.org"


@dataclass
class Writing:
    """The house, its post office, and the outbox."""

    house: House
    post: PostOffice

    def letters(self) -> list[Letter]:
        with self.house.office.look(OFFICE) as work:
            return list(work.session.scalars(select(Letter).order_by(Letter.id)))

    def serves(self, url: str) -> None:
        """From now on that is the address of the server for mail."""
        tools = self.house.office.tools
        tools.settings = replace(tools.settings, smtp_url=url, base_url=BASE)


@pytest.fixture
def writing(house: House, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> Writing:
    """The university on each database, on a Monday at ten, with cheap files."""
    made_cheap(monkeypatch)
    made = Writing(house, post_office)
    made.serves(post_office.url)
    return made
