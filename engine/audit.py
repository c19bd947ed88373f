"""Who did what, when, from what to what: append-only chains, one per document, person, kind and the system (Y-32).

A chain's record holds the hash of the one before it. The database refuses to change or delete records (triggers made
by the migration); `verify` finds what was changed behind its back. The head of each chain is a row of its own, which
also finds a tail that was cut off.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Integer, String, UniqueConstraint, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.db import Json, Moment, Row, put_new

_START = "0" * 64
APART = {"synchronize_session": False}
ANEW = {"populate_existing": True}


class AuditRecord(Row):
    """One act in a chain."""

    __tablename__ = "audit_record"
    __table_args__ = (UniqueConstraint("stream", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    stream: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(80), index=True)
    acting_for: Mapped[str | None] = mapped_column(String(80))
    act: Mapped[str] = mapped_column(String(80))
    object: Mapped[str] = mapped_column(String(120))
    before: Mapped[Any] = mapped_column(Json, nullable=True)
    after: Mapped[Any] = mapped_column(Json, nullable=True)
    address: Mapped[str | None] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Row):
    """The last record of each chain; its row is locked while the chain grows."""

    __tablename__ = "audit_head"

    stream: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Entry:
    """What is to be recorded: which chain, which act (`subject.verb_in_past`), on what, from what to what."""

    stream: str
    act: str
    object: str
    before: Any = None
    after: Any = None
    actor: str = ""
    acting_for: str | None = None
    address: str | None = None


def append(
    session: Session, entries: Sequence[Entry], now: datetime, known: Mapping[str, tuple[int, str]] | None = None
) -> None:
    """Puts the entries at the ends of their chains.

    `known` are ends of chains that were read before: such a chain grows without being looked at again, unless somebody
    else has made it grow meanwhile.
    """
    chains: dict[str, list[Entry]] = {}
    for entry in entries:
        chains.setdefault(entry.stream, []).append(entry)
    rows: list[dict[str, Any]] = []
    for stream in sorted(chains):  # one order for all: chains that grow together cannot deadlock
        added = _grown(session, stream, chains[stream], now, (known or {}).get(stream))
        if added is None:
            head = _head(session, stream)
            added = [_next(head, entry, now) for entry in chains[stream]]
        rows += added
    if rows:
        session.execute(insert(AuditRecord), rows, execution_options={"render_nulls": True})  # all in one statement


def _grown(
    session: Session, stream: str, entries: Sequence[Entry], now: datetime, end: tuple[int, str] | None
) -> list[dict[str, Any]] | None:
    """The records of a chain whose end is known and was still there; None when it has to be looked at."""
    if end is None:
        return None
    head = AuditHead(stream=stream, number=end[0], hash=end[1])
    rows = [_next(head, entry, now) for entry in entries]
    still = update(AuditHead).where(AuditHead.stream == stream, AuditHead.number == end[0], AuditHead.hash == end[1])
    moved = session.execute(still.values(number=head.number, hash=head.hash), execution_options=APART)
    return rows if moved.rowcount else None  # type: ignore[attr-defined]


def _head(session: Session, stream: str) -> AuditHead:
    """The end of a chain, locked; a new chain gets its own first."""
    held = select(AuditHead).where(AuditHead.stream == stream).with_for_update()
    head = session.scalar(held, execution_options=ANEW)
    if head is None:
        put_new(session, AuditHead, [{"stream": stream, "number": 0, "hash": _START}])
        head = session.scalars(held, execution_options=ANEW).one()
    return head


def _next(head: AuditHead, entry: Entry, now: datetime) -> dict[str, Any]:
    row: dict[str, Any] = {
        "stream": entry.stream,
        "number": head.number + 1,
        "at": now,
        "actor": entry.actor,
        "acting_for": entry.acting_for,
        "act": entry.act,
        "object": entry.object,
        "before": entry.before,
        "after": entry.after,
        "address": entry.address,
        "previous": head.hash,
    }
    row["hash"] = _hash(row)
    head.number, head.hash = row["number"], row["hash"]
    return row


def _hash(row: dict[str, Any]) -> str:
    plain = {name: value for name, value in row.items() if name not in {"hash", "id"}}
    plain["at"] = row["at"].astimezone(UTC).isoformat()  # rows come back in UTC, whatever zone they were given in
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"audit-v1\0" + canonical.encode()).hexdigest()


def verify(session: Session, stream: str | None = None) -> Iterator[str]:
    """A sentence for each record or head that is not what it was; nothing when all chains are whole."""
    heads = {head.stream: head for head in session.scalars(select(AuditHead))}
    columns = AuditRecord.__table__.columns
    wanted = select(*columns).order_by(AuditRecord.stream, AuditRecord.number)
    if stream is not None:
        wanted = wanted.where(AuditRecord.stream == stream)
        heads = {name: head for name, head in heads.items() if name == stream}
    last: dict[str, tuple[int, str]] = {}
    for record in session.execute(wanted.execution_options(yield_per=1000)):
        number, previous = last.get(record.stream, (0, _START))
        if record.number != number + 1 or record.previous != previous:
            yield f"audit {record.stream}: record {record.number} does not follow record {number}"
        if _hash(dict(record._mapping)) != record.hash:
            yield f"audit {record.stream}: record {record.number} was changed"
        last[record.stream] = (record.number, record.hash)
    for name, head in heads.items():
        if last.get(name) != (head.number, head.hash):
            yield f"audit {name}: the chain ends at {last.get(name, (0, ''))[0]}, its head says {head.number}"
    for name in last.keys() - heads.keys():
        yield f"audit {name}: the chain has no head"


def records(
    session: Session, stream: str, *, after: int = 0, limit: int = 200, newest_first: bool = False
) -> list[AuditRecord]:
    """A page of one chain."""
    wanted = select(AuditRecord).where(AuditRecord.stream == stream)
    if newest_first:
        wanted = wanted.order_by(AuditRecord.number.desc())
        wanted = wanted.where(AuditRecord.number < after) if after else wanted
    else:
        wanted = wanted.where(AuditRecord.number > after).order_by(AuditRecord.number)
    return list(session.scalars(wanted.limit(limit)))
