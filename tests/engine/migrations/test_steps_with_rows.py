"""The steps of the database go down and up under documents that are on their way, and nothing of them is lost."""

from sqlalchemy import select

from engine import upgrade as upgrading
from engine.accounts.models import Account
from engine.office import OFFICE
from tests.offices import House

BEFORE_SEVERAL_ROWS = "0002"


def test_documents_on_their_way_outlive_every_step_down_and_up(house: House) -> None:
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")

    upgrading.downgrade(house.office.database, BEFORE_SEVERAL_ROWS)
    upgrading.upgrade(house.office.database)

    with house.office.look(OFFICE) as work:
        agreed = set(work.session.scalars(select(Account.agreed_version).where(Account.agreed_at.is_not(None))))
    assert agreed == {""}, "nobody is taken to have read an agreement that had no version yet"
    assert paper.state == "on_signing"
    assert house.as_("dean").tasks()
    assert house.broken() == []
