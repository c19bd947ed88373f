"""Nobody accepts his own report, and nobody decides on the order about himself."""

import pytest

from engine.acts import handing
from engine.documents.models import Document
from engine.errors import Invalid
from engine.people.commands import substitute
from engine.people.queries import person, today
from tests.journeys.test_order import SAMPLE, does, steps_of
from tests.journeys.travel import asks, order_of
from tests.offices import House, Paper


def _order(house: House, **changed: object) -> Paper:
    """An order that was registered and waits for its executors."""
    paper = house.as_("hr").writes("order", **{**SAMPLE, "acquaint": [], **changed})
    does(house, "lawyer", "approve_lawyer", "approve")
    does(house, "finance", "approve_finance", "approve")
    does(house, "rector", "sign_rector", "sign")
    does(house, "registrar", "register", "register")
    return paper


def _asked(paper: Paper, step: str) -> list[str]:
    task = next(one for one in reversed(paper.view("hr").tasks) if one.step == step)
    return [one.login for one in task.candidates]


def _acts_for(house: House, absent: str, stands: str) -> None:
    with house.office.work(house.actor("hr")) as work:
        day = today(work)
        substitute(
            work, person(work, absent), person(work, stands), since=day, until=day, basis="№ 1 бұйрық", may_sign=True
        )
    house.settle()


def test_a_controller_who_executes_himself_is_not_asked_to_accept_his_report(small_house: House) -> None:
    house = small_house
    paper = _order(house, executors=["it", "vice1"], controller="vice1")
    does(house, "admin", "execute", "report", report="Орындалды")
    does(house, "vice1", "execute", "report", report="Орындалды")

    assert _asked(paper, "control") == ["rector"]
    does(house, "rector", "control", "accept")
    assert house.broken() == []


def test_a_controller_who_heads_the_executing_unit_is_not_asked_though_he_gave_the_work_to_another(
    small_house: House,
) -> None:
    house = small_house
    paper = _order(house, executors=["it"], controller="admin")
    [task] = [one for one in house.as_("admin").tasks() if one.step == "execute"]
    with house.office.work(house.actor("admin")) as work:
        handing.delegate(work, task.id, "it2", "Сіз жасаңыз")
    does(house, "it2", "execute", "report", report="Орындалды")

    assert _asked(paper, "control") == ["rector"]


def test_a_rector_who_executes_and_controls_himself_is_left_to_the_records_administrator(small_house: House) -> None:
    house = small_house
    paper = _order(house, executors=["rector"], controller="rector")
    does(house, "rector", "execute", "report", report="Орындалды")

    assert _asked(paper, "control") == []
    assert [one[0] for one in paper.view("hr").incidents] == ["control"]
    assert house.broken() == []
    _acts_for(house, "rector", "vice2")
    assert steps_of(house, "vice2") == ["control"]
    assert paper.view("hr").incidents == ()


def test_who_reported_for_the_controller_does_not_accept_it_for_him_either(small_house: House) -> None:
    house = small_house
    _acts_for(house, "vice1", "vice3")
    paper = _order(house, executors=["vice1", "it"], controller="vice1")
    does(house, "vice3", "execute", "report", report="Орындалды")
    does(house, "admin", "execute", "report", report="Орындалды")

    assert _asked(paper, "control") == ["rector"]


def test_acceptance_is_not_handed_to_who_reported(small_house: House) -> None:
    house = small_house
    _order(house, executors=["it"], controller="vice1")
    does(house, "admin", "execute", "report", report="Орындалды")
    [task] = [one for one in house.as_("vice1").tasks() if one.step == "control"]

    with pytest.raises(Invalid), house.office.work(house.actor("vice1")) as work:
        handing.delegate(work, task.id, "admin", "Қабылдаңыз")


def test_a_dean_whose_faculty_did_it_does_not_accept_his_report_on_a_memo(small_house: House) -> None:
    house = small_house
    house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="fit", control=True)
    paper = house.as_("registrar").completes("register", level="simple")
    house.as_("dean").completes("report", report="Орындалды")

    task = next(one for one in paper.view().tasks if one.step == "accept")
    assert [one.login for one in task.candidates] == ["rector"]


def test_the_order_that_sends_the_rector_is_signed_by_who_acts_for_him(small_house: House) -> None:
    house = small_house
    _acts_for(house, "rector", "vice1")
    trip = asks(house, "rector")
    house.as_("hr").completes("approve")
    does(house, "vice1", "sign_rector", "sign", level="simple")
    does(house, "registrar", "register", "register", level="simple")
    order = order_of(trip)

    does(house, "lawyer", "approve_lawyer", "approve")
    does(house, "finance", "approve_finance", "approve")

    assert _asked(order, "sign_rector") == ["vice1"]
    does(house, "vice1", "sign_rector", "sign")
    assert house.broken() == []


def test_the_order_that_sends_the_lawyer_is_not_approved_by_himself(small_house: House) -> None:
    house = small_house
    trip = asks(house, "lawyer")
    while trip.view("lawyer").document.state == "on_approval":
        task = next(one for one in trip.view("lawyer").tasks if one.state == "open")
        house.as_(task.candidates[0].login).completes("approve", task=task)
    does(house, "rector", "sign_rector", "sign", level="simple")
    does(house, "registrar", "register", "register", level="simple")
    order = order_of(trip)

    assert [(one.step, one.state) for one in order.view("hr").tasks] == [
        ("approve_lawyer", "skipped"),
        ("approve_finance", "open"),
    ]
    with house.office.look(house.actor("hr")) as work:
        assert work.get(Document, order.id).initiator_id == house.actor("hr").person
    [task] = [one for one in house.as_("finance").tasks() if one.step == "approve_finance"]
    with pytest.raises(Invalid), house.office.work(house.actor("finance")) as work:
        handing.delegate(work, task.id, "lawyer", "Қараңыз")
