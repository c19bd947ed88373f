"""A press is looked at, proved, and kept: a right that ends between is asked for again when it is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.acts import complete as acts
from engine.acts import handing
from engine.acts.complete import Press, Ready
from engine.errors import NotAllowed
from engine.instances.models import Task
from engine.office import OFFICE
from engine.people import commands as people
from engine.people.models import Appointment
from engine.people.queries import person, today
from tests.offices import House


def _looked_at(house: House, login: str, outcome: str, **answers: object) -> tuple[str, Press, Ready]:
    """The first task of that person, pressed as far as the look goes."""
    task = house.as_(login).tasks()[0]
    frozen = house.as_(login).sees(task).document.rendition
    press = Press(outcome, dict(answers), shown=frozen.sha256 if frozen else "", level="")
    with house.office.look(house.actor(login)) as work:
        return task.id, press, acts.ready(work, task.id, press)


def _refused(house: House, login: str, looked: tuple[str, Press, Ready], actor_before: object) -> str:
    task, press, seen = looked
    with pytest.raises(NotAllowed) as refused, house.office.work(actor_before) as work:  # type: ignore[arg-type]
        acts.complete(work, task, press, seen, None)
    with house.office.look(OFFICE) as work:
        assert work.session.scalar(select(Task.state).where(Task.id == task)) == "open"
    return refused.value.template


def _leaves_post(house: House, login: str) -> None:
    with house.office.work(OFFICE) as work:
        held = select(Appointment).where(Appointment.person_id == person(work, login).id)
        for one in work.session.scalars(held):
            one.until = today(work) - timedelta(days=1)


def _follows(house: House, login: str, unit: str) -> None:
    with house.office.work(OFFICE) as work:
        people.appoint(work, person(work, login), unit, "head", {"ru": "Заведующий"}, is_head=True, since=today(work))


def test_who_has_left_his_post_since_he_looked_approves_no_more(quick_houses: House) -> None:
    house = quick_houses
    house.as_("teacher").writes()
    chair, looked = house.actor("chair"), _looked_at(house, "chair", "approve")

    _leaves_post(house, "chair")
    _follows(house, "docent", "informatics")

    assert _refused(house, "chair", looked, chair) == (
        "Expected the person whose task this is today, but it is somebody else now."
    )


def test_whose_role_was_taken_since_he_looked_registers_no_more(quick_houses: House) -> None:
    house = quick_houses
    house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")
    registrar, looked = house.actor("registrar"), _looked_at(house, "registrar", "register")

    with house.office.work(OFFICE) as work:
        people.end_role(work, person(work, "registrar"), "registrar")

    assert _refused(house, "registrar", looked, registrar) == (
        "Expected the person who signs here today, but it is somebody else now."
    )


def test_whose_order_to_stand_for_another_has_ended_since_he_looked_acts_for_him_no_more(quick_houses: House) -> None:
    house = quick_houses
    with house.office.work(OFFICE) as work:
        day = today(work)
        number = people.substitute(
            work,
            person(work, "chair"),
            person(work, "docent"),
            since=day,
            until=day + timedelta(days=3),
            basis="№ 41 бұйрық",
            may_sign=False,
        ).id
    house.as_("teacher").writes()
    docent, looked = house.actor("docent"), _looked_at(house, "docent", "approve")

    with house.office.work(OFFICE) as work:
        people.end_substitution(work, number)

    assert _refused(house, "docent", looked, docent).startswith("Expected an order in force today")


def test_who_was_dismissed_since_he_looked_does_not_decide_what_was_handed_to_him(quick_houses: House) -> None:
    house = quick_houses
    house.as_("teacher").writes()
    (task,) = house.as_("chair").tasks()
    with house.office.work(house.actor("chair")) as work:
        handing.delegate(work, task.id, "docent")
    docent, looked = house.actor("docent"), _looked_at(house, "docent", "approve")

    with house.office.work(OFFICE) as work:
        people.dismiss(work, "docent", today(work) - timedelta(days=1))

    assert _refused(house, "docent", looked, docent).startswith("Expected somebody who works here")


def test_what_was_handed_to_him_by_hand_is_decided_by_whom_no_rule_names(quick_houses: House) -> None:
    house = quick_houses
    house.as_("teacher").writes()
    (task,) = house.as_("chair").tasks()
    with house.office.work(house.actor("chair")) as work:
        handing.delegate(work, task.id, "docent")

    paper = house.as_("docent").completes("approve")

    assert paper.state == "on_signing"
