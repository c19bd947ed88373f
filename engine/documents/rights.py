"""Who may see a document. One rule, as a condition on rows and as a question about one document, so lists and pages agree.

Readers are those who take or took part; heads see what their units started; records officers and archivists see what
is registered or waits for it; `unit` access opens a registered document to its initiator's unit, `everyone` to all
employees. An administrator sees
no content by being one.
"""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from engine import stamps
from engine.documents.models import Document, DocumentReader
from engine.errors import NotAllowed, NotFound
from engine.work import Actor, Work

IN_FORCE = ("registered", "on_execution", "executed", "filed")
RECORDED = ("on_registration", "registered", "on_execution", "executed", "filed", "annulled")


def visible(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Document` rows that the actor may see."""
    if actor.is_office:
        return true()
    reads = exists().where(DocumentReader.document_id == Document.id, DocumentReader.person_id == actor.person)
    headed = and_(Document.unit_id.in_(sorted(actor.headed)), Document.state != "draft") if actor.headed else false()
    records = Document.state.in_(RECORDED) if actor.has("registrar", "archivist", "records_admin") else false()
    in_force = Document.state.in_(IN_FORCE)
    open_to_all = and_(Document.access == "everyone", in_force)
    of_unit = (
        and_(Document.access == "unit", in_force, Document.unit_id.in_(sorted(actor.units))) if actor.units else false()
    )
    return or_(reads, headed, records, open_to_all, of_unit)


def may_see(work: Work, document_id: str) -> bool:
    return work.session.scalar(select(Document.id).where(Document.id == document_id, visible(work.actor))) is not None


def seen(work: Work, document_id: str, *, hold: bool = False) -> Document:
    """The document, if the actor may see it; raises NotFound or NotAllowed (with an audit line by whoever asks)."""
    if hold:
        work.session.flush()  # reading anew must not undo what this transaction has changed
        work.session.get(Document, document_id, with_for_update=True, populate_existing=True)
    query = select(Document, visible(work.actor).label("seen"), *stamps.asked()).where(Document.id == document_id)
    row = work.session.execute(query).first()
    if row is None:
        raise NotFound("Expected to find the document, but there is none.")
    stamps.told(work.session, row)
    document: Document = row[0]
    if not row.seen:
        raise NotAllowed("Expected a document of yours, but this one is not.", document=document_id)
    return document


def must_be_initiator(work: Work, document: Document) -> None:
    """Raises NotAllowed for anybody but the one who started the document."""
    if document.initiator_id != work.actor.person:
        raise NotAllowed("Expected the initiator of document {document}, but it is not yours.", document=document.id)


def content_is_open(document: Document) -> bool:
    """Whether the initiator may change the content now."""
    return document.state in {"draft", "rework"}
