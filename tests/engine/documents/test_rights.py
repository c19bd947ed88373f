"""Who sees a document: in lists and by its page alike; and every refusal leaves a line (T3, Y-32)."""

import pytest
from sqlalchemy import select

from engine.acts import files, views
from engine.audit import AuditRecord
from engine.documents import queries
from engine.errors import NotAllowed, NotFound
from engine.instances import queries as tasks
from engine.office import OFFICE
from tests.offices import House, Paper

EVERYBODY = (
    "teacher",
    "docent",
    "chair",
    "dean",
    "facility",
    "registrar",
    "archivist",
    "rector",
    "owner",
    "admin",
    "stranger",
)


def _see(house: House, paper: Paper) -> set[str]:
    """Those who see it by its page; lists of documents and of tasks must agree."""
    found = set()
    for login in EVERYBODY:
        actor = house.actor(login)
        with house.office.look(actor) as work:
            listed = paper.id in {one.id for one in queries.listed(work)[0]}
            by_task = paper.id in {one.document for one in tasks.of_documents(work, state="all")[0]}
        try:
            paper.view(login)
            seen = True
        except NotAllowed:
            seen = False
        assert seen == listed, login
        assert listed or not by_task, login
        found |= {login} if seen else set()
    return found


def test_a_document_is_seen_by_those_who_take_part_their_heads_and_in_time_the_records_officers(
    quick_houses: House,
) -> None:
    house = quick_houses
    draft = house.as_("teacher").writes(sends=False)
    assert _see(house, draft) == {"teacher"}

    paper = house.as_("teacher").writes()
    on_approval = _see(house, paper)
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")
    on_registration = _see(house, paper)
    house.as_("registrar").completes("register", level="simple")

    assert on_approval - {"rector"} == {"teacher", "chair", "dean"}
    assert on_registration - {"rector"} == {"teacher", "chair", "dean", "registrar", "archivist"}
    assert _see(house, paper) - {"rector"} == {"teacher", "chair", "dean", "registrar", "archivist", "facility"}


def test_a_document_for_everyone_is_seen_by_everyone_once_it_has_a_number(quick_house: House) -> None:
    house = quick_house
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")
    house.as_("registrar").completes("register", level="simple", access="everyone")

    assert _see(house, paper) == set(EVERYBODY)


def test_an_administrator_sees_no_content_and_the_refusal_is_noted(quick_house: House) -> None:
    house = quick_house
    paper = house.as_("teacher").writes()

    for login in ("admin", "owner", "stranger"):
        for look in (views.document_view, views.history, lambda work, id: files.fetched(work, id, 1)):
            with pytest.raises(NotAllowed), house.office.look(house.actor(login)) as work:
                look(work, paper.id)

    with house.office.look(OFFICE) as work:
        noted = list(
            work.session.execute(
                select(AuditRecord.actor, AuditRecord.object).where(AuditRecord.act == "access.refused")
            )
        )
    assert noted == [(login, paper.id) for login in ("admin", "owner", "stranger") for _ in range(3)]
    assert house.broken() == []


def test_what_is_not_there_is_not_found_and_tells_nothing(quick_house: House) -> None:
    with pytest.raises(NotFound), quick_house.office.look(quick_house.actor("teacher")) as work:
        views.document_view(work, "nothing")
    with pytest.raises(NotFound), quick_house.office.look(quick_house.actor("teacher")) as work:
        tasks.task(work, "nothing")


def test_a_task_of_a_document_is_seen_by_those_who_see_the_document(quick_house: House) -> None:
    house = quick_house
    house.as_("teacher").writes()
    (task,) = house.as_("chair").tasks()

    with house.office.look(house.actor("teacher")) as work:
        assert tasks.task(work, task.id).mine is False
    with pytest.raises(NotAllowed), house.office.look(house.actor("stranger")) as work:
        tasks.task(work, task.id)
