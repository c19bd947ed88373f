"""Every invariant, broken by hand: fsck says which."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from engine.office import OFFICE
from engine.registration.models import Counter
from tests.offices import House, Paper

Breaks = Callable[[House, Paper], None]


def _sql(*sentences: str) -> Breaks:
    def break_it(house: House, paper: Paper) -> None:
        with house.office.work(OFFICE) as work:
            for sentence in sentences:
                work.session.execute(text(sentence), {"id": paper.id})

    return break_it


def _spoil_a_file(house: House, paper: Paper) -> None:
    rendition = paper.view().rendition
    assert rendition is not None
    place = house.office.tools.files._place(rendition.latest)
    place.chmod(0o600)
    place.write_bytes(place.read_bytes()[:-1])


def _lose_a_file(house: House, paper: Paper) -> None:
    rendition = paper.view().rendition
    assert rendition is not None
    house.office.tools.files._place(rendition.sha256).unlink()


def _alter_the_state(house: House, paper: Paper) -> None:
    with house.office.work(OFFICE) as work:
        (state,) = work.session.execute(
            text("SELECT state FROM instance WHERE document_id = :id"), {"id": paper.id}
        ).one()
        changed = state[:-1] + bytes([state[-1] ^ 1])
        work.session.execute(
            text("UPDATE instance SET state = :state WHERE document_id = :id"), {"id": paper.id, "state": changed}
        )


def _an_old_state(house: House, paper: Paper) -> None:
    """A state of our own seal, from a moment ago: the log has gone on."""
    with house.office.work(OFFICE) as work:
        (state,) = work.session.execute(
            text("SELECT state FROM instance WHERE document_id = :id"), {"id": paper.id}
        ).one()
    house.as_("facility").completes("report", report="Орындалды")
    with house.office.work(OFFICE) as work:
        work.session.execute(
            text("UPDATE instance SET state = :state WHERE document_id = :id"), {"id": paper.id, "state": state}
        )


OPEN = "state = 'open' AND document_id = :id"
BROKEN: dict[str, tuple[Breaks, str]] = {
    "a corrupt file": (_spoil_a_file, "is missing or has changed"),
    "a lost file": (_lose_a_file, "is missing or has changed"),
    "an altered state": (_alter_the_state, "its state cannot be opened"),
    "a state older than its log": (_an_old_state, "its log gives"),
    "a missing task": (_sql(f"UPDATE task SET state = 'withdrawn' WHERE {OPEN}"), "the route waits for"),
    "an extra task": (
        _sql("UPDATE task SET state = 'open' WHERE step = 'sign_dean' AND document_id = :id"),
        "the route waits for",
    ),
    "a missing token": (_sql(f"UPDATE task SET token = 'execute#9' WHERE {OPEN}"), "the route waits for"),
    "an extra wait": (
        _sql(
            "INSERT INTO waiting (document_id, token, step, type, since) VALUES (:id, 'x#1', 'x', 'timer', '2026-01-01 00:00:00')"
        ),
        "the waits are",
    ),
    "a log with a hole": (_sql("DELETE FROM instance_log WHERE number = 2 AND document_id = :id"), "its log"),
    "a task of nobody": (
        _sql(f"DELETE FROM candidate WHERE task_id IN (SELECT id FROM task WHERE {OPEN})"),
        "nobody may do it",
    ),
    "a closed task in a list": (
        _sql("UPDATE candidate SET open = true WHERE task_id IN (SELECT id FROM task WHERE state = 'done')"),
        "stands in somebody's list",
    ),
    "a counter ahead": (_sql("UPDATE counter SET last = last + 1"), "counter 2"),
    "a hole at the beginning": (_sql("UPDATE registration SET serial = 2", "UPDATE counter SET last = 2"), "highest 2"),
    "a number below one": (_sql("UPDATE registration SET serial = 0", "UPDATE counter SET last = 0"), "highest 0"),
    "a lost counter": (_sql("DELETE FROM counter"), "no counter of that year"),
    "another number on the document": (
        _sql("UPDATE document SET number = '05-07/9' WHERE id = :id"),
        "is not the journal's",
    ),
    "a lost registration": (_sql("DELETE FROM registration", "DELETE FROM counter"), "stands in no journal"),
    "an act without its record": (
        _sql("UPDATE task SET state = 'done' WHERE state = 'skipped'", f"UPDATE task SET state = 'done' WHERE {OPEN}"),
        "the audit knows",
    ),
    "another shown hash": (_sql("UPDATE signature SET shown_sha256 = 'x'"), "shown x"),
    "another event": (_sql('UPDATE signature SET event = \'{"act":"approve"}\''), "was changed afterwards"),
    "another who did it": (_sql("UPDATE task SET done_by = 1 WHERE step = 'sign_dean'"), "done by somebody else"),
    "a signer without a place": (
        _sql("DELETE FROM candidate WHERE task_id IN (SELECT id FROM task WHERE step = 'sign_dean')"),
        "had no such task",
    ),
    "an older newest file": (_sql("UPDATE rendition SET latest = sha256"), "its newest file is"),
    "a newest file of nobody": (
        _sql("UPDATE rendition SET latest = content_sha256 FROM document"),
        "its newest file is",
    ),
    "another content": (_sql('UPDATE document SET answers = \'{"subject":"y"}\' WHERE id = :id'), "its content is not"),
    "a lost revision": (_sql("DELETE FROM revision WHERE document_id = :id"), "its content is not"),
    "a document back among the drafts": (
        _sql("UPDATE document SET state = 'draft' WHERE id = :id"),
        "its run says otherwise",
    ),
    "a notice of nothing": (_sql("UPDATE notice SET document_id = 'nothing'"), "its document is not there"),
    "a chain without its end": (
        _sql(
            "UPDATE audit_head SET number = number + 1 WHERE stream = 'document:' || :id",
        ),
        "its head says",
    ),
}


@pytest.fixture
def registered(quick_house: House) -> Paper:
    """A memo with a number, on its executor's desk."""
    return quick_house.registers_a_memo()


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_by_hand_is_found(registered: Paper, what: str) -> None:
    house, (break_it, sentence) = registered.house, BROKEN[what]
    assert house.broken() == []

    break_it(house, registered)

    assert any(sentence in one for one in house.broken()), house.broken()


def test_an_office_of_another_secret_opens_no_state(registered: Paper) -> None:
    house = registered.house
    machine = house.office.tools.machine

    machine._key = b"another"

    assert any("its state cannot be opened" in one for one in house.broken())


def test_every_end_of_a_memo_leaves_the_house_whole(quick_houses: House) -> None:
    house = quick_houses
    done = house.registers_a_memo()
    house.as_("facility").completes("report", report="Орындалды")
    house.as_("dean").completes("accept")
    house.as_("teacher").writes()
    house.as_("chair").completes("reject", comment="Қажет емес")
    house.as_("teacher").withdraws(house.as_("teacher").writes())
    house.as_("teacher").writes(sends=False)
    house.as_("teacher").writes()

    assert done.state == "filed"
    assert house.broken() == []
    with house.office.look(OFFICE) as work:
        assert [one.last for one in work.session.query(Counter)] == [1]
