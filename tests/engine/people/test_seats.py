"""Who gets a task: heads, queues, substitutes with and without the right to sign, never the initiator himself."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from engine.errors import NotAllowed, WrongState
from engine.instances import commands
from engine.instances.models import Candidate, Incident, Task
from engine.office import OFFICE
from engine.people.commands import grant, substitute
from engine.people.models import Appointment, Person
from engine.people.queries import person, today
from tests.offices import House


def _stands_in(house: House, absent: str, stands: str, *, may_sign: bool, days: int = 3, since: int = 0) -> None:
    with house.office.work(OFFICE) as work:
        start = today(work) + timedelta(days=since)
        substitute(
            work,
            person(work, absent),
            person(work, stands),
            since=start,
            until=start + timedelta(days=days),
            basis="№ 1 бұйрық",
            may_sign=may_sign,
        )


def _leaves(house: House, login: str) -> None:
    with house.office.work(OFFICE) as work:
        work.session.execute(
            update(Appointment).where(Appointment.person_id == person(work, login).id).values(until=date(2025, 1, 1))
        )


def _places(house: House, step: str) -> list[tuple[str, str | None, str | None]]:
    """(login, for whom, basis) of an open step's candidates."""
    with house.office.look(OFFICE) as work:
        logins = {one.id: one.login for one in work.session.scalars(select(Person))}
        rows = work.session.scalars(
            select(Candidate)
            .join(Task, Task.id == Candidate.task_id)
            .where(Task.step == step, Task.state == "open")
            .order_by(Candidate.person_id)
        )
        return sorted((logins[one.person_id], logins.get(one.acting_for or 0), one.basis) for one in rows)


def _on_the_desk_of_the_dean(house: House, **answers: Any) -> None:
    house.as_("teacher").writes(**answers)
    house.as_("chair").completes("approve")


def test_a_substitute_stands_beside_the_absent_by_his_order(quick_house: House) -> None:
    _stands_in(quick_house, "chair", "docent", may_sign=False)

    quick_house.as_("teacher").writes()

    assert _places(quick_house, "approve_chair") == [("chair", None, None), ("docent", "chair", "№ 1 бұйрық")]


def test_who_may_only_approve_is_not_asked_to_sign(quick_house: House) -> None:
    _stands_in(quick_house, "dean", "docent", may_sign=False)
    _stands_in(quick_house, "registrar", "stranger", may_sign=False)

    _on_the_desk_of_the_dean(quick_house)
    signers = _places(quick_house, "sign_dean")
    quick_house.as_("dean").completes("sign", level="simple", executor_unit="facility")

    assert signers == [("dean", None, None)]
    assert "stranger" not in [login for login, _, _ in _places(quick_house, "register")]


def test_a_substitute_who_may_sign_signs_for_the_absent_and_it_is_written_down(quick_house: House) -> None:
    house = quick_house
    _stands_in(house, "dean", "docent", may_sign=True)
    _on_the_desk_of_the_dean(house)

    paper = house.as_("docent").completes("sign", level="simple", executor_unit="facility")

    (signature,) = paper.view("dean").signatures
    assert (signature.person.login, signature.acting_for and signature.acting_for.login) == ("docent", "dean")
    task = next(one for one in paper.view("dean").tasks if one.step == "sign_dean")
    assert (task.done_by and task.done_by.login, task.done_for and task.done_for.login) == ("docent", "dean")
    assert house.broken() == []


@pytest.mark.parametrize(("since", "days"), [(1, 5), (-9, 8)])
def test_a_substitution_holds_only_in_its_days(quick_house: House, since: int, days: int) -> None:
    _stands_in(quick_house, "chair", "docent", may_sign=True, since=since, days=days)

    quick_house.as_("teacher").writes()

    assert _places(quick_house, "approve_chair") == [("chair", None, None)]


def test_standing_in_is_not_handed_on_and_does_not_reach_the_initiator(quick_house: House) -> None:
    _stands_in(quick_house, "chair", "teacher", may_sign=True)
    _stands_in(quick_house, "teacher", "docent", may_sign=True)

    quick_house.as_("teacher").writes()

    assert _places(quick_house, "approve_chair") == [("chair", None, None)]


def test_a_head_does_not_approve_his_own_document_and_a_dean_does_not_sign_his(quick_house: House) -> None:
    house = quick_house
    own = house.as_("chair").writes()
    assert [(one.step, one.state) for one in own.view("chair").tasks] == [
        ("approve_chair", "skipped"),
        ("sign_dean", "open"),
    ]

    house.as_("dean").writes()

    assert ("dean", None, None) in _places(house, "sign_dean")  # the chair's memo
    with house.office.look(OFFICE) as work:
        rector = person(work, "rector").id
        assert work.session.scalar(select(Candidate.task_id).where(Candidate.person_id == rector)) is not None
        assert list(work.session.scalars(select(Incident))) == []
    assert house.broken() == []


def test_a_vacant_post_is_an_incident_and_nobodys_task(quick_house: House) -> None:
    house = quick_house
    _leaves(house, "chair")

    paper = house.as_("teacher").writes()

    assert _places(house, "approve_chair") == []
    assert [one[1] for one in paper.view().incidents] == ["Expected somebody for {step}, but the post is vacant."]
    assert house.broken() == []


def test_a_task_of_a_queue_is_taken_by_one_and_given_back(quick_house: House) -> None:
    house = quick_house
    with house.office.work(OFFICE) as work:
        grant(work, person(work, "archivist"), "registrar")
    _on_the_desk_of_the_dean(house)
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")
    (task,) = house.as_("archivist").tasks()

    with house.office.work(house.actor("archivist")) as work:
        commands.claim(work, commands.hold_task(work, task.id))
    assert house.as_("registrar").tasks() == []
    with pytest.raises(WrongState), house.office.work(house.actor("registrar")) as work:
        commands.claim(work, commands.hold_task(work, task.id))
    with pytest.raises(NotAllowed), house.office.work(house.actor("registrar")) as work:
        commands.release(work, commands.hold_task(work, task.id))
    with pytest.raises(WrongState):
        house.as_("registrar").completes("register", task=task, level="simple")
    with house.office.work(house.actor("archivist")) as work:
        commands.release(work, commands.hold_task(work, task.id))

    house.as_("registrar").completes("register", level="simple")
    with pytest.raises(WrongState), house.office.work(house.actor("archivist")) as work:
        commands.claim(work, commands.hold_task(work, task.id))
    assert house.broken() == []


def test_a_task_given_by_name_is_not_taken_and_a_strangers_queue_is_not_his(quick_house: House) -> None:
    house = quick_house
    _on_the_desk_of_the_dean(house)
    (named,) = house.as_("dean").tasks()
    with pytest.raises(WrongState), house.office.work(house.actor("dean")) as work:
        commands.claim(work, commands.hold_task(work, named.id))
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")
    (queued,) = house.as_("registrar").tasks()

    with pytest.raises(NotAllowed), house.office.work(house.actor("stranger")) as work:
        commands.claim(work, commands.hold_task(work, queued.id))


def test_a_dismissed_head_has_no_tasks_from_that_day(quick_house: House) -> None:
    house = quick_house
    with house.office.work(OFFICE) as work:
        person(work, "chair").dismissed = date(2026, 1, 1)

    house.as_("teacher").writes()

    assert _places(house, "approve_chair") == []
