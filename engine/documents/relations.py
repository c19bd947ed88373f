"""How documents belong to one another, and what one learns when the other has moved.

A document that amends or repeals another changes the other's standing from its registration on, and gives it back when
it is annulled; the other is counted anew under its own lock, by a chore. Runs that wait for the document they had made
are told by a message.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from engine.documents.models import Document, DocumentLink
from engine.documents.rights import IN_FORCE, may_see
from engine.errors import FieldProblem, Invalid
from engine.work import Work

RELATIONS = ("basis", "amends", "repeals", "answers", "order_of")
NAMED = ("basis", "amends", "repeals")  # the answers by which a person relates his document to others
STANDING: Mapping[str, str] = {"amends": "amended", "repeals": "repealed"}
OUT_OF_FORCE = frozenset(("rejected", "withdrawn", "cancelled", "annulled"))
MADE = "order_of"  # the relation of a document to the one whose route had it made and waits for it
MOST_ALIKE = 50  # documents looked through for a number
FARTHEST = 100  # how far a chain of documents is followed
STAND = "stand"  # the chore that counts a standing anew
PORTION = 500  # standings compared together


def link(work: Work, document_id: str, relation: str, other_id: str, *, made_as: str | None = None) -> None:
    """Relates one document to another. `made_as` is the step's token when a route had the document made."""
    if work.session.get(DocumentLink, (document_id, relation, other_id)) is None:
        work.add(DocumentLink(document_id=document_id, relation=relation, other_id=other_id, made_as=made_as))
        work.record(
            f"document:{document_id}", "document.linked", other_id, after={"relation": relation, "other": other_id}
        )


def relate(work: Work, document: Document) -> None:
    """Keeps the relations a person has named in the answers `basis`, `amends`, `repeals`, by id or number.

    Raises Invalid by field for what he may not see or is not in force, and for a circle.
    """
    found: dict[str, dict[str, str]] = {}
    problems: list[FieldProblem] = []
    for relation in NAMED:
        for at, text in _named(document.answers.get(relation)):
            field = relation if at is None else f"{relation}[{at}]"
            other = _found(work, text)
            if other is None:
                sentence = "Expected the number of a document in force that you may see, but {value} is none."
                problems.append(FieldProblem(field, sentence, {"value": text[:60]}))
            elif other.id == document.id or _leads_to(work, other.id, document.id):
                sentence = "Expected documents that do not refer to one another in a circle, but {value} does."
                problems.append(FieldProblem(field, sentence, {"value": text[:60]}))
            else:
                found.setdefault(relation, {})[other.id] = text
    if problems:
        raise Invalid(problems)
    _replace(work, document, found)


def _named(value: Any) -> Iterator[tuple[int | None, str]]:
    if isinstance(value, str) and value.strip():
        yield None, value.strip()
    for at, one in enumerate(value if isinstance(value, list) else []):
        text = next(iter(one.values()), "") if isinstance(one, Mapping) else one
        if isinstance(text, str) and text.strip():
            yield at, text.strip()


def _found(work: Work, text: str) -> Document | None:
    """The newest document in force of that id or number, in whichever language it is written, if the actor may see it."""
    written = text.removeprefix("№").strip()
    own = _newest(work, (Document.id == written) | (Document.number == written))
    return own or _newest(work, _in_another_language(written), written.casefold())


def _in_another_language(written: str) -> ColumnElement[bool]:
    return Document.numbers.is_not(None) & Document.found_by.contains(f" {written.casefold()}", autoescape=True)


def _newest(work: Work, asked: ColumnElement[bool], written: str = "") -> Document | None:
    query = select(Document).where(asked, Document.state.in_(IN_FORCE))
    for one in work.session.scalars(query.order_by(Document.dated.desc(), Document.id).limit(MOST_ALIKE)):
        said = [number.casefold() for number in (one.numbers or {}).values()]
        if (not written or written in said) and may_see(work, one.id):
            return one
    return None


def _leads_to(work: Work, start: str, end: str) -> bool:
    """Whether one comes from a document to another along what they name."""
    seen, ahead = {start}, [start]
    while ahead and len(seen) < FARTHEST:
        named = select(DocumentLink.other_id).where(
            DocumentLink.document_id.in_(ahead), DocumentLink.relation.in_(NAMED)
        )
        ahead = [one for one in work.session.scalars(named) if one not in seen]
        seen.update(ahead)
    return end in seen


def _replace(work: Work, document: Document, found: Mapping[str, Collection[str]]) -> None:
    held = select(DocumentLink).where(
        DocumentLink.document_id == document.id, DocumentLink.relation.in_(NAMED), DocumentLink.made_as.is_(None)
    )
    for one in work.session.scalars(held):
        if one.other_id not in found.get(one.relation, ()):
            work.session.delete(one)
            after = {"relation": one.relation, "other": one.other_id}
            work.record(f"document:{document.id}", "document.unlinked", one.other_id, before=after)
    for relation, others in found.items():
        for other in others:
            link(work, document.id, relation, other)


def followed(work: Work, document: Document) -> None:
    """Tells the documents this one amends or repeals, and the run that had it made, that it is in force or is not any more."""
    if document.state != "registered" and document.state not in OUT_OF_FORCE:
        return
    work.session.flush()
    links = work.session.scalars(select(DocumentLink).where(DocumentLink.document_id == document.id)).all()
    for one in links:
        if one.relation in STANDING:
            key = f"{STAND}:{document.id}:{one.other_id}"  # of both: each of two at one moment leaves its own
            work.later(STAND, {"document": one.other_id}, key=key, document=one.other_id)
    if any(one.relation == MADE for one in links):
        _tell(work, document)


def _tell(work: Work, document: Document) -> None:
    message = "document_registered" if document.state == "registered" else "document_ended"
    dated = document.dated.isoformat() if document.dated else None
    linked = {"document": document.id, "state": document.state, "number": document.number, "date": dated}
    payload = {"linked": linked}
    given = {"message": message, "key": document.id, "payload": payload, "sender": document.id}
    work.later("deliver_message", given, document=document.id)


def stand(work: Work, given: Mapping[str, Any]) -> None:
    """Counts anew, under the document's lock, where it stands by those in force that amend or repeal it."""
    document = work.get(Document, str(given["document"]), hold=True)
    standing, by = _standings(work, [document.id]).get(document.id, (None, None))
    if (document.standing, document.standing_by) == (standing, by):
        return
    before = {"standing": document.standing, "standing_by": document.standing_by}
    document.standing, document.standing_by = standing, by
    after = {"standing": standing, "standing_by": by}
    work.record(f"document:{document.id}", "document.standing", document.id, before=before, after=after)


def _standings(work: Work, documents: Collection[str]) -> dict[str, tuple[str, str]]:
    """The standing of each that has one, and by which document: a repeal before an amendment, the newest first."""
    query = (
        select(DocumentLink.other_id, DocumentLink.relation, Document.id)
        .join(Document, Document.id == DocumentLink.document_id)
        .where(DocumentLink.other_id.in_(documents), DocumentLink.relation.in_(STANDING), Document.state.in_(IN_FORCE))
        .order_by(DocumentLink.relation.desc(), Document.dated.desc(), Document.id)
    )
    found: dict[str, tuple[str, str]] = {}
    for other, relation, by in work.session.execute(query):
        found.setdefault(other, (STANDING[relation], by))
    return found


def misplaced(work: Work) -> Iterable[str]:
    """The documents that stand otherwise than those in force that amend or repeal them say, in the order of their ids."""
    spoken = select(DocumentLink.other_id).where(DocumentLink.relation.in_(STANDING))
    kept = select(Document.id, Document.standing, Document.standing_by)
    kept = kept.where(or_(Document.standing.is_not(None), Document.standing_by.is_not(None), Document.id.in_(spoken)))
    rows = work.session.execute(kept.order_by(Document.id)).all()
    for first in range(0, len(rows), PORTION):
        some = rows[first : first + PORTION]
        told = _standings(work, [one.id for one in some])
        yield from (one.id for one in some if (one.standing, one.standing_by) != told.get(one.id, (None, None)))
