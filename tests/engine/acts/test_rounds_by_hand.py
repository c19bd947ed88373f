"""Rounds with approvers asked by hand: asked again when the content changed, and nobody approves twice in one round."""

import pytest
from sqlalchemy import select

from engine.acts import handing
from engine.errors import Invalid
from engine.instances.models import Incident
from engine.office import OFFICE
from engine.people.commands import dismiss
from tests.circular import adds, publishes_circulars, written
from tests.offices import House, Paper


@pytest.fixture
def circulars(quick_house: House) -> House:
    return publishes_circulars(quick_house)


def _waits(paper: Paper) -> dict[str, str]:
    """Who is waited for in this round, and how his task stands."""
    view = paper.view()
    rows = [one for one in view.tasks if one.round == view.document.round and one.state in ("open", "held", "skipped")]
    return {", ".join(who.login for who in one.candidates) or one.step: one.state for one in rows}


def test_who_was_asked_beside_is_asked_again_when_the_content_changed(circulars: House) -> None:
    house = circulars
    paper = written(house)
    adds(house, "finance", "accountant", "beside")
    house.as_("finance").completes("approve")
    house.as_("accountant").completes("approve")
    house.as_("lawyer").completes("return", comment="Түзетіңіз")

    house.as_("teacher").completes("submit", text="Басқа мәтін")

    assert _waits(paper) == {"lawyer": "open", "finance": "open", "accountant": "open"}
    for login in ("lawyer", "finance"):
        house.as_(login).completes("approve")
    assert paper.state == "on_approval"
    house.as_("accountant").completes("approve")
    assert paper.state == "on_execution"
    assert house.broken() == []


def test_who_was_asked_before_holds_the_task_in_the_next_round_too(circulars: House) -> None:
    house = circulars
    paper = written(house)
    house.as_("lawyer").completes("approve")
    adds(house, "finance", "chief_accountant", "before")
    adds(house, "chief_accountant", "accountant", "before")
    house.as_("accountant").completes("return", comment="Қаражат жоқ")

    house.as_("teacher").completes("submit", text="Басқа мәтін")

    assert _waits(paper) == {"lawyer": "open", "finance": "held", "chief_accountant": "held", "accountant": "open"}
    told = [one.why for one in paper.view("accountant").tasks if one.step == "approve_finance" and one.state == "open"]
    assert [one["facts"]["round"] for one in told] == [1]
    assert house.broken() == []
    for login in ("lawyer", "accountant", "chief_accountant", "finance"):
        house.as_(login).completes("approve")
    assert paper.state == "on_execution"
    assert house.broken() == []


def test_when_only_requisites_changed_those_asked_by_hand_who_approved_are_not_asked_again(circulars: House) -> None:
    house = circulars
    paper = written(house)
    adds(house, "finance", "accountant", "beside")
    adds(house, "finance", "chief_accountant", "beside")
    for login in ("finance", "chief_accountant", "lawyer"):
        house.as_(login).completes("approve")
    house.as_("accountant").completes("return", comment="Қате орындаушы")

    house.as_("teacher").completes("submit", executors=["hr"])

    assert _waits(paper) == {"approve_lawyer": "skipped", "finance": "open", "accountant": "open"}
    assert house.broken() == []


def test_who_was_asked_in_the_first_round_is_asked_in_the_third(circulars: House) -> None:
    house = circulars
    paper = written(house)
    adds(house, "finance", "accountant", "beside")
    for text in ("Екінші", "Үшінші"):
        for login in ("finance", "accountant"):
            house.as_(login).completes("approve")
        house.as_("lawyer").completes("return", comment="Түзетіңіз")
        house.as_("teacher").completes("submit", text=text)

    assert _waits(paper) == {"lawyer": "open", "finance": "open", "accountant": "open"}
    asked = [one.why for one in paper.view("accountant").tasks if one.asked]
    assert [one["facts"].get("round") for one in asked] == [None, 1, 1]


def test_somebody_asked_by_hand_who_has_left_is_not_asked_again_and_that_is_told(circulars: House) -> None:
    house = circulars
    paper = written(house)
    adds(house, "finance", "accountant", "beside")
    house.as_("accountant").completes("approve")
    house.as_("finance").completes("approve")
    house.as_("lawyer").completes("return", comment="Түзетіңіз")
    with house.office.work(OFFICE) as work:
        dismiss(work, "accountant", work.now.date())
    house.goes_on(days=1)

    house.as_("teacher").completes("submit", text="Басқа мәтін")

    with house.office.look(OFFICE) as work:
        assert [one.step for one in work.session.scalars(select(Incident))] == ["approve_finance"]
    assert "accountant" not in _waits(paper)
    assert house.broken() == []


@pytest.mark.parametrize("order", ["before", "beside"])
def test_nobody_is_asked_who_approves_the_same_round_elsewhere(circulars: House, order: str) -> None:
    house = circulars
    written(house)

    with pytest.raises(Invalid):
        adds(house, "finance", "lawyer", order)
    house.as_("lawyer").completes("approve")
    with pytest.raises(Invalid):
        adds(house, "finance", "lawyer", order)


def test_a_task_is_not_handed_to_who_approves_the_same_round_elsewhere(circulars: House) -> None:
    house = circulars
    written(house)
    [task] = house.as_("finance").tasks()

    with pytest.raises(Invalid) as refused, house.office.work(house.actor("finance")) as work:
        handing.delegate(work, task.id, "lawyer", "Сіз де қараңыз")
    assert [one.field for one in refused.value.problems] == ["to"]
    with pytest.raises(Invalid), house.office.work(house.actor("records")) as work:
        handing.reassign(work, task.id, "lawyer", "Ауырып қалды")
    house.as_("lawyer").completes("approve")
    with pytest.raises(Invalid), house.office.work(house.actor("records")) as work:
        handing.reassign(work, task.id, "lawyer", "Ауырып қалды")


def test_in_the_next_round_it_may_be_handed_to_who_approved_elsewhere_in_the_last(circulars: House) -> None:
    house = circulars
    paper = written(house)
    house.as_("finance").completes("approve")
    house.as_("lawyer").completes("return", comment="Түзетіңіз")
    house.as_("teacher").completes("submit", executors=["hr"])
    [task] = house.as_("lawyer").tasks()

    with house.office.work(house.actor("records")) as work:
        handing.reassign(work, task.id, "finance2", "Ауырып қалды")

    assert _waits(paper)["finance2"] == "open"
