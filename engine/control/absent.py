"""What waits for nobody, or for somebody who does not come: lists of acquaintance that are not full, vacant posts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, exists, func, select

from engine.catalogue.queries import version
from engine.control.lists import ACQUAINTED, PORTION, documents_of, steps_with
from engine.documents.models import Document
from engine.errors import NotAllowed, NotFound
from engine.instances.models import Candidate, Incident, Task
from engine.instances.progress import VACANCIES
from engine.people.queries import PersonCard, cards
from engine.work import Work

SEES = ("hr", "records_admin")
MOST = 500


@dataclass(frozen=True)
class Unread:
    """A document that not everybody of its list has acquainted himself with."""

    document: str
    kind: str
    title: str
    number: str
    unit: str
    waiting: int
    overdue: int
    since: datetime


@dataclass(frozen=True)
class NotAcquainted:
    """A person of the list: since when he is asked, and by when."""

    task: str
    person: PersonCard
    since: datetime
    due: datetime | None
    overdue: bool


@dataclass(frozen=True)
class Vacancy:
    """A step nobody may do: of which document, since when; `task` may be given to somebody when it is there."""

    document: str
    kind: str
    kind_title: str
    title: str
    number: str
    step: str
    unit: str
    since: datetime
    task: str


def unread(work: Work) -> list[Unread]:
    """Documents whose lists are not full, the oldest first: all for the HR department, else one's own."""
    waiting = [Task.state == "open", Task.step.in_(steps_with(work, ACQUAINTED))]
    query = (
        select(Task.document_id, func.count(), func.sum(case((Task.due < work.now, 1), else_=0)), func.min(Task.opened))
        .join(Document, Document.id == Task.document_id)
        .where(*waiting)
        .group_by(Task.document_id)
        .order_by(func.min(Task.opened), Task.document_id)
    )
    query = query if work.actor.has(*SEES) else query.where(Document.initiator_id == work.actor.person)
    rows = work.session.execute(query.limit(MOST)).all()
    documents = _documents(work, [row[0] for row in rows])
    found = documents_of(work, set(documents))
    lines = []
    for id, many, late, since in rows:
        document, (_, unit, readable) = documents[id], found[id]
        kind = version(work, document.version_id).kind.texts("title", work.actor.language)
        title = document.called(work.actor.language) if readable else ""
        lines.append(Unread(id, kind, title, document.numbered(work.actor.language), unit, many, late or 0, since))
    return lines


def about(work: Work, document_id: str) -> tuple[str, str, str]:
    """What a document is called to who keeps its list: its kind, its number, and its title where he may read it."""
    document = work.get(Document, document_id)
    kind = version(work, document.version_id).kind.texts("title", work.actor.language)
    readable = documents_of(work, {document_id})[document_id][2]
    return kind, document.numbered(work.actor.language), document.called(work.actor.language) if readable else ""


def not_acquainted(
    work: Work, document_id: str, *, after: str = "", limit: int = 100
) -> tuple[list[NotAcquainted], str | None]:
    """Who of the document's list is not acquainted yet, in a steady order; raises NotFound, NotAllowed."""
    document = work.session.get(Document, document_id)
    if document is None:
        raise NotFound("Expected to find the document, but there is none.")
    if not (work.actor.has(*SEES) or document.initiator_id == work.actor.person):
        raise NotAllowed(
            "Expected the initiator or the HR department to see who is not acquainted.", document=document_id
        )
    rows = (
        select(Task, Candidate.person_id)
        .join(Candidate, Candidate.task_id == Task.id)
        .where(Task.document_id == document_id, Task.state == "open", Task.step.in_(steps_with(work, ACQUAINTED)))
        .where(Task.id > after, Candidate.acting_for.is_(None))
        .order_by(Task.id)
        .limit(limit + 1)
    )
    found = [(row[0], row[1]) for row in work.session.execute(rows)]
    people = cards(work, {person for _, person in found})
    lines = [_person(work, task, people[person]) for task, person in found[:limit]]
    return lines, found[limit - 1][0].id if len(found) > limit else None


def _person(work: Work, task: Task, who: PersonCard) -> NotAcquainted:
    return NotAcquainted(task.id, who, task.opened, task.due, task.due is not None and task.due < work.now)


def everybody(work: Work, document_id: str) -> Iterator[NotAcquainted]:
    """The whole list, in portions."""
    after: str | None = ""
    while after is not None:
        lines, after = not_acquainted(work, document_id, after=after, limit=PORTION)
        yield from lines


def vacancies(work: Work) -> list[Vacancy]:
    """Steps that stopped because nobody is in the post, and open tasks that nobody may do; the oldest first."""
    if not work.actor.has("records_admin", "admin"):
        raise NotAllowed("Expected the records administrator to see vacant posts, but you are not.")
    nobody = ~exists().where(Candidate.task_id == Task.id, Candidate.open.is_(True))
    tasks = list(
        work.session.scalars(select(Task).where(Task.state == "open", nobody).order_by(Task.opened).limit(MOST))
    )
    known = {(one.document_id, one.step) for one in tasks}
    stopped = select(Incident).where(Incident.state == "open", Incident.template.in_(VACANCIES)).order_by(Incident.at)
    incidents = [one for one in work.session.scalars(stopped.limit(MOST)) if (one.document_id, one.step) not in known]
    places = [(one.document_id, one.step, one.opened, one.id) for one in tasks]
    places += [(one.document_id, one.step, one.at, "") for one in incidents]
    return _vacancies(work, sorted(places, key=lambda one: one[2]))


def _vacancies(work: Work, places: Sequence[tuple[str, str, datetime, str]]) -> list[Vacancy]:
    documents = _documents(work, [one[0] for one in places])
    found, tongue = documents_of(work, set(documents)), work.actor.language
    lines = []
    for id, step, since, task in places:
        document, (_, unit, readable) = documents[id], found[id]
        kind = version(work, document.version_id).kind
        title = document.called(work.actor.language) if readable else ""
        name, called = kind.step_name(step, tongue), kind.texts("title", tongue)
        number = document.numbered(tongue)
        lines.append(Vacancy(id, document.kind, called, title, number, name, unit, since, task))
    return lines


def _documents(work: Work, ids: Sequence[str]) -> dict[str, Document]:
    return {one.id: one for one in work.session.scalars(select(Document).where(Document.id.in_(set(ids))))}
