"""Finding a task for a press: everything that decides whether it may be kept, in one look, or in two under the lock."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, exists, select

from engine import stamps
from engine.audit import AuditHead
from engine.catalogue.queries import Published, version
from engine.documents.models import Document, Draft, Rendition
from engine.errors import NotFound
from engine.instances.models import Candidate, Incident, Instance, Task
from engine.instances.pausing import must_go_on
from engine.work import Work

FRESH = {"populate_existing": True}


@dataclass(frozen=True)
class Found:
    """A task, its document and version, the actor's place at it, and the round's frozen file.

    `stopped` says that the document has an open incident, `typed` that the actor has a draft for the task.
    """

    task: Task
    document: Document
    published: Published
    place: Candidate | None
    frozen: Rendition | None
    instance: Instance | None = None
    stopped: bool = True
    typed: bool = True

    @property
    def held(self) -> tuple[Task, Instance, Document, Published]:
        """As the instances desk takes it; only of a task found under the lock."""
        assert self.instance is not None
        return self.task, self.instance, self.document, self.published


def look(work: Work, task_id: str) -> Found:
    """The task as it is now, in one statement; raises NotFound."""
    query = (
        select(Task, Document, Instance.version_id, Candidate, Rendition)
        .join(Instance, Instance.document_id == Task.document_id)
        .join(Document, Document.id == Task.document_id)
        .outerjoin(Candidate, _own(work))
        .outerjoin(Rendition, _of_round())
    )
    row = work.session.execute(query.where(Task.id == task_id)).first()
    if row is None:
        raise NotFound("Expected to find the task, but there is none.")
    return Found(row[0], row[1], version(work, row[2]), row[3], row[4])


def hold(work: Work, task_id: str) -> Found:
    """The task with its run and document locked, in that order; raises NotFound."""
    row = work.session.execute(LOCKED, {"task": task_id}, execution_options=FRESH).first()
    if row is None:
        raise NotFound("Expected to find the task, but there is none.")
    instance, task, document = row
    must_go_on(instance)
    asked = {
        "task": task_id,
        "person": work.actor.person,
        "stream": f"document:{document.id}",
        "typed": f"task:{task_id}",
    }
    beside = work.session.execute(BESIDE, asked, execution_options=FRESH).one()
    if beside.number is not None:
        work.ends[f"document:{document.id}"] = (beside.number, beside.hash)
    stamps.told(work.session, beside)
    return Found(
        task, document, version(work, instance.version_id), beside[0], beside[1], instance, beside.stopped, beside.typed
    )


LOCKED = (
    select(Instance, Task, Document)
    .join(Task, Task.document_id == Instance.document_id)
    .join(Document, Document.id == Instance.document_id)
    .where(Task.id == bindparam("task"))
    .with_for_update(of=(Instance, Task, Document))
)
# What stands beside a locked task, read after the lock was had.
BESIDE = (
    select(
        Candidate,
        Rendition,
        AuditHead.number,
        AuditHead.hash,
        exists().where(Incident.document_id == Task.document_id, Incident.state == "open").label("stopped"),
        exists().where(Draft.person_id == bindparam("person"), Draft.about == bindparam("typed")).label("typed"),
        *stamps.asked(),
    )
    .select_from(Task)
    .join(Document, Document.id == Task.document_id)
    .outerjoin(Candidate, and_(Candidate.task_id == Task.id, Candidate.person_id == bindparam("person")))
    .outerjoin(Rendition, and_(Rendition.document_id == Document.id, Rendition.round == Document.round))
    .outerjoin(AuditHead, AuditHead.stream == bindparam("stream"))
    .where(Task.id == bindparam("task"))
)


def _own(work: Work) -> Any:
    return and_(Candidate.task_id == Task.id, Candidate.person_id == work.actor.person)


def _of_round() -> Any:
    return and_(Rendition.document_id == Document.id, Rendition.round == Document.round)
