"""Rows of a long list are made in portions; what changes between them is seen."""

import pytest
from sqlalchemy import select

from engine.audit import AuditRecord
from engine.instances import filling, rows
from engine.instances.models import Candidate, Incident
from engine.instances.queries import of_documents
from engine.office import OFFICE
from engine.people.commands import dismiss
from engine.people.queries import person, today
from tests.circular import publishes_circulars
from tests.offices import House


@pytest.fixture
def portions(quick_houses: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house that makes rows one by one."""
    monkeypatch.setattr(rows, "AT_ONCE", 1)
    monkeypatch.setattr(filling, "SIZE", 1)
    return publishes_circulars(quick_houses)


def test_who_is_dismissed_between_two_portions_is_left_out_with_the_reason_and_holds_nothing_up(
    portions: House,
) -> None:
    house = portions
    paper = house.as_("teacher").writes(
        "circular", subject="S", text="T", executors=[], acquaint=["chair", "docent", "dean"]
    )
    house.as_("lawyer").completes("approve")
    house.as_("finance").completes("approve", settle=False)
    with house.office.work(OFFICE) as work:
        dismissed = person(work, "docent").id
        dismiss(work, "docent", today(work).replace(year=today(work).year - 1))

    house.settle()

    with house.office.look(house.actor("teacher")) as work:
        made = {one.item: one for one in of_documents(work, state="", document=paper.id)[0] if one.item}
        assert {item: one.state for item, one in made.items()} == {"chair": "open", "docent": "skipped", "dean": "open"}
        assert made["docent"].comment == "уволен"
        assert list(work.session.scalars(select(Candidate).where(Candidate.person_id == dismissed))) == []
        assert list(work.session.scalars(select(Incident.id).where(Incident.document_id == paper.id))) == []
        (line,) = work.session.scalars(select(AuditRecord).where(AuditRecord.act == "task.excused"))
    assert line.after == {"item": "docent", "reason": "уволен"}
    for login in ("chair", "dean"):
        house.as_(login).completes("acknowledge")
    assert paper.state == "filed"
    assert house.broken() == []


def test_a_list_whose_people_are_all_gone_when_their_rows_are_made_goes_on_without_them(portions: House) -> None:
    house = portions
    paper = house.as_("teacher").writes(
        "circular", subject="S", text="T", executors=[], acquaint=["stranger", "docent"]
    )
    house.as_("lawyer").completes("approve")
    house.as_("finance").completes("approve", settle=False)
    with house.office.work(OFFICE) as work:
        for login in ("docent", "stranger"):
            dismiss(work, login, today(work).replace(year=today(work).year - 1))

    house.settle()

    assert paper.state == "filed"
    assert house.broken() == []
