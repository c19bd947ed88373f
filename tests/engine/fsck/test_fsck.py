"""Every invariant, broken by hand: fsck says which."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from engine.fsck import fsck
from engine.office import OFFICE
from engine.registration.models import Counter
from engine.work import Work
from tests.engine.cheap import made_cheap
from tests.offices import House, Paper, _on_sqlite

Breaks = Callable[[Work, str], None]


class Undone(Exception):
    """Nothing of this transaction is kept."""


def _sql(*sentences: str) -> Breaks:
    def break_it(work: Work, paper: str) -> None:
        for sentence in sentences:
            work.session.execute(text(sentence), {"id": paper})

    return break_it


def _state(work: Work, paper: str, changed: bytes | None = None) -> bytes:
    (state,) = work.session.execute(text("SELECT state FROM instance WHERE document_id = :id"), {"id": paper}).one()
    if changed is not None:
        sentence = text("UPDATE instance SET state = :state WHERE document_id = :id")
        work.session.execute(sentence, {"id": paper, "state": changed})
    return bytes(state)


def _alter_the_state(work: Work, paper: str) -> None:
    state = _state(work, paper)
    _state(work, paper, state[:-1] + bytes([state[-1] ^ 1]))


OPEN = "state = 'open' AND document_id = :id"
BROKEN: dict[str, tuple[Breaks, str]] = {
    "an altered state": (_alter_the_state, "its state cannot be opened"),
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
    "a document that ended beside its run": (
        _sql("UPDATE document SET state = 'filed' WHERE id = :id"),
        "its run is running",
    ),
    "a run that ended beside its document": (
        _sql("UPDATE instance SET status = 'ended', \"end\" = 'filed' WHERE document_id = :id"),
        "wait",
    ),
    "two rows of one element": (
        _sql("UPDATE task SET token = (SELECT token FROM task WHERE step = 'register') WHERE step = 'sign_dean'"),
        "for 1 elements",
    ),
    "rows of two steps": (
        _sql("UPDATE task SET token = (SELECT token FROM task WHERE step = 'register') WHERE step = 'sign_dean'"),
        "are of 2 steps",
    ),
    "a list nobody makes": (
        _sql(
            "INSERT INTO waiting (document_id, token, step, type, since) VALUES (:id, 'execute#1', 'execute', 'rows', '2026-01-01 00:00:00')"
        ),
        "nothing will make the rest",
    ),
    "a step nobody does": (
        _sql(
            "INSERT INTO waiting (document_id, token, step, type, since) VALUES (:id, 'close#9', 'close', 'verb', '2026-01-01 00:00:00')"
        ),
        "nothing will do its step",
    ),
    "a notice of nothing": (_sql("UPDATE notice SET document_id = 'nothing'"), "its document is not there"),
    "a chain without its end": (
        _sql(
            "UPDATE audit_head SET number = number + 1 WHERE stream = 'document:' || :id",
        ),
        "its head says",
    ),
}


@pytest.fixture(scope="module")
def registered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """A memo with a number, on its executor's desk; each test undoes what it breaks."""
    with pytest.MonkeyPatch.context() as patched:
        made_cheap(patched)
        for house in _on_sqlite(request, tmp_path_factory.mktemp("broken") / "data"):
            yield house.registers_a_memo()


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_by_hand_is_found(registered: Paper, what: str) -> None:
    break_it, sentence = BROKEN[what]
    found: list[str] = []

    with pytest.raises(Undone), registered.house.office.work(OFFICE) as work:
        break_it(work, registered.id)
        found += fsck(work)
        raise Undone

    assert any(sentence in one for one in found), found
    assert registered.house.broken() == []


@pytest.mark.parametrize("left", [None, b"", b"%PDF"])
def test_a_lost_or_changed_file_is_found(registered: Paper, left: bytes | None) -> None:
    rendition = registered.view().rendition
    assert rendition is not None
    for name in (rendition.sha256, rendition.latest):
        place = registered.house.office.tools.files._place(name)
        whole = place.read_bytes()

        place.unlink()
        if left is not None:
            place.write_bytes(left)
        found = registered.house.broken()

        assert [one for one in found if name in one and "is missing or has changed" in one] == found != []
        place.unlink(missing_ok=True)
        place.write_bytes(whole)
    assert registered.house.broken() == []


def test_a_state_older_than_its_log_is_found(quick_house: House) -> None:
    """A state under our own seal, from a moment ago: the log has gone on."""
    house = quick_house
    paper = house.as_("teacher").writes()
    with house.office.look(OFFICE) as work:
        before = _state(work, paper.id)
    house.as_("chair").completes("approve")

    with house.office.work(OFFICE) as work:
        _state(work, paper.id, before)

    assert any("its log gives" in one for one in house.broken())


def test_an_office_of_another_secret_opens_no_state(registered: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registered.house.office.tools.machine, "_key", b"another")

    assert any("its state cannot be opened" in one for one in registered.house.broken())


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
