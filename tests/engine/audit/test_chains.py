"""Chains of the audit: they grow by one, the database refuses to change them, and what is changed behind its back is found."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from engine.audit import Entry, append, records, verify
from engine.db import Database
from tests.databases import Server
from tests.engine.crowd import crowd

NOW = datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Any:
    opened = Database(database_url)
    yield opened
    opened.close()


def _tell(database: Database, *acts: str, stream: str = "document:a", actor: str = "teacher") -> None:
    with database.writing() as session:
        append(session, [Entry(stream, act, "a", {"n": 1}, {"n": [2, None, "ә"]}, actor) for act in acts], NOW)


def _wrong(database: Database, stream: str | None = None) -> list[str]:
    with database.reading() as session:
        return list(verify(session, stream))


def test_a_chain_is_whole_and_read_in_its_order(database: Database) -> None:
    _tell(database, "document.created", "document.submitted")
    _tell(database, "task.approve")
    _tell(database, "account.locked", stream="person:1")

    with database.reading() as session:
        found = [(one.number, one.act) for one in records(session, "document:a")]
        newest = [one.number for one in records(session, "document:a", newest_first=True, limit=2)]
        older = [one.number for one in records(session, "document:a", newest_first=True, after=2)]
    assert found == [(1, "document.created"), (2, "document.submitted"), (3, "task.approve")]
    assert (newest, older) == ([3, 2], [1])
    assert _wrong(database) == []


def test_one_chain_grows_under_many_hands_without_a_gap(database: Database) -> None:
    came = crowd([lambda at=at: _tell(database, f"act.{at}", stream=("x", "y")[at % 2]) for at in range(20)])

    assert came == [None] * 20
    assert _wrong(database) == []
    with database.reading() as session:
        assert [one.number for one in records(session, "x")] == list(range(1, 11))


def test_chains_begun_by_many_in_any_order_do_not_block_each_other(database: Database) -> None:
    def both(first: str, second: str) -> None:
        with database.writing() as session:
            append(session, [Entry(first, "a.a", "1"), Entry(second, "a.a", "2")], NOW)

    came = crowd([lambda at=at: both(*(("p", "q"), ("q", "p"))[at % 2]) for at in range(16)])

    assert came == [None] * 16
    assert _wrong(database) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE audit_record SET actor = 'nobody' WHERE number = 1",
        "DELETE FROM audit_record WHERE number = 2",
        "DELETE FROM audit_record",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_record(database: Database, sentence: str) -> None:
    _tell(database, "a.a", "b.b")

    with pytest.raises(DatabaseError, match="stay as they are"), database.writing() as session:
        session.execute(text(sentence))

    assert _wrong(database) == []


@pytest.mark.parametrize("key", ["1, 'document:a', 9", "99, 'document:a', 1"])
def test_sqlite_refuses_to_replace_a_record(sqlite_url: str, key: str) -> None:
    database = Database(sqlite_url)
    _tell(database, "a.a", "b.b")
    sentence = (
        "INSERT OR REPLACE INTO audit_record (id, stream, number, at, actor, act, object, previous, hash)"
        f" VALUES ({key}, '2026-01-01', 'x', 'x', 'x', 'x', 'x')"
    )

    with pytest.raises(DatabaseError, match="stay as they are"), database.writing() as session:
        session.execute(text(sentence))

    assert _wrong(database) == []
    database.close()


@pytest.mark.parametrize(
    "sentences",
    [
        ["TRUNCATE audit_record"],
        ["SET session_replication_role = replica", "UPDATE audit_record SET actor = 'nobody'"],
        ["SET session_replication_role = replica", "DELETE FROM audit_record"],
    ],
)
def test_postgresql_refuses_also_truncation_and_a_replicas_role(
    postgresql: Server, request: pytest.FixtureRequest, sentences: list[str]
) -> None:
    template = request.getfixturevalue("postgresql_template")
    postgresql.tell(f"CREATE DATABASE audited TEMPLATE {template}")
    database = Database(postgresql.url("audited"))
    _tell(database, "a.a")

    with pytest.raises(DatabaseError, match="stay as they are"), database.writing() as session:
        for sentence in sentences:
            session.execute(text(sentence))

    assert _wrong(database) == []
    database.close()
    postgresql.tell("DROP DATABASE audited WITH (FORCE)")


BEHIND = {
    "an edited actor": ("UPDATE audit_record SET actor = 'nobody' WHERE number = 2", "record 2 was changed"),
    "an edited value": ("UPDATE audit_record SET after = '{\"n\":9}' WHERE number = 2", "record 2 was changed"),
    "an edited moment": (
        "UPDATE audit_record SET at = '2026-03-02 04:05:07.000000' WHERE number = 2",
        "record 2 was changed",
    ),
    "a deleted record": ("DELETE FROM audit_record WHERE number = 2", "record 3 does not follow record 1"),
    "a deleted beginning": ("DELETE FROM audit_record WHERE number = 1", "record 2 does not follow record 0"),
    "a cut tail": ("DELETE FROM audit_record WHERE number = 4", "the chain ends at 3, its head says 4"),
    "a whole chain gone": ("DELETE FROM audit_record", "the chain ends at 0, its head says 4"),
    "two in each other's place": (
        "UPDATE audit_record SET number = number + 10 WHERE number IN (2, 3);"
        "UPDATE audit_record SET number = 15 - number WHERE number > 10",
        "was changed",
    ),
    "a lost head": ("DELETE FROM audit_head", "has no head"),
    "a record of another chain": ("UPDATE audit_record SET stream = 'document:b' WHERE number = 4", "its head says 4"),
}


@pytest.mark.parametrize("what", BEHIND)
def test_what_the_owner_of_the_file_changes_is_found(sqlite_url: str, what: str) -> None:
    database = Database(sqlite_url)
    _tell(database, "a.a", "b.b", "c.c", "d.d")
    sentences, told = BEHIND[what]

    with sqlite3.connect(Path(sqlite_url.removeprefix("sqlite:///"))) as owner:
        for trigger in ("audit_no_update", "audit_no_delete", "audit_no_replace"):
            owner.execute(f"DROP TRIGGER {trigger}")
        owner.executescript(sentences)
    owner.close()

    assert any(told in sentence for sentence in _wrong(database))
    database.close()
