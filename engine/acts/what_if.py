"""What a draft would have done to documents that are over: their logs played on its route, by the machine alone.

Nothing is kept and nobody is told; the owner learns counts and steps, never what stands in a document.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.catalogue import drafts
from engine.documents.models import Document
from engine.errors import Refusal
from engine.instances.models import Instance, LogEntry
from engine.instances.moving import entry_of
from engine.kinds import Kind
from engine.kinds.checks import answers_read
from engine.work import Work
from engine.workflow import Entry, Machine, Stuck, compile_process

QUARTER = timedelta(days=92)
MOST = 1000  # documents looked at
MOST_WAYS = 300  # different logs among them that are played
AT_ONCE = 500  # documents whose logs one statement reads
WAITS = ("person", "verb", "receive", "timer")


@dataclass(frozen=True)
class Past:
    """A document that is over: what moved it, and the end it came to."""

    entries: tuple[Entry, ...]
    end: str


@dataclass(frozen=True)
class OtherWay:
    """Where documents would have left their way. `sort` is other (at `step` the draft asks `instead`), longer (it would go
    on with `instead` where they had ended), shorter (it would end before `step`) or stands (no way on at `step`).
    """

    sort: str
    step: str
    instead: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class WhatIf:
    """How many documents were looked at, how many would have gone the same way, where the others leave it.

    `unplayed` were left out because too many had gone ways of their own.
    """

    total: int
    same: int
    unplayed: int
    others: tuple[OtherWay, ...]


def gather(work: Work, kind: str, *, within: timedelta = QUARTER, most: int = MOST) -> list[Past]:
    """The documents of the kind that ended lately, the last first; raises NotAllowed."""
    drafts.must_own(work)
    lately = (
        select(Instance.document_id, Instance.end)
        .join(Document, Document.id == Instance.document_id)
        .where(Document.kind == kind, Instance.status == "ended", Instance.ended >= work.now - within)
        .order_by(Instance.ended.desc(), Instance.document_id)
        .limit(most)
    )
    ends: dict[str, str] = {one: end or "" for one, end in work.session.execute(lately)}
    held: dict[str, list[Entry]] = {one: [] for one in ends}
    ids = list(ends)
    for first in range(0, len(ids), AT_ONCE):
        of_them = select(LogEntry).where(LogEntry.document_id.in_(ids[first : first + AT_ONCE]))
        for row in work.session.scalars(of_them.order_by(LogEntry.document_id, LogEntry.number)):
            held[row.document_id].append(entry_of(row))
    return [Past(tuple(entries), ends[one]) for one, entries in held.items() if entries]


def look(machine: Machine, kind: Kind, past: Iterable[Past]) -> WhatIf:
    """What the kind's route would have done to them; some milliseconds for each way they went, outside any transaction."""
    spec, read = compile_process(kind.reading), frozenset(answers_read(kind.diagram))
    alike: Counter[str] = Counter()
    shown: dict[str, Past] = {}
    for one in past:
        known = Past(tuple(_only_read(entry, read) for entry in one.entries), one.end)
        name = _name(known)
        alike[name] += 1
        shown.setdefault(name, known)
    same, others = 0, Counter[tuple[str, str, tuple[str, ...]]]()
    played = alike.most_common(MOST_WAYS)
    for name, count in played:
        way = _way(machine, spec, shown[name])
        if way is None:
            same += count
        else:
            others[way] += count
    found = tuple(OtherWay(*way, count) for way, count in others.most_common())
    return WhatIf(alike.total(), same, alike.total() - sum(count for _name, count in played), found)


def _only_read(entry: Entry, read: frozenset[str]) -> Entry:
    """The entry without the answers that nothing on the route reads, so that documents are alike that go alike."""
    doc = entry.data.get("doc")
    if not isinstance(doc, dict):
        return entry
    return replace(entry, data={**entry.data, "doc": {key: value for key, value in doc.items() if key in read}})


def _name(past: Past) -> str:
    timed = any(one.kind == "wake" for one in past.entries)
    told: list[Any] = [
        [one.kind, one.token, dict(one.data), one.message, one.key, one.code, str(one.at) if timed else ""]
        for one in past.entries
    ]
    return json.dumps([past.end, told], sort_keys=True, default=str)


def _way(machine: Machine, spec: bytes, past: Past) -> tuple[str, str, tuple[str, ...]] | None:
    """Where the document leaves its way; None when it goes the same."""
    many = _followed(machine, spec, past.entries)
    if many == 0:
        return "stands", _start(machine, spec, past.entries[0]), ()
    advance = machine.replay(spec, past.entries[:many])
    asked = tuple(sorted({one.step_id for one in machine.open_tokens(spec, advance.state) if one.type in WAITS}))
    if many < len(past.entries):
        entry = past.entries[many]
        if advance.ended is not None:
            return "shorter", _step(entry), (advance.ended,)
        stuck = _stuck(machine, spec, past.entries[: many + 1])
        return ("stands", stuck, ()) if stuck else ("other", _step(entry), asked)
    if advance.ended is None:
        return "longer", past.end, asked
    return None if advance.ended == past.end else ("shorter", past.end, (advance.ended,))


def _followed(machine: Machine, spec: bytes, entries: Sequence[Entry]) -> int:
    """How many entries the route follows."""
    if _leads(machine, spec, entries):
        return len(entries)
    low, high = 0, len(entries)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _leads(machine, spec, entries[:middle]) else (low, middle)
    return low


def _leads(machine: Machine, spec: bytes, entries: Sequence[Entry]) -> bool:
    try:
        happened = machine.replay(spec, entries).happenings
    except Refusal:
        return False
    return not (happened and isinstance(happened[-1], Stuck))


def _stuck(machine: Machine, spec: bytes, entries: Sequence[Entry]) -> str:
    """The step at which the last of the entries gets stuck; empty when it is refused."""
    try:
        happened = machine.replay(spec, entries).happenings
    except Refusal:
        return ""
    return happened[-1].step if happened and isinstance(happened[-1], Stuck) else ""


def _start(machine: Machine, spec: bytes, entry: Entry) -> str:
    return _stuck(machine, spec, [entry])


def _step(entry: Entry) -> str:
    return entry.token.partition("#")[0] or entry.message
