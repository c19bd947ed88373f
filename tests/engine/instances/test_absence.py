"""Open tasks follow those who may do them: substitutions begin and end, posts pass on, people leave, posts fall vacant."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.acts import handing
from engine.instances.absence import concerned, reseat
from engine.instances.models import Incident
from engine.office import OFFICE
from engine.people import commands as people
from engine.people.models import Appointment
from engine.people.queries import person, today, unit
from tests.circular import publishes_circulars
from tests.offices import House


@pytest.fixture
def circulars(quick_houses: House) -> House:
    return publishes_circulars(quick_houses)


def _ids(house: House, login: str) -> list[str]:
    return [one.id for one in house.as_(login).tasks()]


def _changed(house: House, *logins: str) -> None:
    with house.office.work(OFFICE) as work:
        reseat(work, {"persons": [person(work, login).id for login in logins]})
    house.settle()


def _substitution(house: House, absent: str, substitute: str, *, days: int = 3, may_sign: bool = False) -> None:
    with house.office.work(OFFICE) as work:
        day = today(work)
        people.substitute(
            work,
            person(work, absent),
            person(work, substitute),
            since=day,
            until=day + timedelta(days=days),
            basis="№ 41 бұйрық",
            may_sign=may_sign,
        )


def _leaves(house: House, login: str, last: date) -> None:
    with house.office.work(OFFICE) as work:
        held = select(Appointment).where(Appointment.person_id == person(work, login).id)
        for one in work.session.scalars(held):
            one.until = last


def _day(house: House) -> date:
    with house.office.look(OFFICE) as work:
        return today(work)


def test_an_open_task_is_seen_by_the_substitute_in_those_days_only(circulars: House) -> None:
    house = circulars
    house.as_("teacher").writes("circular", subject="S", text="T", executors=["facility"], acquaint=["chair"])
    [task] = _ids(house, "finance")

    _substitution(house, "finance", "finance2")
    _changed(house, "finance", "finance2")
    assert _ids(house, "finance2") == _ids(house, "finance") == [task]

    house.goes_on(days=5)
    _changed(house, "finance", "finance2")
    assert _ids(house, "finance2") == []
    assert _ids(house, "finance") == [task]
    assert house.broken() == []


def test_a_successor_in_the_post_gets_the_open_tasks(circulars: House) -> None:
    house = circulars
    house.as_("teacher").writes("circular", subject="S", text="T", executors=["facility"], acquaint=["chair"])
    [task] = _ids(house, "finance")
    _leaves(house, "finance", _day(house) - timedelta(days=1))
    with house.office.work(OFFICE) as work:
        title = {"kk": "Басшы", "ru": "Начальник"}
        people.appoint(work, person(work, "hr2"), "finance", "head", title, is_head=True, since=today(work))

    _changed(house, "finance", "hr2")

    assert _ids(house, "finance") == []
    assert task in _ids(house, "hr2")
    assert house.broken() == []


def test_a_vacant_post_is_noted_and_filled_when_somebody_is_appointed(circulars: House) -> None:
    house = circulars
    paper = house.as_("teacher").writes("circular", subject="S", text="T", executors=["facility"], acquaint=["chair"])
    _leaves(house, "finance", _day(house) - timedelta(days=1))
    _changed(house, "finance")
    with house.office.look(OFFICE) as work:
        stopped = list(work.session.scalars(select(Incident.state).where(Incident.document_id == paper.id)))
    assert stopped == ["open"]
    assert house.broken() == []

    with house.office.work(OFFICE) as work:
        unit(work, "finance")
        people.appoint(
            work, person(work, "finance2"), "finance", "head", {"kk": "Басшы"}, is_head=True, since=today(work)
        )
    _changed(house, "finance2")

    assert len(_ids(house, "finance2")) == 1
    with house.office.look(OFFICE) as work:
        stopped = list(work.session.scalars(select(Incident.state).where(Incident.document_id == paper.id)))
    assert stopped == ["resolved"]
    assert house.broken() == []


def test_what_was_given_by_hand_stays_with_him_and_his_substitute(circulars: House) -> None:
    house = circulars
    house.as_("teacher").writes("circular", subject="S", text="T", executors=["facility"], acquaint=["chair"])

    [task] = _ids(house, "finance")
    with house.office.work(house.actor("finance")) as work:
        handing.delegate(work, task, "accountant")
    _substitution(house, "accountant", "accountant2")

    _changed(house, "accountant", "finance")

    assert _ids(house, "accountant") == _ids(house, "accountant2") == [task]
    assert _ids(house, "finance") == []


def test_a_person_of_a_list_who_has_left_stays_in_it_until_the_reason_is_noted(circulars: House) -> None:
    house = circulars
    paper = house.as_("teacher").writes("circular", subject="S", text="T", executors=[], acquaint=["docent", "chair"])
    for login in ("lawyer", "finance"):
        house.as_(login).completes("approve")
    house.as_("chair").completes("acknowledge")
    [left] = [one for one in paper.view().tasks if one.step == "acknowledge" and one.state == "open"]
    with house.office.work(OFFICE) as work:
        person(work, "docent").dismissed = today(work)
    _changed(house, "docent")

    assert [one.login for one in paper.view().tasks[-1].candidates or left.candidates] == ["docent"]
    with house.office.work(house.actor("hr")) as work:
        handing.excuse(work, left.id, "Жұмыстан шықты")
    house.settle()

    assert paper.state == "filed"
    assert house.broken() == []


def _concerned(house: House, *logins: str) -> list[str]:
    with house.office.look(OFFICE) as work:
        return concerned(work, [person(work, login).id for login in logins])


def test_a_change_of_people_looks_at_those_documents_only_that_it_may_concern(quick_houses: House) -> None:
    house = quick_houses
    waits = house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")
    [queued] = [one.document for one in house.as_("registrar").tasks()]
    assert queued == waits.id

    assert _concerned(house, "psy1", "librarian") == []
    assert _concerned(house, "registrar") == [queued]
    with house.office.work(OFFICE) as work:
        people.grant(work, person(work, "psy1"), "registrar")
    assert _concerned(house, "psy1") == [queued]
    house.settle()

    assert [one.document for one in house.as_("psy1").tasks()] == [queued]
    with house.office.work(OFFICE) as work:
        people.end_role(work, person(work, "psy1"), "registrar")
    house.settle()
    assert house.as_("psy1").tasks() == []
    assert house.broken() == []
