"""Rights are those of today: of who holds the post now, of the unit one works in, of one's own papers."""

from datetime import date

import pytest
from sqlalchemy import update

from engine.errors import AccountLocked, Invalid, NotAllowed
from engine.office import OFFICE, press
from engine.people.commands import appoint
from engine.people.models import Appointment
from engine.people.queries import person
from tests.offices import House


def test_who_has_left_his_post_signs_no_more(small_house: House) -> None:
    house = small_house
    house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    with house.office.work(OFFICE) as work:
        dean = person(work, "dean")
        work.session.execute(update(Appointment).where(Appointment.person_id == dean.id).values(until=date(2026, 1, 1)))
        appoint(work, person(work, "docent"), "fit", "dean", {"ru": "Декан"}, is_head=True, since=date(2026, 1, 2))

    with pytest.raises(NotAllowed):
        house.as_("dean").completes("sign", level="simple", executor_unit="facility")


def test_a_registrar_does_not_register_his_own_memo(small_house: House) -> None:
    house = small_house
    house.as_("registrar").writes(addressee="dean")
    approver = "records"
    house.as_(approver).completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")

    assert house.as_("registrar").tasks() == []
    assert [task.step for task in house.as_("records").tasks()] == ["register"]


def test_unit_access_opens_a_registered_document_to_the_unit_and_nobody_else(small_house: House) -> None:
    house = small_house
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")
    with pytest.raises(NotAllowed):
        paper.view("docent")

    house.as_("registrar").completes("register", level="simple", access="unit")

    assert paper.view("docent").document.number
    with pytest.raises(NotAllowed):
        paper.view("stranger")


def test_a_few_wrong_passwords_shut_out_nobody_else_behind_the_same_address(small_house: House) -> None:

    for login in ("psy1", "psy2", "psy3", "math1", "math2", "librarian"):
        for _ in range(4):
            with pytest.raises((Invalid, AccountLocked)):
                press.sign_in(small_house.office, login, "wrong", address="10.0.0.1", agent=None)

    assert press.sign_in(small_house.office, "teacher", "Demo-2026!", address="10.0.0.1", agent=None)[0]
