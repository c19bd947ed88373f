"""What a person tells a document on its way, where its diagram waits for it: a trip is extended, shortened, cancelled."""

from typing import Any

from engine import forms
from engine.acts.checking import must_pass
from engine.acts.lookup import Known
from engine.documents import rights
from engine.documents.models import Document
from engine.errors import NotFound
from engine.instances import messages, seats
from engine.instances.commands import hold
from engine.kinds import Kind
from engine.people.models import Person
from engine.people.queries import today
from engine.texts import COMMENT, check_words
from engine.work import Work
from engine.workflow import Step


def happen(work: Work, document_id: str, name: str, answers: dict[str, Any], comment: str = "") -> Document:
    """Keeps the answers and moves the route on.

    Raises NotFound, NotAllowed, WrongState (the document does not wait for it), Invalid by field.
    """
    rights.seen(work, document_id)
    held = hold(work, document_id)
    document, kind = held[1], held[2].kind
    if not any(step.message == name and step.form for step in kind.diagram.steps.values()):
        raise NotFound("Expected an event of this kind of documents, but {event} is none.", event=name[:80])
    event = messages.open_event(work, document, kind, name)
    check_words(comment, "comment", most=COMMENT)
    checked = forms.check(kind.forms[event.step.form], answers, Known(work, document.id), now=today(work))
    must_pass(work, document, kind, checked, at=name)
    after = {"answers": checked, "comment": comment.strip() or None}
    for_whom = _stands_for(work, document, kind, event.step)
    work.record(f"document:{document.id}", "document.event", event.step.id, after=after, acting_for=for_whom)
    messages.tell(work, held, event, checked)
    return document


def _stands_for(work: Work, document: Document, kind: Kind, step: Step) -> str | None:
    """The login of whom the actor stands for at that event; None when he tells it in his own name."""
    places = [one for one in seats.find(work, document, kind, step).places if one.person == work.actor.person]
    absent = next((one.acting_for for one in places), None)
    return work.get(Person, absent).login if absent is not None else None
