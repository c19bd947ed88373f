"""In whose name a person sits at an open task follows the orders; what a person took from a queue does not wait for him."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.acts import handing
from engine.errors import NotAllowed
from engine.instances import commands as instances
from engine.instances.models import Candidate
from engine.office import OFFICE
from engine.people import commands as people
from engine.people.models import Appointment, Substitution
from engine.people.queries import person, today, unit
from tests.circular import publishes_circulars
from tests.offices import House

HEAD = {"kk": "Басшы", "ru": "Начальник"}


@pytest.fixture
def circulars(quick_houses: House) -> House:
    house = publishes_circulars(quick_houses)
    house.as_("teacher").writes("circular", subject="S", text="T", executors=["facility"], acquaint=["chair"])
    return house


def _ids(house: House, login: str) -> list[str]:
    return [one.id for one in house.as_(login).tasks()]


def _stands(house: House, absent: str, substitute: str, basis: str, first: int = 0, last: int = 60) -> None:
    with house.office.work(OFFICE) as work:
        day = today(work)
        days = {"since": day + timedelta(days=first), "until": day + timedelta(days=last)}
        absent_one, other = person(work, absent), person(work, substitute)
        people.substitute(work, absent_one, other, **days, basis=basis, may_sign=True)
    house.settle()


def _places(house: House, task: str) -> list[tuple[int, int | None, str | None]]:
    with house.office.look(OFFICE) as work:
        rows = work.session.scalars(select(Candidate).where(Candidate.task_id == task).order_by(Candidate.person_id))
        return [(one.person_id, one.acting_for, one.basis) for one in rows]


def _id(house: House, login: str) -> int:
    with house.office.look(OFFICE) as work:
        return person(work, login).id


def test_a_substitute_who_is_appointed_to_the_post_does_the_task_in_his_own_name(circulars: House) -> None:
    house = circulars
    [task] = _ids(house, "finance")
    _stands(house, "finance", "finance2", "№ 41")
    assert (_id(house, "finance2"), _id(house, "finance"), "№ 41") in _places(house, task)

    with house.office.work(OFFICE) as work:
        for post in work.session.scalars(
            select(Appointment).where(Appointment.person_id == person(work, "finance").id)
        ):
            post.until = today(work) - timedelta(days=1)
        people.appoint(work, person(work, "finance2"), "finance", "head", HEAD, is_head=True, since=today(work))
        for order in work.session.scalars(select(Substitution)):
            people.end_substitution(work, order.id)
    house.settle()

    assert _places(house, task) == [(_id(house, "finance2"), None, None)]
    house.as_("finance2").completes("approve")
    assert house.broken() == []


def test_a_place_names_the_order_that_is_in_force_when_one_follows_another(circulars: House) -> None:
    house = circulars
    [task] = _ids(house, "finance")
    _stands(house, "finance", "finance2", "№ 41", last=0)
    _stands(house, "finance", "finance2", "№ 42", first=1, last=30)

    house.goes_on(days=1)

    assert (_id(house, "finance2"), _id(house, "finance"), "№ 42") in _places(house, task)
    assert house.broken() == []


def test_what_was_given_by_hand_follows_the_orders_too_and_says_who_gave_it(circulars: House) -> None:
    house = circulars
    [task] = _ids(house, "finance")
    with house.office.work(house.actor("finance")) as work:
        handing.delegate(work, task, "accountant")
    _stands(house, "accountant", "accountant2", "№ 41", last=0)
    _stands(house, "accountant", "accountant2", "№ 42", first=1, last=30)

    house.goes_on(days=1)

    with house.office.look(OFFICE) as work:
        rows = work.session.scalars(select(Candidate).where(Candidate.task_id == task))
        assert {(one.basis, one.given_by) for one in rows} == {
            (None, _id(house, "finance")),
            ("№ 42", _id(house, "finance")),
        }


def _waits_for_a_registrar(house: House) -> str:
    house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility", control=True)
    [task] = _ids(house, "registrar")
    with house.office.work(house.actor("registrar")) as work:
        instances.claim(work, instances.hold_task(work, task))
    return task


def test_what_a_person_took_from_a_queue_goes_back_when_he_is_absent(quick_houses: House) -> None:
    house = quick_houses
    task = _waits_for_a_registrar(house)

    _stands(house, "registrar", "hr2", "№ 41")

    assert _ids(house, "hr2") == [task]
    paper = house.as_("hr2").completes("register", level="simple")
    assert paper.number
    assert house.broken() == []


def test_the_records_administrator_or_a_head_gives_back_what_somebody_took_and_nobody_else(quick_houses: House) -> None:
    house = quick_houses
    task = _waits_for_a_registrar(house)
    for login in ("dean", "teacher", "hr"):
        with pytest.raises(NotAllowed), house.office.work(house.actor(login)) as work:
            instances.release(work, instances.hold_task(work, task))

    with house.office.work(house.actor("records")) as work:
        instances.release(work, instances.hold_task(work, task))

    with house.office.look(OFFICE) as work:
        assert instances.hold_task(work, task)[0].claimed_by is None
    with pytest.raises(NotAllowed), house.office.work(house.actor("records")) as work:
        instances.release(work, instances.hold_task(work, task))


def test_a_task_of_a_closed_unit_goes_to_the_head_of_its_successor(quick_houses: House) -> None:
    house = quick_houses
    house.as_("teacher").writes()
    [task] = _ids(house, "chair")

    with house.office.work(OFFICE) as work:
        people.close_unit(work, "informatics", successor="mathematics")
    house.settle()

    with house.office.look(OFFICE) as work:
        heads = select(Appointment.person_id).where(
            Appointment.unit_id == unit(work, "mathematics").id, Appointment.is_head
        )
        assert [one for one, acting, _ in _places(house, task) if acting is None] == [work.session.scalar(heads)]
    assert house.broken() == []


def test_a_task_above_a_closed_unit_goes_to_whoever_stands_above_its_successor(quick_houses: House) -> None:
    house = quick_houses
    house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    [task] = _ids(house, "dean")

    with house.office.work(OFFICE) as work:
        people.close_unit(work, "informatics", successor="psychology")
        above = unit(work, "psychology").parent_id
    house.settle()

    with house.office.look(OFFICE) as work:
        heads = select(Appointment.person_id).where(Appointment.unit_id == above, Appointment.is_head)
        assert [one for one, acting, _ in _places(house, task) if acting is None] == [work.session.scalar(heads)]
    assert _ids(house, "dean") == []
    assert house.broken() == []


def test_a_place_by_an_order_that_is_not_in_force_is_found(circulars: House) -> None:
    house = circulars
    _stands(house, "finance", "finance2", "№ 41")
    assert house.broken() == []

    with house.office.work(OFFICE) as work:
        for order in work.session.scalars(select(Substitution)):
            order.until = date(2000, 1, 1)

    assert [one for one in house.broken() if "by an order that is not in force" in one]
