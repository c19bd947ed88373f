"""What a page or a program is shown of a document and of a task: plain cards, ready in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from engine.acts.checking import warnings
from engine.acts.lookup import begun
from engine.acts.offered import offered
from engine.audit import records
from engine.catalogue.queries import Published, version
from engine.control.commands import NAMED
from engine.documents import queries as documents
from engine.documents import rights
from engine.documents.models import Document
from engine.documents.queries import AttachmentCard, DocumentCard, RenditionCard
from engine.documents.settlement import Settlement, settlement
from engine.forms import Form
from engine.instances import messages, pausing
from engine.instances import queries as instances
from engine.instances.queries import ListCard, TaskCard
from engine.instances.rows import asked_step, step_of
from engine.instances.rows import drawn as step_drawn
from engine.kinds import Kind
from engine.registration import queries as registrations
from engine.registration.queries import of_document
from engine.signing.queries import SignatureCard, credential, is_signed
from engine.signing.queries import of_document as signatures_of
from engine.work import Work
from engine.workflow import Step, leads_to


@dataclass(frozen=True)
class OutcomeCard:
    """A button: what it is called, whether a comment is needed, and where the document goes: `leads_to` by the steps' names,
    `lanes` by whose they are ("" of an end), `ends` when no step of a person follows.
    """

    id: str
    label: str
    comment: str
    primary: bool
    leads_to: tuple[str, ...]
    password: bool
    lanes: tuple[str, ...] = ()
    ends: bool = False


@dataclass(frozen=True)
class StepCard:
    """A big step of the route: done, now or to come; who and when."""

    id: str
    name: str
    stage: str
    state: str
    who: str
    at: datetime | None


@dataclass(frozen=True)
class DocumentView:
    """Everything a document's page shows."""

    document: DocumentCard
    kind: Kind
    kind_number: int
    tasks: tuple[TaskCard, ...]
    rendition: RenditionCard | None
    attachments: tuple[AttachmentCard, ...]
    links: tuple[tuple[str, str], ...]
    requisites: Mapping[str, Any]
    signatures: tuple[SignatureCard, ...]
    open_steps: tuple[str, ...]
    walked: tuple[str, ...]
    incidents: tuple[tuple[str, str, Mapping[str, Any]], ...]
    may: frozenset[str]
    warnings: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    events: tuple[tuple[str, Step], ...] = ()
    settlement: Settlement | None = None
    lists: tuple[ListCard, ...] = ()  # those of which `tasks` holds only the first rows
    paused: str = ""  # why nothing happens to it now


@dataclass(frozen=True)
class TaskView:
    """Everything a decision's page shows."""

    task: TaskCard
    document: DocumentView
    step_name: str
    outcomes: tuple[OutcomeCard, ...]
    form: Form | None
    answers: Mapping[str, Any]
    level: str
    levels: tuple[str, ...]
    others: tuple[TaskCard, ...]
    next_number: str
    verbs: frozenset[str] = frozenset()


def document_view(work: Work, document_id: str) -> DocumentView:
    """The document, if the actor may see it; raises NotFound, NotAllowed."""
    return _view(work, rights.seen(work, document_id))


def _view(work: Work, document: Document) -> DocumentView:
    published = version(work, document.version_id)
    tasks = instances.of_document(work, document.id)
    waits = instances.waits(work, document.id)
    frozen = documents.rendition(work, document.id)
    return DocumentView(
        document=documents.card(work, document),
        kind=published.kind,
        kind_number=published.number,
        tasks=tuple(tasks),
        rendition=frozen,
        attachments=tuple(documents.attachments(work, document.id)),
        links=tuple(documents.links(work, document.id)),
        requisites=requisites(work, document),
        signatures=tuple(signatures_of(work, document.id)),
        open_steps=tuple(
            dict.fromkeys([*(one.step for one in tasks if one.state == "open"), *(one.step for one in waits)])
        ),
        walked=tuple(dict.fromkeys(instances.walked(work, document.id))),
        incidents=tuple((one.step, one.template, one.facts) for one in instances.incidents(work, document.id)),
        may=_may(work, document),
        warnings=tuple((one.template, one.facts) for one in warnings(work, document, published.kind)),
        events=tuple((one.name, one.step) for one in messages.events(work, document, published.kind, waits)),
        settlement=settlement(document.answers, document.added),
        lists=tuple(instances.lists(work, document.id, published.kind, waits, tasks)),
        paused=pausing.paused_for(work, document.id),
    )


def requisites(work: Work, document: Document) -> dict[str, Any]:
    """The requisites part: number, date, journal, case, retention, executors, term (K-24)."""
    registration = of_document(work, document.id)
    given = {key: value for key, value in document.added.items() if value is not None}
    if controller := {**document.answers, **given}.get(NAMED):
        given |= {NAMED: controller, "control": True}
    if registration is None:
        return given
    return given | {
        "journal": registration.journal,
        "number": registration.number,
        "date": registration.dated.isoformat(),
        "case": registration.dossier,
        "retention_years": registration.retention_years,
        "state": registration.state,
        "reason": registration.reason,
    }


def _may(work: Work, document: Document) -> frozenset[str]:
    own = document.initiator_id == work.actor.person
    found = {
        "revise": own and document.state == "draft",
        "withdraw": own
        and (
            document.state == "rework"
            or (document.state in {"on_approval", "on_signing"} and not is_signed(work, document))
        ),
        "annul": work.actor.has("registrar", "records_admin")
        and document.number is not None
        and document.state != "annulled",
        "cancel": work.actor.has("records_admin", "owner") and document.ended is None and document.state != "draft",
    }
    return frozenset(name for name, may in found.items() if may)


def task_view(work: Work, task_id: str) -> TaskView:
    """A task with all that is needed to decide; raises NotFound, NotAllowed."""
    card = instances.task(work, task_id)
    document = work.get(Document, card.document)
    published = version(work, document.version_id)
    step = step_of(published.kind, card)
    view = _view(work, document)
    form = published.kind.forms.get(step.form) if step.form else None
    return TaskView(
        task=card,
        document=view,
        step_name=card.step_name,
        outcomes=outcome_cards(work, published, card),
        form=form,
        answers=_prefilled(work, document, card, form),
        level=step.level,
        levels=_levels(work, step.level),
        others=tuple(one for one in view.tasks if one.id != card.id and one.round == card.round),
        next_number=_next_number(work, document, published) if card.step == published.kind.registrar else "",
        verbs=offered(work, card),
    )


def _levels(work: Work, least: str) -> tuple[str, ...]:
    if least == "click":
        return ()
    own = credential(work, work.actor.person) is not None
    return tuple(level for level, there in (("certificate", own), ("simple", least == "simple")) if there)


def _next_number(work: Work, document: Document, published: Published) -> str:
    if document.number:
        return document.number
    filing = published.kind.filing(document.answers)
    return registrations.next_number(work, document, filing.journal.code, filing.case) if filing.journal else ""


def outcome_cards(work: Work, published: Published, task: TaskCard) -> tuple[OutcomeCard, ...]:
    """The buttons of a task, with what follows each."""
    return _buttons(published, task.step, bool(task.asked), work.actor.language)


@lru_cache(maxsize=2000)
def _buttons(published: Published, drawn: str, asked: bool, language: str) -> tuple[OutcomeCard, ...]:
    """Read from the diagram once: a version never changes."""
    kind = published.kind
    step = asked_step(step_drawn(kind, drawn)) if asked else step_drawn(kind, drawn)
    following = {
        one.id: [kind.diagram.steps[then] for then in _people_after(kind, step.id, one.id)] for one in step.outcomes
    }
    return tuple(
        OutcomeCard(
            id=one.id,
            label=kind.outcome_label(step.id, one.id, language),
            comment=one.comment,
            primary=one.primary,
            leads_to=tuple(kind.step_name(then.id, language) for then in following[one.id]),
            lanes=tuple(_lane(kind, then, language) for then in following[one.id]),
            ends=bool(following[one.id]) and all(then.element == "endEvent" for then in following[one.id]),
            password=step.level != "click"
            and one.id not in {"return", "reject", "refuse", "decline_registration", "return_report"},
        )
        for one in step.outcomes
    )


def _lane(kind: Kind, step: Step, language: str) -> str:
    return kind.lane_name(step.lane, language) if step.lane and step.element != "endEvent" else ""


def _people_after(kind: Kind, step: str, outcome: str) -> list[str]:
    """The steps of people, or the ends, that a press leads to; what the office does between them is passed over."""
    found: list[str] = []
    waiting, seen = list(leads_to(kind.diagram, step, outcome)), {step}
    while waiting:
        then = waiting.pop(0)
        if then.id in seen:
            continue
        seen.add(then.id)
        if then.type == "verb":
            waiting += leads_to(kind.diagram, then.id)
        else:
            found.append(then.id)
    return found


def _prefilled(work: Work, document: Document, task: TaskCard, form: Form | None) -> Mapping[str, Any]:
    if form is None:
        return task.answers or {}
    return {**begun(work, document, form), **documents.draft(work, f"task:{task.id}"), **(task.answers or {})}


@dataclass(frozen=True)
class HistoryLine:
    """One act on a document: who, when, what, before and after (Y-32)."""

    number: int
    at: datetime
    actor: str
    acting_for: str | None
    act: str
    object: str
    before: Any
    after: Any


def history(work: Work, document_id: str, *, after: int = 0, limit: int = 200) -> list[HistoryLine]:
    """The document's chain, oldest first."""
    rights.seen(work, document_id)
    return [
        HistoryLine(one.number, one.at, one.actor, one.acting_for, one.act, one.object, one.before, one.after)
        for one in records(work.session, f"document:{document_id}", after=after, limit=limit)
    ]
