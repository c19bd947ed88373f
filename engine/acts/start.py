"""Starting documents: a draft, its changes, and sending it on its way."""

from typing import Any

from engine import forms
from engine.acts.checking import must_pass
from engine.acts.content import language_of, must_print, title_of, titles_of
from engine.acts.lookup import Known
from engine.catalogue.queries import Published, current, version
from engine.documents import commands, rights
from engine.documents.models import Document
from engine.documents.relations import relate
from engine.errors import NotAllowed, WrongState
from engine.instances.commands import start
from engine.kinds import Kind
from engine.people.models import Unit
from engine.people.queries import main_appointment, today
from engine.work import Actor, Work


def create(work: Work, kind: str, answers: dict[str, Any]) -> Document:
    """A draft of the actor's, checked as far as it is filled; raises NotFound, NotAllowed, Invalid."""
    published = current(work, kind)
    may_start(work.actor, published.kind)
    post = main_appointment(work, work.actor.person)
    if post is None:
        raise NotAllowed("Expected an employee with a post to start a document, but you have none.")
    checked = checked_answers(work, published, answers)
    document = commands.create(
        work,
        kind=kind,
        version_id=published.id,
        unit_id=work.get(Unit, post.unit_id).id,
        answers=checked,
        title=title_of(published.kind, checked),
        titles=titles_of(published.kind, checked),
        language=language_of(published.kind, checked),
        access=published.kind.access,
    )
    commands.drop_draft(work, f"start:{kind}")
    work.session.flush()
    return document


def may_start(actor: Actor, kind: Kind) -> None:
    """Raises NotAllowed when the kind is not for the actor's roles."""
    roles = set(kind.start.roles)
    if roles and "everyone" not in roles and not roles & (actor.roles | {"employee"}):
        raise NotAllowed(
            "Expected one of {roles} to start {kind}, but you are none.", roles=", ".join(sorted(roles)), kind=kind.name
        )


def checked_answers(work: Work, published: Published, answers: dict[str, Any], *, document: str = "") -> dict[str, Any]:
    """The answers of the start form, typed, with its defaults; raises Invalid with all that is wrong."""
    form = published.kind.forms[published.kind.start.form]
    return forms.check(form, forms.defaults(form, {}) | answers, Known(work, document), now=today(work))


def revise(work: Work, document_id: str, answers: dict[str, Any]) -> Document:
    """New answers for a draft or a returned document of the actor's."""
    document = rights.seen(work, document_id, hold=True)
    rights.must_be_initiator(work, document)
    _must_be_open(document)
    published = version(work, document.version_id)
    checked = checked_answers(work, published, answers, document=document.id)
    commands.revise(
        work,
        document,
        checked,
        title=title_of(published.kind, checked),
        titles=titles_of(published.kind, checked),
        language=language_of(published.kind, checked),
    )
    return document


def _must_be_open(document: Document) -> None:
    if not rights.content_is_open(document):
        raise WrongState(
            "Expected a draft or a returned document, but {document} is {state}.",
            document=document.id,
            state=document.state,
        )


def submit(work: Work, document_id: str) -> Document:
    """Sends a draft on its way; what it says must be whole and printable."""
    document = rights.seen(work, document_id, hold=True)
    rights.must_be_initiator(work, document)
    if document.state != "draft":
        raise WrongState(
            "Expected a draft to send, but {document} is {state}.", document=document.id, state=document.state
        )
    published = version(work, document.version_id)
    answers = checked_answers(work, published, dict(document.answers), document=document.id)
    must_print(answers)
    must_pass(work, document, published.kind, answers)
    relate(work, document)
    work.record(
        f"document:{document.id}", "document.submitted", document.id, after={"content_sha256": document.content_sha256}
    )
    start(work, document, published)
    return document
