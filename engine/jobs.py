"""Work that waits until after the commit: put in the same transaction as its cause, run at least once, guarded to take effect once.

A job is claimed with a lease. Its handler does the slow part without any transaction; its effect and the job's end
are kept in one transaction that succeeds only while the lease is still the handler's own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, Integer, String, Text, delete, func, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.db import Json, Moment, Row, put_new

LEASE = timedelta(minutes=5)
PAUSES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))


class Job(Row):
    """One piece of work that waits or runs; a finished one is gone, a dead one stays until a person retries or drops it."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_run_at", "state", "run_at"),
        Index(
            "uq_job_key_open",
            "key",
            unique=True,
            sqlite_where=text("key IS NOT NULL"),
            postgresql_where=text("key IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(60))
    args: Mapped[Any] = mapped_column(Json)
    key: Mapped[str | None] = mapped_column(String(120))
    document: Mapped[str | None] = mapped_column(String(32), index=True)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    run_at: Mapped[datetime] = mapped_column(Moment)
    owner: Mapped[str | None] = mapped_column(String(60))
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(Moment)


@dataclass(frozen=True)
class Claimed:
    """A job in the hands of one runner."""

    id: int
    name: str
    args: dict[str, Any]
    owner: str
    attempts: int
    document: str | None


def put(
    session: Session,
    name: str,
    args: dict[str, Any],
    *,
    now: datetime,
    at: datetime | None = None,
    key: str | None = None,
    document: str | None = None,
) -> None:
    """Leaves a job to be run at `at` (now, when not said); a queued job with the same key is kept and only moved earlier.

    One that runs already may have looked too early: beside it another is left, without the key.
    """
    due = at or now
    row = {"name": name, "args": args, "document": document, "run_at": due, "created": now, "state": "queued"}
    if key is not None:
        fresh = [{**row, "key": key, "attempts": 0}]
        if put_new(session, Job, fresh):
            return
        held = session.scalar(select(Job).where(Job.key == key, Job.state != "dead").with_for_update())
        if held is None:  # it has just ended
            put_new(session, Job, fresh)
            return
        if held.state == "queued":
            held.run_at = min(held.run_at, due)
            return
    session.add(Job(**row, attempts=0))


def claim(session: Session, owner: str, *, now: datetime, real: datetime) -> Claimed | None:
    """Takes the next due job, or one whose runner has not been heard of since its lease ended (`real` is unmoved time)."""
    due = or_(
        (Job.state == "queued") & (Job.run_at <= now),
        (Job.state == "running") & (Job.lease_until < real),
    )
    job = session.scalar(select(Job).where(due).order_by(Job.run_at, Job.id).limit(1).with_for_update(skip_locked=True))
    if job is None:
        return None
    job.state, job.owner, job.lease_until, job.attempts = "running", owner, real + LEASE, job.attempts + 1
    return Claimed(job.id, job.name, job.args, owner, job.attempts, job.document)


def done(session: Session, claimed: Claimed) -> bool:
    """Ends the job; False when another runner has taken it meanwhile (then the caller must roll back)."""
    gone = session.execute(delete(Job).where(Job.id == claimed.id, Job.owner == claimed.owner, Job.state == "running"))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def again(session: Session, claimed: Claimed, *, at: datetime, reason: str, counts: bool = True) -> bool:
    """Puts a claimed job back until `at`; `counts` says whether this was one of its tries. False when it was taken over."""
    put = session.execute(
        update(Job)
        .where(Job.id == claimed.id, Job.owner == claimed.owner)
        .values(
            state="queued",
            run_at=at,
            owner=None,
            lease_until=None,
            error=reason[:2000],
            attempts=claimed.attempts if counts else claimed.attempts - 1,
        )
    )
    return bool(put.rowcount)  # type: ignore[attr-defined]


def give_up(session: Session, claimed: Claimed, *, reason: str) -> bool:
    """Leaves a job that failed too often as dead, for a person to look at. False when it was taken over."""
    left = session.execute(
        update(Job)
        .where(Job.id == claimed.id, Job.owner == claimed.owner)
        .values(state="dead", owner=None, lease_until=None, error=reason[:2000], key=None)
    )
    return bool(left.rowcount)  # type: ignore[attr-defined]


def release(session: Session, owner: str | None = None) -> None:
    """Queues again what the runner has in hand (every runner, when none is named) and will not finish."""
    held = update(Job).where(Job.state == "running")
    held = held if owner is None else held.where(Job.owner == owner)
    session.execute(held.values(state="queued", owner=None, lease_until=None, attempts=Job.attempts - 1))


def revive(session: Session, job_id: int, *, now: datetime) -> None:
    """Queues a dead job once more."""
    session.execute(
        update(Job).where(Job.id == job_id, Job.state == "dead").values(state="queued", run_at=now, attempts=0)
    )


def revive_all(session: Session, document: str, *, now: datetime) -> None:
    """Queues every dead job of a document once more."""
    dead = update(Job).where(Job.document == document, Job.state == "dead")
    session.execute(dead.values(state="queued", run_at=now, attempts=0))


def forget_dead(session: Session, document: str, token: str) -> None:
    """Drops what gave up a step of a document, because it is to be done anew."""
    for job in session.scalars(select(Job).where(Job.document == document, Job.state == "dead", Job.name == "step")):
        if job.args.get("token") == token:
            session.delete(job)


def busy(session: Session, document: str, *, now: datetime) -> bool:
    """Whether automatic work on the document is due or under way now."""
    found = select(Job.id).where(
        Job.document == document, or_(Job.state == "running", (Job.state == "queued") & (Job.run_at <= now))
    )
    return session.scalar(found.limit(1)) is not None


def next_due(session: Session) -> datetime | None:
    """When the next queued job is due."""
    return session.scalar(select(func.min(Job.run_at)).where(Job.state == "queued"))
