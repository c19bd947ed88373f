"""Jobs at the desk: claimed by one, taken over after a lease, tried again, given up, revived."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from engine import jobs
from engine.db import Database
from engine.jobs import Claimed, Job
from tests.engine.crowd import crowd

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def _put(database: Database, *, key: str | None = None, at: datetime | None = None, now: datetime = NOW) -> None:
    with database.writing() as session:
        jobs.put(session, "step", {"n": 1}, now=now, at=at, key=key, document="d")


def _claim(database: Database, owner: str = "a", *, now: datetime = NOW, real: datetime = NOW) -> Claimed | None:
    with database.writing() as session:
        return jobs.claim(session, owner, now=now, real=real)


def _all(database: Database) -> list[tuple[str, int, str | None]]:
    with database.reading() as session:
        return [(one.state, one.attempts, one.owner) for one in session.scalars(select(Job).order_by(Job.id))]


def _done(database: Database, claimed: Claimed) -> bool:
    with database.writing() as session:
        return jobs.done(session, claimed)


def test_each_of_many_runners_gets_another_job(database: Database) -> None:
    for _ in range(12):
        _put(database)

    came = crowd([lambda at=at: _claim(database, f"runner-{at}") for at in range(12)])
    for _ in range(12):  # a runner that found the only free row locked looks again
        came.append(_claim(database, "late"))

    claimed = [one for one in came if isinstance(one, Claimed)]
    assert len(claimed) == len({one.id for one in claimed}) == 12
    assert [one for one in came if isinstance(one, Exception)] == []


def test_jobs_are_taken_in_the_order_they_are_due_and_not_before(database: Database) -> None:
    _put(database, at=NOW + timedelta(hours=1))
    _put(database, at=NOW - timedelta(hours=1))
    _put(database)

    first, second, third = _claim(database), _claim(database), _claim(database)

    assert (first and first.id, second and second.id, third) == (2, 3, None)
    with database.reading() as session:
        assert jobs.next_due(session) == NOW + timedelta(hours=1)


def test_a_job_of_a_dead_runner_is_taken_over_after_its_lease_and_ends_once(database: Database) -> None:
    _put(database)
    dead = _claim(database, "dead")

    early = _claim(database, "second", real=NOW + jobs.LEASE)
    late = _claim(database, "second", real=NOW + jobs.LEASE + timedelta(seconds=1))

    assert early is None
    assert dead is not None and late is not None and late.id == dead.id and late.attempts == 2
    assert not _done(database, dead)
    assert _done(database, late)
    assert _all(database) == []


def test_whoever_was_taken_over_can_neither_put_back_nor_give_up(database: Database) -> None:
    _put(database)
    dead = _claim(database, "dead")
    _claim(database, "second", real=NOW + timedelta(days=1))
    assert dead is not None

    with database.writing() as session:
        put = jobs.again(session, dead, at=NOW, reason="x")
        left = jobs.give_up(session, dead, reason="x")

    assert (put, left) == (False, False)
    assert _all(database) == [("running", 2, "second")]


def test_a_moved_clock_ends_no_lease(database: Database) -> None:
    _put(database)
    _claim(database, "a")

    assert _claim(database, "b", now=NOW + timedelta(days=30)) is None


def test_an_open_job_with_the_same_key_is_kept_once_and_moved_earlier(database: Database) -> None:
    _put(database, key="k", at=NOW + timedelta(hours=2))
    _put(database, key="k", at=NOW + timedelta(hours=1))
    _put(database, key="k", at=NOW + timedelta(hours=3))

    assert len(_all(database)) == 1
    with database.reading() as session:
        assert jobs.next_due(session) == NOW + timedelta(hours=1)


def test_a_dead_jobs_key_is_free_and_it_can_be_revived(database: Database) -> None:
    _put(database, key="k")
    claimed = _claim(database)
    assert claimed is not None
    with database.writing() as session:
        jobs.give_up(session, claimed, reason="no")
    assert _claim(database) is None

    _put(database, key="k")
    with database.writing() as session:
        jobs.revive(session, claimed.id, now=NOW)

    assert _all(database) == [("queued", 0, None), ("queued", 0, None)]


def test_a_wait_that_is_no_failure_costs_no_try(database: Database) -> None:
    _put(database)
    claimed = _claim(database)
    assert claimed is not None

    with database.writing() as session:
        jobs.again(session, claimed, at=NOW, reason="later", counts=False)

    assert _all(database) == [("queued", 0, None)]


def test_a_document_is_busy_while_its_work_is_due_or_under_way(database: Database) -> None:
    def busy() -> bool:
        with database.reading() as session:
            return jobs.busy(session, "d", now=NOW)

    before = busy()
    _put(database)
    queued = busy()
    claimed = _claim(database)
    running = busy()
    assert claimed is not None
    with database.writing() as session:
        jobs.again(session, claimed, at=NOW + timedelta(minutes=5), reason="later")
    waiting = busy()
    with database.writing() as session:
        session.execute(update(Job).values(document="other", run_at=NOW))

    assert (before, queued, running, waiting, busy()) == (False, True, True, False, False)
