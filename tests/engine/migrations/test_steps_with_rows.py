"""The steps of the database go down and up under documents that are on their way, and nothing of them is lost."""

from engine import upgrade as upgrading
from tests.offices import House

BEFORE_SEVERAL_ROWS = "0002"


def test_documents_on_their_way_outlive_every_step_down_and_up(house: House) -> None:
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")

    upgrading.downgrade(house.office.database, BEFORE_SEVERAL_ROWS)
    upgrading.upgrade(house.office.database)

    assert paper.state == "on_signing"
    assert house.as_("dean").tasks()
    assert house.broken() == []
