"""Whom a list of people and units means."""

import pytest

from engine.acts import handing
from engine.errors import NotAllowed, WrongState
from engine.instances.seats import named
from engine.office import OFFICE
from tests.circular import publishes_circulars
from tests.offices import House


def test_a_code_that_is_a_login_too_means_the_person_and_marked_as_a_unit_the_unit(quick_house: House) -> None:
    with quick_house.office.look(OFFICE) as work:
        persons = named(work, ["facility", "teacher"])
        unit = named(work, ["unit:facility", "teacher"])

    assert sorted(persons.values()) == ["facility", "teacher"]
    assert sorted(unit.values()) == ["facility", "facility2", "facility3", "teacher"]


def test_nobody_gives_his_acquaintance_to_another_and_only_acquaintance_is_excused(quick_house: House) -> None:
    house = publishes_circulars(quick_house)
    paper = house.as_("teacher").writes("circular", subject="S", text="T", executors=["facility"], acquaint=["chair"])
    house.as_("finance").completes("approve")
    house.as_("lawyer").completes("approve")
    [reads] = [one for one in paper.view().tasks if one.step == "acknowledge"]
    [executes] = [one for one in paper.view().tasks if one.step == "execute"]

    with pytest.raises(NotAllowed), house.office.work(house.actor("chair")) as work:
        handing.delegate(work, reads.id, "docent")
    with pytest.raises(NotAllowed), house.office.work(house.actor("dean")) as work:
        handing.reassign(work, reads.id, "docent", "Ол жоқ")
    with pytest.raises(WrongState), house.office.work(house.actor("hr")) as work:
        handing.excuse(work, executes.id, "Ауырып қалды")

    assert "delegate" not in house.as_("chair").sees(reads).verbs
