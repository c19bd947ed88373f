"""Running documents follow a new version: how many run on which, what following would mean, moving many, bringing back.

Process owners move documents whose content they do not see: they are told kind, number, state and steps.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from engine.catalogue import drafts
from engine.catalogue.models import KindVersion
from engine.catalogue.queries import Published, current, version
from engine.documents.models import Document
from engine.errors import Invalid, NotFound, WrongState
from engine.instances import moving, transfer
from engine.instances.commands import hold
from engine.instances.models import DocumentMove, Instance, VersionMove
from engine.instances.moving import Plan, Reason
from engine.texts import Text
from engine.work import Work

PORTION = 100  # documents that one look leaves moves for
LOOKED_AT = 200  # documents at most whose moves are told at once
LONGEST = 500


@dataclass(frozen=True)
class OnVersion:
    """How many documents of a kind run on a version."""

    number: int
    count: int
    current: bool


@dataclass(frozen=True)
class Looked:
    """What following would mean for a document: `at` are its steps now, `plan` what becomes of them, `names` what all
    those steps are called.
    """

    document: str
    number: str
    state: str
    on: int
    at: tuple[str, ...]
    plan: Plan
    names: Mapping[str, Text]


@dataclass(frozen=True)
class Line:
    """What came of moving one document: `state` is moved, refused or undone; `undoable` says whether it may go back."""

    document: str
    number: str
    document_state: str
    on: int
    state: str
    changes: bool
    reason: Reason | None
    undoable: bool


@dataclass(frozen=True)
class Progress:
    """How far a move is. `left` documents are still to be looked at."""

    id: int
    to: int
    at: datetime
    by: int
    reason: str
    total: int
    left: int
    counts: Mapping[str, int]


def by_version(work: Work, kind: str) -> list[OnVersion]:
    """The versions with documents on their way, and the current one, newest first; raises NotFound, NotAllowed."""
    drafts.must_own(work)
    newest = current(work, kind).number
    counted = select(KindVersion.number, func.count(Instance.document_id)).join(
        Instance, (Instance.version_id == KindVersion.id) & (Instance.status == "running"), isouter=True
    )
    rows = work.session.execute(counted.where(KindVersion.kind == kind).group_by(KindVersion.number)).all()
    return [
        OnVersion(number, count, number == newest)
        for number, count in sorted(((row[0], row[1]) for row in rows), reverse=True)
        if count or number == newest
    ]


def look(work: Work, kind: str, to: int, documents: Collection[str] | None = None) -> tuple[list[Looked], int]:
    """What it would mean for those documents (all running ones, when not said) to follow, and how many more there are."""
    drafts.must_own(work)
    new = _numbered(work, kind, to)
    ids = _chosen(work, kind, new, documents)
    return [_looked(work, one, new) for one in ids[:LOOKED_AT]], max(0, len(ids) - LOOKED_AT)


def _numbered(work: Work, kind: str, number: int) -> Published:
    found = work.session.scalar(
        select(KindVersion.id).where(
            KindVersion.kind == kind, KindVersion.number == number, KindVersion.retired_at.is_(None)
        )
    )
    if found is None:
        raise NotFound("Expected to find version {number} of {kind}, but there is none.", kind=kind, number=number)
    return version(work, found)


def _chosen(work: Work, kind: str, new: Published, documents: Collection[str] | None) -> list[str]:
    query = select(Instance.document_id).join(Document, Document.id == Instance.document_id)
    query = query.where(Document.kind == kind, Instance.status == "running", Instance.version_id != new.id)
    ids = list(work.session.scalars(query.order_by(Document.created, Document.id)))
    if documents is None:
        return ids
    wanted = set(documents)
    strange = sorted(wanted - set(ids))
    if strange:
        sentence = "Expected running documents of {kind} on other versions, but {document} is none."
        raise Invalid.one("documents", sentence, kind=kind, document=strange[0][:40])
    return [one for one in ids if one in wanted]


def _looked(work: Work, document_id: str, new: Published) -> Looked:
    instance, document = work.get(Instance, document_id), work.get(Document, document_id)
    old = version(work, instance.version_id)
    plan = moving.plan(work, (instance, document, old), new)
    tokens = work.tools.machine.open_tokens(old.spec, instance.state)
    steps = dict.fromkeys(one.step_id for one in tokens if one.type in ("person", "verb"))
    names = moving.names_of(old.kind, new.kind)
    said = {
        one: names(one) for one in {*steps, *(one.partition("#")[0] for one in (*plan.appear, *plan.go, *plan.changed))}
    }
    number = document.numbered(work.actor.language)
    return Looked(document.id, number, document.state, old.number, tuple(steps), plan, said)


def order(work: Work, kind: str, to: int, documents: Collection[str] | None, reason: str) -> VersionMove:
    """Lets those documents (all running ones, when not said) follow in the background; raises Invalid, NotFound, NotAllowed."""
    drafts.must_own(work)
    new = _numbered(work, kind, to)
    if not reason.strip() or len(reason) > LONGEST or "\0" in reason:
        sentence = "Expected a reason of 1 to {most} characters, but it has {count}."
        raise Invalid.one("reason", sentence, most=LONGEST, count=len(reason.strip()))
    ids = _chosen(work, kind, new, documents)
    if not ids:
        raise WrongState("Expected documents on other versions, but all run on this one.")
    row = work.add(
        VersionMove(
            kind=kind,
            version_id=new.id,
            reason=reason.strip(),
            by_id=work.actor.person,
            at=work.now,
            total=len(ids),
            left=ids,
        )
    )
    work.session.flush()
    after = {"move": row.id, "version": new.number, "documents": len(ids), "reason": row.reason}
    work.record(f"kind:{kind}", "kind.documents_moved", kind, after=after)
    work.later("move_documents", {"move": row.id})
    return row


def move_documents(work: Work, given: Mapping[str, Any]) -> None:
    """Leaves a move for each of the next documents, and itself for the rest."""
    row = work.get(VersionMove, int(given["move"]), hold=True)
    for one in row.left[:PORTION]:
        asked = {"move": row.id, "document": one}
        work.later("move_document", asked, key=f"move:{row.id}:{one}", document=one)
    row.left = row.left[PORTION:]
    if row.left:
        work.later("move_documents", {"move": row.id})


def move_document(work: Work, given: Mapping[str, Any]) -> None:
    """One document follows, or what keeps it is noted. Nothing when it was looked at already."""
    asked, id = work.get(VersionMove, int(given["move"])), str(given["document"])
    held = hold(work, id)
    done = select(DocumentMove.id).where(DocumentMove.move_id == asked.id, DocumentMove.document_id == id)
    if work.session.scalar(done) is not None:
        return
    new = version(work, asked.version_id)
    plan = moving.plan(work, held, new)
    if plan.reason is not None:
        _refuse(work, asked, held, plan.reason)
        return
    row = work.add(_row(work, asked, held, "moved", None))
    work.session.flush()
    transfer.carry_out(work, held, new, plan, row, asked.reason)


def refuse_document(work: Work, given: Mapping[str, Any], refused: WrongState) -> None:
    """Notes that the route of a document stops where it would have come to: it stays as it is."""
    asked = work.get(VersionMove, int(given["move"]))
    held = hold(work, str(given["document"]))
    _refuse(work, asked, held, Reason(refused.template, "", refused.facts))


def _refuse(work: Work, asked: VersionMove, held: moving.Held, reason: Reason) -> None:
    facts = {name: dict(one) if isinstance(one, Mapping) else one for name, one in reason.facts.items()}
    plain = {name: one if isinstance(one, int | dict) else str(one) for name, one in facts.items()}
    work.add(_row(work, asked, held, "refused", {"template": reason.template, "step": reason.step, "facts": plain}))


def _row(work: Work, asked: VersionMove, held: moving.Held, state: str, reason: Any) -> DocumentMove:
    return DocumentMove(
        move_id=asked.id, document_id=held[1].id, from_id=held[2].id, state=state, reason=reason, at=work.now
    )


def progress(work: Work, kind: str, move: int = 0) -> list[Progress]:
    """The moves of a kind (or that one), newest first, with how many moved, were refused, are back."""
    drafts.must_own(work)
    query = select(VersionMove).where(VersionMove.kind == kind).order_by(VersionMove.id.desc()).limit(50)
    asked = work.session.scalars(query.where(VersionMove.id == move) if move else query).all()
    if move and not asked:
        raise NotFound("Expected to find the move, but there is none.")
    counts = select(DocumentMove.move_id, DocumentMove.state, func.count()).group_by(
        DocumentMove.move_id, DocumentMove.state
    )
    found: dict[int, dict[str, int]] = {}
    for id, state, count in work.session.execute(counts.where(DocumentMove.move_id.in_([one.id for one in asked]))):
        found.setdefault(id, {})[state] = count
    return [_progress(work, one, found.get(one.id, {})) for one in asked]


def _progress(work: Work, one: VersionMove, counts: Mapping[str, int]) -> Progress:
    left = one.total - sum(counts.values())
    to = version(work, one.version_id).number
    return Progress(one.id, to, one.at, one.by_id, one.reason, one.total, left, counts)


def lines(work: Work, kind: str, move: int, *, after: int = 0, limit: int = 50) -> tuple[list[Line], int]:
    """What came of each document of a move, and the number of the next page (0: there is none)."""
    progress(work, kind, move)
    query = select(DocumentMove).where(DocumentMove.move_id == move, DocumentMove.id > after)
    rows: Sequence[DocumentMove] = work.session.scalars(query.order_by(DocumentMove.id).limit(limit + 1)).all()
    shown = rows[:limit]
    return [_line(work, one) for one in shown], shown[-1].id if len(rows) > limit else 0


def _line(work: Work, one: DocumentMove) -> Line:
    document = work.get(Document, one.document_id)
    reason = Reason(one.reason["template"], one.reason["step"], one.reason["facts"]) if one.reason else None
    return Line(
        document.id,
        document.numbered(work.actor.language),
        document.state,
        version(work, one.from_id).number,
        one.state,
        one.changes,
        reason,
        transfer.is_last(work, one),
    )


def undo(work: Work, kind: str, move: int, document: str = "") -> int:
    """Brings that document back (every one that nobody acted on since, when not said); says how many are asked to go back."""
    progress(work, kind, move)
    query = select(DocumentMove).where(DocumentMove.move_id == move, DocumentMove.state == "moved")
    if not document:
        found = [one for one in work.session.scalars(query) if transfer.is_last(work, one)]
        for one in found:
            work.later("undo_move", {"moved": one.id}, key=f"undo:{one.id}", document=one.document_id)
        return len(found)
    row = work.session.scalar(query.where(DocumentMove.document_id == document))
    if row is None:
        raise WrongState("Expected a document that has followed, but it has not or is back already.")
    _undo(work, row)
    return 1


def undo_move(work: Work, given: Mapping[str, Any]) -> None:
    """Brings one document back, unless somebody has acted on it meanwhile."""
    row = work.get(DocumentMove, int(given["moved"]))
    if transfer.is_last(work, row):
        _undo(work, row)


def _undo(work: Work, row: DocumentMove) -> None:
    held = hold(work, row.document_id)
    work.session.refresh(row)
    transfer.undo(work, held, version(work, row.from_id), row)
