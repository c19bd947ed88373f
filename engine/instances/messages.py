"""Messages between runs, and events a person brings to a run that waits for them (a trip is extended, cancelled …)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.catalogue.queries import Published
from engine.documents.models import Document
from engine.errors import NotAllowed, WrongState
from engine.instances import progress, seats
from engine.instances.commands import hold, routing
from engine.instances.models import Instance, Waiting
from engine.instances.pausing import PUT_OFF, must_go_on
from engine.kinds import Kind
from engine.work import Work
from engine.workflow import Entry, Step

MOST = 50  # so many runs at most are looked at for a message
OWN = frozenset(("document_registered", "document_ended"))  # the office's own: sent whether somebody waits or not


@dataclass(frozen=True)
class Awaited:
    """What a person may tell a run now: the message's name, and the step that draws it."""

    name: str
    step: Step


def deliver(work: Work, given: Mapping[str, Any]) -> None:
    """Hands a message to the run that has waited for it longest.

    When nobody waits, a drawn message is an incident of the document it came from; the office's own is let go.
    """
    message, key, payload = str(given["message"]), given.get("key"), dict(given.get("payload") or {})
    held = _receiver(work, message, key)
    if held is not None and held[0].paused is not None:
        work.later("deliver_message", dict(given), at=work.now + PUT_OFF, document=held[1].id)
    elif held is not None:
        hand(work, held, message, key, payload)
    elif message not in OWN and given.get("sender"):
        sentence = "Expected a document to wait for the message {message} with the key {key}, but none does."
        sender = work.get(Document, str(given["sender"]))
        progress.raise_incident(
            work, sender, "", sentence, {"message": message, "key": "" if key is None else str(key)}
        )


def _receiver(work: Work, message: str, key: object) -> tuple[Instance, Document, Published] | None:
    """The run that has waited for the message longest, locked; one that has gone on before the lock was had is passed over."""
    query = select(Waiting.document_id, Waiting.token).where(Waiting.type == "message", Waiting.name == message)
    query = query.where(Waiting.key.is_(None) if key is None else Waiting.key == str(key)[:200])
    query = query.order_by(Waiting.since, Waiting.document_id, Waiting.token).limit(MOST)
    for document_id, token in work.session.execute(query).all():
        held = hold(work, document_id)
        still = work.session.get(Waiting, (document_id, token), populate_existing=True)
        if still is not None and held[0].status == "running":
            return held
    return None


def hand(
    work: Work,
    held: tuple[Instance, Document, Published],
    message: str,
    key: object,
    payload: dict[str, Any],
) -> None:
    """Moves a run on by a message; raises WrongState when it does not wait for it."""
    instance, document, published = held
    if instance.status != "running":
        raise WrongState("Expected document {document} to be on its way, but it has ended.", document=document.id)
    must_go_on(instance)
    entry = Entry("deliver", work.now, message=message, key=key, data=payload)
    machine = work.tools.machine
    advance = machine.deliver(published.spec, instance.state, message, key, payload, work.now)
    progress.apply(work, instance, document, published, advance, entry)


def events(work: Work, document: Document, kind: Kind, waits: Sequence[Waiting]) -> list[Awaited]:
    """What the actor may tell the run of that document now, of what it `waits` for."""
    found: dict[str, Awaited] = {}
    for one in (one for one in waits if one.type == "message"):
        step = kind.diagram.steps.get(one.step)
        if (
            step is not None
            and step.form
            and step.lane in kind.people
            and one.name
            and _may(work, document, kind, step)
        ):
            found.setdefault(one.name, Awaited(one.name, step))
    drawn = list(kind.diagram.steps)
    return sorted(found.values(), key=lambda one: drawn.index(one.step.id))


def _may(work: Work, document: Document, kind: Kind, step: Step) -> bool:
    return work.actor.person in {place.person for place in seats.find(work, document, kind, step).places}


def open_event(work: Work, document: Document, kind: Kind, name: str) -> Awaited:
    """That event, if the run waits for it; raises WrongState when it does not, NotAllowed when it is another's to tell."""
    query = select(Waiting.step).where(
        Waiting.document_id == document.id, Waiting.type == "message", Waiting.name == name
    )
    steps = [kind.diagram.steps[one] for one in work.session.scalars(query) if one in kind.diagram.steps]
    drawn = [one for one in steps if one.form and one.lane in kind.people]
    if not drawn:
        raise WrongState(
            "Expected document {document} to wait for {event}, but it does not now.",
            document=document.id,
            event=name[:80],
        )
    if not _may(work, document, kind, drawn[0]):
        raise NotAllowed("Expected somebody this document waits for, but you are not.", document=document.id)
    return Awaited(name, drawn[0])


def tell(work: Work, held: tuple[Instance, Document, Published], event: Awaited, answers: dict[str, Any]) -> None:
    """Keeps what the person answers as requisites of the document and moves its run on."""
    document = held[1]
    document.added = {**document.added, **answers}
    query = select(Waiting).where(
        Waiting.document_id == document.id, Waiting.type == "message", Waiting.name == event.name
    )
    waiting = work.session.scalars(query.order_by(Waiting.token)).first()
    key = waiting.key if waiting is not None else None
    hand(work, held, event.name, key, {"doc": routing(document)["doc"]})
