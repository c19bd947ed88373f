"""Whom a list of people and units means."""

from engine.instances.seats import named
from engine.office import OFFICE
from tests.offices import House


def test_a_code_that_is_a_login_too_means_the_unit_as_pages_name_it(quick_house: House) -> None:
    with quick_house.office.look(OFFICE) as work:
        found = named(work, ["facility", "facility2", "teacher"])

    assert sorted(found.values()) == ["facility", "facility2", "facility3", "teacher"]
