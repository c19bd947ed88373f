"""Where a document stands that others amend or repeal: always what those in force say, however close they come together."""

import threading

import pytest
from sqlalchemy import select, update

from engine.documents.commands import move
from engine.documents.models import Document
from engine.documents.relations import STAND, link
from engine.fsck import fsck
from engine.jobs import Job
from engine.office import OFFICE, Work, press
from tests.engine.crowd import crowd
from tests.offices import House, Paper


class Undone(Exception):
    """What was tried is not kept."""


def _memos(house: House, count: int) -> list[str]:
    """Drafts, the first of them already in force."""
    answers = {"subject": "Тақырып", "text": "Мәтін"}
    teacher = house.actor("teacher")
    made = [press.start_document(house.office, teacher, "memo", answers, submit=False) for _ in range(count)]
    with house.office.work(OFFICE) as work:
        work.session.execute(update(Document).where(Document.id == made[0]).values(state="registered"))
    return made


def _jobs(work: Work, document: str) -> list[Job]:
    return list(work.session.scalars(select(Job).where(Job.document == document).order_by(Job.id)))


def _standing(house: House, document: str) -> tuple[str | None, str | None]:
    found = Paper(house, document).view().document
    return found.standing, found.standing_by


def test_of_a_repeal_and_an_amendment_registered_at_one_moment_the_repeal_stands(quick_houses: House) -> None:
    house = quick_houses
    target, amends, repeals = _memos(house, 3)
    with house.office.work(OFFICE) as work:
        link(work, amends, "amends", target)
        link(work, repeals, "repeals", target)
    met = threading.Barrier(2)

    def registers(document: str) -> None:
        if house.office.database.engine.dialect.name == "postgresql":  # where two transactions write at once
            met.wait(30)
        with house.office.work(OFFICE) as work:
            move(work, work.get(Document, document, hold=True), "registered")

    came = crowd([lambda: registers(amends), lambda: registers(repeals)])
    house.settle()

    assert came == [None, None]
    assert _standing(house, target) == ("repealed", repeals)


def test_each_change_is_counted_after_its_own_commit(quick_houses: House) -> None:
    """The chore of the first may have run before the second's commit: the second leaves one of its own."""
    house = quick_houses
    target, amends, repeals = _memos(house, 3)
    with house.office.work(OFFICE) as work:
        link(work, amends, "amends", target)
        link(work, repeals, "repeals", target)

    with house.office.work(OFFICE) as work:
        move(work, work.get(Document, amends), "registered")
    with house.office.work(OFFICE) as work:
        move(work, work.get(Document, repeals), "registered")
        kept = [one.name for one in _jobs(work, target)]

    assert kept == [STAND, STAND]
    house.settle()
    assert _standing(house, target) == ("repealed", repeals)


def test_a_standing_that_the_links_do_not_say_is_found(quick_house: House) -> None:
    house = quick_house
    target, amends = _memos(house, 2)
    with house.office.work(OFFICE) as work:
        link(work, amends, "amends", target)
        move(work, work.get(Document, amends), "registered")
    assert not [one for one in house.broken() if "standing" in one], "it is being counted"
    house.settle()
    assert not [one for one in house.broken() if "standing" in one]

    with pytest.raises(Undone), house.office.work(OFFICE) as work:
        work.session.execute(update(Document).where(Document.id == target).values(standing="repealed"))
        found = [one for one in fsck(work) if "standing" in one]
        raise Undone

    assert found == [f"document {target}: its standing is not what those that amend or repeal it say"]
