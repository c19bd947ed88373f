"""Ending documents before their time: withdraw, annul, cancel."""

from engine.documents import rights
from engine.documents.commands import move
from engine.documents.models import Document
from engine.errors import NotAllowed, NotFound, WrongState
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.instances.progress import facts
from engine.instances.telling import bereft, name_of, part_takers
from engine.notices.commands import announce
from engine.registration.commands import annul as annul_number
from engine.registration.commands import let_go
from engine.registration.models import Registration
from engine.registration.queries import of_document
from engine.signing.queries import is_signed
from engine.texts import COMMENT, WHY, check_words
from engine.work import Work

BEFORE_SIGNING = {"on_approval", "rework", "on_signing"}


def withdraw(work: Work, document_id: str, comment: str) -> Document:
    """The initiator takes the document back, until it is signed."""
    document = rights.seen(work, document_id)
    rights.must_be_initiator(work, document)
    _must_be_before_signing(document)
    check_words(comment, "comment", most=COMMENT)
    held = instances.hold(work, document_id)
    document = held[1]
    _must_be_before_signing(document)
    if document.state != "rework" and is_signed(work, document):
        raise WrongState(
            "Expected a document that is not signed yet, but {document} is {state}.",
            document=document.id,
            state="signed",
        )
    instances.end_early(work, held, "withdrawn")
    let_go(work, document_id, comment)
    _tell(work, document, "withdrawn", comment)
    return document


def _must_be_before_signing(document: Document) -> None:
    if document.state not in BEFORE_SIGNING:
        raise WrongState(
            "Expected a document that is not signed yet, but {document} is {state}.",
            document=document.id,
            state=document.state,
        )


def cancel(work: Work, document_id: str, comment: str) -> Document:
    """The records administrator stops a document on its way; a number it has is annulled."""
    if not work.actor.has("records_admin", "owner"):
        raise NotAllowed("Expected an administrator of the kind to cancel a document, but you are none.")
    document = work.session.get(Document, document_id)
    if document is None:
        raise NotFound("Expected to find the document, but there is none.")
    if document.state == "draft" or document.ended is not None:
        raise WrongState(
            "Expected a document on its way, but {document} is {state}.", document=document.id, state=document.state
        )
    check_words(comment, "comment", most=COMMENT, needed=WHY)
    held = instances.hold(work, document_id)
    instances.end_early(work, held, "cancelled")
    let_go(work, document_id, comment)
    _tell(work, held[1], "cancelled", comment)
    return held[1]


def annul(work: Work, document_id: str, comment: str) -> Document:
    """The records officer strikes a registered document through; its number stays in the journal."""
    document = rights.seen(work, document_id)
    if not work.actor.has("registrar", "records_admin"):
        raise NotAllowed("Expected a records officer to annul a document, but you are none.")
    registration = _registered(document, of_document(work, document_id))
    check_words(comment, "comment", most=COMMENT, needed=WHY)
    held = instances.hold(work, document_id)
    work.session.refresh(registration)
    annul_number(work, _registered(held[1], registration), comment)
    if held[0].status == "running":
        instances.end_early(work, held, "annulled")
    move(work, held[1], "annulled")
    _tell(work, held[1], "annulled", comment)
    return held[1]


def _registered(document: Document, registration: Registration | None) -> Registration:
    """The registration of a document that has its number; raises WrongState."""
    if registration is None or registration.state == "taken":
        raise WrongState(
            "Expected a registered document, but {document} is {state}.", document=document.id, state=document.state
        )
    return registration


def _tell(work: Work, document: Document, how: str, comment: str) -> None:
    work.record(f"document:{document.id}", f"document.{how}", document.id, after={"comment": comment})
    told = facts(document, who=name_of(work, work.actor.person))
    instance = work.session.get(Instance, document.id)
    persons = {document.initiator_id} | ({work.actor.person} if instance else set())
    persons |= part_takers(work, document) | bereft(work, document)
    announce(work, persons, f"document.{how}", document=document.id, facts=told)
