"""Who decides on the term of a document's task: its controllers, the author of its resolution, else its signer."""

from sqlalchemy import select

from engine.control.models import Control
from engine.documents.models import Document
from engine.instances.models import Task
from engine.people.models import Person
from engine.people.queries import substitutes, substitutes_for
from engine.resolutions.models import Resolution
from engine.work import Work


def own(work: Work, document: Document) -> list[int]:
    """Those who decide in their own right, without substitutes."""
    found = set(work.session.scalars(select(Control.person_id).where(Control.document_id == document.id)))
    newest = select(Resolution.by_id).where(Resolution.document_id == document.id).order_by(Resolution.id.desc())
    found |= set(work.session.scalars(newest.limit(1)))
    if not found:
        signed = (Task.document_id == document.id, Task.state == "done", Task.outcome == "sign")
        last = select(Task.acting_for, Task.done_by).where(*signed).order_by(Task.done_at.desc()).limit(1)
        found = {person for row in work.session.execute(last) if (person := row[0] or row[1])}
    alive = select(Person.id).where(Person.id.in_(found), Person.dismissed.is_(None))
    return sorted(work.session.scalars(alive)) if found else []


def deciders(work: Work, document: Document, asker: int) -> list[int]:
    """Those who decide on a request, with who stands for them today; nobody on his own."""
    people = own(work, document)
    return sorted({*people, *(one.substitute for one in substitutes(work, people))} - {asker})


def acts_for(work: Work, document: Document) -> int | None:
    """Whom the actor stands for when he decides; None when he decides in his own right."""
    people = own(work, document)
    if work.actor.person in people:
        return None
    return next((one for one in substitutes_for(work, work.actor.person) if one in people), None)
